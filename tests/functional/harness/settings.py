"""Which build is tested, and from which source tree its configurations come.

JWKMINT_BUILD   directory with jwkmint.fcgi and jwkmintctl (default: build/gcc of the source tree)
JWKMINT_SOURCE  the source tree (default: the one that this file is in)
JWKMINT_SERVERS names of files in servers/, with commas: only these (default: all)
"""

import os
from pathlib import Path

SOURCE = Path(os.environ.get("JWKMINT_SOURCE") or Path(__file__).resolve().parents[3])
BUILD = Path(os.environ.get("JWKMINT_BUILD") or SOURCE / "build" / "gcc")
SERVERS = [name for name in os.environ.get("JWKMINT_SERVERS", "").split(",") if name]

# A program that does not come to an end within this many seconds never will.
DEADLINE = 120


def program(name):
    """The built program of this name."""
    for path in (BUILD / name, BUILD / "cgi-bin" / name):
        if path.is_file():
            return path
    raise FileNotFoundError(f"{BUILD}: no {name}; build first, or set JWKMINT_BUILD")
