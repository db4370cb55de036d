"""Apache: rewriting, TLS, the files of verifiers, and restarts, with each way to run the responder."""

import os
import re
import signal
import subprocess
import threading
from collections import Counter

import pytest

from harness.account import own
from harness.apache import Apache
from harness.client import NoResponse
from harness.processes import wait_until
from harness.server import free_port
from harness.site import Site, Workspace
from servers import available

APACHES = {name: server for name, server in available().items() if issubclass(server, Apache)}

with_each_apache = pytest.mark.parametrize("name", APACHES)


@pytest.fixture
def serve(name):
    """Starts a site behind this Apache with more modules and configuration, with files in its run
    directory, and with other values in the shipped files; {run} in a value is that directory.
    """
    sites = []

    def start(modules=(), more="", files=None, **values):
        site = Site()
        sites.append(site)
        for file, text in (files or {}).items():
            (site.run / file).write_text(text)
            own(site.run / file, 0o600)
        values = {key: str(value).format(run=site.run) for key, value in values.items()}
        members = {"modules": (*APACHES[name].modules, *modules), "more": more, "values": values}
        site.serve(type("Server", (APACHES[name],), members))
        return site

    yield start
    for site in sites:
        site.close()


# A token that comes by way of a rewrite, as in a directory of somebody who may not set CGIPassAuth.

REWRITE = """
<Location "/apiops">
	CGIPassAuth Off
</Location>
<Directory "{www}">
	Options FollowSymLinks
	RewriteEngine On
	RewriteCond %{{HTTP:Authorization}} (.+)
	RewriteRule "^old/(.*)$" "/apiops/$1" [E=HTTP_AUTHORIZATION:%1,L]
</Directory>
"""


@with_each_apache
def test_token_after_a_rewrite(serve):
    workspace = Workspace(serve(["rewrite"], REWRITE))
    client = workspace.client
    assert client.get("/apiops/test/hello/x").status == 401, "nothing but the rewrite passes the token"
    assert client.get("/old/test/hello/x").text == "Hello x"
    path = workspace.jwks.replace("/apiops/", "/old/")
    response = client.post(f"{path}/generate", {"name": "key", "type": "EC"})
    assert response.status == 200, response.text
    assert client.get(f"{path}/key/").json["resultList"][0]["ec"]["d"]


# What verifiers fetch.


@with_each_apache
def test_headers_of_the_sets(serve):
    site = serve()
    workspace = Workspace(site)
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    base = f"/.well-known/jwks/{workspace.environment}/{workspace.project}"
    pem = workspace.bundle().key("key")["pem"].removeprefix("public/")
    for path, kind in (
        ("jwks.json", "application/jwk-set+json"), ("jwks-enc.json", "application/jwk-set+json"),
        (pem, "application/x-pem-file"),
    ):
        response = site.client().get(f"{base}/{path}")
        assert response.status == 200 and response.header("content-type") == kind
        assert response.header("cache-control") == "public, max-age=300"
        assert response.header("access-control-allow-origin") == "*"
        assert response.header("x-content-type-options") == "nosniff"
        assert response.header("etag")
    etag = wait_until(lambda: strong_etag(site, f"{base}/jwks.json"), "the set is older than a second")
    again = site.client().get(f"{base}/jwks.json", headers={"If-None-Match": etag})
    assert again.status == 304 and again.body == b""
    assert again.header("cache-control") == "public, max-age=300"


def strong_etag(site, path):
    """Apache calls what was written within the last second weakly tagged."""
    etag = site.client().get(path).header("etag")
    return None if etag.startswith("W/") else etag


@with_each_apache
def test_the_operator_sets_max_age_once(serve):
    site = serve()
    workspace = Workspace(site)
    workspace.generate("key", "EC")
    path = site.run / "conf-available" / "jwkmint-jwks.conf"
    text, changed = re.subn(r"(?m)^(Define JWKMINT_MAX_AGE) \d+$", r"\1 77", path.read_text())
    assert changed == 1
    path.write_text(text)
    os.kill(site.server.process.pid, signal.SIGUSR1)
    url = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks.json"
    wait_until(
        lambda: site.client().get(url).header("cache-control") == "public, max-age=77", "the new age is served"
    )


