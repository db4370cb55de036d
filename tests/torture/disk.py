"""A full disk: what lies on it is served and changed while a file takes its last bytes away, in steps or
at once, while responders are killed inside the store, and when there is room again.
"""

import collections
import fcntl
import json
import mmap
import os
import random
import signal
import struct
import sys
import threading
import time

from clients import Clients
from harness.account import ROOT, own
from harness.client import NoResponse
from harness.processes import wait_until
from harness.site import Site, Workspace
from ledger import Ledger
from servers.lighttpd_fastcgi import Server
from small_disk import Refused, SmallDisk
from table import Row

TITLE = "A full disk"
SHARE = 3

MEBIBYTE = 2**20
SIZE = 64  # MiB
STEPS = (20 * MEBIBYTE, 6 * MEBIBYTE, 3 * MEBIBYTE, MEBIBYTE, 64 * 1024, 0)
SLOWEST = 30  # s: whoever takes longer hangs
# In struct gate_state of src/store/gate.h.
BUSY, BUSY_AT = struct.Struct("=I"), 16
HOLDER, HOLDER_AT = struct.Struct("=q"), 24


class DiskSite(Site):
    """A site of which a part lies on the small disk."""

    def __init__(self, disk, part):
        super().__init__(initialise=False)
        self.bundle_root = self.directory / "bundles"
        try:
            if part == "bundles":
                self.bundle_root = disk.path / "bundles"
            else:
                self.home = disk.path / "home"
            if part == "home":
                self.bundle_root = self.home / "bundles"
            else:
                (self.bin / "jwkmint.conf").write_text(f"bundle-root = {self.bundle_root}\n")
                own(self.bin / "jwkmint.conf", 0o644)
            own(self.directory, 0o711)
            self.ctl("init")
        except BaseException:
            self.close()
            raise

    def bundle_directory(self, environment, project):
        return self.bundle_root / environment / project


class Scene:
    """Clients that change and one that reads, on one small disk. `found` is what was wrong."""

    def __init__(self, part, disk, seed):
        self.part = part
        self.disk = disk
        self.chance = random.Random(seed)
        self.site = DiskSite(disk, part)
        try:
            self.site.serve(Server)
            self.workspace = Workspace(self.site, environments=("plain", "sealed"))
            self.client = self.workspace.client
        except BaseException:
            self.site.close()
            raise
        self.ledger = Ledger()
        self.clients = Clients(self.workspace, self.ledger, 3, seed, pause=0.005)
        self.found = []
        self.reads = collections.Counter()
        self.read_texts = set()
        self.may_wait = threading.Event()  # the store may be in need of recovery: reads may get 503
        self.end = threading.Event()
        self.reader = threading.Thread(target=self.read)
        self.killed = set()
        self.inside = 0
        self.left = 0
        self.seen = set()

    def __enter__(self):
        self.reader.start()
        self.clients.__enter__()
        return self

    def __exit__(self, *problem):
        try:
            self.end.set()
            self.reader.join()
            self.clients.__exit__(*problem)
        finally:
            self.site.close()

    # Reading

    def read(self):
        while not self.end.is_set():
            may_wait = self.may_wait.is_set()
            began = time.monotonic()
            try:
                answer = self.client.get(f"{self.workspace.jwks}/")
            except NoResponse as problem:
                self.reads[0] += 1
                if not self.killed:
                    self.found.append(f"a read has no answer: {problem}")
                continue
            self.reads[answer.status] += 1
            if time.monotonic() - began > SLOWEST:
                self.found.append(f"a read takes {time.monotonic() - began:.0f} s")
            if answer.status == 200:
                continue
            self.read_texts.add((answer.status, answer.text))
            killing = answer.status == 500 and answer.header("content-type") != "application/json"
            if not (may_wait or self.may_wait.is_set()) and not killing:
                self.found.append(f"a read is refused: {answer.status} {answer.text}")

    def try_list(self):
        return self.client.get(f"{self.workspace.jwks}/").status

    # Dying inside

    def kill_inside(self):
        """Kills whoever is inside the store. When nobody can be caught there, leaves behind what a death
        leaves.
        """
        self.may_wait.set()
        end = time.monotonic() + 2
        with (
            open(self.site.home / "db" / "gate", "r+b") as file,
            mmap.mmap(file.fileno(), 4096) as state,
        ):
            while not self.kill_one_inside(state):
                if time.monotonic() > end:
                    self.leave_as_dead(state)
                    return

    def leave_as_dead(self, state):
        database = os.open(self.site.home / "db", os.O_RDONLY)
        fcntl.flock(database, fcntl.LOCK_EX)
        BUSY.pack_into(state, BUSY_AT, 1)
        os.close(database)
        self.left += 1

    def kill_one_inside(self, state):
        self.note_responders()
        alive = self.seen - self.killed
        for _ in range(20000):
            holder = HOLDER.unpack_from(state, HOLDER_AT)[0]
            if holder not in alive:
                continue
            os.kill(holder, signal.SIGSTOP)
            inside = HOLDER.unpack_from(state, HOLDER_AT)[0] == holder
            os.kill(holder, signal.SIGKILL if inside else signal.SIGCONT)
            if inside:
                self.killed.add(holder)
                self.inside += 1
                return True
        return False

    def note_responders(self):
        self.seen |= {process.pid for process in self.site.server.responders()}

    # Afterwards

    def resumed(self):
        """Reads and changes work again, without a restart. Returns how long that took."""
        began = time.monotonic()
        name = f"again {self.chance.randrange(10**9)}"

        def works():
            body = {"name": name, "type": "EC"}
            answer = self.client.post(f"{self.workspace.jwks}/generate", body)
            return answer.status == 200 or name in self.listed()

        wait_until(lambda: self.try_list() == 200, "reads work again", SLOWEST)
        self.may_wait.clear()
        self.ledger.begin(name, (name, None))
        wait_until(works, "changes work again", SLOWEST)
        self.ledger.done(name)
        return time.monotonic() - began

    def listed(self):
        answer = self.client.get(f"{self.workspace.jwks}/")
        return {entry["name"] for entry in answer.json["resultList"]} if answer.status == 200 else set()

    def died(self):
        """Responders that are gone although nobody here killed them."""
        running = {process.pid for process in self.site.server.responders()}
        return self.seen - self.killed - running

    def judge(self):
        """Everything that was acknowledged, the store, the bundles."""
        self.found += [f"responder {pid} died by itself" for pid in self.died()]
        self.found += self.ledger.compare(self.site.ctl_json("jwk", "list", self.workspace.project))
        for verb in ("deploy", "verify"):
            done = self.site.try_ctl(verb)
            if done.returncode != 0:
                self.found.append(f"{verb}: {done.stdout} {done.stderr}")
        for environment in self.workspace.environments:
            manifest, _ = self.workspace.bundle(environment).read()
            if {key["name"] for key in manifest["keys"]} != self.listed():
                self.found.append(f"{environment} holds other keys than the store")
        self.found += [f"not a plain message: {text}" for _, text in self.refusals() if not is_plain(text)]

    def refusals(self):
        """What was said instead of 200; a web server says something else for a responder that is gone."""
        both = self.clients.refusals | self.read_texts
        return {(status, text) for status, text in both if status and not text.startswith("<?xml")}


