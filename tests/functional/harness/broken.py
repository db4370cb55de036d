"""Keys with one thing wrong, made from good ones by arithmetic."""

import functools
import json
import math

from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto import jwk as jwcrypto_jwk

from harness.jose import integer, pad, public_half, unpad


@functools.cache
def cached(**parameters):
    return jwcrypto_jwk.JWK.generate(**parameters).export()


def key(kty="EC", **parameters):
    """A private JWK, the same one each time, without a kid."""
    defaults = {"RSA": {"size": 2048}, "EC": {"crv": "P-256"}, "OKP": {"crv": "Ed25519"}, "oct": {"size": 256}}
    return json.loads(cached(kty=kty, **{**defaults[kty], **parameters}))


def other(kty="EC", **parameters):
    """Another one of the same kind."""
    return with_members(key(kty, use="sig", **parameters), use=None)


def of(number, width=None):
    """A number as base64url: minimal, or of this many bytes."""
    return pad(number.to_bytes(width or max(1, (number.bit_length() + 7) // 8), "big"))


def with_members(jwk, **members):
    """The key with some members replaced; None takes one away."""
    changed = {**jwk, **members}
    return {name: value for name, value in changed.items() if value is not None}


def public(jwk, **members):
    return with_members(public_half(jwk), **members)


def shifted(jwk, member, by):
    """The key with a number changed."""
    width = None if jwk["kty"] == "RSA" else len(unpad(jwk[member]))
    return with_members(jwk, **{member: of(integer(jwk[member]) + by, width)})


def last_bits(text):
    """The same bytes, but with unused last bits that are not zero."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(text) % 4 in (2, 3)
    return text[:-1] + alphabet[alphabet.index(text[-1]) | 1]


def rsa_of(p, q, e=65537, primes=None):
    """A private key of these factors with everything consistent, whether they are primes or not."""
    order = math.lcm(*(prime - 1 for prime in primes or (p, q)))
    d = pow(e, -1, order)
    return {
        "kty": "RSA", "n": of(p * q), "e": of(e), "d": of(d), "p": of(p), "q": of(q),
        "dp": of(d % (p - 1)), "dq": of(d % (q - 1)), "qi": of(pow(q, -1, p)),
    }


def new_primes(bits):
    """Two primes, of an RSA key of this size."""
    numbers = rsa.generate_private_key(65537, bits).private_numbers()
    return numbers.p, numbers.q


primes = functools.cache(new_primes)


def rsa_with_exponent(e):
    """A good key but for its public exponent."""
    while True:
        numbers = rsa.generate_private_key(3 if e == 3 else 65537, 2048).private_numbers()
        if math.gcd(e, math.lcm(numbers.p - 1, numbers.q - 1)) == 1:
            return rsa_of(numbers.p, numbers.q, e)


def rsa_with_composite_factor():
    """Everything is consistent, but p is the product of two primes."""
    _, q = primes(2048)
    a, b = new_primes(1024)
    while (a * b * q).bit_length() < 2048:
        a, b = new_primes(1024)
    p = a * b
    jwk = rsa_of(p, q, primes=(a, b, q))
    d = integer(jwk["d"])
    return with_members(jwk, dp=of(d % (p - 1)), dq=of(d % (q - 1)))
