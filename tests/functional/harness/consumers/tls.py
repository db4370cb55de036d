"""https in front of the web server that serves the key sets."""

from harness.account import SERVICE, own, run_as
from harness.consumers.daemon import Daemon

FRONT = """
defaults
	mode http
	timeout connect 10s
	timeout client 30s
	timeout server 30s
frontend tls
	bind 127.0.0.1:{port} ssl crt {certificate}
	default_backend keys
backend keys
	server keys {server}
"""


class TlsFront:
    """HAProxy with a certificate for 127.0.0.1 that is its own authority."""

    def __init__(self, consumer):
        self.consumer = consumer
        self.certificate = consumer.directory / "front.pem"
        self.daemon = Daemon(consumer, self.command)

    @property
    def base(self):
        return f"https://127.0.0.1:{self.daemon.port}"

    def start(self):
        if not self.certificate.exists():
            self.issue()
        self.daemon.start()

    def stop(self):
        self.daemon.stop()

    def issue(self):
        made = run_as(SERVICE, [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", self.certificate, "-out", self.certificate.with_suffix(".crt"),
        ])
        assert made.returncode == 0, made.stderr
        with open(self.certificate, "a", encoding="ascii") as file:
            file.write(self.certificate.with_suffix(".crt").read_text())
        own(self.certificate, 0o600)

    def command(self, port):
        configuration = self.consumer.directory / "front.cfg"
        server = self.consumer.workspace.site.server
        configuration.write_text(
            FRONT.format(port=port, certificate=self.certificate, server=f"127.0.0.1:{server.port}")
        )
        own(configuration, 0o644)
        return ["/usr/sbin/haproxy", "-db", "-f", configuration]
