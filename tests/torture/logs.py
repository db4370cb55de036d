"""Log files: what lies there stays below a bound, however much is written, whoever comes, goes, dies or
sits idle with an old one open.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from harness import fastcgi
from harness.account import SERVICE, command_as
from harness.site import Site, Workspace
from servers.lighttpd_fastcgi import Server
from table import Row

TITLE = "Growth of log files"
SHARE = 1

FILE = 2**20  # LOG_FILE_SIZE of src/store/handles.c
BOUND = 4 * FILE
SHORTEST = 4  # s, in which some MiB are written
TALK = "jwkmint growth "  # begins every description


class Watch:
    """Looks at the log files the whole time. Deleted ones that somebody keeps open count, too."""

    def __init__(self, site):
        self.site = site
        self.most = 0
        self.most_files = 0
        self.numbers = set()
        self.end = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()

    def work(self):
        while not self.end.wait(0.01):
            self.look()

    def look(self):
        sizes = {}
        for path in (self.site.home / "db").glob("log.*"):
            try:
                sizes[path.stat().st_ino] = path.stat().st_size
            except FileNotFoundError:
                continue
            self.numbers.add(int(path.suffix[1:]))
        sizes.update(self.kept_open())
        self.most = max(self.most, sum(sizes.values()))
        self.most_files = max(self.most_files, len(sizes))

    def kept_open(self):
        kept = {}
        for process in self.processes():
            try:
                for descriptor in (Path("/proc") / str(process) / "fd").iterdir():
                    if re.search(r"/db/log\.\d+ \(deleted\)$", os.readlink(descriptor)):
                        kept[descriptor.stat().st_ino] = descriptor.stat().st_size
            except OSError:
                continue
        return kept

    def processes(self):
        responders = [process.pid for process in self.site.server.responders()] if self.site.server else []
        return responders + self.site.idle

    @property
    def written(self):
        """Bytes of the log that were written to files which are full by now."""
        return (max(self.numbers) - min(self.numbers)) * FILE


class Crowd:
    """Clients that change descriptions as fast as they can, for log bytes; each keeps its connection."""

    def __init__(self, workspace, count, seed):
        self.workspace = workspace
        self.changes = 0
        self.problems = []
        self.end = threading.Event()
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, args=(number, random.Random(f"{seed} {number}")))
            for number in range(count)
        ]

    def __enter__(self):
        for number in range(len(self.threads)):
            self.workspace.generate(f"key {number}", "EC")
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        for thread in self.threads:
            thread.join()

    def work(self, number, chance):
        name = f"key {number}"
        server = urlsplit(self.workspace.client.base).netloc
        connection = None
        while not self.end.is_set():
            body = json.dumps({"name": name, "description": TALK + chance.choice("xyz") * 900})
            try:
                connection = connection or http.client.HTTPConnection(server, timeout=30)
                status = self.put(connection, name, body)
            except (OSError, http.client.HTTPException):  # a responder was killed
                connection = None
                continue
            with self.lock:
                self.changes += status == 200
                if status not in (200, 500, 503):
                    self.problems.append(f"a change is answered with {status}")

    def put(self, connection, name, body):
        token = self.workspace.client.token
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("PUT", f"{self.workspace.jwks}/{quote(name)}/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def start_idle(site):
    """A responder that looks at the store once, and then has nothing to do for ever."""
    path = site.run / "idle.socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        process = subprocess.Popen(
            command_as(SERVICE, [site.bin / "jwkmint.fcgi"]), stdin=listening, env=site.environment()
        )
    assert fastcgi.get(path, "/test/healthcheck").status == 200
    site.idle.append(process.pid)
    return process


def disturb(site, workspace, chance, until, counts):
    """Commands that come and go, the long ones beside them, and kills."""
    long_ones = []
    number = 0
    while time.monotonic() < until:
        done = site.try_ctl("project", "list")
        assert done.returncode == 0 or "try again" in done.stderr, done.stderr
        counts["commands"] += 1
        if number % 4 == 0 and not [one for one in long_ones if one.poll() is None]:
            backup = site.directory / f"backup-{number}"
            words = chance.choice((("rekey",), ("backup", backup), ("verify",)))
            long_ones.append(site.start_ctl(*words))
            counts["long commands"] += 1
        if number % 4 == 2:
            responders = site.server.responders()
            if responders:
                os.kill(chance.choice(responders).pid, signal.SIGKILL)
                counts["kills"] += 1
        number += 1
        time.sleep(0.1)
    for one in long_ones:
        one.communicate(timeout=60)


def run(seconds, seed):
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    site = Site()
    site.idle = []
    counts = {"commands": 0, "long commands": 0, "kills": 0}
    idle = None
    try:
        site.serve(Server)
        workspace = Workspace(site, environments=())
        idle = start_idle(site)
        with Watch(site) as watch, Crowd(workspace, 4, seed) as crowd:
            disturb(site, workspace, chance, max(end - 1, time.monotonic() + SHORTEST), counts)
        verified = site.try_ctl("verify")
    finally:
        if idle is not None:
            idle.kill()
            idle.wait()
        site.close()
    problems = list(crowd.problems)
    if watch.most > BOUND:
        problems.append(f"more than {BOUND / FILE:.0f} MiB of log files at once")
    if verified.returncode != 0:
        problems.append(verified.stderr.strip())
    detail = (
        f"{watch.written / FILE:.0f} MiB of log in full files; at once at most {watch.most / FILE:.1f} MiB in {watch.most_files} files"
        f" (allowed: {BOUND / FILE:.0f} MiB); {counts['commands']} processes came and went,"
        f" {counts['long commands']} times rekey, backup or verify, {counts['kills']} kills"
    )
    return [Row("changes made", crowd.changes, len(problems), "; ".join([*problems, detail]))]
