"""From the command line to the report."""

import signal
import sys
import traceback
from pathlib import Path

from measure.conditions import conditions
from measure.figures import FAILED, failed
from measure.places import LIGHTTPD
from measure.report import Json, Text
from measure.rows import ROWS
from measure.settings import parse
from measure.site import Failed

NEEDED = (
    "jwkmint.fcgi",
    "jwkmintctl",
    "bench/client",
    "bench/constant",
    "bench/constant_cgi",
    "bench/fill",
    "bench/rate",
)


def complain(settings):
    """What is missing to measure anything; empty when nothing is."""
    missing = [name for name in NEEDED if not settings.program(name).exists()]
    if missing:
        return (
            f"not in {settings.build}: {', '.join(missing)}. Run `make bench-programs` there, or choose "
            "with --build"
        )
    return "" if Path(LIGHTTPD).exists() else f"{LIGHTTPD} is missing: scripts/packages bench"


def explain(name, problem):
    """Says on standard error all that is known; returns one line of it."""
    if isinstance(problem, Failed):
        print(f"bench/run: {name}: {problem}", file=sys.stderr, flush=True)
        return str(problem).partition("\n")[0]
    print(f"bench/run: {name}:", file=sys.stderr)
    traceback.print_exception(problem)
    return " ".join(traceback.format_exception_only(problem)[-1].split())


def measure(settings, report):
    """Measures row after row. A row that can not be measured does not keep the others from it, whatever
    the reason.
    """
    everything = []
    for name in settings.rows:
        try:
            figures = ROWS[name].measure(settings)
        except Exception as problem:
            figures = [failed(name, explain(name, problem))]
        report.row(name, figures)
        everything += figures
    report.end(everything)
    return all(figure.verdict != FAILED for figure in everything)


def main(arguments):
    settings = parse(arguments, {name: row.ABOUT for name, row in ROWS.items()})
    if complaint := complain(settings):
        print(f"bench/run: {complaint}", file=sys.stderr)
        return 2
    # What was started is stopped, whoever ends the run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Json() if settings.json else Text()
    report.begin(conditions(settings))
    try:
        return 0 if measure(settings, report) else 1
    except KeyboardInterrupt:
        return 130
    finally:
        settings.stores.close()
