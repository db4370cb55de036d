"""What requests may cost: counts against those that were recorded in budgets.json.

Nothing is timed. A count that is more than a tenth above its record fails. After a change that costs
more and is worth it, or that costs less, they are recorded anew by

    JWKMINT_BUDGETS=record /usr/bin/python3 -m pytest tests/functional/test_budgets.py
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from harness import counting, settings

RECORD = Path(__file__).with_name("budgets.json")
RECORDING = os.environ.get("JWKMINT_BUDGETS") == "record"
SANITIZED = "#define JWKMINT_SANITIZERS 1" in (settings.BUILD / "config.h").read_text()
JWKS = "/projects/budgets/jwks"
KEYS = 100

pytestmark = pytest.mark.skipif(SANITIZED, reason="the build has sanitizers")

READS = {
    "hello": lambda site: ("GET", "/test/hello/you"),
    "get one": lambda site: ("GET", f"{JWKS}/key-007/"),
    "list of 20": lambda site: ("GET", f"{JWKS}/?size=20"),
}


def generate(kind):
    return lambda site: ("POST", f"{JWKS}/generate", counting.named(site, kind))


KINDS = {**READS, **{f"generate {kind}": generate(kind) for kind in ("EC", "OKP", "OCT")}}


@pytest.fixture
def counted(home):
    """A site with a project of 100 keys in two environments, and its token."""
    for size in (2048, 3072, 4096):
        home.try_ctl("settings", "set", f"pool-rsa-{size}", "0")
    home.project("budgets")
    for number in range(KEYS):
        home.ctl("jwk", "generate", "budgets", f"key-{number:03}", "--type", "EC")
    for _ in range(2):
        home.environment_for("budgets")
    home.ctl("deploy")
    return home, home.token("budgets")


def compiler():
    """What the program was built with, as it says itself."""
    shown = subprocess.run(
        ["readelf", "-p", ".comment", settings.program("jwkmint.fcgi")],
        capture_output=True, text=True, check=True,
    ).stdout
    return re.findall(r"\]\s+(.*)", shown)[0]


def record(section, counts):
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    recorded[section] = counts
    RECORD.write_text(json.dumps(recorded, indent=1) + "\n")


def hold(section, counts):
    """Compares with the record, or makes it."""
    if RECORDING:
        record(section, counts)
        return
    recorded = json.loads(RECORD.read_text())[section]
    assert recorded.keys() == counts.keys(), "record the budgets anew"
    wrong = [
        f"{kind}: {count} {what}, recorded are {recorded[kind][what]}"
        for kind in counts
        for what, count in counts[kind].items()
        if count > recorded[kind][what] * 1.1
    ]
    hint = "When that is meant, record the budgets anew; the head of test_budgets.py says how."
    assert not wrong, "\n".join([*wrong, hint])


def test_system_calls(counted):
    site, token = counted
    hold("system calls", {name: counting.system_calls(site, token, kind) for name, kind in KINDS.items()})


def test_instructions(counted):
    """Our own; they depend on the compiler, and are held only for the recorded one."""
    site, token = counted
    if RECORDING:
        record("compiler", compiler())
    elif compiler() != json.loads(RECORD.read_text())["compiler"]:
        pytest.skip(f"recorded for another compiler than {compiler()}")
    hold("instructions", {name: counting.instructions(site, token, kind) for name, kind in KINDS.items()})
