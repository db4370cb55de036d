"""Kills a responder or a jwkmintctl every 50 to 200 ms."""

import os
import random
import signal
import threading
from pathlib import Path

SHORTEST, LONGEST = 0.05, 0.2

# Of three kills two are of responders, where there are both.
WEIGHTS = {"responders": 2, "commands": 1}


class Killer(threading.Thread):
    """`running` holds the pids of the commands that run just now."""

    def __init__(self, seed, server, running, tally, stop):
        super().__init__(name="killer")
        self.random = random.Random(f"{seed} killer")
        self.server = server
        self.running = running
        self.tally = tally
        self.stop = stop

    def run(self):
        while not self.stop.wait(self.random.uniform(SHORTEST, LONGEST)):
            victims = self.victims()
            kinds = [kind for kind in WEIGHTS if victims[kind]]
            if not kinds:
                continue
            [kind] = self.random.choices(kinds, [WEIGHTS[kind] for kind in kinds])
            try:
                os.kill(self.random.choice(victims[kind]), signal.SIGKILL)
                self.tally.count(f"kills of {kind}")
            except ProcessLookupError:
                pass

    def victims(self):
        return {
            "responders": [process.pid for process in self.server.responders()],
            "commands": [pid for pid in list(self.running) if is_command(pid)],
        }


def is_command(pid):
    """Whether what was started to become jwkmintctl is it by now."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip() == "jwkmintctl"
    except OSError:
        return False
