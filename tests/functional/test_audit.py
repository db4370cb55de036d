"""The audit log: one record for every change and for every look at a private half, and none else."""

import json
import os
import re
import signal
import threading
from urllib.parse import quote

import pytest

from harness import jose
from harness.audit import Rows, Watch, check_chain, export
from harness.client import NoResponse
from harness.contract import contract
from harness.key_server import KeyServers, answer
from harness.login import add_user, log_in
from harness.processes import wait_until
from harness.site import Workspace
from harness.stored import Stored, base64_of, certificate, key, pkcs12

OPERATIONS = {operation["operationId"] for _, _, _, operation in contract().operations()}


class Scene:
    """A project with one of everything, and how each operation of the API is done there once."""

    def __init__(self, site, servers):
        self.workspace = Workspace(site)
        self.servers = servers
        servers.allow_on(site)
        self.password_user = add_user(site, "correct horse")
        self.keys = Stored(self.workspace, "keys")
        self.certificates = Stored(self.workspace, "certificates")
        self.keystores = Stored(self.workspace, "keystores")
        self.workspace.generate("jwk", "EC")
        assert self.keys.post(self.key_body("key")).status == 200
        assert self.post_certificate("certificate", "alias").status == 200
        assert self.keystores.post(self.keystore_body("keystore")).status == 200

    def key_body(self, name):
        info = {"environmentName": self.workspace.environment, "privateKey": key("EC")}
        return {"name": name, "keyType": "EC", "cryptoKeyInfoEnvironmentList": [info]}

    def keystore_body(self, name):
        entry = {"environmentName": self.workspace.environment, "type": "PKCS12", "password": "secret",
                 "file": base64_of(pkcs12("secret", "RSA"))}
        return {"name": name, "keyStoreEnvironmentList": [entry]}

    def post_certificate(self, name, alias):
        return self.certificates.form("POST", f"{self.certificates.path}/", {
            "certificateName": name, "alias": alias, "environmentList": self.workspace.environment,
            "pemEncodedFile": certificate("P-384").encode()})

    def get(self, path):
        return self.workspace.client.get(f"/apiops/{path}")

    def jwk(self, method, name, body=None):
        return self.workspace.client.request(method, f"{self.workspace.jwks}/{quote(name)}/", body)

    def deeds(self):
        """For each operation: how it is done, and what the log says of it: action, key, object, whether
        there is a kid. None: nothing.
        """
        create, environment = self.workspace.try_create, self.workspace.environment
        text = json.dumps(self.symmetric("pasted"))
        source = {"environmentName": environment}
        return {
            "healthcheck": (lambda: self.get("test/healthcheck"), None),
            "hello": (lambda: self.get("test/hello/x"), None),
            "openapiYaml": (lambda: self.get("openapi.yaml"), None),
            "openapiJson": (lambda: self.get("openapi.json"), None),
            "listProjects": (lambda: self.get("projects/"), None),
            "listEnvironments": (self.list_environments, None),
            "listProjectEnvironments": (lambda: self.get(f"environments/{self.workspace.project}"), None),
            "issueToken": (self.log_in, ("login", None, None, False)),
            "listJwks": (lambda: self.workspace.client.get(f"{self.workspace.jwks}/"), None),
            "getJwk": (lambda: self.jwk("GET", "jwk"), ("jwk.read", "jwk", None, True)),
            "updateJwk": (lambda: self.jwk("PUT", "jwk", {"name": "renamed"}), ("jwk.update", "jwk", "renamed", True)),
            "generateJwk": (lambda: self.workspace.try_generate({"name": "made", "type": "OKP"}),
                            ("jwk.generate", "made", None, True)),
            "createJwk": (lambda: create({"name": "pasted", "sourceType": "COPY_PASTE", "jwkStr": text}),
                          ("jwk.import", "pasted", None, True)),
            "parseJwkFromClipboard": (
                lambda: create({"name": "again", "jwkStr": json.dumps(self.symmetric("again"))}, "parse-from-clipboard"),
                ("jwk.import", "again", None, True)),
            "parseJwkFromUrl": (lambda: create({"name": "afar", "url": self.url()}, "parse-from-url"),
                                ("jwk.import", "afar", None, True)),
            "parseJwkFromCertificate": (
                lambda: create({"name": "certified", "certificateName": "certificate", **source}, "parse-from-certificate"),
                ("jwk.import", "certified", None, True)),
            "parseJwkFromKey": (lambda: create({"name": "keyed", "keyName": "key", **source}, "parse-from-key"),
                                ("jwk.import", "keyed", None, True)),
            "parseJwkFromKeystore": (
                lambda: create({"name": "kept", "keyStoreName": "keystore", "aliasName": "alias", **source},
                               "parse-from-keystore"),
                ("jwk.import", "kept", None, True)),
            "deleteJwk": (lambda: self.jwk("DELETE", "made"), ("jwk.delete", "made", None, True)),
            "listKeys": (lambda: self.workspace.client.get(f"{self.keys.path}/"), None),
            "createKey": (lambda: self.keys.post(self.key_body("key 2")), ("key.create", "key 2", None, False)),
            "getKey": (lambda: self.workspace.client.get(self.keys.one("key")), ("key.read", "key", None, False)),
            "updateKey": (lambda: self.keys.put("key 2", {"name": "key 3"}), ("key.update", "key 2", "key 3", False)),
            "deleteKey": (lambda: self.keys.delete("key 3"), ("key.delete", "key 3", None, False)),
            "listCertificates": (lambda: self.workspace.client.get(f"{self.certificates.path}/"), None),
            "createCertificate": (lambda: self.post_certificate("another", "alias 2"),
                                  ("certificate.create", "another", None, False)),
            "getCertificate": (lambda: self.workspace.client.get(self.certificates.one("another")), None),
            "exportCertificate": (lambda: self.workspace.client.get(f"{self.certificates.one('another')}export/"), None),
            "updateCertificate": (lambda: self.certificates.put("another", {"description": "d"}),
                                  ("certificate.update", "another", None, False)),
            "deleteCertificate": (lambda: self.certificates.delete("another"),
                                  ("certificate.delete", "another", None, False)),
            "listKeystores": (lambda: self.workspace.client.get(f"{self.keystores.path}/"), None),
            "createKeystore": (lambda: self.keystores.post(self.keystore_body("keystore 2")),
                               ("keystore.create", "keystore 2", None, False)),
            "getKeystore": (lambda: self.workspace.client.get(self.keystores.one("keystore")),
                            ("keystore.read", "keystore", None, False)),
            "updateKeystore": (lambda: self.keystores.put("keystore 2", {"description": "d"}),
                               ("keystore.update", "keystore 2", None, False)),
            "deleteKeystore": (lambda: self.keystores.delete("keystore 2"),
                               ("keystore.delete", "keystore 2", None, False)),
        }

    @staticmethod
    def symmetric(kid):
        return {"kty": "oct", "kid": kid, "alg": "HS256", "k": jose.pad(os.urandom(32))}

    def url(self):
        good = self.servers.good
        return good.url(good.add(answer({"kty": "OKP", "crv": "Ed25519", "kid": "afar",
                                         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})))

    def list_environments(self):
        site = self.workspace.site
        return site.client(self.admin).get("/apiops/environments/")

    def log_in(self):
        return log_in(self.workspace.client, self.password_user, "correct horse")


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    made = KeyServers(tmp_path_factory.mktemp("certificates"))
    yield made
    made.close()


