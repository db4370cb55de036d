"""What is done to a subject while something goes wrong."""

import shutil
from pathlib import Path

from harness.account import own
from subject import ANCHOR, PROJECT, WANDERER, Attempt, judge_reply


class Operation:
    """`prepare` brings about what it needs, `run` does it once."""

    title = None
    is_request = False  # to a responder, which web servers pass on

    def prepare(self, subject):
        """Nothing is needed."""

    def run(self, subject, variables=None):
        raise NotImplementedError

    def keys_after(self, subject):
        """The keys when it was done; None for one that is new."""
        return dict(subject.keys)

    def names(self, _):
        """The keys that are to be looked at closely afterwards."""
        return [ANCHOR]

    def settle(self, subject, _):
        """Finds out more than which keys there are; returns what is wrong."""
        return []

    def heal(self, subject, by_change):
        """Brings everything up to date, by the next change or by `jwkmintctl deploy`."""
        return subject.change() if by_change else subject.deploy()

    def clear(self, subject):
        """Takes away what is left on purpose."""


class Generate(Operation):
    title = "generate"
    is_request = True

    def prepare(self, subject):
        self.name = subject.new_name()
        self.type = ("EC", "OCT", "OKP")[subject.numbers % 3]

    def run(self, subject, variables=None):
        return subject.ask("POST", "/jwks/generate", {"name": self.name, "type": self.type}, variables)

    def keys_after(self, subject):
        return {**subject.keys, self.name: None}

    def names(self, _):
        return [self.name]


class FromPool(Generate):
    title = "generate from the pool"

    def prepare(self, subject):
        super().prepare(subject)
        self.type = "RSA"
        assert subject.ctl("pool", "fill").acknowledged


class Rename(Operation):
    title = "rename"
    is_request = True

    def prepare(self, subject):
        self.old, self.new = subject.spare, subject.new_name()

    def run(self, subject, variables=None):
        return subject.ask("PUT", f"/jwks/{self.old}/", {"name": self.new}, variables)

    def keys_after(self, subject):
        keys = dict(subject.keys)
        keys[self.new] = keys.pop(self.old)
        return keys

    def names(self, _):
        return [self.old, self.new]


class Delete(Operation):
    title = "delete"
    is_request = True

    def prepare(self, subject):
        if len(subject.keys) < 3:
            generate = Generate()
            generate.prepare(subject)
            assert generate.run(subject).acknowledged
            subject.keys[generate.name] = subject.read(generate.name)
        self.name = subject.spare

    def run(self, subject, variables=None):
        return subject.ask("DELETE", f"/jwks/{self.name}/", None, variables)

    def keys_after(self, subject):
        return {name: shown for name, shown in subject.keys.items() if name != self.name}


class Read(Operation):
    title = "read"
    is_request = True

    def run(self, subject, variables=None):
        reply = subject.request("GET", f"/jwks/{ANCHOR}/", variables=variables)
        attempt = judge_reply(reply)
        if reply.code == 200:
            [shown] = reply.json["resultList"]
            attempt.wrong += subject.differences(ANCHOR, shown)
        return attempt


class Command(Operation):
    """jwkmintctl with some words; what it left undone is done when it is run again."""

    words = ()

    def run(self, subject, variables=None):
        return subject.ctl(*self.words, variables=variables)

    def heal(self, subject, _):
        return self.run(subject)


class Wander(Operation):
    """With an environment that may go; what a change leaves behind is removed by `jwkmintctl deploy`."""

    def prepare(self, subject):
        if WANDERER not in subject.places:
            subject.site.environment_for(PROJECT, WANDERER, "none")
            subject.places[WANDERER] = WANDERER

    def heal(self, subject, _):
        return subject.deploy()

    def settle(self, subject, attempt):
        """Where the environment is now, if there is one."""
        [*found] = [
            row for row in subject.site.ctl_json("environment", "list") if row["name"] == WANDERER
        ]
        place = Path(found[0]["directory"]).name if found else None
        if place not in ((self.after,) if attempt.acknowledged else (self.before, self.after)):
            return [f"the environment is at {place}"]
        subject.places.pop(WANDERER)
        if place is not None:
            subject.places[WANDERER] = place
        return []


