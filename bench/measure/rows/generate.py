"""A new key for one client, against a responder that only waits for the disk as often as it must."""

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import Request, load, responder_cpu
from measure.site import Site

ABOUT = "generate EC, OKP and OCT: one client, two environments"

TARGET = Target(AT_MOST, 1.5)

# Steps that must be ordered: the log of the store, the files of the bundles, their manifests.
STEPS = 3


def request_for(kind, project, token):
    body = f'{{"name": "{kind.lower()}-########", "type": "{kind}"}}'
    return Request("POST", f"/apiops/projects/{project}/jwks/generate", token, body)


def in_new_project(site, kind, token):
    """A request for a project that is empty: what grows with its keys is measured elsewhere."""
    return request_for(kind, site.project(environments=2), token)


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        for kind in ("EC", "OKP", "OCT"):
            answer = in_new_project(site, kind, token).once(server)
            floor = site.serve_constant(answer, STEPS)
            ours, theirs = in_turn(
                settings.rounds,
                lambda: load(settings, server, in_new_project(site, kind, token), count=settings.keys),
                lambda: load(settings, floor, request_for(kind, "none", token), count=settings.keys),
            )
            figures.append(
                Figure(
                    f"generate {kind}, 1 client, 2 environments",
                    "ms",
                    [1000 * told["p50"] for told in ours],
                    [1000 * told["p50"] for told in theirs],
                    f"the same answer after {STEPS} times fdatasync",
                    TARGET,
                    note=responder_cpu(ours, theirs),
                    more={"ours": ours, "floor": theirs},
                )
            )
            floor.stop()
    return figures
