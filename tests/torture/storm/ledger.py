"""What was acknowledged: what must be there, exactly, and what may.

A thing (a key, an environment) has one state that was acknowledged, or, after a change that got no
answer, two that are possible: the one before and the one after. Nothing else is.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """How a thing is found; None instead of a State: it is not there."""

    name: str
    description: str


class Broken(AssertionError):
    """What is seen is none of the states that are possible."""


class Thing:
    """One key or environment through all its changes. Only one worker changes it."""

    def __init__(self):
        self.states = [None]
        self.facts = {}
        self.changes = 0  # that have happened

    @property
    def settled(self):
        return len(self.states) == 1

    @property
    def state(self):
        [state] = self.states
        return state

    def names(self):
        """Every name under which it may be."""
        return {state.name for state in self.states if state is not None}

    def attempt(self, state):
        """A change to this state goes out: from now on it may have happened."""
        self.states = [*self.states, state]

    def acknowledge(self):
        """The change that went out last has happened."""
        self.states = self.states[-1:]
        self.changes += 1

    def see(self, shown):
        """`shown` holds by each of its names what is there under it, or None. Exactly one of the
        possible states must fit; from now on it is the only one.
        """
        present = {name: view for name, view in shown.items() if view is not None}
        fitting = [state for state in self.states if fits(state, present)]
        if not fitting:
            raise Broken(f"{present or 'nothing'} is there, possible was only {self.states}")
        self.changes += not self.settled and fitting[-1] == self.states[-1]
        self.states = fitting[-1:]
        for view in present.values():
            self.learn(view)

    def learn(self, view):
        """What never changes is as it was when it was seen first; members may be left out."""
        for member, value in view.items():
            if member in ("name", "description"):
                continue
            known = self.facts.setdefault(member, value)
            if known != value:
                raise Broken(f"{member} of {view['name']} was {known}, is {value}")


def fits(state, present):
    if state is None:
        return not present
    return list(present) == [state.name] and present[state.name]["description"] == state.description
