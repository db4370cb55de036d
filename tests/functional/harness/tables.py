"""The tables of the HTTP contract: every key that can be asked for."""

from dataclasses import dataclass

SIGNATURE, ENCRYPTION = "SIGNATURE", "ENCRYPTION"

EC_CURVES = {"P256": "P-256", "P384": "P-384", "P521": "P-521", "SECP256K1": "secp256k1"}
OKP_CURVES = {"ED25519": "Ed25519", "X25519": "X25519", "ED448": "Ed448", "X448": "X448"}
AGREEMENT_CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
RSA_SIZES = (2048, 3072, 4096)
OCT_SIZES = (128, 192, 256, 384, 512)


@dataclass(frozen=True)
class Algorithm:
    """One algorithm for one curve; `bits` is the size of an oct key when none is asked for."""

    name: str
    spelling: str
    type: str
    use: str
    curve: str = None
    bits: int = None

    def __str__(self):
        return "-".join(part for part in (self.name, self.curve) if part)

    def parameters(self, spelling):
        """The members of a request for such a key."""
        given = {"keyUseType": self.use, "algorithm": spelling}
        if self.curve:
            given["curveType"] = self.curve
        return {self.type.lower(): given}


def rows(type, use, *pairs, **more):
    return [Algorithm(name, spelling, type, use, **more) for name, spelling in pairs]


def underscored(*names):
    return [(name, name.replace("-", "_").replace("+", "_")) for name in names]


AGREEMENTS = underscored(
    *(base + wrap for base in ("ECDH-ES", "ECDH-1PU") for wrap in ("", "+A128KW", "+A192KW", "+A256KW"))
)

ALGORITHMS = [
    *rows("RSA", SIGNATURE, ("RS256", "RSA256"), ("RS384", "RSA384"), ("RS512", "RSA512")),
    *rows("RSA", SIGNATURE, ("PS256", "PS256"), ("PS384", "PS384"), ("PS512", "PS512")),
    *rows("RSA", ENCRYPTION, ("RSA1_5", "RSA1_5"), ("RSA-OAEP", "RSA_OAEP")),
    *rows("RSA", ENCRYPTION, *underscored("RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")),
    *rows("EC", SIGNATURE, ("ES256", "ES256"), curve="P-256"),
    *rows("EC", SIGNATURE, ("ES384", "ES384"), curve="P-384"),
    *rows("EC", SIGNATURE, ("ES512", "ES512"), curve="P-521"),
    *rows("EC", SIGNATURE, ("ES256K", "ES256K"), curve="secp256k1"),
    *(
        row
        for curve in AGREEMENT_CURVES
        for row in rows("OKP" if curve[0] == "X" else "EC", ENCRYPTION, *AGREEMENTS, curve=curve)
    ),
    *rows("OKP", SIGNATURE, ("EdDSA", "EDDSA"), ("Ed25519", "ED25519"), curve="Ed25519"),
    *rows("OKP", SIGNATURE, ("EdDSA", "EDDSA"), ("Ed448", "ED448"), curve="Ed448"),
    *rows("OCT", SIGNATURE, ("HS256", "HS256"), bits=256),
    *rows("OCT", SIGNATURE, ("HS384", "HS384"), bits=384),
    *rows("OCT", SIGNATURE, ("HS512", "HS512"), bits=512),
    *rows("OCT", ENCRYPTION, ("A128KW", "A128KW"), ("A128GCMKW", "A128GCMKW"), bits=128),
    *rows("OCT", ENCRYPTION, ("A192KW", "A192KW"), ("A192GCMKW", "A192GCMKW"), bits=192),
    *rows("OCT", ENCRYPTION, ("A256KW", "A256KW"), ("A256GCMKW", "A256GCMKW"), bits=256),
    *rows("OCT", ENCRYPTION, ("dir", "DIR"), bits=256),
    *rows(
        "OCT",
        ENCRYPTION,
        *underscored("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"),
        bits=256,
    ),
]
