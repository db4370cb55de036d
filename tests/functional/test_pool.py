"""The pool of RSA keys: filled in spare time, each key used once, nobody waits for it."""

import json
import os
import random
import shutil
import signal
import threading
import time

import pytest

from harness import jose, secrets
from harness.account import own
from harness.client import NoResponse
from harness.damage import flip_pooled
from harness.pool import levels, ready, wait_until_filled
from harness.processes import wait_until
from harness.site import POOLS, Workspace
from servers import available
from test_backup import place_of


def counts(site, bits=2048):
    level = levels(site)[bits]
    return level["hits"], level["misses"]


def only(site, depth, bits=2048):
    """A pool of one size alone."""
    for other in POOLS:
        site.pool(other, depth if other == bits else 0)


def generate(site, project, name, bits=2048, home=None):
    """Makes a key with jwkmintctl and returns its modulus."""
    site.ctl("jwk", "generate", project, name, "--type", "RSA", "--size", str(bits), home=home)
    return modulus(site, project, name, home)


def modulus(site, project, name, home=None):
    return json.loads(site.ctl("jwk", "export", project, name, home=home))["n"]


def drain(site, project, bits=2048, home=None):
    """The moduli of all keys that are in the pool."""
    found = []
    while ready(site, bits, home) > 0:
        found.append(generate(site, project, f"drained {len(found)}", bits, home))
    return found


def ask(workspace, name, bits=2048):
    return workspace.try_generate({"name": name, "type": "RSA", "rsa": {"keySize": bits}})


@pytest.mark.parametrize("bits", POOLS)
def test_fill_and_take(home, bits):
    """A key of the pool is a key as any other: usable, of the size that was asked for, deployed."""
    only(home, 2, bits)
    assert home.ctl_json("pool", "fill")["made"] == 2
    assert home.ctl_json("pool", "fill")["made"] == 0
    project = home.project()
    environment = home.environment_for(project)
    home.ctl("jwk", "generate", project, "key", "--type", "RSA", "--size", str(bits), "--use", "sig")
    assert (ready(home, bits), *counts(home, bits)) == (1, 1, 0)
    key = json.loads(home.ctl("jwk", "export", project, "key", "--private", "--yes"))
    assert key["e"] == "AQAB"
    jose.check_material(key, bits)
    jose.signs(key, "RS256")
    assert home.try_ctl("verify").returncode == 0
    assert home.try_ctl("deploy", "--check", "--environment", environment).returncode == 0


def test_every_key_differs_and_an_empty_pool_makes_one(home):
    only(home, 3)
    home.ctl("pool", "fill")
    project = home.project()
    made = [generate(home, project, f"key {number}") for number in range(5)]
    assert len(set(made)) == 5
    assert counts(home) == (3, 2)


def test_a_taken_name_leaves_the_key_in_the_pool(home):
    only(home, 1)
    project = home.project()
    generate(home, project, "key")
    home.ctl("pool", "fill")
    done = home.try_ctl("jwk", "generate", project, "key", "--type", "RSA", "--size", "2048")
    assert done.returncode == 1 and "already exist" in done.stderr
    done = home.try_ctl("jwk", "generate", project, "other", "--type", "RSA", "--size", "2048", "--kid",
                        json.loads(home.ctl("jwk", "export", project, "key"))["kid"])
    assert done.returncode == 1 and "already used" in done.stderr
    assert (ready(home), *counts(home)) == (1, 0, 1)


def test_a_depth_of_nothing(home):
    """Nothing is taken, nothing is made, and `pool fill` deletes what is there."""
    only(home, 2)
    home.ctl("pool", "fill")
    home.pool(2048, 0)
    project = home.project()
    generate(home, project, "key")
    assert (ready(home), *counts(home)) == (2, 0, 0)
    assert home.ctl_json("pool", "fill")["made"] == 0
    assert ready(home) == 0
    assert home.ctl_json("verify")["rows"]["pool"] == 0


def test_a_lower_depth_uses_up_what_is_there(home):
    only(home, 3)
    home.ctl("pool", "fill")
    home.pool(2048, 1)
    assert home.ctl_json("pool", "fill")["made"] == 0
    assert ready(home) == 3
    project = home.project()
    for number in range(3):
        generate(home, project, f"key {number}")
        assert home.ctl_json("pool", "fill")["made"] == (1 if number == 2 else 0)
    assert (ready(home), *counts(home)) == (1, 3, 0)


