"""jwkmintctl verify: beside everything else, killed in the middle, and on a store that is damaged."""

import json
import os
import random
import signal
import time

from harness.damage import flip_private_half, turn_byte
from harness.load import Load
from harness.processes import wait_until
from harness.site import Workspace


def test_verify_beside_clients(first_own_site):
    """What changes meanwhile is never taken for damage."""
    workspace = Workspace(first_own_site)
    with Load(workspace) as load:
        wait_until(lambda: len(load.so_far()) >= 50, "there are keys")
        for _ in range(5):
            done = first_own_site.try_ctl("verify", "--json")
            assert done.returncode == 0, done.stdout + done.stderr
            report = json.loads(done.stdout)
            assert report["problems"] == [] and report["bundlesBehind"] == []
    assert load.refused == []
    report = first_own_site.ctl_json("verify")
    assert report["rows"]["jwks"] == report["opened"] == len(load.acknowledged)
    assert report["rows"]["kids"] == report["rows"]["privateHalves"] == len(load.acknowledged)
    assert report["bundles"] == 1


def test_verify_killed(first_own_site):
    """At whatever point: nobody notices, and the next one finds all well."""
    workspace = Workspace(first_own_site)
    with Load(workspace, clients=2):
        for _ in range(20):
            verify = first_own_site.start_ctl("verify")
            time.sleep(random.uniform(0, 0.1))
            verify.kill()
            verify.communicate()
    assert first_own_site.try_ctl("verify").returncode == 0


def test_verify_changes_nothing(home):
    project = home.project()
    home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    database = home.home / "db" / "records.db"
    before = database.read_bytes()
    assert home.try_ctl("verify").returncode == 0
    assert database.read_bytes() == before


def test_verify_says_what_it_counted(home):
    project = home.project()
    home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    done = home.try_ctl("verify")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["JWKs", "1"] in lines and ["opened", "and", "right", "1"] in lines
    assert "rows read" in done.stderr and done.stderr.count("\n") == 1


def test_bundles_that_are_behind(home):
    project = home.project()
    environment = home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    jwks = home.bundle_directory(environment, project) / "public" / "jwks.json"
    os.chmod(jwks, 0o644)
    jwks.write_text("{}")
    done = home.try_ctl("verify")
    assert done.returncode == 1
    assert "1 of 1 bundles are behind" in done.stderr and environment in done.stdout
    home.ctl("deploy")
    assert home.try_ctl("verify").returncode == 0


def test_environment_that_is_removed_meanwhile(home):
    """A bundle that is behind is waited for; when its environment goes, it is missed by nobody."""
    project = home.project()
    environment = home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    (home.bundle_directory(environment, project) / "manifest.json").unlink()
    verify = home.start_ctl("verify")
    time.sleep(1)  # it waits by now
    assert verify.poll() is None
    home.ctl("environment", "remove", environment)
    _, err = verify.communicate()
    assert verify.returncode == 0, err


def test_a_row_that_was_changed_by_another_tool(home):
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    flip_private_half(home)
    done = home.try_ctl("verify")
    assert done.returncode == 1
    assert 'JWK "key" of project' in done.stdout and "does not open" in done.stdout
    assert "1 problem was found" in done.stderr


def test_a_page_that_was_changed(home):
    """The checksum of a page tells; nothing that it holds is believed."""
    project = home.project()
    for number in range(20):
        home.ctl("jwk", "generate", project, f"key {number}", "--type", "EC")
    turn_byte(home, b"key 11")
    done = home.try_ctl("verify")
    assert done.returncode == 1 and "jwkmintctl: " in done.stderr


def test_stopped_verify_holds_nobody_up(first_own_site):
    """Between its short visits it is outside: stopped there, others go on."""
    workspace = Workspace(first_own_site)
    for number in range(30):
        workspace.generate(f"key {number}", "RSA")
    verify = first_own_site.start_ctl("verify")
    wait_until(lambda: verify.poll() is not None or first_own_site.try_ctl("status").returncode == 0, "it runs")
    verify.send_signal(signal.SIGSTOP)
    try:
        workspace.generate("beside", "EC")
    finally:
        verify.send_signal(signal.SIGCONT)
        verify.communicate()
