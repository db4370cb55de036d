"""What is tortured: a home with a project that is deployed, and what has to be true of it at any time.

Whatever an operation met with, it is settled like this: what was acknowledged is there; what was not is
there wholly or not at all; the next change, or `jwkmintctl deploy`, brings everything else up to date.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from harness import plain_cgi
from harness.account import own
from harness.bundle import Bundle
from harness.site import Site

PROJECT = "project"
ANCHOR = "anchor"
WANDERER = "wanderer"
MOST_KEYS = 8

# A request's line in the log, wherever a web server puts it.
LOGGED = re.compile(r"jwkmint: request \S+: (.*)")

# What jwkmintctl says, without what the engine below it said.
TOLD = re.compile(r"(?m)^jwkmintctl: (?!The cause: )(.*)")

# What tells the person who reads it something: a few words, that end like a sentence or in a command.
SENTENCE = re.compile(r"\S+(\s+\S+){3,}([.!)]| jwkmintctl deploy)")


@dataclass
class Attempt:
    """An operation that met with something."""

    acknowledged: bool = False
    wrong: list = field(default_factory=list)
    said: str = ""
    failed: bool = False  # some environment was not brought up to date


class Subject:
    """Made anew with an anchor, which stays, and a few keys that come and go."""

    def __init__(self):
        self.site = Site()
        try:
            self.set_up()
        except BaseException:
            self.close()
            raise

    def set_up(self):
        site = self.site
        site.project(PROJECT)
        for size, keys in (("2048", "1"), ("3072", "0"), ("4096", "0")):
            site.ctl("settings", "set", f"pool-rsa-{size}", keys)
        for name, private in (("sealed", "sealed"), ("plain", "plain"), (WANDERER, "none")):
            site.environment_for(PROJECT, name, private)
        self.token = site.token(PROJECT)
        self.keys = {}  # by name, as GET shows them: what was acknowledged
        self.places = {"sealed": "sealed", "plain": "plain", WANDERER: WANDERER}  # of environments
        self.numbers = 0
        for name in (ANCHOR, self.new_name(), self.new_name()):
            assert self.ask("POST", "/jwks/generate", {"name": name, "type": "EC"}).acknowledged
            self.keys[name] = self.read(name)

    def close(self):
        self.site.close()

    def new_name(self):
        self.numbers += 1
        return f"key {self.numbers}"

    @property
    def spare(self):
        """The name of a key that may go."""
        return next(name for name in self.keys if name != ANCHOR)

    # What is done to it

    def request(self, method, path, body=None, variables=None):
        path = f"/projects/{PROJECT}{path}".replace(" ", "%20")
        return plain_cgi.request(self.site, method, path, body, self.token, variables)

    def ask(self, method, path, body=None, variables=None):
        """A request for a change."""
        return judge_reply(self.request(method, path, body, variables))

    def ctl(self, *words, variables=None):
        """jwkmintctl for a change."""
        program = [self.site.bin / "jwkmintctl", "--home", self.site.home, *words]
        found = {**self.site.environment(), **(variables or {})}
        return judge_exit(plain_cgi.execute(program, found, directory=self.site.recipients))

    # Fault points, see src/base/fault.h

    def order(self, point, number, action):
        """At the `number`-th time that a process passes the point, it dies or fails."""
        order = self.site.home / "fault"
        order.write_text(f"{point}:{number}={action}\n")
        own(order, 0o600)

    def is_obeyed(self):
        """Whether that happened; if not, it is taken back."""
        order = self.site.home / "fault"
        waiting = order.exists()
        order.unlink(missing_ok=True)
        return not waiting

    def record(self, act):
        """Runs `act` and returns how often each point was passed, and those at which a step can fail."""
        passed = self.site.home / "fault.passed"
        passed.write_text("")
        own(passed, 0o600)
        act()
        lines = [line.split() for line in passed.read_text().splitlines()]
        passed.unlink()
        return Counter(line[0] for line in lines), {line[0] for line in lines if len(line) > 1}

    def read(self, name):
        reply = self.request("GET", f"/jwks/{name}/")
        assert reply.code == 200, f"GET {name}: {reply}"
        [shown] = reply.json["resultList"]
        return shown

    # What has to be true

    def settle(self, operation, attempt):
        """Compares with what may be there now, takes that for the truth, and returns what is wrong."""
        wrong = list(attempt.wrong)
        reply = self.request("GET", "/jwks/")
        if reply.code == 503:  # it may take a moment; the next one has to do
            reply = self.request("GET", "/jwks/")
        if reply.code != 200:
            return [*wrong, f"the list can not be read afterwards: {reply}"]
        found = {key["name"]: key["kid"] for key in reply.json["resultList"]}
        before, after = self.keys, operation.keys_after(self)
        if fits(found, after):
            self.keys = after
        elif attempt.acknowledged or not fits(found, before):
            return [*wrong, f"acknowledged: {attempt.acknowledged}, there should be {after}, but there is {found}"]
        if reply.ended.is_slow:
            wrong.append(f"the next request took {reply.ended.seconds:.1f} s")
        return wrong + self.look_at(operation.names(self))

    def look_at(self, names):
        wrong = []
        for name in names:
            if name not in self.keys:
                continue
            shown = self.read(name)
            wrong += self.differences(name, shown)
            self.keys[name] = shown
        return wrong

    def differences(self, name, shown):
        known = self.keys[name]
        same = known is None or without_change(shown) == without_change(known)
        return [] if same else [f"{name} was {known} and is {shown}"]

    def change(self):
        """The next change of something else."""
        self.numbers += 1
        return self.ask("PUT", f"/jwks/{ANCHOR}/", {"description": f"change {self.numbers}"})

    def deploy(self):
        return self.ctl("deploy")

    def verify(self):
        """The program's own view, and ours of what it has deployed."""
        verified = self.ctl("verify")
        wrong = [] if verified.acknowledged else [f"verify: {verified}"]
        return wrong + self.bundles_wrong() + self.debris()

    def bundles_wrong(self):
        wrong = []
        for environment, place in self.places.items():
            bundle = Bundle(self.site.home / "bundles" / place / PROJECT, self.site.recipient(environment))
            try:
                manifest, files = bundle.read()
            except (AssertionError, OSError, ValueError) as problem:
                wrong.append(f"{environment}: {problem!r}")
                continue
            deployed = {key["name"]: key["kid"] for key in manifest["keys"]}
            if not fits(deployed, self.keys):
                wrong.append(f"{environment} has {deployed}")
            if set(bundle.paths()) != {*files, "manifest.json"}:
                wrong.append(f"{environment} has files that the manifest does not name: {bundle.paths()}")
        return wrong

    def debris(self):
        """What nobody needs any more."""
        home = self.site.home
        known = {"bundles", "db", "keyring", "fault.passed", "operation.lock", "limits"}
        wrong = [f"left in the home: {path.name}" for path in home.iterdir() if path.name not in known]
        wrong += [f"left: {path}" for path in home.glob("bundles/*/*/.staging")]
        wrong += [f"left: {path}" for path in home.glob("bundles/*/*/.spare/*")]
        places = {path.name for path in (home / "bundles").iterdir() if any(path.iterdir())}
        if places != set(self.places.values()):
            wrong.append(f"there are bundles in {places}")
        return wrong

    def prune(self):
        """Keeps the project small."""
        while len(self.keys) > MOST_KEYS:
            name = self.spare
            assert self.ask("DELETE", f"/jwks/{name}/").acknowledged
            del self.keys[name]


