"""Keys in the hands of consumers: the jose tool, and jwcrypto for what jose 11 does not know."""

import base64
import json
import math
import subprocess
import tempfile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, x448, x25519
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws

from harness.settings import DEADLINE

# Bytes of a coordinate and of the private value.
WIDTHS = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}
OKP_WIDTHS = {"Ed25519": 32, "X25519": 32, "Ed448": 57, "X448": 56}
PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "k", "oth")
PUBLIC_MEMBERS = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x"), "oct": ()}
JOSE_CURVES = ("P-256", "P-384", "P-521")


def unpad(text):
    """The bytes of base64url without padding; any other spelling is refused."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, f"not base64url: {text}"
    return data


def pad(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def run(*arguments, input=None, key=None):
    """Runs jose; the bytes it prints, or None when it exits with an error."""
    with tempfile.NamedTemporaryFile("w") as file:
        command = ["jose", *arguments]
        if key is not None:
            json.dump(key, file)
            file.flush()
            command += ["-k", file.name]
        done = subprocess.run(
            command, input=input, capture_output=True, timeout=DEADLINE, check=False
        )
    return done.stdout if done.returncode == 0 else None


def decrypt(path, key):
    plain = run("jwe", "dec", "-i", str(path), "-k", str(key))
    assert plain is not None, f"jose does not open {path} with {key}"
    return plain


def public_half(jwk):
    return {name: value for name, value in jwk.items() if name not in PRIVATE_MEMBERS}


def bare(jwk):
    """Only key type and material: consumers then choose the algorithm."""
    names = ("kty", *PUBLIC_MEMBERS[jwk["kty"]], *PRIVATE_MEMBERS)
    return {name: jwk[name] for name in names if name in jwk}


def jwk_of(shown):
    """The JWK in an answer of GET .../jwks/{name}/."""
    kty = {"OCT": "oct"}.get(shown["type"], shown["type"])
    jwk = {"kty": kty, **shown[shown["type"].lower()]}
    for member in ("kid", "use", "alg"):
        if shown[member] is not None:
            jwk[member] = shown[member]
    return jwk


def integer(text):
    return int.from_bytes(unpad(text), "big")


def check_material(jwk, bits=None):
    """Every member has the width that RFC 7518 and 8037 ask for, and the parts belong together."""
    {"RSA": check_rsa, "EC": check_ec, "OKP": check_okp, "oct": check_oct}[jwk["kty"]](jwk, bits)


def check_rsa(jwk, bits):
    n, e, d, p, q, dp, dq, qi = (integer(jwk[name]) for name in ("n", "e", "d", "p", "q", "dp", "dq", "qi"))
    assert n.bit_length() == bits and e == 65537
    assert len(unpad(jwk["n"])) == bits // 8 and jwk["e"] == "AQAB", "n and e are minimal"
    for name in ("d", "p", "q", "dp", "dq", "qi"):
        assert unpad(jwk[name])[0] != 0, f"{name} is minimal (RFC 7518 section 6.3.2)"
    assert p * q == n
    assert e * d % math.lcm(p - 1, q - 1) == 1
    assert dp == d % (p - 1) and dq == d % (q - 1) and qi * q % p == 1


def check_ec(jwk, _bits):
    for name in ("x", "y", "d"):
        assert len(unpad(jwk[name])) == WIDTHS[jwk["crv"]], f"{name} of {jwk['crv']} has its full width"
    curve = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1, "secp256k1": ec.SECP256K1}
    public = ec.derive_private_key(integer(jwk["d"]), curve[jwk["crv"]]()).public_key().public_numbers()
    assert (public.x, public.y) == (integer(jwk["x"]), integer(jwk["y"])), "d belongs to x and y"


def check_okp(jwk, _bits):
    private = {
        "Ed25519": ed25519.Ed25519PrivateKey,
        "Ed448": ed448.Ed448PrivateKey,
        "X25519": x25519.X25519PrivateKey,
        "X448": x448.X448PrivateKey,
    }[jwk["crv"]]
    for name in ("x", "d"):
        assert len(unpad(jwk[name])) == OKP_WIDTHS[jwk["crv"]]
    assert raw_public(private.from_private_bytes(unpad(jwk["d"]))) == unpad(jwk["x"]), "d belongs to x"


def raw_public(private):
    return private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )


def check_oct(jwk, bits):
    assert len(unpad(jwk["k"])) * 8 == bits


# Using a key. jose 11 speaks for RSA, oct and the NIST curves.


def jose_knows(jwk):
    return jwk["kty"] in ("RSA", "oct") or jwk.get("crv") in JOSE_CURVES


def signs(jwk, algorithm):
    """Signs with the private half, verifies with the public one, and refuses a changed payload."""
    verifier = jwk if jwk["kty"] == "oct" else public_half(jwk)
    if jose_knows(jwk):
        signature = run(
            "jws", "sig", "-I-", "-s", json.dumps({"protected": {"alg": algorithm}}),
            "-c", input=b"a payload", key=jwk,
        )
        assert signature is not None, f"jose signs with {jwk['kty']} {algorithm}"
        signature = signature.decode().strip()
        assert run("jws", "ver", "-i-", input=signature.encode(), key=verifier) is not None
        header, _, tag = signature.split(".")
        forged = ".".join((header, pad(b"another"), tag))
        assert run("jws", "ver", "-i-", input=forged.encode(), key=verifier) is None
        return
    token = jwcrypto_jws.JWS(b"a payload")
    token.allowed_algs = [algorithm]
    token.add_signature(jwcrypto_jwk.JWK(**jwk), alg=algorithm, protected=json.dumps({"alg": algorithm}))
    received = jwcrypto_jws.JWS()
    received.allowed_algs = [algorithm]
    received.deserialize(token.serialize(compact=True), key=jwcrypto_jwk.JWK(**verifier))
    assert received.payload == b"a payload"


def encrypts(jwk, algorithm):
    """Encrypts to the public half and decrypts with the private one."""
    encryption = "A128CBC-HS256"
    if algorithm == "dir":  # the key is the content key: its size chooses, jose minds a label
        encryption = DIRECT[len(unpad(jwk["k"])) * 8]
        jwk = bare(jwk)
    if algorithm in OAEP_HASHES:
        return oaep(jwk, OAEP_HASHES[algorithm])
    sender = jwk if jwk["kty"] == "oct" else public_half(jwk)
    token = jwcrypto_jwe.JWE(
        b"a payload", json.dumps({"alg": algorithm, "enc": encryption}), algs=[algorithm, encryption]
    )
    token.add_recipient(jwcrypto_jwk.JWK(**sender))
    compact = token.serialize(compact=True)
    if jose_knows(jwk) and algorithm in JOSE_DECRYPTS:
        plain = run("jwe", "dec", "-i-", input=compact.encode(), key=jwk)
        assert plain == b"a payload", f"jose decrypts with {jwk['kty']} {algorithm}"
        return
    received = jwcrypto_jwe.JWE(algs=[algorithm, encryption])
    received.deserialize(compact, key=jwcrypto_jwk.JWK(**jwk))
    assert received.payload == b"a payload"


def oaep(jwk, digest):
    """Neither consumer knows these two; the key goes through the primitive itself."""
    key = jwcrypto_jwk.JWK(**bare(jwk))
    scheme = padding.OAEP(padding.MGF1(digest), digest, None)
    sealed = key.get_op_key("encrypt").encrypt(b"a payload", scheme)
    assert key.get_op_key("decrypt").decrypt(sealed, scheme) == b"a payload"


DIRECT = {128: "A128GCM", 192: "A192GCM", 256: "A256GCM", 384: "A192CBC-HS384", 512: "A256CBC-HS512"}
OAEP_HASHES = {"RSA-OAEP-384": hashes.SHA384(), "RSA-OAEP-512": hashes.SHA512()}
JOSE_DECRYPTS = (
    "RSA1_5",
    "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW",
    "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "dir",
    "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW",
)


def agrees(jwk):
    """The private half agrees with a stranger on the same secret as the public half does."""
    key = jwcrypto_jwk.JWK(**bare(jwk))
    ours = key.get_op_key("unwrapKey")
    theirs = key.get_op_key("wrapKey")
    if jwk["kty"] == "EC":
        other = ec.generate_private_key(theirs.curve)
        assert ours.exchange(ec.ECDH(), other.public_key()) == other.exchange(ec.ECDH(), theirs)
    else:
        other = type(ours).generate()
        assert ours.exchange(other.public_key()) == other.exchange(theirs)


def thumbprint(jwk, digest="S256"):
    """The RFC 7638 thumbprint: jose's, and jwcrypto's for what jose does not know."""
    if jose_knows(jwk) and jwk["kty"] != "oct":
        printed = run("jwk", "thp", "-i-", "-a", digest, input=json.dumps(jwk).encode())
        assert printed is not None
        return printed.decode().strip()
    algorithm = {"S256": hashes.SHA256(), "S1": hashes.SHA1()}[digest]
    return jwcrypto_jwk.JWK(**bare(jwk)).thumbprint(algorithm)


def jose_accepts(jwk):
    """jose takes the key, and its own public half equals ours."""
    published = run("jwk", "pub", "-i-", input=json.dumps(jwk).encode())
    assert published is not None, "jose reads the key"
    mine = {k: v for k, v in public_half(jwk).items() if k in PUBLIC_MEMBERS[jwk["kty"]]}
    theirs = json.loads(published)
    assert mine == {k: theirs[k] for k in mine}
