"""What the web server reaches, and what another user of the machine can read."""

import http.client
import json
from urllib.parse import quote

import pytest

from harness.account import ROOT, STRANGER, run_as
from harness.lighttpd import Lighttpd
from harness.settings import DEADLINE
from harness.site import Site, Workspace

needs_root = pytest.mark.skipif(not ROOT, reason="only root can become another user")


def ways_to(directory, target):
    """Paths by which one may try to get at a file beside public/."""
    up = target
    yield f"{directory}/{up}"
    yield f"{directory}/public/{up}"
    for parent in ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%2f", "..%5c", "....", "..;"):
        yield f"{directory}/public/{parent}/{up}"
        yield f"{directory}/pem/{parent}/{up}"
        yield f"{directory}/pem/ES256/{parent}/{parent}/{parent}/{up}"
        yield f"{directory}/jwks.json/{parent}/{up}"
        yield f"{directory}/jwks.json/{parent}/{parent}/{up}"
        yield f"{directory}/public/jwks.json/{parent}/{parent}/{up}"
    for slash in ("%2f", "%2F", "%5c", "//", "/./", "/%2e/", "%252f", "\\"):
        yield f"{directory}{slash}{up}"
        yield f"{directory}/public{slash}..{slash}{up}"
        yield f"{directory}/{up.replace('/', slash)}"
    for end in ("?", "?x=/jwks.json", "%3f", "%00", "%00.json", "%00/jwks.json", ";.pem", "/", "/.", "#jwks.json",
                "%23/jwks.json", "/jwks.json", "/../jwks.json/.."):
        yield f"{directory}/{up}{end}"
    yield f"{directory}/pem/{up}"
    yield f"{directory}/pem/../{up.split('/')[0]}/x.pem"


