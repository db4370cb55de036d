"""A home with its web servers: one in front of jwkmint, others in front of what it is compared with."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from measure.places import LIGHTTPD, SOURCE

MAIN = """
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{www}"
server.errorlog = "{run}/error.log"
server.breakagelog = "{run}/error.log"
server.upload-dirs = ( "{run}" )
include "{run}/{configuration}"
"""

RESPONDERS = 2


class Failed(Exception):
    """Something did not work that has to, so there is nothing to measure."""


def finish(command, **options):
    """Runs a program to its end, which must be a good one."""
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if options["stdin"] is None:
        del options["stdin"]
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Failed(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def run(command, **options):
    """What a program that ends well writes to standard output."""
    return finish(command, **options).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, what, seconds=30):
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise Failed(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


class Server:
    """A process group that listens on a port of 127.0.0.1."""

    def __init__(self, command, port, directory, environment):
        self.port = port
        self.console = directory / "console.log"
        with open(self.console, "ab") as console:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                env=environment,
                cwd=directory,
                start_new_session=True,
            )
        try:
            wait_until(lambda: self.listens() or self.process.poll() is not None, "the server listens")
            if self.process.poll() is not None:
                raise Failed(f"the server does not start: {self.console.read_text()}")
        except BaseException:
            self.stop()
            raise

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def members(self):
        """The processes of the group: (pid, name)."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                text = (entry / "stat").read_text()
            except OSError:
                continue
            name, rest = text[text.index("(") + 1 :].rsplit(")", 1)
            state, _, group = rest.split()[:3]
            if int(group) == self.process.pid and state != "Z":
                found.append((int(entry.name), name))
        return found

    def responders(self):
        """The pids of what answers behind the web server."""
        return [pid for pid, name in self.members() if name in ("jwkmint.fcgi", "constant")]

    def responder_seconds(self):
        """The processor time that the responders have had."""
        total = 0
        for pid in self.responders():
            try:
                total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
            except OSError:  # one that has ended; programs for CGI do so all the time
                continue
        return total / 1e9

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid, _ in self.members():
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
            try:
                wait_until(lambda: self.process.poll() is not None and not self.members(), "the end", 10)
                return
            except Failed:
                continue


class Site:
    """A home of its own in a new directory; `close` stops what runs and removes everything."""

    def __init__(self, settings):
        self.settings = settings
        self.directory = Path(tempfile.mkdtemp(prefix="jwkmint-bench-", dir=settings.directory))
        os.chmod(self.directory, 0o711)
        self.home = self.directory / "home"
        self.www = self.directory / "www"
        self.www.mkdir()
        self.servers = []
        self.count = 0
        try:
            self.ctl("init")
            # Keys that are made ahead take spare time, and there is to be none while we measure.
            self.has_pool = self.set_pool(0)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for server in self.servers:
            server.stop()
        self.servers = []
        shutil.rmtree(self.directory, ignore_errors=True)

    # The home.

    def environment(self):
        return {
            "PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "JWKMINT_HOME": str(self.home),
        }

    def command(self, *arguments):
        return [self.settings.program("jwkmintctl"), "--home", self.home, *arguments]

    def ctl(self, *arguments, **options):
        return run(self.command(*arguments), env=self.environment(), cwd=self.directory, **options)

    def ctl_json(self, *arguments):
        return json.loads(self.ctl(*arguments, "--json"))

    def set_pool(self, depth):
        """How many RSA keys of each size are kept ready; False where this build has no such thing."""
        try:
            for bits in (2048, 3072, 4096):
                self.ctl("settings", "set", f"pool-rsa-{bits}", str(depth))
        except Failed:
            return False
        return True

    def project(self, environments=0):
        """A new project and environments that serve only it."""
        self.count += 1
        name = f"project-{self.count}"
        self.ctl("project", "add", name)
        for number in range(environments):
            self.add_environment(f"{name}-{number:02}", name)
        return name

    def add_environment(self, name, project):
        self.ctl("environment", "add", name, "--project", project, "--recipient-out",
                 self.directory / f"{name}.jwk")

    def public_set(self, environment, project):
        return self.home / "bundles" / environment / project / "public" / "jwks.json"

    def token(self):
        """Of a user who may do everything."""
        self.count += 1
        name = f"user-{self.count}"
        self.ctl("user", "add", name, "--role", "ROLE_ADMIN")
        return self.ctl("token", "issue", name).strip()

    def fill(self, prefix, projects, keys):
        run([self.settings.program("bench/fill"), self.home, prefix, projects, keys])

    # The servers.

    def serve(self, responder=None, configuration="jwkmint.conf", responders=RESPONDERS, environment=None, before=(),
              one_set=None):
        """Starts lighttpd with a configuration that ships. `responder`: what answers in the place
        of jwkmint, as a command line; `before`: what comes before lighttpd in its own; `one_set`:
        the key set that is to have a fixed path.
        """
        self.count += 1
        directory = self.directory / f"server-{self.count}"
        directory.mkdir()
        paths = {
            "home": self.home,
            "responder": responder or self.settings.program("jwkmint.fcgi"),
            "socket": directory / "socket",
            "set": one_set or "",
        }
        for shipped in (SOURCE / "lighttpd").glob("*.conf*"):
            text = shipped.read_text()
            for name, path in paths.items():
                text = re.sub(rf'(?m)^(var\.jwkmint_{name}\s*=\s*)".*"$', rf'\g<1>"{path}"', text)
            text = re.sub(r'("max-procs"\s*=>\s*)\d+', rf"\g<1>{responders}", text)
            for name, value in (environment or {}).items():
                text = text.replace('( "JWKMINT_HOME"', f'( "{name}" => "{value}", "JWKMINT_HOME"')
            (directory / shipped.name.removesuffix(".in")).write_text(text)
        port = free_port()
        main = directory / "main.conf"
        main.write_text(MAIN.format(port=port, www=self.www, run=directory, configuration=configuration))
        server = Server([*before, LIGHTTPD, "-D", "-f", main], port, directory, self.environment())
        self.servers.append(server)
        return server

    def serve_constant(self, answer, steps=0, files=(), **options):
        """lighttpd in front of the least responder, which answers like `answer`, a load.Answer."""
        path = self.answer_file(answer)
        directory = self.directory / f"constant-{self.count}"
        directory.mkdir()
        words = [self.settings.program("bench/constant"), path, steps, directory, *files]
        return self.serve(" ".join(map(str, words)), **options)

    def cgi_program(self, name):
        """A copy of a program under the name by which the configuration for CGI knows one."""
        self.count += 1
        directory = self.directory / f"cgi-{self.count}"
        directory.mkdir()
        return shutil.copy(self.settings.program(name), directory / "jwkmint.fcgi")

    def answer_file(self, answer):
        self.count += 1
        path = self.directory / f"answer-{self.count}"
        path.write_bytes(answer.as_cgi())
        return path
