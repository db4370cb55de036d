"""RSA keys that spare time has made: what they save, and that making them slows nobody."""

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


def warm(settings, site, server, token):
    def fill_then_load():
        site.ctl("settings", "set", "pool-rsa-2048", str(KEYS))
        site.ctl("pool", "fill")
        request = request_for(site, 2048, token)
        told = load(settings, server, request, seconds=60, count=KEYS)
        # What was taken is not to be made again now.
        site.set_pool(0)
        return told

    rsa, ec = in_turn(
        max(1, settings.rounds // 3),
        fill_then_load,
        lambda: load(settings, server, in_new_project(site, "EC", token), count=KEYS),
    )
    return [
        Figure(
            f"generate RSA 2048, warm, {name}",
            "ms",
            [1000 * told[percentile] for told in rsa],
            [1000 * told[percentile] for told in ec],
            "generate EC",
            TARGET,
            more={"ours": rsa, "floor": ec},
        )
        for name, percentile in (("median", "p50"), ("p99", "p99"))
    ]


def filling(settings, site, server, token):
    """The same requests while responders fill a pool that is never full, and without one."""
    request = Request("GET", "/apiops/test/hello/bench", token)

    def busy():
        site.ctl("settings", "set", "pool-rsa-4096", "1000")
        Request("GET", "/apiops/test/hello/bench", token).once(server)
        return load(settings, server, request)

    def idle():
        site.set_pool(0)
        before = server.responder_seconds()
        wait_until(lambda: calm(server, before), "responders have nothing to do", 60)
        return load(settings, server, request)

    def calm(server, before):
        seconds = server.responder_seconds()
        still = seconds - idle.seconds < 0.001
        idle.seconds = seconds
        return still

    idle.seconds = 0
    filled, unfilled = in_turn(settings.rounds, busy, idle)
    site.set_pool(0)
    return [
        Figure(
            "hello, 1 client, while responders fill the pool",
            "/s",
            [told["rate"] for told in filled],
            [told["rate"] for told in unfilled],
            "the same with the pool switched off",
            UNDISTURBED,
            more={"ours": filled, "floor": unfilled},
        )
    ]


def measure(settings):
    with Site(settings) as site:
        if not site.has_pool:
            return [skipped("generate RSA, warm", "no pool in this build")]
        token = site.token()
        server = site.serve()
        return warm(settings, site, server, token) + filling(settings, site, server, token)
