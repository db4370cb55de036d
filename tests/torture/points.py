"""Kill points by name: at each step of a change a process dies, or the step fails.

The names are those of fault_point() in the sources. What each operation passes is recorded first; then
it is done again for each time that it passes a point. In plain CGI all of them, as far as the time goes;
through lighttpd and mod_fcgid a sample.
"""

import random
import re
import time
from dataclasses import dataclass

from harness import settings
from operations import (
    After, Backup, Delete, Deploy, Fill, Forget, FromPool, Generate, Move, Read, Rekey, Remove, Rename, Restore,
)
from served import Served
from subject import Attempt, Subject
from sweep import Sweep, conclude
from table import Row

TITLE = "Death and failure at fault points"
SHARE = 2

SERVERS = ("lighttpd_fastcgi", "apache_fcgid")

# How much of the time is for the web servers.
SERVED_SHARE = 0.25

OPERATIONS = (
    Generate(), FromPool(), Rename(), Delete(), Read(), Move(), Remove(), Deploy(), Fill(), Rekey(), Forget(),
    Backup(), Restore(),
    After(Generate(), Read(), "visit.marked"),
    After(Generate(), Rename(), "log.marked"),
    After(Deploy(), Generate(), "log.locked"),
    After(Deploy(), Generate(), "publish.before-manifest"),
    After(Delete(), Generate(), "publish.staged"),
    After(Deploy(), Remove(), "removal.locked"),
    After(Deploy(), Move(), "leftover.noted"),
    After(Restore(), Restore(), "replace.exchanged"),
    After(Restore(), Restore(), "restore.staged"),
    After(Rekey(), Rekey(), "keyring.before-rename"),
    After(Forget(), Rekey(), "rekey.batch-sealed"),
)


def names_in_sources():
    text = "".join(path.read_text() for path in (settings.SOURCE / "src").rglob("*.c"))
    return re.findall(r'\bfault_point\(\s*"([^"]+)"', text)


@dataclass(frozen=True)
class Case:
    operation: object
    point: str
    number: int
    action: str

    @property
    def kind(self):
        return self.point

    def __str__(self):
        return f"{self.operation.title}, {self.action} at {self.point} ({self.number})"


def record(subject, operation):
    """What one operation passes from its beginning to the end of its healing, and the cases in it."""
    operation.prepare(subject)
    attempt = Attempt()
    counts, can_fail = subject.record(lambda: attempt.__dict__.update(operation.run(subject).__dict__))
    wrong = conclude(subject, operation, attempt, False)
    assert attempt.acknowledged and not wrong, f"{operation.title}, undisturbed: {attempt} {wrong}"
    cases = [
        Case(operation, point, number, action)
        for point, count in counts.items()
        for number in range(1, count + 1)
        for action in ("kill", "fail")
        if action == "kill" or point in can_fail
    ]
    return set(counts), cases


def try_case(subject, case, by_change):
    """None when the point was not passed, else what is wrong."""
    case.operation.prepare(subject)
    subject.order(case.point, case.number, case.action)
    attempt = case.operation.run(subject)
    obeyed = subject.is_obeyed()
    wrong = conclude(subject, case.operation, attempt, by_change)
    return wrong if obeyed else None


def sweep_plain(end, rng, cases):
    sweep = Sweep(Subject, try_case)
    try:
        rounds = sweep.rounds(end, rng, cases)
    finally:
        sweep.close()
    killed, failed = sweep.done["kill"], sweep.done["fail"]
    return sweep.row(
        "CGI and jwkmintctl", f"{killed:,} killed, {failed:,} failed, {len(sweep.kinds)} points, {rounds:.2f} rounds"
    )


def sweep_served(end, rng, cases, server):
    requests = [case for case in cases if case.operation.is_request]
    sweep = Sweep(lambda: Served(server), try_case)
    try:
        sweep.until(end, rng.sample(requests, len(requests)))
    finally:
        sweep.close()
    return sweep.row(f"through {server}", f"{sweep.done['kill']:,} killed, {sweep.done['fail']:,} failed")


def run(seconds, seed):
    began = time.monotonic()
    rng = random.Random(seed)
    passed, cases = set(), []
    subject = Subject()
    try:
        for operation in OPERATIONS:
            points, found = record(subject, operation)
            passed |= points
            cases += found
    finally:
        subject.close()
    assert passed, "the build has no fault points: configure it with --enable-faults"
    names = names_in_sources()
    missing = sorted(set(names) - passed)
    twice = sorted({name for name in names if names.count(name) > 1})
    rows = [Row("points that operations pass", len(passed), len(missing) + len(twice), " ".join(missing + twice))]
    served_end = began + seconds
    plain_end = served_end - SERVED_SHARE * seconds
    rows.append(sweep_plain(plain_end, rng, cases))
    for number, server in enumerate(SERVERS):
        left = served_end - time.monotonic()
        rows.append(sweep_served(time.monotonic() + left / (len(SERVERS) - number), rng, cases, server))
    return rows
