"""How requests slow down with the keys of a store."""

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import Request, load

ABOUT = "GET one, list a page, generate, first request of a process: 10^3 to 10^6 keys in 1,000 projects"

TARGET = Target(AT_MOST, 1.3)

# How many of a kind are sent in each round; each goes to another project. The page is short because
# a project of the smallest store has one key.
COUNTS = {
    "GET one": 1000,
    "list a page of 1": 1000,
    "generate EC, no environment": 50,
    "GET one by a fresh process": 20,
}


def requests(token):
    project = "/apiops/projects/p-########/jwks"
    one = Request("GET", f"{project}/key-00000000/", token)
    return {
        "GET one": one,
        "list a page of 1": Request("GET", f"{project}/?size=1&page=1", token),
        "generate EC, no environment": Request(
            "POST", "/apiops/projects/p-00000000/jwks/generate", token, '{"name": "new-########", "type": "EC"}'
        ),
        "GET one by a fresh process": one,
    }


def measure(settings):
    stores = []
    for size in settings.store_sizes:
        site = settings.stores.get(size)
        token = site.token()
        stores.append((site.serve(), site.serve(configuration="jwkmint-cgi.conf"), requests(token)))
    figures = []
    for work, count in COUNTS.items():

        def ask(server, cgi, asked, work=work, count=count):
            return load(
                settings,
                cgi if "fresh" in work else server,
                asked[work],
                seconds=5,
                count=count,
                **({} if "generate" in work else {"modulus": settings.store_projects}),
            )

        told = in_turn(settings.rounds, *(lambda store=store: ask(*store) for store in stores))
        for size, ours in zip(settings.store_sizes[1:], told[1:]):
            figures.append(
                Figure(
                    f"{work}, {size:,} keys",
                    "us",
                    [1e6 * one["p50"] for one in ours],
                    [1e6 * one["p50"] for one in told[0]],
                    f"the same with {settings.store_sizes[0]:,} keys",
                    TARGET,
                    more={"ours": ours, "floor": told[0]},
                )
            )
    for server in (server for store in stores for server in store[:2]):
        server.stop()
    return figures
