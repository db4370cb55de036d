"""JWKs made from the text of one: the routes, their answers, what is kept and what is refused.

What no web server can change is asked behind the first one only.
"""

import json
import time
from urllib.parse import quote

import pytest
from jwcrypto import jwk as jwcrypto_jwk

from harness import errors, jose
from harness.errors import TEXTS, bad_request, error

SOURCE_TYPES = "URL, COPY_PASTE, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, KEYSTORE"

# Each of the source types: the member that names its source.
SOURCES = {
    "URL": "url", "COPY_PASTE": "jwkStr", "CERTIFICATE": "certificateName", "PUBLIC_KEY": "keyName",
    "PRIVATE_KEY": "keyName", "KEYSTORE": "keyStoreName",
}
ROUTES = {
    "parse-from-url": ("URL",), "parse-from-clipboard": ("COPY_PASTE",), "parse-from-certificate": ("CERTIFICATE",),
    "parse-from-key": ("PRIVATE_KEY", "PUBLIC_KEY"), "parse-from-keystore": ("KEYSTORE",),
}
KINDS = {
    "RSA": {"kty": "RSA", "size": 2048}, "EC": {"kty": "EC", "crv": "P-256"},
    "OKP": {"kty": "OKP", "crv": "Ed25519"}, "OCT": {"kty": "oct", "size": 256},
}


def made(type="EC", **members):
    """A private JWK made by jwcrypto."""
    return {**json.loads(jwcrypto_jwk.JWK.generate(**KINDS[type]).export()), **members}


def pasted(jwk, name="key", **members):
    return {"name": name, "sourceType": "COPY_PASTE", "jwkStr": json.dumps(jwk), **members}


# What succeeds.


@pytest.mark.parametrize("route", ["", "parse-from-clipboard", "parse-from-clipboard/"])
def test_answer(workspace, route):
    name = "a key + more"
    body = pasted(made(), name, description="Pasted")
    if route:
        del body["sourceType"]
    response = workspace.try_create(body, route)
    assert response.status == 200, response.text
    errors.check_headers(response)
    assert response.header("content-type") == "application/json"
    assert response.header("location").endswith(f"{workspace.jwks}/{quote(name)}/")
    assert response.json == {
        "success": True,
        "deploymentResult": {
            "success": True,
            "message": "Deployment completed successfully",
            "environmentResults": [{
                "environmentName": workspace.environment, "success": True, "message": "Deployed successfully",
            }],
        },
    }
    shown = workspace.get(name)
    assert (shown["sourceType"], shown["sourceId"], shown["sourceUrl"]) == ("COPY_PASTE", None, None)
    assert (shown["description"], shown["expirationTime"]) == ("Pasted", None)
    [listed] = workspace.client.get(f"{workspace.jwks}/").json["resultList"]
    assert listed == {member: value for member, value in shown.items() if member != "ec"}


@pytest.mark.parametrize("type", KINDS)
def test_private_key(workspace, type):
    jwk = made(type)
    shown = workspace.paste("key", jwk)
    assert shown["type"] == type and jose.bare(jose.jwk_of(shown)) == jose.bare(jwk)
    bundle = workspace.bundle()
    assert jose.bare(bundle.open_private("key")) == jose.bare(jwk)
    if type == "OCT":
        assert bundle.all_public() == [] and len(jose.unpad(shown["kid"])) == 16
        return
    [public] = bundle.public_set()
    assert jose.bare(public) == jose.bare(jose.public_half(jwk))
    assert shown["kid"] == public["kid"] == jose.thumbprint(jwk)


@pytest.mark.parametrize("type", ["RSA", "EC", "OKP"])
def test_public_key(workspace, type):
    jwk = jose.public_half(made(type))
    shown = workspace.paste("key", jwk)
    whole = {**jwk, "kid": jose.thumbprint(jwk), **({"use": "sig"} if type == "OKP" else {})}
    assert jose.jwk_of(shown) == whole
    bundle = workspace.bundle()
    assert bundle.public_set() == [whole]
    assert bundle.key("key")["file"] is None and not list(bundle.directory.glob("private/*"))


