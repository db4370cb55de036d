"""Every type, size, curve, use and algorithm makes a key that consumers accept."""

import pytest

from harness import jose
from harness.tables import (
    ALGORITHMS, EC_CURVES, ENCRYPTION, OCT_SIZES, OKP_CURVES, RSA_SIZES, SIGNATURE,
)


def works_as(jwk, algorithm):
    """The key does in a consumer's hands what its algorithm says."""
    if algorithm.startswith("ECDH-1PU"):
        jose.agrees(jwk)
    elif algorithm in ("Ed25519", "Ed448"):  # labels that consumers here do not know yet
        jose.signs({**jwk, "alg": "EdDSA"}, "EdDSA")
    elif jwk["use"] == "sig":
        jose.signs(jwk, algorithm)
    elif jwk.get("crv") == "secp256k1":
        jose.agrees(jwk)
    else:
        jose.encrypts(jwk, algorithm)


def accepted(jwk, bits=None):
    jose.check_material(jwk, bits)
    if jose.jose_knows(jwk) and jwk["kty"] != "oct":
        jose.jose_accepts(jose.bare(jwk))


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=str)
def test_algorithm(workspace, algorithm):
    shown = workspace.generate("key", algorithm.type, **algorithm.parameters(algorithm.name))
    jwk = jose.jwk_of(shown)
    assert jwk["alg"] == algorithm.name
    assert jwk["use"] == {"SIGNATURE": "sig", "ENCRYPTION": "enc"}[algorithm.use]
    assert jwk.get("crv") == algorithm.curve
    accepted(jwk, algorithm.bits or 2048)
    works_as(jwk, algorithm.name)


@pytest.mark.parametrize(
    "algorithm", [row for row in ALGORITHMS if row.name != row.spelling], ids=str
)
def test_other_spelling_of_algorithm(workspace, algorithm):
    shown = workspace.generate("key", algorithm.type, **algorithm.parameters(algorithm.spelling))
    assert shown["alg"] == algorithm.name
    assert shown[algorithm.type.lower()].get("crv") == algorithm.curve


@pytest.mark.parametrize("size", RSA_SIZES)
def test_rsa_size(workspace, size):
    jwk = jose.jwk_of(workspace.generate("key", "RSA", rsa={"keySize": size}))
    accepted(jwk, size)
    jose.signs(jwk, "PS512")


@pytest.mark.parametrize("size", OCT_SIZES)
@pytest.mark.parametrize("algorithm", [None, "dir", "PBES2-HS256+A128KW"])
def test_oct_size(workspace, size, algorithm):
    asked = {"keySize": size}
    if algorithm:
        asked.update(keyUseType=ENCRYPTION, algorithm=algorithm)
    jwk = jose.jwk_of(workspace.generate("key", "OCT", oct=asked))
    accepted(jwk, size)
    if algorithm:
        works_as(jwk, algorithm)


@pytest.mark.parametrize("size,algorithm", [(512, "HS256"), (512, "HS384"), (384, "HS256")])
def test_oct_longer_than_its_hash(workspace, size, algorithm):
    jwk = jose.jwk_of(workspace.generate("key", "OCT", oct={"keySize": size, "algorithm": algorithm}))
    accepted(jwk, size)
    jose.signs(jwk, algorithm)


@pytest.mark.parametrize(
    "type,asked,crv",
    [("EC", name, crv) for request, crv in EC_CURVES.items() for name in (request, crv)]
    + [("OKP", name, crv) for request, crv in OKP_CURVES.items() for name in sorted({request, crv})],
)
def test_curve_in_both_spellings(workspace, type, asked, crv):
    jwk = jose.jwk_of(workspace.generate("key", type, **{type.lower(): {"curveType": asked}}))
    assert jwk["crv"] == crv and "alg" not in jwk
    assert jwk["use"] == ("enc" if crv in ("X25519", "X448") else "sig")
    accepted(jwk)
    if crv.startswith("Ed"):
        jose.signs(jwk, "EdDSA")
    else:
        jose.agrees(jwk)


@pytest.mark.parametrize(
    "type,kty,bits,crv",
    [("RSA", "RSA", 2048, None), ("EC", "EC", None, "P-256"), ("OCT", "oct", 256, None),
     ("OKP", "OKP", None, "Ed25519")],
)
def test_short_form_takes_the_defaults(workspace, type, kty, bits, crv):
    shown = workspace.generate("key", type, description="Auto-generated JWK")
    jwk = jose.jwk_of(shown)
    assert (jwk["kty"], jwk.get("crv"), jwk["use"], shown["alg"]) == (kty, crv, "sig", None)
    accepted(jwk, bits)


