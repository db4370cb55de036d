"""A sanitizer's report fails a test; the last words of one whose process was killed do not."""

from harness.sanitizers import reports

KILLED = "==28493==Unable to get registers from thread 28453.\n"
LEAK = "\n==7==ERROR: LeakSanitizer: detected memory leaks\n"


def test_a_report_counts(tmp_path):
    (tmp_path / "report.7").write_text(LEAK)
    (tmp_path / "report.8").write_text("deploy/compose.c:3:7: runtime error: signed overflow\n")
    assert len(reports(tmp_path)) == 2


def test_a_report_behind_last_words_counts(tmp_path):
    (tmp_path / "report.7").write_text(KILLED + LEAK)
    assert reports(tmp_path) == [KILLED + LEAK]


def test_last_words_do_not_count(tmp_path):
    (tmp_path / "report.7").write_text(KILLED)
    assert reports(tmp_path) == []
