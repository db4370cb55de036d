"""Tokens, users, roles and projects."""

import re
import time

import pytest

from harness import errors
from harness.errors import TEXTS, error
from harness.processes import wait_until

API, DEPLOY = "ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES"


def refused(response):
    error(response, 401, "unauthorized_client", TEXTS["token"])
    assert response.header("www-authenticate") == "Bearer"


@pytest.mark.parametrize("path", ["jwks/", "jwks/key/", "jwks/generate"])
def test_without_token(unharmed, path):
    url = f"/apiops/projects/{unharmed.project}/{path}"
    method = "POST" if path.endswith("generate") else "GET"
    refused(unharmed.client.request(method, url, "{}" if method == "POST" else None, token=None))
    refused(unharmed.client.get("/apiops/test/hello/world", token=None))


@pytest.mark.parametrize("value", [
    "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNzd29yZA==", "Bearer x", "Bearer {0}x", "Bearer x{0}", "Bearer {0} {0}",
    "Bearer{0}", "{0}", "Token {0}", "Bearer {1}", "Bearer " + "x" * 4000, "Bearer jwkmint_", "Bearer jwkmint_" + "A" * 48,
])
def test_malformed_token(unharmed, value):
    token = unharmed.client.token
    changed = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
    header = {"Authorization": value.format(token, changed)}
    refused(unharmed.client.get(f"{unharmed.jwks}/", token=None, headers=header))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_scheme_is_case_insensitive(unharmed, scheme):
    header = {"Authorization": f"{scheme} {unharmed.client.token}"}
    assert unharmed.client.get(f"{unharmed.jwks}/", token=None, headers=header).status == 200


def test_token_in_query_is_none(unharmed):
    token = unharmed.client.token
    refused(unharmed.client.get(f"{unharmed.jwks}/?access_token={token}", token=None))


def test_form_of_a_token(unharmed):
    assert re.fullmatch(r"jwkmint_[A-Za-z0-9_-]{48}", unharmed.client.token)


def test_expired_token(site):
    user = site.user()
    token = site.ctl("token", "issue", user, "--expires", "2s").strip()
    client = site.client(token)
    issued = time.time()
    first = client.get("/apiops/test/hello/x")
    if time.time() < issued + 1:
        assert first.status == 200
    refused(wait_until(lambda: none_of_200(client.get("/apiops/test/hello/x")), "the token expires"))


def none_of_200(response):
    return None if response.status == 200 else response


def test_expiry_in_the_past_is_refused(site):
    done = site.try_ctl("token", "issue", site.user(), "--expires", "2001-01-01T00:00:00Z")
    assert done.returncode == 2 and done.stdout == "" and "2001-01-01" in done.stderr


def test_revoked_token(site):
    user = site.user()
    first, second = (site.ctl("token", "issue", user, "--name", name).strip() for name in ("first", "second"))
    listed = {token["name"]: token["id"] for token in site.ctl_json("token", "list", user)}
    assert sorted(listed) == ["first", "second"]
    site.ctl("token", "revoke", listed["first"])
    refused(site.client(first).get("/apiops/test/hello/x"))
    assert site.client(second).get("/apiops/test/hello/x").text == "Hello x"


def test_removed_user(site):
    user = site.user()
    token = site.ctl("token", "issue", user).strip()
    site.ctl("user", "remove", user)
    refused(site.client(token).get("/apiops/test/hello/x"))


# What a web server says of the connection, and a busy one now and then otherwise.
OF_THE_CONNECTION = ("connection", "keep-alive", "transfer-encoding")


def test_foreign_and_unknown_projects_look_the_same(unharmed):
    site = unharmed.site
    foreign = site.project()
    answers = []
    for project in (foreign, "nowhere"):
        for method, path in (("GET", "jwks/"), ("GET", "jwks/key/"), ("POST", "jwks/generate")):
            body = {"name": "key", "type": "EC"} if method == "POST" else None
            response = unharmed.client.request(method, f"/apiops/projects/{project}/{path}", body)
            error(response, 404, "not_found", errors.no_project(project))
            headers = {name: value for name, value in response.headers.items()
                       if name not in ("x-request-id", "date", "content-length", *OF_THE_CONNECTION)}
            answers.append((headers, response.text.replace(project, "P")))
    assert answers == [answers[0]] * len(answers)


@pytest.mark.parametrize("roles,reads,generates", [
    ((), 403, 403),
    ((API,), 200, 403),
    ((DEPLOY,), 403, 403),
    (("ROLE_MANAGE_PROXIES",), 403, 403),
    ((DEPLOY, "ROLE_MANAGE_PROXIES"), 403, 403),
    ((API, DEPLOY), 200, 200),
    (("ROLE_ADMIN",), 200, 200),
])
def test_roles(workspace, roles, reads, generates):
    workspace.generate("key", "EC")
    site = workspace.site
    client = site.client(site.token(workspace.project, roles=roles))
    for path in ("", "key/"):
        assert client.get(f"{workspace.jwks}/{path}").status == reads
    response = client.post(f"{workspace.jwks}/generate", {"name": "other", "type": "EC"})
    assert response.status == generates
    if generates == 403:
        error(response, 403, "forbidden", TEXTS["role"])
    assert client.get("/apiops/test/hello/x").status == 200
    assert len(workspace.client.get(f"{workspace.jwks}/").json["resultList"]) == 1 + (generates == 200)


def test_admin_has_all_projects_and_no_others(unharmed):
    admin = unharmed.site.client(unharmed.site.token(roles=("ROLE_ADMIN",)))
    assert admin.get(f"{unharmed.jwks}/").status == 200
    error(admin.get("/apiops/projects/nowhere/jwks/"), 404, "not_found", errors.no_project("nowhere"))


def test_changed_user_is_seen_at_once(site, workspace):
    user = site.user(workspace.project)
    client = site.client(site.ctl("token", "issue", user).strip())
    assert client.get(f"{workspace.jwks}/").status == 200
    site.ctl("user", "set", user, "--role", "ROLE_MANAGE_PROXIES")
    assert client.get(f"{workspace.jwks}/").status == 403
    site.ctl("user", "set", user, "--role", API, "--project", site.project())
    assert client.get(f"{workspace.jwks}/").status == 404


def test_tokens_are_not_stored(workspace):
    token = workspace.client.token
    forms = [token.encode(), token.removeprefix("jwkmint_").encode()]
    for path in workspace.site.directory.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            assert not any(form in data for form in forms), path
