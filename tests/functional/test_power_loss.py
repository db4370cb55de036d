"""What is on the disk when the power goes off right after an answer, in a file system that writes
nothing before it is told to. tests/torture/power.py looks at other instants, and other file systems.
"""

import json
import random
import shutil
import sys

import pytest

from harness import settings

sys.path.insert(0, str(settings.SOURCE / "tests" / "torture"))

from aftermath import give  # noqa: E402
from crash import SECTOR, Disk, Nothing  # noqa: E402
from journal import Kind  # noqa: E402
from past import PAGE, JournaledSite, is_mapped  # noqa: E402

PRIVATE_MODES = ("plain", "sealed")


@pytest.fixture
def site():
    site = JournaledSite()
    try:
        yield site
    finally:
        site.close()


def after_power_loss(site, volumes=(), before=None, chance=Nothing()):
    """The home as it is on the disk now, or before the record of this number."""
    disk = Disk(False, volumes, is_mapped)
    for record in site.journal.read()[:before]:
        disk.feed(record)
    place = site.directory / "after"
    disk.crash(chance, place)
    give(place)
    return place


def names(site, home, project):
    return {entry["name"] for entry in json.loads(site.ctl("jwk", "list", project, "--json", home=home))}


@pytest.mark.parametrize("volumes", [(), ("bundles",)])
def test_acknowledged_is_there(site, volumes):
    project = site.project()
    environments = [site.environment_for(project, private=mode) for mode in PRIVATE_MODES]
    for name in ("one", "two"):
        site.ctl("jwk", "generate", project, name, "--type", "EC")
    home = after_power_loss(site, volumes)
    for environment in environments:
        manifest = json.loads((home / "bundles" / environment / project / "manifest.json").read_text())
        assert {key["name"] for key in manifest["keys"]} == {"one", "two"}
    assert names(site, home, project) == {"one", "two"}
    site.ctl("verify", home=home)


def test_deleted_is_gone(site):
    """Its private half does not come back, although only a name was taken away."""
    project = site.project()
    environments = [site.environment_for(project, private=mode) for mode in PRIVATE_MODES]
    for name in ("kept", "deleted"):
        site.ctl("jwk", "generate", project, name, "--type", "EC")
    site.ctl("jwk", "remove", project, "deleted")
    home = after_power_loss(site)
    for environment in environments:
        directory = home / "bundles" / environment / project
        manifest = json.loads((directory / "manifest.json").read_text())
        there = {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}
        assert there == {"manifest.json"} | {entry["path"] for entry in manifest["files"]}


def test_power_lost_in_init(site):
    """Whenever it goes off: there is a home, or `init` makes one, or says what is in its way."""
    records = site.journal.read()
    end = next(number for number, record in enumerate(records) if record.kind is Kind.MARK)
    synced = (number for number in range(end) if records[number].kind in (Kind.SYNC_END, Kind.SYNC_ALL_END))
    for instant in (0, *(number + 1 for number in synced), end):
        home = after_power_loss(site, before=instant)
        if "move the keyring away to begin anew" in site.try_ctl("init", home=home).stderr:
            (home / "keyring").unlink()
            site.ctl("init", home=home)
        found = site.try_ctl("status", home=home)
        if found.returncode != 0:
            assert "was never finished" in found.stderr, f"{instant}: {found.stderr}"
            shutil.rmtree(home / "db")
            (home / "keyring").unlink()
            site.ctl("init", home=home)
        site.ctl("project", "add", "a", home=home)
        site.ctl("environment", "add", "b", "--private", "none", home=home)
        site.ctl("deploy", home=home)
        shutil.rmtree(home)


def test_power_lost_in_restore(site):
    """One store or the other is there, whole; when it was acknowledged, the restored one."""
    project = site.project()
    site.environment_for(project, private="plain")
    site.ctl("jwk", "generate", project, "old", "--type", "EC")
    site.ctl("backup", site.directory / "backup")
    site.ctl("jwk", "generate", project, "new", "--type", "EC")
    begin = len(site.journal.read())
    site.ctl("restore", site.directory / "backup", "--force")
    end = len(site.journal.read())
    for instant in {*range(begin, end, max(1, (end - begin) // 20)), end}:
        home = after_power_loss(site, before=instant, chance=random.Random(instant))
        found = names(site, home, project)
        assert found == {"old"} or (found == {"old", "new"} and instant < end), (instant, found)
        site.ctl("deploy", home=home)
        site.ctl("verify", home=home)
        shutil.rmtree(home)


def test_torn_page(first_own_site):
    """A disk that tears a page breaks what is promised of it. Then the log and commands say why nothing
    works, and a backup helps.
    """
    site = first_own_site
    backup = site.directory / "backup"
    project = site.project()
    site.ctl("jwk", "generate", project, "key", "--type", "EC")
    site.ctl("backup", backup)
    site.server.stop()
    for name in ("gate", *(path.name for path in (site.home / "db").glob("__db.*"))):
        (site.home / "db" / name).unlink()
    with open(site.home / "db" / "records.db", "r+b") as database:
        database.seek(PAGE + SECTOR)
        database.write(bytes(7 * SECTOR))
    done = site.try_ctl("jwk", "list", project)
    assert done.returncode == 1 and "checksum" in done.stderr, done.stderr
    site.server.start()
    assert site.client().get("/apiops/test/healthcheck").status == 503
    assert "checksum" in site.server.logs()
    site.ctl("restore", backup, "--force")
    assert names(site, site.home, project) == {"key"}
    assert site.client().get("/apiops/test/healthcheck").status == 200
