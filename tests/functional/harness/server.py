"""What every way to serve has in common: one process group on a free port of 127.0.0.1."""

import os
import signal
import socket
import subprocess

from harness.account import SERVICE, command_as
from harness.processes import processes, wait_until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A web server in front of the responder, for one site.

    A subclass gives `command(port)`, which may write configuration files first, and says what is
    true of it in `persistent`.
    """

    # Whether a responder stays for the next request; a plain CGI program does not.
    persistent = True

    # How many responders run before the first request; others are started when they are needed.
    responders_at_start = 4

    # The largest body that the shipped configuration lets through, and the status of a larger one.
    body_limit = 16 * 1024 * 1024
    beyond_limit = 413

    def __init__(self, site, uid=SERVICE):
        self.site = site
        self.uid = uid
        self.process = None
        self.port = None

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def command(self, port):
        raise NotImplementedError

    def start(self):
        """Starts it and waits until it listens; another process may snatch the port, so it retries."""
        for _ in range(5):
            self.port = free_port()
            with open(self.site.run / "console.log", "ab") as console:
                self.process = subprocess.Popen(
                    command_as(self.uid, self.command(self.port)),
                    stdin=subprocess.DEVNULL,
                    stdout=console,
                    stderr=console,
                    env=self.site.environment(),
                    cwd=self.site.run,
                    start_new_session=True,
                )
            wait_until(lambda: self.listens() or self.process.poll() is not None, "the server listens")
            if self.process.poll() is None:
                return
        raise AssertionError(f"the server does not start:\n{self.logs()}")

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def members(self):
        """The running processes of the server's group."""
        return [process for process in processes() if process.group == self.process.pid]

    def responders(self):
        return [process for process in self.members() if process.name == "jwkmint.fcgi"]

    def stop(self):
        """Stops the server and whatever it started."""
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            for member in self.members():
                try:
                    os.kill(member.pid, number)
                except ProcessLookupError:
                    pass
            try:
                wait_until(lambda: self.process.poll() is not None and not self.members(), "stopped", 10)
                break
            except AssertionError:
                if number == signal.SIGKILL:
                    raise
        self.process = None

    def logs(self):
        """Everything that the server and the responders wrote."""
        return "".join(
            path.read_text(errors="replace") for path in sorted(self.site.run.glob("*.log"))
        )
