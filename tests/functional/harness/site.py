"""A site: one home with its programs, its configuration and its ways to be served.

    DIRECTORY/bin         copies of the programs: a build in a private directory is reachable, too
    DIRECTORY/home        JWKMINT_HOME
    DIRECTORY/recipients  the private recipient keys of environments, as a gateway has them
    DIRECTORY/run         what a web server writes
    DIRECTORY/www         its document root
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from harness import sanitizers, settings
from harness.account import SERVICE, command_as, own, run_as
from harness.bundle import Bundle
from harness.client import Client

POOLS = (2048, 3072, 4096)
BOTH_ROLES = ("ROLE_API_SECURITY", "ROLE_DEPLOY_UNDEPLOY_PROXIES")


class CtlFailed(AssertionError):
    """jwkmintctl failed where it must not."""


class Site:
    """Made with an initialised home; `close` removes everything."""

    def __init__(self, initialise=True):
        self.directory = Path(tempfile.mkdtemp(prefix="jwkmint-tests-"))
        own(self.directory, 0o711)
        for name, mode in (("bin", 0o755), ("recipients", 0o700), ("run", 0o711), ("www", 0o755)):
            (self.directory / name).mkdir()
            own(self.directory / name, mode)
        for name in ("jwkmint.fcgi", "jwkmintctl"):
            shutil.copy(settings.program(name), self.directory / "bin" / name)
            own(self.directory / "bin" / name, 0o755)
        shutil.copy(settings.SOURCE / "tests" / "lsan.supp", self.directory)
        own(self.directory / "lsan.supp", 0o644)
        self.home = self.directory / "home"
        self.bin = self.directory / "bin"
        self.run = self.directory / "run"
        self.recipients = self.directory / "recipients"
        self.reports = self.directory / "reports"
        self.reports.mkdir()
        own(self.reports, 0o777)
        self.server = None
        self.untouched = None
        self.names = 0
        if initialise:
            try:
                self.ctl("init")
            except BaseException:
                self.close()
                raise

    def close(self):
        """Stops the server and removes everything; a sanitizer's report is a failure."""
        try:
            if self.server is not None:
                self.server.stop()
            found = sanitizers.reports(self.reports)
        finally:
            subprocess.run(
                ["chattr", "-R", "-i", self.directory], capture_output=True, check=False
            )
            shutil.rmtree(self.directory, ignore_errors=True)
        assert not found, "sanitizer report:\n" + "\n".join(found)

    def environment(self):
        """What programs of this site find in their environment."""
        log = f"log_path={self.reports}/report"
        return {
            "PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "JWKMINT_HOME": str(self.home),
            "ASAN_OPTIONS": f"{log}:abort_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1",
            "UBSAN_OPTIONS": f"{log}:abort_on_error=1:print_stacktrace=1",
            "LSAN_OPTIONS": f"{log}:suppressions={self.directory}/lsan.supp:print_suppressions=0",
        }

    # jwkmintctl

    def try_ctl(self, *arguments, input=None, uid=SERVICE, home=None, cwd=None):
        """Runs jwkmintctl and returns what became of it: returncode, stdout, stderr."""
        options = {} if input is None else {"input": input}
        return run_as(
            uid,
            [self.bin / "jwkmintctl", "--home", home or self.home, *arguments],
            env=self.environment(),
            cwd=cwd or self.recipients,
            **options,
        )

    def ctl(self, *arguments, **options):
        """Runs jwkmintctl, which must succeed, and returns its standard output."""
        done = self.try_ctl(*arguments, **options)
        if done.returncode != 0:
            raise CtlFailed(f"jwkmintctl {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start_ctl(self, *arguments):
        """Starts jwkmintctl and leaves it running; its output is to be read with communicate()."""
        return subprocess.Popen(
            command_as(SERVICE, [self.bin / "jwkmintctl", "--home", self.home, *arguments]),
            env=self.environment(),
            cwd=self.recipients,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ctl_json(self, *arguments, **options):
        """The same with --json, parsed."""
        return json.loads(self.ctl(*arguments, "--json", **options))

    # What tests set up. Names are made anew, so that tests share a site without meeting.

    def new_name(self, kind):
        self.names += 1
        return f"{kind}-{self.names}"

    def pool(self, bits, depth):
        """How many RSA keys of a size are made ahead; 0, which served sites begin with: none."""
        self.ctl("settings", "set", f"pool-rsa-{bits}", str(depth), uid=self.home.stat().st_uid)

    def project(self, name=None):
        name = name or self.new_name("project")
        self.ctl("project", "add", name)
        return name

    def environment_for(self, project, name=None, private="sealed", **options):
        """Adds an environment that serves only this project (None: every one)."""
        name = name or self.new_name("environment")
        arguments = ["environment", "add", name, "--private", private]
        if private == "sealed":
            arguments += ["--recipient-out", self.recipient(name)]
        if project is not None:
            arguments += ["--project", project]
        for option, value in options.items():
            arguments += [f"--{option.replace('_', '-')}", value]
        self.ctl(*arguments)
        return name

    def recipient(self, environment):
        """The file with the private recipient key of an environment."""
        return self.recipients / f"{environment}.jwk"

    def user(self, *projects, roles=BOTH_ROLES):
        name = self.new_name("user")
        arguments = [part for role in roles for part in ("--role", role)]
        arguments += [part for project in projects for part in ("--project", project)]
        self.ctl("user", "add", name, *arguments)
        return name

    def token(self, *projects, roles=BOTH_ROLES):
        """A token of a new user of these projects."""
        return self.ctl("token", "issue", self.user(*projects, roles=roles)).strip()

    def client(self, token=None):
        return Client(self.server.base, token)

    def bundle_directory(self, environment, project):
        return self.home / "bundles" / environment / project

    def serve(self, server):
        """Starts a way to be served. Its responders make no keys ahead: that takes time from whatever
        else is tested.
        """
        if (self.home / "db").exists():
            for bits in POOLS:
                self.pool(bits, 0)
        self.server = server(self)
        self.server.start()
        return self.server


class Workspace:
    """A project of its own on a site, with environments, a token and a client."""

    def __init__(self, site, environments=("sealed",), project=None):
        self.site = site
        self.project = site.project(project)
        self.environments = [site.environment_for(self.project, private=mode) for mode in environments]
        self.client = site.client(site.token(self.project))
        self.jwks = f"/apiops/projects/{quote(self.project)}/jwks"

    @property
    def environment(self):
        return self.environments[0]

    def try_generate(self, body, **options):
        return self.client.post(f"{self.jwks}/generate", body, **options)

    def generate(self, name, type, **members):
        """Generates a key, which must succeed everywhere, and returns it as GET shows it."""
        response = self.try_generate({"name": name, "type": type, **members})
        assert response.status == 200, response.text
        assert response.json["deploymentResult"]["success"] is True, response.text
        return self.get(name)

    def try_create(self, body, route="", **options):
        return self.client.post(f"{self.jwks}/{route}", body, **options)

    def create(self, name, source_type, route="", **members):
        """Creates a JWK from a source, which must succeed everywhere, and returns it as GET shows it."""
        response = self.try_create({"name": name, "sourceType": source_type, **members}, route)
        assert response.status == 200, response.text
        assert response.json["deploymentResult"]["success"] is True, response.text
        return self.get(name)

    def paste(self, name, jwk, **members):
        """Creates a JWK from the text of one."""
        return self.create(name, "COPY_PASTE", jwkStr=json.dumps(jwk), **members)

    def get(self, name):
        """The JWK of this name as GET shows it, key material included."""
        response = self.client.get(f"{self.jwks}/{quote(name)}/")
        assert response.status == 200, response.text
        [shown] = response.json["resultList"]
        return shown

    def bundle(self, environment=None):
        environment = environment or self.environment
        return Bundle(
            self.site.bundle_directory(environment, self.project), self.site.recipient(environment)
        )