def test_every_route(first_own_site, servers):
    """Each is done once, successfully, beside nobody else."""
    site = first_own_site
    scene = Scene(site, servers)
    scene.admin = site.token(roles=("ROLE_ADMIN",))
    deeds = scene.deeds()
    assert set(deeds) == OPERATIONS
    [issued] = [record for record in export(site) if record["action"] == "token.issue"][:1]
    user, token = issued["object"].split("/")
    watch = Watch(site)
    for operation, (deed, expected) in deeds.items():
        response = deed()
        assert response.status == 200, (operation, response.text)
        records = watch.new()
        if expected is None:
            assert records == [], operation
            continue
        [record] = records
        action, name, object_, has_kid = expected
        assert (record["action"], record["key"], record["object"]) == (action, name, object_), operation
        assert (record["kid"] is not None) is has_kid, operation
        assert record["outcome"] == "done" and record["clientAddress"] == "127.0.0.1"
        assert record["requestId"] == response.header("x-request-id")
        if operation == "issueToken":
            listed = site.ctl_json("token", "list", scene.password_user)
            assert (record["user"], record["project"]) == (scene.password_user, None)
            assert [record["tokenId"]] == [entry["id"] for entry in listed]
        else:
            assert (record["user"], record["tokenId"]) == (user, token)
            assert record["project"] == scene.workspace.project
    check_chain(export(site))
    assert site.ctl_json("audit", "verify")["records"] == watch.seen


