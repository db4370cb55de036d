"""Power loss: what every process does to the home is written down, and copies of the home are made as
the power going off at random instants would leave them. Each is opened as after a reboot, and compared
with what clients had been told before that instant.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from aftermath import Copy
from clients import Clients
from crash import Disk, Nothing
from harness.account import own
from harness.site import Workspace
from journal import Kind
from ledger import Ledger
from past import JournaledSite, Past, atomic, is_mapped
from servers.lighttpd_fastcgi import Server
from table import Row

TITLE = "Power loss"
SHARE = 3

COMMANDS = (("deploy",), ("rekey",), ("rekey", "--forget-old"), ("backup", "{home}/backup"), ("deploy",))
BATCH = 24  # instants of one pass through the journal


def live(site, seconds, seed):
    """Clients and commands, for so long. Returns what is known of it."""
    site.serve(Server)
    workspace = Workspace(site, environments=("plain", "sealed"))
    site.ctl("deploy")
    site.journal.mark(step="ready")
    ledger = Ledger(site.journal.mark)
    with Clients(workspace, ledger, 4, seed) as clients:
        for command in COMMANDS:
            time.sleep(seconds / len(COMMANDS))
            before = {thing: state for thing, state in ledger.settled().items() if state is not None}
            site.ctl(*[word.format(home=site.home) for word in command])
            site.journal.mark(step=command[0], before=before)
    past = Past(site, workspace, ledger)
    site.server.stop()
    return past, ledger, clients


def look(past, count, chance, check=Copy.findings, without=None):
    """So many instants; returns [(instant, finding)]."""
    volumes = ("bundles",) if without else chance.choice(((), ("bundles",)))
    disk = Disk(chance.random() < 0.5, volumes, is_mapped, atomic)
    found = []
    shared = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(
            prefix="jwkmint-tests-", dir=shared if os.access(shared, os.W_OK) else None
        ) as directory,
        ThreadPoolExecutor(2) as workers,
    ):
        own(directory, 0o711)
        running = []
        instants = [past.instant(chance) for _ in range(count)]
        for number, (instant, ledger) in enumerate(past.states(instants, disk, without)):
            place = Path(directory) / str(number)
            place.mkdir()
            own(place, 0o711)
            luck = Nothing() if without else random.Random(chance.random())
            copy = Copy(past, place, disk, instant, ledger, luck)
            running.append(workers.submit(finish, copy, check))
            if len(running) > 4:
                found += running.pop(0).result()
        for one in running:
            found += one.result()
    return found


def finish(copy, check):
    try:
        return [(copy.instant, finding) for finding in check(copy)]
    except (ValueError, OSError, subprocess.TimeoutExpired) as problem:
        return [(copy.instant, f"{type(problem).__name__}: {problem}")]
    finally:
        shutil.rmtree(copy.home.parent)


def without_sync(past, what, directory, check, chance):
    """Shows that it would be found if the service left such syncs out."""
    tried, found = 0, []
    while not found and tried < 4 * BATCH:
        found = look(past, BATCH // 2, chance, check, directory)
        tried += BATCH // 2
    detail = f"found, as it has to be: {found[0][1]}"[:100] if found else "not found"
    return Row(what, tried, 0 if found else 1, detail)


def run(seconds, seed):
    end = time.monotonic() + seconds
    chance = random.Random(seed)
    site = JournaledSite()
    try:
        past, ledger, clients = live(site, min(60, seconds / 4), seed)
        controls = [
            without_sync(past, "that the store is not synced", "db", Copy.recover, chance),
            without_sync(past, "that bundles are not synced", "bundles", Copy.read_bundles, chance),
        ]
        instants, found = 0, []
        while instants == 0 or time.monotonic() < end:
            found += look(past, BATCH, chance)
            instants += BATCH
    finally:
        site.close()
    for instant, finding in found[:20]:
        print(f"power: seed {seed}, after record {instant}: {finding}", file=sys.stderr)
    syncs = sum(record.kind in (Kind.SYNC_END, Kind.SYNC_ALL_END) for record in past.records)
    written = sum(len(record.data) for record in past.records if record.kind is Kind.WRITE)
    refused = sum(count for status, count in clients.answers.items() if status != 200)
    return [
        Row(
            "changes acknowledged and written down",
            ledger.acknowledged,
            refused,
            f"{len(past.records):,} records, {written / 2**20:.1f} MiB, {syncs:,} waits for the disk",
        ),
        Row(
            "power lost at an instant",
            instants,
            len({instant for instant, _ in found}),
            "each opened, deployed, verified, compared",
        ),
        *controls,
    ]
