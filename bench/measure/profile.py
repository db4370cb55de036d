"""Where the instructions of each kind of request go: counted by callgrind, added up by part."""

import argparse
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

from measure.callgrind import self_costs
from measure.places import SOURCE
from measure.settings import Settings, USUAL
from measure.site import Failed, Site, run

# So many requests come before the one that is counted.
WARM = 3

JWKS = "/apiops/projects/p-00000000/jwks"
ENVIRONMENTS = 2

# The parts, by object, file and function; the first that matches has it.
PARTS = [
    (part, tuple(re.compile(pattern) for pattern in patterns))
    for part, *patterns in (
        ("elliptic curves, RSA", r"libhogweed|libgmp|libsecp256k1", "", ""),
        ("hashes, ciphers", r"libnettle", "", ""),
        ("GnuTLS", r"libgnutls", "", ""),
        ("the database", r"libdb", "", ""),
        ("reading JSON", r"libjson-c", "", ""),
        ("allocation", r"libc\.so", "", r"malloc|calloc|realloc|free|arena|unlink_chunk|perturb|sysmalloc"),
        ("wiping", "", "", r"explicit_bzero|scrub"),
        ("copying, comparing", r"libc\.so", "", r"mem|str|bcmp"),
        ("wiping", "", r"/base/scrub", ""),
        *((f"ours: {floor}", "", rf"src/{floor}/", "") for floor in
          ("base", "http", "jwk", "store", "fetch", "deploy", "mint", "api")),
        ("the loader, the rest of libc", r"libc\.so|ld-linux", "", ""),
    )
]


def part_of(place):
    for part, patterns in PARTS:
        if all(pattern.search(name) for pattern, name in zip(patterns, place)):
            return part
    return "other"


def new_key(kind):
    return lambda number: ("POST", f"{JWKS}/generate", json.dumps({"name": f"new-{kind}-{number}", "type": kind}))


KINDS = {
    "hello": lambda number: ("GET", "/apiops/test/hello/you", ""),
    "GET one": lambda number: ("GET", f"{JWKS}/key-00000000/", ""),
    "GET list of 20": lambda number: ("GET", f"{JWKS}/?size=20", ""),
    **{f"generate {kind}": new_key(kind) for kind in ("EC", "OKP", "OCT")},
}


def profile(site, token, name):
    """The instructions of one warm request, by part."""
    out = site.directory / f"{name.replace(' ', '-')}.out"
    lines = []
    for number in range(WARM + 1):
        method, target, body = KINDS[name](number)
        lines.append(f"{method}\t{target}\t{token}\t{body}\n")
    answers = run(
        ["valgrind", "--tool=callgrind", "--zero-before=dispatch", "--dump-after=dispatch",
         f"--callgrind-out-file={out}", site.settings.program("tests/requests")],
        input="".join(lines), env=site.environment(), cwd=site.directory,
    )
    if answers.splitlines() != ["Status: 200 OK"] * (WARM + 1):
        raise Failed(f"{name}: {answers}")
    parts = Counter()
    for place, count in self_costs(out.with_name(f"{out.name}.{WARM + 1}")).items():
        parts[part_of(place)] += count
    return parts


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="bench/profile",
        description="Counts the instructions of one warm request of each kind, by part of the program, in "
        "thousands. What the kernel does is not among them, nor web server and FastCGI.",
    )
    parser.add_argument("--keys", type=int, default=100, help="that the project has; default: 100")
    parser.add_argument("--build", type=Path, default=SOURCE / "build" / "gcc", help="default: build/gcc")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def show(table):
    parts = sorted({part for parts in table.values() for part in parts},
                   key=lambda part: -max(parts[part] / parts.total() for parts in table.values()))
    print("| thousand instructions | " + " | ".join(table) + " |")
    print("| --- |" + " ---: |" * len(table))
    for part in parts:
        print(f"| {part} | " + " | ".join(f"{parts[part] / 1000:,.1f}" for parts in table.values()) + " |")
    print("| all | " + " | ".join(f"{parts.total() / 1000:,.1f}" for parts in table.values()) + " |")


def complain(build):
    """What is missing to count anything; empty when nothing is."""
    if not (build / "tests/requests").exists():
        return f"not in {build}: tests/requests. Run `make programs-of-check bench-programs` there, or choose with --build"
    return "" if shutil.which("valgrind") else "valgrind is missing: scripts/packages bench"


def main(arguments):
    chosen = parse(arguments)
    if complaint := complain(chosen.build):
        print(f"bench/profile: {complaint}", file=sys.stderr)
        return 2
    settings = Settings(build=chosen.build.resolve(), directory=Path("/var/tmp"), json=chosen.json, rows=[], **USUAL)
    with Site(settings) as site:
        site.fill("p", 1, chosen.keys)
        for number in range(ENVIRONMENTS):
            site.add_environment(f"environment-{number}", "p-00000000")
        token = site.token()
        table = {name: profile(site, token, name) for name in KINDS}
    if chosen.json:
        print(json.dumps(table, indent=1))
    else:
        show(table)
    return 0
