"""What holds for every route, taken from the OpenAPI document, which a unit test holds against the table
of routes: whoever adds a route has these tests of it.
"""

import re
from urllib.parse import quote, urlencode

import pytest

from harness import errors
from harness.contract import contract
from harness.errors import TEXTS, check_headers, error
from harness.processes import wait_until

JUDGE = contract()
ALL = {operation["operationId"]: (method, path, operation) for method, path, _, operation in JUDGE.operations()}
PATHS = sorted({path for _, path, _ in ALL.values()})
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
ADMINISTRATORS = "Invalid token or insufficient permissions"

WITH_TOKEN = [name for name, (_, _, operation) in ALL.items() if operation.get("security") is None]
WITHOUT_TOKEN = [name for name in ALL if name not in WITH_TOKEN]
WITH_ROLES = [name for name in WITH_TOKEN if "x-roles" in ALL[name][2] and "403" in ALL[name][2]["responses"]]
IN_PROJECT = [name for name in WITH_TOKEN if "{projectName}" in ALL[name][1]]
OF_A_NAME = [name for name in IN_PROJECT if "{name}" in ALL[name][1]]
WITH_BODY = [name for name, (_, _, operation) in ALL.items() if "requestBody" in operation]


def target(path, project, name="no such name"):
    return "/apiops" + path.replace("{projectName}", quote(project)).replace("{name}", quote(name))


def body_of(operation):
    """A body of the kind that the operation takes, fit to be read, and its Content-Type."""
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        example = media.get("example") or next(iter(media.get("examples", {"": {"value": {}}}).values()))["value"]
        if kind == "application/json":
            return example, kind
        if kind == "application/x-www-form-urlencoded":
            return urlencode(example), kind
        names = JUDGE.resolve(media["schema"])["properties"]
        parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\ntext\r\n' for name in names]
        return "".join([*parts, "--x--\r\n"]), f"{kind}; boundary=x"
    return None, None


def send(client, operation_id, project, name="no such name", **options):
    """Sends what the document shows as an example of this operation's body."""
    method, path, operation = ALL[operation_id]
    body, kind = body_of(operation)
    headers = {"Content-Type": kind} if kind else {}
    headers.update(options.pop("headers", {}))
    return client.request(method, target(path, project, name), body, headers=headers, **options)


def unauthorized(operation_id, response):
    administrators = ALL[operation_id][2]["responses"]["401"]["$ref"].endswith("AdministratorsOnly")
    error(response, 401, "unauthorized_client", ADMINISTRATORS if administrators else TEXTS["token"])
    assert response.header("www-authenticate") == "Bearer"


def test_groups_are_not_empty():
    assert len(ALL) == len(WITH_TOKEN) + len(WITHOUT_TOKEN)
    assert sorted(WITHOUT_TOKEN) == ["healthcheck", "issueToken", "openapiJson", "openapiYaml"]
    assert len(IN_PROJECT) > 25 and len(OF_A_NAME) > 10 and len(WITH_ROLES) > 25 and len(WITH_BODY) > 10


@pytest.mark.parametrize("operation_id", WITH_TOKEN)
def test_no_token_or_a_bad_one(unharmed, operation_id):
    """For a project that is there, one that is not, and one of others."""
    foreign = unharmed.site.project()
    for project in (unharmed.project, "nowhere", foreign):
        unauthorized(operation_id, send(unharmed.client, operation_id, project, token=None))
        wrong = unharmed.client.token[:-1] + ("A" if unharmed.client.token[-1] != "A" else "B")
        unauthorized(operation_id, send(unharmed.client, operation_id, project, token=wrong))


@pytest.fixture
def revoked(unharmed):
    """A token that was good once."""
    site = unharmed.site
    user = site.user(unharmed.project)
    token = site.ctl("token", "issue", user).strip()
    [issued] = site.ctl_json("token", "list", user)
    site.ctl("token", "revoke", issued["id"])
    return token


@pytest.fixture
def expired(unharmed):
    """A token that was good once, too."""
    site = unharmed.site
    token = site.ctl("token", "issue", site.user(unharmed.project), "--expires", "1s").strip()
    wait_until(lambda: unharmed.client.get(f"{unharmed.jwks}/", token=token).status == 401, "the token expires")
    return token


def test_a_token_that_was_good_once(unharmed, revoked, expired):
    for operation_id in WITH_TOKEN:
        for token in (revoked, expired):
            unauthorized(operation_id, send(unharmed.client, operation_id, unharmed.project, token=token))


def test_tokens_are_not_asked_for_elsewhere(unharmed, revoked):
    for operation_id in WITHOUT_TOKEN:
        for token in (None, revoked):
            response = send(unharmed.client, operation_id, unharmed.project, token=token)
            assert response.status in (200, 401), response.text
            if response.status == 401:
                error(response, 401, "unauthorized_client", "Bad credentials")


