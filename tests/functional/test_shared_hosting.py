"""doc/shared-hosting.md, line by line: Apache with suexec, and an account without root.

suexec starts programs only below the directory that it was compiled for, and only those of a user of
the system: so the account is a real one, made for the test and removed after it.
"""

import json
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness import settings
from harness.account import ROOT
from harness.client import Client
from harness.errors import TEXTS, error
from harness.processes import processes, wait_until
from harness.server import Server

MODULES = Path("/usr/lib/apache2/modules")
SUEXEC = Path("/usr/lib/apache2/suexec")
DOCUMENT = settings.SOURCE / "doc" / "shared-hosting.md"
SITE = "https://www.example.org"

# What the document's way needs, and what a hoster has besides.
LOADED = "mpm_event authz_core mime dir alias rewrite headers setenvif suexec"
HANDLERS = {"fcgid": "fcgid", "cgi": "cgid"}

# The hoster's own configuration, as short as it can be.
MAIN = """
ServerRoot {run}
ServerName 127.0.0.1
PidFile {run}/apache.pid
DefaultRuntimeDir {run}
Listen 127.0.0.1:{port}
User www-data
Group www-data
ErrorLog {run}/error.log
StartServers 1
{modules}
TypesConfig /dev/null
<IfModule mod_cgid.c>
	ScriptSock {run}/cgid.socket
</IfModule>
<IfModule mod_fcgid.c>
	FcgidIPCDir {run}
	FcgidProcessTableFile {run}/fcgid.table
</IfModule>
<Directory />
	AllowOverride None
	Require all denied
</Directory>
<FilesMatch "^\\.ht">
	Require all denied
</FilesMatch>
DocumentRoot {account}/htdocs
SuexecUserGroup {user} {user}
<Directory {account}/htdocs>
	Options SymLinksIfOwnerMatch {options}
	AllowOverride {override}
	Require all granted
</Directory>
"""


def document_root_of_suexec():
    """Below which directory suexec starts programs; None when it can not be asked."""
    if not (ROOT and SUEXEC.exists()):
        return None
    shown = subprocess.run([SUEXEC, "-V"], capture_output=True, text=True, check=False)
    found = re.search(r'AP_DOC_ROOT="(.+)"', shown.stderr + shown.stdout)
    return Path(found[1]) if found else None


def reason_to_skip():
    if not ROOT:
        return "making an account and starting suexec takes root"
    if shutil.which("apache2") is None:
        return "apache2 is not installed"
    root = document_root_of_suexec()
    if root is None:
        return "suexec is not installed"
    if not root.is_dir():
        return f"suexec's {root} does not exist"
    if os.statvfs(SUEXEC.parent).f_flag & os.ST_NOSUID:
        return "suexec lies on a file system without setuid"
    return None


pytestmark = pytest.mark.skipif(reason_to_skip() is not None, reason=str(reason_to_skip()))


