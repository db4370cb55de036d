"""HAProxy, which verifies tokens with PEM files of the bundle."""

import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness.account import SERVICE, own, run_as
from harness.consumers import NIST, SHIPPED
from harness.consumers.daemon import HttpConsumer
from harness.processes import wait_until


class Service(BaseHTTPRequestHandler):
    """What stands behind HAProxy and knows nothing of tokens."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class HaProxy(HttpConsumer):
    title = "HAProxy"
    algorithms = NIST | {"RS256", "RS384", "RS512"}
    asks = False

    def __init__(self, workspace):
        super().__init__(workspace)
        self.service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
        self.thread = threading.Thread(target=self.service.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        self.port = None

    def close(self):
        self.service.shutdown()
        self.thread.join()
        self.service.server_close()
        super().close()

    def command(self, port):
        self.port = port
        keys = self.directory / "keys.cfg"
        printed = run_as(SERVICE, ["sh", "-c", (SHIPPED / "haproxy-keys").read_text(), "haproxy-keys", self.bundle])
        assert printed.returncode == 0, printed.stderr
        keys.write_text(printed.stdout)
        shipped = self.directory / "haproxy.cfg"
        shipped.write_text((SHIPPED / "haproxy.cfg").read_text())
        for path in (keys, shipped):
            own(path, 0o644)
        return ["/usr/sbin/haproxy", "-W", "-db", "-f", keys, "-f", shipped]

    def environment(self):
        return self.program_environment(
            JWKMINT_LISTEN=f"127.0.0.1:{self.port}",
            JWKMINT_SERVICE=f"127.0.0.1:{self.service.server_port}",
        )

    def renew(self):
        """Prints the rules again, reloads, and waits until the worker with the old ones is gone."""
        self.command(self.port)
        master = self.server.process
        old = {member.pid for member in self.server.members()} - {master.pid}
        master.send_signal(signal.SIGUSR2)
        wait_until(
            lambda: not old & {member.pid for member in self.server.members()}, "HAProxy has reloaded"
        )
