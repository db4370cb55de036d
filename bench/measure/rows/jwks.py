"""The public key set of a bundle as the web server serves it, against its static file."""

import shutil

from measure.figures import AT_LEAST, Figure, Target, in_turn
from measure.load import Request, load
from measure.site import Site

ABOUT = "the JWKS of a bundle, at its own path and at a fixed one; 1 and 8 clients"

# It is a static file, so the target of 1.0 is one of the configuration, not of the clock.
TARGET = Target(AT_LEAST, 1.0)


# The set at its own path among all bundles, and that of one project at a fixed path.
SHIPPED = {
    "JWKS": ("jwkmint.conf", "/.well-known/jwks/production/p-00000000/jwks.json"),
    "JWKS of one project": ("jwkmint-jwks-one.conf", "/.well-known/jwks.json"),
}


def measure(settings):
    figures = []
    with Site(settings) as site:
        site.fill("p", 1, 20)
        site.add_environment("production", "p-00000000")
        shutil.copy(site.public_set("production", "p-00000000"), site.www / "jwks.json")
        for name, (configuration, path) in SHIPPED.items():
            server = site.serve(configuration=configuration, one_set=site.public_set("production", "p-00000000"))
            ours = Request("GET", path)
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
                        f"{name}, {clients} client{'s' if clients > 1 else ''}",
                        "/s",
                        [one["rate"] for one in told],
                        [one["rate"] for one in plain],
                        f"the same file without the headers and the path of {configuration}",
                        TARGET,
                        more={"ours": told, "floor": plain},
                    )
                )
            server.stop()
    return figures
