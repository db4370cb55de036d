"""jwkmintctl restore: a backup in the place of the store, at once or not at all."""

import json
import random
import shutil
import time

import pytest

from harness.account import own
from harness.damage import flip_private_half
from harness.load import Load
from harness.processes import wait_until
from harness.site import Site, Workspace


def place_of(site):
    place = site.directory / "backups"
    place.mkdir()
    own(place, 0o700)
    return place


def backup_of(site, name="backup"):
    place = site.directory / "backups"
    if not place.exists():
        place_of(site)
    site.ctl("backup", place / name)
    return place / name


def names(workspace):
    listed = workspace.client.get(f"{workspace.jwks}/")
    assert listed.status == 200, listed.text
    return {key["name"] for key in listed.json["resultList"]}


def asides(site):
    return sorted(site.home.glob("db.before-*"))


@pytest.fixture
def fresh():
    """A machine where nothing was set up yet: a home without anything in it."""
    site = Site(initialise=False)
    site.home.mkdir()
    own(site.home, 0o711)
    yield site
    site.close()


def test_a_fresh_machine(first_own_site, fresh):
    """The keyring has to be there; then everything is as it was, tokens included."""
    workspace = Workspace(first_own_site)
    workspace.generate("key", "EC")
    backup = backup_of(first_own_site)
    done = fresh.try_ctl("restore", backup)
    assert done.returncode == 1 and "the keyring has to be there first" in done.stderr
    assert "jwkmintctl keyring export" in done.stderr
    assert not (fresh.home / "db").exists()
    shutil.copy(first_own_site.home / "keyring", fresh.home / "keyring")
    own(fresh.home / "keyring", 0o600)
    report = fresh.ctl_json("restore", backup)
    assert report["backup"]["jwks"] == 1 and report["backup"]["formerStore"] is None
    assert [bundle["success"] for bundle in report["bundles"]] == [True]
    assert fresh.try_ctl("verify").returncode == 0
    assert fresh.try_ctl("deploy", "--check").returncode == 0
    exported = ["jwk", "export", workspace.project, "key", "--private", "--yes"]
    assert fresh.ctl(*exported) == first_own_site.ctl(*exported)
    first_own_site.server.stop()
    fresh.serve(type(first_own_site.server))
    client = fresh.client(workspace.client.token)
    assert client.get(f"{workspace.jwks}/key/").status == 200
    done = client.post(f"{workspace.jwks}/generate", {"name": "another", "type": "EC"})
    assert done.status == 200 and done.json["deploymentResult"]["success"] is True
    left = {path.name for path in fresh.home.iterdir()}
    assert left == {"db", "keyring", "bundles", "operation.lock"}


def test_running_responders_notice(own_site):
    """They work with the restored store from the next request on, and write bundles for it."""
    workspace = Workspace(own_site)
    workspace.generate("before", "EC")
    manifest, _ = workspace.bundle().read()
    backup = backup_of(own_site)
    workspace.generate("after", "EC")
    assert names(workspace) == {"before", "after"}
    own_site.ctl("restore", backup, "--force")
    for _ in range(8):
        assert names(workspace) == {"before"}
    renewed, _ = workspace.bundle().read()
    assert renewed["store"] != manifest["store"] and list(workspace.bundle().keys()) == ["before"]
    for number in range(8):
        workspace.generate(f"new {number}", "EC")
        assert workspace.bundle().read()[0]["store"] == renewed["store"]
    assert own_site.try_ctl("verify").returncode == 0
    [aside] = asides(own_site)
    assert (aside / "records.db").exists()


def test_under_load(own_site):
    """Whatever is acknowledged afterwards is in the restored store; nothing else goes wrong."""
    workspace = Workspace(own_site)
    with Load(workspace, clients=4) as load:
        wait_until(lambda: len(load.so_far()) >= 30, "there are keys")
        before = load.so_far()
        backup = backup_of(own_site)
        wait_until(lambda: len(load.so_far()) >= len(before) + 20, "there are more")
        own_site.ctl("restore", backup, "--force")
        count = len(load.so_far())
        wait_until(lambda: len(load.so_far()) >= count + 20, "service goes on")
    there = set(own_site_names(own_site, workspace))
    assert set(before) <= there
    # Those that were under way when it returned are in either store.
    assert set(load.acknowledged[count + 4 :]) <= there
    own_site.ctl("deploy")
    assert own_site.try_ctl("verify").returncode == 0
    assert set(workspace.bundle().keys()) == there


def own_site_names(site, workspace):
    return [key["name"] for key in site.ctl_json("jwk", "list", workspace.project)]


