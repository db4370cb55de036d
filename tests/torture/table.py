"""What a part of ./torture reports, and how it is printed."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """`done` counts what was done; `lost` what of it was lost or wrong, and is to be 0."""

    what: str
    done: int
    lost: int
    detail: str = ""


@dataclass(frozen=True)
class Result:
    """The rows of one part, and how long it took."""

    part: str
    title: str
    seconds: float
    rows: list

    @property
    def lost(self):
        return sum(row.lost for row in self.rows)


# Of a detail in the text; JSON has all of it.
WIDEST = 400


def on_one_line(text):
    return " ".join(text.split())[:WIDEST]


def as_text(results):
    """A table for people: a title for each part, a line for each row."""
    width = max((len(row.what) for result in results for row in result.rows), default=4)
    lines = [f"{'':{width + 2}} {'done':>9} {'lost':>6}"]
    for result in results:
        lines.append(f"{result.title} ({result.part}, {result.seconds:.0f} s)")
        for row in result.rows:
            lines.append(f"  {row.what:{width}} {row.done:>9,} {row.lost:>6,}  {on_one_line(row.detail)}".rstrip())
    total = sum(result.lost for result in results)
    lines.append("nothing lost, nothing wrong" if total == 0 else f"{total:,} lost or wrong")
    return "\n".join(lines)


def as_json(results, seed):
    """The same for programs: a dict."""
    parts = [
        {
            "part": result.part,
            "title": result.title,
            "seconds": round(result.seconds, 1),
            "rows": [asdict(row) for row in result.rows],
        }
        for result in results
    ]
    return {"seed": seed, "lost": sum(result.lost for result in results), "parts": parts}
