"""Packages of the npm registry, as a lock file names them."""

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from harness import settings


# How npm says that it does not reach the registry.
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH",
               "EHOSTUNREACH", "ERR_SOCKET_TIMEOUT", "E502", "E503", "E504")


@functools.lru_cache(maxsize=None)
def temporary(folder):
    """A directory that this process removes when it ends."""
    return tempfile.TemporaryDirectory(prefix=f"jwkmint-tests-npm-{folder.name}-")


@functools.lru_cache(maxsize=None)
def installation(folder):
    """The directory node_modules with what the lock file in a folder names; skips where there is no registry."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    directory = Path(temporary(folder).name)
    directory.chmod(0o755)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(folder / name, directory)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", directory / "cache"]
    try:
        done = subprocess.run(
            command, cwd=directory, capture_output=True, text=True, timeout=settings.DEADLINE, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer")
    if any(code in done.stderr for code in UNREACHABLE):
        pytest.skip(f"npm does not reach its registry: {' '.join(done.stderr.split())[:300]}")
    assert done.returncode == 0, done.stderr
    return directory / "node_modules"
