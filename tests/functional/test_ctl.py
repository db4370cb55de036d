"""jwkmintctl: every noun and verb, its JSON, its exit codes."""

import errno
import json
import os
import subprocess
import time
from datetime import datetime, timezone

import pytest
from jwcrypto import jwk

from harness import errors, jose
from harness.account import ROOT, SERVICE, command_as
from harness.bundle import Bundle
from harness.site import Site, Workspace

VERBS = [
    ("init",), ("project", "add"), ("project", "list"), ("project", "remove"), ("environment", "add"),
    ("environment", "list"), ("environment", "set"), ("environment", "remove"), ("user", "add"), ("user", "list"),
    ("user", "set"), ("user", "remove"), ("token", "issue"), ("token", "list"), ("token", "revoke"),
    ("jwk", "generate"), ("jwk", "list"), ("jwk", "show"), ("deploy",), ("status",),
    ("settings", "get"), ("settings", "list"), ("settings", "set"),
    ("key", "add"), ("key", "list"), ("key", "show"), ("key", "remove"),
    ("certificate", "add"), ("certificate", "list"), ("certificate", "show"), ("certificate", "export"),
    ("certificate", "remove"),
    ("keystore", "add"), ("keystore", "list"), ("keystore", "show"), ("keystore", "remove"),
]


def fails(done, status, *parts):
    """Exit status and message; nothing on standard output."""
    assert done.returncode == status, done
    assert done.stdout == "" and done.stderr.startswith("jwkmintctl: "), done
    for part in parts:
        assert part in done.stderr, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def mint():
    """A home without a web server, for all tests of this file: names are made anew."""
    site = Site()
    try:
        yield site
    finally:
        site.close()


# Usage.


@pytest.mark.parametrize("command", VERBS, ids=" ".join)
def test_help(mint, command):
    done = mint.try_ctl(*command, "--help")
    assert done.returncode == 0 and done.stdout.startswith("usage: jwkmintctl") and done.stderr == ""
    assert " ".join(command) in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_help_of_all(mint):
    done = mint.try_ctl("--help")
    assert done.returncode == 0
    for command in VERBS:
        assert " ".join(command) in done.stdout
    assert mint.try_ctl("--version").stdout.startswith("jwkmintctl ")


@pytest.mark.parametrize("arguments", [
    (), ("nothing",), ("project",), ("project", "nothing"), ("project", "add"), ("project", "add", "a", "b"),
    ("project", "list", "x"), ("project", "add", "a", "--nothing"), ("project", "add", "a", "--description"),
    ("project", "add", "a", "--force"), ("token", "issue"), ("jwk", "generate", "p"), ("jwk", "generate", "p", "n"),
    ("jwk", "generate", "p", "n", "--type", "EC", "--size", "x"), ("status", "--expiring", "soon"), ("deploy", "x"),
    ("token", "issue", "u", "--expires", "soon"), ("token", "issue", "u", "--expires", "2001-01-01T00:00:00Z"),
    ("environment", "add", "e", "--private", "plain", "--recipient", "x"), ("init", "x"),
], ids=" ".join)
def test_usage_errors(mint, arguments):
    fails(mint.try_ctl(*arguments), 2)


LONG = "x" * 100_000


@pytest.mark.parametrize("arguments,status,ending", [
    ((f"--{LONG}",), 2, "there are --home"), ((LONG,), 2, "there are init"), (("jwk", LONG), 2, "there are generate"),
    (("project", "list", LONG), 2, "is one word too many"), (("user", "add", "u", "--role", LONG), 1, "Valid values:"),
    (("jwk", "generate", "p", "n", "--type", "EC", "--size", LONG), 2, "it must be a whole number"),
    (("status", "--expiring", LONG), 2, "write a span"), (("token", "issue", "u", "--expires", LONG), 2, "write a span"),
    (("token", "revoke", LONG), 1, "token list"), (("token", "list", LONG), 1, "user list"),
    (("jwk", "list", LONG), 1, "project list"), (("deploy", "--environment", LONG), 1, "environment list"),
    (("environment", "remove", LONG), 1, "environment list"),
    (("environment", "add", "e", "--private", "none", "--type", LONG), 1, "Valid values:"),
    (("environment", "add", "e", "--private", "none", "--access-url", LONG), 1, "https://"),
], ids=lambda value: str(value)[:60])
def test_long_arguments_leave_the_sentence_whole(mint, arguments, status, ending):
    fails(mint.try_ctl(*arguments), status, ending)


