"""Responders that spawn-fcgi starts, for web servers that start none themselves.

All of them wait on one socket; multiwatch starts another when one ends.
"""

import shutil
import socket
import subprocess

import pytest

from harness.account import ROOT, SERVICE, command_as
from harness.processes import processes, wait_until

COUNT = 4


def missing():
    """The programs that this needs and the machine has not."""
    return [name for name in ("spawn-fcgi", "multiwatch") if shutil.which(name) is None]


class SpawnFcgi:
    """The responders of a site, behind `socket`; `guest` is the uid of the web server."""

    def __init__(self, site, guest=SERVICE):
        self.site = site
        self.guest = guest
        self.socket = site.run / "jwkmint.socket"
        self.process = None

    def command(self):
        spawner = ["spawn-fcgi", "-n", "-s", self.socket, "-M", "0600"]
        watcher = ["--", shutil.which("multiwatch"), "-f", COUNT, "-r", 100, "-t", 1000, "-s", "TERM", "--"]
        program = [self.site.bin / "jwkmint.fcgi"]
        if ROOT and self.guest != SERVICE:
            # The socket goes to the guest, the responders to the owner of the home.
            spawner += ["-U", self.guest, "-G", self.guest, "-u", SERVICE, "-g", SERVICE]
            return [str(part) for part in spawner + watcher + program]
        return command_as(SERVICE, spawner + watcher + program)

    def start(self):
        if missing():
            pytest.skip(f"not installed: {', '.join(missing())}")
        with open(self.site.run / "responders.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.site.environment(), cwd=self.site.run, start_new_session=True,
            )
        wait_until(lambda: self.listens() or self.process.poll() is not None, "the responders listen")
        said = (self.site.run / "responders.log").read_text()
        assert self.process.poll() is None, f"spawn-fcgi ended: {said}"

    def listens(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def members(self):
        if self.process is None:
            return []
        return [process for process in processes() if process.group == self.process.pid]

    def forget(self):
        """After the processes have ended: collects their exit status and removes the socket."""
        if self.process is not None:
            self.process.wait()
            self.process = None
        self.socket.unlink(missing_ok=True)


class Spawned:
    """Goes in front of a kind of web server that has no responders of its own."""

    def __init__(self, site, **options):
        super().__init__(site, **options)
        self.spawner = SpawnFcgi(site, self.uid)

    def start(self):
        self.spawner.start()
        super().start()

    def members(self):
        return super().members() + self.spawner.members()

    def stop(self):
        super().stop()
        self.spawner.forget()
