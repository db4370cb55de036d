"""What a disk holds after a power loss.

A Disk is fed the records of a journal. It knows what every file and directory holds now, and what of
it is durable: writes to a file when a sync of that file which began after them has ended, names when
the same is true of their directory, and everything when it is of the file system. `crash` makes one of
the many trees that a power loss at this point may leave:

- Of the writes to a file that are not durable, none, all, the first few, or any are there; one write
  may be there in part, cut where `atomic` says for this file that a disk may cut.
- Of the changes of names that are not durable, some are there. `ordered`: the first few of all on a file
  system, as where there is one log of such changes. Otherwise each directory goes its own way, and only
  changes that touch the same directories are in order. A rename is never there by half.
- What was allocated or cut off is a write like others. Modes are always the newest.
"""

import os
import posixpath
import random as randomness
from dataclasses import dataclass, field

from journal import Kind

SECTOR = 512


class Nothing(randomness.Random):
    """For `crash`: of all that may be there, nothing is."""

    def randrange(self, *_):
        return 0


@dataclass(eq=False)
class File:
    mode: int
    volume: str
    durable: bytearray = field(default_factory=bytearray)
    pending: list = field(default_factory=list)  # (position, offset, bytes, or None: cut or grown)

    def settle(self, position):
        """What was written before `position` is durable."""
        while self.pending and self.pending[0][0] < position:
            _, offset, data = self.pending.pop(0)
            put(self.durable, offset, data)


