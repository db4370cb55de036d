"""Consumers that are libraries, in the small programs that ship: a token a line, an answer a line."""

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from harness import settings
from harness.account import SERVICE, command_as, own
from harness.consumers import ALL, SHIPPED, Consumer


class Library(Consumer):
    """A subclass gives the command."""

    process = None

    def command(self):
        raise NotImplementedError

    def start(self):
        with open(self.directory / "console.log", "ab") as console:
            self.process = subprocess.Popen(
                command_as(SERVICE, self.command()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=console,
                text=True,
                env=self.program_environment(JWKMINT_MAX_AGE="1"),
                cwd=self.directory,
            )

    def stop(self):
        if self.process is not None:
            self.process.communicate(timeout=settings.DEADLINE)
            self.process = None

    def accepts(self, token):
        self.process.stdin.write(f"{token}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        word = answer.partition(" ")[0]
        assert word in ("accepted", "refused"), f"{answer}{self.logs()}"
        return word == "accepted"

    def copy(self, name):
        path = self.directory / name
        shutil.copy(SHIPPED / name, path)
        own(path, 0o644)
        return path


class JwCrypto(Library):
    title = "jwcrypto"
    algorithms = ALL

    def command(self):
        return ["/usr/bin/python3", self.copy("verify.py"), self.url]


class Node(Library):
    title = "npm jose"
    algorithms = ALL

    def command(self):
        (self.directory / "node_modules").symlink_to(installation())
        self.copy("package.json")
        return ["node", self.copy("verify.mjs"), self.url]


@functools.lru_cache(maxsize=None)
def temporary():
    """A directory that this process removes when it ends."""
    return tempfile.TemporaryDirectory(prefix="jwkmint-tests-npm-")


@functools.lru_cache(maxsize=None)
def installation():
    """The directory node_modules with what the shipped lock file names; skips where it is not to be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    directory = Path(temporary().name)
    directory.chmod(0o755)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SHIPPED / name, directory)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", directory / "cache"]
    try:
        done = subprocess.run(
            command, cwd=directory, capture_output=True, text=True, timeout=settings.DEADLINE, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer")
    if done.returncode != 0:
        pytest.skip(f"npm can not install jose: {' '.join(done.stderr.split())[:300]}")
    return directory / "node_modules"