def test_attributes_are_kept(first_workspace):
    later = int(time.time()) + 86400
    jwk = made("RSA", kid="ours 🔑", use="sig", alg="PS256", key_ops=["sign", "verify"], nbf=later, exp=later + 60)
    shown = first_workspace.paste("key", jwk)
    assert (shown["kid"], shown["use"], shown["alg"]) == ("ours 🔑", "sig", "PS256")
    assert shown["notBeforeTime"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(later))
    assert shown["expirationTime"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(later + 60))
    [public] = first_workspace.bundle().public_set()
    assert (public["kid"], public["use"], public["alg"]) == ("ours 🔑", "sig", "PS256")
    entry = first_workspace.bundle().key("key")
    assert (entry["state"], entry["nbf"], entry["exp"], entry["file"]) == ("future", later, later + 60, None)


def test_use_and_algorithm_of_the_request(first_workspace):
    shown = first_workspace.paste("key", made("RSA"), useType="ENCRYPTION", algorithm="RSA_OAEP_256")
    assert (shown["use"], shown["alg"]) == ("enc", "RSA-OAEP-256")
    assert [key["alg"] for key in first_workspace.bundle().public_set("jwks-enc.json")] == ["RSA-OAEP-256"]


@pytest.mark.parametrize("route", ["", "parse-from-clipboard"])
def test_key_of_a_set(workspace, route):
    keys = [made(kid="first"), made("RSA", kid="second"), made()]
    body = {"name": "key", "sourceType": "COPY_PASTE", "jwkStr": json.dumps({"keys": keys}), "kid": "second"}
    assert workspace.try_create(body, route).status == 200
    shown = workspace.get("key")
    assert (shown["type"], shown["kid"], shown["rsa"]["n"]) == ("RSA", "second", keys[1]["n"])


def test_only_key_of_a_set(first_workspace):
    jwk = made()
    shown = first_workspace.paste("key", {"keys": [jwk]})
    assert shown["ec"]["x"] == jwk["x"]


def test_unknown_and_null_members_are_ignored(first_workspace):
    shown = first_workspace.paste(
        "key", made(), somethingNew=[1], kid=None, description=None, url=None, urlOptionSizeLimit=None, keyName=None,
    )
    assert shown["description"] is None


# What is taken.


def test_taken_name(workspace):
    workspace.generate("key", "EC")
    before = workspace.get("key")
    bad_request(workspace.try_create(pasted(made())), text=errors.taken("key"))
    assert workspace.get("key") == before


def test_name_is_looked_at_before_the_source(first_workspace):
    first_workspace.generate("key", "EC")
    body = {"name": "key", "sourceType": "COPY_PASTE", "jwkStr": "no JWK at all"}
    bad_request(first_workspace.try_create(body), text=errors.taken("key"))


def test_taken_kid(first_workspace):
    first_workspace.generate("key", "EC", kid="the kid")
    response = first_workspace.try_create(pasted(made(kid="the kid"), "other"))
    bad_request(response, "JWK kid (the kid) is already used in this project!")


def test_the_same_key_again(workspace):
    jwk = made("RSA")
    workspace.paste("first", jwk)
    for again in (jwk, jose.public_half(jwk)):
        bad_request(workspace.try_create(pasted(again, "second")), "JWK (name: first)", jose.thumbprint(jwk))
    assert [key["name"] for key in workspace.bundle().manifest["keys"]] == ["first"]


# What is required.


@pytest.mark.parametrize("sent", [{}, {"name": None, "sourceType": "URL"}, {"name": "", "sourceType": "X"}])
def test_empty_name(first_unharmed, sent):
    bad_request(first_unharmed.try_create(sent), text=TEXTS["empty name"])


@pytest.mark.parametrize("sent", [{}, {"sourceType": None}, {"sourceType": ""}])
def test_empty_source_type(first_unharmed, sent):
    bad_request(first_unharmed.try_create({"name": "key", **sent}), text="JWK sourceType can not be empty!")


@pytest.mark.parametrize("type", ["X", "url", "GENERATE", "URL ", "ÜRL"])
def test_unknown_source_type(first_unharmed, type):
    bad_request(
        first_unharmed.try_create({"name": "key", "sourceType": type}),
        text=f"JWK sourceType ({type}) is not supported! Valid values: {SOURCE_TYPES}",
    )


@pytest.mark.parametrize("type", SOURCES)
def test_empty_source(first_unharmed, type):
    others = {member: "x" for member in SOURCES.values() if member != SOURCES[type]}
    for sent in ({}, {SOURCES[type]: ""}, {SOURCES[type]: None}):
        response = first_unharmed.try_create({"name": "key", "sourceType": type, **others, **sent})
        bad_request(response, text=f"JWK {SOURCES[type]} can not be empty!")