class Move(Wander):
    title = "move an environment"

    def prepare(self, subject):
        super().prepare(subject)
        self.before = subject.places[WANDERER]
        self.after = WANDERER if self.before != WANDERER else "elsewhere"

    def heal(self, subject, by_change):
        """Before the environment says so, its new directory may be there, empty: for the next try."""
        if subject.places[WANDERER] == self.after:
            return subject.deploy()
        again = self.run(subject)
        again.wrong += self.settle(subject, again)
        return again

    def run(self, subject, variables=None):
        directory = subject.site.home / "bundles" / self.after
        return subject.ctl("environment", "set", WANDERER, "--directory", directory, variables=variables)


class Remove(Wander):
    title = "remove an environment"
    after = None

    def prepare(self, subject):
        super().prepare(subject)
        self.before = subject.places[WANDERER]

    def run(self, subject, variables=None):
        return subject.ctl("environment", "remove", WANDERER, variables=variables)


class Deploy(Command):
    title = "deploy"
    words = ("deploy",)


class Fill(Command):
    title = "pool fill"
    words = ("pool", "fill")

    def prepare(self, subject):
        """Takes the key out that may be there."""
        generate = FromPool()
        generate.prepare(subject)
        assert generate.run(subject).acknowledged
        subject.keys[generate.name] = subject.read(generate.name)


class Rekey(Command):
    title = "rekey"
    words = ("rekey",)

    def prepare(self, subject):
        keyring = (subject.site.home / "keyring").read_text()
        if sum(not line.startswith("#") for line in keyring.splitlines()) > 8:
            assert subject.ctl("rekey", "--forget-old").acknowledged


class Forget(Command):
    title = "rekey --forget-old"
    words = ("rekey", "--forget-old")

    def prepare(self, subject):
        assert subject.ctl("rekey").acknowledged


class Backup(Operation):
    title = "backup"

    def prepare(self, subject):
        self.directory = subject.site.directory / "backup"
        self.directory.mkdir(exist_ok=True)
        own(self.directory, 0o700)
        self.clear(subject)

    def run(self, subject, variables=None):
        return subject.ctl("backup", self.directory / "new", variables=variables)

    def settle(self, subject, attempt):
        """One that is there counts only when it was acknowledged."""
        complete = (self.directory / "new" / "backup.json").exists()
        return ["a backup was acknowledged that is not whole"] if attempt.acknowledged and not complete else []

    def clear(self, subject):
        shutil.rmtree(self.directory / "new", ignore_errors=True)


class Restore(Backup):
    title = "restore"

    def prepare(self, subject):
        super().prepare(subject)
        assert subject.ctl("backup", self.directory / "new").acknowledged

    def run(self, subject, variables=None):
        return subject.ctl("restore", self.directory / "new", "--force", variables=variables)

    def heal(self, subject, by_change):
        """Who sees a restore fail does it again."""
        again = self.run(subject)
        self.settle(subject, again)
        return again

    def settle(self, subject, attempt):
        """The former store stays beside the new one, on purpose."""
        for former in subject.site.home.glob("db.before-*"):
            shutil.rmtree(former)
        return []


class After(Operation):
    """An operation that finds what another one left, which died at a point."""

    def __init__(self, operation, broken, point):
        self.operation, self.broken, self.point = operation, broken, point
        self.title = f"{operation.title} after a {broken.title} that died at {point}"
        self.run, self.keys_after, self.names = operation.run, operation.keys_after, operation.names
        self.clear = operation.clear
        self.heal = operation.heal

    def prepare(self, subject):
        self.operation.prepare(subject)
        self.broken.prepare(subject)
        subject.order(self.point, 1, "kill")
        attempt = self.broken.run(subject)
        assert subject.is_obeyed(), f"{self.broken.title} does not pass {self.point}"
        if self.broken.keys_after(subject) != subject.keys:
            wrong = subject.settle(self.broken, attempt)
            assert not wrong, wrong

    def settle(self, subject, attempt):
        return self.operation.settle(subject, attempt) + self.broken.settle(subject, Attempt())
