"""Web servers in a machine, with Debian's own configuration, on 127.0.0.1 and a free port."""

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


class WebServer:
    """What servers have in common; each says how to ENABLE, CHECK and RUN it in the foreground."""

    def __init__(self, machine):
        self.machine = machine
        self.port = free_port()
        self.process = None
        self.configure()

    def edit(self, name, pattern, replacement):
        file = self.machine.path(name)
        text, changes = re.subn(f"(?m)^{pattern}$", replacement, file.read_text())
        assert changes == 1, f"{name} has {changes} lines {pattern}"
        file.write_text(text)

    def enable(self):
        for command in self.ENABLE:
            self.machine.run(*command)

    def enabled(self):
        return self.machine.path(self.ENABLED).is_symlink()

    def check(self):
        self.machine.run(*self.CHECK)

    def start(self):
        self.check()
        self.process = self.machine.start(*self.RUN)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the web server does not listen:\n" + self.log())

    def stop(self):
        # nsenter passes no signal on; the file has the number that the process has inside.
        pid = self.machine.path(self.PID).read_text().strip()
        self.machine.run("sh", "-c", f"kill {pid}")
        self.process.wait(PATIENCE)

    def log(self):
        return self.machine.path(self.LOG).read_text()

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


class Lighttpd(WebServer):
    CONFIGURATION = "/etc/lighttpd/lighttpd.conf"
    AVAILABLE = "/etc/lighttpd/conf-available/50-jwkmint.conf"
    ENABLED = "/etc/lighttpd/conf-enabled/50-jwkmint.conf"
    ENABLE = (("lighty-enable-mod", "jwkmint"),)
    CHECK = ("lighttpd", "-tt", "-f", CONFIGURATION)
    RUN = ("lighttpd", "-D", "-f", CONFIGURATION)
    PID = "/run/lighttpd.pid"
    LOG = "/var/log/lighttpd/error.log"

    def configure(self):
        self.edit(self.CONFIGURATION, r"server\.port .*",
                  f'server.port = {self.port}\nserver.bind = "127.0.0.1"')
        # It would listen on all addresses of IPv6.
        self.edit(self.CONFIGURATION, "include_shell .*use-ipv6.*", "")
        # What systemd-tmpfiles does at boot.
        self.machine.run("install", "-d", "-o", "www-data", "-g", "www-data", "/run/lighttpd")


class Apache(WebServer):
    AVAILABLE = "/etc/apache2/conf-available/jwkmint.conf"
    ENABLED = "/etc/apache2/conf-enabled/jwkmint.conf"
    ENABLE = (("a2enmod", "alias", "headers", "fcgid"), ("a2enconf", "jwkmint"))
    CHECK = ("apache2ctl", "configtest")
    RUN = ("apache2ctl", "-D", "FOREGROUND")
    PID = "/run/apache2/apache2.pid"
    LOG = "/var/log/apache2/error.log"

    def configure(self):
        self.edit("/etc/apache2/ports.conf", "Listen 80", f"Listen 127.0.0.1:{self.port}")
