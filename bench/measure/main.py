"""From the command line to the report."""

import signal
import sys

from measure.conditions import conditions
from measure.report import Json, Text
from measure.rows import ROWS
from measure.settings import parse
from measure.site import Failed

NEEDED = ("jwkmint.fcgi", "jwkmintctl", "bench/client", "bench/constant", "bench/constant_cgi", "bench/fill",
          "bench/rate")


def main(arguments):
    settings = parse(arguments, {name: row.ABOUT for name, row in ROWS.items()})
    missing = [name for name in NEEDED if not settings.program(name).exists()]
    if missing:
        print(f"bench/run: not in {settings.build}: {', '.join(missing)}. Run `make bench-programs` there, "
              "or choose with --build.", file=sys.stderr)
        return 2
    # What was started is stopped, whoever ends the run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Json() if settings.json else Text()
    report.begin(conditions(settings))
    everything = []
    try:
        for name in settings.rows:
            figures = ROWS[name].measure(settings)
            report.row(name, figures)
            everything += figures
    except Failed as problem:
        print(f"bench/run: {name}: {problem}", file=sys.stderr)
        return 1
    finally:
        settings.stores.close()
    report.end(everything)
    return 0
