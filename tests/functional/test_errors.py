"""Bad input gets a sentence; nothing is stored, nothing is deployed, the process lives."""

import json

import pytest

from harness import errors
from harness.errors import bad_request, error
from harness.tables import ALGORITHMS, ENCRYPTION, SIGNATURE

MIB = 1 << 20
PARAMETERS = ("rsa", "ec", "oct", "okp")


def body(type="EC", **members):
    return {"name": "key", "type": type, **members}


# Texts that clients match on.


@pytest.mark.parametrize(
    "sent",
    [{}, {"type": "RSA"}, {"name": None, "type": "RSA"}, {"name": "", "type": "RSA"}, {"name": ""}],
)
def test_empty_name(unharmed, sent):
    bad_request(unharmed.try_generate(sent), text="JWK name can not be empty!")


@pytest.mark.parametrize("type", [{}, {"type": None}, {"type": ""}])
def test_empty_type(unharmed, type):
    bad_request(unharmed.try_generate({"name": "key", **type}), text="JWK type can not be empty!")


@pytest.mark.parametrize("type", ["X", "rsa", "Rsa", "oct", "RSA ", "RSA2", "ÉC"])
def test_unknown_type(unharmed, type):
    bad_request(
        unharmed.try_generate(body(type)),
        text=f"JWK type ({type}) is not supported! Valid values: RSA, EC, OCT, OKP",
    )


def test_long_values_are_cut(unharmed):
    """A text stays a sentence, whatever is sent."""
    for sent in (body("x" * 100_000), body(ec={"curveType": "é" * 50_000}), body(ec={"algorithm": "x" * 100_000}),
                 body(ec={"keyUseType": "x" * 5000}), body(ec={"expirationTime": "x" * 5000})):
        text = bad_request(unharmed.try_generate(sent), "JWK ")
        assert len(text.encode()) < 1024 and text[:300].count("xx") + text[:300].count("éé") > 0


@pytest.mark.parametrize("sent,ending", [
    (body("EC", ec={"expirationTime": f"2001-01-01T00:00:00.{'0' * 5000}Z"}), "It must be after notBeforeTime"),
    (body("EC", rsa="x" + "é" * 5000), "is a string, but it must be an object!"),
    (body("EC", ec="🔑" * 5000), "is a string, but it must be an object!"),
    ({"name": "x" + "é" * 5000, "type": "EC"}, "At most 128 bytes of UTF-8 are allowed."),
], ids=["time", "object", "wide", "name"])
def test_long_values_leave_the_sentence_whole(unharmed, sent, ending):
    text = bad_request(unharmed.try_generate(sent), ending)
    assert "\ufffd" not in text, "a character was cut in two"


def test_taken_kid_of_many_bytes(workspace):
    kid = "🔑" * 256
    workspace.generate("key", "EC", kid=kid)
    response = workspace.try_generate({"name": "other", "type": "EC", "kid": kid})
    bad_request(response, "is already used in this project!")


@pytest.mark.parametrize("length", [128, 512, 3000])
def test_unknown_project_with_a_long_name(unharmed, length):
    response = unharmed.client.get(f"/apiops/projects/{'x' * length}/jwks/")
    error(response, 404, "not_found", errors.no_project("x" * min(length, 512)))


def test_long_media_type(unharmed):
    response = unharmed.try_generate("{}", headers={"Content-Type": "x" + "é" * 1000})
    text = error(response, 415, "unsupported_media_type")
    assert text.endswith("is not supported! Send application/json in UTF-8.") and "\ufffd" not in text


def test_taken_name(workspace):
    first = workspace.generate("generated-jwk", "RSA")
    before = workspace.bundle().modification_times()
    for type in ("RSA", "EC", "OCT", "OKP"):
        bad_request(
            workspace.try_generate({"name": "generated-jwk", "type": type}),
            text="JWK (name: generated-jwk) is already exist! "
            "Try update operation if want to change its value.",
        )
    assert workspace.get("generated-jwk") == first
    assert workspace.bundle().modification_times() == before


