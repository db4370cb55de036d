"""JWKs from a URL: real HTTPS servers on the loopback, which the operator allows, and what is refused."""

import json
import subprocess
from pathlib import Path

import pytest
from jwcrypto import jwk

from harness import jose
from harness.account import ROOT, SERVICE, command_as
from harness.errors import bad_request
from harness.key_server import KeyServers, Page, answer
from harness.lighttpd import Lighttpd
from harness.site import Site, Workspace

OK = b"HTTP/1.1 200 OK\r\n"


def pair(kid="from afar", type="EC", **parameters):
    parameters = parameters or {"EC": {"crv": "P-256"}, "RSA": {"size": 2048}, "OKP": {"crv": "Ed25519"}}[type]
    return jwk.JWK.generate(kty=type, **parameters, **({"kid": kid} if kid else {}))


def public(key):
    return key.export_public(as_dict=True)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    made = KeyServers(tmp_path_factory.mktemp("certificates"))
    yield made
    made.close()


class Importer:
    """Creates JWKs of a workspace from URLs."""

    def __init__(self, workspace):
        self.workspace = workspace

    def try_create(self, url, name="key", route="", **members):
        body = {"name": name, "url": url, **({} if route else {"sourceType": "URL"}), **members}
        return self.workspace.client.post(f"{self.workspace.jwks}/{route}", body)

    def create(self, url, name="key", **members):
        response = self.try_create(url, name, **members)
        assert response.status == 200, response.text
        assert response.json["deploymentResult"]["success"] is True, response.text
        return self.workspace.get(name)

    def refuse(self, url, *parts, **members):
        """It is refused with these parts in the text, and nothing is stored. Returns the text."""
        text = bad_request(self.try_create(url, **members), *parts)
        listed = self.workspace.client.get(f"{self.workspace.jwks}/")
        assert (listed.status, listed.json["resultList"]) == (200, [])
        return text


@pytest.fixture
def importer(workspace, servers):
    servers.allow_on(workspace.site)
    yield Importer(workspace)
    servers.forget_on(workspace.site)


@pytest.fixture
def bare_importer(bare_workspace, servers):
    servers.allow_on(bare_workspace.site)
    yield Importer(bare_workspace)
    servers.forget_on(bare_workspace.site)


def test_a_jwk(importer, servers):
    key = pair()
    url = servers.good.url(servers.good.add(answer(public(key))))
    shown = importer.create(url, description="from a URL")
    assert (shown["sourceType"], shown["sourceUrl"], shown["sourceId"]) == ("URL", url, None)
    assert (shown["type"], shown["kid"], shown["description"]) == ("EC", "from afar", "from a URL")
    assert jose.thumbprint(jose.jwk_of(shown)) == key.thumbprint()
    [published] = importer.workspace.bundle().public_set()
    assert {name: published[name] for name in public(key)} == public(key)


def test_a_jwk_of_a_set(importer, servers):
    keys = [pair(f"key {number}", type) for number, type in enumerate(("RSA", "EC", "OKP"))]
    url = servers.good.url(servers.good.add(answer({"keys": [public(key) for key in keys]})))
    for number, key in enumerate(keys):
        shown = importer.create(url, f"name {number}", kid=f"key {number}")
        assert jose.thumbprint(jose.jwk_of(shown)) == key.thumbprint()
        assert shown["sourceUrl"] == url
    assert len(importer.workspace.bundle().all_public()) == 3


def test_what_is_not_fetched_is_not_stored(importer, servers):
    good = servers.good
    target = good.add(answer(public(pair())))
    moved = good.add(answer(b"", "302 Found", Location=target))
    importer.refuse(good.url(moved), "redirect", "302")
    assert good.requests[-1] == moved
    importer.refuse("https://localhost/jwks.json", "not public", "url-allow localhost")
    wrong = servers.servers["another authority"]
    importer.refuse(wrong.url(wrong.add(answer(public(pair())))), "certificate is not valid")
    importer.refuse(
        good.url(good.add(Page(OK + b"Content-Length: 9\r\n\r\n{", stays=True))), "read timeout",
        urlOptionReadTimeout=100,
    )
    assert importer.workspace.bundle().all_public() == []


def test_the_route_of_its_own(bare_importer, servers):
    key = pair()
    url = servers.good.url(servers.good.add(answer(public(key))))
    response = bare_importer.try_create(url, route="parse-from-url")
    assert response.status == 200, response.text
    assert bare_importer.workspace.get("key")["sourceUrl"] == url


def test_a_private_jwk(bare_importer, servers):
    key = pair()
    url = servers.good.url(servers.good.add(answer(key.export_private(as_dict=True))))
    shown = bare_importer.create(url)
    assert shown["ec"]["d"] == key.export_private(as_dict=True)["d"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "LOCALHOST"])
def test_an_allowed_host_in_other_words(bare_importer, servers, host):
    url = servers.good.url(servers.good.add(answer(public(pair()))), host)
    assert bare_importer.create(url)["sourceUrl"] == url