def test_relative_home(mint):
    fails(mint.try_ctl("project", "list", home="home"), 1, "home", "absolute")


# Home.


def test_init(mint):
    made = mint.directory / "second"
    told = json.loads(mint.ctl("init", "--json", home=made, cwd=mint.directory))
    assert told == {
        "home": str(made), "database": f"{made}/db", "keyring": f"{made}/keyring", "bundleRoot": f"{made}/bundles",
    }
    keyring = (made / "keyring").read_bytes()
    fails(mint.try_ctl("init", home=made), 1, str(made))
    assert (made / "keyring").read_bytes() == keyring
    assert mint.ctl_json("project", "list", home=made) == []
    modes = {name: (made / name).stat().st_mode & 0o777 for name in ("", "db", "keyring", "bundles")}
    assert modes == {"": 0o711, "db": 0o700, "keyring": 0o600, "bundles": 0o711}


def test_home_from_the_environment_and_beside_the_program(mint):
    made = mint.directory / "third"
    mint.ctl("init", home=made)
    mint.ctl("project", "add", "the third", home=made)
    environment = dict(mint.environment(), JWKMINT_HOME=str(made))

    def names(environment):
        done = subprocess.run(
            command_as(SERVICE, [mint.bin / "jwkmintctl", "project", "list", "--json"]),
            env=environment, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
        )
        return [project["name"] for project in json.loads(done.stdout)]

    assert names(environment) == ["the third"]
    del environment["JWKMINT_HOME"]
    file = mint.bin / "jwkmint.conf"
    file.write_text(f"# a comment\nhome = {made}\n")
    try:
        assert names(environment) == ["the third"]
    finally:
        file.unlink()


@pytest.mark.skipif(not ROOT, reason="only root makes a home for another user")
def test_init_for_another_user(mint):
    made = mint.directory / "of-nobody"
    mint.ctl("init", "--owner", "nobody", home=made, uid=0)
    assert {path.lstat().st_uid for path in (made, *made.rglob("*"))} == {65534}
    fails(mint.try_ctl("project", "list", home=made), 1)


# Nouns.


def test_projects(mint):
    name = mint.new_name("project")
    assert mint.ctl("project", "add", name, "--description", "Of a test") == ""
    fails(mint.try_ctl("project", "add", name), 1, name)
    [listed] = [project for project in mint.ctl_json("project", "list") if project["name"] == name]
    assert listed["description"] == "Of a test"
    assert abs(datetime.fromisoformat(listed["createdAt"]).timestamp() - time.time()) < 3600
    assert name in mint.ctl("project", "list")
    mint.ctl("project", "remove", name)
    assert name not in mint.ctl("project", "list")
    fails(mint.try_ctl("project", "remove", name), 1, name)


@pytest.mark.parametrize("noun", ["project", "environment", "user"])
@pytest.mark.parametrize("name", ["", "..", ".", "a/b", "a%b", "a?b", "a#b", "a\\b", "tab\t", "x" * 129])
def test_bad_names(mint, noun, name):
    more = ["--private", "none"] if noun == "environment" else []
    fails(mint.try_ctl(noun, "add", name, *more), 1)
    assert name not in [thing["name"] for thing in mint.ctl_json(noun, "list")]


def test_environments(mint):
    project, name = mint.project(), mint.new_name("environment")
    out = mint.recipient(name)
    made = mint.ctl_json(
        "environment", "add", name, "--description", "Of a test", "--type", "SANDBOX", "--project", project,
        "--access-url", "https://gateway.example/", "--recipient-out", out,
    )
    key = json.loads(out.read_text())
    assert made["name"] == name and made["recipientFile"] == str(out) and made["recipientKid"] == key["kid"]
    assert [(bundle["projectName"], bundle["success"]) for bundle in made["bundles"]] == [(project, True)]
    assert out.stat().st_mode & 0o777 == 0o600 and key["kty"] == "EC" and key["d"]
    assert key["kid"] == jose.thumbprint(key)
    jose.check_material(key)

    def listed():
        [found] = [e for e in mint.ctl_json("environment", "list") if e["name"] == name]
        return found

    first = listed()
    assert first["type"] == "SANDBOX" and first["private"] == "sealed" and first["description"] == "Of a test"
    assert first["projects"] == [project] and first["accessUrl"] == "https://gateway.example/"
    assert first["directory"] == str(mint.home / "bundles" / name)
    assert key["d"] not in json.dumps(first) and key["x"] in json.dumps(first["recipient"])
    assert name in mint.ctl("environment", "list")
    fails(mint.try_ctl("environment", "add", name, "--private", "none"), 1, name)
    mint.ctl("environment", "set", name, "--type", "TEST", "--description", "Changed", "--all-projects")
    changed = listed()
    assert changed["type"] == "TEST" and changed["description"] == "Changed" and changed["private"] == "sealed"
    assert changed["recipient"] == first["recipient"]
    mint.ctl("environment", "remove", name)
    fails(mint.try_ctl("environment", "remove", name), 1, name)
    fails(mint.try_ctl("environment", "set", name, "--type", "TEST"), 1, name)