def ask(port, path):
    """A GET of exactly this path; thousands of curl processes would take their time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    try:
        connection.putrequest("GET", path)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def secret_targets(bundle):
    yield "manifest.json"
    for path in bundle.paths():
        if path.startswith("private/"):
            yield path
            yield f"private//{path.split('/')[1]}"
    yield "private"
    yield "private/"


def test_private_and_manifest_have_no_url(site):
    workspace = Workspace(site, environments=("sealed", "plain"))
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    for environment in workspace.environments:
        bundle = workspace.bundle(environment)
        contents = set(
            data for path, data in bundle.contents().items() if not path.startswith("public/")
        )
        base = f"/.well-known/jwks/{environment}/{workspace.project}"
        tried = 0
        for target in secret_targets(bundle):
            for path in ways_to(base, target):
                status, body = ask(site.server.port, path)
                tried += 1
                assert body not in contents, path
                assert b'"d"' not in body and b"PRIVATE" not in body, path
                if status == 200:
                    # A trick that ends at a public file is fine: it got what everybody may have.
                    assert "keys" in json.loads(body), path
        for target in secret_targets(bundle):
            assert workspace.client.get(f"{base}/{target}", token=None).status == 404
        assert tried > 100
        assert workspace.client.get(f"{base}/jwks.json", token=None).status == 200


@pytest.mark.parametrize("path", [
    "", "/", "/..", "/../", "/../keyring", "/../../keyring", "/../db/", "/%2e%2e/keyring", "/%2e%2e%2fkeyring",
    "/x/../../keyring", "/x/%2e%2e/%2e%2e/keyring", "/..%2f..%2f..%2fetc/passwd", "/../../../../../../etc/passwd",
    "//etc/passwd", "/%2fetc/passwd", "/{e}", "/{e}/", "/{e}/{p}", "/{e}/{p}/", "/{e}/{p}/public/", "/{e}/{p}/public",
    "/{e}/{p}/pem/", "/{e}/{p}/pem/ES256/",
])
def test_nothing_else_of_the_home_has_a_url(workspace, path):
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    url = "/.well-known/jwks" + path.format(e=workspace.environment, p=workspace.project)
    response = workspace.client.get(url, token=None)
    assert response.status in (400, 403, 404)
    for secret in ((workspace.site.home / "keyring").read_bytes(), b"root:", workspace.project.encode()):
        assert secret not in response.body


@pytest.mark.parametrize("path", ["/jwkmint.fcgi", "/apiops/../jwkmint.fcgi", "/bundles/", "/home/keyring", "/keyring",
                                  "/apiops/jwkmint.fcgi", "/apiops/..%2fjwkmint.fcgi", "/apiops.", "/apiops../keyring"])
def test_the_program_is_not_sent_as_a_file(unharmed, path):
    response = unharmed.client.get(path)
    assert response.status in (400, 403, 404) and b"\x7fELF" not in response.body


def test_public_pem_is_served(workspace):
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    path = workspace.bundle().key("key")["pem"].removeprefix("public/")
    base = f"/.well-known/jwks/{quote(workspace.environment)}/{quote(workspace.project)}"
    response = workspace.client.get(f"{base}/{path}", token=None)
    assert response.status == 200 and b"BEGIN PUBLIC KEY" in response.body


def readable_by(uid, root):
    """Every file below `root` that a user can read, by name or by walking."""
    paths = [str(path) for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    script = "\n".join((
        "import sys",
        "for path in sys.stdin.read().splitlines():",
        "    try:",
        "        open(path, 'rb').read(1)",
        "        print(path)",
        "    except OSError:",
        "        pass",
    ))
    done = run_as(uid, ["/usr/bin/python3", "-c", script], input="\n".join(paths))
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()), set(paths)


@needs_root
def test_another_user_reads_public_and_nothing_else(site):
    workspace = Workspace(site, environments=("sealed", "plain", "none"))
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    readable, everything = readable_by(STRANGER, site.home)
    public = {path for path in everything if "/public/" in path}
    assert public and readable == public
    for directory in (site.home, site.home / "bundles", workspace.bundle().directory, site.home / "db",
                      workspace.bundle().directory / "private"):
        done = run_as(STRANGER, ["ls", directory])
        assert done.returncode != 0 and done.stdout == ""
    done = run_as(STRANGER, ["sh", "-c", f"echo x > '{workspace.bundle().directory}/public/jwks.json'"])
    assert done.returncode != 0


class OnlySets(Lighttpd):
    """A web server that serves the sets and does not know the responder."""

    configuration = "only-sets.conf"

    def install(self):
        super().install()
        path = self.site.run / self.configuration
        path.write_text(
            f'var.jwkmint_home = "{self.site.home}"\ninclude "{self.site.run}/jwkmint-jwks.conf"\n'
        )


@needs_root
def test_a_web_server_of_another_user_serves_the_sets():
    site = Site()
    try:
        site.run.chmod(0o777)
        project = site.project()
        environment = site.environment_for(project)
        site.ctl("jwk", "generate", project, "key", "--type", "EC")
        site.server = OnlySets(site, uid=STRANGER)
        site.server.start()
        client = site.client()
        base = f"/.well-known/jwks/{environment}/{project}"
        assert len(client.get(f"{base}/jwks.json").json["keys"]) == 1
        for path in (f"{base}/manifest.json", f"{base}/private/x.jwe", "/apiops/test/healthcheck"):
            assert client.get(path).status == 404
    finally:
        site.close()


@needs_root
def test_root_leaves_nothing_of_its_own_behind():
    """jwkmintctl started as root becomes the owner of the home."""
    site = Site()
    try:
        site.ctl("project", "add", "P", uid=0)
        site.ctl("environment", "add", "E", "--recipient-out", site.recipients / "E.jwk", uid=0)
        site.ctl("jwk", "generate", "P", "key", "--type", "EC", uid=0)
        site.ctl("deploy", uid=0)
        owners = {path.lstat().st_uid for path in site.home.rglob("*")}
        assert owners == {site.home.stat().st_uid} and 0 not in owners
        recipient = site.recipients / "E.jwk"
        assert recipient.stat().st_uid == 0 and recipient.stat().st_mode & 0o777 == 0o600
        assert json.loads(recipient.read_text())["d"]
    finally:
        site.close()
