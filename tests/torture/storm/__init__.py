"""A storm of SIGKILL over responders and commands, behind real web servers.

Clients of the web server and of jwkmintctl generate, change, delete and read keys, environments come
and go, bundles are deployed, verified and read, while a killer kills one process after the other.
Afterwards everything that was acknowledged has to be there, exactly, and nothing else.
"""

import sys
import time

from servers import apache_fcgid, lighttpd_fastcgi
from table import Row

from storm.checks import Checks
from storm.scene import Scene

TITLE = "Processes killed while they work"
SHARE = 4


class Lighttpd(lighttpd_fastcgi.Server):
    """lighttpd with the configuration that ships: four responders. It looks once a second for those
    that have ended and starts them again; meanwhile it answers 503 when there are none.
    """

    clients = 6


class ApacheFcgid(apache_fcgid.Server):
    """Apache with the configuration that ships, but for mod_fcgid's own guard against programs that
    end again and again: it starts no others for a while, and keeps the places of the dead for seconds.
    Whom it finds no responder for waits for whole seconds: hence more clients.
    """

    clients = 5
    values = {"PROCESSES": 32}
    more = "FcgidSpawnScoreUpLimit 1000000000\nFcgidErrorScanInterval 1\nFcgidZombieScanInterval 1"


SERVERS = {"lighttpd": Lighttpd, "Apache": ApacheFcgid}

# What the checks take for each server: a part of the whole, and seconds at most.
CHECKS, MOST_CHECKS = 0.2, 8
SHORTEST = 3

# Findings of a kind that are printed.
MOST_TOLD = 10


def run(seconds, seed):
    rows = []
    for name, server in SERVERS.items():
        rows += storm(name, server, seconds / len(SERVERS), seed)
    return rows


def storm(name, server, seconds, seed):
    """One storm, in about so many seconds, setting up and checks included."""
    end = time.monotonic() + seconds - min(CHECKS * seconds, MOST_CHECKS)
    with Scene(server, seed) as scene:
        before = scene.epoch()
        scene.begin()
        time.sleep(max(SHORTEST, end - time.monotonic()))
        scene.end()
        recoveries = scene.epoch() - before
        Checks(scene).all()
        scene.end_reading()
        tell(name, scene.tally)
        return [Row(f"{name}: {row.what}", row.done, row.lost, row.detail) for row in report(scene, recoveries)]


def tell(name, tally):
    """All findings: the table has room for one of a kind."""
    for kind, sentences in tally.findings.items():
        for sentence in sentences[:MOST_TOLD]:
            print(f"torture: {name}: {kind}: {sentence}", file=sys.stderr)


def report(scene, recoveries):
    tally = scene.tally
    counts = tally.counts

    def row(what, done, kind, detail):
        """Findings of this kind are what was lost; the first takes the place of the detail."""
        lost, first = tally.found(kind)
        return Row(what, done, lost, first or detail)

    yield row(
        "kills", counts["kills of responders"] + counts["kills of commands"], "kills",
        f"{counts['kills of responders']} responders, {counts['kills of commands']} jwkmintctl,"
        f" {recoveries} recoveries",
    )
    yield row(
        "changes acknowledged", counts["changes acknowledged"], "changes",
        f"{counts['keys found exact']} keys at the end, each exact",
    )
    yield row("changes without an answer", counts["changes unclear"], "unclear", "wholly there or not at all")
    yield row(
        "keys compared meanwhile", counts["keys compared"] + counts["lists compared"], "answers",
        f"{counts['lists compared']} whole lists",
    )
    yield Row(
        "requests, waits over 5 s", counts["http"], tally.late,
        f"{tally.slowest('http')}, {counts['http unanswered']} without an answer, {counts['http busy']} told to"
        " come again",
    )
    yield row(
        "commands", counts["commands"], "commands",
        f"{tally.slowest('commands')}, {counts['commands unanswered']} killed, {counts['commands busy']} told to"
        " come again",
    )
    openings = sum(reader.openings for reader in scene.readers)
    yield row(
        "bundles read meanwhile", counts["bundle reads"], "bundles",
        f"{openings} private files opened, {tally.slowest('bundle reads')}",
    )
    yield row("responders that answer", counts["responders that answer"], "hung", "and nobody in the gate")
    yield row("changes in the audit log", counts["audit records"], "audit", "each once; the chain is whole")
    yield row("rows verified", counts["rows verified"], "verify", f"verify is content, as {counts['verifies']} times meanwhile")
