"""Lists of JWKs, and one JWK."""

from datetime import datetime, timedelta, timezone

import pytest

from harness import jose
from harness.errors import bad_request

MEMBERS = sorted(
    "name description projectId sourceType sourceId sourceUrl type kid use alg "
    "notBeforeTime expirationTime createdAt".split()
)
MATERIAL = {
    "RSA": ["d", "dp", "dq", "e", "n", "p", "q", "qi"],
    "EC": ["crv", "d", "x", "y"],
    "OCT": ["k"],
    "OKP": ["crv", "d", "x"],
}


@pytest.fixture
def filled(workspace):
    for name in ("b", "C", "a", "ä", "a b", "10", "9"):
        workspace.generate(name, "EC")
    return workspace


def listed(workspace, query=""):
    response = workspace.client.get(f"{workspace.jwks}/{query}")
    assert response.status == 200, response.text
    cursor = ["nextCursor"] if "size=" in query else []
    assert sorted(response.json) == [*cursor, "resultCount", "resultList", "success"]
    assert response.json["success"] is True
    return response.json


def names(workspace, query=""):
    return [shown["name"] for shown in listed(workspace, query)["resultList"]]


ORDER = ["10", "9", "C", "a", "a b", "b", "ä"]


def test_empty(unharmed):
    assert listed(unharmed) == {"success": True, "resultList": [], "resultCount": 0}


@pytest.mark.parametrize("type", MATERIAL)
def test_members(workspace, type):
    before = datetime.now(timezone.utc).replace(microsecond=0)
    one = workspace.generate("key", type, description="What it is for")
    after = datetime.now(timezone.utc)
    [shown] = listed(workspace)["resultList"]
    assert sorted(shown) == MEMBERS
    assert {name: one[name] for name in MEMBERS} == shown
    assert sorted(one) == sorted([*MEMBERS, type.lower()])
    assert sorted(one[type.lower()]) == MATERIAL[type]
    assert shown["name"] == "key" and shown["description"] == "What it is for"
    assert shown["type"] == type and shown["sourceType"] == "GENERATE"
    assert shown["sourceId"] is None and shown["sourceUrl"] is None and shown["alg"] is None
    assert isinstance(shown["projectId"], str) and shown["projectId"]
    created, start, end = (
        datetime.fromisoformat(shown[name]) for name in ("createdAt", "notBeforeTime", "expirationTime")
    )
    assert before <= created <= after and before <= start <= after
    assert timedelta(days=365) <= end - start <= timedelta(days=366)


def test_no_description_is_null(workspace):
    assert workspace.generate("key", "EC")["description"] is None


def test_envelope_of_one(workspace):
    workspace.generate("key", "EC")
    response = workspace.client.get(f"{workspace.jwks}/key/")
    assert sorted(response.json) == ["resultCount", "resultList", "success"]
    assert response.json["success"] is True and response.json["resultCount"] == 1


def test_project_id_is_one_for_all(site, workspace):
    ids = {workspace.generate(name, "EC")["projectId"] for name in ("one", "two")}
    assert len(ids) == 1


def test_order_and_pages(filled):
    assert names(filled) == ORDER
    assert names(filled, "?sort=name,asc") == ORDER
    assert names(filled, "?sort=name,desc") == ORDER[::-1]
    assert names(filled, "?sort=name") == ORDER
    assert names(filled, "?size=3") == ORDER[:3]
    assert names(filled, "?page=2&size=3") == ORDER[3:6]
    assert names(filled, "?page=3&size=3") == ORDER[6:]
    assert names(filled, "?size=2&page=1&sort=name,desc") == ORDER[:-3:-1]
    assert names(filled, "?page=1") == ORDER
    assert names(filled, "?size=1000") == ORDER
    assert names(filled, "?sort=name%2Cdesc") == ORDER[::-1]
    assert names(filled, "?unknown=1") == ORDER
    assert names(filled, "?page=9&size=3") == []


@pytest.mark.parametrize("query,member", [
    ("page=0", "page"), ("page=-1", "page"), ("page=x", "page"), ("page=", "page"), ("page=1.5", "page"),
    ("page=99999999999999999999", "page"), ("size=0", "size"), ("size=-5", "size"), ("size=1001", "size"),
    ("size=x", "size"), ("size=1e2", "size"), ("size=+5", "size"), ("sort=kid", "sort"), ("sort=name,up", "sort"),
    ("sort=", "sort"), ("sort=name,asc,desc", "sort"), ("size=99999999999999999999", "size"),
])
def test_bad_query(filled, query, member):
    bad_request(filled.client.get(f"{filled.jwks}/?{query}"), member)


@pytest.mark.parametrize("member", ["page", "size", "sort"])
def test_long_query_values(filled, member):
    bad_request(filled.client.get(f"{filled.jwks}/?{member}={'x' * 5000}"), member, "Valid values: ")


def test_lists_hold_no_material(workspace):
    secrets = []
    for type in MATERIAL:
        shown = workspace.generate(type, type)
        secrets += [value for name, value in shown[type.lower()].items() if name in jose.PRIVATE_MEMBERS]
    text = workspace.client.get(f"{workspace.jwks}/").text
    assert not [secret for secret in secrets if secret in text]


def test_times_as_asked(workspace):
    shown = workspace.generate(
        "key", "EC",
        ec={"notBeforeTime": "2031-05-06T07:08:09+02:00", "expirationTime": "2031-05-06T07:08:10.75+02:00"},
    )
    assert datetime.fromisoformat(shown["notBeforeTime"]) == datetime(2031, 5, 6, 5, 8, 9, tzinfo=timezone.utc)
    assert datetime.fromisoformat(shown["expirationTime"]) == datetime(2031, 5, 6, 5, 8, 10, tzinfo=timezone.utc)


def test_expiration_is_a_year_after_not_before(workspace):
    shown = workspace.generate("key", "EC", ec={"notBeforeTime": "2032-02-10T00:00:00Z"})
    assert datetime.fromisoformat(shown["expirationTime"]) == datetime(2033, 2, 10, tzinfo=timezone.utc)
