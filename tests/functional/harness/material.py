"""Keys, certificates and keystores made by the tools that people have them from."""

import functools
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x448, x25519
from jwcrypto import jwk as jwcrypto_jwk

from harness import jose
from harness.stored import tool

DER = serialization.Encoding.DER
RAW, PLAIN = serialization.Encoding.Raw, serialization.NoEncryption()
RSA_SIZES = (2048, 3072, 4096)
PASSWORD = "a secret é"


def files(content):
    """A directory with these files."""
    directory = tempfile.TemporaryDirectory()
    for name, data in content.items():
        (Path(directory.name) / name).write_bytes(data)
    return directory


# Private keys.


def openssl_rsa(bits):
    return tool("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}")


def openssl_rsa_pkcs1(bits):
    return tool("openssl", "genrsa", "-traditional", str(bits))


def openssl_ec(curve):
    return tool("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}")


def openssl_ec_sec1(curve):
    """With the curve's parameters in a block of their own before the key."""
    return tool("openssl", "ecparam", "-name", curve, "-genkey")


def openssl_okp(algorithm):
    return tool("openssl", "genpkey", "-algorithm", algorithm)


def certtool_key(*options):
    """With some words about the key before the block, as certtool has it."""
    return tool("certtool", "--generate-privkey", *options)


PRIVATE = {
    **{f"openssl RSA {bits}": functools.partial(openssl_rsa, bits) for bits in RSA_SIZES},
    "openssl RSA PKCS#1": functools.partial(openssl_rsa_pkcs1, 2048),
    **{f"openssl {curve}": functools.partial(openssl_ec, curve) for curve in ("P-256", "P-384", "P-521", "secp256k1")},
    **{f"openssl SEC 1 {curve}": functools.partial(openssl_ec_sec1, curve)
       for curve in ("prime256v1", "secp384r1", "secp521r1", "secp256k1")},
    **{f"openssl {name}": functools.partial(openssl_okp, name) for name in ("ED25519", "ED448", "X25519", "X448")},
    "certtool RSA": functools.partial(certtool_key, "--key-type", "rsa", "--bits", "2048"),
    "certtool RSA PKCS#8": functools.partial(
        certtool_key, "--key-type", "rsa", "--bits", "3072", "--pkcs8", "--password="),
    **{f"certtool {curve}": functools.partial(certtool_key, "--key-type", "ecdsa", "--curve", curve)
       for curve in ("secp256r1", "secp384r1", "secp521r1")},
    **{f"certtool {name}": functools.partial(certtool_key, "--key-type", name) for name in ("ed25519", "ed448")},
}


def jwcrypto_key(**parameters):
    return json.loads(jwcrypto_jwk.JWK.generate(**parameters).export())


def jose_key(**template):
    return json.loads(jose.run("jwk", "gen", "-i", json.dumps(template)))


JWKS = {
    **{f"jwcrypto RSA {bits}": functools.partial(jwcrypto_key, kty="RSA", size=bits) for bits in (2048, 3072)},
    **{f"jwcrypto {curve}": functools.partial(jwcrypto_key, kty="EC", crv=curve)
       for curve in ("P-256", "P-384", "P-521", "secp256k1")},
    **{f"jwcrypto {curve}": functools.partial(jwcrypto_key, kty="OKP", crv=curve)
       for curve in ("Ed25519", "Ed448", "X25519", "X448")},
    **{f"jwcrypto oct {bits}": functools.partial(jwcrypto_key, kty="oct", size=bits) for bits in (128, 256, 512)},
    **{f"jose RSA {bits}": functools.partial(jose_key, kty="RSA", bits=bits) for bits in (2048, 4096)},
    **{f"jose {algorithm}": functools.partial(jose_key, alg=algorithm)
       for algorithm in ("ES256", "ES384", "ES512", "RS256", "PS512", "ECDH-ES+A128KW", "HS256", "HS512", "A128KW")},
}


def key_of(pem):
    """The key of a PEM text, as cryptography reads it, whatever stands around it."""
    block = pem[pem.index(b"-----BEGIN "):]
    if b"EC PARAMETERS" in block:
        block = block[block.index(b"-----BEGIN EC PRIVATE"):]
    return serialization.load_pem_private_key(block, None)


def public_of(pem, encoding=serialization.Encoding.PEM):
    return key_of(pem).public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def der_of(pem, form=serialization.PrivateFormat.PKCS8):
    return key_of(pem).private_bytes(DER, form, PLAIN)


MONTGOMERY = (
    ("X25519", x25519.X25519PrivateKey, x25519.X25519PublicKey),
    ("X448", x448.X448PrivateKey, x448.X448PublicKey),
)


