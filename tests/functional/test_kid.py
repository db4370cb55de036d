"""Key IDs: how they are made, and that they are unique in a project."""

import re
import time
from datetime import datetime

import pytest

from harness import jose
from harness.errors import bad_request
from harness.site import Workspace

ASYMMETRIC = [
    ("RSA", {}),
    ("EC", {"curveType": "P256"}), ("EC", {"curveType": "P384"}), ("EC", {"curveType": "P521"}),
    ("EC", {"curveType": "SECP256K1"}),
    ("OKP", {"curveType": "ED25519"}), ("OKP", {"curveType": "X25519"}),
    ("OKP", {"curveType": "ED448"}), ("OKP", {"curveType": "X448"}),
]
TYPES = ("RSA", "EC", "OCT", "OKP")


@pytest.mark.parametrize("type,parameters", ASYMMETRIC)
@pytest.mark.parametrize("kid_type,digest", [(None, "S256"), ("SHA256", "S256"), ("SHA1", "S1")])
def test_hash_form_is_the_thumbprint(workspace, type, parameters, kid_type, digest):
    asked = dict(parameters, **({"keyIdType": kid_type} if kid_type else {}))
    jwk = jose.jwk_of(workspace.generate("key", type, **{type.lower(): asked}))
    assert jwk["kid"] == jose.thumbprint(jwk, digest)


def test_oct_default_is_random(workspace):
    kids = [workspace.generate(f"key-{i}", "OCT")["kid"] for i in range(4)]
    assert len(set(kids)) == 4
    assert all(len(jose.unpad(kid)) == 16 for kid in kids)


@pytest.mark.parametrize("kid_type", ["SHA256", "SHA1"])
def test_oct_never_gets_a_hash(workspace, kid_type):
    response = workspace.try_generate({"name": "key", "type": "OCT", "oct": {"keyIdType": kid_type}})
    bad_request(response, "keyIdType", kid_type)
    bad_request(workspace.client.get(f"{workspace.jwks}/key/"), "JWK (name: key) is not found!")


@pytest.mark.parametrize("type", TYPES)
def test_timestamp(workspace, type):
    before = time.time_ns() // 1_000_000
    kid = workspace.generate("key", type, **{type.lower(): {"keyIdType": "TIMESTAMP"}})["kid"]
    assert re.fullmatch(r"\d+", kid) and before <= int(kid) <= time.time_ns() // 1_000_000


@pytest.mark.parametrize("type", TYPES)
def test_iso_date(workspace, type):
    before = time.time()
    kid = workspace.generate("key", type, **{type.lower(): {"keyIdType": "ISO_DATE"}})["kid"]
    made = datetime.fromisoformat(kid).timestamp()
    assert before - 1 <= made <= time.time()


@pytest.mark.parametrize("type", TYPES)
def test_none(workspace, type):
    names = ("one", "two")
    for name in names:
        shown = workspace.generate(name, type, **{type.lower(): {"keyIdType": "NONE"}})
        assert shown["kid"] is None
    assert all("kid" not in key for key in workspace.bundle().all_public())
    assert "kid" not in workspace.bundle().open_private("one")


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("kid", ["my key", "ключ-1", "a/b%2F..\\\"'?#", "x" * 256, "é" * 256])
def test_chosen(workspace, type, kid):
    assert workspace.generate("key", type, kid=kid)["kid"] == kid


def test_chosen_goes_before_its_type(workspace):
    shown = workspace.generate("key", "EC", kid="mine", ec={"keyIdType": "SHA256"})
    assert shown["kid"] == "mine"


@pytest.mark.parametrize("kid", ["", "x" * 257, "tab\there", "new\nline", "\u007f"])
def test_bad(workspace, kid):
    bad_request(workspace.try_generate({"name": "key", "type": "EC", "kid": kid}), "kid")
    bad_request(workspace.client.get(f"{workspace.jwks}/key/"), "is not found!")


def test_taken(workspace):
    workspace.generate("one", "EC", kid="mine")
    response = workspace.try_generate({"name": "two", "type": "RSA", "kid": "mine"})
    bad_request(response, "kid", "mine")
    bad_request(workspace.client.get(f"{workspace.jwks}/two/"), "JWK (name: two) is not found!")
    assert [key["kid"] for key in workspace.bundle().all_public()] == ["mine"]


def test_same_in_two_projects(site, workspace):
    other = Workspace(site)
    assert workspace.generate("key", "EC", kid="mine")["kid"] == "mine"
    assert other.generate("key", "EC", kid="mine")["kid"] == "mine"


def test_made_anew_when_taken(workspace):
    """Requests at once ask for the time as their kid: each still gets one of its own."""
    started = [
        workspace.client.start(
            "POST", f"{workspace.jwks}/generate",
            {"name": f"key-{i}", "type": "OKP", "okp": {"keyIdType": "TIMESTAMP"}},
        )
        for i in range(8)
    ]
    responses = [workspace.client.finish(curl) for curl in started]
    assert [response.status for response in responses] == [200] * 8
    kids = {workspace.get(f"key-{i}")["kid"] for i in range(8)}
    assert len(kids) == 8
    assert {key["kid"] for key in workspace.bundle().all_public()} == kids