@pytest.mark.parametrize("arguments,parts", [
    (("--type", "STAGING"), ("STAGING", "PRODUCTION, SANDBOX, TEST")),
    (("--private", "open"), ("open", "sealed, plain, none")),
    (("--private", "none", "--access-url", "ftp://x"), ("ftp://x", "http")),
    (("--private", "none", "--access-url", "https://x/\x1b[2J"), ("https://x/?[2J", "control characters")),
    (("--private", "none", "--access-url", "https://x/\udcff"), ("https://x/?", "control characters")),
    (("--private", "none", "--project", "nowhere"), ("nowhere",)),
    (("--recipient", "/nonexistent.jwk"), ("/nonexistent.jwk",)),
    (("--recipient", "-"), ()),
], ids=str)
def test_bad_environments(mint, arguments, parts):
    name = mint.new_name("environment")
    fails(mint.try_ctl("environment", "add", name, *arguments), 1, *parts)
    assert name not in [e["name"] for e in mint.ctl_json("environment", "list")]
    assert list(mint.recipients.glob(f"{name}*")) == []


def generated(**parameters):
    return json.loads(jwk.JWK.generate(**parameters).export())


@pytest.mark.parametrize("key", [
    {"kty": "EC", "crv": "P-521"}, {"kty": "EC", "crv": "secp256k1"}, {"kty": "RSA", "size": 2048},
    {"kty": "OKP", "crv": "X25519"}, {"kty": "oct", "size": 256},
], ids=str)
def test_recipients_of_other_kinds_are_refused(mint, key):
    public = json.dumps(jose.public_half(generated(**key)) if key["kty"] != "oct" else generated(**key))
    fails(mint.try_ctl("environment", "add", mint.new_name("e"), "--recipient", "-", input=public), 1)


def test_recipient_with_a_private_half_is_refused(mint):
    key = generated(kty="EC", crv="P-256")
    said = fails(
        mint.try_ctl("environment", "add", mint.new_name("e"), "--recipient", "-", input=json.dumps(key)), 1, "private"
    )
    assert key["d"] not in said


@pytest.mark.parametrize("change", [
    lambda key: key.update(y=key["x"]), lambda key: key.pop("y"), lambda key: key.update(x=key["x"][:-2]),
    lambda key: key.update(crv="P-384"), lambda key: key.update(x="%%%"), lambda key: key.update(kty="RSA"),
])
def test_broken_recipients_are_refused(mint, change):
    key = jose.public_half(generated(kty="EC", crv="P-256"))
    change(key)
    fails(mint.try_ctl("environment", "add", mint.new_name("e"), "--recipient", "-", input=json.dumps(key)), 1)


def test_recipient_file_is_never_written_over(mint):
    out = mint.recipients / "precious"
    out.write_text("precious")
    name = mint.new_name("environment")
    fails(mint.try_ctl("environment", "add", name, "--recipient-out", out), 1, str(out))
    assert out.read_text() == "precious"
    assert name not in [e["name"] for e in mint.ctl_json("environment", "list")]


def test_default_recipient_file(mint):
    name = mint.new_name("environment")
    said = mint.ctl("environment", "add", name, "--project", mint.project())
    out = mint.recipients / f"{name}.recipient.jwk"
    assert out.name in said and json.loads(out.read_text())["d"] not in said


def test_plain_keys_are_warned_of(mint):
    done = mint.try_ctl("environment", "add", mint.new_name("e"), "--private", "plain", "--project", mint.project())
    assert done.returncode == 0 and "clear" in done.stderr


