"""HTTPS servers with keys, on 127.0.0.1, good and bad ones, and the authority that vouches for them."""

import datetime
import ipaddress
import json
import socketserver
import ssl
import threading
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.account import own

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
PEM = serialization.Encoding.PEM


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Issues certificates; `certificate` is its own, PEM."""

    def __init__(self, name):
        self.name = named(name)
        self.pair = ec.generate_private_key(ec.SECP256R1())
        made = self.build(self.name, self.pair, NOW - DAY, NOW + DAY)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        self.certificate = self.sign(made)

    def build(self, subject, pair, begin, end):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(pair.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
        )

    def sign(self, made):
        return made.sign(self.pair, hashes.SHA256()).public_bytes(PEM)

    def issue(self, names, begin=NOW - DAY, end=NOW + DAY):
        """A key and its certificate, PEM, for these DNS names and addresses."""
        pair = ec.generate_private_key(ec.SECP256R1())
        made = self.build(named(str(names[0])), pair, begin, end)
        alternatives = [
            x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(name) for name in names
        ]
        made = made.add_extension(x509.SubjectAlternativeName(alternatives), False)
        key = pair.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + self.sign(made)


LOOPBACK = ["localhost", "keys.test", ipaddress.ip_address("127.0.0.1")]


@dataclass(frozen=True)
class Page:
    """What is answered: bytes, then others for ever, then silence until the client goes; a torn one
    ends without the end that TLS has.
    """

    text: bytes
    endless: bytes = b""
    stays: bool = False
    torn: bool = False


def answer(body, status="200 OK", **fields):
    """A page with a body: bytes, or anything else as JSON."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    head += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return Page("\r\n".join([*head, "", ""]).encode() + body)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(60)  # nobody waits that long
        try:
            with self.server.context.wrap_socket(self.request, server_side=True) as tls:
                self.converse(tls)
        except OSError:
            pass  # the client does not like the certificate, or has gone

    def converse(self, tls):
        request = b""
        while b"\r\n\r\n" not in request:
            received = tls.recv(65536)
            if not received:
                return
            request += received
        path = request.split(b" ", 2)[1].decode()
        self.server.requests.append(path)
        page = self.server.pages.get(path, answer(b"", "404 Not Found"))
        tls.sendall(page.text)
        while page.endless:
            tls.sendall(page.endless * 1000)
        while page.stays and tls.recv(65536):
            pass
        if not page.torn:
            tls.unwrap()


class KeyServer(socketserver.ThreadingTCPServer):
    """Serves pages with one certificate until it is closed, and notes which paths were asked for."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, certificate, directory):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        path = directory / f"{self.port}.pem"
        path.write_bytes(certificate)
        self.context.load_cert_chain(path)
        self.pages = {}
        self.requests = []
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def port(self):
        return self.server_address[1]

    def add(self, page):
        """A new path that is answered with this page."""
        path = f"/{len(self.pages)}"
        self.pages[path] = page
        return path

    def url(self, path, host="127.0.0.1"):
        return f"https://{host}:{self.port}{path}"

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class KeyServers:
    """A good server, and one for each way in which a certificate can be wrong."""

    def __init__(self, directory):
        self.authority = Authority("tests of jwkmint")
        long_ago = NOW - 2 * DAY
        certificates = {
            "good": self.authority.issue(LOOPBACK),
            "another name": self.authority.issue(["keys.example"]),
            "expired": self.authority.issue(LOOPBACK, long_ago, NOW - DAY),
            "not yet valid": self.authority.issue(LOOPBACK, NOW + DAY, NOW + 2 * DAY),
            "another authority": Authority("tests of jwkmint").issue(LOOPBACK),
        }
        self.servers = {
            name: KeyServer(certificate, directory) for name, certificate in certificates.items()
        }

    @property
    def good(self):
        return self.servers["good"]

    def allow_on(self, site):
        """Has the site fetch from them, and trust their authority."""
        path = site.home / "authority.pem"
        path.write_bytes(self.authority.certificate)
        own(path, 0o600)
        entries = [
            f"{host}:{server.port}" for server in self.servers.values() for host in ("127.0.0.1", "localhost")
        ]
        site.ctl("settings", "set", "url-allow", *entries)
        site.ctl("settings", "set", "url-ca", path)

    def forget_on(self, site):
        site.ctl("settings", "set", "url-allow")
        site.ctl("settings", "set", "url-ca")

    def close(self):
        for server in self.servers.values():
            server.close()
