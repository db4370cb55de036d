"""jwkmintctl verify: beside everything else, killed in the middle, and on a store that is damaged."""

import json
import os
import random
import signal
import subprocess
import time

from harness.account import SERVICE, command_as, own, run_as
from harness.load import Load
from harness.processes import wait_until
from harness.site import Workspace


def start(site, *arguments):
    """Starts jwkmintctl and leaves it running."""
    return subprocess.Popen(
        command_as(SERVICE, [site.bin / "jwkmintctl", "--home", site.home, *arguments]),
        env=site.environment(),
        cwd=site.recipients,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_verify_beside_clients(own_site):
    """What changes meanwhile is never taken for damage."""
    workspace = Workspace(own_site)
    with Load(workspace) as load:
        wait_until(lambda: len(load.so_far()) >= 50, "there are keys")
        for _ in range(5):
            done = own_site.try_ctl("verify", "--json")
            assert done.returncode == 0, done.stdout + done.stderr
            report = json.loads(done.stdout)
            assert report["problems"] == [] and report["bundlesBehind"] == []
    assert load.refused == []
    report = own_site.ctl_json("verify")
    assert report["rows"]["jwks"] == report["opened"] == len(load.acknowledged)
    assert report["rows"]["kids"] == report["rows"]["privateHalves"] == len(load.acknowledged)
    assert report["bundles"] == 1


def test_verify_killed(own_site):
    """At whatever point: nobody notices, and the next one finds all well."""
    workspace = Workspace(own_site)
    with Load(workspace, clients=2):
        for _ in range(20):
            verify = start(own_site, "verify")
            time.sleep(random.uniform(0, 0.1))
            verify.kill()
            verify.communicate()
    assert own_site.try_ctl("verify").returncode == 0


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


def flush(site):
    """Brings everything that is in the log into the database file."""
    done = run_as(SERVICE, ["db5.3_checkpoint", "-1", "-h", site.home / "db"])
    assert done.returncode == 0, done.stderr


def test_a_row_that_was_changed_by_another_tool(home):
    """Dumped and loaded by the tools of Berkeley DB, with one bit of a private half turned."""
    project = home.project()
    home.ctl("jwk", "generate", project, "key", "--type", "EC")
    database = home.home / "db" / "records.db"
    flush(home)
    dump = subprocess.run(["db5.3_dump", database], capture_output=True, text=True, check=True).stdout
    lines = dump.splitlines()
    [place] = [number for number, line in enumerate(lines) if line.startswith(" 73")]
    value = lines[place + 1]
    lines[place + 1] = value[:-1] + format(int(value[-1], 16) ^ 1, "x")
    database.unlink()
    subprocess.run(["db5.3_load", database], input="\n".join(lines) + "\n", text=True, check=True)
    own(database, 0o600)
    for rest in (home.home / "db").iterdir():
        if rest != database:
            rest.unlink()
    done = home.try_ctl("verify")
    assert done.returncode == 1
    assert 'JWK "key" of project' in done.stdout and "does not open" in done.stdout
    assert "1 problem was found" in done.stderr


def test_a_page_that_was_changed(home):
    """The checksum of a page tells; nothing that it holds is believed."""
    project = home.project()
    for number in range(20):
        home.ctl("jwk", "generate", project, f"key {number}", "--type", "EC")
    database = home.home / "db" / "records.db"
    flush(home)
    content = bytearray(database.read_bytes())
    at = content.index(b"key 11")
    content[at] ^= 0x20
    database.write_bytes(content)
    for region in (home.home / "db").glob("__db.*"):
        region.unlink()
    done = home.try_ctl("verify")
    assert done.returncode == 1 and "jwkmintctl: " in done.stderr


def test_stopped_verify_holds_nobody_up(own_site):
    """Between its short visits it is outside: stopped there, others go on."""
    workspace = Workspace(own_site)
    for number in range(30):
        workspace.generate(f"key {number}", "RSA")
    verify = start(own_site, "verify")
    wait_until(lambda: verify.poll() is not None or own_site.try_ctl("status").returncode == 0, "it runs")
    verify.send_signal(signal.SIGSTOP)
    try:
        workspace.generate("beside", "EC")
    finally:
        verify.send_signal(signal.SIGCONT)
        verify.communicate()
