"""What must be true when the storm is over."""

import fcntl
import json
import os

from harness import jose
from harness.processes import wait_until
from jwcrypto import jwk as jwcrypto

from storm import trail
from storm.doors import Unclear, Wrong
from storm.ledger import Broken
from storm.scene import ENVIRONMENTS

# Until the web server has started whom it needs.
RECOVERY = 30


class Checks:
    """Each method finds what is wrong; the first sentences and all counts are in the tally."""

    def __init__(self, scene):
        self.scene = scene
        self.tally = scene.tally
        self.keys = {}  # by project and name: what was compared

    def all(self):
        self.responders_answer()
        self.nobody_is_inside()
        self.keys_are_exact()
        self.environments_are_exact()
        self.store_is_whole()
        self.bundles_are_the_store()
        self.attempt("audit", self.audit_tells_all)

    def attempt(self, kind, call, *arguments):
        """A call that must succeed now, whatever happened before."""
        try:
            return call(*arguments)
        except (AssertionError, OSError, Unclear) as problem:
            self.tally.find(kind, str(problem))
            return None

    def responders_answer(self):
        """Through the web server, then each of them on its own socket."""
        self.attempt("hung", wait_until, self.is_served, "the web server serves again", RECOVERY)
        answers = self.attempt("hung", wait_until, self.answering, "every responder answers", RECOVERY)
        self.tally.count("responders that answer", answers or 0)

    def is_served(self):
        try:
            return self.scene.http.list(self.scene.key_workers[0].project) is not None
        except Unclear:
            return False

    def answering(self):
        """How many responders there are, when all that run answer."""
        answers = self.scene.answering()
        return answers if answers == len(self.scene.server.responders()) else 0

    def nobody_is_inside(self):
        """The lock of the gate is on the store's directory."""
        directory = os.open(self.scene.site.home / "db", os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.tally.find("hung", "a process is inside the store and does not leave")
        finally:
            os.close(directory)

    def keys_are_exact(self):
        for worker in self.scene.key_workers:
            for thing in list(worker.live):
                kind = "changes" if thing.settled else "unclear"
                self.attempt(kind, self.key_is_exact, worker, thing)
        for project in {worker.project for worker in self.scene.key_workers}:
            listed = self.attempt("changes", self.scene.http.list, project) or []
            names = {view["name"] for view in listed}
            for name in names ^ {name for of, name in self.keys if of == project}:
                self.tally.find("changes", f"{name}: acknowledged and not there, or there and never made")

    def key_is_exact(self, worker, thing):
        """As it was acknowledged, and in itself right: name, kid, halves, thumbprint."""
        views = {name: self.scene.http.get(worker.project, name) for name in thing.names()}
        thing.see(views)
        worker.drop_if_gone(thing)
        for name, view in views.items():
            if view is not None:
                self.material_is_right(view)
                self.keys[worker.project, name] = view
                self.tally.count("keys found exact")

    @staticmethod
    def material_is_right(view):
        if view["kty"] == "oct":
            assert len(jose.unpad(view["k"])) == 32, f"{view['name']}: the symmetric key is cut"
            return
        jose.check_material(view, 2048)
        thumbprint = jwcrypto.JWK(**jose.bare(view)).thumbprint()
        assert view["kid"] == thumbprint, f"{view['name']}: the kid {view['kid']} is not {thumbprint}"

    def environments_are_exact(self):
        worker = self.scene.environment_worker
        for thing in list(worker.live):
            self.attempt("changes", worker.look, thing)

    def store_is_whole(self):
        """One deploy makes all bundles current; verify and a comparison find nothing."""
        for arguments in (("deploy",), ("deploy", "--check"), ("verify",)):
            self.attempt("verify", self.scene.commands.do, *arguments)
        self.attempt("verify", self.count_rows)

    def count_rows(self):
        report = json.loads(self.scene.commands.do("verify", "--json"))
        if report["problems"] or report["bundlesBehind"]:
            raise Wrong(f"verify: {report['problems']} {report['bundlesBehind']}")
        self.tally.count("rows verified", sum(report["rows"].values()))
        if report["rows"]["jwks"] != len(self.keys):
            raise Broken(f"the store has {report['rows']['jwks']} keys, {len(self.keys)} are known")

    def bundles_are_the_store(self):
        for reader in self.scene.readers:
            self.attempt("bundles", self.bundle_is_the_store, reader)
        there = {path.name for path in (self.scene.site.home / "bundles").iterdir() if has_files(path)}
        known = {reader.environment for reader in self.scene.readers}
        known |= {thing.state.name for thing in self.scene.environment_worker.live if thing.settled}
        if there != known:
            self.tally.find("bundles", f"bundles of {sorted(there)}, environments {sorted(known)}")

    def bundle_is_the_store(self, reader):
        keys = reader.read()
        expected = {name: view for (project, name), view in self.keys.items() if project == reader.project}
        assert set(keys) == set(expected), f"{reader.bundle.directory}: not the keys of the store"
        for name, private in keys.items():
            for member, value in private.items():
                shown = expected[name].get(member, value)
                assert shown == value, f"{reader.bundle.directory}: {member} of {name}"
        manifest, files = reader.bundle.read()
        assert sorted(["manifest.json", *files]) == reader.bundle.paths(), "files that no manifest names"
        self.tally.count("bundles compared")

    def audit_tells_all(self):
        """Each change once, and nothing that did not happen; the chain of records is whole."""
        records = trail.read(self.scene.commands.do("audit", "export"))
        self.scene.commands.do("audit", "verify")
        kids = {place: view["kid"] for place, view in self.keys.items()}
        if trail.replay(records) != kids:
            raise Broken("what the audit log tells does not end in the keys that are there")
        workers = [*self.scene.key_workers, self.scene.environment_worker]
        made = len(ENVIRONMENTS) + sum(thing.changes for worker in workers for thing in worker.things)
        self.tally.count("audit records", len(records))
        if len(records) != made:
            raise Broken(f"{made} changes were made, {len(records)} are recorded")


def has_files(directory):
    """A writer that met an environment just gone and was killed may leave empty directories."""
    return any(path.is_file() for path in directory.rglob("*"))
