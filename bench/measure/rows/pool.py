"""RSA keys that spare time has made: what they save, and that making them slows nobody."""

import time

from measure.figures import AT_LEAST, AT_MOST, Figure, Target, in_turn, skipped
from measure.load import Request, load
from measure.rows.generate import in_new_project
from measure.rows.rsa import request_for
from measure.site import Site, wait_until

ABOUT = "generate RSA from the pool against EC; requests while the pool fills"

TARGET = Target(AT_MOST, 1.5)
KEYS = 20

# What a thread of the lowest class may take of a core that somebody else wants.
UNDISTURBED = Target(AT_LEAST, 0.9)


def settle(site, server):
    """Switches the pool off and waits until no responder makes a key any more."""

    def is_calm():
        before = server.responder_seconds()
        time.sleep(0.05)
        return server.responder_seconds() - before < 0.001

    site.set_pool(0)
    wait_until(is_calm, "responders have nothing to do", 60)


def warm(settings, site, server, token):
    def rsa():
        site.ctl("settings", "set", "pool-rsa-2048", str(KEYS))
        site.ctl("pool", "fill")
        told = load(settings, server, request_for(site, 2048, token), seconds=60, count=KEYS)
        settle(site, server)
        return told

    def ec():
        return load(settings, server, in_new_project(site, "EC", token), count=KEYS)

    ours, floor = in_turn(max(1, settings.rounds // 3), rsa, ec)
    return [
        Figure(
            f"generate RSA 2048, warm, {name}",
            "ms",
            [1000 * told[percentile] for told in ours],
            [1000 * told[percentile] for told in floor],
            "generate EC",
            TARGET,
            more={"ours": ours, "floor": floor},
        )
        for name, percentile in (("median", "p50"), ("p99", "p99"))
    ]


def filling(settings, site, server, token):
    """The same requests while responders fill a pool that is never full, and without one."""
    request = Request("GET", "/apiops/test/hello/bench", token)

    def busy():
        site.ctl("settings", "set", "pool-rsa-4096", "1000")
        request.once(server)
        told = load(settings, server, request)
        settle(site, server)
        return told

    ours, floor = in_turn(settings.rounds, busy, lambda: load(settings, server, request))
    return [
        Figure(
            "hello, 1 client, while responders fill the pool",
            "/s",
            [told["rate"] for told in ours],
            [told["rate"] for told in floor],
            "the same with the pool switched off",
            UNDISTURBED,
            more={"ours": ours, "floor": floor},
        )
    ]


def measure(settings):
    with Site(settings) as site:
        if not site.has_pool:
            return [skipped("generate RSA, warm", "no pool in this build")]
        token = site.token()
        server = site.serve()
        return warm(settings, site, server, token) + filling(settings, site, server, token)