def test_users(mint):
    project, name = mint.project(), mint.new_name("user")
    mint.ctl("user", "add", name, "--role", "ROLE_API_SECURITY", "--project", project,
             "--password-stdin", input="correct horse\n")

    def listed():
        [found] = [user for user in mint.ctl_json("user", "list") if user["name"] == name]
        return found

    first = listed()
    assert first["roles"] == ["ROLE_API_SECURITY"] and first["projects"] == [project] and first["hasPassword"] is True
    assert "correct horse" not in json.dumps(mint.ctl_json("user", "list"))
    assert not [path for path in mint.home.rglob("*") if path.is_file() and b"correct horse" in path.read_bytes()]
    fails(mint.try_ctl("user", "add", name), 1, name)
    mint.ctl("user", "set", name, "--role", "ROLE_ADMIN", "--role", "ROLE_MANAGE_PROXIES", "--no-projects")
    assert sorted(listed()["roles"]) == ["ROLE_ADMIN", "ROLE_MANAGE_PROXIES"] and listed()["projects"] == []
    assert name in mint.ctl("user", "list")
    mint.ctl("user", "remove", name)
    fails(mint.try_ctl("user", "remove", name), 1, name)
    fails(mint.try_ctl("user", "set", name, "--no-roles"), 1, name)


def test_bad_users(mint):
    name = mint.new_name("user")
    fails(mint.try_ctl("user", "add", name, "--role", "ROLE_KING"), 1, "ROLE_KING", "ROLE_ADMIN", "ROLE_API_SECURITY")
    fails(mint.try_ctl("user", "add", name, "--project", "nowhere"), 1, "nowhere")
    fails(mint.try_ctl("user", "add", name, "--password-stdin", input=""), 1)
    assert name not in [user["name"] for user in mint.ctl_json("user", "list")]


def test_tokens(mint):
    user = mint.user()
    issued = mint.try_ctl("token", "issue", user, "--name", "first", "--expires", "2037-01-31T00:00:00Z")
    assert issued.returncode == 0 and issued.stdout.startswith("jwkmint_") and issued.stdout.count("\n") == 1
    assert issued.stderr == ""
    never = mint.ctl_json("token", "issue", user, "--expires", "never")["token"]
    mint.ctl("token", "issue", user)
    listed = mint.ctl_json("token", "list", user)
    assert len({token["id"] for token in listed}) == 3 and {token["user"] for token in listed} == {user}
    expiry = {token["name"]: token["expirationTime"] for token in listed}
    assert expiry["first"] == "2037-01-31T00:00:00Z"
    assert None in [token["expirationTime"] for token in listed]
    text = mint.ctl("token", "list") + mint.ctl("token", "list", "--json")
    assert issued.stdout.strip() not in text and never not in text
    for token in listed:
        mint.ctl("token", "revoke", token["id"])
    assert mint.ctl_json("token", "list", user) == []
    fails(mint.try_ctl("token", "revoke", listed[0]["id"]), 1, listed[0]["id"])
    fails(mint.try_ctl("token", "issue", "nobody here"), 1, "nobody here")
    fails(mint.try_ctl("token", "list", "nobody here"), 1, "nobody here")


# Keys.


def test_jwk_generate_does_what_the_request_does(site):
    workspace = Workspace(site)
    posted = workspace.generate(
        "http", "EC", description="One", ec={"curveType": "P384", "keyUseType": "ENCRYPTION", "algorithm": "ECDH-ES",
                                             "notBeforeTime": "2031-01-01T00:00:00Z",
                                             "expirationTime": "2032-01-01T00:00:00Z"})
    done = site.ctl_json(
        "jwk", "generate", workspace.project, "ctl", "--description", "One", "--type", "EC", "--curve", "P-384",
        "--use", "enc", "--algorithm", "ECDH_ES", "--not-before", "2031-01-01T00:00:00Z",
        "--expires", "2032-01-01T00:00:00Z")
    assert done == {
        "success": True,
        "message": "Deployment completed successfully",
        "environmentResults": [
            {"environmentName": workspace.environment, "success": True, "message": "Deployed successfully"}
        ],
    }
    made = workspace.get("ctl")
    own = ("name", "kid", "createdAt", "ec")
    assert {k: v for k, v in made.items() if k not in own} == {k: v for k, v in posted.items() if k not in own}
    assert len(workspace.bundle().public_set("jwks-enc.json")) == 2
    shown = site.ctl_json("jwk", "show", workspace.project, "ctl")
    assert shown["jwk"] == {
        "kty": "EC", "use": "enc", "alg": "ECDH-ES", "kid": made["kid"],
        **{name: made["ec"][name] for name in ("crv", "x", "y")},
    }
    assert {name: shown[name] for name in ("name", "kid", "type", "use", "alg", "notBeforeTime", "expirationTime")} == {
        name: made[name] for name in ("name", "kid", "type", "use", "alg", "notBeforeTime", "expirationTime")
    }
    assert [key["name"] for key in site.ctl_json("jwk", "list", workspace.project)] == ["ctl", "http"]
    assert made["kid"] in site.ctl("jwk", "list", workspace.project)
    assert made["kid"] in site.ctl("jwk", "show", workspace.project, "ctl")