def test_settings(home):
    for text in ("", "-1", "1001", "many", "1 2", "0x1", "99999999999999999999"):
        done = home.try_ctl("settings", "set", "pool-rsa-2048", "--", text)
        assert done.returncode == 1 and "0, which switches the pool off, to 1000" in done.stderr, text
    home.ctl("settings", "set", "pool-rsa-2048", "1000")
    assert levels(home)[2048]["depth"] == 1000
    home.ctl("settings", "set", "pool-rsa-2048")
    assert {bits: level["depth"] for bits, level in levels(home).items()} == {2048: 4, 3072: 2, 4096: 2}


def test_status_and_fill_for_people(home):
    only(home, 1)
    done = home.try_ctl("pool", "fill")
    assert done.returncode == 0
    assert ["RSA", "2048", "1", "1", "0", "0", "-"] in [line.split() for line in done.stdout.splitlines()]
    assert "1 keys made" in done.stderr
    generate(home, home.project(), "key")
    home.pool(3072, 1)
    done = home.try_ctl("pool", "fill", "--idle")
    assert (done.returncode, done.stderr) == (0, "")  # cron would send a mail
    assert ready(home, 3072) == 1 == ready(home)
    generate(home, home.project(), "key")
    shown = [line.split() for line in home.ctl("status").splitlines()]
    assert ["RSA", "2048", "0", "1", "2", "0", "100%"] in shown
    assert ["RSA", "4096", "0", "0", "0", "0", "-"] in shown


# Copies: the original may have used, or may yet use, every key of the pool.

def test_a_backup_brings_no_keys_of_the_pool(home):
    only(home, 3)
    home.ctl("pool", "fill")
    project = home.project()
    backup = place_of(home) / "backup"
    home.ctl("backup", backup)
    used = drain(home, project)
    assert len(used) == 3
    home.ctl("restore", backup, "--force")
    assert ready(home) == 0 and home.ctl_json("verify")["rows"]["pool"] == 0
    home.ctl("pool", "fill")
    assert not set(used) & set(drain(home, project))


def test_a_copied_home_uses_no_keys_of_the_pool(home):
    """A copy that was made without jwkmintctl, too."""
    only(home, 3)
    project = home.project()
    home.ctl("pool", "fill")
    copy = home.directory / "copied"
    shutil.copytree(home.home, copy)
    for path in (copy, *copy.rglob("*")):
        own(path, path.stat().st_mode & 0o777)
    assert ready(home, home=copy) == 0
    of_copy = [generate(home, project, f"key {number}", home=copy) for number in range(3)]
    assert json.loads(home.ctl("verify", "--json", home=copy))["rows"]["pool"] == 3
    assert json.loads(home.ctl("pool", "fill", "--json", home=copy))["made"] == 3
    assert json.loads(home.ctl("verify", "--json", home=copy))["rows"]["pool"] == 3
    of_original = drain(home, project)
    of_copy += drain(home, project, home=copy)
    assert len(of_original) == 3 and len(of_copy) == 6
    assert len(set(of_original + of_copy)) == 9


def test_rekey_drops_the_pool(home):
    only(home, 2)
    home.ctl("pool", "fill")
    assert home.ctl_json("rekey")["resealed"] == 0
    assert ready(home) == 0
    home.ctl("pool", "fill")
    home.ctl("rekey", "--forget-old")
    assert ready(home) == 2
    generate(home, home.project(), "key")
    assert counts(home) == (1, 0)
    assert home.try_ctl("verify").returncode == 0


def test_a_damaged_key_is_found_and_not_used(home):
    only(home, 1)
    home.ctl("pool", "fill")
    flip_pooled(home)
    done = home.try_ctl("verify", "--json")
    [problem] = json.loads(done.stdout)["problems"]
    assert done.returncode == 1 and "of the pool for 2048 bits" in problem
    generate(home, home.project(), "key")
    assert counts(home) == (0, 1)


# Responders.

def test_idle_responders_fill_to_the_depth_and_no_further(first_own_site):
    workspace = Workspace(first_own_site)
    only(first_own_site, 3)
    workspace.client.get("/apiops/hello")
    wait_until_filled(first_own_site, 3)
    for number in range(3):
        assert ask(workspace, f"key {number}").status == 200
    assert counts(first_own_site)[0] >= 1 and sum(counts(first_own_site)) == 3
    wait_until_filled(first_own_site, 3)
    assert first_own_site.ctl_json("pool", "fill")["made"] == 0
    time.sleep(1)
    assert ready(first_own_site) == 3
    moduli = {workspace.get(f"key {number}")["rsa"]["n"] for number in range(3)}
    assert len(moduli) == 3