@pytest.mark.parametrize("missing", ["ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES"])
def test_missing_role(unharmed, missing):
    roles = {"ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES", "ROLE_MANAGE_PROXIES"} - {missing}
    client = unharmed.site.client(unharmed.site.token(unharmed.project, roles=sorted(roles)))
    for operation_id in WITH_ROLES:
        needed = set(ALL[operation_id][2]["x-roles"])
        response = send(client, operation_id, unharmed.project)
        if missing in needed:
            error(response, 403, "forbidden", TEXTS["role"])
        else:
            assert response.status in (200, 400), response.text


def test_administrators_only(unharmed):
    for operation_id in WITH_TOKEN:
        if ALL[operation_id][2].get("x-roles") == ["ROLE_ADMIN"]:
            unauthorized(operation_id, send(unharmed.client, operation_id, unharmed.project))


def test_administrators_may_do_everything(unharmed):
    client = unharmed.site.client(unharmed.site.token(roles=("ROLE_ADMIN",)))
    for operation_id in WITH_TOKEN:
        method, _, _ = ALL[operation_id]
        response = client.get(target(ALL[operation_id][1], unharmed.project)) if method == "GET" else \
            send(client, operation_id, "nowhere")
        if method == "GET":
            assert response.status in (200, 400), (operation_id, response.text)
        else:
            error(response, 404, "not_found", errors.no_project("nowhere"))


def test_unknown_and_foreign_projects(unharmed):
    """They can not be told apart, whatever is asked of them."""
    foreign = unharmed.site.project()
    for operation_id in IN_PROJECT:
        for project in ("nowhere", foreign):
            response = send(unharmed.client, operation_id, project)
            error(response, 404, "not_found", errors.no_project(project))


WORDS = {"jwks": "JWK", "keys": "Key", "certificates": "Certificate", "keystores": "Keystore"}


def test_unknown_names(unharmed):
    """A 400 in the words of the reference, and for PUT with the advice that it has there."""
    for operation_id in OF_A_NAME:
        method, path, _ = ALL[operation_id]
        kind = WORDS[path.split("/")[3]]
        text = f"{kind} (name: no such name) is not found!"
        if method == "PUT":
            text += " Try create operation."
        error(send(unharmed.client, operation_id, unharmed.project), 400, "bad_request", text)


def methods_of(path):
    """What all paths of the document that fit this one take."""
    wanted = re.split("/", path.rstrip("/"))
    found = set()
    for method, other, _ in ALL.values():
        parts = re.split("/", other.rstrip("/"))
        if len(parts) == len(wanted) and all(a == b or a.startswith("{") for a, b in zip(parts, wanted)):
            found |= {method, "HEAD"} if method == "GET" else {method}
    return found


@pytest.mark.parametrize("path", PATHS)
def test_other_methods(unharmed, path):
    allowed = methods_of(path)
    for method in METHODS:
        if method in allowed:
            continue
        body = b"" if method in ("POST", "PUT", "PATCH") else None
        response = unharmed.client.request(method, target(path, unharmed.project), body, token=None)
        assert response.status == 405, (method, response.text)
        assert set(re.split(r",\s*", response.header("allow"))) == allowed
        if method != "HEAD":
            error(response, 405, "method_not_allowed")


@pytest.mark.parametrize("operation_id", [name for name, (method, _, _) in ALL.items() if method == "GET"])
def test_head_and_the_slash_at_the_end(unharmed, operation_id):
    """One answer, with and without a slash, and its header alone for HEAD."""
    admin = unharmed.site.client(unharmed.site.token(roles=("ROLE_ADMIN",)))
    plain = target(ALL[operation_id][1], unharmed.project).rstrip("/")
    first = admin.get(plain)
    assert first.status in (200, 400), first.text
    second = admin.get(f"{plain}/")
    assert (second.status, second.body) == (first.status, first.body)
    head = admin.head(plain)
    assert (head.status, head.body) == (first.status, b"")
    assert head.header("content-type") == first.header("content-type")
    check_headers(head)
    error(admin.get(f"{plain}//"), 404, "not_found")


@pytest.mark.parametrize("operation_id", WITH_BODY)
def test_other_media_types(unharmed, operation_id):
    """Also of what another route takes."""
    taken = ALL[operation_id][2]["requestBody"]["content"]
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""):
        if kind in taken:
            continue
        response = send(unharmed.client, operation_id, unharmed.project, headers={"Content-Type": kind})
        error(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("operation_id", WITH_BODY)
def test_bodies_that_are_none(unharmed, operation_id):
    """Nothing is taken for a body that says nothing."""
    method, path, operation = ALL[operation_id]
    for kind in operation["requestBody"]["content"]:
        response = unharmed.client.request(
            method, target(path, unharmed.project), b"", headers={"Content-Type": kind})
        assert response.status == 400, response.text
