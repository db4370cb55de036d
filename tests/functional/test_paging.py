"""Lists page by page, by number and by cursor, also while keys come and go."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.errors import bad_request


def page(workspace, query):
    response = workspace.client.get(f"{workspace.jwks}/?{query}")
    assert response.status == 200, response.text
    shown = response.json
    assert shown["resultCount"] == len(shown["resultList"])
    return [key["name"] for key in shown["resultList"]], shown["nextCursor"]


def follow(workspace, size, order="name,asc", between=lambda: None):
    """Goes through the list by cursor; the names in the order in which they came."""
    names, cursor = page(workspace, f"size={size}&sort={order}")
    while cursor is not None:
        between()
        more, cursor = page(workspace, f"size={size}&sort={order}&cursor={cursor}")
        assert len(more) <= size
        names += more
    return names


NAMES = ["10", "9", "C", "a", "a b", "b", "ä", "ä ", "😀"]


@pytest.fixture
def filled(workspace):
    for name in reversed(NAMES):
        workspace.generate(name, "OKP")
    return workspace


@pytest.mark.parametrize("size", [1, 2, 3, 8, 9, 10, 1000])
def test_all_by_cursor(filled, size):
    assert follow(filled, size) == NAMES
    assert follow(filled, size, "name,desc") == NAMES[::-1]


def test_numbers_and_cursors_agree(filled):
    for order in ("name,asc", "name,desc"):
        cursor = ""
        for number in (1, 2, 3):
            by_number, next_one = page(filled, f"size=4&sort={order}&page={number}")
            if number > 1:
                assert page(filled, f"size=4&sort={order}&cursor={cursor}") == (by_number, next_one)
            cursor = next_one
        assert cursor is None
    assert page(filled, "size=4&page=4") == ([], None)


def test_end_is_null(filled):
    assert page(filled, f"size={len(NAMES)}")[1] is None
    assert page(filled, f"size={len(NAMES) - 1}")[1] is not None
    assert page(filled, "size=3&page=3")[1] is None


def test_cursor_without_size(filled):
    cursor = page(filled, "size=6")[1]
    shown = filled.client.get(f"{filled.jwks}/?cursor={cursor}").json
    assert [key["name"] for key in shown["resultList"]] == NAMES[6:]
    assert "nextCursor" not in shown


def test_the_key_of_a_cursor_may_go(filled):
    names, cursor = page(filled, "size=4")
    assert filled.client.delete(f"{filled.jwks}/{names[-1]}/").status == 200
    assert page(filled, f"size=4&cursor={cursor}")[0] == NAMES[4:8]
    assert page(filled, f"size=4&cursor={cursor}&sort=name,desc")[0] == NAMES[2::-1]


@pytest.mark.parametrize("cursor", [
    "", "YQ==", "YR", "a", "%C3%A4", "x" * 5000, base64.urlsafe_b64encode(b"a/b").decode(),
    base64.urlsafe_b64encode(b"\xff\xff\xff").decode(), base64.urlsafe_b64encode(b"x" * 129).decode(),
])
def test_bad_cursors(bare_workspace, cursor):
    text = bad_request(bare_workspace.client.get(f"{bare_workspace.jwks}/?size=1&cursor={cursor}"), "cursor (")
    assert "Send nextCursor as the answer before had it" in text and len(text.encode()) < 1024


def test_cursor_and_page(bare_workspace):
    for number in (1, 2):
        response = bare_workspace.client.get(f"{bare_workspace.jwks}/?size=1&page={number}&cursor=YQ")
        bad_request(response, "page", "cursor")


@pytest.mark.parametrize("order", ["name,asc", "name,desc"])
def test_pages_while_keys_come_and_go(workspace, order):
    """No key twice, and none missed that was there all along."""
    steady = [f"key {number:02} steady" for number in range(12)]
    passing = [f"key {number:02} passing" for number in range(12)]
    for name in steady + passing[::2]:
        workspace.generate(name, "OKP")

    def come_and_go():
        for name in passing[1::2]:
            assert workspace.try_generate({"name": name, "type": "OKP"}).status == 200
        for name in passing:
            assert workspace.client.delete(f"{workspace.jwks}/{name.replace(' ', '%20')}/").status == 200
        return True

    with ThreadPoolExecutor(1) as pool:
        changes = pool.submit(come_and_go)
        rounds = 0
        while rounds < 2 or not changes.done():
            seen = follow(workspace, 2, order)
            assert len(seen) == len(set(seen)), "a key came twice"
            assert seen == sorted(seen, reverse=order.endswith("desc"))
            assert [name for name in seen if name in steady] == (steady if order.endswith("asc") else steady[::-1])
            rounds += 1
        assert changes.result()
    assert follow(workspace, 5) == steady
