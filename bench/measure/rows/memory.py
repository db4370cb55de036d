"""How much memory responders take, and whether it grows."""

import re
from pathlib import Path

from measure.figures import AT_MOST, Figure, Target
from measure.load import Request, load

ABOUT = "memory of idle and loaded responders, and its growth over 100,000 requests"

CLIENTS = 8
LIMIT_MIB = 12
WITHIN_LIMIT = Target(AT_MOST, 1)

# Of what it was after a fifth of the requests: pages come one at a time.
FLAT = Target(AT_MOST, 1.1)


def memory(server):
    """Of the largest responder, in MiB: (private, resident). Without the right to look closely the
    anonymous memory stands for the private one.
    """
    private, resident = [], []
    for pid in server.responders():
        status = Path(f"/proc/{pid}/status").read_text()
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            sizes = re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", rollup, re.M)
        except PermissionError:
            sizes = re.findall(r"^RssAnon:\s+(\d+) kB", status, re.M)
        private.append(sum(map(int, sizes)) / 1024)
        resident.append(int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)[1]) / 1024)
    return max(private), max(resident)


def measure(settings):
    keys = settings.store_sizes[-1]
    site = settings.stores.get(keys)
    token = site.token()
    server = site.serve()
    project = "/apiops/projects/p-########/jwks"
    mix = [
        (Request("GET", f"{project}/key-00000000/", token), 70),
        (Request("GET", f"{project}/?size=20&page=1", token), 25),
    ]
    generate = Request(
        "POST", "/apiops/projects/p-00000000/jwks/generate", token, '{"name": "grown-########", "type": "EC"}'
    )

    def use(requests):
        for request, percent in mix:
            load(settings, server, request, CLIENTS, 300, max(1, requests * percent // 100), settings.store_projects)
        load(settings, server, generate, CLIENTS, 300, max(1, requests * 5 // 100))

    Request("GET", "/apiops/test/hello/bench", token).once(server)
    idle, idle_resident = memory(server)
    use(settings.requests // 5)
    loaded, loaded_resident = memory(server)
    use(settings.requests - settings.requests // 5)
    end, end_resident = memory(server)
    server.stop()
    limit = f"the limit of {LIMIT_MIB} MiB"
    return [
        Figure(
            f"private memory, idle, store of {keys:,} keys", "MiB", [idle], [LIMIT_MIB], limit,
            WITHIN_LIMIT, note=f"resident {idle_resident:.1f} MiB",
        ),
        Figure(
            f"private memory, after {settings.requests:,} requests", "MiB", [end], [LIMIT_MIB], limit,
            WITHIN_LIMIT, note=f"resident {end_resident:.1f} MiB",
        ),
        Figure(
            f"growth of it since {settings.requests // 5:,} requests", "MiB", [end], [loaded],
            "private memory then", FLAT, note=f"resident then {loaded_resident:.1f} MiB",
        ),
    ]
