"""The headers of the static key sets, and where an operator sets for how long they are kept."""

import pytest

from harness.apache import Apache
from harness.client import Client
from harness.lighttpd import Lighttpd
from harness.nginx import Nginx
from harness.processes import wait_until
from harness.site import Site


def sets_of(workspace):
    return f"/.well-known/jwks/{workspace.environment}/{workspace.project}"


def test_headers_of_a_set(workspace):
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    base = sets_of(workspace)
    pem = workspace.bundle().key("key")["pem"].removeprefix("public/")
    for path, media_type in (
        ("jwks.json", "application/jwk-set+json"),
        ("jwks-enc.json", "application/jwk-set+json"),
        (pem, "application/x-pem-file"),
    ):
        for method in ("GET", "HEAD"):
            response = workspace.client.request(method, f"{base}/{path}", token=None)
            assert response.status == 200, path
            assert response.header("content-type") == media_type
            assert response.header("cache-control").removeprefix("public, ") == "max-age=300"
            assert response.header("access-control-allow-origin") == "*"
            assert response.header("x-content-type-options") == "nosniff"
            again = workspace.client.request(
                method, f"{base}/{path}", token=None, headers={"If-None-Match": response.header("etag")}
            )
            assert again.status == 304 and again.body == b""


def test_what_is_not_there_is_not_kept(workspace):
    workspace.generate("key", "EC")
    for path in ("nothing.json", "manifest.json", "pem/ES256/nothing.pem"):
        response = workspace.client.get(f"{sets_of(workspace)}/{path}", token=None)
        assert response.status == 404
        assert "max-age" not in (response.header("cache-control") or "")


def test_a_set_is_read_only(workspace):
    workspace.generate("key", "EC")
    before = workspace.bundle().contents()
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        response = workspace.client.request(method, f"{sets_of(workspace)}/jwks.json", "{}", token=None)
        assert workspace.bundle().contents() == before
        assert response.status in (200, 403, 404, 405, 501), method


class Hour:
    """Sets the time in the one place where it stands, and serves the sets without a responder."""

    setting = None

    def install(self):
        super().install()
        path = self.site.run / "jwkmint-jwks.conf"
        text = path.read_text()
        assert text.count(f"{self.setting}300") == text.count("300") == 1
        path.write_text(text.replace(f"{self.setting}300", f"{self.setting}3600"))
        (self.site.run / self.configuration).write_text(self.main.format(home=self.site.home, run=self.site.run))


class LighttpdHour(Hour, Lighttpd):
    configuration = "only-sets.conf"
    setting = "var.jwkmint_max_age = "
    main = 'var.jwkmint_home = "{home}"\ninclude "{run}/jwkmint-jwks.conf"\n'


class NginxHour(Hour, Nginx):
    configuration = "only-sets.conf"
    setting = "set $jwkmint_max_age "
    main = 'set $jwkmint_home "{home}";\ninclude jwkmint-jwks.conf;\n'


@pytest.mark.parametrize("server", [LighttpdHour, NginxHour])
def test_an_hour_set_once(server):
    site = Site()
    try:
        project = site.project()
        environment = site.environment_for(project)
        site.ctl("jwk", "generate", project, "key", "--type", "EC", "--algorithm", "ES256")
        site.serve(server)
        client = Client(site.server.base)
        for path in ("jwks.json", "jwks-enc.json"):
            response = client.get(f"/.well-known/jwks/{environment}/{project}/{path}")
            assert response.header("cache-control").removeprefix("public, ") == "max-age=3600"
        assert client.get(f"/.well-known/jwks/{environment}/{project}/manifest.json").status == 404
        assert client.get("/apiops/test/healthcheck").status == 404
    finally:
        site.close()


class One:
    """Serves the set of one project alone, from the one path that is to be set."""

    setting = None

    def install(self):
        super().install()
        path = next(self.site.run.rglob("jwkmint-jwks-one.conf"))
        before, own, after = path.read_text().partition(self.setting)
        shipped = after.partition('"')[0]
        assert own and shipped.startswith("/var/lib/jwkmint/bundles/")
        path.write_text(before + own + str(self.site.one_set) + after.removeprefix(shipped))


class LighttpdOne(One, Lighttpd):
    configuration = "jwkmint-jwks-one.conf"
    setting = 'var.jwkmint_set = "'


class ApacheOne(One, Apache):
    configuration = "jwkmint-jwks-one.conf"
    setting = 'Define JWKMINT_SET "'


class NginxOne(One, Nginx):
    configuration = "jwkmint-jwks-one.conf"
    setting = 'set $jwkmint_set "'


@pytest.mark.parametrize("server", [LighttpdOne, ApacheOne, NginxOne])
def test_the_set_of_one_project(server):
    site = Site()
    try:
        project = site.project()
        environment = site.environment_for(project)
        bundle = site.home / "bundles" / environment / project
        site.one_set = bundle / "public" / "jwks.json"
        site.ctl("jwk", "generate", project, "first", "--type", "EC", "--algorithm", "ES256")
        site.serve(server)
        client = Client(site.server.base)
        response = client.get("/.well-known/jwks.json")
        assert response.status == 200 and response.body == site.one_set.read_bytes()
        assert response.header("content-type") == "application/jwk-set+json"
        assert response.header("cache-control").removeprefix("public, ") == "max-age=300"
        assert response.header("access-control-allow-origin") == "*"
        assert response.header("x-content-type-options") == "nosniff"
        known = {"If-None-Match": response.header("etag")}
        assert client.get("/.well-known/jwks.json", headers=known).status == 304
        site.ctl("jwk", "generate", project, "second", "--type", "EC", "--algorithm", "ES256")
        # lighttpd looks at a file again when it has known it for a second.
        wait_until(lambda: client.get("/.well-known/jwks.json", headers=known).status == 200, "the new set")
        changed = client.get("/.well-known/jwks.json")
        assert changed.body == site.one_set.read_bytes() != response.body
        for path in ("jwks.json/", "jwks.json/x", "jwks.json.x", "manifest.json", "jwks", f"jwks/{environment}/"):
            assert client.get(f"/.well-known/{path}").status == 404, path
        for method in ("PUT", "POST", "DELETE", "PATCH"):
            client.request(method, "/.well-known/jwks.json", "{}")
            assert site.one_set.read_bytes() == changed.body
    finally:
        site.close()
