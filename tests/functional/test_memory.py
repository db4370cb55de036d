"""No secret stays in memory, in files, in logs or in cores."""

import json
import math
import os
import resource
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from harness import fastcgi, jose, login, memory, secrets, settings, stored
from harness.account import ROOT, SERVICE, command_as, own
from harness.client import Client
from harness.key_server import KeyServers, answer
from harness.material import jwk_of
from harness.pool import wait_until_filled
from harness.processes import wait_until
from harness.site import Site, Workspace
from harness.stored import Stored
from servers import available
from test_bundle import generate_all
from test_certificates import fields
from test_keys import body as key_body
from test_keys import entry as key_entry
from test_keystores import body as keystore_body
from test_keystores import entry as keystore_entry
from test_pool import only
from test_url_source import pair

USER_PASSWORD = "a user's correct horse battery staple"
KEYSTORE_PASSWORD = "a keystore's correct horse battery staple"

SANITIZED = "#define JWKMINT_SANITIZERS 1" in (settings.BUILD / "config.h").read_text()

# A sanitizer keeps what was freed, to notice who uses it.
not_sanitized = pytest.mark.skipif(SANITIZED, reason="the build has sanitizers")


def exported(key):
    return json.loads(key.export())


def check(response):
    assert response.status == 200, response.text
    return response


