"""Everything that was done to a home, from `init` on, and what clients knew when."""

import json
import os
import re

from crash import SECTOR
from harness.site import Site
from journal import Journal, Kind
from ledger import Ledger

PAGE = 4096
SYNCS = (Kind.SYNC_BEGIN, Kind.SYNC_END, Kind.SYNC_ALL_BEGIN, Kind.SYNC_ALL_END)
STEPS = (Kind.RENAME, Kind.UNLINK, Kind.SYNC_END, Kind.SYNC_ALL_END)


class JournaledSite(Site):
    """All that runs there writes down what it does to the home, from `init` on."""

    def __init__(self):
        self.journal = None
        super().__init__(initialise=False)
        try:
            self.journal = Journal(self.directory, self.home)
            self.ctl("init")
            self.journal.mark(step="initialised")
        except BaseException:
            self.close()
            raise

    def environment(self):
        variables = super().environment()
        if self.journal is not None:
            variables.update(self.journal.variables())
            variables["ASAN_OPTIONS"] += ":verify_asan_link_order=0"  # the sanitizers' library is second
        return variables


def is_mapped(path):
    return re.fullmatch(r"__db\.\d{3}|gate|reserve", os.path.basename(path)) is not None


def atomic(path):
    """Pages are whole: the promise ends where a disk tears blocks of 4096 bytes."""
    return PAGE if path.endswith("records.db") else SECTOR


def is_sync_of(record, directory):
    return record.kind in SYNCS and record.path.split("/")[0] == directory


class Past:
    """What was written down, and all that is needed to look at one instant of it."""

    def __init__(self, site, workspace, ledger):
        self.site = site
        self.project = workspace.project
        self.plain, self.sealed = workspace.environments
        self.contents = ledger.contents
        self.records = site.journal.read()
        self.marks = {
            number: json.loads(record.data)
            for number, record in enumerate(self.records)
            if record.kind is Kind.MARK
        }
        self.begin = next(
            number for number, mark in self.marks.items() if mark["step"] == "ready"
        )
        self.acknowledged = [
            number for number, mark in self.marks.items() if mark["step"] == "done"
        ]
        self.steps = [
            number
            for number, record in enumerate(self.records)
            if number > self.begin and record.kind in STEPS
        ]
        self.memory = {
            path.name: path.read_bytes() for path in (site.home / "db").iterdir() if is_mapped(path.name)
        }

    def instant(self, chance):
        """A position in the journal: anywhere, after an answer, or between two steps."""
        near = chance.choice(([], self.acknowledged, self.steps))
        if not near:
            return chance.randrange(self.begin + 1, len(self.records) + 1)
        return min(len(self.records), chance.choice(near) + chance.randrange(1, 4))

    def states(self, instants, disk, without):
        """Yields (instant, ledger) for each of them, in order, with the disk brought there. Since the
        clients began, syncs of what lies below the directory `without` do nothing.
        """
        ledger = Ledger()
        ledger.contents = self.contents
        fed = 0
        for instant in sorted(instants):
            for number in range(fed, instant):
                record = self.records[number]
                if not (without and number > self.begin and is_sync_of(record, without)):
                    disk.feed(record)
                if number in self.marks:
                    ledger.replay(self.marks[number])
            fed = instant
            yield instant, ledger

    def backed_up(self, instant):
        """The things that were there before a backup began that was done at this instant, if one was."""
        done = (mark for number, mark in self.marks.items() if number < instant and mark["step"] == "backup")
        return next((set(mark["before"]) for mark in done), None)
