"""Keys that are not valid yet, and keys that expire."""

import time
from datetime import datetime, timezone

from harness.errors import bad_request
from harness.processes import wait_until
from harness.site import Workspace


def moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def wait_for_clock(seconds):
    wait_until(lambda: time.time() >= seconds, f"the clock reaches {seconds}")


def test_future_key(workspace):
    """Verifiers know the key before it signs: its private half waits."""
    start = int(time.time()) + 4
    shown = workspace.generate("key", "EC", ec={"algorithm": "ES256", "notBeforeTime": moment(start)})
    workspace.generate("secret", "OCT", oct={"notBeforeTime": moment(start)})
    bundle = workspace.bundle()
    manifest, _ = bundle.read()
    # On a machine so slow that the moment has passed already, there is nothing to see.
    if bundle.key("key")["state"] == "future":
        assert manifest["nextChange"] == moment(start)
        assert [key["kid"] for key in bundle.public_set()] == [shown["kid"]]
        assert bundle.key("key")["file"] is None and bundle.key("key")["pem"] is not None
        assert bundle.key("secret")["file"] is None
    assert workspace.get("key")["ec"]["d"], "the API shows it to who may see it"
    wait_for_clock(start)
    workspace.site.ctl("deploy", "--project", workspace.project)
    assert bundle.key("key")["state"] == "active"
    assert bundle.open_private("key")["d"] == shown["ec"]["d"]
    assert bundle.open_private("secret")["kty"] == "oct"
    assert bundle.public_set()[0]["kid"] == shown["kid"]


def test_far_future_key(site):
    workspace = Workspace(site, environments=("sealed", "plain", "none"))
    workspace.generate("key", "RSA", rsa={"algorithm": "RS256", "notBeforeTime": "2050-01-01T00:00:00Z"})
    for environment in workspace.environments:
        bundle = workspace.bundle(environment)
        assert bundle.key("key")["state"] == "future" and bundle.key("key")["file"] is None
        assert len(bundle.public_set()) == 1
        assert not [path for path in bundle.paths() if path.startswith("private/")]
        assert bundle.manifest["nextChange"] == "2050-01-01T00:00:00Z"


def test_nothing_expires_after_the_year_9999(workspace):
    """Its text would have five digits, which readers of ISO 8601 do not take."""
    begin, last = "9999-06-01T00:00:00Z", "9999-12-31T23:59:59Z"
    response = workspace.try_generate({"name": "key", "type": "EC", "ec": {"notBeforeTime": begin}})
    bad_request(response, "notBeforeTime", begin, "expirationTime")
    shown = workspace.generate("key", "EC", ec={"notBeforeTime": begin, "expirationTime": last})
    assert shown["expirationTime"] == last


def test_expired_key_leaves_the_sets(site):
    workspace = Workspace(site, environments=("sealed", "plain"))
    end = int(time.time()) + 6
    for name, type, use in (("sig", "EC", "SIGNATURE"), ("enc", "RSA", "ENCRYPTION"), ("mac", "OCT", "SIGNATURE")):
        algorithm = {"sig": "ES256", "enc": "RSA-OAEP", "mac": "HS256"}[name]
        asked = {"keyUseType": use, "algorithm": algorithm, "expirationTime": moment(end)}
        workspace.generate(name, type, **{type.lower(): asked})
    stays = workspace.generate("stays", "EC")
    wait_for_clock(end)
    check = site.try_ctl("deploy", "--check", "--project", workspace.project)
    assert check.returncode == 1, "a bundle whose next change has passed is behind"
    site.ctl("deploy", "--project", workspace.project)
    for environment in workspace.environments:
        bundle = workspace.bundle(environment)
        assert [key["kid"] for key in bundle.all_public()] == [stays["kid"]]
        manifest, files = bundle.read()
        states = {key["name"]: key["state"] for key in manifest["keys"]}
        assert states == {"sig": "expired", "enc": "expired", "mac": "expired", "stays": "active"}
        assert sorted(["manifest.json", *files]) == bundle.paths()
        assert not [path for path in files if path.startswith("public/pem/")]
        assert [bundle.key(name)["file"] for name in ("sig", "enc", "mac")] == [None] * 3
    assert site.try_ctl("deploy", "--check", "--project", workspace.project).returncode == 0
    assert workspace.get("sig")["ec"]["d"], "the store keeps it"


def test_the_next_change_of_a_project_takes_it_out(workspace):
    end = int(time.time()) + 6
    workspace.generate("old", "EC", ec={"expirationTime": moment(end)})
    wait_for_clock(end)
    new = workspace.generate("new", "EC")
    assert [key["kid"] for key in workspace.bundle().public_set()] == [new["kid"]]
