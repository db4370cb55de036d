"""Under which users things run.

Started as root, the service gets a user of its own, as an installation would give it: then
permissions bite, and other users can be tried. Started by anybody else, everything is that user.
"""

import os
import subprocess

from harness.settings import DEADLINE

ROOT = os.geteuid() == 0

# Users without an entry in /etc/passwd: nothing on the machine belongs to them.
SERVICE = 64101 if ROOT else os.geteuid()
STRANGER = 65534


def command_as(uid, command):
    """The command line that runs `command` as `uid`, without any privilege of root."""
    command = [str(part) for part in command]
    if not ROOT or uid == 0:
        return command
    return [
        "setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs", "--", *command,
    ]


def run_as(uid, command, **options):
    """Runs a command to its end; its output is captured as text."""
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if options["stdin"] is None:
        del options["stdin"]
    return subprocess.run(
        command_as(uid, command), capture_output=True, text=True, timeout=DEADLINE, check=False, **options
    )


def own(path, mode):
    """Gives a file or directory to the service."""
    os.chmod(path, mode)
    if ROOT:
        os.chown(path, SERVICE, SERVICE)
