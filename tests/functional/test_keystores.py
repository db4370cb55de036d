"""Keystores as resources: PKCS#12 files by openssl, certtool and keytool."""

import base64
import subprocess
import tempfile
from pathlib import Path

import pytest

from harness import errors, jose, stored
from harness.client import encode
from harness.errors import TEXTS, bad_request, error
from harness.secrets import files
from harness.stored import UNDEPLOYED, Stored, base64_of, certificate, key, pkcs12, tool

PASSWORD = "correct horse battery ä"
MISSING = "Keystore keyStoreEnvironmentList can not be empty!"


@pytest.fixture
def keystores(workspace):
    return Stored(workspace, "keystores")


@pytest.fixture
def bare(bare_workspace):
    """Behind the first server, with one environment."""
    workspace = bare_workspace
    workspace.environments = [workspace.site.environment_for(workspace.project, private="none")]
    return Stored(workspace, "keystores")


def entry(resource, file, password=PASSWORD, **members):
    return {
        "environmentName": resource.workspace.environment,
        "type": "PKCS12",
        "file": base64_of(file),
        "password": password,
        **members,
    }


def body(name, *entries, **members):
    return {"name": name, "keyStoreEnvironmentList": list(entries), **members}


def add(resource, name, *entries, **members):
    resource.check_changed(resource.post(body(name, *entries, **members)), location=name)


def try_jwk(resource, name, keystore, **members):
    return resource.client.post(f"{resource.workspace.jwks}/", {
        "name": name, "sourceType": "KEYSTORE", "keyStoreName": keystore, **members})


def private_value(resource, name, keystore, **members):
    """Makes a JWK of an EC keystore; its private value as a number."""
    response = try_jwk(resource, name, keystore, **members)
    assert response.status == 200, response.text
    return jose.integer(resource.workspace.get(name)["ec"]["d"])


def number(pem):
    return stored.load(pem).private_numbers().private_value


def test_life(keystores):
    file, other = pkcs12(PASSWORD), pkcs12("other", "EC", 1)
    [environment] = keystores.workspace.environments
    add(keystores, "a store", entry(keystores, file), description="for tests")
    shown, tag = keystores.get("a store")
    assert shown == {
        "name": "a store",
        "description": "for tests",
        "projectId": shown["projectId"],
        "keyStoreEnvironmentList": [
            {"environmentName": environment, "type": "PKCS12", "file": base64_of(file)}],
    }
    [listed] = keystores.list()
    del shown["keyStoreEnvironmentList"][0]["file"]
    assert listed == shown
    response = keystores.put("a store", body("b", entry(keystores, other, "other")))
    keystores.check_changed(response, location="b")
    after, new_tag = keystores.get("b")
    assert after["keyStoreEnvironmentList"][0]["file"] == base64_of(other)
    assert (after["description"], new_tag == tag) == ("for tests", False)
    keystores.check_changed(keystores.delete("b"), UNDEPLOYED)
    bad_request(keystores.client.get(keystores.one("b")), text="Keystore (name: b) is not found!")
    bad_request(keystores.delete("b"), text="Keystore (name: b) is not found!")


def test_jwk_made_from_it(keystores):
    add(keystores, "source", entry(keystores, pkcs12(PASSWORD)))
    made = private_value(keystores, "jwk", "source", aliasName="ALIAS", algorithm="ES256")
    assert made == number(key())
    [published] = keystores.published()
    assert published["x5c"]
    text = "Keystore (name: source) is still referenced by JWKs: jwk! Delete them or update them first."
    bad_request(keystores.delete("source"), text=text)


def test_sealed_at_rest(keystores):
    password = "a password found nowhere else"
    file = pkcs12(password, "RSA", 8)
    add(keystores, "secret", entry(keystores, file, password))
    wanted = (file[100:160], base64.b64encode(file)[80:140], password.encode(),
              password.encode("utf-16-be"), stored.secret_bytes(key("RSA", 8))[:32])
    for path in files(keystores.workspace.site.home):
        content = path.read_bytes()
        assert not any(part in content for part in wanted), path


