"""Kills a responder or a jwkmintctl every 50 to 200 ms."""

import os
import random
import signal
import threading
from pathlib import Path

SHORTEST, LONGEST = 0.05, 0.2


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
            if not victims:
                continue
            pid, kind = self.random.choice(victims)
            try:
                os.kill(pid, signal.SIGKILL)
                self.tally.count(f"kills of {kind}")
            except ProcessLookupError:
                pass

    def victims(self):
        responders = [(process.pid, "responders") for process in self.server.responders()]
        return responders + [(pid, "commands") for pid in list(self.running) if is_command(pid)]


def is_command(pid):
    """Whether what was started to become jwkmintctl is it by now."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip() == "jwkmintctl"
    except OSError:
        return False
