"""Profiles as callgrind writes them."""

import re
from collections import Counter

# Lines that say where the ones behind them belong: object, file, function. What begins with c
# speaks of a call's other end; fi and fe name the file that a piece of a function came from.
PLACE = re.compile(r"(c?)(ob|fl|fi|fe|fn)=\((\d+)\)(?: (.*))?")
FILES = ("fl", "fi", "fe")


def self_costs(path):
    """The instructions by (object, file, function), without what was called from there."""
    names, costs, current, called = {}, Counter(), {}, False
    for line in path.read_text().splitlines():
        place = PLACE.match(line)
        if place:
            far, what, number, name = place.groups()
            what = "fl" if what in FILES else what
            if name:
                names[what, number] = name
            if not far:
                current[what] = names[what, number]
        elif line.startswith("calls="):
            called = True
        elif re.match(r"[\d+*-]", line):
            if not called:
                costs[current["ob"], current["fl"], current["fn"]] += int(line.split()[1])
            called = False
    return costs
