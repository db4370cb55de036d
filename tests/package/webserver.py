"""lighttpd in a machine, with Debian's own configuration, on 127.0.0.1 and a free port."""

import json
import re
import socket
import time
import urllib.error
import urllib.request

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lighttpd:
    CONFIGURATION = "/etc/lighttpd/lighttpd.conf"

    def __init__(self, machine):
        self.machine = machine
        self.port = free_port()
        self.process = None
        file = machine.path(self.CONFIGURATION)
        text, changes = re.subn(
            r"(?m)^server\.port .*$",
            f'server.port = {self.port}\nserver.bind = "127.0.0.1"', file.read_text()
        )
        assert changes == 1
        # It would listen on all addresses of IPv6.
        file.write_text(re.sub(r"(?m)^include_shell .*use-ipv6.*$", "", text))
        # What systemd-tmpfiles does at boot.
        machine.run("install", "-d", "-o", "www-data", "-g", "www-data", "/run/lighttpd")

    def check(self):
        self.machine.run("lighttpd", "-tt", "-f", self.CONFIGURATION)

    def start(self):
        self.check()
        self.process = self.machine.start("lighttpd", "-D", "-f", self.CONFIGURATION)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("lighttpd does not listen:\n" + self.log())

    def stop(self):
        # nsenter passes no signal on; the file has the number that the process has inside.
        pid = self.machine.path("/run/lighttpd.pid").read_text().strip()
        self.machine.run("sh", "-c", f"kill {pid}")
        self.process.wait(PATIENCE)

    def log(self):
        return self.machine.path("/var/log/lighttpd/error.log").read_text()

    def ask(self, path, token=None, body=None):
        """Status and body of the answer; `body` is sent as JSON."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with DIRECT.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
