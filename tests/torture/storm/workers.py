"""Those who change and read keys all the time, each its own, and note what was acknowledged."""

import json
import random
import threading
import time

from storm.doors import Unclear, Wrong
from storm.ledger import Broken, State, Thing

# Of a key worker. RSA comes now and then: making one takes as long as dozens of others.
TYPES = ["EC", "OKP", "OCT"] * 8 + ["RSA"]
MOST_KEYS = 25
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


class Changer(Worker):
    """One that has things of its own, `things`; `live` are those that are there, or may be."""

    def __init__(self, name, seed, tally, stop, door, project):
        super().__init__(name, seed, tally, stop)
        self.door = door
        self.project = project
        self.things = []
        self.live = []
        self.made = 0

    def step(self):
        """What got no answer is looked at before anything else is done."""
        unsettled = next((thing for thing in self.live if not thing.settled), None)
        if unsettled is not None:
            self.look(unsettled)
        else:
            self.act()

    def act(self):
        raise NotImplementedError

    def look(self, thing):
        """Compares what is shown of a thing with what it may be."""
        raise NotImplementedError

    def change(self, thing, state, verb, *arguments):
        """Asks for a change to this state, and notes what came of it."""
        thing.attempt(state)
        try:
            verb(*arguments)
        except Unclear:
            self.tally.count("changes unclear")
            raise
        thing.acknowledge()
        self.drop_if_gone(thing)
        self.tally.count("changes acknowledged")

    def drop_if_gone(self, thing):
        if thing.settled and thing.state is None:
            self.live.remove(thing)

    def new_thing(self):
        thing = Thing()
        self.things.append(thing)
        self.live.append(thing)
        return thing

    def new_name(self):
        self.made += 1
        return f"{self.name} {self.made}"


class KeyWorker(Changer):
    """Generates, changes, deletes and reads keys of one project through one door."""

    def act(self):
        verb = self.random.choices(list(VERBS), VERBS.values())[0]
        if not self.live:
            verb = "generate"
        elif verb == "generate" and len(self.live) >= MOST_KEYS:
            verb = "remove"
        getattr(self, verb)()

    def new_description(self):
        return f"number {self.random.randrange(10**9)}"

    def generate(self):
        thing, state = self.new_thing(), State(self.new_name(), self.new_description())
        type = self.random.choice(TYPES)
        self.change(thing, state, self.door.generate, self.project, state.name, type, state.description)
        self.look(thing)

    def set(self):
        """A new description, and a new name two times of three."""
        thing = self.random.choice(self.live)
        before = thing.state
        name = before.name if self.random.random() < 1 / 3 else self.new_name()
        state = State(name, self.new_description())
        self.change(thing, state, self.door.set, self.project, before.name, state)

    def remove(self):
        thing = self.random.choice(self.live)
        self.change(thing, None, self.door.remove, self.project, thing.state.name)

    def get(self):
        self.look(self.random.choice(self.live))

    def look(self, thing):
        thing.see({name: self.door.get(self.project, name) for name in thing.names()})
        self.drop_if_gone(thing)
        self.tally.count("keys compared")

    def list(self):
        """The project as one moment shows it: of this worker's keys exactly those that are known."""
        mine = {
            view["name"]: view
            for view in self.door.list(self.project)
            if view["name"].startswith(f"{self.name} ")
        }
        for thing in self.live:
            thing.see({name: mine.pop(name, None) for name in thing.names()})
        if mine:
            raise Broken(f"keys that were deleted, or never made: {sorted(mine)}")
        self.tally.count("lists compared")


class EnvironmentWorker(Changer):
    """Adds, describes and removes environments of a project, one at a time."""

    def act(self):
        if not self.live:
            self.add()
        elif self.random.random() < 0.5:
            self.describe(self.live[0])
        else:
            self.remove(self.live[0])

    def add(self):
        thing, state = self.new_thing(), State(self.new_name(), "new")
        private = self.random.choice(["sealed", "plain", "none"])
        self.change(
            thing, state, self.door.do, "environment", "add", state.name, "--project", self.project,
            "--private", private, "--description", state.description,
        )

    def describe(self, thing):
        state = State(thing.state.name, f"number {self.random.randrange(10**9)}")
        self.change(
            thing, state, self.door.do, "environment", "set", state.name, "--description", state.description
        )

    def remove(self, thing):
        self.change(thing, None, self.door.do, "environment", "remove", thing.state.name)

    def look(self, thing):
        listed = json.loads(self.door.do("environment", "list", "--json"))
        shown = {
            view["name"]: {"name": view["name"], "description": view["description"]} for view in listed
        }
        thing.see({name: shown.get(name) for name in thing.names()})
        self.drop_if_gone(thing)


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
