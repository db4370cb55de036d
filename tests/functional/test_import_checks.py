"""Keys from outside with one thing wrong: refused with a text that names it, and nothing is stored."""

import json

import pytest
from jwcrypto import jwk as jwcrypto_jwk

from harness import jose
from harness.broken import (
    key, last_bits, of, other, primes, public, rsa_of, rsa_with_composite_factor, rsa_with_exponent, shifted,
    with_members,
)
from harness.errors import bad_request

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1


def little(number, width):
    return jose.pad(number.to_bytes(width, "little"))


def okp(crv, x):
    return {"kty": "OKP", "crv": crv, "x": x}


# Each: what is wrong, a key with exactly that, parts of the text.

RSA = [
    ("modulus of 1024 bits", lambda: public(other("RSA", size=1024)), ("n", "1024", "2048")),
    ("modulus of 2047 bits", lambda: public(key("RSA"), n=of((1 << 2046) + 1)), ("n", "2047", "2048")),
    ("modulus of 8200 bits", lambda: public(key("RSA"), n=of((1 << 8199) + 1)), ("n", "8200", "8192")),
    ("even modulus", lambda: public(shifted(key("RSA"), "n", 1)), ("n", "odd")),
    ("e is 1", lambda: public(key("RSA"), e=of(1)), ('"e"',)),
    ("e is 3", lambda: rsa_with_exponent(3), ('"e"', "65537")),
    ("e is 17", lambda: rsa_with_exponent(17), ('"e"', "65537")),
    ("e is 65535", lambda: public(key("RSA"), e=of(65535)), ('"e"', "65537")),
    ("e is 65536", lambda: public(key("RSA"), e=of(65536)), ('"e"',)),
    ("e has 257 bits", lambda: public(key("RSA"), e=of(2**256 + 1)), ('"e"', "256")),
    ("n is prime", lambda: public(key("RSA"), n=of(2**2203 - 1)), ('"n"', "prime")),
    ("e is even", lambda: public(key("RSA"), e=of(65538)), ('"e"', "odd")),
    ("p q is not n", lambda: shifted(key("RSA"), "n", 2), ('"n"', '"p"', '"q"')),
    ("another p", lambda: with_members(key("RSA"), p=other("RSA")["p"]), ('"p"',)),
    ("d does not belong to e", lambda: shifted(key("RSA"), "d", 2), ('"d"',)),
    ("d is even", lambda: shifted(key("RSA"), "d", 1), ('"d"',)),
    ("another dp", lambda: shifted(key("RSA"), "dp", 2), ('"dp"',)),
    ("another dq", lambda: shifted(key("RSA"), "dq", 2), ('"dq"',)),
    ("another qi", lambda: shifted(key("RSA"), "qi", 1), ('"qi"',)),
    ("p and q exchanged", lambda: with_members(key("RSA"), p=key("RSA")["q"], q=key("RSA")["p"]), ('"qi"',)),
    ("p is composite", rsa_with_composite_factor, ("prime",)),
    ("q for p", lambda: with_members(key("RSA"), p=key("RSA")["q"]), ('"p"',)),
    ("another private half", lambda: with_members(
        other("RSA"), n=key("RSA")["n"], e=key("RSA")["e"]), ('"n"',)),
    ("another p without q", lambda: with_members(key("RSA"), p=other("RSA")["p"], q=None), ('"p"',)),
    ("p without d", lambda: with_members(key("RSA"), d=None), ('"d"',)),
    ("no n", lambda: public(key("RSA"), n=None), ('"n"',)),
    ("no e", lambda: public(key("RSA"), e=None), ('"e"',)),
    ("leading zero byte", lambda: public(key("RSA"), n=jose.pad(b"\0" + jose.unpad(key("RSA")["n"]))), ('"n"', "zero")),
    ("more primes", lambda: with_members(key("RSA"), oth=[]), ('"oth"',)),
]

