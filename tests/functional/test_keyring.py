"""A keyring that is not what it must be, and other things that are wrong with a home."""

import os
import shutil

import pytest

from harness.account import ROOT, own
from harness.errors import TEXTS, error
from harness.processes import wait_until
from harness.site import Site, Workspace


def missing(keyring, _site):
    keyring.unlink()


def readable_by_group(keyring, _site):
    keyring.chmod(0o640)


def readable_by_others(keyring, _site):
    keyring.chmod(0o604)


def truncated(keyring, _site):
    lines = [line for line in keyring.read_text().splitlines() if line and line[0] != "#"]
    replace(keyring, lines[-1][: len(lines[-1]) // 2])


def empty(keyring, _site):
    replace(keyring, "")


def of_another_store(keyring, _site):
    other = Site()
    try:
        replace(keyring, (other.home / "keyring").read_text())
    finally:
        other.close()


def garbage(keyring, _site):
    replace(keyring, "\x00\x01 this is no keyring \xff" * 20)


def a_directory(keyring, _site):
    keyring.unlink()
    keyring.mkdir()
    own(keyring, 0o700)


def a_link(keyring, site):
    keyring.rename(site.directory / "elsewhere")
    keyring.symlink_to(site.directory / "missing")


def replace(keyring, text):
    keyring.unlink()
    keyring.write_text(text)
    own(keyring, 0o600)


HARMS = [missing, readable_by_group, readable_by_others, truncated, empty, of_another_store, garbage, a_directory, a_link]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_keyring(own_site, harm):
    workspace = Workspace(own_site)
    workspace.generate("key", "EC")
    keyring = own_site.home / "keyring"
    saved = keyring.read_bytes()
    before = own_site.server.logs()
    own_site.server.stop()
    harm(keyring, own_site)
    harmed = describe(keyring)
    own_site.server.start()
    client = own_site.client(workspace.client.token)

    response = client.get("/apiops/test/healthcheck", token=None)
    assert response.status == 503 and str(own_site.home) not in response.text
    for method, path, body in (
        ("GET", f"{workspace.jwks}/", None), ("GET", f"{workspace.jwks}/key/", None),
        ("POST", f"{workspace.jwks}/generate", {"name": "other", "type": "EC"}),
        ("GET", "/apiops/test/hello/x", None),
    ):
        error(client.request(method, path, body), 500, "internal_error", TEXTS["internal"])
    logged = wait_until(lambda: own_site.server.logs().removeprefix(before), "the log says why")
    assert str(keyring) in logged, logged
    said = own_site.try_ctl("jwk", "list", workspace.project)
    assert said.returncode == 1 and str(keyring) in said.stderr and said.stdout == ""
    assert own_site.try_ctl("init").returncode == 1
    assert own_site.try_ctl("status").returncode == 1
    assert describe(keyring) == harmed, "nothing has touched the keyring"

    if keyring.is_dir() and not keyring.is_symlink():
        keyring.rmdir()
    else:
        keyring.unlink(missing_ok=True)
    keyring.write_bytes(saved)
    own(keyring, 0o600)
    own_site.server.stop()
    own_site.server.start()
    client = own_site.client(workspace.client.token)
    assert client.get("/apiops/test/healthcheck").text == "OK"
    assert client.get(f"{workspace.jwks}/key/").json["resultList"][0]["ec"]["d"]
    assert client.get(f"{workspace.jwks}/").json["resultCount"] == 1


def describe(path):
    if path.is_symlink():
        return os.readlink(path)
    if not path.exists():
        return None
    return (path.stat().st_mode, path.read_bytes() if path.is_file() else "directory")


@pytest.mark.parametrize("harm", [readable_by_others, missing], ids=lambda harm: harm.__name__)
def test_what_to_do_is_said(own_site, harm):
    keyring = own_site.home / "keyring"
    own_site.server.stop()
    harm(keyring, own_site)
    own_site.server.start()
    own_site.client().get("/apiops/test/healthcheck")
    expected = {"readable_by_others": "chmod 600", "missing": "copy"}[harm.__name__]
    wait_until(lambda: expected in own_site.server.logs().lower(), f"the log says {expected!r}", 5)


@pytest.mark.skipif(not ROOT, reason="only root can give a file away")
def test_keyring_of_another_user(own_site):
    keyring = own_site.home / "keyring"
    own_site.server.stop()
    os.chown(keyring, 0, 0)
    own_site.server.start()
    assert own_site.client().get("/apiops/test/healthcheck").status == 503


def test_no_home(home):
    shutil.rmtree(home.home)
    done = home.try_ctl("project", "list")
    assert done.returncode == 1 and str(home.home) in done.stderr and "init" in done.stderr


def test_home_without_a_store_is_unhealthy(own_site):
    own_site.server.stop()
    (own_site.home / "db").rename(own_site.home / "aside")
    own_site.server.start()
    client = own_site.client()
    assert client.get("/apiops/test/healthcheck").status == 503
    assert not (own_site.home / "db").exists(), "no store is made behind an existing keyring"
    assert own_site.try_ctl("init").returncode == 1
    (own_site.home / "aside").rename(own_site.home / "db")
    own_site.server.stop()
    own_site.server.start()
    assert own_site.client().get("/apiops/test/healthcheck").text == "OK"
