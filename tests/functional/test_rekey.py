"""jwkmintctl rekey: a new sealing key, in the background of normal service."""

import random
import shutil
import time
from urllib.parse import quote

from harness.account import own
from harness.damage import flip_private_half
from harness.load import Load
from harness.processes import wait_until
from harness.site import Workspace


def keys_of(site):
    """The lines of the keyring that hold keys, newest first."""
    lines = (site.home / "keyring").read_text().splitlines()
    return [line for line in lines if line and line[0] != "#"]


def read_all(workspace, names):
    for name in names:
        response = workspace.client.get(f"{workspace.jwks}/{quote(name)}/")
        assert response.status == 200, response.text


def opens_with(site, keyring):
    """Whether a copy of the home opens everything with another keyring; and what is said."""
    copy = site.directory / "with-other-keyring"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site.home / "db", copy / "db")
    (copy / "keyring").write_text(keyring)
    for path in (copy, copy / "db", *(copy / "db").iterdir(), copy / "keyring"):
        own(path, 0o700 if path.is_dir() else 0o600)
    return site.try_ctl("verify", home=copy)


def test_rekey(home):
    project = home.project()
    home.environment_for(project)
    for number in range(100):
        home.ctl("jwk", "generate", project, f"key {number}", "--type", "OCT")
    before = (home.home / "keyring").read_text()
    [old] = keys_of(home)
    exported = home.ctl("jwk", "export", project, "key 7", "--private", "--yes")
    report = home.ctl_json("rekey")
    assert report["resealed"] == 100 and report["continued"] is False and report["sealingKeys"] == 2
    new, kept = keys_of(home)
    assert kept == old and new.split()[0] == report["sealingKey"] != old.split()[0]
    assert (home.home / "keyring").stat().st_mode & 0o777 == 0o600
    assert home.try_ctl("verify").returncode == 0
    assert home.ctl("jwk", "export", project, "key 7", "--private", "--yes") == exported
    done = opens_with(home, before)
    assert done.returncode == 1 and "does not open the store" in done.stderr
    done = opens_with(home, new + "\n")
    # All but the bundles is there.
    assert done.returncode == 1 and "does not open" not in done.stdout + done.stderr
    assert "problem" not in done.stderr and "bundles are behind" in done.stderr


def test_old_keys_are_forgotten(home):
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    place = home.directory / "backups"
    place.mkdir()
    own(place, 0o700)
    home.ctl("backup", place / "before")
    former = (home.home / "keyring").read_text()
    said = home.ctl("rekey")
    assert "backups that were made before" in said and "--forget-old" in said
    report = home.ctl_json("rekey", "--forget-old")
    assert report["forgotten"] == 1 and report["sealingKeys"] == 1 and report["resealed"] == 0
    assert len(keys_of(home)) == 1
    assert home.try_ctl("verify").returncode == 0
    home.ctl("jwk", "generate", project, "another", "--type", "EC")
    # The backup of before needs the keyring of before, and says so.
    done = home.try_ctl("restore", place / "before", "--force")
    assert done.returncode == 1 and "does not open the store" in done.stderr
    [new] = keys_of(home)
    (home.home / "keyring").write_text(new + "\n" + former)
    home.ctl("restore", place / "before", "--force")
    assert home.try_ctl("verify").returncode == 0
    # What was restored is sealed with the old key: that is what a run that was interrupted leaves.
    report = home.ctl_json("rekey")
    assert report["continued"] is True and report["resealed"] == 1
    assert home.ctl_json("rekey", "--forget-old")["forgotten"] == 1
    assert home.try_ctl("verify").returncode == 0
    # And it goes on from there.
    assert home.ctl_json("rekey")["continued"] is False
    home.ctl("jwk", "generate", project, "third", "--type", "EC")
    assert home.try_ctl("verify").returncode == 0


def test_rekey_under_load(own_site):
    """No request fails, whether it seals, reads or deploys; nothing is left with an old key."""
    workspace = Workspace(own_site)
    with Load(workspace, clients=4) as load:
        wait_until(lambda: len(load.so_far()) >= 40, "there are keys")
        for _ in range(3):
            own_site.ctl("rekey")
            read_all(workspace, load.so_far()[:10])
            own_site.ctl("rekey", "--forget-old")
            read_all(workspace, load.so_far()[:10])
        count = len(load.so_far())
        wait_until(lambda: len(load.so_far()) >= count + 20, "service goes on")
    assert load.refused == []
    assert len(keys_of(own_site)) == 1
    report = own_site.ctl_json("verify")
    assert report["opened"] == report["rows"]["jwks"] == len(load.acknowledged)
    assert set(workspace.bundle().keys()) == set(load.acknowledged)
    for name in random.sample(load.acknowledged, 5):
        assert workspace.bundle().open_private(name)


def test_rekey_killed(first_own_site):
    """At whatever point: everything opens, and the next run goes on where this one ended."""
    workspace = Workspace(first_own_site)
    with Load(workspace, clients=2) as load:
        wait_until(lambda: len(load.so_far()) >= 150, "there are keys")
        for number in range(25):
            arguments = ["--forget-old"] if number % 3 == 2 else []
            rekey = first_own_site.start_ctl("rekey", *arguments)
            time.sleep(random.uniform(0, 0.12))
            rekey.kill()
            rekey.communicate()
            read_all(workspace, random.sample(load.so_far(), 3))
            done = first_own_site.try_ctl("verify", "--json")
            assert done.returncode == 0, done.stdout + done.stderr
    first_own_site.ctl("rekey")
    first_own_site.ctl("rekey", "--forget-old")
    assert len(keys_of(first_own_site)) == 1
    assert {path.name for path in first_own_site.home.glob("keyring*")} <= {"keyring", "keyring.new"}
    report = first_own_site.ctl_json("verify")
    assert report["opened"] == len(load.acknowledged)
    # At most while the old keys are forgotten a client may be told to come again.
    assert all("try again" in text for text in load.refused)


def test_one_rekey_at_a_time(home):
    project = home.project()
    for number in range(30):
        home.ctl("jwk", "generate", project, f"key {number}", "--type", "OCT")
    several = [home.start_ctl("rekey") for _ in range(4)]
    ended = [(process.communicate()[1], process.returncode) for process in several]
    done = [status for _, status in ended if status == 0]
    assert done and len(keys_of(home)) == 1 + len(done)
    for said, status in ended:
        assert status == 0 or "changes its sealing keys" in said, said
    assert home.try_ctl("verify").returncode == 0


def test_what_does_not_open_keeps_the_old_keys(home):
    """Nothing is forgotten while something is sealed with it; the rest is sealed anew."""
    project = home.project()
    for number in range(5):
        home.ctl("jwk", "generate", project, f"key {number}", "--type", "OCT")
    flip_private_half(home)
    done = home.try_ctl("rekey")
    assert done.returncode == 1 and "does not open" in done.stderr
    done = home.try_ctl("rekey", "--forget-old")
    assert done.returncode == 1 and len(keys_of(home)) == 2
