"""Those who change and read keys all the time, each its own, and note what was acknowledged."""

import json
import random
import threading
import time

from storm.doors import Unclear, Wrong
from storm.ledger import Broken, State, Thing

# RSA now and then: making one takes as long as dozens of others.
TYPES = ["EC", "OKP", "OCT"] * 8 + ["RSA"]
VERBS = {"generate": 5, "set": 3, "remove": 2, "get": 6, "list": 2}

# Seconds: between two things at most, so that the killer meets idle responders, too; behind a request
# without an answer, when the web server may have nobody to ask.
THINKING = 0.05
PAUSE = 0.02


class Worker(threading.Thread):
    """Does one thing after another until `stop` is set; what is wrong is a finding."""

    def __init__(self, name, seed, tally, stop):
        super().__init__(name=name)
        self.random = random.Random(f"{seed} {name}")
        self.tally = tally
        self.stop = stop

    def run(self):
        while not self.stop.is_set():
            time.sleep(self.random.uniform(0, THINKING))
            try:
                self.step()
            except Unclear:
                time.sleep(PAUSE)
            except (Broken, Wrong) as problem:
                self.tally.find("answers", f"{self.name}: {problem}")
            except Exception as problem:  # pylint: disable=broad-except
                self.tally.find("answers", f"{self.name}: {problem!r}")
                return

    def step(self):
        raise NotImplementedError


class Ledger:
    """The things of one worker that are there, or may be, and the names of those that are not."""

    def __init__(self):
        self.live = []
        self.gone = []

    def unsettled(self):
        return next((thing for thing in self.live if not thing.settled), None)

    def sort(self, thing):
        """Puts a thing away that is known to be gone."""
        if thing.settled and thing.state is None:
            self.live.remove(thing)

    def new(self, thing):
        self.live.append(thing)


class KeyWorker(Worker):
    """Generates, changes, deletes and reads keys of one project through one door."""

    def __init__(self, name, seed, tally, stop, door, project, most):
        super().__init__(name, seed, tally, stop)
        self.door = door
        self.project = project
        self.most = most  # keys at a time
        self.ledger = Ledger()
        self.made = 0

    def step(self):
        unsettled = self.ledger.unsettled()
        if unsettled is not None:
            self.look(unsettled)
            return
        verb = self.random.choices(list(VERBS), VERBS.values())[0]
        if not self.ledger.live:
            verb = "generate"
        elif verb == "generate" and len(self.ledger.live) >= self.most:
            verb = "remove"
        getattr(self, verb)()

    def new_state(self):
        self.made += 1
        name = f"{self.name} {self.made}"
        return State(name, f"{name}, {self.random.randrange(10**6)}")

    def any(self):
        return self.random.choice(self.ledger.live)

    def changing(self, thing, state, verb, *arguments):
        """Sends a change to the door and notes what came of it."""
        thing.attempt(state)
        self.tally.count("changes attempted")
        try:
            verb(self.project, *arguments)
        except Unclear:
            self.tally.count("changes unclear")
            raise
        thing.acknowledge()
        self.ledger.sort(thing)
        self.tally.count("changes acknowledged")

    def generate(self):
        thing, state = Thing(), self.new_state()
        self.ledger.new(thing)
        self.changing(
            thing, state, self.door.generate, state.name, self.random.choice(TYPES), state.description
        )
        self.look(thing)

    def set(self):
        """A new description, and a new name two times of three."""
        thing, state = self.any(), self.new_state()
        before = thing.state
        if self.random.random() < 1 / 3:
            state = State(before.name, state.description)
        self.changing(thing, state, self.door.set, before.name, state)

    def remove(self):
        thing = self.any()
        self.ledger.gone.append(thing.state.name)
        self.changing(thing, None, self.door.remove, thing.state.name)

    def get(self):
        self.look(self.any())

    def look(self, thing):
        """Compares what is shown of a key with what it may be."""
        thing.see({name: self.door.get(self.project, name) for name in set(thing.names())})
        self.ledger.sort(thing)
        self.tally.count("keys compared")

    def list(self):
        """The project as one moment shows it: of this worker's keys exactly those that are known."""
        mine = {
            view["name"]: view
            for view in self.door.list(self.project)
            if view["name"].startswith(f"{self.name} ")
        }
        for thing in self.ledger.live:
            thing.see({name: mine.pop(name, None) for name in thing.names()})
        if mine:
            raise Broken(f"keys that were deleted, or never made: {sorted(mine)}")
        self.tally.count("lists compared")


class EnvironmentWorker(Worker):
    """Adds, describes and removes environments of a project."""

    def __init__(self, name, seed, tally, stop, door, project):
        super().__init__(name, seed, tally, stop)
        self.door = door
        self.project = project
        self.ledger = Ledger()
        self.made = 0

    def step(self):
        unsettled = self.ledger.unsettled()
        if unsettled is not None:
            self.look(unsettled)
        elif not self.ledger.live:
            self.add()
        elif self.random.random() < 0.5:
            self.describe(self.ledger.live[0])
        else:
            self.remove(self.ledger.live[0])

    def changing(self, thing, state, *arguments):
        thing.attempt(state)
        self.tally.count("changes attempted")
        try:
            self.door.do("environment", *arguments)
        except Unclear:
            self.tally.count("changes unclear")
            raise
        thing.acknowledge()
        self.ledger.sort(thing)
        self.tally.count("changes acknowledged")

    def add(self):
        self.made += 1
        state = State(f"{self.name} {self.made}", "new")
        thing = Thing()
        self.ledger.new(thing)
        private = self.random.choice(["sealed", "plain", "none"])
        self.changing(
            thing, state, "add", state.name, "--project", self.project, "--private", private,
            "--description", state.description,
        )

    def describe(self, thing):
        state = State(thing.state.name, f"{self.random.randrange(10**6)}")
        self.changing(thing, state, "set", state.name, "--description", state.description)

    def remove(self, thing):
        self.changing(thing, None, "remove", thing.state.name)

    def look(self, thing):
        listed = json.loads(self.door.do("environment", "list", "--json"))
        there = {shown["name"]: {"name": shown["name"], "description": shown["description"]} for shown in listed}
        thing.see({name: there.get(name) for name in thing.names()})
        self.ledger.sort(thing)


class OperatorWorker(Worker):
    """Deploys and verifies beside the others."""

    def __init__(self, name, seed, tally, stop, door, project):
        super().__init__(name, seed, tally, stop)
        self.door = door
        self.project = project

    def step(self):
        if self.random.random() < 0.3:
            self.verify()
        else:
            scope = self.random.choice([(), ("--project", self.project)])
            self.door.deploy(*scope)
            self.tally.count("deploys")

    def verify(self):
        """A bundle whose writer was killed may be behind until the next change; nothing else. It waits
        for that a while, and is not held against the patience of a request.
        """
        _, out, err = self.door.run("verify", "--json", kind="verifies")
        problems = json.loads(out)["problems"] if out else [err]
        if problems:
            raise Wrong(f"verify: {problems[0]}")
