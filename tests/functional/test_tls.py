"""TLS with the example that ships, on loopback, with a certificate made for the test."""

import datetime
import ipaddress
import re
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.account import own
from harness.client import Client, NoResponse
from harness.lighttpd import Lighttpd
from harness.server import free_port
from harness.site import Site, Workspace

MODULE = Path("/usr/lib/lighttpd/mod_openssl.so")


def throw_away_certificate(certificate, key):
    """Writes a certificate for 127.0.0.1 that is its own issuer, and its key, to these files."""
    pair = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(pair.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(pair, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    certificate.write_bytes(made.public_bytes(pem))
    own(certificate, 0o644)
    key.write_bytes(
        pair.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    own(key, 0o600)


class Tls(Lighttpd):
    configuration = "both.conf"

    def install(self):
        super().install()
        run = self.site.run
        self.tls_port = free_port()
        self.certificate = run / "tls.pem"
        throw_away_certificate(self.certificate, run / "tls.key")
        values = {
            "listen": f"127.0.0.1:{self.tls_port}", "certificate": self.certificate, "key": run / "tls.key",
        }
        path = run / "jwkmint-tls.conf"
        text = path.read_text()
        for name, value in values.items():
            text, count = re.subn(rf'(?m)^(var\.jwkmint_tls_{name}\s*=\s*)".*"$', rf'\g<1>"{value}"', text)
            assert count == 1
        path.write_text(text)
        (run / self.configuration).write_text(
            f'include "{run}/jwkmint.conf"\ninclude "{run}/jwkmint-tls.conf"\n'
        )


@pytest.fixture(scope="module")
def workspace():
    if not MODULE.exists():
        pytest.skip("not installed: lighttpd-mod-openssl")
    site = Site()
    try:
        site.serve(Tls)
        yield Workspace(site)
    finally:
        site.close()


def secure(workspace):
    return Client(f"https://127.0.0.1:{workspace.site.server.tls_port}", workspace.client.token)


def trusting(workspace):
    return {"arguments": ("--cacert", workspace.site.server.certificate)}


def test_a_key_is_made_over_tls(workspace):
    client = secure(workspace)
    body = {"name": "key", "type": "EC"}
    response = client.post(f"{workspace.jwks}/generate", body, **trusting(workspace))
    assert response.status == 200 and response.json["success"] is True
    path = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks.json"
    response = client.get(path, token=None, **trusting(workspace))
    assert response.status == 200 and len(response.json["keys"]) == 1


def test_the_certificate_is_the_one_that_was_set(workspace):
    with pytest.raises(NoResponse, match="certificate"):
        secure(workspace).get("/apiops/test/healthcheck")


def test_old_versions_of_tls_are_refused(workspace):
    old = ("--cacert", workspace.site.server.certificate, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")
    with pytest.raises(NoResponse):
        secure(workspace).get("/apiops/test/healthcheck", arguments=old)


@pytest.mark.parametrize("path", ["/apiops/test/healthcheck", "/apiops", "/apiops/projects/x/jwks/"])
def test_the_api_is_not_served_in_the_clear(workspace, path):
    response = workspace.client.get(path)
    assert response.status == 403 and response.header("location") is None


def test_the_sets_are_served_in_the_clear(workspace):
    workspace.site.ctl("deploy")
    path = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks.json"
    assert "keys" in workspace.client.get(path, token=None).json