def test_unknown_jwk(unharmed):
    for name in ("key", "another key"):
        response = unharmed.client.get(f"{unharmed.jwks}/{name.replace(' ', '%20')}/")
        bad_request(response, text=f"JWK (name: {name}) is not found!")


# Values that are none of those allowed.

VALID = {
    "rsa keySize": "2048, 3072, 4096",
    "oct keySize": "128, 192, 256, 384, 512",
    "ec curveType": ("P256", "P384", "P521", "SECP256K1"),
    "okp curveType": ("ED25519", "X25519", "ED448", "X448"),
    "keyUseType": "SIGNATURE, ENCRYPTION",
    "keyIdType": "SHA256, SHA1, TIMESTAMP, ISO_DATE, NONE",
}


@pytest.mark.parametrize("type,size", [
    *(("RSA", size) for size in (0, 1, -1, 512, 1024, 2047, 2049, 8192, 2**31, 2**32 + 2048, 2**63 - 1)),
    *(("OCT", size) for size in (0, -128, 8, 64, 127, 129, 1024, 2**32 + 128)),
])
def test_size(unharmed, type, size):
    member = type.lower()
    response = unharmed.try_generate(body(type, **{member: {"keySize": size}}))
    bad_request(response, "keySize", str(size), VALID[f"{member} keySize"])


@pytest.mark.parametrize("size", [2**63, 2**64 + 2048, 10**30, -(2**63) - 1])
@pytest.mark.parametrize("type", ["RSA", "OCT"])
def test_size_beyond_all_bounds(unharmed, type, size):
    bad_request(unharmed.try_generate(body(type, **{type.lower(): {"keySize": size}})), "keySize")


@pytest.mark.parametrize("type,curve", [
    *(("EC", curve) for curve in ("", "p256", "P-257", "ED25519", "X25519", "P256 ", "secp256r1")),
    *(("OKP", curve) for curve in ("", "ed25519", "P256", "SECP256K1", "x448")),
])
def test_curve(unharmed, type, curve):
    member = type.lower()
    response = unharmed.try_generate(body(type, **{member: {"curveType": curve}}))
    bad_request(response, "curveType", curve)
    for valid in VALID[f"{member} curveType"]:
        assert valid in response.json["error_description"].replace("-", "").upper()


@pytest.mark.parametrize("type", ["RSA", "EC", "OCT", "OKP"])
@pytest.mark.parametrize("member,value", [
    ("keyUseType", "sig"), ("keyUseType", "Signature"), ("keyUseType", ""),
    ("keyIdType", "sha256"), ("keyIdType", "MD5"), ("keyIdType", ""),
])
def test_word(unharmed, type, member, value):
    response = unharmed.try_generate(body(type, **{type.lower(): {member: value}}))
    valid = VALID[member]
    if type == "OCT" and member == "keyIdType":
        valid = "NONE"
    bad_request(response, member, value, valid)


@pytest.mark.parametrize("type", ["RSA", "EC", "OCT", "OKP"])
@pytest.mark.parametrize("algorithm", ["", "none", "rs256", "HS1", "RS-256", "ECDH_ES+A128KW", "x" * 60])
def test_unknown_algorithm(unharmed, type, algorithm):
    response = unharmed.try_generate(body(type, **{type.lower(): {"algorithm": algorithm}}))
    bad_request(response, "algorithm", algorithm)


FOREIGN = [
    (type, use, row)
    for type in ("RSA", "EC", "OCT", "OKP")
    for use in (SIGNATURE, ENCRYPTION)
    for row in {row.name: row for row in ALGORITHMS}.values()
    if not any((own.type, own.use, own.name) == (type, use, row.name) for own in ALGORITHMS)
]


@pytest.mark.parametrize("type", ["RSA", "EC", "OCT", "OKP"])
@pytest.mark.parametrize("use", [SIGNATURE, ENCRYPTION])
def test_algorithm_of_another_type_or_use(unharmed, type, use):
    for other_type, other_use, row in FOREIGN:
        if (other_type, other_use) != (type, use):
            continue
        parameters = {"keyUseType": use, "algorithm": row.spelling}
        if type == "OKP" and use == ENCRYPTION:
            parameters["curveType"] = "X25519"
        response = unharmed.try_generate(body(type, **{type.lower(): parameters}))
        bad_request(response, "algorithm")
        assert row.name in response.text or row.spelling in response.text


