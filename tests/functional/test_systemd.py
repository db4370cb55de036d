"""Units, sysusers.d and tmpfiles.d entries; responders with a listening socket as systemd hands it over."""

import os
import shlex
import shutil
import signal
import socket
import subprocess

import pytest

from harness import units
from harness.account import ROOT, SERVICE, STRANGER, command_as
from harness.lighttpd import Lighttpd
from harness.processes import wait_until
from harness.site import Site, Workspace
from harness.spawn_fcgi import SpawnFcgi, Spawned

needs_root = pytest.mark.skipif(not ROOT, reason="only root can make users and their files")


def run(*command):
    """Runs a program of systemd; skips where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"not installed: {command[0]}")
    environment = {**os.environ, "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0", "SYSTEMD_EMOJI": "0"}
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture
def written(home, tmp_path):
    return units.render(home, tmp_path)


def unit_files(written):
    return [path for name, path in written.items() if name.endswith((".service", ".socket", ".timer"))]


def verify(paths):
    done = run("systemd-analyze", "verify", "--man=no", *paths)
    return done.returncode, done.stdout + done.stderr


def test_units_are_well_formed(written):
    paths = unit_files(written)
    assert len(paths) == 9
    assert verify(paths) == (0, "")


def test_the_check_of_units_finds_a_mistake(written):
    path = written["jwkmint@.service"]
    path.write_text(path.read_text().replace("[Service]", "[Service]\nProtectSistem=strict"))
    assert "ProtectSistem" in verify([path])[1]


@pytest.mark.parametrize("name,limit", [
    ("jwkmint-deploy.service", 5), ("jwkmint-pool.service", 5), ("jwkmint-status.service", 5),
    ("jwkmint@.service", 13),  # fetches keys from URLs
    ("jwkmint-spawn.service", 24),  # does that, too, and begins as root
])
def test_services_are_confined(written, name, limit):
    """The exposure that systemd reckons, in tenths: 0 is none, 100 everything."""
    path = written[name].rename(written[name].with_name(name.replace("@", "@1")))
    done = run("systemd-analyze", "security", "--offline=yes", f"--threshold={limit}", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_services_may_write_to_the_home_only(home, written):
    for name, path in written.items():
        if name.endswith(".service"):
            found = units.settings_of(path)
            assert found["ProtectSystem"] == ["strict"] and found["ReadWritePaths"] == [str(home.home)]


def test_only_responders_reach_the_network(written):
    for name, path in written.items():
        if not name.endswith(".service"):
            continue
        found = units.settings_of(path)
        [families] = found["RestrictAddressFamilies"]
        fetches = name in ("jwkmint@.service", "jwkmint-spawn.service")
        assert families == ("AF_UNIX AF_INET AF_INET6" if fetches else "AF_UNIX"), name
        closed = (found.get("PrivateNetwork"), found.get("IPAddressDeny"))
        assert closed == ((None, None) if fetches else (["yes"], ["any"])), name


@needs_root
def test_user_and_home(tmp_path):
    """sysusers.d and tmpfiles.d together make the home that `jwkmintctl init` takes."""
    site = Site(initialise=False)
    try:
        root = site.directory / "root"
        (root / "etc").mkdir(parents=True)
        root.chmod(0o755)
        written = units.render(site, tmp_path)
        done = run("systemd-sysusers", f"--root={root}", written["jwkmint.sysusers"])
        assert done.returncode == 0, done.stderr
        [line] = [line for line in (root / "etc/passwd").read_text().splitlines() if line.startswith("jwkmint:")]
        uid, directory, shell = (int(line.split(":")[2]), *line.split(":")[5:])
        assert uid != 0 and directory == str(site.home) and shell.endswith("nologin")
        done = run("systemd-tmpfiles", f"--root={root}", "--create", written["jwkmint.tmpfiles"])
        assert done.returncode == 0, done.stderr
        made = root / site.home.relative_to("/")
        assert (made.stat().st_mode & 0o7777, made.stat().st_uid) == (0o711, uid)
        assert ((root / "run/jwkmint").stat().st_mode & 0o7777) == 0o755
        for parent in made.relative_to(site.directory).parents:
            (site.directory / parent).chmod(0o755)
        site.ctl("init", uid=0, home=made, cwd="/")
        assert {path.stat().st_uid for path in made.rglob("*")} == {uid}
    finally:
        site.close()


class Activated(SpawnFcgi):
    """Does what systemd does for jwkmint.socket with several instances of jwkmint@.service: the
    listening socket is its own, and each responder gets it as standard input.
    """

    def __init__(self, site, guest):
        super().__init__(site, guest)
        self.listener = None
        self.instances = []
        self.unit = units.settings_of(units.render(site, site.reports.parent / "www")["jwkmint@.service"])

    def start(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.socket))
        self.socket.chmod(0o666)
        self.listener.listen(128)

    def start_instance(self):
        assert self.unit["StandardInput"] == ["socket"] and self.unit["Sockets"] == ["jwkmint.socket"]
        [program] = self.unit["ExecStart"]
        [home] = self.unit["Environment"]
        with open(self.site.run / "responders.log", "ab") as log:
            instance = subprocess.Popen(
                command_as(SERVICE, [program]), stdin=self.listener, stdout=log, stderr=log, cwd="/",
                umask=int(self.unit["UMask"][0], 8), start_new_session=True,
                env={**self.site.environment(), **dict([home.split("=", 1)]), "LISTEN_FDS": "1"},
            )
        self.instances.append(instance)
        return instance

    def members(self):
        return []  # they end by themselves or in forget()

    def forget(self):
        for instance in self.instances:
            instance.terminate()
        ends = [instance.wait(timeout=60) for instance in self.instances]
        self.listener.close()
        self.socket.unlink(missing_ok=True)
        assert set(ends) <= {0}


class BehindActivation(Spawned, Lighttpd):
    configuration = "jwkmint-socket.conf"

    def __init__(self, site):
        super().__init__(site)
        self.spawner = Activated(site, self.uid)


@pytest.fixture
def activated():
    site = Site()
    try:
        site.serve(BehindActivation)
        yield site
    finally:
        site.close()


def test_a_request_waits_for_the_first_responder(activated):
    """The socket takes the connection before anybody is there to answer it."""
    client = activated.client()
    curl = client.start("GET", "/apiops/test/healthcheck")
    activated.server.spawner.start_instance()
    response = client.finish(curl)
    assert (response.status, response.text) == (200, "OK")


def test_responders_share_the_socket_and_end_one_by_one(activated):
    spawner = activated.server.spawner
    first, second = spawner.start_instance(), spawner.start_instance()
    workspace = Workspace(activated)
    for number in range(4):
        workspace.generate(f"key {number}", "EC")
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=60) == 0
    workspace.generate("key 4", "EC")
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0
    curl = workspace.client.start("GET", f"{workspace.jwks}/")
    spawner.start_instance()
    response = workspace.client.finish(curl)
    assert response.status == 200 and response.json["resultCount"] == 5
    assert len(workspace.bundle().public_set()) == 5


def test_an_idle_responder_that_is_told_to_stop_stops(activated):
    instance = activated.server.spawner.start_instance()
    wait_until(lambda: activated.client().get("/apiops/test/healthcheck").status == 200, "it answers")
    instance.terminate()
    assert instance.wait(timeout=60) == 0


class SpawnUnit(SpawnFcgi):
    """Runs what jwkmint-spawn.service runs, with the capabilities that it leaves."""

    def command(self):
        www = self.site.directory / "www"
        unit = units.settings_of(units.render(self.site, www, "nobody", "nogroup")["jwkmint-spawn.service"])
        [command] = unit["ExecStart"]
        [capabilities] = unit["CapabilityBoundingSet"]
        kept = ",".join(["-all", *("+" + name.removeprefix("CAP_").lower() for name in capabilities.split())])
        command = command.replace("/run/jwkmint/", f"{self.site.run}/")
        return ["setpriv", "--no-new-privs", f"--bounding-set={kept}", "--", *shlex.split(command)]


class BehindSpawnUnit(Spawned, Lighttpd):
    configuration = "jwkmint-socket.conf"

    def __init__(self, site):
        super().__init__(site, uid=STRANGER)
        self.spawner = SpawnUnit(site, self.uid)


@needs_root
def test_the_unit_with_spawn_fcgi():
    """It gives the socket to the web server's group and the responders to the owner of the home."""
    site = Site()
    try:
        for path in (site.home, *site.home.rglob("*")):
            os.chown(path, STRANGER, STRANGER)
        os.chown(site.run, 0, 0)  # as /run/jwkmint: nobody but root binds there
        for name in ("error.log", "breakage.log"):
            (site.run / name).touch()
            os.chown(site.run / name, STRANGER, STRANGER)
        site.serve(BehindSpawnUnit)
        response = site.client().get("/apiops/test/healthcheck")
        assert (response.status, response.text) == (200, "OK")
        made = site.server.spawner.socket.stat()
        assert (made.st_mode & 0o777, made.st_uid, made.st_gid) == (0o660, STRANGER, STRANGER)
        responders = site.server.responders()
        assert len(responders) == 4
        for process in responders:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                shown = dict(line.rstrip().split(":\t", 1) for line in status if ":\t" in line)
            assert set(shown["Uid"].split()) == {str(STRANGER)} and int(shown["CapEff"], 16) == 0
    finally:
        site.close()
