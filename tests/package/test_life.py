"""The package's life on a machine: installed, set up, upgraded, removed, purged."""

import json
import shutil

from webserver import Apache, Lighttpd

HOME = "/var/lib/jwkmint"
RECIPIENT = "/root/production.recipient.jwk"
CONSENT = f"{HOME}/delete-on-purge"
JWKS = "/apiops/projects/MyProject/jwks"


def put(machine, file, name):
    shutil.copy(file, machine.path(f"/root/{name}"))
    return f"/root/{name}"


def set_up(machine):
    """The steps of README.Debian; returns the token."""
    ctl = "jwkmintctl"
    machine.run(ctl, "init")
    machine.run(ctl, "project", "add", "MyProject")
    machine.run(ctl, "environment", "add", "production", "--recipient-out", RECIPIENT)
    machine.run(
        ctl, "user", "add", "ci", "--role", "ROLE_API_SECURITY",
        "--role", "ROLE_DEPLOY_UNDEPLOY_PROXIES", "--project", "MyProject",
    )
    return machine.run(ctl, "token", "issue", "ci", "--expires", "90d").strip()


def generate(server, token, name):
    status, text = server.ask(
        f"{JWKS}/generate", token, {"name": name, "type": "EC", "ec": {"algorithm": "ES256"}}
    )
    assert status == 200, text + server.log()
    assert json.loads(text)["deploymentResult"]["success"] is True, text


def published(server):
    status, text = server.ask("/.well-known/jwks/production/MyProject/jwks.json")
    assert status == 200, text
    return json.loads(text)["keys"]


def owner_and_mode(machine, path):
    return machine.run("stat", "-c", "%U:%G %a", path).strip()


def home_state(machine):
    """What must not change by itself: all files but the store's own, which lives."""
    home = machine.path(HOME)
    return {
        str(path.relative_to(home)): (path.stat().st_uid, path.stat().st_mode, path.read_bytes())
        for path in home.rglob("*")
        if path.is_file() and path.parent.name != "db"
    }


def check_home(machine):
    assert owner_and_mode(machine, HOME) == "www-data:www-data 711"
    assert not list(machine.path(HOME).iterdir())


def check_all_in_order(machine, server, token, keys):
    assert server.ask("/apiops/test/healthcheck")[1] == "OK", server.log()
    assert len(json.loads(server.ask(f"{JWKS}/", token)[1])["resultList"]) == keys
    assert len(published(server)) == keys
    machine.run("jwkmintctl", "status")


def test_from_installation_to_purge(machine, package):
    first = put(machine, package.file, "jwkmint.deb")
    higher = put(machine, package.next_version(), "jwkmint-next.deb")
    machine.apt("update")

    # lighttpd comes along as what the package recommends.
    machine.apt("install", first)
    check_home(machine)

    server = Lighttpd(machine)
    assert not server.enabled()
    token = set_up(machine)
    server.enable()
    server.start()
    generate(server, token, "one")
    check_all_in_order(machine, server, token, 1)
    assert owner_and_mode(machine, f"{HOME}/keyring") == "www-data:www-data 600"
    server.stop()

    # An upgrade keeps the home, the operator's configuration, and that it is enabled.
    before = home_state(machine)
    assert {"keyring", "bundles/production/MyProject/manifest.json"} <= set(before)
    with machine.path(server.AVAILABLE).open("a") as file:
        file.write("# The operator was here.\n")
    machine.apt("install", higher)
    assert "The operator was here." in machine.path(server.AVAILABLE).read_text()
    assert home_state(machine) == before
    server.start()
    check_all_in_order(machine, server, token, 1)
    server.stop()

    # Apache uses the same home.
    machine.apt("install", "--no-install-recommends", "apache2", "libapache2-mod-fcgid")
    apache = Apache(machine)
    assert not apache.enabled()
    apache.enable()
    apache.start()
    generate(apache, token, "two")
    check_all_in_order(machine, apache, token, 2)
    apache.stop()

    # Removed: the keys stay, and no web server is left with a responder that is gone.
    before = home_state(machine)
    said = machine.apt("remove", "jwkmint")
    assert f"{HOME} stays" in said and CONSENT in said
    assert home_state(machine) == before
    assert not server.enabled()
    assert not apache.enabled()
    server.check()
    apache.check()

    # Installed again, it goes on with them.
    machine.apt("install", higher)
    assert home_state(machine) == before
    server.enable()
    server.start()
    check_all_in_order(machine, server, token, 2)
    server.stop()

    # Purged, but nobody said that the keys may go.
    said = machine.apt("purge", "jwkmint")
    assert f"{HOME} was NOT deleted" in said
    assert home_state(machine) == before
    assert not machine.path(server.AVAILABLE).exists()
    assert not server.enabled()

    # Purged, and somebody did.
    machine.apt("install", first)
    assert home_state(machine) == before
    machine.run("touch", CONSENT)
    said = machine.apt("purge", "jwkmint")
    assert f"DELETING {HOME}" in said
    assert not machine.path(HOME).exists()

    # A home that never had a key goes without a word.
    machine.apt("install", first)
    check_home(machine)
    said = machine.apt("purge", "jwkmint")
    assert HOME not in said
    assert not machine.path(HOME).exists()
