"""How the work for one key grows with the environments that it is deployed to."""

import re
import shutil
import subprocess

from measure.figures import AT_MOST, Figure, Target, in_turn, skipped
from measure.load import load
from measure.rows.generate import request_for
from measure.site import Failed, Site

ABOUT = "generate with 1, 2, 8 and 32 environments: waits for the disk, and time"

NUMBERS = (1, 2, 8, 32)
WAITS = "fsync,fdatasync,syncfs,sync,msync,sync_file_range"


def count_waits(site, project, name):
    """How often jwkmintctl, which does what a request does, waits for the disk to make a key."""
    trace = site.directory / "trace"
    command = ["strace", "-f", "-qq", "-e", f"trace={WAITS}", "-o", trace]
    command += site.command("jwk", "generate", project, name, "--type", "EC")
    done = subprocess.run(
        [str(part) for part in command],
        env=site.environment(), cwd=site.directory, capture_output=True, text=True, check=False,
    )
    if done.returncode != 0:
        raise Failed(f"strace: exit {done.returncode}: {done.stderr}")
    return len(re.findall(rf"\b(?:{WAITS.replace(',', '|')})\(", trace.read_text()))


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        projects = {number: site.project(environments=number) for number in NUMBERS}
        if shutil.which("strace"):
            waits = {number: count_waits(site, project, "traced") for number, project in projects.items()}
            for number in NUMBERS:
                figures.append(
                    Figure(
                        f"waits for the disk, {number} environment{'s' if number > 1 else ''}",
                        "",
                        [waits[number]],
                        [waits[1]],
                        "the same with 1",
                        Target(AT_MOST, 1.0),
                    )
                )
        else:
            figures.append(skipped("waits for the disk", "strace is not installed"))
        requests = [request_for("EC", project, token) for project in projects.values()]
        told = in_turn(
            settings.rounds,
            *(lambda request=request: load(settings, server, request, count=25) for request in requests),
        )
        for number, ours in zip(NUMBERS, told):
            figures.append(
                Figure(
                    f"generate EC, {number} environment{'s' if number > 1 else ''}",
                    "ms",
                    [1000 * one["p50"] for one in ours],
                    [1000 * one["p50"] for one in told[0]],
                    "the same with 1",
                    more={"ours": ours},
                )
            )
    return figures