class Account:
    """A user of the system with a home below suexec's directory."""

    def __init__(self):
        self.name = f"jwkmint{os.getpid()}"
        self.home = document_root_of_suexec() / self.name
        subprocess.run(
            ["useradd", "--user-group", "--create-home", "--home-dir", self.home, "--shell", "/bin/sh", self.name],
            check=True,
            capture_output=True,
            timeout=settings.DEADLINE,
        )
        self.uid = pwd.getpwnam(self.name).pw_uid

    def remove(self):
        subprocess.run(["userdel", "--remove", self.name], capture_output=True, check=True)
        assert not self.home.exists()

    def shell(self, script, path="/usr/local/bin:/usr/bin:/bin"):
        """Runs a script as this user would have it run, with nothing else in its environment."""
        done = subprocess.run(
            ["setpriv", f"--reuid={self.uid}", f"--regid={self.uid}", "--clear-groups", "--no-new-privs", "--"]
            + ["env", "-i", f"HOME={self.home}", f"LOGNAME={self.name}", f"PATH={path}", "sh", "-eu"],
            input=script,
            capture_output=True,
            text=True,
            cwd=self.home,
            timeout=settings.DEADLINE,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def upload(self):
        """What the account's user brings along: the programs, the examples, an own page."""
        programs = self.home / "jwkmint"
        examples = programs / "share/doc/jwkmint/examples/apache"
        files = {
            settings.program("jwkmintctl"): programs / "bin" / "jwkmintctl",
            settings.program("jwkmint.fcgi"): programs / "lib/cgi-bin" / "jwkmint.fcgi",
        }
        for example in (settings.SOURCE / "apache").glob("shared-hosting*.htaccess"):
            files[example] = examples / example.name
        for source, target in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
        (self.home / "htdocs").mkdir()
        (self.home / "htdocs" / "index.html").write_text("a page of the account\n")
        subprocess.run(["chown", "-R", f"{self.uid}:{self.uid}", self.home], check=True)
        self.home.chmod(0o700)


class Hoster(Server):
    """The hoster's Apache. It starts as root, as it has to, and becomes www-data."""

    def __init__(self, site, account, handler, override="All", options=""):
        super().__init__(site, uid=0)
        self.account = account
        self.handler = handler
        self.override = override
        self.options = options

    def command(self, port):
        names = f"{LOADED} {HANDLERS[self.handler]}".split()
        modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
        self.site.run.chmod(0o711)
        shutil.chown(self.site.run, "www-data", "www-data")
        main = self.site.run / "hoster.conf"
        main.write_text(
            MAIN.format(
                run=self.site.run,
                port=port,
                modules=modules,
                account=self.account.home,
                user=self.account.name,
                override=self.override,
                options=self.options,
            )
        )
        return ["/usr/sbin/apache2", "-DFOREGROUND", "-f", main]

    def stop(self):
        super().stop()
        # Under suexec responders are in groups of their own.
        assert not [found for found in processes() if owner(found.pid) == self.account.uid]


def owner(pid):
    try:
        return os.stat(f"/proc/{pid}").st_uid
    except FileNotFoundError:
        return None


@pytest.fixture
def account():
    made = Account()
    try:
        made.upload()
        yield made
    finally:
        made.remove()


def blocks(language):
    """The code blocks of the document in this language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT.read_text(), re.S | re.M)


def block_with(text):
    [found] = [block for block in blocks("sh") if text in block]
    return found


class Walk:
    """Goes through the document against one hoster."""

    def __init__(self, site, account, handler):
        self.site = site
        self.account = account
        self.handler = handler
        self.hoster = None

    def serve(self, **hoster):
        """Starts the hoster's Apache, with what this hoster allows."""
        self.hoster = self.site.server = Hoster(self.site, self.account, self.handler, **hoster)
        self.hoster.start()

    @property
    def client(self):
        line = (self.account.home / "jwkmint-authorization").read_text().strip()
        return Client(self.hoster.base, line.removeprefix("Authorization: Bearer "))

    @property
    def htaccess(self):
        return self.account.home / "htdocs" / ".htaccess"

    def run(self, block):
        done = self.account.shell(block.replace(SITE, self.hoster.base))
        assert not self.suexec_refused(), self.hoster.logs()
        return done

    def suexec_refused(self):
        return "suexec policy violation" in self.hoster.logs()

    def all(self):
        """Every block in order, and what each printed."""
        return {block: self.run(block) for block in blocks("sh")}


@pytest.fixture(params=HANDLERS)
def walk(request, home, account):
    if not (MODULES / f"mod_{HANDLERS[request.param]}.so").exists():
        pytest.skip(f"mod_{HANDLERS[request.param]} is not installed")
    begun = Walk(home, account, request.param)
    try:
        yield begun
    finally:
        if begun.hoster is not None:
            begun.hoster.stop()


def test_every_step(walk):
    walk.serve()
    printed = walk.all()

    assert len(printed) == 10
    assert "not found" not in printed[block_with("ldd ")]
    assert printed[block_with("/apiops/test/healthcheck")] == "OK"
    assert json.loads(printed[block_with("jwks/generate")])["deploymentResult"]["success"] is True
    [key] = json.loads(printed[block_with("/jwks.json")])["keys"]
    assert key["kty"] == "EC" and "d" not in key
    assert printed[block_with("find -L")] == ""
    assert printed[block_with("%{http_code}")].split() == ["404", "404"]
    one_user_owns_all(walk.account)
    the_api_is_whole(walk)
    public_keys_are_static(walk)
    nothing_else_is_served(walk)
    cron_lines_work(walk)


def one_user_owns_all(account):
    found = {path: path.lstat() for path in account.home.rglob("*")}
    assert any(path.name == "manifest.json" for path in found)
    assert {path: status.st_uid for path, status in found.items() if status.st_uid != account.uid} == {}


def the_api_is_whole(walk):
    """The path and the token arrive through rewrite and suexec; so does what is refused."""
    client = walk.client
    jwks = "/apiops/projects/MyProject/jwks"
    greeting = client.get("/apiops/test/hello/a%20b%2525")
    assert (greeting.status, greeting.text) == (200, "Hello a b%25")
    made = client.post(f"{jwks}/generate", {"name": "second", "type": "OKP"})
    assert made.status == 200, made.text
    assert made.header("location") == f"{jwks}/second/"
    assert client.get(made.header("location")).json["resultList"][0]["name"] == "second"
    assert [entry["name"] for entry in client.get(f"{jwks}/").json["resultList"]] == ["first", "second"]
    error(client.get(f"{jwks}/", token=None), 401, "unauthorized_client", TEXTS["token"])
    error(client.get(f"{jwks}/", token="wrong"), 401, "unauthorized_client", TEXTS["token"])
    assert client.head("/apiops/test/healthcheck").status == 200
    assert client.get("/index.html").text == "a page of the account\n"


def public_keys_are_static(walk):
    client = walk.client
    path = "/.well-known/jwks/production/MyProject/jwks.json"
    found = client.get(path, token=None)
    assert found.header("content-type") == "application/jwk-set+json"
    assert found.header("cache-control") == "public, max-age=300"
    assert found.header("access-control-allow-origin") == "*"
    again = client.get(path, token=None, headers={"If-None-Match": found.header("etag")})
    assert again.status == 304
    assert {key["kty"] for key in found.json["keys"]} == {"EC", "OKP"}


def nothing_else_is_served(walk):
    bundle = walk.account.home / "jwkmint-home" / "bundles" / "production" / "MyProject"
    private = next((bundle / "private").iterdir()).name
    project = "/.well-known/jwks/production/MyProject"
    for path in (
        f"{project}/manifest.json",
        f"{project}/private/{private}",
        f"{project}/../private/{private}",
        f"{project}/%2e%2e/manifest.json",
        "/jwkmint",
        "/jwkmint/",
        "/jwkmint/jwkmint.conf",
        "/jwkmint/jwkmint.fcgi/apiops/test/healthcheck",
        "//jwkmint/jwkmint.conf",
        "/%6awkmint/jwkmint.conf",
        "/apiops/../jwkmint/jwkmint.conf",
        "/apiops/../../jwkmint-home/keyring",
        "/.htaccess",
    ):
        answer = walk.client.get(path, token=None)
        assert answer.status in (400, 403, 404), f"{path}: {answer.status}"
        assert str(walk.account.home).encode() not in answer.body


def cron_lines_work(walk):
    """What cron hands to /bin/sh, with the little that it sets; `%` would end a line there."""
    lines = "".join(blocks("cron")).splitlines()
    assert len(lines) == 3
    for bits in (3072, 4096):
        walk.account.shell(f'"$HOME/jwkmint/bin/jwkmintctl" settings set pool-rsa-{bits} 0')
    for line in lines:
        command = line.split(None, 5)[5]
        assert "%" not in command
        walk.account.shell(command, path="/usr/bin:/bin")


def test_hoster_that_allows_less(walk):
    """`AllowOverride FileInfo`, and CGI programs that the hoster switched on: as the table says."""
    walk.serve(override="FileInfo", options="ExecCGI")
    for block in blocks("sh"):
        if "/apiops/test/healthcheck" in block:
            block = block.rpartition("curl")[0]
        elif "curl" in block:
            continue
        walk.run(block)
    refused = Client(walk.hoster.base).get("/apiops/test/healthcheck")
    assert refused.status == 500
    assert "Options not allowed here" in walk.hoster.logs()

    without = walk.htaccess.read_text().replace("\nOptions +ExecCGI\n", "\n")
    walk.htaccess.write_text(without)
    assert walk.client.get("/apiops/test/hello/you").text == "Hello you"
    walk.run(block_with("jwks/generate"))
    walk.run(block_with("/jwks.json"))


def test_cgi_pass_auth(walk):
    """Where the token does not come through the rewrite, `CGIPassAuth On` brings it."""
    walk.serve()
    walk.all()
    text = walk.htaccess.read_text()
    without, count = re.subn(r"(?m)^RewriteRule .*HTTP_AUTHORIZATION.*\n", "", text)
    without = without.replace("RewriteCond %{HTTP:Authorization} .\n", "")
    assert count == 1
    walk.htaccess.write_text(without)
    assert walk.client.get("/apiops/test/hello/you").status == 401

    walk.htaccess.write_text(f"{without}CGIPassAuth On\n")
    assert walk.client.get("/apiops/test/hello/you").text == "Hello you"


def test_without_step_two(walk):
    """A program that the group may write is refused, and the document says where to look."""
    walk.serve()
    walk.all()
    (walk.account.home / "htdocs" / "jwkmint").chmod(0o775)
    walk.hoster.stop()
    walk.hoster.start()
    assert walk.client.get("/apiops/test/hello/you").status in (500, 503)
    assert walk.suexec_refused() or walk.handler == "fcgid"
    (walk.account.home / "htdocs" / "jwkmint").chmod(0o755)
    assert wait_until(lambda: walk.client.get("/apiops/test/hello/you").status == 200, "it runs", 30)