EC_SIGNATURES = {"ES256": "P256", "ES384": "P384", "ES512": "P521", "ES256K": "SECP256K1"}


@pytest.mark.parametrize("algorithm", EC_SIGNATURES)
def test_ec_curve_and_algorithm_must_agree(unharmed, algorithm):
    for curve in EC_SIGNATURES.values():
        if curve != EC_SIGNATURES[algorithm]:
            response = unharmed.try_generate(
                body("EC", ec={"curveType": curve, "algorithm": algorithm})
            )
            bad_request(response, algorithm)


@pytest.mark.parametrize("parameters", [
    {"curveType": "ED25519", "algorithm": "Ed448"},
    {"curveType": "ED448", "algorithm": "Ed25519"},
    {"curveType": "X25519", "algorithm": "EdDSA"},
    {"curveType": "X448", "algorithm": "EdDSA"},
    {"curveType": "X25519", "keyUseType": SIGNATURE},
    {"curveType": "X448", "keyUseType": SIGNATURE},
    {"curveType": "ED25519", "keyUseType": ENCRYPTION},
    {"curveType": "ED448", "keyUseType": ENCRYPTION},
    {"curveType": "ED25519", "keyUseType": ENCRYPTION, "algorithm": "ECDH-ES"},
    {"curveType": "ED448", "algorithm": "ECDH-ES"},
], ids=str)
def test_okp_contradictions(unharmed, parameters):
    bad_request(unharmed.try_generate(body("OKP", okp=parameters)))


@pytest.mark.parametrize("parameters", [
    {"curveType": "SECP256K1", "keyUseType": ENCRYPTION},
    {"curveType": "SECP256K1", "keyUseType": ENCRYPTION, "algorithm": "ECDH-ES"},
    {"curveType": "secp256k1", "keyUseType": ENCRYPTION, "algorithm": "ECDH_1PU_A256KW"},
], ids=str)
def test_secp256k1_does_not_encrypt(unharmed, parameters):
    bad_request(unharmed.try_generate(body("EC", ec=parameters)))


@pytest.mark.parametrize("size,algorithm,use", [
    (128, "HS256", SIGNATURE), (192, "HS256", SIGNATURE), (256, "HS384", SIGNATURE),
    (128, "HS384", SIGNATURE), (384, "HS512", SIGNATURE), (256, "HS512", SIGNATURE),
    *((size, f"A{bits}{kind}", ENCRYPTION)
      for bits in (128, 192, 256) for kind in ("KW", "GCMKW")
      for size in (128, 192, 256, 384, 512) if size != bits),
])
def test_oct_size_and_algorithm_must_agree(unharmed, size, algorithm, use):
    response = unharmed.try_generate(
        body("OCT", oct={"keySize": size, "keyUseType": use, "algorithm": algorithm})
    )
    bad_request(response, "keySize", str(size), algorithm)


@pytest.mark.parametrize(
    "type,other",
    [(own.upper(), other) for own in PARAMETERS for other in PARAMETERS if other != own],
)
def test_parameters_of_another_type(unharmed, type, other):
    bad_request(unharmed.try_generate(body(type, **{other: {}})), other)


@pytest.mark.parametrize("member,value,least", [
    ("passwordSaltLength", 7, "8"), ("passwordSaltLength", 0, "8"), ("passwordSaltLength", -16, "8"),
    ("passwordIterationCount", 999, "1000"), ("passwordIterationCount", 0, "1000"),
    ("passwordIterationCount", -310000, "1000"),
])
def test_password_parameters(unharmed, member, value, least):
    response = unharmed.try_generate(body(
        "OCT", oct={"keyUseType": ENCRYPTION, "algorithm": "PBES2-HS256+A128KW", member: value}
    ))
    bad_request(response, member, str(value))
    assert least in response.text.replace(",", "")


