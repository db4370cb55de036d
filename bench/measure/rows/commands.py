"""How long jwkmintctl takes with all keys of a store, and what importing one takes in a big one."""

import resource
import shutil
import time
from statistics import median

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import Request, load
from measure.site import Site

ABOUT = "list, backup, verify, rekey of 10^4 and 10^5 keys; import into as many"

# Time for each key with ten times as many: what is linear stays the same.
LINEAR = Target(AT_MOST, 1.3)
ROUNDS = 2
IMPORTS = 200

OCT = '{\\"kty\\": \\"oct\\", \\"k\\": \\"' + "A" * 43 + '\\"}'


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(work):
    """Seconds by the clock, and of processor."""
    began, before = time.monotonic(), processor()
    work()
    return time.monotonic() - began, processor() - before


def backup(site):
    directory = site.directory / "backup"
    took = timed(lambda: site.ctl("backup", directory))
    shutil.rmtree(directory)
    return took


COMMANDS = {
    "list": lambda site: timed(lambda: site.ctl("jwk", "list", "p-00000000")),
    "verify": lambda site: timed(lambda: site.ctl("verify")),
    "backup": backup,
    "rekey": lambda site: timed(lambda: site.ctl("rekey")),
}


def linear(name, sizes, times):
    floor, ours = (
        [1e6 * wall / size for wall, _ in rounds] for size, rounds in zip(sizes, times)
    )
    least, used = (
        median(1e6 * cpu / size for _, cpu in rounds) for size, rounds in zip(sizes, times)
    )
    return Figure(
        f"{name}, {sizes[1]:,} keys in one project",
        "us/key",
        ours,
        floor,
        f"the same with {sizes[0]:,} keys",
        LINEAR,
        note=f"{1e6 / median(ours):,.0f} keys/s; {used:.0f} us of processor, with fewer {least:.0f}",
        more={"seconds": times},
    )


def imports(settings, sites):
    body = f'{{"name": "import-########", "sourceType": "COPY_PASTE", "jwkStr": "{OCT}"}}'
    asked = []
    for site in sites:
        request = Request("POST", "/apiops/projects/p-00000000/jwks/", site.token(), body)
        asked.append((site.serve(), request))
    small, large = in_turn(
        settings.rounds,
        *(lambda pair=pair: load(settings, *pair, seconds=20, count=IMPORTS) for pair in asked),
    )
    return Figure(
        f"import, one at a time, {settings.command_keys[1]:,} keys in the project",
        "us/key",
        [1e6 * told["p50"] for told in large],
        [1e6 * told["p50"] for told in small],
        f"the same with {settings.command_keys[0]:,} keys",
        LINEAR,
        note="POST with COPY_PASTE, no environment",
        more={"ours": large, "floor": small},
    )


def measure(settings):
    with Site(settings) as small, Site(settings) as large:
        sites = (small, large)
        for site, keys in zip(sites, settings.command_keys):
            site.fill("p", 1, keys)
        rounds = min(ROUNDS, settings.rounds)
        figures = []
        for name, command in COMMANDS.items():
            times = in_turn(rounds, *(lambda site=site: command(site) for site in sites))
            figures.append(linear(name, settings.command_keys, times))
        return figures + [imports(settings, sites)]