def test_killed(first_own_site):
    """At whatever point: the former store or the restored one, whole, and the next run does it."""
    workspace = Workspace(first_own_site)
    for number in range(20):
        workspace.generate(f"key {number}", "EC")
    backup = backup_of(first_own_site)
    for number in range(25):
        workspace.generate(f"mark {number}", "EC")
        restore = first_own_site.start_ctl("restore", backup, "--force")
        time.sleep(random.uniform(0, 0.2))
        restore.kill()
        restore.communicate()
        there = names(workspace)
        restored = f"mark {number}" not in there
        assert {f"key {i}" for i in range(20)} <= there
        if restored:
            assert there == {f"key {i}" for i in range(20)}
        first_own_site.ctl("deploy")
        assert first_own_site.try_ctl("verify").returncode == 0
    first_own_site.ctl("restore", backup, "--force")
    assert names(workspace) == {f"key {i}" for i in range(20)}
    assert not (first_own_site.home / "db.restoring").exists()
    # No store that held something is ever deleted.
    assert len(asides(first_own_site)) >= 1


def test_bundles_of_what_was_added_since_go(home):
    """Nobody would look after them any more; those of the restored store are never away."""
    project = home.project()
    environment = home.environment_for(None)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    backup = backup_of(home)
    added = home.project()
    later = home.environment_for(None)
    for name in (project, added):
        home.ctl("jwk", "generate", name, "new", "--type", "EC")
    assert home.bundle_directory(later, added).exists()
    said = home.ctl("restore", backup, "--force")
    assert not home.bundle_directory(environment, added).exists()
    assert not (home.home / "bundles" / later).exists()
    assert home.bundle_directory(environment, project).exists()
    assert f"Deleted {home.bundle_directory(environment, added)}" in said
    assert home.try_ctl("verify").returncode == 0


def test_what_is_refused(home):
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    backup = backup_of(home)
    done = home.try_ctl("restore", backup)
    assert done.returncode == 1 and "There is a store already" in done.stderr
    done = home.try_ctl("restore", home.directory, "--force")
    assert done.returncode == 1 and "is no backup, or one that was interrupted" in done.stderr
    done = home.try_ctl("restore", home.directory / "missing", "--force")
    assert done.returncode == 1 and "missing" in done.stderr
    content = bytearray((backup / "db" / "records.db").read_bytes())
    content[5000] ^= 1
    (backup / "db" / "records.db").write_bytes(content)
    done = home.try_ctl("restore", backup, "--force")
    assert done.returncode == 1 and "was changed after the backup was made" in done.stderr
    (backup / "db" / "records.db").unlink()
    done = home.try_ctl("restore", backup, "--force")
    assert done.returncode == 1 and "is not whole" in done.stderr
    assert not asides(home) and not (home.home / "db.restoring").exists()
    assert [key["name"] for key in home.ctl_json("jwk", "list", project)] == ["key"]


def test_the_keyring_of_another_store(home):
    home.ctl("jwk", "generate", home.project(), "key", "--type", "EC")
    backup = backup_of(home)
    other = Site()
    try:
        for path in (home.directory, home.directory / "backups"):
            path.chmod(0o755)
        done = other.try_ctl("restore", backup, "--force")
        assert done.returncode == 1 and "does not open the store" in done.stderr
        assert other.try_ctl("verify").returncode == 0 and not asides(other)
    finally:
        other.close()


def test_a_damaged_store_is_replaced(home):
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    backup = backup_of(home)
    flip_private_half(home)
    assert home.try_ctl("verify").returncode == 1
    home.ctl("restore", backup, "--force")
    assert home.try_ctl("verify").returncode == 0
    for file in (home.home / "db").iterdir():
        file.write_bytes(b"nothing of it is left")
    assert home.try_ctl("verify").returncode == 1
    home.ctl("restore", backup, "--force")
    assert home.try_ctl("verify").returncode == 0
    assert len(asides(home)) == 2


def test_one_restore_at_a_time(home):
    home.ctl("jwk", "generate", home.project(), "key", "--type", "EC")
    backup = backup_of(home)
    several = [home.start_ctl("restore", backup, "--force", "--json") for _ in range(4)]
    ended = [(process.communicate(), process.returncode) for process in several]
    done = [json.loads(said[0]) for said, status in ended if status == 0]
    assert done and len(asides(home)) == len(done)
    for said, status in ended:
        assert status == 0 or "Another jwkmintctl restores this home" in said[1], said
    assert home.try_ctl("verify").returncode == 0


def test_the_keyring_is_exported(home):
    """To a new file that nobody else can read, or to stdout; never over a file."""
    content = (home.home / "keyring").read_text()
    assert home.ctl("keyring", "export", "-") == content
    copy = home.recipients / "keyring-copy"
    assert home.ctl("keyring", "export", copy) == ""
    assert copy.read_text() == content and copy.stat().st_mode & 0o777 == 0o600
    done = home.try_ctl("keyring", "export", copy)
    assert done.returncode == 1 and "keyring-copy" in done.stderr
    (home.home / "db").rename(home.home / "lost")
    assert home.ctl("keyring", "export", "-") == content
