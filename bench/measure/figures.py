"""Figures: what was measured in several rounds, beside what, and what it was to reach."""

import random
from dataclasses import dataclass, field
from statistics import fmean, median

AT_LEAST = "at least"
AT_MOST = "at most"

OK = "ok"
MISSES = "misses"
SKIPPED = "skipped"
FAILED = "failed"


@dataclass
class Target:
    bound: str
    ratio: float

    def holds(self, ratio):
        return ratio >= self.ratio if self.bound == AT_LEAST else ratio <= self.ratio

    def __str__(self):
        return f"{'>=' if self.bound == AT_LEAST else '<='} {self.ratio:g}"


@dataclass
class Figure:
    """One line of the report. `ours` and `floor` hold a number for each round, in pairs."""

    work: str
    unit: str
    ours: list
    floor: list = field(default_factory=list)
    floor_is: str = ""
    target: Target = None
    note: str = ""
    more: dict = field(default_factory=dict)  # further figures, for --json
    nothing: str = ""  # SKIPPED or FAILED, where there are no numbers
    why: str = ""  # there are none
    by_mean: bool = False  # of all rounds: for times that luck decides, such as those of RSA keys

    @property
    def ratios(self):
        """One for each round; by mean, one for each of many draws from the rounds."""
        if self.by_mean:
            draw = random.Random(1)
            return [
                fmean(draw.choices(self.ours, k=len(self.ours)))
                / fmean(draw.choices(self.floor, k=len(self.floor)))
                for _ in range(400 if self.floor else 0)
            ]
        return [a / b for a, b in zip(self.ours, self.floor) if b]

    @property
    def ratio(self):
        return median(self.ratios) if self.ratios else None

    @property
    def spread(self):
        """Between which ratios the middle half of the rounds lies."""
        ratios = sorted(self.ratios)
        if not ratios:
            return None
        quarter = len(ratios) // 4
        return ratios[quarter], ratios[-1 - quarter]

    @property
    def verdict(self):
        if self.nothing:
            return self.nothing
        if self.target is None or self.ratio is None:
            return ""
        return OK if self.target.holds(self.ratio) else MISSES

    def document(self):
        return {
            "work": self.work,
            "unit": self.unit,
            "ours": self.ours,
            "floor": self.floor,
            "floor_is": self.floor_is,
            "ratio": self.ratio,
            "spread": self.spread,
            "target": None if self.target is None else {"bound": self.target.bound, "ratio": self.target.ratio},
            "verdict": self.verdict,
            "note": self.note,
            "why": self.why,
            **({"more": self.more} if self.more else {}),
        }


def skipped(work, why):
    return Figure(work, "", [], nothing=SKIPPED, why=why)


def failed(work, why):
    return Figure(work, "", [], nothing=FAILED, why=why)


def in_turn(rounds, *measures):
    """Measures A B A B ...: one list of results for each. The first round, a short one for warmth,
    does not count where there are several.
    """
    results = [[] for _ in measures]
    for number in range(rounds + (rounds > 1)):
        for result, measure in zip(results, measures):
            result.append(measure())
    return [result[1:] if rounds > 1 else result for result in results]
