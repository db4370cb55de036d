"""Programs whose calls of the C library are counted, and fail when a test says so: failing_calls.c."""

import subprocess
import tempfile
from pathlib import Path

from harness import settings
from harness.account import own


def build(directory):
    """The library that is preloaded."""
    library = Path(directory) / "failing_calls.so"
    source = settings.SOURCE / "tests" / "functional" / "failing_calls.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", library, source], check=True)
    Path(directory).chmod(0o755)
    return library


class Watch:
    """For one site: `variables` go into the environment of a program, `lines` are what it called then."""

    def __init__(self, site, library):
        self.library = library
        self.report = site.directory / "calls"

    def variables(self, order=None):
        """Begins a new report; `order` says what fails, as CALLS_FAIL in failing_calls.c."""
        self.report.write_text("")
        own(self.report, 0o600)
        found = {"LD_PRELOAD": str(self.library), "CALLS_REPORT": str(self.report)}
        return found if order is None else {**found, "CALLS_FAIL": order}

    def lines(self):
        return self.report.read_text(errors="replace").splitlines()

    def struck(self):
        """The calls that failed."""
        return [line for line in self.lines() if line.startswith("!")]