# TLS.


@pytest.fixture
def certificate(tmp_path):
    """A throw-away certificate for localhost and its key, in one file."""
    path, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", path,
        ],
        check=True, capture_output=True,
    )
    with path.open("a") as both:
        both.write(key.read_text())
    return path


@with_each_apache
def test_tls(serve, certificate):
    port = free_port()
    site = serve(
        ["ssl"], f'Listen 127.0.0.1:{port}\nInclude "{{run}}/conf-available/jwkmint-tls.conf"\n',
        files={"tls.pem": certificate.read_text()},
        TLS_NAME="localhost", TLS_PORT=port, TLS_CERTIFICATE="{run}/tls.pem", TLS_KEY="{run}/tls.pem",
    )
    trusted = ["--cacert", certificate, "--connect-to", f"localhost:{port}:127.0.0.1:{port}"]
    workspace = Workspace(site)
    plain, url = workspace.client, f"{workspace.jwks}/generate"
    assert plain.get("/apiops/test/hello/x").status == 403, "a token does not travel in the clear"
    secure = site.client(plain.token)
    secure.base = f"https://localhost:{port}"
    response = secure.post(url, {"name": "key", "type": "EC"}, arguments=trusted)
    assert response.status == 200, response.text
    assert response.header("strict-transport-security") == "max-age=31536000"
    assert response.header("location") == f"{workspace.jwks}/key/"
    public = f"/.well-known/jwks/{workspace.environment}/{workspace.project}/jwks.json"
    response = secure.get(public, arguments=trusted)
    assert len(response.json["keys"]) == 1 and response.header("cache-control") == "public, max-age=300"
    old = secure.start("GET", public, arguments=[*trusted, "--tls-max", "1.1"])
    with pytest.raises(NoResponse):
        secure.finish(old)


# Restarts under load.


class Load:
    """Clients that generate keys as fast as they can, and what came of each request."""

    def __init__(self, workspace, clients=4):
        self.workspace = workspace
        self.acknowledged = []
        self.others = Counter()
        self.sent = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(clients)]

    def run(self, number):
        count = 0
        while not self.stop.is_set():
            name = f"key {number} {count}"
            count += 1
            self.sent.append(name)
            try:
                response = self.workspace.try_generate(
                    {"name": name, "type": "EC"}, arguments=["--max-time", "30"]
                )
            except NoResponse:
                self.others["no response"] += 1
                continue
            if response.status == 200 and response.json["deploymentResult"]["success"]:
                self.acknowledged.append(name)
            else:
                self.others[response.status] += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, count):
        goal = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= goal, f"{count} more keys are acknowledged")


# What a client may see beside its answer, as doc/apache.md says. mod_fcgid may forget a request that
# waits for a new responder; the daemon of mod_cgid may be gone when a program is asked for.
SEEN = {
    "apache_cgi": {503},
    "apache_proxy": set(),
    "apache_fcgid": {500, 503, "no response"},
    "apache_fcgid_wrapper": {500, 503, "no response"},
}


@with_each_apache
def test_graceful_restarts_under_load(serve, name):
    """No acknowledged key is lost, none is there that nobody asked for, none twice."""
    site = serve()
    workspace = Workspace(site)
    with Load(workspace) as load:
        for _ in range(4):
            load.wait_for(20)
            os.kill(site.server.process.pid, signal.SIGUSR1)
        load.wait_for(20)
    assert set(load.others) <= SEEN[name], load.others
    listed = [shown["name"] for shown in workspace.client.get(f"{workspace.jwks}/").json["resultList"]]
    assert len(listed) == len(set(listed))
    assert set(load.acknowledged) <= set(listed) <= set(load.sent)
    site.ctl("deploy")
    assert set(workspace.bundle().keys()) == set(listed)
    assert workspace.get(load.acknowledged[0])["ec"]["d"]