def test_a_set_needs_a_kid_that_it_has(bare_importer, servers):
    keys = [public(pair(f"key {number}")) for number in range(2)]
    url = servers.good.url(servers.good.add(answer({"keys": keys})))
    bare_importer.refuse(url, "kid", "key 0", "key 1")
    bare_importer.refuse(url, "key 2", "key 0", "key 1", kid="key 2")
    lone = servers.good.url(servers.good.add(answer({"keys": keys[:1]})))
    assert bare_importer.create(lone)["kid"] == "key 0"


@pytest.mark.parametrize("name", ["another name", "expired", "not yet valid", "another authority"])
def test_wrong_certificates(bare_importer, servers, name):
    server = servers.servers[name]
    bare_importer.refuse(server.url(server.add(answer(public(pair())))), "certificate is not valid")
    assert server.requests == []


def test_a_name_that_the_certificate_has_not(bare_importer, servers):
    """The same server by an address and by a name that it has; no other spelling gets around that."""
    server = servers.servers["another name"]
    path = server.add(answer(public(pair())))
    for host in ("127.0.0.1", "localhost", "127.1"):
        bare_importer.refuse(server.url(path, host), "certificate is not valid")
    assert server.requests == []


def test_an_authority_that_is_not_named(bare_importer, servers):
    bare_importer.workspace.site.ctl("settings", "set", "url-ca")
    url = servers.good.url(servers.good.add(answer(public(pair()))))
    bare_importer.refuse(url, "certificate is not valid", "url-ca")


WRONG_PAGES = {
    "slow header": (Page(OK + b"Content-Le", stays=True), "read timeout"),
    "silence": (Page(b"", stays=True), "read timeout"),
    "slow body": (Page(OK + b"Content-Length: 100\r\n\r\n{", stays=True), "read timeout"),
    "endless body": (Page(OK + b"\r\n", endless=b"0123456789"), "larger than the 5000 bytes"),
    "endless header": (Page(OK, endless=b"X-Field: 0123456789\r\n"), "header"),
    "endless hints": (Page(b"", endless=b"HTTP/1.1 103 Early Hints\r\n\r\n"), "header"),
    "404": (answer(b"", "404 Not Found"), "status 404"),
    "500": (answer({"keys": []}, "500 Oh"), "status 500"),
    "gzip": (answer(b"\x1f\x8b", Content_Encoding="gzip"), "Content-Encoding"),
    "too few bytes": (Page(OK + b"Content-Length: 100\r\n\r\n{}"), "ends too early"),
    "torn": (Page(OK + b"\r\n{}", torn=True), "broke"),
    "no HTTP": (Page(b"{}"), "no HTTP"),
    "nothing": (Page(b""), "without an answer"),
}


@pytest.mark.parametrize("name", WRONG_PAGES)
def test_wrong_answers(bare_importer, servers, name):
    page, part = WRONG_PAGES[name]
    limits = {"urlOptionReadTimeout": 300 if page.stays else 20000, "urlOptionSizeLimit": 5000}
    url = servers.good.url(servers.good.add(page))
    assert url in bare_importer.refuse(url, part, **limits)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_not_followed(bare_importer, servers, status):
    good = servers.good
    target = good.add(answer(public(pair())))
    url = good.url(good.add(answer(b"", status, Location=good.url(target))))
    text = bare_importer.refuse(url, "redirect", status.split()[0])
    assert target not in good.requests and good.url(target) not in text


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"<html>", b'{"kty":"RSA"}', b"\xff", b'{"keys":[]}'])
def test_what_is_no_jwk(bare_importer, servers, body):
    bare_importer.refuse(servers.good.url(servers.good.add(answer(body))))


def test_the_size_limit(bare_importer, servers):
    text = json.dumps(public(pair())).encode()
    url = servers.good.url(servers.good.add(answer(text)))
    bare_importer.refuse(url, f"larger than the {len(text) - 1} bytes", urlOptionSizeLimit=len(text) - 1)
    bare_importer.create(url, urlOptionSizeLimit=len(text))


REFUSED_HOSTS = [
    "localhost", "LOCALHOST", "127.0.0.1", "127.1", "0x7f000001", "0177.0.0.1", "2130706433", "0", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "10.0.0.1",
    "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]", "%6cocalhost",
]


@pytest.mark.parametrize("host", REFUSED_HOSTS)
def test_hosts_that_are_not_public(bare_importer, host):
    """Nothing in the text tells a name's address."""
    text = bare_importer.refuse(f"https://{host}/jwks.json", "not public", "jwkmintctl settings set url-allow")
    if "localhost" in host.lower():
        assert "127.0.0.1" not in text and "::1" not in text


def test_a_host_with_a_final_dot(bare_importer, servers):
    """Whatever the resolver makes of it."""
    bare_importer.refuse("https://localhost./jwks.json")
    bare_importer.refuse(f"https://LOCALHOST.:{servers.servers['expired'].port}/")


