"""When several things are wrong, the first of them in the order of checks is answered.

Route, method, token, project, role, media type, size, JSON syntax, JSON types, required members,
values, name taken.
"""

import pytest

from harness import errors
from harness.errors import TEXTS, bad_request, error

BIG = "x" * ((1 << 20) + 1)
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture
def stranger(unharmed):
    """A client without any role or project."""
    return unharmed.site.client(unharmed.site.token(roles=()))


@pytest.fixture
def powerless(unharmed):
    """A member of the project without any role."""
    return unharmed.site.client(unharmed.site.token(unharmed.project, roles=()))


@pytest.mark.parametrize("path", ["/apiops/nothing", "/apiops", "/apiops/", "/apiops/projects/p/jwks/n/more",
                                  "/apiops/test", "/apiops/test/hello", "/apiops/projects/p/nothing"])
def test_route_before_method_and_token(unharmed, path):
    error(unharmed.client.request("DELETE", path, token=None), 404, "not_found")


@pytest.mark.parametrize("method,path", [
    ("PATCH", "generate"), ("PATCH", ""), ("DELETE", ""), ("PATCH", "key/"),
])
def test_method_before_token(unharmed, method, path):
    response = unharmed.client.request(method, f"{unharmed.jwks}/{path}", token=None)
    error(response, 405, "method_not_allowed")


def test_token_before_project(unharmed):
    response = unharmed.client.post("/apiops/projects/nowhere/jwks/generate", BIG, token="wrong")
    error(response, 401, "unauthorized_client", TEXTS["token"])


def test_project_before_role(unharmed, stranger):
    for project in ("nowhere", unharmed.project):
        response = stranger.post(f"/apiops/projects/{project}/jwks/generate", {})
        error(response, 404, "not_found", errors.no_project(project))


def test_role_before_media_type(unharmed, powerless):
    response = powerless.post(f"{unharmed.jwks}/generate", BIG, headers=TEXT)
    error(response, 403, "forbidden", TEXTS["role"])


def test_media_type_before_size(unharmed):
    error(unharmed.try_generate(BIG, headers=TEXT), 415, "unsupported_media_type")


def test_size_before_syntax(unharmed):
    error(unharmed.try_generate(BIG), 413, "payload_too_large")


def test_syntax_before_types(unharmed):
    bad_request(unharmed.try_generate('{"name": 5, "type": 5'), "JSON")
    bad_request(unharmed.try_generate('{"name": "", "name": ""}'), "name")


@pytest.mark.parametrize("sent,member", [
    ({"name": 5}, "name"), ({"type": 5}, "type"), ({"description": 5}, "description"), ({"kid": 5}, "kid"),
    ({"rsa": 5}, "rsa"), ({"name": "", "type": "RSA", "rsa": {"keySize": "x"}}, "keySize"),
])
def test_types_before_required_members(unharmed, sent, member):
    text = bad_request(unharmed.try_generate(sent), member)
    assert text not in (TEXTS["empty name"], TEXTS["empty type"])


@pytest.mark.parametrize("sent,text", [
    ({"type": "X"}, "empty name"),
    ({"name": "", "type": "X"}, "empty name"),
    ({}, "empty name"),
    ({"name": "a/b"}, "empty type"),
    ({"name": "a/b", "kid": "x" * 300, "ec": {"keyUseType": "no"}}, "empty type"),
])
def test_required_members_before_values(unharmed, sent, text):
    bad_request(unharmed.try_generate(sent), text=TEXTS[text])


@pytest.mark.parametrize("wrong,member", [
    ({"type": "X"}, "type"), ({"ec": {"curveType": "P1"}}, "curveType"), ({"kid": "\n"}, "kid"),
    ({"ec": {"expirationTime": "never"}}, "expirationTime"), ({"rsa": {}}, "rsa"),
    ({"description": "x" * 1025}, "description"),
])
def test_values_before_name_taken(workspace, wrong, member):
    workspace.generate("key", "EC")
    text = bad_request(workspace.try_generate({"name": "key", "type": "EC", **wrong}), member)
    assert text != errors.taken("key")
    bad_request(workspace.try_generate({"name": "key", "type": "EC"}), text=errors.taken("key"))


def test_name_before_kid(workspace):
    workspace.generate("key", "EC", kid="mine")
    response = workspace.try_generate({"name": "key", "type": "EC", "kid": "mine"})
    bad_request(response, text=errors.taken("key"))
