"""auth/token: a token for a user's name and password."""

import json
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from urllib.parse import quote_plus

import pytest

from harness.errors import bad_request, check_headers, error
from harness.login import FORM, add_user, log_in, send

# As people choose them, and as forms encode them.
PASSWORDS = ["correct horse", "a+b&c=d%41;", "pässwörd", " ", "\"'\\"]


def credentials_refused(response):
    error(response, 401, "unauthorized_client", "Bad credentials")


def logged_in(response):
    assert response.status == 200, response.text
    check_headers(response)
    assert response.header("content-type") == "application/json"
    assert sorted(response.json) == ["access_token", "expires_in", "token_type"]
    assert response.json["token_type"] == "Bearer" and response.json["expires_in"] == 3600
    return response.json["access_token"]


def test_token_for_a_password(workspace):
    site = workspace.site
    user = add_user(site, "correct horse", workspace.project)
    before = datetime.now(timezone.utc).replace(microsecond=0)
    token = logged_in(log_in(workspace.client, user, "correct horse"))
    after = datetime.now(timezone.utc)
    client = site.client(token)
    assert client.get(f"{workspace.jwks}/").status == 200
    assert client.post(f"{workspace.jwks}/generate", {"name": "key", "type": "EC"}).status == 200
    [listed] = site.ctl_json("token", "list", user)
    expires = datetime.fromisoformat(listed["expirationTime"].replace("Z", "+00:00"))
    assert before <= expires - timedelta(hours=1) <= after
    assert listed["name"] == "log-in"
    site.ctl("token", "revoke", listed["id"])
    error(client.get(f"{workspace.jwks}/"), 401, "unauthorized_client", "Invalid token")


def test_wrong_credentials_look_the_same(site):
    client = site.client()
    user, robot = add_user(site, "correct horse"), site.user()
    answers = []
    for name, password in [
        (user, "correct horse "), (user, "correct hors"), (user, "x"), (user, "x" * 600), (user.upper(), "correct horse"),
        ("nobody", "correct horse"), (robot, "correct horse"), ("x" * 5000, "x"), ("a/b", "x"), ("..", "x"),
    ]:
        response = log_in(client, name, password)
        credentials_refused(response)
        answers.append(response.body)
    assert answers == answers[:1] * len(answers)
    logged_in(log_in(client, user, "correct horse"))


@pytest.mark.parametrize("password", PASSWORDS)
def test_passwords_of_any_kind(bare_workspace, password):
    site = bare_workspace.site
    user = add_user(site, password)
    logged_in(log_in(site.client(), user, password))
    credentials_refused(log_in(site.client(), user, password + "x"))


def test_changed_password(bare_workspace):
    site = bare_workspace.site
    user = add_user(site, "first")
    token = logged_in(log_in(site.client(), user, "first"))
    site.ctl("user", "set", user, "--password-stdin", input="second")
    credentials_refused(log_in(site.client(), user, "first"))
    logged_in(log_in(site.client(), user, "second"))
    assert site.client(token).get("/apiops/test/hello/x").status == 200
    site.ctl("user", "remove", user)
    credentials_refused(log_in(site.client(), user, "second"))
    assert site.client(token).get("/apiops/test/hello/x").status == 401


@pytest.mark.parametrize("grant", [None, "", "password", "CLIENT_CREDENTIALS", "client_credentials "])
def test_other_grants(bare_workspace, grant):
    fields = {"client_id": "x", "client_secret": "x"}
    if grant is not None:
        fields["grant_type"] = grant
    response = send(bare_workspace.client, fields)
    error(response, 400, "unsupported_grant_type", "GrantType value must be client_credentials!")


@pytest.mark.parametrize("member", ["client_id", "client_secret"])
def test_missing_credentials(bare_workspace, member):
    fields = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"}
    for changed in ({**fields, member: ""}, {name: fields[name] for name in fields if name != member}):
        response = send(bare_workspace.client, changed)
        bad_request(response, text=f"{member} value can not be empty!")


def basic(user, password, scheme="Basic"):
    both = f"{quote_plus(user)}:{quote_plus(password)}"
    return {"Authorization": f"{scheme} {b64encode(both.encode()).decode()}"}


GRANT = {"grant_type": "client_credentials"}


def test_credentials_in_the_header(workspace):
    user = add_user(workspace.site, "a+b&c=d%41:e", workspace.project)
    for scheme in ("Basic", "basic"):
        headers = basic(user, "a+b&c=d%41:e", scheme)
        token = logged_in(send(workspace.client, {**GRANT, "client_id": "ignored"}, headers=headers))
        assert workspace.site.client(token).get(f"{workspace.jwks}/").status == 200
    credentials_refused(send(workspace.client, GRANT, headers=basic(user, "wrong")))
    credentials_refused(send(workspace.client, GRANT, headers=basic("", "")))


def test_secret_in_header_and_form(bare_workspace):
    user = add_user(bare_workspace.site, "secret")
    response = send(bare_workspace.client, {**GRANT, "client_secret": "secret"}, headers=basic(user, "secret"))
    bad_request(response, "client_secret is given twice")


@pytest.mark.parametrize("both", [b"", b"nocolon", b"user:%", b"%00:x", b"user:\xff", b"user:%C3"])
def test_malformed_header(bare_workspace, both):
    headers = {"Authorization": f"Basic {b64encode(both).decode()}"}
    bad_request(send(bare_workspace.client, GRANT, headers=headers), "Authorization header is malformed")


def test_header_of_another_alphabet(bare_workspace):
    bad_request(send(bare_workspace.client, GRANT, headers={"Authorization": "Basic dXNlcjpw_w"}), "malformed")


@pytest.mark.parametrize("type", [
    None, "application/json", "text/plain", "multipart/form-data; boundary=x", f"{FORM}; charset=latin1", f"{FORM}x",
])
def test_other_media_types(bare_workspace, type):
    body = json.dumps({"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"})
    response = send(bare_workspace.client, body, headers={"Content-Type": type})
    error(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("body", [
    "grant_type=client_credentials&client_id=x&client_secret=%", "client_id=%00&" * 2,
    "grant_type=client_credentials&client_id=x&client_id=y&client_secret=x",
    b"grant_type=client_credentials&client_id=\xff&client_secret=x",
])
def test_malformed_forms(bare_workspace, body):
    bad_request(send(bare_workspace.client, body))


def test_only_in_a_body(bare_workspace):
    user = add_user(bare_workspace.site, "secret")
    query = f"grant_type=client_credentials&client_id={user}&client_secret=secret"
    client = bare_workspace.client
    response = client.post(f"/apiops/auth/token?{query}", "", token=None, headers={"Content-Type": FORM})
    error(response, 400, "unsupported_grant_type")
    response = client.get(f"/apiops/auth/token?{query}", token=None)
    error(response, 405, "method_not_allowed")
    assert response.header("allow") == "POST"


def test_passwords_leave_no_trace(bare_workspace):
    site = bare_workspace.site
    password = "never-written-anywhere"
    user = add_user(site, password)
    token = logged_in(log_in(site.client(), user, password))
    log_in(site.client(), password, password)
    for path in site.directory.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            assert password.encode() not in data and token.encode() not in data, path
