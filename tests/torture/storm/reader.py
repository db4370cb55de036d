"""A gateway that reads bundles over and over and notes whatever does not fit together."""

import json
import threading
import time

from jwcrypto import jwe, jwk

from harness import jose
from harness.bundle import Bundle

PAUSE = 0.005


class BundleReader:
    """Reads one bundle and proves it; files that were opened before are not opened again."""

    def __init__(self, site, environment, private, project):
        recipient = site.recipient(environment)
        self.bundle = Bundle(site.bundle_directory(environment, project), recipient)
        self.environment, self.project, self.private = environment, project, private
        self.recipient = jwk.JWK.from_json(recipient.read_text()) if private == "sealed" else None
        self.generation = 0
        self.opened = {}
        self.openings = 0

    def read(self):
        """The keys of the bundle by name, each with its private JWK; AssertionError tells what is wrong."""
        manifest, files = self.bundle.read()
        assert manifest["generation"] >= self.generation, f"{self.bundle.directory}: the generation goes back"
        self.generation = manifest["generation"]
        sets = [json.loads(files[f"public/{name}"])["keys"] for name in ("jwks.json", "jwks-enc.json")]
        public = [key for keys in sets for key in keys]
        published = {key["kid"]: key for key in public}
        kids = [key["kid"] for key in manifest["keys"]]
        assert len(set(kids)) == len(kids) and len(published) == len(public), "a kid comes twice"
        assert set(published) == {key["kid"] for key in manifest["keys"] if key["type"] != "OCT"}
        hashes = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
        keys = {}
        for key in manifest["keys"]:
            private = self.open(key["file"], hashes[key["file"]], files[key["file"]])
            assert private["kid"] == key["kid"], f"{key['file']} is another key's"
            if key["kid"] in published:
                assert jose.public_half(private) == published[key["kid"]], f"{key['file']}: not its public half"
            keys[key["name"]] = private
        assert len(keys) == len(manifest["keys"]), "a name comes twice"
        self.opened = {key["file"]: self.opened[key["file"]] for key in manifest["keys"]}
        return keys

    def open(self, path, digest, data):
        known = self.opened.get(path)
        if known is None or known[0] != digest:
            known = self.opened[path] = (digest, self.decrypt(data))
            self.openings += 1
        return known[1]

    def decrypt(self, data):
        if self.private == "plain":
            return json.loads(data)
        token = jwe.JWE()
        token.deserialize(data.decode(), key=self.recipient)
        header = json.loads(token.objects["protected"])
        assert (header["environment"], header["project"]) == (self.environment, self.project)
        return json.loads(token.payload)


class Reader(threading.Thread):
    """Loops over all bundles until `stop` is set."""

    def __init__(self, readers, tally, stop):
        super().__init__(name="reader")
        self.readers = readers
        self.tally = tally
        self.stop = stop

    def run(self):
        while not self.stop.is_set():
            for reader in self.readers:
                began = time.monotonic()
                try:
                    reader.read()
                except Exception as problem:  # pylint: disable=broad-except
                    self.tally.find("bundles", f"{reader.bundle.directory}: {problem!r}")
                what = f"{reader.environment}, {reader.project}"
                self.tally.wait("bundle reads", time.monotonic() - began, what)
            time.sleep(PAUSE)
