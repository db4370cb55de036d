"""A minimal Debian of its own in memory, from the mirror that this machine uses.

Everything in it runs in a mount and process namespace of its own: when the first process there ends,
all others end, too, and what was mounted there, the whole file system included, is gone.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from builder import run

SUITE = "bookworm"


def mirror():
    """The address of this machine's Debian mirror; None when apt has none for the suite."""
    lines = run(
        "apt-get", "indextargets", "--format", "$(SITE)|$(COMPONENT)|$(RELEASE)|$(CODENAME)",
        "Created-By: Packages",
    ).splitlines()
    for site, component, *names in (line.split("|") for line in lines):
        if component == "main" and SUITE in names and site.startswith(("http://", "https://")):
            return site
    return None


def reachable(site):
    """Asks with apt's own means, so that its proxy and its certificates count."""
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o777)
        try:
            asked = subprocess.run(
                ["/usr/lib/apt/apt-helper", "download-file", f"{site}/dists/{SUITE}/InRelease",
                 f"{directory}/InRelease"],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
            )
        except subprocess.TimeoutExpired:
            return False
    return asked.returncode == 0


def obstacle():
    """Why there can be no such machine here; None when there can."""
    if os.geteuid() != 0:
        return "only root can make a Debian root"
    namespaces = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    if subprocess.run(namespaces, stdin=subprocess.DEVNULL, capture_output=True).returncode != 0:
        return "mounts and namespaces are not permitted here"
    site = mirror()
    if site is None:
        return f"apt has no mirror for {SUITE}"
    if not reachable(site):
        return f"no network: the mirror for {SUITE} does not answer"
    return None


class Machine:
    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="jwkmint-root-"))
        try:
            self._start()
            self._bootstrap()
        except BaseException:
            self.close()
            raise

    def _start(self):
        """The first process lives until its standard input ends, so at most as long as this one."""
        self.first = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--", "sh", "-c",
             'mount -t tmpfs -o mode=755,size=1g root "$0" && echo ready && exec cat',
             str(self.directory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        assert self.first.stdout.readline() == "ready\n", "the root's first process did not start"
        children = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text()
        self.inside = children.split()[0]
        # What is mounted there is seen from here only by way of that process.
        self.root = Path(f"/proc/{self.inside}/root{self.directory}")

    def _enter(self, *command):
        return ["nsenter", "--target", self.inside, "--mount", "--pid", "--", *command]

    def _bootstrap(self):
        site = mirror()
        proxy = run("apt-config", "shell", "PROXY", "Acquire::http::Proxy")
        settings = dict(os.environ)
        if proxy.startswith("PROXY='"):
            settings["http_proxy"] = proxy.strip()[len("PROXY='"):-1]
        include = ["--include=ca-certificates"] if site.startswith("https:") else []
        run(
            *self._enter("debootstrap", "--variant=minbase", *include, SUITE, self.directory, site),
            env=settings,
        )
        run(*self._enter("mount", "-t", "proc", "proc", self.directory / "proc"))
        etc = self.root / "etc"
        acquire = run("apt-config", "dump", "Acquire").splitlines()
        kept = [line for line in acquire if line.startswith(("Acquire::http", "Acquire::Check-"))]
        (etc / "apt/apt.conf.d/99test").write_text(
            "\n".join(kept) + '\nAcquire::Languages "none";\nAPT::Sandbox::User "root";\n'
        )
        shutil.copy("/etc/hosts", etc / "hosts")
        # Nothing starts by being installed.
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def _within(self, *command):
        return self._enter(
            "chroot", str(self.directory), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
            *(str(word) for word in command),
        )

    def run(self, *command):
        """Runs a command and returns what it printed; fails when it fails."""
        return run(*self._within(*command))

    def start(self, *command):
        """Starts a command; it has to stay in the foreground."""
        return subprocess.Popen(self._within(*command), stdin=subprocess.DEVNULL)

    def apt(self, *words):
        return self.run("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *words)

    def path(self, name):
        return self.root / str(name).lstrip("/")

    def close(self):
        """Ends the first process; all others and the file system go with it."""
        self.first.kill()
        self.first.communicate()
        self.directory.rmdir()
