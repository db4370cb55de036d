"""An environment that can not be written: the others go on, the answer says so, deploy repairs."""

import os
import shutil

import pytest

from harness.account import ROOT, own
from harness.bundle import Bundle
from harness.site import Workspace


def take_away(*directories):
    """The service can no longer write into these."""
    for directory in directories:
        if ROOT:
            os.chown(directory, 0, 0)
        directory.chmod(0o555)

    def repair():
        for directory in directories:
            own(directory, 0o711)

    return repair


def unwritable(directory, project):
    return take_away(directory, directory / project)


def unwritable_bundle(directory, project):
    return take_away(directory / project)


def unwritable_public(directory, project):
    repair = take_away(directory / project, directory / project / "public")
    return lambda: (repair(), own(directory / project / "public", 0o755))


def missing(directory, _project):
    aside = directory.with_name(directory.name + "-aside")
    directory.rename(aside)
    return lambda: aside.rename(directory)


def in_the_way(path):
    aside = path.with_name(path.name + "-aside")
    path.rename(aside)
    path.write_text("not a directory")

    def repair():
        path.unlink()
        aside.rename(path)

    return repair


def file_in_its_way(directory, _project):
    return in_the_way(directory)


def file_in_the_way_of_the_bundle(directory, project):
    return in_the_way(directory / project)


def link_in_its_way(directory, _project):
    aside = directory.with_name(directory.name + "-aside")
    directory.rename(aside)
    directory.symlink_to(aside)

    def repair():
        directory.unlink()
        aside.rename(directory)

    return repair


def emptied(directory, project):
    shutil.rmtree(directory / project)
    own_empty = directory / project
    own_empty.write_text("")
    return own_empty.unlink


BREAKAGES = [unwritable, unwritable_bundle, unwritable_public, missing, file_in_its_way, file_in_the_way_of_the_bundle,
             link_in_its_way, emptied]


@pytest.fixture
def places(site):
    """Two environments with directories of their own and one without; the middle one will break."""
    workspace = Workspace(site, environments=())
    root = site.home / "bundles"
    workspace.directories = {}
    for position in ("a", "b", "c"):
        name = f"{workspace.project}-{position}"
        directory = root / f"place-{name}"
        site.environment_for(workspace.project, name=name, private="sealed", directory=str(directory))
        workspace.environments.append(name)
        workspace.directories[name] = directory
    return workspace


def bundle(places, environment):
    return Bundle(places.directories[environment] / places.project, places.site.recipient(environment))


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.__name__)
def test_one_fails_the_others_deploy(places, breakage):
    site = places.site
    first = places.generate("first", "EC")
    good, broken, also_good = places.environments
    repair = breakage(places.directories[broken], places.project)
    try:
        response = places.try_generate({"name": "second", "type": "RSA"})
        assert response.status == 200 and response.json["success"] is True
        result = response.json["deploymentResult"]
        assert result["success"] is False
        assert result["message"] == "Deployment failed for 1 of 3 environments"
        names = [entry["environmentName"] for entry in result["environmentResults"]]
        assert names == places.environments
        outcomes = {entry["environmentName"]: entry for entry in result["environmentResults"]}
        for name in (good, also_good):
            assert outcomes[name] == {
                "environmentName": name, "success": True, "message": "Deployed successfully"
            }
        assert outcomes[broken]["success"] is False
        message = outcomes[broken]["message"]
        assert message and message != "Deployed successfully"
        for other in (good, also_good):
            assert str(places.directories[other]) not in message
        assert str(site.home / "db") not in message and str(site.home / "keyring") not in message

        second = places.get("second")
        assert second["rsa"]["d"], "the key is kept"
        kids = {first["kid"], second["kid"]}
        for name in (good, also_good):
            assert {key["kid"] for key in bundle(places, name).public_set()} == kids

        behind = site.try_ctl("deploy", "--check", "--project", places.project)
        assert behind.returncode == 1 and broken in behind.stdout + behind.stderr
        still = site.try_ctl("deploy", "--project", places.project)
        assert still.returncode == 1 and broken in still.stdout + still.stderr
        assert site.try_ctl("status").returncode == 1
    finally:
        repair()
    site.ctl("deploy", "--project", places.project)
    manifest, files = bundle(places, broken).read()
    assert sorted(["manifest.json", *files]) == bundle(places, broken).paths()
    assert {key["kid"] for key in bundle(places, broken).public_set()} == kids
    assert bundle(places, broken).open_private("second")["d"] == second["rsa"]["d"]
    assert site.try_ctl("deploy", "--check", "--project", places.project).returncode == 0


