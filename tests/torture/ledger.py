"""What clients asked for, and what was acknowledged: what has to be there whatever happens.

A thing is a key that one client makes, describes and deletes, one change after the other. Its state is
(name, description), or None: not there.
"""

import threading


class Ledger:
    """`note(...)` is called with every step, in the order of the steps of each thing."""

    def __init__(self, note=lambda **members: None):
        self.note = note
        self.possible = {}  # thing: the states that it may be in; more than one: asked for, not answered
        self.contents = {}  # thing: the JWK, as it was shown after it was made
        self.acknowledged = 0
        self.lock = threading.Lock()

    def begin(self, thing, state):
        self.note(step="begin", thing=thing, state=state)
        with self.lock:
            self.possible.setdefault(thing, [None]).append(state)

    def done(self, thing):
        """The newest state is acknowledged."""
        with self.lock:
            self.possible[thing] = self.possible[thing][-1:]
            self.acknowledged += 1
        self.note(step="done", thing=thing)

    def refused(self, thing):
        """The answer said that the newest state was not reached."""
        with self.lock:
            self.possible[thing].pop()
        self.note(step="refused", thing=thing)

    def replay(self, mark):
        """Takes a step that another ledger noted."""
        if mark.get("step") == "begin":
            state = mark["state"]
            self.begin(mark["thing"], None if state is None else tuple(state))
        elif mark.get("step") in ("done", "refused"):
            getattr(self, mark["step"])(mark["thing"])

    def settled(self):
        """The state of each thing of which nothing is in doubt."""
        return {thing: states[0] for thing, states in self.possible.items() if len(states) == 1}

    def compare(self, listed):
        """What is wrong with a list of JWKs as `jwk list --json` shows it."""
        there = {(entry["name"], entry["description"]): entry for entry in listed}
        wrong = []
        expected = set()
        for thing, states in self.possible.items():
            found = [state for state in states if state in there]
            expected.update(found)
            if not found and None not in states:
                wrong.append(f"{thing} is not there as one of {states}")
            if len(found) > 1:
                wrong.append(f"{thing} is there as all of {found}")
            made = self.contents.get(thing)
            if made is not None and any(there[state]["kid"] != made["kid"] for state in found):
                wrong.append(f"{thing} is another key")
        wrong += [f"{state} is there, which nobody asked for" for state in there if state not in expected]
        return wrong
