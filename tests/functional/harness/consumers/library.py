"""Consumers that are libraries, in the small programs that ship: a token a line, an answer a line."""

import shutil
import subprocess

from harness import npm, settings
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
        (self.directory / "node_modules").symlink_to(npm.installation(SHIPPED))
        self.copy("package.json")
        return ["node", self.copy("verify.mjs"), self.url]