@pytest.mark.parametrize("body,options", [
    ({"name": ""}, ()),
    ({"name": "a/b", "type": "EC"}, ()),
    ({"name": "x" * 129, "type": "EC"}, ()),
    ({"name": "taken", "type": "EC"}, ()),
    ({"name": "key", "type": ""}, ()),
    ({"name": "key", "type": "X"}, ()),
    ({"name": "key", "type": "RSA", "rsa": {"keySize": 1024}}, ("--size", "1024")),
    ({"name": "key", "type": "OCT", "oct": {"keySize": 1}}, ("--size", "1")),
    ({"name": "key", "type": "EC", "ec": {"curveType": "P1"}}, ("--curve", "P1")),
    ({"name": "key", "type": "EC", "ec": {"algorithm": "RS256"}}, ("--algorithm", "RS256")),
    ({"name": "key", "type": "EC", "ec": {"algorithm": "nothing"}}, ("--algorithm", "nothing")),
    ({"name": "key", "type": "EC", "ec": {"keyIdType": "MD5"}}, ("--kid-type", "MD5")),
    ({"name": "key", "type": "OCT", "oct": {"keyIdType": "SHA1"}}, ("--kid-type", "SHA1")),
    ({"name": "key", "type": "EC", "kid": "x" * 257}, ("--kid", "x" * 257)),
    ({"name": "key", "type": "EC", "kid": "taken"}, ("--kid", "taken")),
    ({"name": "key", "type": "EC", "ec": {"expirationTime": "soon"}}, ("--expires", "soon")),
    ({"name": "key", "type": "EC", "ec": {"notBeforeTime": "soon"}}, ("--not-before", "soon")),
    ({"name": "key", "type": "EC",
      "ec": {"notBeforeTime": "2040-01-01T00:00:00Z", "expirationTime": "2001-01-01T00:00:00Z"}},
     ("--not-before", "2040-01-01T00:00:00Z", "--expires", "2001-01-01T00:00:00Z")),
    ({"name": "key", "type": "EC", "description": "x" * 1025}, ("--description", "x" * 1025)),
    ({"name": "key", "type": "OCT", "oct": {"passwordSaltLength": 1}}, ("--password-salt-length", "1")),
    ({"name": "key", "type": "OCT", "oct": {"passwordIterationCount": 1}}, ("--password-iterations", "1")),
    ({"name": "key", "type": "RSA", "rsa": {"curveType": "P-256"}}, ("--curve", "P-256")),
    ({"name": "key", "type": "OCT", "oct": {"curveType": "P-256"}}, ("--curve", "P-256")),
    ({"name": "key", "type": "EC", "ec": {"keySize": 256}}, ("--size", "256")),
    ({"name": "key", "type": "OKP", "okp": {"passwordSaltLength": 16}}, ("--password-salt-length", "16")),
    ({"name": "key", "type": "RSA", "rsa": {"passwordIterationCount": 9000}}, ("--password-iterations", "9000")),
], ids=lambda value: str(value)[:60])
def test_jwk_generate_refuses_with_the_same_words(workspace, body, options):
    workspace.generate("taken", "EC", kid="taken")
    text = errors.bad_request(workspace.try_generate(body))
    done = workspace.site.try_ctl(
        "jwk", "generate", workspace.project, body["name"], "--type", body.get("type", "EC"), *options)
    fails(done, 1, text)
    assert len(workspace.bundle().public_set()) == 1


def test_unknown_project_and_key(mint):
    fails(mint.try_ctl("jwk", "generate", "nowhere", "key", "--type", "EC"), 1, "nowhere")
    fails(mint.try_ctl("jwk", "list", "nowhere"), 1, "nowhere")
    fails(mint.try_ctl("jwk", "show", mint.project(), "missing"), 1, "missing")
    fails(mint.try_ctl("deploy", "--project", "nowhere"), 1, "nowhere")
    fails(mint.try_ctl("deploy", "--environment", "nowhere"), 1, "nowhere")


# Deploy and status.


