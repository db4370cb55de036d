"""Confinement: what a responder gives up when it is up, and that it is really gone.

A library that is preloaded (deeds.c) does in the responder what somebody would do who has taken it
over. Each deed is tried without the confinement, too: there it has another end.
"""

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from harness import fastcgi, settings
from harness.account import SERVICE, command_as, own
from harness.processes import wait_until
from harness.site import Site

BARE = "landlock filter privileges"
SANITIZED = "#define JWKMINT_SANITIZERS 1" in (settings.BUILD / "config.h").read_text()
HOLDS = {"noCoreDumps": True, "noNewPrivileges": True, "systemCallFilter": True}

# Sanitizers look at their own process and write reports: such a build leaves these open.
not_sanitized = pytest.mark.skipif(SANITIZED, reason="the build has sanitizers")
FATAL = [
    "execve", "execveat", "process_vm_readv", "unshare", "clone_newuser", "mount", "chroot", "setuid", "listen",
    "core", "bpf", "keyctl", "kexec_load", "init_module", "perf_event_open", "userfaultfd", "pidfd_getfd",
    pytest.param("ptrace", marks=not_sanitized), pytest.param("dumpable", marks=not_sanitized),
]


@pytest.fixture(scope="module")
def deeds():
    source = settings.SOURCE / "tests" / "functional" / "deeds.c"
    with tempfile.TemporaryDirectory(prefix="jwkmint-tests-") as directory:
        library = Path(directory) / "deeds.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        yield library


