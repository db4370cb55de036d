"""The units in the hands of systemd itself: a manager for this test alone, in a mount namespace.

Such a manager can not change users or mount: what a unit says about that is left out here.
"""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from harness import units
from harness.account import ROOT
from harness.lighttpd import Lighttpd
from harness.pool import PATIENCE, hurry
from harness.processes import wait_until
from harness.site import Site, Workspace
from harness.spawn_fcgi import SpawnFcgi, Spawned

MANAGER = Path("/lib/systemd/systemd")
LEFT_OUT = (
    "User=", "Socket", "Protect", "Private", "ReadWritePaths=", "IPAddress", "CapabilityBoundingSet=", "DirectoryMode=",
)
START = f'mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec {MANAGER} --user --log-target=console'


def line_that_counts(line):
    return line == "Sockets=jwkmint.socket" or not line.startswith(LEFT_OUT)


class Manager(SpawnFcgi):
    """systemd with jwkmint.socket and two instances of jwkmint@.service, started at its own start."""

    def __init__(self, site, guest):
        super().__init__(site, guest)
        self.runtime, self.configuration = site.directory / "xdg-run", site.directory / "xdg-config"
        wants = self.configuration / "systemd/user/default.target.wants"
        wants.mkdir(parents=True)
        self.runtime.mkdir(mode=0o700)
        for name, path in units.render(site, site.directory / "www").items():
            if name in ("jwkmint.socket", "jwkmint@.service"):
                text = path.read_text().replace("/run/jwkmint/", f"{site.run}/").replace("=journal", "=null")
                lines = [line for line in text.splitlines() if line_that_counts(line)]
                (wants.parent / name).write_text("\n".join(lines) + "\n")
        (wants / "jwkmint.socket").symlink_to("../jwkmint.socket")
        for instance in ("jwkmint@1.service", "jwkmint@2.service"):
            (wants / instance).symlink_to("../jwkmint@.service")

    def environment(self):
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.runtime), "SYSTEMD_COLORS": "0",
            "XDG_RUNTIME_DIR": str(self.runtime), "XDG_CONFIG_HOME": str(self.configuration),
            # The unit's filter kills what looks for leaks at the end, and a sanitizer waits for it for ever.
            "ASAN_OPTIONS": "detect_leaks=0",
        }

    def start(self):
        if not ROOT:
            pytest.skip("only root can give a manager a namespace")
        if not MANAGER.exists():
            pytest.skip("not installed: systemd")
        log = self.site.run / "manager.log"
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", START], env=self.environment(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )
        wait_until(lambda: self.listens() or self.process.poll() is not None, "the socket listens")
        if self.process.poll() is not None:
            pytest.skip(f"no manager of systemd runs here: {log.read_text()[-300:]}")

    def systemctl(self, *arguments):
        done = subprocess.run(
            ["systemctl", "--user", "--no-pager", *arguments], env=self.environment(),
            capture_output=True, text=True, check=True,
        )
        return done.stdout.strip()

    def main_pid(self, instance):
        return int(self.systemctl("show", "--property=MainPID", "--value", instance))


class BehindManager(Spawned, Lighttpd):
    configuration = "jwkmint-socket.conf"

    def __init__(self, site):
        super().__init__(site, uid=0)
        self.spawner = Manager(site, self.uid)


def pool_is_filled(site):
    report = json.loads(site.try_ctl("status", "--json", uid=0).stdout)
    return report["pool"][0]["ready"] == 1


def test_instances_share_the_socket_come_back_and_start_on_demand():
    site = Site()
    try:
        if ROOT:
            for path in (site.home, *site.home.rglob("*")):
                os.chown(path, 0, 0)
        site.serve(BehindManager)
        manager = site.server.spawner
        site.ctl("project", "add", "P", uid=0)
        site.ctl("user", "add", "u", "--role", "ROLE_ADMIN", "--project", "P", uid=0)
        client = site.client(site.ctl("token", "issue", "u", uid=0).strip())

        def generate(name, **more):
            response = client.post("/apiops/projects/P/jwks/generate", {"name": name, **more})
            assert response.status == 200, response.text

        first, second = (wait_until(lambda n=n: manager.main_pid(n), "it runs") for n in ("jwkmint@1", "jwkmint@2"))
        assert first != second
        for kind in ("RSA", "EC", "OCT", "OKP"):
            generate(kind, type=kind)

        os.kill(second, signal.SIGKILL)
        wait_until(lambda: manager.main_pid("jwkmint@2") not in (0, second), "another has taken its place")
        generate("after a kill", type="EC")

        site.pool(2048, 1)
        generate("before the pool is filled", type="EC")
        wait_until(lambda: hurry(site) or pool_is_filled(site), "an idle responder has made a key ahead", PATIENCE)

        manager.systemctl("stop", "jwkmint@1", "jwkmint@2")
        assert (manager.main_pid("jwkmint@1"), manager.main_pid("jwkmint@2")) == (0, 0)
        generate("on demand", type="EC")
        assert manager.main_pid("jwkmint@1") != 0
        assert manager.systemctl("is-active", "jwkmint.socket") == "active"
    finally:
        site.close()
