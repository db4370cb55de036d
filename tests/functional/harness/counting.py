"""What requests cost, counted and not timed: system calls under strace, instructions under callgrind.

Both leave the web server away. The requests of one kind go one after the other to one process; the
first ones warm it up, and one behind them is counted.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections import Counter

import pytest

from harness import fastcgi, settings
from harness.account import SERVICE, command_as, own
from harness.processes import processes, wait_until

sys.path.insert(0, str(settings.SOURCE / "bench"))

from measure.callgrind import self_costs  # noqa: E402

# So many requests come before the one that is counted.
WARM = 3

OPENS = {"open", "openat", "openat2", "creat"}
SYNCS = {"fsync", "fdatasync", "msync", "sync", "sync_file_range", "syncfs"}

# Memory comes from the system now and then, whatever the request.
MEMORY = {"brk", "madvise", "mmap", "mprotect", "mremap", "munmap"}


def require(program):
    if shutil.which(program) is None:
        pytest.skip(f"not installed: {program}")


def named(site, kind):
    """A body for a key of this type whose name is new."""
    return json.dumps({"name": site.new_name("key"), "type": kind})


class Traced:
    """A responder under strace, behind a Unix socket."""

    def __init__(self, site):
        require("strace")
        self.site = site
        self.log = site.run / f"{site.new_name('trace')}.log"
        self.socket = self.log.with_suffix(".socket")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.socket))
            listening.listen()
            self.process = subprocess.Popen(
                ["strace", "-f", "-o", self.log, *command_as(SERVICE, [site.bin / "jwkmint.fcgi"])],
                stdin=listening, stdout=subprocess.DEVNULL, env=site.environment(), start_new_session=True,
            )

    def ask(self, token, method, target, body=""):
        answer = fastcgi.exchange(
            self.socket, method, target, body.encode(), HTTP_AUTHORIZATION=f"Bearer {token}"
        )
        assert answer.status == 200, answer

    def stop(self):
        """Ends it and returns the calls of its first thread, each as strace writes it."""
        [responder] = [
            process for process in processes()
            if process.group == self.process.pid and process.name == "jwkmint.fcgi"
        ]
        subprocess.run(["kill", str(responder.pid)], check=True)
        wait_until(lambda: self.process.poll() is not None, "strace has ended")
        lines = [line.split(None, 1) for line in self.log.read_text().splitlines()]
        return [call for pid, call in lines if int(pid) == responder.pid]


def requests_among(calls):
    """The calls from each accepted connection to the next."""
    starts = [at for at, call in enumerate(calls) if re.match(r"accept4?\(.* = \d", call)]
    return [calls[start:end] for start, end in zip(starts, starts[1:])]


def system_calls(site, token, kind):
    """How many system calls, opens and syncs a warm request of a kind takes."""
    traced = Traced(site)
    try:
        for _ in range(WARM + 2):
            traced.ask(token, *kind(site))
    finally:
        calls = traced.stop()
    names = Counter(re.match(r"\w+", call).group() for call in requests_among(calls)[WARM] if call[0] not in "-+<")
    return {
        "calls": sum(count for name, count in names.items() if name not in MEMORY),
        "opens": sum(names[name] for name in OPENS),
        "syncs": sum(names[name] for name in SYNCS),
    }


def instructions(site, token, kind):
    """How many instructions of our own a warm request of a kind takes.

    Only these: what libraries do depends on the processor that they find, and what the database does
    on how its pages happen to be filled.
    """
    require("valgrind")
    program = site.bin / "requests"
    if not program.exists():
        shutil.copy(settings.BUILD / "tests" / "requests", program)
        own(program, 0o755)
    lines = []
    for _ in range(WARM + 1):
        method, target, body = (*kind(site), "")[:3]
        lines.append(f"{method}\t/apiops{target}\t{token}\t{body}\n")
    profile = site.run / f"{site.new_name('profile')}.out"
    command = [
        "valgrind", "--tool=callgrind", "--zero-before=dispatch", "--dump-after=dispatch",
        f"--callgrind-out-file={profile}", program,
    ]
    done = subprocess.run(
        command_as(SERVICE, command), input="".join(lines), env=site.environment(), cwd=site.run,
        capture_output=True, text=True, timeout=settings.DEADLINE, check=False,
    )
    assert done.stdout.splitlines() == ["Status: 200 OK"] * (WARM + 1), (done.stdout, done.stderr)
    costs = self_costs(profile.with_name(f"{profile.name}.{WARM + 1}"))
    return {"instructions": sum(count for (program, *_), count in costs.items() if program.endswith("/requests"))}
