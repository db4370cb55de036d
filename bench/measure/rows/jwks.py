"""The public key set of a bundle as the web server serves it, against its static file."""

import shutil

from measure.figures import AT_LEAST, Figure, Target, in_turn
from measure.load import Request, load
from measure.site import Site

ABOUT = "the JWKS of a bundle, 1 and 8 clients"

# It is a static file, so the target of 1.0 is one of the configuration, not of the clock.
TARGET = Target(AT_LEAST, 1.0)


def measure(settings):
    figures = []
    with Site(settings) as site:
        site.fill("p", 1, 20)
        site.add_environment("production", "p-00000000")
        shutil.copy(site.home / "bundles/production/p-00000000/public/jwks.json", site.www / "jwks.json")
        server = site.serve()
        ours = Request("GET", "/.well-known/jwks/production/p-00000000/jwks.json")
        static = Request("GET", "/jwks.json")
        assert ours.once(server).body == static.once(server).body
        for clients in (1, 8):
            told, plain = in_turn(
                settings.rounds,
                lambda: load(settings, server, ours, clients),
                lambda: load(settings, server, static, clients),
            )
            figures.append(
                Figure(
                    f"JWKS, {clients} client{'s' if clients > 1 else ''}",
                    "/s",
                    [one["rate"] for one in told],
                    [one["rate"] for one in plain],
                    "the same file without the rewriting and the headers of jwkmint-jwks.conf",
                    TARGET,
                    more={"ours": told, "floor": plain},
                )
            )
    return figures
