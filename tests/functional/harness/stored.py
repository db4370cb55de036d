"""Keys, certificates and keystores as resources, and the material for them by other tools."""

import base64
import functools
import json
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from harness.settings import DEADLINE

PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo
PRIVATE = serialization.PrivateFormat.PKCS8
PLAIN = serialization.NoEncryption()
DEPLOYED = "Deployment completed successfully"
UNDEPLOYED = "Undeployment completed successfully"


def tool(*arguments, input=None):
    """Runs another tool, which must succeed, and returns what it prints."""
    done = subprocess.run(
        [str(argument) for argument in arguments], input=input, capture_output=True,
        timeout=DEADLINE, check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr.decode(errors='replace')}"
    return done.stdout


def key(kind="EC", number=0):
    """A private key in PEM (PKCS#8) by openssl; the same for the same arguments."""
    return make_key(kind, number)


@functools.lru_cache(maxsize=None)
def make_key(kind, _number):
    options = {
        "RSA": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        "EC": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "P-384": ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "OKP": ["ED25519"],
    }[kind]
    return tool("openssl", "genpkey", "-algorithm", *options).decode()


def load(pem):
    return serialization.load_pem_private_key(pem.encode(), None)


def private_der(pem):
    return load(pem).private_bytes(serialization.Encoding.DER, PRIVATE, PLAIN)


def public_der(pem):
    return load(pem).public_key().public_bytes(serialization.Encoding.DER, PUBLIC)


def public_pem(pem):
    return load(pem).public_key().public_bytes(serialization.Encoding.PEM, PUBLIC).decode()


def base64_of(data):
    return base64.b64encode(data).decode()


def secret_bytes(pem):
    """The private value of a key, as it would lie in a file in the clear."""
    numbers = load(pem)
    if isinstance(numbers, rsa.RSAPrivateKey):
        number = numbers.private_numbers().d
    elif isinstance(numbers, ec.EllipticCurvePrivateKey):
        number = numbers.private_numbers().private_value
    else:
        return numbers.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, PLAIN
        )
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def certificate(kind="EC", number=0):
    """A self-signed certificate in PEM by openssl of key(kind, number); the same for the same."""
    return make_certificate(kind, number)


@functools.lru_cache(maxsize=None)
def make_certificate(kind, number):
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "key.pem"
        path.write_text(key(kind, number))
        return tool("openssl", "req", "-x509", "-new", "-key", path, "-subj", "/C=NT/O=Example/CN=localhost", "-days", "30").decode()


def pkcs12(password, kind="EC", number=0, alias="alias", *options):
    """A PKCS#12 file by openssl."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "all.pem"
        path.write_text(key(kind, number) + certificate(kind, number))
        return tool("openssl", "pkcs12", "-export", "-in", path, "-name", alias,
                    "-passout", f"pass:{password}", *options)


class Stored:
    """One of the three resources of a workspace."""

    def __init__(self, workspace, resource):
        self.workspace = workspace
        self.client = workspace.client
        self.path = f"/apiops/projects/{quote(workspace.project)}/{resource}"

    def one(self, name):
        return f"{self.path}/{quote(name)}/"

    def get(self, name):
        """It as GET shows it, which must succeed, and its ETag."""
        response = self.client.get(self.one(name))
        assert response.status == 200, response.text
        assert response.json["success"] is True and response.json["resultCount"] == 1
        [shown] = response.json["resultList"]
        return shown, response.header("etag")

    def list(self, query=""):
        response = self.client.get(f"{self.path}/{query}")
        assert response.status == 200, response.text
        assert response.json["resultCount"] == len(response.json["resultList"])
        return response.json["resultList"]

    def names(self, query=""):
        return [shown["name"] for shown in self.list(query)]

    def post(self, body, **options):
        return self.client.post(f"{self.path}/", body, **options)

    def put(self, name, body, query="", **options):
        return self.client.put(self.one(name) + query, body, **options)

    def delete(self, name, **options):
        return self.client.delete(self.one(name), **options)

    def form(self, method, path, fields, **options):
        """Sends fields as multipart/form-data, as curl writes it: text, or bytes as a file."""
        with tempfile.TemporaryDirectory() as directory:
            arguments = []
            for name, value in fields.items():
                if isinstance(value, bytes):
                    file = Path(directory) / name
                    file.write_bytes(value)
                    arguments += ["--form", f"{name}=@{file}"]
                elif value is not None:
                    arguments += ["--form-string", f"{name}={value}"]
            return self.client.request(method, path, arguments=tuple(arguments), **options)

    def published(self):
        """The public set of the workspace's environment."""
        path = self.workspace.bundle().directory / "public" / "jwks.json"
        return json.loads(path.read_text())["keys"]

    def check_changed(self, response, message=DEPLOYED, location=None):
        """A change succeeded in every environment."""
        assert response.status == 200, response.text
        assert response.json["success"] is True
        result = response.json["deploymentResult"]
        assert (result["success"], result["message"]) == (True, message)
        shown = [entry["environmentName"] for entry in result["environmentResults"]]
        assert shown == sorted(self.workspace.environments)
        assert response.header("location") == (None if location is None else self.one(location))
