"""How figures are shown: a line for each, or one JSON document."""

import json
import os
from statistics import fmean, median

from measure.figures import FAILED, MISSES, OK, SKIPPED

COLUMNS = "{:<54} {:>14} {:>14} {:>7} {:>13} {:>8}  {}"


def number(value):
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def with_unit(values, figure):
    if not values:
        return ""
    return f"{number(fmean(values) if figure.by_mean else median(values))} {figure.unit}"


def line(figure):
    if figure.nothing:
        return f"{figure.work:<54} {figure.nothing}: {figure.why}"
    spread = figure.spread
    text = COLUMNS.format(
        figure.work,
        with_unit(figure.ours, figure),
        with_unit(figure.floor, figure),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        "" if spread is None else f"{spread[0]:.2f}..{spread[1]:.2f}",
        "" if figure.target is None else str(figure.target),
        figure.verdict,
    ).rstrip()
    return f"{text}  ({figure.note})" if figure.note else text


class Text:
    def begin(self, conditions):
        for name, value in conditions.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {text}" for key, text in value.items())
            elif isinstance(value, tuple):
                value = " ".join(f"{part:.2f}" for part in value)
            print(f"{name:<18} {value}")
        print()
        print(COLUMNS.format("work", "ours", "floor", "ratio", "middle half", "target", "verdict"))

    def row(self, name, figures):
        for figure in figures:
            print(line(figure), flush=True)

    def end(self, figures):
        verdicts = [figure.verdict for figure in figures]
        print(f"\nload average at the end: {os.getloadavg()[0]:.2f}")
        print(", ".join(f"{verdicts.count(name)} {name}" for name in (OK, MISSES, SKIPPED, FAILED)))


class Json:
    def __init__(self):
        self.document = {"figures": []}

    def begin(self, conditions):
        self.document["conditions"] = conditions

    def row(self, name, figures):
        self.document["figures"] += [{"row": name, **figure.document()} for figure in figures]

    def end(self, figures):
        self.document["conditions"]["load_average_at_end"] = os.getloadavg()
        print(json.dumps(self.document, indent=1))