def fits(found, keys):
    return found.keys() == keys.keys() and all(
        shown is None or shown["kid"] == found[name] for name, shown in keys.items()
    )


def without_change(shown):
    """A key without what a rename or a description changes."""
    return {name: value for name, value in shown.items() if name not in ("name", "description", "sourceId")}


def judge_reply(reply):
    """What a client can make of a reply."""
    ended = reply.ended
    wrong = [f"took {ended.seconds:.1f} s"] if ended.is_slow else []
    if reply.code is None:
        if ended.status != -9:
            wrong.append(f"no reply, exit {ended.status}: {ended.log}")
        return Attempt(False, wrong, ended.log)
    try:
        shown = reply.json
    except ValueError:
        return Attempt(False, [*wrong, f"no JSON: {reply.body}"])
    if reply.code == 200:
        results = shown.get("deploymentResult", {}).get("environmentResults", [])
        failed = [result["message"] for result in results if not result["success"]]
        return Attempt(True, wrong + unclear(failed), "; ".join(failed), bool(failed))
    if reply.code not in (500, 503):
        wrong.append(f"{reply.code}, as if the client had done wrong: {shown}")
    if reply.code == 500:
        wrong += unclear(LOGGED.findall(ended.log) or ["nothing is in the log"])
    else:
        wrong += unclear([shown["error_description"]])
    return Attempt(False, wrong, reply.ended.log)


def judge_exit(ended):
    """The same for somebody who typed a command."""
    wrong = [f"took {ended.seconds:.1f} s"] if ended.is_slow else []
    if ended.status not in (0, 1, -9):
        wrong.append(f"exit {ended.status}: {ended.log}")
    if ended.status == 1:
        wrong += unclear(TOLD.findall(ended.log) or ["nothing is said"])
    return Attempt(ended.status == 0, wrong, ended.log)


def unclear(sentences):
    return [f"not a sentence: {text!r}" for text in sentences if not SENTENCE.fullmatch(text)]