CURVES = [
    ("y of another point", lambda: public(key(), y=other()["y"]), ("curve",)),
    ("one bit of x", lambda: public(shifted(key(), "x", 1)), ("curve",)),
    ("the point (0, 0)", lambda: public(key(), x=of(0, 32), y=of(0, 32)), ("curve",)),
    ("x beyond the field", lambda: public(key(), x=of(P256 + 5, 32)), ('"x"',)),
    ("x too short", lambda: public(key(), x=jose.pad(jose.unpad(key()["x"])[1:])), ('"x"', "32")),
    ("x too long", lambda: public(key(), x=jose.pad(b"\0" + jose.unpad(key()["x"]))), ('"x"', "32")),
    ("d too long", lambda: with_members(key(), d=jose.pad(b"\0" + jose.unpad(key()["d"]))), ('"d"', "32")),
    ("d of another key", lambda: with_members(key(), d=other()["d"]), ('"d"',)),
    ("d is zero", lambda: with_members(key(), d=of(0, 32)), ('"d"',)),
    ("another curve", lambda: public(key(), crv="P-384"), ('"x"', "P-384")),
    ("secp256k1 for P-256", lambda: public(key(), crv="secp256k1"), ("curve",)),
    ("unknown curve", lambda: public(key(), crv="P-192"), ('"crv"', "P-192", "P-256, P-384, P-521, secp256k1")),
    ("curve of OKP", lambda: public(key(), crv="Ed25519"), ('"crv"', "Ed25519")),
    ("no curve", lambda: public(key(), crv=None), ('"crv"',)),
    ("no x", lambda: public(key(), x=None), ('"x"',)),
    ("no y", lambda: public(key(), y=None), ('"y"',)),
    ("off secp256k1", lambda: public(shifted(key(crv="secp256k1"), "x", 1)), ("curve",)),
    ("d of another key, secp256k1",
     lambda: with_members(key(crv="secp256k1"), d=other(crv="secp256k1")["d"]), ('"d"',)),
    ("off P-521", lambda: public(shifted(key(crv="P-521"), "y", -1)), ("curve",)),
]

EDWARDS = [
    ("identity of Ed25519", lambda: okp("Ed25519", little(1, 32)), ("order",)),
    ("point of order 2 of Ed25519", lambda: okp("Ed25519", little(2**255 - 20, 32)), ("order",)),
    ("identity of Ed448", lambda: okp("Ed448", little(1, 57)), ("order",)),
    ("off Ed25519", lambda: okp("Ed25519", little(2, 32)), ("no point of Ed25519",)),
    ("zero of X25519", lambda: okp("X25519", little(0, 32)), ("order",)),
    ("one of X25519", lambda: okp("X25519", little(1, 32)), ("order",)),
    ("zero of X448", lambda: okp("X448", little(0, 56)), ("order",)),
    ("9 of X25519, not reduced", lambda: okp("X25519", little(2**255 - 10, 32)), ("only form",)),
    ("9 of X25519, with the bit that is not used", lambda: okp("X25519", little(2**255 + 9, 32)), ("only form",)),
    ("4 of X448, not reduced", lambda: okp("X448", little(2**448 - 2**224 + 3, 56)), ("only form",)),
    ("x too short", lambda: okp("Ed25519", jose.pad(jose.unpad(key("OKP")["x"])[1:])), ('"x"', "32")),
    *((f"d of another key, {crv}",
       lambda crv=crv: with_members(key("OKP", crv=crv), d=other("OKP", crv=crv)["d"]), ('"d"',))
      for crv in ("Ed25519", "Ed448", "X25519", "X448")),
    ("unknown curve", lambda: okp("Ed25519x", key("OKP")["x"]), ('"crv"', "Ed25519x", "Ed25519, X25519, Ed448, X448")),
    ("curve of EC", lambda: okp("P-256", key()["x"]), ('"crv"', "P-256")),
    ("a y", lambda: {**key("OKP"), "k": "AAAA"}, ('"k"',)),
]

TYPES = [
    ("no kty", lambda: with_members(key(), kty=None), ('"kty"',)),
    ("unknown kty", lambda: with_members(key(), kty="AKP"), ('"kty"', "AKP", "RSA, EC, oct, OKP")),
    ("kty in other letters", lambda: with_members(key("oct"), kty="OCT"), ('"kty"', "OCT")),
    ("kty that is no string", lambda: with_members(key(), kty=["EC"]), ('"kty"', "string")),
    ("empty k", lambda: with_members(key("oct"), k=""), ('"k"',)),
    ("no k", lambda: with_members(key("oct"), k=None), ('"k"',)),
    ("x that is no string", lambda: public(key(), x=5), ('"x"', "string")),
    ("private member of another type", lambda: with_members(key(), k="AAAA"), ('"k"',)),
]

BASE64URL = [
    ("padding", lambda: public(key(), x=key()["x"] + "="), ('"x"', "base64url")),
    ("plus", lambda: public(key(), x="+" + key()["x"][1:]), ('"x"', "base64url")),
    ("slash", lambda: public(key(), x="/" + key()["x"][1:]), ('"x"', "base64url")),
    ("blank", lambda: public(key(), x=key()["x"] + " "), ('"x"', "base64url")),
    ("newline", lambda: public(key(), x=key()["x"][:8] + "\n" + key()["x"][8:]), ('"x"', "base64url")),
    ("other letters", lambda: public(key(), x="é" + key()["x"][1:]), ('"x"', "base64url")),
    ("a single letter at the end", lambda: public(key("RSA"), e="AQABA"), ('"e"', "base64url")),
    ("last bits of x", lambda: public(key(), x=last_bits(key()["x"])), ('"x"', "base64url")),
    ("last bits of d", lambda: with_members(key(), d=last_bits(key()["d"])), ('"d"', "base64url")),
    ("last bits of n", lambda: public(key("RSA"), n=last_bits(key("RSA")["n"])), ('"n"', "base64url")),
    ("last bits of k", lambda: with_members(key("oct"), k=last_bits(key("oct")["k"])), ('"k"', "base64url")),
]

