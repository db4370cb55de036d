"""Processes as /proc shows them."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from harness.settings import DEADLINE

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    pid: int
    name: str
    state: str
    group: int
    cpu_seconds: float


def processes():
    """Every process that still runs: zombies do not."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text()
        except OSError:  # gone meanwhile
            continue
        name = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        if fields[0] not in "ZX":
            cpu = (int(fields[11]) + int(fields[12])) / TICKS
            found.append(Process(int(entry.name), name, fields[0], int(fields[2]), cpu))
    return found


def wait_until(condition, what, seconds=DEADLINE, pause=0.01):
    """Polls until `condition()` is true and returns its value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} seconds still not: {what}")
        time.sleep(pause)