def is_plain(text):
    try:
        said = json.loads(text)["error_description"]
    except (ValueError, KeyError):
        return False
    return said != "An unexpected error occurred" and len(said) > 20


def fill_in_steps(scene, seconds):
    """Nothing is under way when the last byte goes: reading goes on, by new processes, too."""
    for leave in STEPS:
        scene.disk.fill(leave)
        time.sleep(seconds / len(STEPS))
    scene.note_responders()
    if scene.part != "bundles":
        for command in (("status",), ("jwk", "list", scene.workspace.project)):
            done = scene.site.try_ctl(*command)
            if "BDB" in done.stderr or done.returncode not in (0, 1) or "Traceback" in done.stderr:
                scene.found.append(f"{command[0]} on a full disk: {done.returncode} {done.stderr}")
        if scene.try_list() != 200:
            scene.found.append("reading ends when another process comes")


def fill_at_once(scene, seconds):
    """Changes are under way, again and again."""
    scene.may_wait.set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        scene.disk.fill(0)
        time.sleep(scene.chance.uniform(0, 0.1))
        scene.disk.relieve()
        time.sleep(scene.chance.uniform(0, 0.1))
    scene.disk.fill(0)


def die_inside(scene, seconds):
    scene.disk.fill(0)
    scene.kill_inside()
    time.sleep(seconds)


ACTS = (fill_in_steps, die_inside, fill_at_once)


def play(part, seconds, seed):
    """One disk; every act, each followed by relief."""
    with SmallDisk(SIZE) as disk, Scene(part, disk, seed) as scene:
        longest = 0
        for act in ACTS:
            if part == "bundles" and act is die_inside:
                continue
            time.sleep(seconds / len(ACTS) / 4)
            scene.note_responders()
            act(scene, seconds / len(ACTS) / 2)
            disk.relieve()
            longest = max(longest, scene.resumed())
        scene.clients.end.set()
        for thread in scene.clients.threads:
            thread.join()
        scene.end.set()
        scene.reader.join()
        scene.judge()
    for finding in scene.found[:20]:
        print(f"disk: {part}, seed {seed}: {finding}", file=sys.stderr)
    refused = sum(count for status, count in scene.clients.answers.items() if status >= 500)
    return Row(
        f"{part} on it ({disk.kind}): changes acknowledged",
        scene.ledger.acknowledged,
        len(scene.found),
        f"{refused} refused, {sum(scene.reads.values())} reads ({scene.reads[503]} told to wait),"
        f" {scene.inside + scene.left} deaths inside, back after {longest:.1f} s",
    )


def run(seconds, seed):
    if not ROOT:
        return [Row("skipped", 0, 0, "only root can mount a disk")]
    end = time.monotonic() + seconds
    rows = []
    for part in ("home", "bundles", "store"):
        left = end - time.monotonic()
        if rows and left < 5:
            break
        try:
            rows.append(play(part, max(2, min(60, left / (3 - len(rows)) - 5)), seed))
        except Refused as problem:
            return [Row("skipped", 0, 0, f"no disk can be mounted: {problem}")]
    return rows
