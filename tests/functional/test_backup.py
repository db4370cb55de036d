"""jwkmintctl backup: one moment of a store in use, proved, durable, without the keyring."""

import hashlib
import json
import random
import shutil
import time

import pytest

from harness.account import ROOT, own
from harness.damage import flip_private_half
from harness.load import Load
from harness.processes import wait_until
from harness.site import Workspace


@pytest.fixture
def place(home):
    """A directory where the owner of the home may write."""
    return place_of(home)


def place_of(site):
    place = site.directory / "backups"
    place.mkdir()
    own(place, 0o700)
    return place


def names_in(site, backup, project):
    """The names of the keys in a backup, which is looked at as a home of its own."""
    home = site.directory / "looked-at"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    shutil.copytree(backup / "db", home / "db")
    shutil.copy(site.home / "keyring", home / "keyring")
    for path in (home, home / "db", *(home / "db").iterdir(), home / "keyring"):
        own(path, 0o700 if path.is_dir() else 0o600)
    own(home, 0o711)
    listed = json.loads(site.ctl("jwk", "list", project, "--json", home=home))
    assert json.loads(site.ctl("verify", "--json", home=home))["problems"] == []
    return {key["name"] for key in listed}


def check_files(backup):
    """Everything is there, as backup.json says, closed to others, and nothing else."""
    listed = json.loads((backup / "backup.json").read_text())
    files = {entry["name"]: entry for entry in listed["files"]}
    assert {path.name for path in backup.iterdir()} == {"backup.json", "db"}
    assert {path.name for path in (backup / "db").iterdir()} == set(files)
    for name, entry in files.items():
        content = (backup / "db" / name).read_bytes()
        assert len(content) == entry["size"]
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert (backup / "db" / name).stat().st_mode & 0o777 == 0o600
    for path in (backup, backup / "db"):
        assert path.stat().st_mode & 0o777 == 0o700
    return listed


def test_backup_beside_eight_clients(first_own_site):
    """Whatever was acknowledged before it began is in it, and what is in it is whole."""
    workspace = Workspace(first_own_site, environments=())
    place = place_of(first_own_site)
    with Load(workspace, clients=8) as load:
        for number in range(3):
            wait_until(lambda: len(load.so_far()) >= 60 * (number + 1), "there are keys")
            before = load.so_far()
            made = first_own_site.ctl_json("backup", place / str(number))
            check_files(place / str(number))
            there = names_in(first_own_site, place / str(number), workspace.project)
            assert set(before) <= there
            assert made["jwks"] == len(there) and made["verified"] is True
    assert load.refused == []
    assert first_own_site.try_ctl("verify").returncode == 0


def test_backup_killed(first_own_site):
    """At whatever point: no backup.json, service goes on, the next backup is whole."""
    workspace = Workspace(first_own_site)
    place = place_of(first_own_site)
    with Load(workspace, clients=2) as load:
        wait_until(lambda: len(load.so_far()) >= 50, "there are keys")
        for number in range(20):
            backup = first_own_site.start_ctl("backup", place / str(number))
            time.sleep(random.uniform(0, 0.25))
            backup.kill()
            backup.communicate()
            if (place / str(number) / "backup.json").exists():
                check_files(place / str(number))
            elif (place / str(number)).exists() and any((place / str(number)).iterdir()):
                done = first_own_site.try_ctl("backup", place / str(number))
                assert done.returncode == 1 and "is not empty" in done.stderr
        first_own_site.ctl("backup", place / "whole")
    check_files(place / "whole")
    assert first_own_site.try_ctl("verify").returncode == 0


def test_the_keyring_is_not_in_it(home, place):
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    said = home.ctl("backup", place / "one")
    assert "The keyring is not in it" in said and str(home.home / "keyring") in said
    lines = (home.home / "keyring").read_text().splitlines()
    [key] = [line.split()[1] for line in lines if line and line[0] != "#"]
    for path in (place / "one").rglob("*"):
        assert path.is_dir() or key.encode() not in path.read_bytes()
    assert check_files(place / "one")["jwks"] == 1


def test_places_where_no_backup_goes(home, place):
    (place / "full").mkdir()
    (place / "full" / "file").touch()
    for directory, sentence in (
        (place / "full", "is not empty"),
        (place / "full" / "file", "file"),
        (home.home / "db" / "backup", "lies in the store itself"),
        (home.home / "bundles" / "backup", "lies among the bundles"),
        (place / "missing" / "backup", "missing"),
    ):
        done = home.try_ctl("backup", directory)
        assert done.returncode == 1 and sentence in done.stderr, done.stderr
        assert directory.name != "backup" or not directory.exists()
    (place / "empty").mkdir()
    own(place / "empty", 0o755)
    home.ctl("backup", place / "empty")
    check_files(place / "empty")


@pytest.mark.skipif(not ROOT, reason="needs another user's directory")
def test_a_place_that_the_owner_may_not_write_to(home):
    done = home.try_ctl("backup", "/root/backup-that-is-refused")
    assert done.returncode == 1 and "owner of the home" in done.stderr


def test_what_is_damaged_is_no_backup(home, place):
    """It says what is wrong and leaves nothing."""
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    flip_private_half(home)
    done = home.try_ctl("backup", place / "one")
    assert done.returncode == 1 and "there is no backup" in done.stderr
    assert "does not open" in done.stdout
    assert not (place / "one").exists()