def between(jwk):
    """What computing with an RSA key brings forth, and tells it as well."""
    if "p" not in jwk:
        return
    p, q = jose.integer(jwk["p"]), jose.integer(jwk["q"])
    for name, number in (("phi", (p - 1) * (q - 1)), ("lambda", math.lcm(p - 1, q - 1))):
        # The upper half of phi is that of n.
        raw = number.to_bytes((number.bit_length() + 7) // 8, "big")[-len(jose.unpad(jwk["p"])):]
        yield f"{name} raw", raw
        yield f"{name} reversed", raw[::-1]


class Everything:
    """Has a service make, take, show and export secrets in every way that it knows."""

    def __init__(self, site, servers):
        self.site = site
        self.servers = servers
        self.workspace = Workspace(site, environments=("sealed", "plain", "none"))
        self.keys = {}
        self.texts = {"token": self.workspace.client.token}

    def source(self, resource):
        return Stored(self.workspace, resource)

    def note(self, name, shown=None):
        self.keys[name] = jose.jwk_of(shown or self.workspace.get(name))

    def generate(self):
        for name, shown in generate_all(self.workspace).items():
            self.note(name, shown)
        for size in (3072, 4096):
            self.note(f"RSA {size}", self.workspace.generate(f"RSA {size}", "RSA", rsa={"keySize": size}))

    def paste(self):
        for type, more in (("RSA", {}), ("OKP", {}), ("EC", {}), ("oct", {"size": 512}), ("EC", {"crv": "secp256k1"})):
            name = f"pasted {type} {more}"
            self.note(name, self.workspace.paste(name, exported(pair(None, type, **more))))
        refused = exported(pair(None, "EC"))
        response = self.workspace.try_create(
            {"name": "refused", "jwkStr": json.dumps({**refused, "alg": "RS256"})}, "parse-from-clipboard")
        assert response.status == 400
        self.keys["refused"] = refused
        response = self.workspace.try_generate('{"name": "broken", "k": "a secret of a client"')
        assert response.status == 400
        self.texts["broken request"] = "a secret of a client"

    def fetch(self):
        self.servers.allow_on(self.site)
        good = self.servers.good
        for name, kind in (("fetched RSA", "RSA"), ("fetched EC", "EC")):
            url = good.url(good.add(answer(exported(pair(name, kind)))))
            self.note(name, self.workspace.create(name, "URL", url=url))

    def store_keys(self):
        keys = self.source("keys")
        for number, kind in enumerate(("RSA", "EC", "OKP")):
            pem = stored.key(kind, 100 + number)
            name = f"key {kind}"
            check(keys.post(key_body(keys, name, key_entry(keys, pem))))
            self.keys[name] = jwk_of(stored.load(pem))
            self.note(name, self.workspace.create(f"of {name}", "PRIVATE_KEY", keyName=name))
            keys.get(name)

    def store_keystores(self):
        self.texts["keystore password"] = KEYSTORE_PASSWORD
        keystores = self.source("keystores")
        for number, kind in enumerate(("RSA", "EC")):
            name = f"keystore {kind}"
            file = stored.pkcs12(KEYSTORE_PASSWORD, kind, 110 + number)
            check(keystores.post(keystore_body(name, keystore_entry(keystores, file, KEYSTORE_PASSWORD))))
            self.note(name, self.workspace.create(f"of {name}", "KEYSTORE", keyStoreName=name))
            keystores.get(name)

    def store_certificates(self):
        certificates = self.source("certificates")
        pem = stored.certificate("RSA", 120)
        check(certificates.form("POST", f"{certificates.path}/", fields(certificates, "a certificate", pem)))
        self.workspace.create("of a certificate", "CERTIFICATE", certificateName="a certificate",
                              environmentName=self.workspace.environment)
        check(self.workspace.client.get(f"{certificates.one('a certificate')}export/"))

    def log_in(self):
        user = login.add_user(self.site, USER_PASSWORD, self.workspace.project)
        client = self.site.client()
        issued = check(login.log_in(client, user, USER_PASSWORD)).json["access_token"]
        assert login.log_in(client, user, "not " + USER_PASSWORD).status == 401
        check(self.site.client(issued).get(f"{self.workspace.jwks}/"))
        wrong = "jwkmint_" + "x" * 20 + "y" * 28
        assert self.workspace.client.get(f"{self.workspace.jwks}/", token=wrong).status == 401
        self.texts.update({"password": USER_PASSWORD, "issued token": issued, "wrong token": wrong})

    def change(self):
        """The bundles are written anew, from what is sealed."""
        path = f"{self.workspace.jwks}/rsa-sig/"
        check(self.workspace.client.put(path, {"name": "renamed"}))
        check(self.workspace.client.get(f"{self.workspace.jwks}/"))
        check(self.workspace.client.delete(f"{self.workspace.jwks}/renamed/"))

    def use_the_pool(self):
        """A key that a responder made ahead, by a thread of its own, while there was nothing to do."""
        only(self.site, 1)
        wait_until_filled(self.site, 1)
        only(self.site, 0)
        self.note("made ahead", self.workspace.generate("made ahead", "RSA"))

    def secrets(self):
        """Every form of every secret, with what it is."""
        for name, jwk in self.keys.items():
            for what, data in (*secrets.forms(jwk), *between(jwk)):
                yield f"{what} of {name}", data
        for name, text in self.texts.items():
            yield name, text.encode()

    STEPS = (
        generate, paste, fetch, store_keys, store_keystores, store_certificates, log_in, change, use_the_pool,
    )


class Used:
    """A service that was used in every way, the memory of its responders after each request."""

    def __init__(self, site, servers):
        self.site = site
        self.snapshots = memory.Snapshots()
        self.everything = Everything(site, servers)

    def use(self):
        finish = Client.finish
        # A key that is being made is in memory.
        only(self.site, 0)

        def finish_and_look(curl):
            response = finish(curl)
            self.look(f"{curl.asked.method} {curl.asked.path}")
            return response

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Client, "finish", staticmethod(finish_and_look))
            for step in self.everything.STEPS:
                step(self.everything)
        self.look("all", shared=True)

    def look(self, when, shared=False):
        if SANITIZED:  # its memory is as large as all addresses
            return
        for responder in self.site.server.responders():
            self.snapshots.take(responder.pid, when, shared)

    def found_in_memory(self, wanted):
        return self.snapshots.search(memory.Search(wanted))


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    if not ROOT:
        pytest.skip("only root may look into the memory of responders")
    servers = KeyServers(tmp_path_factory.mktemp("certificates"))
    site = Site()
    try:
        site.serve(min(available().values(), key=lambda server: not server.persistent))
        made = Used(site, servers)
        made.use()
        yield made
    finally:
        site.close()
        servers.close()


@not_sanitized
def test_nothing_stays_in_memory(used):
    assert used.found_in_memory(used.everything.secrets()) == []


def sealing_keys(site):
    for line in (site.home / "keyring").read_text().splitlines():
        if not line.startswith("#"):
            yield jose.unpad(line.split()[1])