@dataclass(eq=False)
class Directory:
    mode: int
    volume: str = ""
    entries: dict = field(default_factory=dict)
    durable: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change of names: what each (directory, name) holds afterwards; None: nothing."""

    position: int
    slots: tuple  # of (directory, name, file or directory)

    @property
    def volume(self):
        return self.slots[0][0].volume

    def touches(self, directories):
        return any(directory in directories for directory, _, _ in self.slots)


def put(content, offset, data):
    if data is None:
        if len(content) > offset:
            del content[offset:]
        else:
            content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def pieces(offset, data, atomic):
    """A write as the disk may take it apart."""
    at = 0
    while at < len(data):
        length = atomic - (offset + at) % atomic
        yield offset + at, data[at : at + length]
        at += length


def some_of(random, items):
    """None, all, the first few, or any of them, in order."""
    way = random.randrange(4)
    if way == 0:
        return []
    if way == 1:
        return list(items)
    if way == 2:
        return items[: random.randint(0, len(items))]
    return [item for item in items if random.random() < 0.5]


class Disk:
    """`volumes`: directories that are file systems of their own. `mapped(path)`: the content of such a
    file is not followed, `crash` makes it empty. `atomic(path)`: so many bytes of a file are written as a
    whole or not at all.
    """

    def __init__(self, ordered, volumes=(), mapped=lambda path: False, atomic=lambda path: SECTOR):
        self.root = Directory(0o711)
        self.ordered = ordered
        self.volumes = volumes
        self.mapped = mapped
        self.atomic = atomic
        self.position = 0
        self.changes = []  # not durable, in order
        self.syncs = {}  # (process, number): (what is synced, the position where it began)

    # Paths: what they lead to now.

    def find(self, path):
        at = self.root
        for name in posixpath.normpath(path).split("/") if path else ():
            if name != ".":
                at = at.entries[name]
        return at

    def slot(self, path):
        parent, name = posixpath.split(posixpath.normpath(path))
        return self.find(parent), name

    # Records

    def feed(self, record):
        self.position += 1
        step = self.STEPS.get(record.kind)
        if step is not None:
            step(self, record)

    def change(self, *slots):
        for directory, name, node in slots:
            if node is None:
                del directory.entries[name]
            else:
                directory.entries[name] = node
        self.changes.append(Change(self.position, slots))

    def create(self, record):
        parent, name = self.slot(record.path)
        self.change((parent, name, File(record.mode, parent.volume)))

    def make_directory(self, record):
        if not record.path:
            self.root.mode = record.mode
            return
        parent, name = self.slot(record.path)
        if record.path in self.volumes:  # mounted: its name does not depend on a sync
            parent.entries[name] = parent.durable[name] = Directory(record.mode, record.path)
        else:
            self.change((parent, name, Directory(record.mode, parent.volume)))

    def remove(self, record):
        self.change((*self.slot(record.path), None))

    def link(self, record):
        self.change((*self.slot(record.to), self.find(record.path)))

    def rename(self, record):
        source, target = self.slot(record.path), self.slot(record.to)
        self.change((*target, self.find(record.path)), (*source, None))

    def exchange(self, record):
        one, other = self.slot(record.path), self.slot(record.to)
        self.change((*one, self.find(record.to)), (*other, self.find(record.path)))

    def write(self, record):
        if not self.mapped(record.path):
            self.find(record.path).pending.append((self.position, record.number, record.data))

    def resize(self, record):
        if not self.mapped(record.path):
            self.find(record.path).pending.append((self.position, record.number, None))

    def set_mode(self, record):
        self.find(record.path).mode = record.mode & 0o7777

    def begin_sync(self, record):
        self.syncs[record.process, record.number] = self.find(record.path), self.position

    def end_sync(self, record):
        node, position = self.syncs.pop((record.process, record.number))
        if isinstance(node, File):
            node.settle(position)
        else:
            before = [change for change in self.changes if change.position < position]
            self.settle(self.with_earlier([change for change in before if change.touches({node})]))

    def end_sync_all(self, record):
        node, position = self.syncs.pop((record.process, record.number))
        for file in set(self.files()):
            if file.volume == node.volume:
                file.settle(position)
        before = [change for change in self.changes if change.position < position]
        self.settle([change for change in before if change.volume == node.volume])

    STEPS = {
        Kind.CREATE: create,
        Kind.MKDIR: make_directory,
        Kind.UNLINK: remove,
        Kind.LINK: link,
        Kind.RENAME: rename,
        Kind.EXCHANGE: exchange,
        Kind.WRITE: write,
        Kind.RESIZE: resize,
        Kind.CHMOD: set_mode,
        Kind.SYNC_BEGIN: begin_sync,
        Kind.SYNC_END: end_sync,
        Kind.SYNC_ALL_BEGIN: begin_sync,
        Kind.SYNC_ALL_END: end_sync_all,
    }

    def files(self):
        """Every file that has a name, or may have one after a crash."""
        waiting = [self.root]
        waiting += [node for change in self.changes for _, _, node in change.slots if node is not None]
        seen = set()
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, File):
                yield node
            else:
                waiting += [*node.entries.values(), *node.durable.values()]

    # What is durable

    def with_earlier(self, wanted):
        """These changes, and those that can not come after them."""
        if not wanted:
            return []
        if self.ordered:
            last = {change.volume: change.position for change in wanted}
            return [change for change in self.changes if change.position <= last.get(change.volume, -1)]
        chosen, directories = [], set()
        for change in reversed(self.changes):
            if change in wanted or change.touches(directories):
                chosen.append(change)
                directories.update(directory for directory, _, _ in change.slots)
        return chosen[::-1]

    def settle(self, changes):
        settled = set(changes)
        for change in changes:
            for directory, name, node in change.slots:
                put_name(directory.durable, name, node)
        self.changes = [change for change in self.changes if change not in settled]

    # A power loss now

    def crash(self, random, target):
        """Writes what may be there after a power loss into the directory `target`."""
        tables = {}
        chosen = self.with_earlier(some_of(random, self.changes))
        for change in chosen:
            for directory, name, node in change.slots:
                put_name(tables.setdefault(directory, dict(directory.durable)), name, node)
        self.write_out(self.root, "", tables, random, str(target))

    def write_out(self, directory, path, tables, random, target):
        place = os.path.join(target, path)
        os.makedirs(place, exist_ok=True)
        for name, node in tables.get(directory, directory.durable).items():
            below = posixpath.join(path, name)
            if isinstance(node, Directory):
                self.write_out(node, below, tables, random, target)
                continue
            with open(os.path.join(target, below), "wb") as file:
                file.write(self.content(node, below, random))
            os.chmod(os.path.join(target, below), node.mode)
        os.chmod(place, directory.mode)

    def content(self, file, path, random):
        content = bytearray(file.durable)
        for offset, data in self.surviving(file, path, random):
            put(content, offset, data)
        return content

    def surviving(self, file, path, random):
        """The writes to a file, or parts of them, that are there although nothing made them durable."""
        atomic = self.atomic(path)
        parts = []
        for _, offset, data in file.pending:
            parts += [(offset, None)] if data is None else pieces(offset, data, atomic)
        return some_of(random, parts)


def put_name(table, name, node):
    if node is None:
        table.pop(name, None)
    else:
        table[name] = node