def test_deploy_check_only_looks(mint):
    project = mint.project()
    environment = mint.environment_for(project)
    mint.ctl("jwk", "generate", project, "key", "--type", "EC")
    bundle = Bundle(mint.bundle_directory(environment, project), mint.recipient(environment))
    assert mint.try_ctl("deploy", "--check", "--project", project).returncode == 0
    bundle.private_path("key").unlink()
    (bundle.directory / "public/jwks.json").write_text("{}")
    before = bundle.contents()
    done = mint.try_ctl("deploy", "--check", "--json", "--project", project)
    assert done.returncode == 1 and environment in done.stdout and bundle.contents() == before
    done = mint.try_ctl("deploy", "--project", project)
    assert done.returncode == 0 and environment in done.stdout + done.stderr
    assert bundle.open_private("key")["kty"] == "EC" and len(bundle.public_set()) == 1
    assert mint.try_ctl("deploy", "--check", "--project", project).returncode == 0


def test_deploy_of_one_environment(mint):
    project = mint.project()
    bundles = {}
    for _ in range(2):
        environment = mint.environment_for(project)
        bundles[environment] = Bundle(mint.bundle_directory(environment, project), mint.recipient(environment))
    mint.ctl("jwk", "generate", project, "key", "--type", "EC")
    for bundle in bundles.values():
        (bundle.directory / "public/jwks.json").unlink()
    first, second = bundles
    mint.ctl("deploy", "--environment", first)
    assert bundles[first].public_set() and not (bundles[second].directory / "public/jwks.json").exists()
    mint.ctl("deploy")
    assert bundles[second].public_set()


def read_terminal(ours):
    """All that was written to a terminal whose other end is closed; that ends as an error."""
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError as error:
        assert error.errno == errno.EIO
    return shown


def test_progress_on_a_terminal(mint):
    """Progress goes to a terminal on standard error and leaves standard output alone."""
    project = mint.project()
    mint.environment_for(project)
    mint.ctl("jwk", "generate", project, "key", "--type", "EC")
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            command_as(SERVICE, [mint.bin / "jwkmintctl", "deploy", "--project", project, "--json"]),
            env=dict(mint.environment(), TERM="xterm"), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=theirs, check=True,
        )
        os.close(theirs)
        shown = read_terminal(ours)
    finally:
        os.close(ours)
    assert b"1/1" in shown and project.encode() in shown
    json.loads(done.stdout)


def moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_status(home):
    assert home.try_ctl("status").returncode == 0
    project = home.project()
    home.environment_for(project)
    home.ctl("jwk", "generate", project, "long", "--type", "EC")
    told = json.loads(home.ctl("status", "--json"))
    [keys] = [entry for entry in told["projects"] if entry["name"] == project]
    assert (keys["keys"], keys["expired"], keys["expiring"]) == (1, 0, 0)
    assert str(home.home) in json.dumps(told)
    assert project in home.ctl("status")

    home.ctl("jwk", "generate", project, "short", "--type", "EC", "--expires", moment(time.time() + 10 * 86400))
    soon = home.try_ctl("status")
    assert soon.returncode == 1 and "1 key expires within 30d" in soon.stderr and project in soon.stdout
    assert home.try_ctl("status", "--expiring", "5d").returncode == 0
    assert home.try_ctl("status", "--expiring", "11d").returncode == 1


def test_status_tells_of_bundles_behind(home):
    project = home.project()
    environment = home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    (home.bundle_directory(environment, project) / "manifest.json").unlink()
    done = home.try_ctl("status")
    assert done.returncode == 1 and "1 of 1 bundles" in done.stderr and environment in done.stdout
    home.ctl("deploy")
    assert home.try_ctl("status").returncode == 0


def test_output_that_can_not_be_written(mint):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command_as(SERVICE, [mint.bin / "jwkmintctl", "--home", mint.home, "project", "list", "--json"]),
            stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
            env=mint.environment(), check=False,
        )
    assert done.returncode == 1 and "stdout" in done.stderr


def test_closed_standard_streams(mint):
    """Files that are opened never become standard streams."""
    project = mint.new_name("project")
    command = " ".join(command_as(SERVICE, [mint.bin / "jwkmintctl", "--home", mint.home, "project", "add", project]))
    subprocess.run(["sh", "-c", f"exec {command} <&- >&- 2>&-"], env=mint.environment(), check=True)
    assert project in [listed["name"] for listed in mint.ctl_json("project", "list")]
