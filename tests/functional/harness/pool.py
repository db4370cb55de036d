"""The pool of RSA keys, as idle responders fill it."""

import json
import os
from pathlib import Path

from harness.processes import processes, wait_until

# A responder that found nothing to do looks again after a minute.
PATIENCE = 240


def levels(site, home=None):
    """How many keys are ready, by size."""
    report = json.loads(site.try_ctl("status", "--json", home=home).stdout)
    return {int(level["pool"].split()[1]): level for level in report["pool"]}


def ready(site, bits=2048, home=None):
    return levels(site, home)[bits]["ready"]


def hurry(site):
    """Gives threads of the lowest scheduling class the common one: where every processor is busy, as
    it is under tests, they would not get to make a key for minutes.
    """
    for process in processes():
        try:
            if process.name != "jwkmint.fcgi" or not Path(f"/proc/{process.pid}/exe").resolve().is_relative_to(site.bin):
                continue
            for thread in os.listdir(f"/proc/{process.pid}/task"):
                if os.sched_getscheduler(int(thread)) == os.SCHED_IDLE:
                    os.sched_setscheduler(int(thread), os.SCHED_OTHER, os.sched_param(0))
        except OSError:  # gone meanwhile
            continue


def wait_until_filled(site, count, bits=2048):
    """By responders that have nothing else to do."""

    def filled():
        hurry(site)
        return ready(site, bits) == count

    wait_until(filled, f"{count} keys are ready", seconds=PATIENCE, pause=0.5)
