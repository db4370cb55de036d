"""Keys made by other tools come out as the same keys: by thumbprint, in the answer, in the bundle's
public set and in the opened private half.
"""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from harness import jose, material
from harness.errors import bad_request
from harness.material import DER
from harness.stored import Stored


def check_public(workspace, name, jwk):
    """The key's public half is this one wherever it is shown; returns it as it is published."""
    expected = jose.thumbprint(jose.public_half(jwk))
    shown = jose.jwk_of(workspace.get(name))
    assert jose.thumbprint(jose.public_half(shown)) == expected
    [published] = [key for key in workspace.bundle().all_public() if key["kid"] == shown["kid"]]
    assert jose.thumbprint(published) == expected
    assert not set(jose.PRIVATE_MEMBERS) & published.keys()
    return published


def check_private(workspace, name, jwk):
    """Both halves are this key's wherever they are shown."""
    shown = jose.jwk_of(workspace.get(name))
    opened = workspace.bundle().open_private(name)
    assert jose.bare(shown) == jose.bare(opened) == jose.bare(jwk)
    assert jose.thumbprint(opened) == jose.thumbprint(jwk)
    if jwk["kty"] == "oct":
        assert workspace.bundle().all_public() == []
    else:
        check_public(workspace, name, jwk)


def check_only_public(workspace, name, jwk):
    check_public(workspace, name, jwk)
    assert not set(jose.PRIVATE_MEMBERS) & workspace.get(name)[workspace.get(name)["type"].lower()].keys()
    assert workspace.bundle().key(name)["file"] is None


@pytest.fixture
def ctl(first_workspace):
    """Imports bytes through the command line, which must succeed."""
    workspace = first_workspace

    def run(name, data, *options, **more):
        path = workspace.site.recipients / f"{workspace.project}-{name}"
        path.write_bytes(data)
        path.chmod(0o644)
        try:
            return workspace.site.ctl("jwk", "import", workspace.project, name, path, *options, **more)
        finally:
            path.unlink()

    return run


# JWKs.


@pytest.mark.parametrize("make", material.JWKS.values(), ids=material.JWKS)
def test_private_jwk(first_workspace, make):
    jwk = make()
    shown = first_workspace.paste("key", jwk)
    check_private(first_workspace, "key", jwk)
    assert shown["alg"] == jwk.get("alg")
    if jwk["kty"] != "oct":
        assert shown["kid"] == jwk.get("kid", jose.thumbprint(jwk))


ASYMMETRIC = {
    name: make for name, make in material.JWKS.items() if name.split()[1][:2] not in ("oc", "HS", "A1")
}


@pytest.mark.parametrize("make", ASYMMETRIC.values(), ids=ASYMMETRIC)
def test_public_jwk(first_workspace, make):
    jwk = jose.public_half(make())
    first_workspace.paste("key", jwk)
    check_only_public(first_workspace, "key", jwk)


# PEM and DER.


@pytest.mark.parametrize("make", material.PRIVATE.values(), ids=material.PRIVATE)
def test_private_key(first_workspace, ctl, make):
    pem = make()
    jwk = material.jwk_of(material.key_of(pem))
    ctl("key", pem)
    check_private(first_workspace, "key", jwk)
    shown = first_workspace.get("key")
    assert (shown["sourceType"], shown["kid"]) == ("PRIVATE_KEY", jose.thumbprint(jwk))


ONCE = {name: make for name, make in material.PRIVATE.items() if "3072" not in name and "4096" not in name}


@pytest.mark.parametrize("make", ONCE.values(), ids=ONCE)
def test_public_key(first_workspace, ctl, make):
    pem = make()
    jwk = material.jwk_of(material.key_of(pem).public_key())
    ctl("key", material.public_of(pem))
    check_only_public(first_workspace, "key", jwk)
    assert first_workspace.get("key")["sourceType"] == "PUBLIC_KEY"


TRADITIONAL = serialization.PrivateFormat.TraditionalOpenSSL


@pytest.mark.parametrize("name", ["openssl RSA 2048", "openssl P-256", "openssl secp256k1", "openssl ED448"])
def test_der(first_workspace, ctl, name):
    pem = material.PRIVATE[name]()
    key = material.key_of(pem)
    jwk = material.jwk_of(key)
    forms = {"pkcs8": material.der_of(pem), "spki": material.public_of(pem, DER)}
    if isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        forms["traditional"] = material.der_of(pem, TRADITIONAL)
    if isinstance(key, rsa.RSAPrivateKey):
        forms["pkcs1"] = key.public_key().public_bytes(DER, serialization.PublicFormat.PKCS1)
    for name, data in forms.items():
        ctl(name, data)
        (check_only_public if name in ("spki", "pkcs1") else check_private)(first_workspace, name, jwk)
        assert first_workspace.client.delete(f"{first_workspace.jwks}/{name}/").status == 200