@pytest.mark.parametrize("route", ROUTES)
def test_route_of_one_source(first_unharmed, route):
    types = ROUTES[route]
    for given in ({}, {"sourceType": None}, {"sourceType": ""}, *({"sourceType": type} for type in types)):
        response = first_unharmed.try_create({"name": "key", **given}, route)
        bad_request(response, text=f"JWK {SOURCES[types[0]]} can not be empty!")
    for other in SOURCES.keys() - set(types):
        response = first_unharmed.try_create({"name": "key", "sourceType": other}, route)
        bad_request(response, f"({other})", ", ".join(types))


@pytest.mark.parametrize("name", ["a/b", "..", "x" * 129, "tab\t"])
def test_bad_name(first_unharmed, name):
    bad_request(first_unharmed.try_create(pasted(made(), name)), "JWK name")


def test_long_description(first_unharmed):
    bad_request(first_unharmed.try_create(pasted(made(), description="x" * 1025)), "JWK description", "1024")


@pytest.mark.parametrize("member", [
    "name", "description", "sourceType", "jwkStr", "kid", "url", "certificateName", "keyName", "keyStoreName",
    "environmentName", "aliasName", "useType", "algorithm",
])
def test_member_that_is_no_string(first_unharmed, member):
    for value in (5, True, [], {"kty": "EC"}):
        bad_request(first_unharmed.try_create({**pasted(made()), member: value}), f"{member} ", "must be a string!")


URL_OPTIONS = {"urlOptionConnectTimeout": 30000, "urlOptionReadTimeout": 30000, "urlOptionSizeLimit": 1048576}


@pytest.mark.parametrize("member", URL_OPTIONS)
def test_url_option(first_unharmed, member):
    body = {"name": "key", "url": "https://192.0.2.1/"}
    for value in ("5", 1.5, True, []):
        response = first_unharmed.try_create({**body, member: value}, "parse-from-url")
        bad_request(response, f"{member} ", "a whole number!")
    for value in (0, -1, URL_OPTIONS[member] + 1, 2**63 - 1, -(2**63)):
        bad_request(
            first_unharmed.try_create({**body, member: value}, "parse-from-url"),
            text=f"JWK {member} ({value}) is not supported! Valid values: 1 to {URL_OPTIONS[member]}",
        )


def test_long_url(first_unharmed):
    body = {"name": "key", "url": "https://192.0.2.1/" + "x" * 2048}
    bad_request(first_unharmed.try_create(body, "parse-from-url"), "JWK url", "2048")


def test_expired_key(unharmed):
    bad_request(unharmed.try_create(pasted(made(exp=1000000000))), "expired", "2001-09-09T01:46:40Z")


@pytest.mark.parametrize("members,parts", [
    ({"useType": "sig"}, ("useType (sig)", "SIGNATURE, ENCRYPTION")),
    ({"algorithm": "RS256"}, ("RS256", "ES256")),
    ({"algorithm": "X"}, ("algorithm (X)", "ES256")),
    ({"useType": "ENCRYPTION", "algorithm": "ES256"}, ("ES256",)),
], ids=str)
def test_use_or_algorithm_that_does_not_fit(first_unharmed, members, parts):
    bad_request(first_unharmed.try_create(pasted(made(), **members)), *parts)


# Who may.


@pytest.mark.parametrize("route", ["", "parse-from-clipboard"])
def test_access(unharmed, route):
    body = pasted(made())
    error(unharmed.try_create(body, route, token=None), 401, "unauthorized_client", TEXTS["token"])
    for role in ("ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES"):
        token = unharmed.site.token(unharmed.project, roles=(role,))
        error(unharmed.try_create(body, route, token=token), 403, "forbidden", TEXTS["role"])
    response = unharmed.client.post(f"/apiops/projects/nowhere/jwks/{route}", body)
    error(response, 404, "not_found", errors.no_project("nowhere"))


@pytest.mark.parametrize("route", ["", "parse-from-clipboard"])
def test_body(unharmed, route):
    bad_request(unharmed.try_create("", route), "Invalid JSON")
    bad_request(unharmed.try_create("[]", route), "an object")
    response = unharmed.try_create("{}", route, headers={"Content-Type": "text/plain"})
    error(response, 415, "unsupported_media_type")
