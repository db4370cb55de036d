"""jwkmintctl settings: what is set stays, what is wrong changes nothing."""

import shutil

import pytest

from harness.account import ROOT, own
from harness.site import Site

NAMES = ["trusted-proxies", "url-allow", "url-ca"]
SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt"


@pytest.fixture(scope="module")
def mint():
    """A home without a web server, for all tests of this file: each leaves the defaults behind."""
    site = Site()
    try:
        yield site
    finally:
        site.close()


def fails(done, *parts):
    assert (done.returncode, done.stdout) == (1, ""), done
    for part in parts:
        assert part in done.stderr, done.stderr


def test_defaults(mint):
    listed = mint.ctl_json("settings", "list")
    names = [setting["name"] for setting in listed]
    assert set(NAMES) <= set(names) and names == sorted(set(names))
    assert all(setting["values"] == [] for setting in listed)
    assert mint.ctl("settings", "get", "url-allow") == ""
    assert mint.ctl_json("settings", "get", "url-ca") == {"name": "url-ca", "values": []}


@pytest.mark.parametrize("name,values", [
    ("url-allow", ["keys.example", "localhost:8443", "[::1]:8443", "10.0.0.1"]),
    ("url-ca", [SYSTEM_CA]),
    ("trusted-proxies", ["192.0.2.1", "10.0.0.0/8", "2001:db8::/32", "::1"]),
])
def test_values_are_set_shown_and_reset(mint, name, values):
    assert mint.ctl("settings", "set", name, *values) == ""
    assert mint.ctl("settings", "get", name).splitlines() == values
    assert mint.ctl_json("settings", "get", name) == {"name": name, "values": values}
    assert {"name": name, "values": values} in mint.ctl_json("settings", "list")
    assert ", ".join(values) in mint.ctl("settings", "list")
    mint.ctl("settings", "set", name)
    assert mint.ctl_json("settings", "get", name)["values"] == []


@pytest.mark.parametrize("name,wrong,part", [
    ("url-allow", "https://keys.example/", "HOST or HOST:PORT"), ("url-allow", "keys.example:http", "PORT"),
    ("url-allow", "", "HOST"), ("trusted-proxies", "proxy.example", "ADDRESS/LEN"),
    ("trusted-proxies", "10.0.0.1/8", "behind LEN"), ("trusted-proxies", "::1/129", "ADDRESS/LEN"),
    ("url-ca", "authority.pem", "absolute path"), ("url-ca", "/nonexistent.pem", "/nonexistent.pem"),
    ("url-ca", "/etc/passwd", "no PEM certificates"),
])
def test_wrong_values_change_nothing(mint, name, wrong, part):
    good = {"url-allow": "keys.example", "trusted-proxies": "192.0.2.1", "url-ca": SYSTEM_CA}[name]
    mint.ctl("settings", "set", name, good)
    fails(mint.try_ctl("settings", "set", name, wrong), f"{name} was not changed", part)
    if name != "url-ca":
        fails(mint.try_ctl("settings", "set", name, good, wrong), f"{name} was not changed", part)
    assert mint.ctl("settings", "get", name).splitlines() == [good]
    mint.ctl("settings", "set", name)


def test_unknown_names(mint):
    for verb in ("get", "set"):
        fails(mint.try_ctl("settings", verb, "url"), "'url'", *NAMES)


def test_usage(mint):
    for arguments in (["settings"], ["settings", "set"], ["settings", "get"], ["settings", "get", "url-ca", "x"]):
        assert mint.try_ctl(*arguments).returncode == 2


def test_authorities_lie_where_a_confined_responder_reads(mint):
    """Below the home or the system's certificates, whatever the name of the way there."""
    outside, inside = mint.directory / "authority.pem", mint.home / "authority.pem"
    shutil.copy(SYSTEM_CA, outside)
    outside.chmod(0o644)
    inside.symlink_to(outside)
    for path in (outside, inside):
        fails(mint.try_ctl("settings", "set", "url-ca", path), str(path), "responders do not read", str(mint.home))
    inside.unlink()
    shutil.copy(SYSTEM_CA, inside)
    own(inside, 0o600)
    mint.ctl("settings", "set", "url-ca", inside)
    inside.unlink()
    mint.ctl("settings", "set", "url-ca")


@pytest.mark.skipif(not ROOT, reason="only root has files that the owner of the home can not read")
def test_the_owner_of_the_home_has_to_read_the_file(mint):
    """Root's own eyes do not count: the responder will not have them."""
    path = mint.home / "root.pem"
    with open(SYSTEM_CA, "rb") as certificates:
        path.write_bytes(certificates.read())
    path.chmod(0o600)
    fails(mint.try_ctl("settings", "set", "url-ca", path, uid=0, cwd="/"), str(path), "Permission denied")
    own(path, 0o600)
    mint.ctl("settings", "set", "url-ca", path, uid=0, cwd="/")
    assert mint.ctl("settings", "get", "url-ca").strip() == str(path)
    mint.ctl("settings", "set", "url-ca")