def test_what_fails_leaves_none(first_workspace):
    """Nothing was changed, and nobody was refused."""
    first_workspace.generate("there", "EC")
    client, jwks = first_workspace.client, first_workspace.jwks
    watch = Watch(first_workspace.site)
    assert first_workspace.try_generate({"name": "there", "type": "EC"}).status == 400
    assert first_workspace.try_generate({"name": "x", "type": "NONE"}).status == 400
    assert client.get(f"{jwks}/nowhere/").status == 400
    assert client.delete(f"{jwks}/nowhere/").status == 400
    assert client.delete(f"{jwks}/there/", headers={"If-Match": '"old"'}).status == 412
    assert client.get(f"{jwks}/there/", token=None).status == 401
    assert log_in(client, "nobody", "x").status == 401
    assert client.head(f"{jwks}/there/").status == 200
    mine = [record for record in watch.new() if record["project"] == first_workspace.project]
    assert mine == []


def test_what_is_known_is_not_shown_again(workspace):
    workspace.generate("k", "EC")
    path = f"{workspace.jwks}/k/"
    tag = workspace.client.get(path).header("etag")
    assert workspace.client.get(path, headers={"If-None-Match": tag}).status == 304
    reads = export(workspace.site, "--project", workspace.project, "--action", "jwk.read")
    assert [record["key"] for record in reads] == ["k", "k"]  # the first is of generate()
    assert {record["clientAddress"] for record in reads} == {"127.0.0.1"}


def test_request_ids_and_proxies(first_own_site):
    workspace = Workspace(first_own_site)
    workspace.generate("k", "EC")
    watch = Watch(first_own_site)
    path = f"{workspace.jwks}/k/"
    headers = {"X-Request-Id": "my.id-1", "X-Forwarded-For": "2001:db8::1:2:3"}
    assert workspace.client.get(path, headers=headers).status == 200
    first_own_site.ctl("settings", "set", "trusted-proxies", "127.0.0.1")
    assert workspace.client.get(path, headers={**headers, "X-Request-Id": "no id;"}).status == 200
    first, _, second = watch.new()
    assert (first["requestId"], first["clientAddress"]) == ("my.id-1", "127.0.0.1")
    assert re.fullmatch("[0-9a-f]{32}", second["requestId"])
    assert second["clientAddress"] == "2001:db8::1:2:3"


def test_keys_that_get_new_material(bare_workspace):
    """The key was changed, and each JWK that refers to it."""
    site = bare_workspace.site
    environment = site.environment_for(bare_workspace.project)
    keys = Stored(bare_workspace, "keys")
    body = {"name": "k", "keyType": "EC",
            "cryptoKeyInfoEnvironmentList": [{"environmentName": environment, "privateKey": key("EC")}]}
    assert keys.post(body).status == 200
    shown = bare_workspace.create("j", "PRIVATE_KEY", keyName="k")
    watch = Watch(site)
    body["cryptoKeyInfoEnvironmentList"][0]["privateKey"] = key("EC", 1)
    assert keys.put("k", body, "?updateReferencedJwks=true&updateScope=SAME_PROJECT").status == 200
    mine = [record for record in watch.new() if record["project"] == bare_workspace.project]
    assert [(record["action"], record["key"]) for record in mine] == [("key.update", "k"), ("jwk.update", "j")]
    assert mine[1]["kid"] not in (None, shown["kid"]) and mine[0]["requestId"] == mine[1]["requestId"]


# What is refused


def test_refused(first_workspace):
    """A valid token, and something that its user may not do."""
    site = first_workspace.site
    roles = ("ROLE_API_SECURITY",)
    user = site.user(first_workspace.project, roles=roles)
    client = site.client(site.ctl("token", "issue", user).strip())
    foreign = site.project()
    assert client.post(f"{first_workspace.jwks}/generate", {"name": "x", "type": "EC"}).status == 403
    assert client.delete(f"{first_workspace.jwks}/some%20key/").status == 403
    assert client.get(f"/apiops/projects/{foreign}/jwks/").status == 404
    assert client.get("/apiops/environments/").status == 401
    [issued] = site.ctl_json("token", "list", user)
    records = export(site, "--user", user)
    assert {record["outcome"] for record in records} == {"refused"}
    assert {record["action"] for record in records} == {"request"}
    assert {record["tokenId"] for record in records} == {issued["id"]}
    assert [(record["project"], record["key"], record["object"]) for record in records] == [
        (first_workspace.project, None, "POST projects/{project}/jwks/generate"),
        (first_workspace.project, "some key", "DELETE projects/{project}/jwks/{name}"),
        (foreign, None, "GET projects/{project}/jwks"),
        (None, None, "GET environments"),
    ]


