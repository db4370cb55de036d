"""A bundle as gateways and verifiers read it."""

import hashlib
import json
import os
from pathlib import Path

from harness import jose
from harness.processes import wait_until


class Inconsistent(AssertionError):
    """The manifest and the files do not agree, although the manifest was read again."""


class Bundle:
    """The files of one project in one environment."""

    def __init__(self, directory, recipient):
        self.directory = Path(directory)
        self.recipient = recipient

    @property
    def manifest(self):
        return json.loads((self.directory / "manifest.json").read_text())

    def read(self):
        """The manifest and the bytes of every file it names, all of one state.

        When a file is missing or has another hash, the bundle has been written anew meanwhile: then
        the manifest must have changed, and reading starts over.
        """
        before = (self.directory / "manifest.json").read_bytes()
        while True:
            manifest = json.loads(before)
            files, wrong = {}, None
            for entry in manifest["files"]:
                try:
                    data = (self.directory / entry["path"]).read_bytes()
                except FileNotFoundError:
                    wrong = f"{entry['path']} is missing"
                    break
                if len(data) != entry["size"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
                    wrong = f"{entry['path']} has another hash"
                    break
                files[entry["path"]] = data
            if wrong is None:
                return manifest, files
            now = (self.directory / "manifest.json").read_bytes()
            if now == before and not self.being_written(before):
                raise Inconsistent(f"{self.directory}: {wrong}")
            before = now

    def being_written(self, before):
        """Waits for the manifest to change: its files are replaced before it is."""
        path = self.directory / "manifest.json"
        return wait_until(lambda: path.read_bytes() != before, f"{path} follows its files", pause=0.001)

    def keys(self):
        """The manifest's entry of every key, by name."""
        return {key["name"]: key for key in self.manifest["keys"]}

    def key(self, name):
        return self.keys()[name]

    def public_set(self, name="jwks.json"):
        return json.loads((self.directory / "public" / name).read_text())["keys"]

    def all_public(self):
        return self.public_set() + self.public_set("jwks-enc.json")

    def open_private(self, name):
        """The private JWK of this name, opened with the recipient key by jose."""
        return json.loads(jose.decrypt(self.private_path(name), self.recipient))

    def private_path(self, name):
        return self.directory / self.key(name)["file"]

    def paths(self):
        """Every file of the bundle, relative."""
        return sorted(
            os.path.relpath(os.path.join(parent, file), self.directory)
            for parent, _, files in os.walk(self.directory)
            for file in files
        )

    def contents(self):
        return {path: (self.directory / path).read_bytes() for path in self.paths()}

    def modification_times(self):
        return {path: os.stat(self.directory / path).st_mtime_ns for path in self.paths()}
