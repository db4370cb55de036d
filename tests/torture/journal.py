"""The journal that journal.c writes: built, begun, marked, read."""

import enum
import fcntl
import json
import os
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.account import own

_HEADER = struct.Struct("=IIqIIII")  # struct header of journal.c


class Kind(enum.IntEnum):
    CREATE = 1
    RESIZE = 2
    WRITE = 3
    RENAME = 4
    EXCHANGE = 5
    UNLINK = 6
    LINK = 7
    MKDIR = 8
    CHMOD = 9
    SYNC_BEGIN = 10
    SYNC_END = 11
    SYNC_ALL_BEGIN = 12
    SYNC_ALL_END = 13
    MARK = 100


class Call(enum.IntEnum):
    """Which one a sync is: its record's `mode`."""

    FSYNC = 1
    FDATASYNC = 2
    SYNCFS = 3


@dataclass(frozen=True)
class Record:
    kind: Kind
    mode: int
    number: int
    process: int
    path: str
    to: str
    data: bytes


class Journal:
    """A journal for the files below `root`. Marks are what clients knew, in the same order."""

    def __init__(self, directory, root):
        self.root = str(Path(root).parent.resolve() / Path(root).name)
        self.path = directory / "journal"
        self.library = directory / "journal.so"
        self.path.touch()
        own(self.path, 0o666)
        source = Path(__file__).with_name("journal.c")
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", self.library, source],
            check=True,
        )
        own(self.library, 0o755)

    def variables(self):
        """What the environment of processes needs, so that they write."""
        return {"LD_PRELOAD": str(self.library), "JOURNAL": str(self.path), "JOURNAL_ROOT": self.root}

    def mark(self, **members):
        data = json.dumps(members).encode()
        with open(self.path, "ab", buffering=0) as journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            journal.write(_HEADER.pack(Kind.MARK, 0, 0, os.getpid(), 0, 0, len(data)) + data)

    def read(self):
        """All records, in order, paths relative to the root."""
        found = []
        text = self.path.read_bytes()
        at = 0
        while at < len(text):
            kind, mode, number, process, *lengths = _HEADER.unpack_from(text, at)
            at += _HEADER.size
            parts = []
            for length in lengths:
                parts.append(text[at : at + length])
                at += length
            path, to = (part.decode()[len(self.root) :].lstrip("/") for part in parts[:2])
            found.append(Record(Kind(kind), mode, number, process, path, to, parts[2]))
        assert at == len(text), "the journal ends in the middle of a record"
        return found