def test_large_file(keystores):
    """A keystore of more than 5 MiB passes the web server, is stored, and comes back."""
    with tempfile.TemporaryDirectory() as directory:
        for name, text in (("key", key()), ("cert", certificate()), ("more", certificate("EC", 1) * 11500)):
            (Path(directory) / name).write_text(text)
        file = tool("openssl", "pkcs12", "-export", "-inkey", f"{directory}/key", "-in", f"{directory}/cert",
                    "-certfile", f"{directory}/more", "-passout", "pass:x")
    assert 5 << 20 < len(file) < 6 << 20
    add(keystores, "large", entry(keystores, file, "x"))
    assert keystores.get("large")[0]["keyStoreEnvironmentList"][0]["file"] == base64_of(file)
    keystores.check_changed(keystores.delete("large"), UNDEPLOYED)


def test_size_limit(keystores):
    rest = {"name": "x", "description": ""}
    room = (8 << 20) - len(encode(rest))
    bad_request(keystores.post({**rest, "description": "x" * room}), text=MISSING)
    error(keystores.post({**rest, "description": "x" * (room + 1)}), 413, "payload_too_large")
    assert keystores.list() == []


def test_access(keystores):
    workspace = keystores.workspace
    add(keystores, "one", entry(keystores, pkcs12(PASSWORD)))
    one = keystores.one("one")
    error(keystores.client.get(one, token=None), 401, "unauthorized_client", TEXTS["token"])
    stranger = workspace.site.token(workspace.site.project())
    error(keystores.client.get(one, token=stranger), 404, "not_found", errors.no_project(workspace.project))
    deployer = workspace.site.token(workspace.project, roles=("ROLE_DEPLOY_UNDEPLOY_PROXIES",))
    error(keystores.client.get(one, token=deployer), 403, "forbidden", TEXTS["role"])


# Everything below is about values: one way to be served is enough.


def by_certtool(password, *options):
    with tempfile.TemporaryDirectory() as directory:
        for name, text in (("key", key()), ("cert", certificate())):
            (Path(directory) / name).write_text(text)
        return tool("certtool", "--to-p12", "--load-privkey", f"{directory}/key", "--load-certificate",
                    f"{directory}/cert", "--p12-name", "alias", "--password", password, "--outder", *options)


def by_keytool(password, store_type="PKCS12", aliases=("alias",)):
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "store"
        for alias in aliases:
            tool("keytool", "-genkeypair", "-keystore", file, "-storetype", store_type, "-storepass", password,
                 "-keypass", password, "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1",
                 "-dname", f"CN={alias}")
        return file.read_bytes()


@pytest.mark.parametrize("make", [
    lambda: pkcs12("secret"),
    lambda: pkcs12("secret", "EC", 0, "alias", "-legacy"),
    lambda: pkcs12("secret", "EC", 0, "alias", "-nomaciter"),
    lambda: by_certtool("secret"),
    lambda: by_keytool("secret"),
], ids=["openssl", "openssl legacy", "openssl without iterations", "certtool", "keytool"])
def test_files_of_other_tools(bare, make):
    add(bare, "k", entry(bare, make(), "secret"))
    response = try_jwk(bare, "jwk", "k", aliasName="alias", algorithm="ES256")
    assert response.status == 200, response.text


def test_several_aliases(bare):
    add(bare, "k", entry(bare, by_keytool("secret", aliases=("one", "two")), "secret"))
    bad_request(try_jwk(bare, "jwk", "k"), "one", "two")
    bad_request(try_jwk(bare, "jwk", "k", aliasName="three"),
                text="Alias (three) is not found in the keystore! It has: one, two")
    values = {private_value(bare, alias, "k", aliasName=alias) for alias in ("one", "TWO")}
    assert len(values) == 2


