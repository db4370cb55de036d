"""A home as a power loss left it, opened again, and compared with what clients had been told."""

import hashlib
import json
import os
import shutil
import struct

from harness import jose
from harness.account import ROOT, SERVICE, run_as
from ledger import Ledger
from past import PAGE, is_mapped

GATE = struct.Struct("=8sQIIqQQQ40s")  # struct gate_state of src/store/gate.h
FIXED = ("public/jwks.json", "public/jwks-enc.json")  # replaced before the manifest is
MATERIAL = ("crv", "x", "y", "d", "k")


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
        give(self.home)

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

    def ctl(self, *arguments, home=None):
        command = [self.past.site.bin / "jwkmintctl", "--home", home or self.home, *arguments]
        return run_as(SERVICE, command, cwd="/")

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
        opened = []
        for environment in (self.past.plain, self.past.sealed):
            directory = self.bundle(environment)
            keys = json.loads((directory / "manifest.json").read_bytes())["keys"]
            keys = [key for key in keys if key["file"] is not None and key["kid"] in made]
            if environment == self.past.plain:
                opened += [(key, json.loads((directory / key["file"]).read_bytes())) for key in keys]
            elif keys:
                key = self.chance.choice(keys)
                recipient = self.past.site.recipient(environment)
                opened.append((key, json.loads(jose.decrypt(directory / key["file"], recipient))))
        return [
            f"{key['name']} is another key than the client was shown"
            for key, jwk in opened
            if material(jwk) != material(made[key["kid"]].get(made[key["kid"]]["type"].lower(), {}))
        ]

    def restore(self):
        """A backup that was done is whole, and opens with the keyring that is there."""
        before = self.past.backed_up(self.instant)
        if before is None or self.chance.random() > 0.2:
            return []
        other = self.home.parent / "restored"
        other.mkdir()
        shutil.copy(self.home / "keyring", other)
        give(other)
        done = self.ctl("restore", self.home / "backup", home=other)
        if done.returncode != 0:
            return [f"restore fails: {done.stdout.strip()} {done.stderr.strip()}"]
        listed = json.loads(self.ctl("jwk", "list", self.past.project, "--json", home=other).stdout)
        kids = {entry["kid"] for entry in listed}
        kept = {thing for thing, states in self.ledger.possible.items() if None not in states}
        made = {thing: jwk["kid"] for thing, jwk in self.past.contents.items()}
        return [
            f"{thing} is not in the backup"
            for thing in kept.intersection(before, made)
            if made[thing] not in kids
        ]

    def findings(self):
        return self.read_bundles() or self.recover() or self.serve() or self.restore()


def give(directory):
    """All of it to the service."""
    if not ROOT:
        return
    for parent, directories, files in os.walk(directory):
        for name in (".", *directories, *files):
            os.chown(os.path.join(parent, name), SERVICE, SERVICE)


def material(jwk):
    return {member: jwk.get(member) for member in MATERIAL}


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
