"""The whole way: a token signed with a key from the sealed bundle, verified with the served set."""

import json
import time

import pytest
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws
from jwcrypto import jwt as jwcrypto_jwt

from harness import jose
from harness.processes import wait_until


def signed(key, algorithm):
    """A JWT as a gateway makes it with the opened key."""
    claims = {"iss": "https://issuer.example", "sub": "someone", "exp": int(time.time()) + 600}
    token = jwcrypto_jwt.JWT(header={"alg": algorithm, "kid": key["kid"]}, claims=claims)
    token.make_signed_token(jwcrypto_jwk.JWK(**key))
    return token.serialize()


def fetch_set(workspace, kid=None):
    """The deployed set, over HTTP, as anybody gets it; with this kid in it.

    A web server may serve a file that has just been replaced for a second more (lighttpd looks at
    a file once a second): a verifier that meets an unknown kid asks again.
    """
    return wait_until(lambda: fetched(workspace, kid), f"the served set has {kid}")


def fetched(workspace, kid):
    url = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks.json"
    response = workspace.client.get(url, token=None)
    assert response.status == 200, response.text
    assert response.header("content-type").split(";")[0] in ("application/json", "application/jwk-set+json")
    assert response.header("etag") and response.header("cache-control")
    again = workspace.client.get(url, token=None, headers={"If-None-Match": response.header("etag")})
    assert again.status == 304 or again.header("etag") != response.header("etag")
    return response if kid is None or kid in [key["kid"] for key in response.json["keys"]] else None


def verify(text, keys, algorithm):
    jwcrypto_jwt.JWT(jwt=text, key=keys, algs=[algorithm], check_claims={"sub": "someone"})


@pytest.mark.parametrize("type,parameters,algorithm", [
    ("RSA", {}, "RS256"), ("RSA", {}, "PS384"), ("EC", {}, "ES256"), ("EC", {"curveType": "P521"}, "ES512"),
    ("EC", {"curveType": "SECP256K1"}, "ES256K"), ("OKP", {}, "EdDSA"), ("OKP", {"curveType": "ED448"}, "EdDSA"),
])
def test_signed_with_a_sealed_key(workspace, type, parameters, algorithm):
    workspace.generate("key", type, **{type.lower(): {**parameters, "algorithm": algorithm}})
    workspace.generate("another", "EC")
    key = workspace.bundle().open_private("key")
    text = signed(key, algorithm)
    keys = jwcrypto_jwk.JWKSet.from_json(fetch_set(workspace, key["kid"]).text)
    verify(text, keys, algorithm)

    stranger = json.loads(jwcrypto_jwk.JWK.generate(**{
        "RSA": {"kty": "RSA", "size": 2048},
        "EC": {"kty": "EC", "crv": key.get("crv")},
        "OKP": {"kty": "OKP", "crv": key.get("crv")},
    }[type]).export())
    for kid in (key["kid"], "unknown"):
        with pytest.raises((jwcrypto_jws.InvalidJWSSignature, jwcrypto_jwt.JWTMissingKey)):
            verify(signed({**stranger, "kid": kid}, algorithm), keys, algorithm)

    tampered = text.split(".")
    tampered[1] = jose.pad(jose.unpad(tampered[1]).replace(b"someone", b"another"))
    with pytest.raises((jwcrypto_jws.InvalidJWSSignature, jwcrypto_jwt.JWTMissingKey)):
        verify(".".join(tampered), keys, algorithm)


def test_verified_by_jose(workspace):
    workspace.generate("key", "RSA", rsa={"algorithm": "RS256"})
    text = signed(workspace.bundle().open_private("key"), "RS256")
    keys = json.loads(fetch_set(workspace).text)
    assert jose.run("jws", "ver", "-i-", input=text.encode(), key=keys) is not None
    other = workspace.generate("other", "RSA", rsa={"algorithm": "RS256"})
    forged = signed(jose.jwk_of(other), "RS256")
    assert jose.run("jws", "ver", "-i-", input=forged.encode(), key=keys) is None
    keys = fetch_set(workspace, other["kid"]).json
    assert jose.run("jws", "ver", "-i-", input=forged.encode(), key=keys) is not None


def test_set_for_encryption_is_served(workspace):
    workspace.generate("key", "EC", ec={"keyUseType": "ENCRYPTION", "algorithm": "ECDH-ES"})
    url = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks-enc.json"
    assert workspace.client.get(url, token=None).json["keys"][0]["alg"] == "ECDH-ES"
    assert fetch_set(workspace).json["keys"] == []
