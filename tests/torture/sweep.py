"""Many cases, one after the other, each on what the one before has left.

A case has an `operation` (operations.py), an `action` and a `kind`: those of one kind are alike.
"""

import time
from collections import Counter

from table import Row

# So many of the things that went wrong are shown.
MOST_TOLD = 5
LONGEST = 500


def conclude(subject, operation, attempt, by_change):
    """Settles, heals, tidies up; returns what is wrong."""
    wrong = subject.settle(operation, attempt)
    wrong += operation.settle(subject, attempt)
    healed = operation.heal(subject, by_change)
    if not healed.acknowledged or healed.wrong:
        wrong.append(f"not healed: {healed}")
    wrong += subject.verify()
    operation.clear(subject)
    subject.prune()
    return wrong


def in_order(cases, rng):
    """At random, but one of each kind before the others, and requests before commands."""
    cases = rng.sample(cases, len(cases))
    seen = set()
    first = [case for case in cases if not (case.kind in seen or seen.add(case.kind))]
    others = set(map(id, cases)) - set(map(id, first))
    cases.sort(key=lambda case: not case.operation.is_request)
    return first + [case for case in cases if id(case) in others]


class Sweep:
    """Cases one after the other, each on what the one before has left."""

    def __init__(self, make, try_case):
        self.make = make
        self.try_case = try_case  # returns None when the case did not come about, else what is wrong
        self.subject = make()
        self.done = Counter()  # by what was done
        self.kinds = set()
        self.wrong = []

    def one(self, case):
        try:
            wrong = self.try_case(self.subject, case, self.done.total() % 2 == 0)
        except Exception as problem:  # pylint: disable=broad-except
            wrong = [f"{type(problem).__name__}: {problem}"]
        if wrong is None:
            return
        self.done[case.action] += 1
        self.kinds.add(case.kind)
        if wrong:
            self.wrong.append(" ".join(f"{case}: {'; '.join(wrong)}".split())[:LONGEST])
            self.subject.close()
            self.subject = self.make()

    def until(self, end, cases):
        for case in cases:
            if time.monotonic() > end:
                return
            self.one(case)

    def rounds(self, end, rng, cases):
        """Round after round until the time is over; returns how many there were."""
        before = self.done.total()
        while time.monotonic() < end:
            self.until(end, in_order(cases, rng))
        return (self.done.total() - before) / len(cases)

    def close(self):
        self.subject.close()

    def row(self, what, detail):
        return Row(what, self.done.total(), len(self.wrong), "; ".join([detail, *self.wrong[:MOST_TOLD]]))
