"""Power loss: what every process does to the home is written down, and copies of the home are made as
the power going off at random instants would leave them. Each is opened as after a reboot, and compared
with what clients had been told before that instant.
"""

import hashlib
import json
import os
import random
import re
import shutil
import struct
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clients import Clients
from crash import SECTOR, Disk
from harness import jose
from harness.account import SERVICE, own, run_as
from harness.site import Site, Workspace
from journal import Call, Journal, Kind
from ledger import Ledger
from servers.lighttpd_fastcgi import Server
from table import Row

TITLE = "Power loss"
SHARE = 3

PAGE = 4096
GATE = struct.Struct("=8sQIIqQQQ40s")  # struct gate_state of src/store/gate.h
BATCH = 24  # instants of one pass through the journal
SYNCS = (Kind.SYNC_BEGIN, Kind.SYNC_END, Kind.SYNC_ALL_BEGIN, Kind.SYNC_ALL_END)
FIXED = ("public/jwks.json", "public/jwks-enc.json")  # replaced before the manifest is


class JournaledSite(Site):
    """All that runs there writes down what it does to the home, from `init` on."""

    def __init__(self):
        self.journal = None
        super().__init__(initialise=False)
        try:
            self.journal = Journal(self.directory, self.home)
            self.ctl("init")
            self.journal.mark(step="initialised")
        except BaseException:
            self.close()
            raise

    def environment(self):
        variables = super().environment()
        if self.journal is not None:
            variables.update(self.journal.variables())
        return variables


def is_mapped(path):
    return re.fullmatch(r"__db\.\d{3}|gate|reserve", os.path.basename(path)) is not None


def atomic(path):
    """Pages are whole: the promise ends where a disk tears blocks of 4096 bytes."""
    return PAGE if path.endswith("records.db") else SECTOR


class Past:
    """What was written down, and all that is needed to look at one instant of it."""

    def __init__(self, site, workspace, ledger):
        self.site = site
        self.project = workspace.project
        self.plain, self.sealed = workspace.environments
        self.contents = ledger.contents
        self.records = site.journal.read()
        self.marks = {
            number: json.loads(record.data)
            for number, record in enumerate(self.records)
            if record.kind is Kind.MARK
        }
        self.begin = next(
            number for number, mark in self.marks.items() if mark["step"] == "ready"
        )
        self.acknowledged = [
            number for number, mark in self.marks.items() if mark["step"] == "done"
        ]
        self.steps = [
            number
            for number, record in enumerate(self.records)
            if number > self.begin and record.kind in (Kind.RENAME, Kind.UNLINK, Kind.SYNC_END, Kind.SYNC_ALL_END)
        ]
        self.memory = {
            path.name: path.read_bytes() for path in (site.home / "db").iterdir() if is_mapped(path.name)
        }

    def instant(self, chance):
        """A position in the journal: anywhere, after an answer, or between two steps."""
        near = chance.choice(([], self.acknowledged, self.steps))
        if not near:
            return chance.randrange(self.begin + 1, len(self.records) + 1)
        return min(len(self.records), chance.choice(near) + chance.randrange(1, 4))

    def states(self, instants, disk, without):
        """Yields (instant, ledger) for each of them, in order, with the disk brought there. Syncs by the
        call `without` do nothing.
        """
        ledger = Ledger()
        ledger.contents = self.contents
        fed = 0
        for instant in sorted(instants):
            for number in range(fed, instant):
                record = self.records[number]
                if record.kind not in SYNCS or record.mode != without:
                    disk.feed(record)
                if number in self.marks:
                    ledger.replay(self.marks[number])
            fed = instant
            yield instant, ledger


