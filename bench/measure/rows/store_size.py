"""How requests slow down with the keys of a store."""

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import MODULUS, Request, load

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


class Store:
    """A store of some size, served, with its requests."""

    def __init__(self, settings, size):
        site = settings.stores.get(size)
        self.size = size
        self.settings = settings
        self.requests = requests(site.token())
        self.server = site.serve()
        self.cgi = site.serve(configuration="jwkmint-cgi.conf")

    def ask(self, work):
        return load(
            self.settings,
            self.cgi if "fresh" in work else self.server,
            self.requests[work],
            seconds=5,
            count=COUNTS[work],
            # A new name each time, or one project after the other.
            modulus=MODULUS if "generate" in work else self.settings.store_projects,
        )

    def stop(self):
        self.server.stop()
        self.cgi.stop()


def figures_of(settings, stores, work):
    told = in_turn(settings.rounds, *(lambda store=store: store.ask(work) for store in stores))
    for store, ours in zip(stores[1:], told[1:]):
        yield Figure(
            f"{work}, {store.size:,} keys",
            "us",
            [1e6 * one["p50"] for one in ours],
            [1e6 * one["p50"] for one in told[0]],
            f"the same with {stores[0].size:,} keys",
            TARGET,
            more={"ours": ours, "floor": told[0]},
        )


def measure(settings):
    stores = [Store(settings, size) for size in settings.store_sizes]
    figures = [figure for work in COUNTS for figure in figures_of(settings, stores, work)]
    for store in stores:
        store.stop()
    return figures