def test_a_responder_fills_without_any_request(home):
    """What was started with the machine finds the pool empty: it is of the boot before."""
    server = available().get("lighttpd_fastcgi")
    if server is None:
        pytest.skip("lighttpd, which starts responders before there is a request, is not among the servers")
    home.serve(server)
    only(home, 1)
    wait_until_filled(home, 1)


def test_fill_beside_responders(first_own_site):
    """Together they make no more than the depth."""
    workspace = Workspace(first_own_site)
    only(first_own_site, 6)
    workspace.client.get("/apiops/hello")
    assert first_own_site.ctl_json("pool", "fill")["made"] <= 6
    assert ready(first_own_site) == 6
    time.sleep(1)
    assert ready(first_own_site) == 6
    moduli = drain(first_own_site, workspace.project)
    assert len(set(moduli)) == len(moduli) >= 6


def threads(server):
    return sum(len(os.listdir(f"/proc/{process.pid}/task")) - 1 for process in server.responders())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR1])
def test_a_responder_that_makes_a_key_ends_at_once(first_own_site, number):
    """It does not wait for its large prime; nothing is left behind that others would trip over."""
    workspace = Workspace(first_own_site)
    server = first_own_site.server
    only(first_own_site, 100, bits=4096)
    workspace.client.get("/apiops/hello")
    wait_until(lambda: threads(server) > 0, "a key is being made", pause=0.001)
    old = {process.pid for process in server.responders()}
    for pid in old:
        os.kill(pid, number)
    wait_until(lambda: not old & {process.pid for process in server.responders()}, "they have gone")
    first_own_site.pool(4096, 0)
    wait_until(lambda: workspace_answers(workspace), "the server answers again")
    assert first_own_site.try_ctl("verify").returncode == 0


def workspace_answers(workspace):
    try:
        return workspace.client.get(f"{workspace.jwks}/").status == 200
    except NoResponse:
        return False


def test_nothing_private_in_any_file(first_own_site):
    """Neither while the key is in the pool nor afterwards, as another seal of it."""
    site = first_own_site
    workspace = Workspace(site)
    only(site, 2)
    site.ctl("pool", "fill")
    before = {path: path.read_bytes() for path in secrets.files(site.home)}
    assert ask(workspace, "key").status == 200
    assert counts(site)[0] == 1
    key = {"key": jose.jwk_of(workspace.get("key"))}
    kept = site.directory / "kept"
    for path, content in before.items():
        (kept / path.relative_to("/")).parent.mkdir(parents=True, exist_ok=True)
        (kept / path.relative_to("/")).write_bytes(content)
    assert secrets.find(key, kept, site.home, site.run) == []
    public = jose.unpad(key["key"]["n"])
    assert any(public in content for content in before.values()), "the search finds what is there"


class Storm:
    """Clients that want RSA keys, and somebody who kills whoever is at work."""

    def __init__(self, workspace, clients):
        self.workspace = workspace
        self.done = threading.Event()
        self.asked = []
        self.wrong = []
        self.threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(clients)]

    def ask(self, number):
        count = 0
        while not self.done.is_set():
            name = f"key {number} {count}"
            count += 1
            self.asked.append(name)
            try:
                response = ask(self.workspace, name)
            except NoResponse:
                continue
            if response.status != 200 and response.status < 500:
                self.wrong.append(response.text)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()


def test_kills_while_filling_and_taking(first_own_site):
    """Whoever is killed when: no key of the pool becomes two keys, and none is left that was used."""
    site = first_own_site
    workspace = Workspace(site, environments=("none",))
    only(site, 6)
    site.ctl("pool", "fill")
    chance = random.Random(4)
    with Storm(workspace, clients=3) as storm:
        rounds = 0
        while rounds < 25 or counts(site)[0] < 5:
            rounds += 1
            assert rounds < 500, "nobody takes a key from the pool"
            filler = site.start_ctl("pool", "fill")
            time.sleep(chance.uniform(0.02, 0.4))
            victims = [process.pid for process in site.server.responders()]
            for pid in chance.sample(victims, min(2, len(victims))):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            filler.kill()
            filler.communicate()
    assert storm.wrong == []
    wait_until(lambda: workspace_answers(workspace), "the server answers again")
    site.server.stop()
    assert site.try_ctl("verify").returncode in (0, 1)
    hits, misses = counts(site)
    names = [key["name"] for key in json.loads(site.ctl("jwk", "list", workspace.project, "--json"))]
    moduli = [modulus(site, workspace.project, name) for name in names]
    assert hits + misses >= len(names)
    left = drain(site, workspace.project)
    assert len(set(moduli + left)) == len(moduli) + len(left)