def test_next_change_repairs_too(places):
    broken = places.environments[1]
    repair = missing(places.directories[broken], places.project)
    try:
        assert places.try_generate({"name": "first", "type": "EC"}).json["deploymentResult"]["success"] is False
    finally:
        repair()
    places.generate("second", "EC")
    assert len(bundle(places, broken).public_set()) == 2


def test_all_fail(places):
    repairs = [unwritable(directory, places.project) for directory in places.directories.values()]
    try:
        response = places.try_generate({"name": "key", "type": "EC"})
    finally:
        for repair in repairs:
            repair()
    assert response.status == 200 and response.json["success"] is True
    assert response.json["deploymentResult"]["message"] == "Deployment failed for 3 of 3 environments"
    assert places.get("key")["ec"]["d"]
    places.site.ctl("deploy", "--project", places.project)
    assert all(len(bundle(places, name).public_set()) == 1 for name in places.environments)


def test_command_line_says_it_too(places):
    broken = places.environments[1]
    repair = unwritable(places.directories[broken], places.project)
    try:
        done = places.site.try_ctl("jwk", "generate", places.project, "key", "--type", "EC")
    finally:
        repair()
    assert done.returncode == 1 and "1 of 3" in done.stderr and broken in done.stdout + done.stderr
    assert places.get("key")["ec"]["d"]


@pytest.mark.parametrize("damage", ["changed", "removed", "truncated", "extra"])
def test_deploy_repairs_damaged_files(workspace, damage):
    workspace.generate("key", "EC", ec={"algorithm": "ES256"})
    files = workspace.bundle()
    before = files.contents()
    for path in list(before):
        if path == "manifest.json":
            continue
        target = files.directory / path
        if damage == "changed":
            target.write_bytes(before[path][:-1] + b"?")
        elif damage == "removed":
            target.unlink()
        elif damage == "truncated":
            target.write_bytes(b"")
        else:
            target.with_name("left-over").write_bytes(b"x")
            own(target.with_name("left-over"), 0o644)
    if damage != "extra":
        assert workspace.site.try_ctl("deploy", "--check", "--project", workspace.project).returncode == 1
    else:
        (files.directory / "manifest.json").unlink()
    workspace.site.ctl("deploy", "--project", workspace.project)
    manifest, read = files.read()
    assert sorted(["manifest.json", *read]) == files.paths()
    assert len(files.public_set()) == 1 and files.open_private("key")["kty"] == "EC"
    public = {path: data for path, data in before.items() if path.startswith("public/")}
    assert {path: data for path, data in files.contents().items() if path in public} == public


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"format": 2}', b"\xff" * 100,
                                     b'{"format": 1, "files": [{"path": "../../../keyring"}]}'])
def test_deploy_replaces_a_manifest_that_is_none(workspace, content):
    workspace.generate("key", "EC")
    (workspace.bundle().directory / "manifest.json").write_bytes(content)
    workspace.generate("other", "EC")
    assert len(workspace.bundle().public_set()) == 2
    manifest, files = workspace.bundle().read()
    assert sorted(["manifest.json", *files]) == workspace.bundle().paths()
    assert (workspace.site.home / "keyring").exists()


def test_directory_that_is_no_utf8(workspace):
    """A path holds any bytes; JSON does not."""
    site = workspace.site
    directory = site.home / "bundles" / "broken-\udcff"
    name = site.environment_for(workspace.project, private="none", directory=directory)
    [listed] = [e for e in site.ctl_json("environment", "list") if e["name"] == name]
    assert listed["directory"].endswith("/broken-\ufffd")
    repair = file_in_its_way(directory, workspace.project)
    response = workspace.try_generate({"name": "key", "type": "EC"})
    results = {result["environmentName"]: result for result in response.json["deploymentResult"]["environmentResults"]}
    assert response.status == 200 and not results[name]["success"]
    assert len(site.ctl_json("jwk", "list", workspace.project)) == 1
    repair()
    site.ctl("environment", "remove", name)
