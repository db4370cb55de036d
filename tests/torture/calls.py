"""Failing calls: what the programs ask of the C library, and so of the kernel, fails in turn.

failing_calls.c, preloaded, counts them first; then each operation is done again for each call and each error
that it may give, once and for all that follow. Reads and writes also do half of what they are asked.
"""

import random
import re
import signal
import tempfile
import time
from dataclasses import dataclass

from harness.failing_calls import Watch, build
from operations import (
    Backup, Delete, Deploy, Fill, Forget, FromPool, Generate, Move, Read, Rekey, Remove, Rename, Restore,
)
from subject import Attempt, Subject
from sweep import Sweep, conclude
from table import Row

TITLE = "System calls that fail"
SHARE = 2

OPERATIONS = (
    Generate(), FromPool(), Rename(), Delete(), Read(), Move(), Remove(), Deploy(), Fill(), Rekey(), Forget(),
    Backup(), Restore(),
)

OPENS = ("EMFILE", "EACCES", "EIO")
CREATES = ("EMFILE", "EACCES", "EIO", "ENOSPC")
CHANGES = ("EACCES", "EIO", "ENOSPC")
SYNCS = ("EIO", "ENOSPC")
LOOKS = ("EACCES", "EIO")

ERRORS = {
    "chmod": LOOKS, "close": ("EIO",), "dup": ("EMFILE",), "faccessat": LOOKS, "fchmod": LOOKS, "fchmodat": LOOKS,
    "fcntl": ("EMFILE",), "fdatasync": SYNCS, "fdopendir": ("EMFILE",), "flock": ("ENOLCK", "EINTR"),
    "fstat": ("EIO",), "fstatat": LOOKS, "fstatvfs": ("EIO",), "fsync": SYNCS, "ftruncate": ("EIO",),
    "getrandom": ("EIO", "ENOSYS", "EINTR"), "lseek": ("EIO",), "lstat": LOOKS, "mkdir": CHANGES, "mkdirat": CHANGES,
    "mmap": ("ENOMEM",), "open": OPENS, "open-create": CREATES, "openat": OPENS, "openat-create": CREATES,
    "opendir": OPENS, "poll": ("EINTR",), "posix_fallocate": ("ENOSPC", "EIO", "EINTR"),
    "pread": ("EIO", "EINTR", "SHORT"), "pwrite": ("ENOSPC", "EIO", "EINTR", "SHORT"),
    "read": ("EIO", "EINTR", "SHORT"), "readdir": ("EIO",), "readlink": LOOKS, "rename": CHANGES, "renameat": CHANGES,
    "renameat2": CHANGES, "rmdir": LOOKS, "stat": LOOKS, "syncfs": SYNCS, "unlink": LOOKS, "unlinkat": LOOKS,
    "write": ("ENOSPC", "EIO", "EINTR", "SHORT"),
}

# What does not go on for good.
PASSING = ("EINTR", "SHORT")

# Berkeley DB takes an interrupted read for a failure, and no signal interrupts one of a file.
ENGINE_FILE = re.compile(r"/db[^/]*/(log\.|records\.db|__db\.)")

# Berkeley DB dies when a file of its can not be closed, because it closes it again. Disks of this machine
# never refuse that; a death is survived, and not tried more than once.
ONCE = ("close",)

NO_RANDOM = "jwkmint: no random numbers"

# nettle, which is not told that there are no random numbers, looks for a prime for ever.
ENDLESS = (("pool fill", "getrandom"),)
STANDARD = re.compile(r"/proc/self/fd/([012])")


@dataclass(frozen=True)
class Case:
    operation: object
    function: str
    number: int
    error: str
    all_that_follow: bool

    @property
    def action(self):
        return self.error

    @property
    def kind(self):
        return self.operation, self.function, self.error

    @property
    def order(self):
        return f"{self.function}:{self.number}{'+' if self.all_that_follow else ''}:{self.error}"

    def is_harmless(self, call):
        """Whether it has to be done again, or the rest of it, so that nobody notices."""
        if "anon_inode:" in call:  # there is no half of an event
            return False
        return self.error == "SHORT" or (self.error == "EINTR" and not ENGINE_FILE.search(call))

    def __str__(self):
        return f"{self.operation.title}, {self.order}"


class Watched(Subject):
    """One whose programs run with failing_calls.c in them."""

    def __init__(self, library):
        self.library = library
        super().__init__()

    def set_up(self):
        self.calls = Watch(self.site, self.library)
        super().set_up()

    def watch(self, operation, order=None):
        return operation.run(self, self.calls.variables(order))


def count(subject, operation):
    """The cases of one operation, by how often it calls what."""
    operation.prepare(subject)
    attempt = subject.watch(operation)
    wrong = conclude(subject, operation, attempt, False)
    assert attempt.acknowledged and not wrong, f"{operation.title}, undisturbed: {attempt} {wrong}"
    called = [line.split(" ", 1)[0] for line in subject.calls.lines()]
    return [
        Case(operation, function, number, error, all_that_follow)
        for function in sorted(set(called))
        if (operation.title, function) not in ENDLESS
        for number in range(1, called.count(function) + 1)
        for error in ERRORS[function]
        for all_that_follow in ((False,) if error in PASSING or function in ONCE else (False, True))
    ]


def try_case(subject, case, by_change):
    """None when the call did not come about, else what is wrong."""
    case.operation.prepare(subject)
    attempt = subject.watch(case.operation, case.order)
    struck = subject.calls.struck()
    attempt = excuse(attempt, struck)
    if struck and case.is_harmless(struck[0]) and (not attempt.acknowledged or attempt.failed):
        attempt.wrong.append(f"not done: {attempt.said}")
    wrong = conclude(subject, case.operation, attempt, by_change)
    if wrong:
        wrong.append(f"the call was {struck[:1]}")
    return wrong if struck else None


def excuse(attempt, struck):
    """Takes away what can not be otherwise: nobody replies, or logs, on a descriptor that fails."""
    standard = {match.group(1) for line in struck for match in STANDARD.finditer(line)}
    wrong = attempt.wrong
    if "0" in standard:
        wrong = [text for text in wrong if not text.startswith("400")]
    if "1" in standard:
        wrong = [text for text in wrong if not text.startswith("no reply")]
    if "2" in standard:
        wrong = [text for text in wrong if not text.startswith("not a sentence")]
    if any(line.startswith("!close ") and ENGINE_FILE.search(line) for line in struck):
        wrong = [text for text in wrong if f"exit {-signal.SIGSEGV}" not in text]
    wrong = [text for text in wrong if NO_RANDOM not in text]
    return Attempt(attempt.acknowledged, wrong, attempt.said, attempt.failed)


def run(seconds, seed):
    end = time.monotonic() + seconds
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="jwkmint-tests-") as directory:
        library = build(directory)
        sweep = Sweep(lambda: Watched(library), try_case)
        try:
            cases = [case for operation in OPERATIONS for case in count(sweep.subject, operation)]
            rounds = sweep.rounds(end, rng, cases)
        finally:
            sweep.close()
    functions = len({case.function for case in cases})
    by_error = ", ".join(f"{number:,} {error}" for error, number in sorted(sweep.done.items()))
    return [
        Row("functions that operations call", functions, 0, f"{len(cases):,} ways to fail"),
        sweep.row("calls that failed", f"{by_error}; {rounds:.2f} rounds"),
    ]
