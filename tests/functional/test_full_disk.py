"""A disk without room, or a limit on the size of files: what commands say, and that it passes. What a
service in use does is in tests/torture/disk.py.
"""

import sys

import pytest

from harness import settings
from harness.account import ROOT, SERVICE, run_as
from harness.site import Site, Workspace
from servers import available

sys.path.insert(0, str(settings.SOURCE / "tests" / "torture"))

from small_disk import Refused, SmallDisk  # noqa: E402

pytestmark = pytest.mark.skipif(not ROOT, reason="only root can mount a disk")


@pytest.fixture
def disk():
    try:
        with SmallDisk(48) as mounted:
            yield mounted
    except Refused as problem:
        pytest.skip(f"no disk can be mounted: {problem}")


@pytest.fixture
def site(disk):
    site = Site(initialise=False)
    try:
        site.home = disk.path / "home"
        site.ctl("init")
        yield site
    finally:
        site.close()


def let_it_recover(site):
    """The gate's state says that somebody died inside: `busy` of src/store/gate.h."""
    with open(site.home / "db" / "gate", "r+b") as state:
        state.seek(16)
        state.write(b"\1\1\1\1")


def test_full(disk, site):
    site.ctl("project", "add", "before")
    disk.fill(0)
    done = site.try_ctl("project", "add", "during")
    assert done.returncode == 1
    assert "less than 4 MiB left" in done.stderr
    assert "before" in site.ctl("project", "list")
    disk.relieve()
    site.ctl("project", "add", "after")


def test_a_private_half_is_read_nevertheless(disk, site):
    """What can not be noted in the audit log is told the operator."""
    site.ctl("project", "add", "p")
    site.ctl("jwk", "generate", "p", "k", "--type", "EC")
    disk.fill(0)
    done = site.try_ctl("jwk", "export", "p", "k", "--private", "--yes")
    assert done.returncode == 0 and '"d":' in done.stdout
    assert "This is not in the audit log: the disk is full." in done.stderr
    done = site.try_ctl("keyring", "export", "-")
    assert done.returncode == 0 and len(done.stdout.split()) >= 3
    assert "This is not in the audit log: The disk" in done.stderr
    disk.relieve()
    assert site.ctl_json("audit", "verify")["records"] == 2


def test_what_the_operator_is_told(disk, site):
    """Of a private half that a client saw."""
    site.serve(next(iter(available().values())))
    workspace = Workspace(site, environments=())
    workspace.generate("k", "EC")
    before = site.ctl_json("audit", "verify")["records"]
    disk.fill(0)
    response = workspace.client.get(f"{workspace.jwks}/k/")
    assert response.status == 200 and response.json["resultList"][0]["ec"]["d"]
    log = "".join(path.read_text(errors="replace") for path in site.run.iterdir() if path.is_file())
    assert f'request {response.header("x-request-id")}: The private half of JWK "k" of project' in log
    disk.relieve()
    assert site.ctl_json("audit", "verify")["records"] == before


def test_full_when_it_has_to_be_recovered(disk, site):
    site.ctl("project", "add", "before")
    let_it_recover(site)
    disk.fill(0)
    for command in (("project", "list"), ("project", "add", "during")):
        done = site.try_ctl(*command)
        assert done.returncode == 1
        assert "its disk is full" in done.stderr
        assert "The cause: The store's file reserve: can not make room for: No space left on device." in done.stderr
    disk.relieve()
    assert "before" in site.ctl("project", "list")
    site.ctl("verify")


def test_limit_on_files(site):
    """A signal would end the process in the middle."""
    site.ctl("project", "add", "before")
    let_it_recover(site)
    words = [site.bin / "jwkmintctl", "--home", site.home, "project", "list"]
    done = run_as(SERVICE, ["prlimit", "--fsize=1000000", *words], env=site.environment())
    assert done.returncode == 1
    assert "recovered" in done.stderr
    assert "before" in site.ctl("project", "list")


def test_no_room_for_init(disk):
    site = Site(initialise=False)
    try:
        site.home = disk.path / "home"
        disk.fill(8 * 2**20)
        done = site.try_ctl("init")
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        disk.relieve()
        site.ctl("init")
    finally:
        site.close()