USES = [
    ("alg of another type", lambda: with_members(key(), alg="RS256"), ('"alg"', "RS256", "ES256")),
    ("alg of another curve", lambda: with_members(key(), alg="ES384"), ('"alg"', "ES384", "ES256")),
    ("alg of another curve of OKP", lambda: with_members(key("OKP"), alg="Ed448"), ('"alg"', "Ed448")),
    ("alg that needs a longer key", lambda: with_members(key("oct"), alg="HS512"), ('"alg"', "HS512", "256")),
    ("alg that needs a shorter key", lambda: with_members(key("oct"), alg="A128KW"), ('"alg"', "A128KW", "256")),
    ("unknown alg", lambda: with_members(key("RSA"), alg="RS1"), ('"alg"', "RS1", "RS256")),
    ("alg none", lambda: with_members(key("RSA"), alg="none"), ('"alg"', "none")),
    ("alg that is no string", lambda: with_members(key("RSA"), alg=256), ('"alg"', "string")),
    ("alg contradicts use", lambda: with_members(key("RSA"), alg="RS256", use="enc"), ('"alg"', '"use"')),
    ("unknown use", lambda: with_members(key("RSA"), use="both"), ('"use"', "both", "sig, enc")),
    ("use of another curve", lambda: with_members(key("OKP"), use="enc"), ("Ed25519", "encryption")),
    ("use contradicts X25519", lambda: with_members(key("OKP", crv="X25519"), use="sig"), ("X25519", "signatures")),
    ("secp256k1 encrypts", lambda: with_members(key(crv="secp256k1"), use="enc"), ("secp256k1", "encryption")),
    ("key_ops contradict use",
     lambda: with_members(key("RSA"), use="sig", key_ops=["encrypt"]), ('"key_ops"', '"use"')),
    ("use contradicts key_ops", lambda: with_members(key("RSA"), use="enc", key_ops=["sign"]), ('"key_ops"', '"use"')),
    ("key_ops contradict alg",
     lambda: with_members(key("RSA"), alg="RS256", key_ops=["wrapKey"]), ('"key_ops"', '"alg"')),
    ("key_ops of both", lambda: with_members(key("RSA"), key_ops=["sign", "decrypt"]), ('"key_ops"',)),
    ("key_ops twice", lambda: with_members(key("RSA"), key_ops=["sign", "sign"]), ('"key_ops"', "sign", "twice")),
    ("key_ops that are no array", lambda: with_members(key("RSA"), key_ops="sign"), ('"key_ops"', "array")),
    ("key_ops that are no strings", lambda: with_members(key("RSA"), key_ops=[1]), ('"key_ops"', "strings")),
]

OTHERS = [
    ("empty kid", lambda: with_members(key(), kid=""), ('"kid"', "empty")),
    ("long kid", lambda: with_members(key(), kid="x" * 257), ('"kid"', "257", "256")),
    ("kid with a control character", lambda: with_members(key(), kid="a\tb"), ('"kid"', "control")),
    ("kid that is no string", lambda: with_members(key(), kid=7), ('"kid"', "string")),
    ("nbf that is no number", lambda: with_members(key(), nbf="2030"), ('"nbf"', "2030")),
    ("negative exp", lambda: with_members(key(), exp=-1), ('"exp"', "-1")),
    ("exp before nbf", lambda: with_members(key(), nbf=4102444800, exp=4102444799), ('"exp"', '"nbf"')),
    ("exp in the past", lambda: with_members(key(), exp=1500000000), ("expired", "2017-07-14")),
    ("certificates that are none", lambda: public(key(), x5c=["AAAA"]), ('"x5c"',)),
    ("thumbprint of no certificate", lambda: public(key(), **{"x5t#S256": "AAAA"}), ('"x5t#S256"',)),
]