@pytest.mark.parametrize("name", ["openssl RSA PKCS#1", "openssl SEC 1 secp521r1", "certtool ed25519", "openssl X448"])
def test_key_of_the_project(first_workspace, name):
    """The same through the API: a Key, and JWKs of both of its halves."""
    pem = material.PRIVATE[name]()
    jwk = material.jwk_of(material.key_of(pem))
    block = pem[pem.rindex(b"-----BEGIN "):].decode()
    keys = Stored(first_workspace, "keys")
    added = keys.post({"name": "source", "cryptoKeyInfoEnvironmentList": [{
        "environmentName": first_workspace.environment, "publicKey": material.public_of(pem).decode(),
        "privateKey": block}]})
    assert added.status == 200, added.text
    first_workspace.create("public", "PUBLIC_KEY", keyName="source")
    check_only_public(first_workspace, "public", jwk)
    assert first_workspace.client.delete(f"{first_workspace.jwks}/public/").status == 200
    made = first_workspace.try_create({"name": "private", "keyName": "source"}, "parse-from-key")
    assert made.status == 200, made.text
    check_private(first_workspace, "private", jwk)
    shown = first_workspace.get("private")
    assert shown["sourceType"] == "PRIVATE_KEY" and shown["sourceId"] is not None


def test_parse_from_key_without_a_private_half(first_workspace):
    pem = material.PRIVATE["openssl P-256"]()
    keys = Stored(first_workspace, "keys")
    added = keys.post({"name": "source", "cryptoKeyInfoEnvironmentList": [{
        "environmentName": first_workspace.environment, "publicKey": material.public_of(pem).decode()}]})
    assert added.status == 200, added.text
    body = {"name": "key", "keyName": "source"}
    bad_request(first_workspace.try_create({**body, "sourceType": "PRIVATE_KEY"}, "parse-from-key"), "private")
    assert first_workspace.try_create(body, "parse-from-key").status == 200
    check_only_public(first_workspace, "key", material.jwk_of(material.key_of(pem)))
    assert first_workspace.get("key")["sourceType"] == "PUBLIC_KEY"


# Certificates.


@pytest.mark.parametrize("make", material.CERTIFICATES.values(), ids=material.CERTIFICATES)
def test_certificate(first_workspace, ctl, make):
    pem, key = make()
    certificate = material.certificate_of(pem)
    der = certificate.public_bytes(DER)
    ctl("key", pem)
    published = check_public(first_workspace, "key", material.jwk_of(material.key_of(key)))
    assert published["x5c"] == [base64.b64encode(der).decode()]
    assert published["x5t#S256"] == jose.pad(hashlib.sha256(der).digest())
    shown = first_workspace.get("key")
    assert shown["sourceType"] == "CERTIFICATE"
    assert shown["notBeforeTime"] == certificate.not_valid_before.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shown["expirationTime"] == certificate.not_valid_after.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert first_workspace.bundle().key("key")["file"] is None


# Keystores.


def check_keystore(workspace, name, key):
    jwk = material.jwk_of(key)
    check_private(workspace, name, jwk)
    published = check_public(workspace, name, jwk)
    der = base64.b64decode(published["x5c"][0])
    assert published["x5t#S256"] == jose.pad(hashlib.sha256(der).digest())
    assert workspace.get(name)["sourceType"] == "KEYSTORE"


@pytest.mark.parametrize("make", material.KEYSTORES.values(), ids=material.KEYSTORES)
def test_keystore(first_workspace, ctl, make):
    data, password, key = make()
    ctl("key", data, "--alias", material.ALIAS.upper(), "--password-stdin", input=password)
    check_keystore(first_workspace, "key", key)


@pytest.mark.parametrize("name", ["openssl RSA", "certtool P-256", "keytool EC"])
def test_keystore_of_the_project(first_workspace, name):
    data, password, key = material.KEYSTORES[name]()
    keystores = Stored(first_workspace, "keystores")
    added = keystores.post({"name": "source", "keyStoreEnvironmentList": [{
        "environmentName": first_workspace.environment, "type": "PKCS12", "file": base64.b64encode(data).decode(),
        "password": password}]})
    assert added.status == 200, added.text
    body = {"name": "key", "keyStoreName": "source", "environmentName": first_workspace.environment}
    response = first_workspace.try_create({**body, "aliasName": "x"}, "parse-from-keystore")
    text = bad_request(response, "Alias (x) is not found in the keystore!")
    assert material.ALIAS.lower() in text.lower()  # keytool writes them in lower case
    body.update(aliasName=material.ALIAS, useType="SIGNATURE")
    made = first_workspace.try_create(body, "parse-from-keystore")
    assert made.status == 200, made.text
    check_keystore(first_workspace, "key", key)
    shown = first_workspace.get("key")
    assert shown["use"] == "sig" and shown["sourceId"] is not None
    assert password not in json.dumps(shown)