@not_sanitized
def test_sealing_keys_have_their_place(used):
    """They are in memory once, where nothing else is: not swapped, not dumped."""
    search = memory.Search((f"sealing key {number}", key) for number, key in enumerate(sealing_keys(used.site)))
    places = [
        (responder.pid, region)
        for responder in used.site.server.responders()
        for region, content in memory.contents(responder.pid)
        for _ in {finding.what for finding in search.content(content, region.name)}
    ]
    assert places and len({pid for pid, _ in places}) == len(places)
    for _, region in places:
        assert region.name == "" and {"lo", "dd"} <= set(region.flags)
        assert region.end - region.start == memory.PAGE


@not_sanitized
def test_no_data_key_stays_in_memory(used):
    """What is derived from the sealing keys, for whatever kind of record (doc/architecture.md)."""
    derived = (
        (f"data key of kind {kind}", HKDF(hashes.SHA256(), 32, None, b"jwkmint seal " + bytes([kind])).derive(key))
        for key in sealing_keys(used.site)
        for kind in range(256)
    )
    assert used.found_in_memory(derived) == []


@not_sanitized
def test_the_search_finds_what_is_there(used):
    """What is public stays: the name of a project, which every request brought along."""
    content = b"....... " + b"a secret of fifteen" + b" ......."
    search = memory.Search([("secret", b"not a secret of fifteen at all")])
    assert {(f.what, f.length) for f in search.content(content, "here")} == {("secret", 21)}
    home = str(used.site.home).encode()
    assert used.found_in_memory([("home", home)])


def test_nothing_in_files_and_logs(used):
    """The plain environment is the one that was asked to have private keys in the clear."""
    site = used.site
    search = memory.Search(used.everything.secrets())
    _, plain, _ = used.everything.workspace.environments
    found = {"elsewhere": set(), plain: set()}
    for path in secrets.files(site.home, site.run, site.directory / "www"):
        content = path.read_bytes()
        environment = plain if site.bundle_directory(plain, "") in path.parents else "elsewhere"
        found[environment] |= {f"{finding.what} in {path}" for finding in search.content(content, path)}
    assert found["elsewhere"] == set()
    assert found[plain] and all("/private/" in finding for finding in found[plain])


# Cores.


def killed_with_a_secret(site, workspace, signal_number, directory):
    """The wait status of a responder that has shown a private key, and died by this signal."""
    path = directory / "socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        responder = start(site, [site.bin / "jwkmint.fcgi"], directory, listening)
    answer = fastcgi.get(
        path, workspace.jwks.removeprefix("/apiops") + "/key/", HTTP_AUTHORIZATION=f"Bearer {workspace.client.token}")
    assert answer.status == 200 and '"d"' in answer.text
    return killed(responder, signal_number)


def start(site, command, directory, stdin):
    """Starts a program that could dump as large a core as it likes."""
    return subprocess.Popen(
        command_as(SERVICE, command), stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=site.environment(), cwd=directory,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2),
    )


def killed(process, signal_number):
    process.send_signal(signal_number)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -os.WTERMSIG(status)
    assert os.WTERMSIG(status) == signal_number
    return status


@not_sanitized
@pytest.mark.parametrize("name", ["SIGABRT", "SIGSEGV"])
def test_no_core(first_own_site, name):
    if not ROOT:
        pytest.skip("only root may raise the limit of cores")
    site, number = first_own_site, signal.Signals[name]
    with tempfile.TemporaryDirectory(prefix="jwkmint-tests-") as made:
        directory = Path(made)
        own(directory, 0o700)
        sleeping = start(site, ["sleep", "600"], directory, subprocess.DEVNULL)
        wait_until(lambda: Path(f"/proc/{sleeping.pid}/comm").read_text() == "sleep\n", "it sleeps")
        if not os.WCOREDUMP(killed(sleeping, number)):
            pytest.skip("this machine dumps no cores")
        for core in directory.iterdir():
            core.unlink()
        workspace = Workspace(site)
        workspace.generate("key", "EC")
        assert not os.WCOREDUMP(killed_with_a_secret(site, workspace, number, directory))
        assert [path.name for path in directory.iterdir()] == ["socket"]
