"""What bench/run does with what it has measured. That every row can be measured, ./check looks itself."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from harness import settings

sys.path.insert(0, str(settings.SOURCE / "bench"))

from measure import callgrind, figures, load, main, profile, report, site  # noqa: E402


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


def test_row_that_can_not_be_measured_keeps_no_other_from_it(monkeypatch, capsys):
    def no_answer(_):
        raise site.Failed("POST /: 1 requests failed: HTTP/1.1 409 Conflict\nand more")

    def no_number(_):
        return {}["p50"]

    measures = {"answer": no_answer, "number": no_number, "good": lambda _: [figure([6.0], [10.0])]}
    monkeypatch.setattr(main, "ROWS", {name: SimpleNamespace(measure=m) for name, m in measures.items()})
    shown = report.Json()
    shown.begin({})
    assert not main.measure(SimpleNamespace(rows=list(measures)), shown)
    told = json.loads(capsys.readouterr().out)["figures"]
    assert [(one["row"], one["verdict"], one["why"]) for one in told] == [
        ("answer", "failed", "POST /: 1 requests failed: HTTP/1.1 409 Conflict"),
        ("number", "failed", "KeyError: 'p50'"),
        ("good", "ok", ""),
    ]


class Client:
    """Stands for bench/client: every load sends as many requests, and maybe one has a bad answer."""

    def __init__(self, monkeypatch, requests, failed=0, complaint=""):
        self.requests = requests
        self.told = {"requests": requests - failed, "failed": failed, "seconds": 1.0}
        self.complaint = complaint
        self.numbers = []
        monkeypatch.setattr(load, "finish", self.run)

    def run(self, command, **_):
        first, modulus = command[-2:]
        self.numbers.append({number % modulus for number in range(first, first + self.requests)})
        return SimpleNamespace(stdout=json.dumps(self.told), stderr=self.complaint)

    def load(self):
        server = SimpleNamespace(port=80, responder_seconds=lambda: 0.0)
        given = SimpleNamespace(program=lambda name: name, seconds=1)
        return load.load(given, server, load.Request("POST", "/jwks", body="########"))


def test_no_load_sends_a_name_that_another_has_sent(monkeypatch):
    client = Client(monkeypatch, requests=5)
    for _ in range(300):
        client.load()
    assert 0 not in set.union(*client.numbers), "the number of a single request"
    assert len(set.union(*client.numbers)) == 300 * 5


def test_load_that_fails_shows_the_answer(monkeypatch):
    answer = 'HTTP/1.1 409 Conflict\nServer: s\n\n{"detail":\n "taken"}'
    client = Client(monkeypatch, 5, 1, f"client: not a good answer:\n{answer}\n")
    with pytest.raises(site.Failed, match='POST /jwks: 1 requests failed: HTTP/1.1 409 Conflict {"detail": "taken"}'):
        client.load()
