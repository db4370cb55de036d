"""Searching the memory of processes for secrets, whole or in pieces."""

from dataclasses import dataclass
from pathlib import Path

from harness.processes import wait_until

PAGE = 4096
PIECE = 8
# Less of a secret than this may be chance, or what all of its kind have in common.
SHORTEST = 15
WITHOUT_CONTENT = ("[vvar]", "[vvar_vclock]", "[vdso]", "[vsyscall]")
# poll on x86-64, ppoll on arm64 and on x86-64.
POLL = ("7", "73", "271")


@dataclass(frozen=True)
class Region:
    """A mapping of a process, with the flags that the kernel keeps (proc(5), VmFlags)."""

    start: int
    end: int
    name: str
    flags: tuple

    @property
    def shared(self):
        return "sh" in self.flags


@dataclass(frozen=True)
class Finding:
    what: str
    length: int
    place: str

    def __str__(self):
        return f"{self.length} bytes of {self.what} in {self.place}"


def regions(pid):
    """The mappings that a process could have written to."""
    found = []
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if words[0] == "VmFlags:":
            if {"rd", "wr"} <= set(words) and name not in WITHOUT_CONTENT:
                found.append(Region(start, end, name, tuple(words[1:])))
        elif not words[0].endswith(":"):
            start, end = (int(word, 16) for word in words[0].split("-"))
            name = " ".join(words[5:])
    return found


def read(memory, start, end):
    """What lies there; less when a page of a shared file has no content."""
    memory.seek(start)
    content = bytearray()
    while len(content) < end - start:
        try:
            content += memory.read(end - start - len(content))
        except OSError:
            break
    return bytes(content)


def contents(pid, shared=True):
    """Each region with its content."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for region in regions(pid):
            if shared or not region.shared:
                yield region, read(memory, region.start, region.end)


def is_waiting(pid):
    """Whether a responder has nothing to do: it waits for one of its three descriptors, and makes no key."""
    words = Path(f"/proc/{pid}/syscall").read_text().split()
    return words[0] in POLL and int(words[2], 16) == 3 and len(list(Path(f"/proc/{pid}/task").iterdir())) == 1


class Snapshots:
    """What was ever seen in the memory of processes: each different page once, where it was first."""

    def __init__(self):
        self.pages = {}

    def take(self, pid, when, shared=False):
        wait_until(lambda: is_waiting(pid), f"process {pid} has nothing to do")
        for region, content in contents(pid, shared):
            for at in range(0, len(content), PAGE):
                place = f"{region.name or 'unnamed memory'} of {pid} after {when}"
                self.pages.setdefault(content[at : at + PAGE], place)

    def search(self, search):
        found = [finding for page, place in self.pages.items() for finding in search.content(page, place)]
        return sorted({str(finding) for finding in found})


class Search:
    """Secrets by what they are; every piece of one is looked for."""

    def __init__(self, secrets):
        self.pieces = {}
        for what, secret in secrets:
            assert len(secret) >= SHORTEST, f"{what} is too short to be looked for"
            for offset in range(len(secret) - PIECE + 1):
                piece = int.from_bytes(secret[offset : offset + PIECE], "little")
                self.pieces.setdefault(piece, (what, secret, offset))

    def content(self, content, place):
        """What is in these bytes. SHORTEST bytes of a secret hold a whole aligned piece of it."""
        words = memoryview(content)[: len(content) // PIECE * PIECE].cast("Q")
        if self.pieces.keys().isdisjoint(words):
            return
        for index, word in enumerate(words):
            if word in self.pieces:
                what, secret, offset = self.pieces[word]
                length = common(content, index * PIECE, secret, offset)
                if length >= SHORTEST:
                    yield Finding(what, length, place)


def common(content, at, secret, offset):
    """How many bytes are the same around these two places."""
    back = 0
    while back < min(at, offset) and content[at - back - 1] == secret[offset - back - 1]:
        back += 1
    ahead = 0
    while ahead < min(len(content) - at, len(secret) - offset) and content[at + ahead] == secret[offset + ahead]:
        ahead += 1
    return back + ahead