@pytest.mark.parametrize("member", ["notBeforeTime", "expirationTime"])
@pytest.mark.parametrize("value", [
    "", "tomorrow", "2030-01-01", "2030-01-01T00:00:00", "2030-13-01T00:00:00Z", "2030-02-30T00:00:00Z",
    "2030-01-01T25:00:00Z", "2030-01-01T00:00:00+25:00", "1893456000", " 2030-01-01T00:00:00Z",
    "2030-01-01T00:00:00Z ", "2030-01-01T00:00:00ZZ", "99999-01-01T00:00:00Z",
    "9999-12-31T23:59:59-00:01",
])
def test_time(unharmed, member, value):
    bad_request(unharmed.try_generate(body("EC", ec={member: value})), member, value)


@pytest.mark.parametrize("times", [
    {"notBeforeTime": "2040-01-01T00:00:00Z", "expirationTime": "2039-12-31T23:59:59Z"},
    {"notBeforeTime": "2040-01-01T00:00:00Z", "expirationTime": "2040-01-01T00:00:00Z"},
    {"notBeforeTime": "2040-01-01T00:00:00Z", "expirationTime": "2040-01-01T01:00:00+01:00"},
    {"expirationTime": "2001-01-01T00:00:00Z"},
], ids=str)
def test_expiration_after_not_before(unharmed, times):
    bad_request(unharmed.try_generate(body("EC", ec=times)), "expirationTime", "notBeforeTime")


def test_description_at_most_1024_bytes(workspace):
    longest = "é" * 512
    assert workspace.generate("key", "EC", description=longest)["description"] == longest
    bad_request(
        workspace.try_generate({"name": "other", "type": "EC", "description": longest + "x"}),
        "description", "1024",
    )


# Types of JSON values.

WRONG_TYPES = [
    *(((member,), value) for member in ("name", "type", "description", "kid")
      for value in (5, 1.5, True, False, [], ["RSA"], {}, {"a": 1})),
    *((("ec", member), value)
      for member in ("curveType", "keyUseType", "algorithm", "keyIdType", "notBeforeTime", "expirationTime")
      for value in (5, 0.1, True, [], {})),
    *((("ec",), value) for value in (5, "P256", True, [], [{}])),
]


@pytest.mark.parametrize("path,value", WRONG_TYPES, ids=str)
def test_wrong_type(unharmed, path, value):
    sent = body("EC", ec={})
    target = sent
    for member in path[:-1]:
        target = target[member]
    target[path[-1]] = value
    bad_request(unharmed.try_generate(sent), path[-1])


@pytest.mark.parametrize("member", ["keySize", "passwordSaltLength", "passwordIterationCount"])
@pytest.mark.parametrize("value", ["256", 256.5, True, [], {}, "", [256]], ids=str)
def test_wrong_type_of_number(unharmed, member, value):
    bad_request(unharmed.try_generate(body("OCT", oct={member: value})), member)


@pytest.mark.parametrize("sent", ["[]", '"RSA"', "5", "true", "null", "[{}]"])
def test_body_that_is_no_object(unharmed, sent):
    bad_request(unharmed.try_generate(sent))


# JSON.

FINE = '{"name": "key", "type": "EC"}'


@pytest.mark.parametrize("sent", [
    "", " ", "{", "}", '{"name"}', '{"name": "key", "type": "EC"', '{"name": "key", "type": "EC",}',
    "{'name': 'key', 'type': 'EC'}", '{name: "key", type: "EC"}', FINE + "x", FINE + FINE, FINE + "\0",
    FINE + " null", "\ufeff" + FINE, '/* a comment */' + FINE, '{"name": "key", "type": "EC", "n": NaN}',
    '{"name": "key", "type": "EC", "n": Infinity}', '{"name": "key", "type": "EC", "n": 01}',
    '{"name": "key", "type": "EC", "n": +1}', '{"name": "key", "type": "EC", "n": .5}',
    '{"name": "key", "type": "EC", "n": 1.}', '{"name": "key", "type": "EC", "n": 0x10}',
    '{"name": "key", "type": "EC", "n": True}', '{"name": "key\n", "type": "EC"}',
    '{"name": "key\\x", "type": "EC"}', '{"name": "key\\u12", "type": "EC"}',
    '{"name": "key\\u0000", "type": "EC"}', '{"name": "\\ud800", "type": "EC"}',
    '{"name": "\\udc00\\ud800", "type": "EC"}', '{"name": "key" "type": "EC"}',
], ids=repr)
def test_invalid_json(unharmed, sent):
    bad_request(unharmed.try_generate(sent), "JSON" if sent.strip() else "")