@pytest.mark.parametrize("type", ["RSA", "EC", "OCT", "OKP"])
def test_empty_parameters_are_the_defaults(workspace, type):
    shown = workspace.generate("key", type, **{type.lower(): {}})
    assert (shown["use"], shown["alg"]) == ("sig", None)


@pytest.mark.parametrize("type", ["RSA", "EC", "OCT"])
@pytest.mark.parametrize("use,short", [(SIGNATURE, "sig"), (ENCRYPTION, "enc")])
def test_use_without_algorithm(workspace, type, use, short):
    shown = workspace.generate("key", type, **{type.lower(): {"keyUseType": use}})
    assert (shown["use"], shown["alg"]) == (short, None)


def test_unknown_members_are_ignored(workspace):
    shown = workspace.generate("key", "EC", somethingNew=[{"a": None}], ec={"somethingNew": 1})
    assert shown["ec"]["crv"] == "P-256"


def test_null_members_are_absent(workspace):
    shown = workspace.generate(
        "key", "EC", description=None, kid=None, rsa=None,
        ec={"curveType": None, "algorithm": None, "keyUseType": None, "keyIdType": None,
            "notBeforeTime": None, "expirationTime": None},
    )
    assert shown["ec"]["crv"] == "P-256" and shown["description"] is None


def test_password_parameters(workspace):
    workspace.generate(
        "key", "OCT",
        oct={"keyUseType": ENCRYPTION, "algorithm": "PBES2-HS512+A256KW",
             "passwordSaltLength": 8, "passwordIterationCount": 1000},
    )


def generate_until(workspace, type, wanted, limit, **parameters):
    """Generates keys until one is `wanted`; bounded, so that a bias shows."""
    for number in range(limit):
        jwk = jose.jwk_of(workspace.generate(f"key-{number}", type, **parameters))
        jose.check_material(jwk, 2048)
        if wanted(jwk):
            return jwk
    raise AssertionError(f"no such key among {limit}: is there a bias?")


def begins_with_zero(jwk):
    return any(jose.unpad(jwk[name])[0] == 0 for name in ("x", "y", "d") if name in jwk)


def has_a_short_integer(jwk):
    """A private member that would begin with a zero byte if it were as wide as its siblings."""
    return any(len(jose.unpad(jwk[name])) < 128 for name in ("p", "q", "dp", "dq", "qi")) or (
        len(jose.unpad(jwk["d"])) < 256
    )


# One key in 256 for each member: the bound is missed by chance less than once in 2 to the 40.
@pytest.mark.parametrize(
    "type,parameters,algorithm",
    [
        ("EC", {"ec": {"curveType": "P256"}}, "ES256"),
        ("EC", {"ec": {"curveType": "P384"}}, "ES384"),
        ("EC", {"ec": {"curveType": "SECP256K1"}}, "ES256K"),
        ("OKP", {"okp": {"curveType": "ED25519"}}, "EdDSA"),
    ],
    ids=["P-256", "P-384", "secp256k1", "Ed25519"],
)
def test_a_leading_zero_byte_stays(bare_workspace, type, parameters, algorithm):
    """Members keep their full width when they begin with a zero byte, and the key works."""
    jwk = generate_until(bare_workspace, type, begins_with_zero, 4000, **parameters)
    jose.signs(jwk, algorithm)


@pytest.mark.parametrize("member", ["x", "y", "d"])
def test_leading_zero_bytes_of_p521_stay(bare_workspace, member):
    """521 bits leave the first of 66 bytes with one bit: every other key begins with zero."""
    jwk = generate_until(
        bare_workspace, "EC", lambda jwk: jose.unpad(jwk[member])[0] == 0, 60, ec={"curveType": "P521"}
    )
    jose.signs(jwk, "ES512")


def test_rsa_integers_are_minimal(bare_workspace):
    """Unlike coordinates, RSA integers lose their leading zero bytes; the key works all the same."""
    jwk = generate_until(bare_workspace, "RSA", has_a_short_integer, 1500)
    jose.jose_accepts(jose.bare(jwk))
    jose.signs(jwk, "PS256")
    jose.encrypts(jose.bare(jwk), "RSA-OAEP")