SETS = [
    ("no key", {"keys": []}, None, ("no keys",)),
    ("keys that are no array", {"keys": {}}, None, ('"keys"', "array")),
    ("two keys and no kid", {"keys": [key(kid="a"), key(kid="b")]}, None, ("kid", "a, b")),
    ("unknown kid", {"keys": [key(kid="a"), key(kid="b")]}, "c", ("(c)", "a, b")),
    ("kid twice", {"keys": [key(kid="a"), key("RSA", kid="a")]}, "a", ("(a)", "2 keys")),
    ("single JWK with another kid", key(kid="a"), "b", ("(b)", "a")),
    ("single JWK without kid", with_members(key(), kid=None), "b", ("(b)",)),
    ("a key that is no object", {"keys": ["a"]}, None, ("object",)),
    ("a broken key", {"keys": [public(key(), y=None, kid="a")]}, "a", ('"y"',)),
]

TEXTS = [
    ("no JSON", "eyJ", ("JSON",)), ("PEM", "-----BEGIN PUBLIC KEY-----", ("JSON",)), ("an array", "[]", ("object",)),
    ("a string", '"x"', ("object",)), ("an empty object", "{}", ('"kty"',)),
    ("more behind", '{"kty":"EC"} {}', ("JSON",)), ("a member twice", '{"kty":"EC","kty":"EC"}', ("kty",)),
    ("too deep", '{"kty":"EC","a":' + "[" * 40 + "]" * 40 + "}", ("32",)),
]


def refused(workspace, text, parts, kid=None):
    """Refused, and what is said quotes nothing of the key that is a secret."""
    response = workspace.try_create({"name": "key", "jwkStr": text, "kid": kid}, "parse-from-clipboard")
    description = bad_request(response, *parts)
    try:
        tree = json.loads(text)
    except ValueError:
        return
    for jwk in tree.get("keys", [tree]) if isinstance(tree, dict) else []:
        for member in jose.PRIVATE_MEMBERS:
            value = jwk.get(member) if isinstance(jwk, dict) else None
            if isinstance(value, str) and len(value) > 8:
                assert value[:16] not in description


@pytest.mark.parametrize(
    "make,parts", [row[1:] for row in (*RSA, *CURVES, *EDWARDS, *TYPES, *BASE64URL, *USES, *OTHERS)],
    ids=[f"{table}: {row[0]}" for table, rows in (
        ("RSA", RSA), ("EC", CURVES), ("OKP", EDWARDS), ("type", TYPES), ("base64url", BASE64URL), ("use", USES),
        ("other", OTHERS)) for row in rows],
)
def test_broken_key(first_unharmed, make, parts):
    refused(first_unharmed, json.dumps(make()), parts)


@pytest.mark.parametrize("tree,kid,parts", [row[1:] for row in SETS], ids=[row[0] for row in SETS])
def test_set(first_unharmed, tree, kid, parts):
    refused(first_unharmed, json.dumps(tree), parts, kid)


@pytest.mark.parametrize("text,parts", [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_text(first_unharmed, text, parts):
    refused(first_unharmed, text, parts)


# What may be missing or more.


@pytest.mark.parametrize("missing", [
    ("dp",), ("dq",), ("qi",), ("dp", "dq", "qi"), ("q",), ("p", "q", "dp", "dq", "qi"),
], ids=" ".join)
def test_missing_members_are_computed(first_workspace, missing):
    jwk = key("RSA")
    whole = jose.jwk_of(first_workspace.paste("key", with_members(jwk, **dict.fromkeys(missing))))
    jose.check_material(whole, 2048)
    assert (whole["n"], whole["e"]) == (jwk["n"], jwk["e"])
    assert {whole["p"], whole["q"]} == {jwk["p"], jwk["q"]}
    jwcrypto_jwk.JWK(**jose.bare(whole))
    jose.signs({**whole, "use": "sig"}, "PS256")
    opened = first_workspace.bundle().open_private("key")
    assert jose.bare(opened) == jose.bare(whole)


UNKNOWN = {"ext": True, "https://example.org/owner": {"name": "é", "list": [1, 2.5, None, "x"]}, "iat": 1700000000}


@pytest.mark.parametrize("kty", ["RSA", "EC", "OKP"])
def test_unknown_members_of_a_public_key_are_published(first_workspace, kty):
    first_workspace.paste("key", {**public(key(kty)), **UNKNOWN})
    [published] = first_workspace.bundle().public_set()
    assert {name: published[name] for name in UNKNOWN} == UNKNOWN
    jwcrypto_jwk.JWK(**published)


@pytest.mark.parametrize("kty", ["RSA", "EC", "OKP", "oct"])
def test_unknown_members_of_a_private_key_are_dropped(first_workspace, kty):
    shown = first_workspace.paste("key", {**key(kty), **UNKNOWN})
    bundle = first_workspace.bundle()
    for jwk in (jose.jwk_of(shown), bundle.open_private("key"), *bundle.all_public()):
        assert not UNKNOWN.keys() & jwk.keys()
