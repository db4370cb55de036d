"""Fault points are for builds that were configured with them, and are nothing in any other."""

import re

import pytest

from harness import settings
from harness.account import own

BUILT_IN = "#define JWKMINT_FAULTS 1" in (settings.BUILD / "config.h").read_text()

pytestmark = pytest.mark.skipif(BUILT_IN, reason="the build has fault points")


def names():
    text = "".join(path.read_text() for path in (settings.SOURCE / "src").rglob("*.c"))
    found = re.findall(r'\bfault_point\(\s*"([^"]+)"', text)
    assert len(found) > 50 and len(found) == len(set(found))
    return found


@pytest.mark.parametrize("program", ["jwkmint.fcgi", "jwkmintctl"])
def test_not_in_this_build(program):
    content = settings.program(program).read_bytes()
    assert [name for name in names() if name.encode() in content] == []


def test_no_order_is_obeyed(home):
    order = home.home / "fault"
    order.write_text("visit.marked:1=kill\n")
    own(order, 0o600)
    home.project()
    assert order.exists()
    assert "fault" not in home.ctl("--version")