def test_nobody_fills_a_disk_with_refusals(first_workspace):
    site = first_workspace.site
    user = site.user(first_workspace.project, roles=("ROLE_API_SECURITY",))
    client = site.client(site.ctl("token", "issue", user).strip())
    for _ in range(40):
        assert client.delete(f"{first_workspace.jwks}/k/").status == 403
    assert 20 <= len(export(site, "--user", user)) < 40


# The tool


# A pool that is filled soon.
POOL = {"pool-rsa-2048": "1", "pool-rsa-3072": "0", "pool-rsa-4096": "0"}


def test_every_command(home):
    """Each that changes something leaves its records, each that does not leaves none."""
    write = home.recipients / "key.pem"
    write.write_text(key("EC"))
    write.chmod(0o644)
    store = home.recipients / "store.p12"
    store.write_bytes(pkcs12("", "RSA"))
    store.chmod(0o644)
    pem = home.recipients / "certificate.pem"
    pem.write_text(certificate())
    pem.chmod(0o644)
    token = {}

    def issue():
        home.ctl("token", "issue", "u")
        token["id"] = home.ctl_json("token", "list", "u")[0]["id"]

    backup = home.directory / "run" / "backup"
    commands = [
        (("project", "add", "p"), [("project.add", "p", None, None)]),
        (("project", "list"), []),
        (("environment", "add", "e", "--private", "none"), [("environment.add", None, None, "e")]),
        (("environment", "set", "e", "--description", "d"), [("environment.set", None, None, "e")]),
        (("environment", "list"), []),
        (("user", "add", "u", "--project", "p"), [("user.add", None, None, "u")]),
        (("user", "set", "u", "--role", "ROLE_ADMIN"), [("user.set", None, None, "u")]),
        (("user", "list"), []),
        (issue, [("token.issue", None, None, lambda: f"u/{token['id']}")]),
        (("token", "list"), []),
        (lambda: home.ctl("token", "revoke", token["id"]), [("token.revoke", None, None, lambda: token["id"])]),
        (("jwk", "generate", "p", "k", "--type", "EC"), [("jwk.generate", "p", "k", None)]),
        (("jwk", "set", "p", "k", "--name", "l"), [("jwk.update", "p", "k", "l")]),
        (("jwk", "list", "p"), []),
        (("jwk", "show", "p", "l"), []),
        (("jwk", "export", "p", "l"), []),
        (("jwk", "export", "p", "l", "--private", "--yes"), [("jwk.read", "p", "l", None)]),
        (("jwk", "import", "p", "m", write), [("jwk.import", "p", "m", None)]),
        (("jwk", "remove", "p", "m"), [("jwk.delete", "p", "m", None)]),
        (("key", "add", "p", "k", "--environment", "e", "--private", write), [("key.create", "p", "k", None)]),
        (("key", "list", "p"), []),
        (("key", "show", "p", "k"), []),
        (("key", "remove", "p", "k"), [("key.delete", "p", "k", None)]),
        (("certificate", "add", "p", "c", "--environment", "e", "--alias", "a", "--file", pem),
         [("certificate.create", "p", "c", None)]),
        (("certificate", "list", "p"), []),
        (("certificate", "show", "p", "c"), []),
        (("certificate", "remove", "p", "c"), [("certificate.delete", "p", "c", None)]),
        (("keystore", "add", "p", "s", "--environment", "e", "--file", store), [("keystore.create", "p", "s", None)]),
        (("keystore", "list", "p"), []),
        (("keystore", "show", "p", "s"), []),
        (("keystore", "remove", "p", "s"), [("keystore.delete", "p", "s", None)]),
        (("settings", "set", "login-failures", "7"), [("settings.set", None, None, "login-failures")]),
        *[(("settings", "set", name, number), [("settings.set", None, None, name)]) for name, number in POOL.items()],
        (("pool", "fill"), []),
        (("settings", "get", "login-failures"), []),
        (("settings", "list"), []),
        (("deploy",), []),
        (lambda: (home.bundle_directory("e", "p") / "manifest.json").unlink(), []),
        (("deploy", "--check", "--environment", "e"), None),
        (("deploy", "--project", "p"), [("deploy", "p", None, None)]),
        (("status",), []),
        (("verify",), []),
        (("audit", "list"), []),
        (("audit", "verify"), []),
        (("keyring", "export", "-"), [("keyring.export", None, None, "-")]),
        (("rekey",), [("rekey.begin", None, None, None), ("rekey.end", None, None, None)]),
        (("rekey", "--forget-old"), [("rekey.forget", None, None, None)]),
        (("backup", backup), [("backup", None, None, str(backup))]),
        (("project", "remove", "p", "--force"), [("project.remove", "p", None, None)]),
        (("environment", "remove", "e"), [("environment.remove", None, None, "e")]),
        (("user", "remove", "u"), [("user.remove", None, None, "u")]),
    ]
    watch = Watch(home)
    for command, expected in commands:
        if callable(command):
            command()
        elif expected is None:
            assert home.try_ctl(*command).returncode == 1
        else:
            home.ctl(*command)
        records = watch.new()
        found = [(record["action"], record["project"], record["key"], record["object"]) for record in records]
        wanted = [(*rest, object_() if callable(object_) else object_) for *rest, object_ in expected or []]
        assert found == wanted, command
        for record in records:
            assert record["user"].startswith("jwkmintctl/") and record["outcome"] == "done"
            assert record["tokenId"] is None and record["clientAddress"] is None
            assert record["requestId"] == records[0]["requestId"]
    known = nouns_and_verbs(home)
    done = {tuple(command[:size]) for command, _ in commands if not callable(command) for size in (1, 2)}
    assert known - done == {
        ("init",), ("restore",), ("audit", "export"), ("certificate", "export"), ("token", "issue"), ("token", "revoke")}
    check_chain(export(home))
    home.ctl("audit", "verify")


