"""Requests that change nothing, against a responder that answers the same bytes from memory."""

from measure.figures import AT_LEAST, Figure, Target, in_turn
from measure.load import Request, load, responder_cpu
from measure.site import Site

ABOUT = "hello, GET of one key, GET of a list of 20; 1 and 8 clients"

TARGET = Target(AT_LEAST, 0.6)


def requests_of(site):
    """Fills a project; returns the requests that read in it by name."""
    site.fill("p", 1, 20)
    token = site.token()
    return {
        "hello": Request("GET", "/apiops/test/hello/bench", token),
        "GET one": Request("GET", "/apiops/projects/p-00000000/jwks/key-00000000/", token),
        "GET list of 20": Request("GET", "/apiops/projects/p-00000000/jwks/", token),
    }


def measure(settings):
    figures = []
    with Site(settings) as site:
        requests = requests_of(site)
        server = site.serve()
        for name, request in requests.items():
            floor = site.serve_constant(request.once(server))
            for clients in (1, 8):
                ours, theirs = in_turn(
                    settings.rounds,
                    lambda: load(settings, server, request, clients),
                    lambda: load(settings, floor, request, clients),
                )
                figures.append(
                    Figure(
                        f"{name}, {clients} client{'s' if clients > 1 else ''}",
                        "/s",
                        [told["rate"] for told in ours],
                        [told["rate"] for told in theirs],
                        "a responder that answers the same bytes",
                        TARGET,
                        note=responder_cpu(ours, theirs),
                        more={"ours": ours, "floor": theirs},
                    )
                )
            floor.stop()
    return figures
