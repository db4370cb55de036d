"""One request as plain CGI: a process that starts, answers and ends."""

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import load
from measure.rows.reading import requests_of
from measure.site import Site

ABOUT = "a request as plain CGI"

TARGET = Target(AT_MOST, 2)


def measure(settings):
    figures = []
    with Site(settings) as site:
        requests = requests_of(site)
        server = site.serve(configuration="jwkmint-cgi.conf")
        for name in ("hello", "GET one"):
            request = requests[name]
            floor = site.serve(
                # Its name is what the configuration takes for a CGI program.
                site.cgi_program("bench/constant_cgi"),
                "jwkmint-cgi.conf",
                environment={"ANSWER": site.answer_file(request.once(server))},
            )
            ours, theirs = in_turn(
                settings.rounds,
                lambda: load(settings, server, request),
                lambda: load(settings, floor, request),
            )
            figures.append(
                Figure(
                    f"plain CGI, {name}",
                    "ms",
                    [1000 * told["p50"] for told in ours],
                    [1000 * told["p50"] for told in theirs],
                    "a CGI program in C that copies the answer from a file",
                    TARGET,
                    more={"ours": ours, "floor": theirs},
                )
            )
            floor.stop()
    return figures