def nouns_and_verbs(home):
    """All commands there are, by their help."""
    found = set()
    for line in home.ctl("help").splitlines():
        match = re.match(r"  ([a-z]+)(?: ([a-z]+))?(?: |$)", line)
        if match:
            found.add(tuple(part for part in match.groups() if part))
    return found


def test_restore_goes_on_from_the_backup(home):
    home.project("p")
    home.ctl("jwk", "generate", "p", "k", "--type", "EC")
    backup = home.directory / "run" / "backup"
    before = export(home)
    home.ctl("backup", backup)
    home.ctl("jwk", "generate", "p", "lost", "--type", "EC")
    newest = home.ctl_json("audit", "verify")["newest"]
    home.ctl("restore", backup, "--force")
    records = export(home)
    assert records[:-1] == before
    assert (records[-1]["action"], records[-1]["object"]) == ("restore", str(backup))
    home.ctl("audit", "verify")
    done = home.try_ctl("audit", "verify", "--expect", newest)
    assert done.returncode == 1 and "before the expected record" in done.stderr


def test_who_runs_the_tool(home):
    """Root is root, also when it works as the owner of the home; by way of sudo it is somebody."""
    home.ctl("project", "add", "p", uid=0)
    user = export(home)[-1]["user"]
    assert user == "jwkmintctl/root"
    assert [record["object"] or record["project"] for record in export(home, "--user", "jwkmintctl/root")] == ["p"]
    assert len(export(home, "--user", "jwkmintctl")) == len(export(home))
    assert export(home, "--user", "jwkmint") == []


# What is shown


def test_filters(home):
    for project in ("p", "q"):
        home.project(project)
        home.ctl("jwk", "generate", project, "k", "--type", "EC")
    assert [record["project"] for record in export(home, "--project", "q")] == ["q", "q"]
    assert [record["project"] for record in export(home, "--action", "jwk.generate")] == ["p", "q"]
    third = export(home)[2]["time"]
    assert len(export(home, "--since", "1h")) == 4 and export(home, "--until", "1h") == []
    assert export(home, "--since", "2999-01-01") == [] and len(export(home, "--until", "2999-01-01")) == 4
    assert export(home, "--since", "2999-01-01T00:00:00Z") == []
    listed = home.ctl_json("audit", "list", "--limit", "2")
    assert [record["sequence"] for record in listed] == [4, 3] and listed[1]["time"] == third
    assert [record["sequence"] for record in home.ctl_json("audit", "list")] == [4, 3, 2, 1]
    assert [record["key"] for record in home.ctl_json("audit", "list", "--action", "jwk.generate", "--project", "p")] == ["k"]
    for arguments in (("--since", "soon"), ("--until", "2027-13-01"), ("--action", "nothing"), ("--limit", "0"), ("--limit", "x")):
        assert home.try_ctl("audit", "list", *arguments).returncode == 2
    for text in ("1", "x:y", "0:" + 64 * "0", "1:" + 63 * "0"):
        assert home.try_ctl("audit", "verify", "--expect", text).returncode == 2