def jwk_of(key):
    """The JWK of a key of cryptography, by jwcrypto."""
    for name, private, public in MONTGOMERY:  # which jwcrypto only knows as JWKs
        if isinstance(key, public):
            return {"kty": "OKP", "crv": name, "x": jose.pad(key.public_bytes(RAW, serialization.PublicFormat.Raw))}
        if isinstance(key, private):
            private_bytes = key.private_bytes(RAW, serialization.PrivateFormat.Raw, PLAIN)
            return {**jwk_of(key.public_key()), "d": jose.pad(private_bytes)}
    made = jwcrypto_jwk.JWK()
    made.import_from_pyca(key)
    return json.loads(made.export())


# Certificates: PEM, and the private key they were made for.


def openssl_certificate(make):
    key = make()
    with files({"key.pem": key}) as directory:
        return tool("openssl", "req", "-x509", "-new", "-key", f"{directory}/key.pem", "-subj", "/CN=openssl",
                    "-days", "30"), key


def certtool_certificate(make):
    key = make()
    with files({"key.pem": key, "template": b"cn = certtool\nexpiration_days = 30\n"}) as directory:
        return tool("certtool", "--generate-self-signed", "--load-privkey", f"{directory}/key.pem", "--template",
                    f"{directory}/template"), key


CERTIFICATES = {
    f"{name} of {key}": functools.partial(make, PRIVATE[key])
    for name, make, keys in (
        ("openssl", openssl_certificate, ("openssl RSA 2048", "openssl P-256", "openssl P-521", "openssl ED25519")),
        ("certtool", certtool_certificate, ("certtool RSA", "certtool secp384r1", "certtool ed25519")),
    )
    for key in keys
}


def certificate_of(pem):
    return x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN "):])


# PKCS#12: the file, its password, and the private key in it. The alias is "The Alias".

ALIAS = "The Alias"


def openssl_pkcs12(make, *options):
    certificate, key = openssl_certificate(make)
    with files({"all.pem": key + certificate}) as directory:
        return tool("openssl", "pkcs12", "-export", "-in", f"{directory}/all.pem", "-name", ALIAS, *options,
                    "-passout", f"pass:{PASSWORD}"), PASSWORD, key_of(key)


def certtool_pkcs12(make):
    certificate, key = certtool_certificate(make)
    with files({"key.pem": key, "certificate.pem": certificate}) as directory:
        return tool("certtool", "--to-p12", "--outder", "--load-privkey", f"{directory}/key.pem", "--load-certificate",
                    f"{directory}/certificate.pem", "--p12-name", ALIAS, "--password", PASSWORD), PASSWORD, key_of(key)


# keytool takes only passwords in ASCII.
KEYTOOL_PASSWORD = "a secret"


def keytool_pkcs12(*options):
    if shutil.which("keytool") is None:
        pytest.skip("not installed: keytool (a JDK)")
    with tempfile.TemporaryDirectory() as directory:
        store = f"{directory}/store.p12"
        tool("keytool", "-genkeypair", "-storetype", "PKCS12", "-keystore", store,
             "-storepass", KEYTOOL_PASSWORD, "-alias", ALIAS, "-dname", "CN=keytool", "-validity", "30", *options)
        pem = tool("openssl", "pkcs12", "-in", store, "-nodes", "-nocerts", "-passin", f"pass:{KEYTOOL_PASSWORD}")
        return Path(store).read_bytes(), KEYTOOL_PASSWORD, key_of(pem)


KEYSTORES = {
    "openssl RSA": functools.partial(openssl_pkcs12, PRIVATE["openssl RSA 2048"]),
    "openssl P-384": functools.partial(openssl_pkcs12, PRIVATE["openssl P-384"]),
    "openssl secp256k1": functools.partial(openssl_pkcs12, PRIVATE["openssl secp256k1"]),
    "openssl Ed25519": functools.partial(openssl_pkcs12, PRIVATE["openssl ED25519"]),
    "openssl, old ciphers": functools.partial(
        openssl_pkcs12, PRIVATE["openssl P-256"], "-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES",
        "-macalg", "sha1"),
    "certtool RSA": functools.partial(certtool_pkcs12, PRIVATE["certtool RSA"]),
    "certtool P-256": functools.partial(certtool_pkcs12, PRIVATE["certtool secp256r1"]),
    "keytool RSA": functools.partial(keytool_pkcs12, "-keyalg", "RSA", "-keysize", "2048"),
    "keytool EC": functools.partial(keytool_pkcs12, "-keyalg", "EC", "-groupname", "secp256r1"),
    "keytool Ed25519": functools.partial(keytool_pkcs12, "-keyalg", "Ed25519"),
}
