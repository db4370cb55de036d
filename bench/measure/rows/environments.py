"""How the work for one key grows with the environments that it is deployed to."""

from measure import waits
from measure.figures import AT_MOST, Figure, Target, in_turn, skipped
from measure.load import load
from measure.rows.generate import request_for
from measure.site import Site, run

ABOUT = "generate with 1, 2, 8 and 32 environments: waits for the disk, and time"


def count_waits(site, project, name):
    """How often jwkmintctl, which does what a request does, waits for the disk to make a key."""
    trace = site.directory / "trace"
    command = site.command("jwk", "generate", project, name, "--type", "EC")
    run([*waits.tracing(trace), *command], env=site.environment(), cwd=site.directory)
    return waits.count(trace)


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        projects = {number: site.project(environments=number) for number in settings.environments}
        if waits.can_count():
            counted = {number: count_waits(site, project, "traced") for number, project in projects.items()}
            for number in settings.environments:
                figures.append(
                    Figure(
                        f"waits for the disk, {number} environment{'s' if number > 1 else ''}",
                        "",
                        [counted[number]],
                        [counted[1]],
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
        for number, ours in zip(settings.environments, told):
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
