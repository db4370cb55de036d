"""What bench/run does with what it has measured. That every row can be measured, ./check looks itself."""

import json
import subprocess
import sys

from harness import settings

sys.path.insert(0, str(settings.SOURCE / "bench"))

from measure import callgrind, figures, load, profile, report  # noqa: E402


def figure(ours, floor, bound=figures.AT_LEAST, ratio=0.6, **more):
    return figures.Figure("work", "/s", ours, floor, target=figures.Target(bound, ratio), **more)


def test_ratio_is_the_median_of_pairs():
    """A drift of the machine touches both of a pair, and neither the ratio."""
    drifting = figure([50, 500, 5000], [100, 1000, 10000])
    assert (drifting.ratio, drifting.spread, drifting.verdict) == (0.5, (0.5, 0.5), "misses")


def test_verdict_depends_on_the_bound():
    assert figure([6], [10]).verdict == "ok"
    assert figure([5], [10]).verdict == "misses"
    assert figure([14], [10], figures.AT_MOST, 1.5).verdict == "ok"
    assert figure([16], [10], figures.AT_MOST, 1.5).verdict == "misses"


def test_spread_leaves_out_a_quarter_at_each_end():
    wide = figure([1, 2, 3, 4, 5, 6, 7, 100], [1] * 8)
    assert wide.spread == (3, 6)


def test_what_luck_decides_is_compared_by_means():
    lucky = figure([1, 1, 1, 97], [25] * 4, figures.AT_MOST, 3, by_mean=True)
    assert 0.04 < lucky.ratio < 2 and lucky.spread[0] < 1 < lucky.spread[1]


def test_measures_take_turns_after_a_round_of_warmth():
    order = []

    def measure(name):
        order.append(name)
        return len(order)

    assert figures.in_turn(2, lambda: measure("a"), lambda: measure("b")) == [[3, 5], [4, 6]]
    assert order == ["a", "b"] * 3


def test_rows_without_numbers_say_why():
    assert report.line(figures.skipped("work", "it is not installed")).endswith("skipped: it is not installed")
    assert figures.failed("work", "why").verdict == "failed"


def test_least_responder_answers_the_same_bytes():
    headers = [("Content-Type", "text/plain"), ("Date", "today"), ("Server", "s"), ("Content-Length", "2")]
    answer = load.Answer(200, headers, b"OK")
    assert answer.as_cgi() == b"Status: 200\r\nContent-Type: text/plain\r\n\r\nOK"


def test_unknown_row_is_refused():
    command = [settings.SOURCE / "bench" / "run", "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such row: nonsense" in done.stderr


def test_document_of_a_figure_is_json():
    document = json.loads(json.dumps(figure([6.0], [10.0]).document()))
    assert (document["ratio"], document["verdict"], document["target"]["bound"]) == (0.6, "ok", "at least")


PROFILE = """\
ob=(1) /usr/lib/libdb-5.3.so
fl=(1) lock.c
fn=(1) lock
10 7
cob=(2) /usr/bin/requests
cfi=(2) src/store/row.c
cfn=(2) row
calls=1 20
10 900
+1 3
ob=(2)
fl=(2)
fn=(2)
20 50
fi=(1)
* 5
"""


def test_profile_counts_what_is_no_call(tmp_path):
    (tmp_path / "out").write_text(PROFILE)
    assert callgrind.self_costs(tmp_path / "out") == {
        ("/usr/lib/libdb-5.3.so", "lock.c", "lock"): 10,
        ("/usr/bin/requests", "src/store/row.c", "row"): 50,
        ("/usr/bin/requests", "lock.c", "row"): 5,
    }


def test_parts_of_a_profile():
    places = {
        ("/lib/libdb-5.3.so", "", "memcpy"): "the database",
        ("/lib/libc.so.6", "malloc/malloc.c", "_int_free"): "allocation",
        ("/lib/libc.so.6", "string/memmove.S", "memcpy"): "copying, comparing",
        ("/build/requests", "../src/base/scrub.c", "scrub_free"): "wiping",
        ("/build/requests", "../src/deploy/compose.c", "compose"): "ours: deploy",
        ("/lib/libfcgi.so.0", "", "FCGX_Init"): "other",
    }
    assert {place: profile.part_of(place) for place in places} == places