class Copy:
    """A home as the power loss left it."""

    def __init__(self, past, directory, disk, instant, ledger, chance):
        self.past = past
        self.home = directory / "home"
        self.instant = instant
        self.ledger = Ledger()
        self.ledger.possible = {thing: list(states) for thing, states in ledger.possible.items()}
        self.ledger.contents = past.contents
        self.chance = chance
        disk.crash(chance, self.home)
        self.remember()
        for parent, directories, files in os.walk(self.home):
            for name in (".", *directories, *files):
                os.chown(os.path.join(parent, name), SERVICE, SERVICE)

    def remember(self):
        """What was mapped: as it was at the end, of another boot, or nothing, or anything."""
        database = self.home / "db"
        for path in [path for path in database.iterdir() if is_mapped(path.name)]:
            last = self.past.memory.get(path.name, b"")
            contents = (b"", bytes(len(last)), last, self.chance.randbytes(PAGE))
            content = self.chance.choice(contents)
            if path.name == "gate" and content is last and len(last) == PAGE:
                content = self.as_rebooted(last, os.stat(database))
            path.write_bytes(content)

    def as_rebooted(self, state, status):
        """The gate's state of this very directory, left in order or not, but before the boot."""
        magic, epoch, _, joined, *_, log, boot = GATE.unpack_from(state)
        boot = boot[::-1].lstrip(b"\0").ljust(40, b"\0")
        busy = self.chance.randrange(2)
        head = GATE.pack(magic, epoch, busy, joined, 0, status.st_dev, status.st_ino, log, boot)
        return head + state[len(head) :]

    def ctl(self, *arguments):
        return run_as(
            SERVICE, [self.past.site.bin / "jwkmintctl", "--home", self.home, *arguments], cwd="/"
        )

    def bundle(self, environment):
        return self.home / "bundles" / environment / self.past.project

    # What a reader finds, before anything of ours runs

    def read_bundles(self):
        return [
            f"{environment}: {wrong}"
            for environment in (self.past.plain, self.past.sealed)
            for wrong in self.read_bundle(self.bundle(environment))
        ]

    def read_bundle(self, directory):
        settled = self.ledger.settled()
        path = directory / "manifest.json"
        if not path.exists():
            return ["there is no manifest, and something was acknowledged"] if settled else []
        manifest = json.loads(path.read_bytes())
        wrong = []
        for entry in manifest["files"]:
            wrong += read_file(directory, entry)
        names = {key["name"] for key in manifest["keys"]}
        known = {name for states in self.ledger.possible.values() for name, _ in filter(None, states)}
        for thing, state in settled.items():
            if state is not None and state[0] not in names:
                wrong.append(f"{thing} is acknowledged and not in the manifest")
        wrong += [f"{name} is in the manifest, and should not be" for name in names - known]
        return wrong

    # What is there when it is in service again

    def recover(self):
        """The first command after the boot, and whether all that was acknowledged is there."""
        listed = self.ctl("jwk", "list", self.past.project, "--json")
        if listed.returncode != 0:
            return [f"the first command fails: {listed.stderr.strip()}"]
        self.listed = {entry["name"]: entry for entry in json.loads(listed.stdout)}
        return self.ledger.compare(list(self.listed.values()))

    def serve(self):
        """Bundles after `deploy`, and the store."""
        for command in (("deploy",), ("verify",)):
            done = self.ctl(*command)
            if done.returncode != 0:
                return [f"{command[0]} fails: {done.stdout.strip()} {done.stderr.strip()}"]
        wrong = []
        for environment in (self.past.plain, self.past.sealed):
            wrong += [f"{environment}: {text}" for text in self.check_bundle(self.bundle(environment))]
        return wrong + self.check_private_halves()

    def check_bundle(self, directory):
        manifest = json.loads((directory / "manifest.json").read_bytes())
        wrong = []
        for entry in manifest["files"]:
            if digest(directory / entry["path"]) != entry["sha256"]:
                wrong.append(f"{entry['path']} is not what the manifest says")
        if {key["name"] for key in manifest["keys"]} != set(self.listed):
            wrong.append("other keys than in the store")
        there = {
            os.path.relpath(os.path.join(parent, name), directory)
            for parent, _, names in os.walk(directory)
            for name in names
        }
        strays = there - {entry["path"] for entry in manifest["files"]} - {"manifest.json"}
        return wrong + [f"{path} is left over" for path in sorted(strays)]

    def check_private_halves(self):
        """Every plain one is what the client was shown; one sealed one opens."""
        made = {jwk["kid"]: jwk for jwk in self.past.contents.values()}
        wrong = []
        opened = []
        for environment in (self.past.plain, self.past.sealed):
            directory = self.bundle(environment)
            keys = json.loads((directory / "manifest.json").read_bytes())["keys"]
            keys = [key for key in keys if key["file"] is not None and key["kid"] in made]
            if environment == self.past.plain:
                opened += [(key, json.loads((directory / key["file"]).read_bytes())) for key in keys]
            elif keys:
                key = self.chance.choice(keys)
                opened.append((key, json.loads(jose.decrypt(directory / key["file"], self.past.site.recipient(environment)))))
        for key, jwk in opened:
            shown = made[key["kid"]]
            material = shown.get(shown["type"].lower(), {})
            if any(jwk.get(member) != value for member, value in material.items() if member in ("crv", "x", "y", "d", "k")):
                wrong.append(f"{key['name']} is another key than the client was shown")
        return wrong

    def findings(self):
        return self.read_bundles() or self.recover() or self.serve()


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def read_file(directory, entry):
    """A file of a manifest. The sets have one name for ever, and may be of the next state, but whole."""
    path = directory / entry["path"]
    if not path.exists():
        return [f"{entry['path']} is missing"]
    if digest(path) == entry["sha256"]:
        return []
    if entry["path"] not in FIXED:
        return [f"{entry['path']} is not what the manifest says"]
    try:
        json.loads(path.read_bytes())["keys"]
    except (ValueError, KeyError):
        return [f"{entry['path']} is not whole"]
    return []