def test_what_is_expected(home):
    home.project()
    first = home.ctl_json("audit", "verify")["newest"]
    home.project()
    assert home.ctl_json("audit", "verify", "--expect", first)["records"] == 2
    done = home.try_ctl("audit", "verify", "--expect", first[:-1] + ("0" if first[-1] != "0" else "1"))
    assert done.returncode == 1 and "Record 1 of the audit log has another hash" in done.stderr


def test_nothing_moves_the_cursor(home):
    """Of what a name may hold, and of what the environment says."""
    home.project("caf\u00e9 \u202e x")
    shown = home.ctl("audit", "list")
    assert "caf\u00e9 ? x" in shown


# What somebody does who can write the files


@pytest.fixture
def written(home):
    home.project("p")
    for number in range(4):
        home.ctl("jwk", "generate", "p", f"k{number}", "--type", "EC")
    yield home
    assert home.try_ctl("audit", "verify").returncode == 1
    assert home.try_ctl("verify").returncode == 1


def refused(home, *parts):
    done = home.try_ctl("audit", "verify")
    assert done.returncode == 1 and done.stdout == ""
    for part in parts:
        assert part in done.stderr, done.stderr


def test_a_changed_record(written):
    rows = Rows(written)
    third = rows.records()[2]
    assert b"k1".hex() in rows.rows[third]
    rows.rows[third] = rows.rows[third].replace(b"k1".hex(), b"k7".hex())
    rows.write()
    refused(written, "Record 3 of the audit log is not what was written there")


def test_a_missing_record(written):
    rows = Rows(written)
    del rows.rows[rows.records()[1]]
    rows.write()
    refused(written, "Record 2 of the audit log is missing")


def test_a_cut_log(written):
    rows = Rows(written)
    for record in rows.records()[3:]:
        del rows.rows[record]
    rows.write()
    refused(written, "cut off", "record 4 is missing", "to record 5, the newest")


def test_exchanged_records(written):
    rows = Rows(written)
    one, two = rows.records()[1:3]
    rows.rows[one], rows.rows[two] = rows.rows[two], rows.rows[one]
    rows.write()
    refused(written, "In the place of record 2", "is record 3")


def test_a_log_that_is_gone(written):
    rows = Rows(written)
    for row in [*rows.records(), (b"maudit\0").hex()]:
        del rows.rows[row]
    rows.write()
    refused(written, "The head of the audit log is missing")
    written.project()
    refused(written, "says that the log was damaged")
    assert [record["action"] for record in export(written)] == ["audit.damaged", "project.add"]


# Killed processes


def test_as_many_records_as_changes(first_own_site):
    """Responders are killed again and again: each key that is there has one record, and no other has."""
    workspace = Workspace(first_own_site)
    acknowledged, stop = set(), threading.Event()

    def client(number):
        count = 0
        while not stop.is_set():
            name = f"key {number} {count}"
            count += 1
            try:
                if workspace.try_generate({"name": name, "type": "EC"}).status == 200:
                    acknowledged.add(name)
            except NoResponse:
                pass

    threads = [threading.Thread(target=client, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        for kill in range(4):
            goal = len(acknowledged) + 4
            wait_until(lambda goal=goal: len(acknowledged) >= goal, "requests go on after a kill")
            victims = wait_until(first_own_site.server.responders, "a responder runs", pause=0.001)
            try:
                os.kill(victims[kill % len(victims)].pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    records = export(first_own_site, "--action", "jwk.generate")
    listed = first_own_site.ctl_json("jwk", "list", workspace.project)
    assert sorted((record["key"], record["kid"]) for record in records) == sorted((shown["name"], shown["kid"]) for shown in listed)
    assert acknowledged <= {record["key"] for record in records}
    check_chain(export(first_own_site))
    first_own_site.ctl("audit", "verify")
