"""What was asked for on the command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from measure.places import SOURCE
from measure.stores import Stores

# How much is done of everything: the usual, the quick run, and one that only shows that it runs.
USUAL = dict(
    rounds=15,
    seconds=0.3,
    keys=40,
    environments=(1, 2, 8, 32),
    tool_runs=10,
    rsa_keys={2048: 120, 3072: 50, 4096: 20},
    project_sizes=(10, 100, 1000, 10000),
    store_sizes=(1000, 10000, 100000, 1000000),
    store_projects=1000,
    command_keys=(10000, 100000),
    requests=100000,
)
QUICK = dict(
    USUAL,
    rounds=7,
    seconds=0.2,
    rsa_keys={2048: 40},
    project_sizes=(10, 1000),
    store_sizes=(1000, 100000),
    command_keys=(1000, 10000),
    requests=20000,
)
TINY = dict(
    QUICK,
    rounds=1,
    seconds=0.1,
    keys=4,
    environments=(1, 2),
    tool_runs=1,
    rsa_keys={2048: 2},
    project_sizes=(10, 20),
    store_sizes=(10, 40),
    store_projects=5,
    command_keys=(10, 20),
    requests=200,
)


@dataclass
class Settings:
    build: Path  # where the programs were built
    directory: Path  # where homes are made: on the disk that is to be measured
    json: bool
    rounds: int
    seconds: float  # of each round of load
    keys: int  # generated in each round
    environments: tuple
    tool_runs: int  # of command line tools, in each round
    rsa_keys: dict
    project_sizes: tuple
    store_sizes: tuple
    store_projects: int
    command_keys: tuple
    requests: int
    rows: list
    stores: Stores = None  # big ones, which rows share

    def __post_init__(self):
        self.stores = Stores(self)

    def program(self, name):
        return self.build / name


def parse(arguments, names):
    """`names`: the rows that there are, each with what it measures."""
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Measures jwkmint beside references in the same run and prints ratios.",
        epilog="rows:\n" + "\n".join(f"  {name:<14} {about}" for name, about in names.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="one JSON document, with every round")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few minutes: smaller, fewer, shorter")
    size.add_argument("--tiny", action="store_true", help="only shows that every row runs")
    parser.add_argument("--rounds", type=int, help="how often each pair is measured in turn")
    parser.add_argument("--build", type=Path, default=SOURCE / "build" / "gcc", help="default: build/gcc")
    parser.add_argument(
        "--directory",
        type=Path,
        default=Path("/var/tmp"),
        help="where stores are made, on the disk that is to be measured; default: /var/tmp",
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help="default: all of them")
    chosen = parser.parse_args(arguments)
    unknown = [row for row in chosen.rows if row not in names]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)} (choose from {', '.join(names)})")
    size = TINY if chosen.tiny else QUICK if chosen.quick else USUAL
    if chosen.rounds:
        size = dict(size, rounds=chosen.rounds)
    return Settings(
        build=chosen.build.resolve(),
        directory=chosen.directory.resolve(),
        json=chosen.json,
        rows=chosen.rows or list(names),
        **size,
    )
