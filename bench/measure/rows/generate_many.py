"""New keys for many clients at once, against what the machine can do at most."""

from statistics import median

from measure import waits
from measure.figures import AT_LEAST, Figure, Target, in_turn, skipped
from measure.load import key_rate, load, sync_times
from measure.rows.generate import in_new_project
from measure.site import Site

ABOUT = "generate EC, OKP and OCT: 8 clients, 2 responders, two environments"

TARGET = Target(AT_LEAST, 0.5)
CLIENTS = 8


def rate(times):
    return len(times) / sum(times)


def waits_for_each(settings, site, token):
    """What group commit and coalesced deployment save: waits for the disk for each key."""
    work = f"waits for the disk for each key, {CLIENTS} clients"
    if not waits.can_count():
        return skipped(work, "strace is not installed")
    trace = site.directory / "trace"
    server = site.serve(before=waits.tracing(trace))
    keys = 5 * settings.keys
    counted = []
    for clients in (CLIENTS, 1):
        request = in_new_project(site, "EC", token)
        request.once(server)
        before = waits.count(trace)
        load(settings, server, request, clients, 60, keys)
        counted.append((waits.count(trace) - before) / keys)
    server.stop()
    return Figure(work, "", counted[:1], counted[1:], "the same with 1 client")


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        for kind in ("EC", "OKP", "OCT"):
            ours, keys, syncs = in_turn(
                settings.rounds,
                lambda: load(settings, server, in_new_project(site, kind, token), CLIENTS),
                lambda: rate(key_rate(settings, kind, settings.seconds / 4)),
                lambda: rate(sync_times(settings, site.directory, settings.seconds)),
            )
            what = "key rate" if median(keys) < median(syncs) else "sync rate"
            figures.append(
                Figure(
                    f"generate {kind}, {CLIENTS} clients, 2 responders",
                    "/s",
                    [told["rate"] for told in ours],
                    [min(pair) for pair in zip(keys, syncs)],
                    f"the lower of raw key generation and fdatasync: {what}",
                    TARGET,
                    more={"ours": ours, "keys": keys, "syncs": syncs},
                )
            )
        server.stop()
        figures.append(waits_for_each(settings, site, token))
    return figures
