"""How the work for one more key grows with the keys that a project has."""

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import load, responder_cpu
from measure.rows.generate import STEPS, request_for
from measure.site import Site

ABOUT = "generate one more in a project of 10 to 10,000 keys"

ENVIRONMENTS = 2
TARGET = Target(AT_MOST, 3)
TARGET_SIZE = 10000


def set_files(site, project):
    """What of the project's bundles has all of its keys in it."""
    for number in range(ENVIRONMENTS):
        bundle = site.home / "bundles" / f"{project}-{number:02}" / project
        yield bundle / "public" / "jwks.json"
        yield bundle / "manifest.json"


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        for size in settings.project_sizes:
            site.fill(f"p{size}", 1, size)
            project = f"p{size}-00000000"
            for number in range(ENVIRONMENTS):
                site.add_environment(f"{project}-{number:02}", project)
            request = request_for("EC", project, token)
            answer = request.once(server)
            floor = site.serve_constant(answer, STEPS, set_files(site, project))
            ours, theirs = in_turn(
                settings.rounds,
                lambda: load(settings, server, request, seconds=5, count=10),
                lambda: load(settings, floor, request, seconds=5, count=10),
            )
            figures.append(
                Figure(
                    f"generate one more, {size:,} keys in the project",
                    "ms",
                    [1000 * told["p50"] for told in ours],
                    [1000 * told["p50"] for told in theirs],
                    "copying the key sets and manifests, with the waits for the disk",
                    TARGET if size >= TARGET_SIZE else None,
                    note=responder_cpu(ours, theirs),
                    more={"ours": ours, "floor": theirs},
                )
            )
            floor.stop()
    return figures