class Responder:
    """One responder on a socket of its own, with the library in it."""

    def __init__(self, site, library, **variables):
        self.site = site
        self.library = site.bin / "deeds.so"
        if not self.library.exists():
            shutil.copy(library, self.library)
            self.library.chmod(0o755)
        self.socket = site.run / f"{site.new_name('responder')}.socket"
        self.report = self.socket.with_suffix(".report")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.socket))
            listening.listen()
            self.process = subprocess.Popen(
                self.command(site.bin / "jwkmint.fcgi", DEED_REPORT=self.report, **variables),
                stdin=listening, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.environment(),
            )

    def environment(self):
        found = self.site.environment()
        # The sanitizers' library need not come first.
        found["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        return found

    def command(self, *words, **variables):
        given = [f"{name}={value}" for name, value in {"LD_PRELOAD": self.library, **variables}.items()]
        return command_as(SERVICE, ["env", *given, *words])

    def get(self, target):
        return fastcgi.get(self.socket, target)

    def healthy(self):
        answer = self.get("/test/healthcheck")
        assert (answer.status, answer.text) == (200, "OK"), answer
        return answer

    def outcome(self):
        """How it ended by its deed: the signal that killed it, or the error's name, "" for none."""
        wait_until(lambda: self.process.poll() is not None or self.reported(), "the deed was done")
        if self.reported():
            return errno.errorcode[int(self.reported())] if int(self.reported()) else ""
        code = self.process.wait()
        return signal.Signals(-code).name if code < 0 else ""

    def reported(self):
        return self.report.read_text().strip() if self.report.exists() else ""

    def close(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def mint():
    site = Site()
    try:
        yield site
    finally:
        site.close()


@pytest.fixture
def responder(mint, deeds):
    """Starts one of the shared home; the keywords are what deeds.c reads."""
    started = []

    def start(site=mint, **variables):
        started.append(Responder(site, deeds, **variables))
        return started[-1]

    yield start
    for each in started:
        each.close()


def offered(mint):
    return mint.ctl_json("status")["confinement"]


def need_landlock(mint, version=2):
    found = offered(mint)["landlockVersion"]
    if SANITIZED or found < version:
        pytest.skip(f"Landlock {found} on this kernel, sanitizers: {SANITIZED}")


# System calls.


@pytest.mark.parametrize("deed", FATAL)
def test_it_kills(responder, deed):
    assert responder(DEED=deed, DEED_PATH="/").outcome() == "SIGSYS"
    assert responder(DEED=deed, DEED_PATH="/", WITHOUT=BARE).outcome() != "SIGSYS"


@pytest.mark.parametrize("deed,error", [
    ("clone3", "ENOSYS"), ("io_uring_setup", "ENOSYS"), ("packet_socket", "EAFNOSUPPORT"), ("code", "EACCES"),
    ("map_code", "EACCES"),
])
def test_it_is_refused(responder, deed, error):
    assert responder(DEED=deed).outcome() == error
    assert responder(DEED=deed, WITHOUT=BARE).outcome() != error


# Files.


@pytest.mark.parametrize("deed,path", [
    ("read", "/etc/passwd"), ("read", "{outside}/file"), ("list", "/"), ("list", "{outside}"), ("list", "/etc"),
    ("write", "{outside}/file"), ("create", "{outside}/new"), ("truncate", "{outside}/file"),
    ("remove", "{outside}/file"), ("read", "{site}/bin/jwkmintctl"),
])
def test_files_outside_are_out_of_reach(mint, responder, deed, path):
    outside = mint.directory / "outside"
    outside.mkdir(exist_ok=True)
    own(outside, 0o700)
    (outside / "file").write_text("theirs")
    own(outside / "file", 0o600)
    (outside / "new").unlink(missing_ok=True)
    need_landlock(mint, 3 if deed == "truncate" else 2)
    path = path.format(outside=outside, site=mint.directory)
    assert responder(DEED=deed, DEED_PATH=path).outcome() == "EACCES"
    assert responder(DEED=deed, DEED_PATH=path, WITHOUT=BARE).outcome() == ""


def test_without_the_filter_landlock_refuses_other_programs(mint, responder):
    need_landlock(mint)
    assert responder(DEED="execve", DEED_PATH="/bin/true", WITHOUT="filter").outcome() == "EACCES"


@pytest.mark.parametrize("deed,path", [
    ("create", "{home}/bundles/new"), ("list", "{home}/db"), ("read", "{home}/keyring"), ("read", "/proc/self/maps"),
    ("read", "/etc/hosts"), ("read", "/etc/ssl/certs/ca-certificates.crt"), ("read", "/dev/urandom"),
    ("write", "/dev/null"),
])
def test_what_is_needed_stays(mint, responder, deed, path):
    assert responder(DEED=deed, DEED_PATH=path.format(home=mint.home)).outcome() == ""
    (mint.home / "bundles" / "new").unlink(missing_ok=True)


def test_configured_places_stay(responder, deeds):
    """A bundle root and a keyring elsewhere, named in jwkmint.conf."""
    site = Site(initialise=False)
    try:
        (site.bin / "jwkmint.conf").write_text(
            f"home = {site.home}\nbundle-root = {site.directory}/elsewhere\nkeyring = {site.directory}/ring/keyring\n"
        )
        (site.bin / "jwkmint.conf").chmod(0o644)
        for name in ("home", "elsewhere", "ring"):
            (site.directory / name).mkdir()
            own(site.directory / name, 0o700)
        site.ctl("init")
        for deed, path in (("create", "elsewhere/new"), ("read", "ring/keyring"), ("read", "bin/jwkmint.conf")):
            assert responder(site, DEED=deed, DEED_PATH=site.directory / path).outcome() == ""
        if offered(site)["landlock"] and not SANITIZED:
            assert responder(site, DEED="create", DEED_PATH=site.directory / "ring/new").outcome() == "EACCES"
        started = responder(site)
        assert started.healthy().log == ""
    finally:
        site.close()


# Other processes and the network, as far as this kernel's Landlock goes.


def test_no_port_is_opened(mint, responder):
    need_landlock(mint, 4)
    assert responder(DEED="bind").outcome() == "EACCES"
    assert responder(DEED="bind", WITHOUT=BARE).outcome() == ""


def test_no_signal_reaches_others(mint, responder):
    need_landlock(mint, 6)
    other = subprocess.Popen(command_as(SERVICE, ["sleep", "1000"]))
    try:
        wait_until(lambda: os.stat(f"/proc/{other.pid}").st_uid == SERVICE, "it is the same user's")
        assert responder(DEED="signal", DEED_PATH=other.pid).outcome() == "EPERM"
        assert responder(DEED="signal", DEED_PATH=other.pid, WITHOUT=BARE).outcome() == ""
    finally:
        other.kill()
        other.wait()


def test_no_abstract_socket_is_reached(mint, responder):
    need_landlock(mint, 6)
    name = f"jwkmint-sandbox-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"\0{name}")
        listening.listen()
        assert responder(DEED="abstract", DEED_PATH=name).outcome() == "EPERM"
        assert responder(DEED="abstract", DEED_PATH=name, WITHOUT=BARE).outcome() == ""


# What the kernel says, and what the tool says.


def confined(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        found = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    with open(f"/proc/{pid}/limits", encoding="ascii") as limits:
        [core] = [line.split()[4:6] for line in limits if line.startswith("Max core file size")]
    return found["NoNewPrivs"], found["Seccomp"], core


def test_responders_of_every_server(workspace):
    workspace.generate("key", "EC")
    if not workspace.site.server.persistent:
        pytest.skip("no responder stays")
    members = workspace.site.server.responders()
    assert members
    for member in members:
        wait_until(lambda pid=member.pid: confined(pid) == ("1", "2", ["0", "0"]), "it is confined")
    assert workspace.site.server.logs().count("confinement") == 0


def test_plain_cgi(mint):
    """Confined before the body is read."""
    variables = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/apiops", "PATH_INFO": "/auth/token", "CONTENT_LENGTH": "100",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    program = subprocess.Popen(
        command_as(SERVICE, [mint.bin / "jwkmint.fcgi"]), env={**mint.environment(), **variables},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    try:
        wait_until(lambda: confined(program.pid) == ("1", "2", ["0", "0"]), "it is confined")
        assert program.poll() is None
    finally:
        program.stdin.close()
        program.wait()
        said = program.stderr.read()
        program.stdout.close()
        program.stderr.close()
    assert said == b""


def test_status_says_what_holds(mint, responder):
    before = mint.ctl_json("status")
    assert HOLDS.items() <= before["confinement"].items()
    assert before["confinement"]["landlock"] is (before["confinement"]["landlockVersion"] >= 2 and not SANITIZED)
    started, bare = responder(), responder(WITHOUT=BARE)
    for each in (started, bare):
        each.healthy()
    listed = {each["pid"]: each for each in mint.ctl_json("status")["responders"]}
    assert listed[started.process.pid] == {"pid": started.process.pid, **HOLDS}
    told = listed[bare.process.pid]
    assert told["noCoreDumps"] is True and told["systemCallFilter"] is False
    table = mint.ctl("status")
    assert "files by Landlock" in table and str(started.process.pid) in table


def test_status_says_what_does_not_hold(mint, responder):
    started = responder()
    done = subprocess.run(
        started.command(mint.bin / "jwkmintctl", "--home", mint.home, "status", "--json", WITHOUT="landlock filter"),
        env=started.environment(), capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["confinement"]
    assert told == {**HOLDS, "systemCallFilter": False, "landlock": False, "landlockVersion": 0}


# What the kernel lacks.


@pytest.mark.parametrize("without,words", [
    ("landlock", "no Landlock"), ("filter", "no filter of system calls"), ("privileges", "new privileges"),
])
def test_one_line_where_the_kernel_lacks_it(mint, responder, without, words):
    started = responder(WITHOUT=without)
    lines = started.healthy().log.splitlines()
    lines = [line for line in lines if words in line]
    assert len(lines) == 1 and lines[0].startswith("jwkmint: confinement: "), lines
    assert started.healthy().log == ""


# Homes that come and go.


def test_a_home_that_is_made_later(responder):
    site = Site(initialise=False)
    try:
        go = site.run / "go"
        started = responder(site, DEED="list", DEED_PATH="/", DEED_WHEN=go)
        assert started.get("/test/healthcheck").status == 503
        site.ctl("init")
        started.healthy()
        go.touch()
        started.healthy()
        landlock = offered(site)["landlock"]
        assert started.outcome() == ("EACCES" if landlock else "")
    finally:
        site.close()


def test_a_bundle_root_that_is_made_later(responder):
    """Until it is there Landlock can not begin, which is said once."""
    site = Site()
    try:
        (site.bin / "jwkmint.conf").write_text(f"bundle-root = {site.directory}/later\n")
        (site.bin / "jwkmint.conf").chmod(0o644)
        go = site.run / "go"
        started = responder(site, DEED="list", DEED_PATH="/", DEED_WHEN=go)
        assert "Landlock waits" in started.healthy().log
        assert started.healthy().log == ""
        (site.directory / "later").mkdir()
        own(site.directory / "later", 0o711)
        assert started.healthy().log == ""
        landlock = offered(site)["landlock"]
        go.touch()
        started.healthy()
        assert started.outcome() == ("EACCES" if landlock else "")
    finally:
        site.close()


def test_a_home_that_is_another_one(responder):
    """The process that is confined to the old one makes room for one that reaches the new."""
    site = Site()
    try:
        started = responder(site)
        started.healthy()
        if offered(site)["landlockVersion"] < 2:
            pytest.skip("without Landlock it stays")
        site.home.rename(site.directory / "old")
        subprocess.run(["cp", "-a", site.directory / "old", site.home], check=True)
        try:
            started.get("/test/healthcheck")
        except ConnectionRefusedError:
            pass  # it had just answered, looked, and ended
        assert started.process.wait(settings.DEADLINE) == 0
        responder(site).healthy()
    finally:
        site.close()
