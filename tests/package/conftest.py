"""Fixtures: the package, built once, and a machine to install it in."""

import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from builder import Package  # noqa: E402
from machine import Machine, obstacle  # noqa: E402


@pytest.fixture(scope="session")
def package():
    with tempfile.TemporaryDirectory(prefix="jwkmint-package-") as directory:
        yield Package(Path(directory))


@pytest.fixture
def machine():
    reason = obstacle()
    if reason is not None:
        pytest.skip(reason)
    made = Machine()
    try:
        yield made
    finally:
        made.close()