def test_a_host_is_allowed_by_its_name_only(bare_importer, servers):
    good = servers.good
    path = good.add(answer(public(pair())))
    site = bare_importer.workspace.site
    site.ctl("settings", "set", "url-allow", f"localhost:{good.port}")
    bare_importer.refuse(good.url(path), "Only port 443", f"url-allow 127.0.0.1:{good.port}")
    site.ctl("settings", "set", "url-allow", "127.0.0.1")
    bare_importer.refuse(good.url(path), "is not allowed for this host", f"url-allow 127.0.0.1:{good.port}")
    site.ctl("settings", "set", "url-allow", f"127.0.0.1:{good.port}")
    bare_importer.refuse(good.url(path, "localhost"), "Only port 443")
    assert path not in good.requests
    assert bare_importer.create(good.url(path))["type"] == "EC"


@pytest.mark.parametrize("url,part", [
    ("http://keys.example/jwks.json", "Only https"), ("https://keys.example:8443/", "Only port 443"),
    ("https://user:password@keys.example/", "user name or password"), ("ftp://keys.example/", "https"),
    ("file:///etc/passwd", "https"), ("keys.example/jwks.json", "https://HOST/PATH"),
    ("https://k\u00e4ys.example/", "xn--"), ("https://[fe80::1%25eth0]/", "zone"),
    ("https://keys.invalid/", "resolved"),
])
def test_urls_that_are_not_fetched(bare_importer, url, part):
    assert url in bare_importer.refuse(url, part)


@pytest.mark.parametrize("member", ["urlOptionConnectTimeout", "urlOptionReadTimeout", "urlOptionSizeLimit"])
@pytest.mark.parametrize("value", [0, -1, 1048577, "5000", 1.5, True])
def test_limits_out_of_range(bare_importer, servers, member, value):
    url = servers.good.url(servers.good.add(answer(public(pair()))))
    bare_importer.refuse(url, member, **{member: value})


HOSTS = """
127.0.0.1 localhost
127.0.0.1 keys.test
10.0.0.1 private.test
8.8.8.8 mixed.test
127.0.0.1 mixed.test
10.0.0.1 mixed-otherwise.test
8.8.8.8 mixed-otherwise.test
8.8.8.8 mixed-families.test
::1 mixed-families.test
"""
PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
IN_NAMESPACE = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"']


class BehindOtherNames(Lighttpd):
    """Where /etc/hosts has names for this test, and the environment names a proxy that is none."""

    configuration = "jwkmint.conf"

    def namespace(self):
        hosts = self.site.run / "hosts"
        hosts.write_text(HOSTS)
        hosts.chmod(0o644)
        return [*IN_NAMESPACE, hosts]

    def command(self, port):
        proxies = [f"{name}=http://127.0.0.1:9" for name in PROXIES]
        self.uid = 0  # only root makes a namespace; the web server is the service again
        return [*self.namespace(), "env", *proxies, *command_as(SERVICE, super().command(port))]


@pytest.fixture(scope="module")
def site_with_names():
    """A site whose responders resolve names in their own way."""
    if not ROOT or subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0:
        pytest.skip("only root can give responders another /etc/hosts")
    site = Site()
    try:
        site.serve(BehindOtherNames)
        yield site
    finally:
        site.close()


@pytest.fixture
def elsewhere(site_with_names, servers):
    """A project on it."""
    servers.allow_on(site_with_names)
    return Workspace(site_with_names, environments=())


@pytest.mark.parametrize("name", ["private.test", "mixed.test", "mixed-otherwise.test", "mixed-families.test"])
def test_one_private_address_is_enough(elsewhere, name):
    """Public ones beside it make it no better, in whichever order they come."""
    known = subprocess.run(
        [*elsewhere.site.server.namespace(), "getent", "ahosts", name], capture_output=True, text=True, check=True
    ).stdout
    assert ("8.8.8.8" in known) == name.startswith("mixed"), known
    text = Importer(elsewhere).refuse(f"https://{name}/jwks.json", "not public", f"url-allow {name}")
    assert not any(address in text for address in ("8.8.8.8", "127.0.0.1", "10.0.0.1", "::1"))


def test_a_name_that_is_allowed(elsewhere, servers):
    """Its certificate is checked all the same, and the proxies of the environment are not asked."""
    environments = [
        Path(f"/proc/{process.pid}/environ").read_text(encoding="utf-8")
        for process in elsewhere.site.server.responders()
    ]
    assert environments and all(f"{name}=" in text for text in environments for name in PROXIES)
    good, wrong = servers.good, servers.servers["another name"]
    allowed = [f"keys.test:{server.port}" for server in (good, wrong)]
    elsewhere.site.ctl("settings", "set", "url-allow", *allowed)
    path = good.add(answer(public(pair())))
    assert Importer(elsewhere).refuse(wrong.url(path, "keys.test"), "certificate is not valid")
    assert path not in wrong.requests
    assert Importer(elsewhere).create(good.url(path, "keys.test"))["type"] == "EC"