def test_java_keystore(bare):
    jks = by_keytool("secret", "JKS")
    for members in ({"type": "JKS"}, {}):
        text = bad_request(bare.post(body("k", entry(bare, jks, "secret", **members))), "keytool -importkeystore")
        assert "secret" not in text
    bad_request(bare.post(body("k", entry(bare, jks, "secret", type="JKS"))),
                "Keystore type (JKS) is not supported! Valid values: PKCS12")
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "in").write_bytes(jks)
        subprocess.run(["keytool", "-importkeystore", "-srckeystore", f"{directory}/in", "-destkeystore",
                        f"{directory}/out", "-deststoretype", "PKCS12", "-srcstorepass", "secret",
                        "-deststorepass", "secret"], check=True, capture_output=True)
        add(bare, "k", entry(bare, (Path(directory) / "out").read_bytes(), "secret"))


@pytest.mark.parametrize("change,parts", [
    ({"name": None}, ["Keystore name can not be empty!"]),
    ({"name": "a%b"}, ["Keystore name", "a%b"]),
    ({"description": 1}, ["description (1)", "a string"]),
    ({"keyStoreEnvironmentList": None}, [MISSING]),
    ({"keyStoreEnvironmentList": []}, [MISSING]),
    ({"keyStoreEnvironmentList": [1]}, ["keyStoreEnvironmentList", "an object"]),
])
def test_bad_members(bare, change, parts):
    bad_request(bare.post({**body("k", entry(bare, pkcs12(PASSWORD))), **change}), *parts)
    assert bare.list() == []


@pytest.mark.parametrize("change,parts", [
    ({"environmentName": None}, ["Keystore environmentName can not be empty!"]),
    ({"environmentName": "nowhere"}, ["Environment (nowhere) was not found"]),
    ({"type": "BKS"}, ["Keystore type (BKS) is not supported! Valid values: PKCS12"]),
    ({"type": 1}, ["type (1)", "a string"]),
    ({"file": None}, ["Keystore file", "can not be empty"]),
    ({"file": ""}, ["Keystore file", "can not be empty"]),
    ({"file": "!!!!"}, ["Keystore file", "base64"]),
    ({"file": "AAAA"}, ["PKCS#12"]),
    ({"file": base64_of(certificate().encode())}, ["PKCS#12"]),
    ({"password": "wrong"}, ["password"]),
    ({"password": None}, ["password"]),
    ({"password": 1}, ["password (1)", "a string"]),
])
def test_bad_entries(bare, change, parts):
    text = bad_request(bare.post(body("k", {**entry(bare, pkcs12(PASSWORD)), **change})), *parts)
    assert PASSWORD not in text
    assert bare.list() == []


def test_without_a_private_key(bare):
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "cert.pem"
        path.write_text(certificate())
        file = tool("openssl", "pkcs12", "-export", "-nokeys", "-in", path, "-passout", "pass:x")
    bad_request(bare.post(body("k", entry(bare, file, "x"))), "private key")


def test_password_is_kept(bare):
    file, other = pkcs12(PASSWORD), pkcs12(PASSWORD, "EC", 1)
    add(bare, "k", entry(bare, file))
    [shown] = bare.get("k")[0]["keyStoreEnvironmentList"]
    bare.check_changed(bare.put("k", body("k", shown)), location="k")
    change = {**entry(bare, other), "password": None}
    bare.check_changed(bare.put("k", body("k", change)), location="k")
    assert private_value(bare, "jwk", "k", algorithm="ES256") == number(key("EC", 1))
    bad_request(bare.put("k", body("k", {**change, "password": ""})), "password")


def test_empty_password(bare):
    file = pkcs12("")
    add(bare, "k", entry(bare, file, ""))
    add(bare, "none", {**entry(bare, file), "password": None})


def test_names(bare):
    add(bare, "k", entry(bare, pkcs12(PASSWORD)))
    add(bare, "other", entry(bare, pkcs12(PASSWORD)))
    bad_request(bare.post(body("k", entry(bare, pkcs12(PASSWORD)))), text="Keystore (name: k) is already exist! "
                "Try update operation if want to change its value.")
    bad_request(bare.put("k", {"name": "other"}), text="Keystore (name: other) is already exist!")
    bad_request(bare.put("none", {"name": "x"}), text="Keystore (name: none) is not found! Try create operation.")