@pytest.mark.parametrize("sent", [
    '{"name": "key", "name": "key", "type": "EC"}',
    '{"name": "key", "type": "RSA", "type": "EC"}',
    '{"name": "key", "type": "EC", "ec": {}, "ec": {}}',
    '{"name": "key", "type": "EC", "ec": {"curveType": "P256", "curveType": "P384"}}',
    '{"name": "key", "type": "EC", "n\\u0061me": "other"}',
    '{"name": "key", "type": "EC", "unknown": [{"a": 1, "a": 2}]}',
])
def test_duplicate_members(unharmed, sent):
    bad_request(unharmed.try_generate(sent))


@pytest.mark.parametrize("broken", [
    b"\xff", b"\xc0\x80", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xf8\x88\x80\x80\x80",
])
@pytest.mark.parametrize("where", [
    b'{"name": "%s", "type": "EC"}', b'{"name": "key", "type": "EC", "description": "%s"}',
    b'{"name": "key", "type": "EC", "%s": 1}', b'{"name": "key", "type": "EC"}%s',
])
def test_broken_utf8(unharmed, broken, where):
    bad_request(unharmed.try_generate(where.replace(b"%s", broken)))


def nested(depth, opening="[", closing="]"):
    """A body whose deepest value stands `depth` levels deep, the outer object being the first."""
    return '{"name": "key", "type": "EC", "x": ' + opening * (depth - 1) + closing * (depth - 1) + "}"


@pytest.mark.parametrize("opening,closing", [("[", "]"), ('{"a":', "}")])
def test_nesting(workspace, opening, closing):
    inner = closing if opening == "[" else "1" + closing
    deep = nested(33, opening, closing).replace(opening + closing, opening + inner)
    fine = nested(32, opening, closing).replace(opening + closing, opening + inner)
    bad_request(workspace.try_generate(deep), "32")
    bad_request(workspace.client.get(f"{workspace.jwks}/key/"), "is not found!")
    assert workspace.try_generate(fine).status == 200


def test_nesting_that_would_exhaust_a_stack(unharmed):
    bad_request(unharmed.try_generate(nested(500_000)))


# The size of a body.


def sized(size):
    sent = json.dumps({"name": "key", "type": "EC", "padding": ""})
    return sent[:-2] + "x" * (size - len(sent)) + sent[-2:]


def test_body_of_1_mib(workspace):
    assert workspace.try_generate(sized(MIB)).status == 200
    assert workspace.get("key")["type"] == "EC"


@pytest.mark.parametrize("size", [MIB + 1, 2 * MIB, 9 * MIB])
def test_larger_body(unharmed, size):
    errors.error(unharmed.try_generate(sized(size)), 413, "payload_too_large")


def test_larger_body_in_chunks(unharmed):
    response = unharmed.try_generate(sized(MIB + 1), headers={"Transfer-Encoding": "chunked"})
    errors.error(response, 413, "payload_too_large")


def test_body_in_chunks(workspace):
    response = workspace.try_generate(
        {"name": "key", "type": "EC"}, headers={"Transfer-Encoding": "chunked"}
    )
    assert response.status == 200


# Media types.


@pytest.mark.parametrize("media_type", [
    "application/json", "application/json; charset=utf-8", 'application/json;charset="UTF-8"',
    "Application/JSON ; charset=UTF-8",
])
def test_media_type(workspace, media_type):
    response = workspace.try_generate(body(), headers={"Content-Type": media_type})
    assert response.status == 200, response.text


@pytest.mark.parametrize("media_type", [
    "text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonx",
    "application/jose+json", "multipart/form-data; boundary=x", "json", "*/*", None,
])
def test_wrong_media_type(unharmed, media_type):
    response = unharmed.try_generate(body(), headers={"Content-Type": media_type})
    errors.error(response, 415, "unsupported_media_type")
