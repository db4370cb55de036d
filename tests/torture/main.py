"""Runs the parts of ./torture, each for its share of the time, and prints what came of them.

A part is a module, or a package, with

    TITLE                what it does to the service, for the table
    SHARE                its weight when the parts share the time
    run(seconds, seed)   does it in about `seconds`, setting up and looking afterwards included; returns
                         a list of table.Row, of which each with lost > 0 is a failure
"""

import argparse
import importlib
import json
import random
import signal
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "functional"))  # the harness

from table import Result, Row, as_json, as_text  # noqa: E402

# In the order in which they run.
PARTS = ("storm", "points", "calls", "power", "disk", "logs")


def arguments():
    parser = argparse.ArgumentParser(prog="torture", description="Breaks the service and counts what was lost.")
    parser.add_argument("--minutes", type=float, default=10, help="how long all parts take together (10)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--seed", type=int, help="of the random choices; each run has another one")
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"only these: {', '.join(PARTS)}")
    given = parser.parse_args()
    for name in given.parts:
        if name not in PARTS:
            parser.error(f"no part {name!r}; there are {', '.join(PARTS)}")
    if not 0 < given.minutes <= 24 * 60:
        parser.error("--minutes: more than 0, at most 1440")
    if given.seed is None:
        given.seed = random.SystemRandom().randrange(2**32)
    return given


def run(name, part, seconds, seed):
    """One part; if it does not come to its end, that is its finding."""
    began = time.monotonic()
    try:
        rows = part.run(seconds, seed)
    except Exception as problem:  # pylint: disable=broad-except
        traceback.print_exc()
        rows = [Row("came to its end", 0, 1, f"{type(problem).__name__}: {problem}".splitlines()[0])]
    return Result(name, part.TITLE, time.monotonic() - began, rows)


def main():
    given = arguments()
    parts = {name: importlib.import_module(name) for name in given.parts or PARTS}
    shares = sum(part.SHARE for part in parts.values())
    results = []
    for name, part in parts.items():
        seconds = given.minutes * 60 * part.SHARE / shares
        print(f"torture: {name}, about {seconds:.0f} s, seed {given.seed}", file=sys.stderr, flush=True)
        results.append(run(name, part, seconds, given.seed))
    print(json.dumps(as_json(results, given.seed)) if given.json else as_text(results))
    return 1 if any(result.lost for result in results) else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what runs is stopped by `finally`
    sys.exit(main())