def live(site, seconds, seed):
    """Clients and commands, for so long. Returns what is known of it."""
    site.serve(Server)
    workspace = Workspace(site, environments=("plain", "sealed"))
    site.ctl("deploy")
    site.journal.mark(step="ready")
    ledger = Ledger(site.journal.mark)
    with Clients(workspace, ledger, 4, seed) as clients:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(min(1, max(0, end - time.monotonic())))
            site.ctl("deploy")
    past = Past(site, workspace, ledger)
    site.server.stop()
    return past, ledger, clients


def look(past, count, chance, check=Copy.findings, without=None):
    """So many instants; returns [(instant, finding)]."""
    volumes = ("bundles",) if without is Call.FDATASYNC else chance.choice(((), ("bundles",)))
    disk = Disk(chance.random() < 0.5, volumes, is_mapped, atomic)
    found = []
    shared = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(
            prefix="jwkmint-tests-", dir=shared if os.access(shared, os.W_OK) else None
        ) as directory,
        ThreadPoolExecutor(2) as workers,
    ):
        own(directory, 0o711)
        running = []
        instants = [past.instant(chance) for _ in range(count)]
        for number, (instant, ledger) in enumerate(past.states(instants, disk, without)):
            place = Path(directory) / str(number)
            place.mkdir()
            own(place, 0o711)
            copy = Copy(past, place, disk, instant, ledger, random.Random(chance.random()))
            running.append(workers.submit(finish, copy, check))
            if len(running) > 4:
                found += running.pop(0).result()
        for one in running:
            found += one.result()
    return found


def finish(copy, check):
    try:
        return [(copy.instant, finding) for finding in check(copy)]
    except (ValueError, OSError) as problem:
        return [(copy.instant, f"{type(problem).__name__}: {problem}")]
    finally:
        shutil.rmtree(copy.home)


def without_sync(past, what, call, check, chance):
    """Shows that a missing sync would be found."""
    tried, found = 0, []
    while not found and tried < 4 * BATCH:
        found = look(past, BATCH // 2, chance, check, call)
        tried += BATCH // 2
    detail = f"found after at most {tried} instants, as it has to be: {found[0][1]}" if found else "not found"
    return Row(what, tried, 0 if found else 1, detail)


def run(seconds, seed):
    end = time.monotonic() + seconds
    chance = random.Random(seed)
    site = JournaledSite()
    try:
        past, ledger, clients = live(site, min(60, seconds / 4), seed)
        controls = [
            without_sync(past, "the same without fdatasync of the log", Call.FDATASYNC, Copy.recover, chance),
            without_sync(past, "the same without syncfs for bundles", Call.SYNCFS, Copy.read_bundles, chance),
        ]
        instants, found = 0, []
        while instants == 0 or time.monotonic() < end:
            found += look(past, BATCH, chance)
            instants += BATCH
    finally:
        site.close()
    for instant, finding in found[:20]:
        print(f"power: seed {seed}, after record {instant}: {finding}", file=sys.stderr)
    syncs = sum(record.kind in (Kind.SYNC_END, Kind.SYNC_ALL_END) for record in past.records)
    written = sum(len(record.data) for record in past.records if record.kind is Kind.WRITE)
    refused = sum(count for status, count in clients.answers.items() if status != 200)
    return [
        Row(
            "changes acknowledged and written down",
            ledger.acknowledged,
            refused,
            f"{len(past.records):,} records, {written / 2**20:.1f} MiB, {syncs:,} waits for the disk",
        ),
        Row("power lost at an instant", instants, len({instant for instant, _ in found}), "each opened, deployed, verified, compared"),
        *controls,
    ]
