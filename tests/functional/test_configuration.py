"""What is wrong with a configuration is told in the web server's error log: the file, the setting,
the remedy.

Each case breaks one thing under a site that works, and looks for the sentence there, where clients
do not see it.
"""

import os
import re
import shutil

import pytest

from harness.account import ROOT, SERVICE, STRANGER, own, run_as
from harness.errors import TEXTS, error
from harness.processes import wait_until
from harness.site import Workspace

# What web servers write before each piece of a line that they found too long.
CONTINUED = "FastCGI-stderr:|mod_fcgid: stderr: |AH01071: Got error '|FastCGI sent in stderr: \""

needs_root = pytest.mark.skipif(not ROOT, reason="only root can give a file away")


class Patient:
    """A site that works, and is then broken while its server is stopped."""

    def __init__(self, site):
        self.site = site
        self.workspace = Workspace(site)
        self.workspace.generate("before", "EC")
        self.before = {}

    def broken_by(self, harm):
        """Stops the server, does the harm and starts it again."""
        self.site.server.stop()
        harm()
        self.before = {path: len(path.read_text()) for path in self.site.run.glob("*.log")}
        self.site.server.start()
        self.workspace.client = self.site.client(self.workspace.client.token)

    def logged(self, *parts):
        """Waits until one line of the log that is ours has all these parts."""
        parts = [str(part) for part in parts]

        def found():
            lines = self.new_log().splitlines()
            return [line for line in lines if "jwkmint: " in line and all(part in line for part in parts)]

        try:
            wait_until(found, "the line is there", 10)
        except AssertionError:
            raise AssertionError(f"no line with {parts} in:\n{self.new_log()}") from None

    def new_log(self):
        """What was logged since the harm. Web servers cut long lines of responders; that is undone."""
        text = "".join(
            path.read_text(errors="replace")[self.before.get(path, 0) :]
            for path in sorted(self.site.run.glob("*.log"))
        )
        return re.sub(rf"(?:'|\" while [^\n]*)?\n[^\n]*(?:{CONTINUED})(?!jwkmint: )", "", text)

    def refuses_everything(self, *parts):
        """Nothing works, the log has the sentence, and clients do not learn of it."""
        client = self.workspace.client
        health = client.get("/apiops/test/healthcheck", token=None)
        assert health.status == 503, health.text
        answer = client.get(f"{self.workspace.jwks}/")
        error(answer, 500, "internal_error", TEXTS["internal"])
        for response in (health, answer):
            assert str(self.site.directory) not in response.text
        self.logged(*parts)

    def deploys_nothing(self, *parts):
        """A key is made, its environment fails, and the log says where and why."""
        answer = self.workspace.try_generate({"name": "after", "type": "EC"})
        assert answer.status == 200, answer.text
        [result] = answer.json["deploymentResult"]["environmentResults"]
        assert result["success"] is False
        assert str(self.site.directory) not in answer.text
        self.logged(self.workspace.environment, *parts)

    def recovers(self, heal):
        """When the remedy is applied, everything works."""
        self.broken_by(heal)
        self.site.ctl("deploy")
        assert self.workspace.client.get("/apiops/test/healthcheck").text == "OK"
        self.workspace.generate("healed", "EC")


@pytest.fixture
def patient(own_site):
    return Patient(own_site)


@pytest.fixture
def conf(own_site):
    """Writes jwkmint.conf beside the programs."""
    path = own_site.bin / "jwkmint.conf"

    def write(text, mode=0o644):
        path.write_text(text)
        own(path, mode)
        return path

    return write


def move_home(site):
    site.home.rename(site.directory / "aside")


def test_no_home(patient):
    site = patient.site
    patient.broken_by(lambda: move_home(site))
    patient.refuses_everything(f"The home {site.home} does not exist", "JWKMINT_HOME", "jwkmintctl init")
    patient.recovers(lambda: (site.directory / "aside").rename(site.home))


def test_home_is_a_file(patient):
    site = patient.site

    def harm():
        move_home(site)
        site.home.write_text("")

    patient.broken_by(harm)
    patient.refuses_everything(f"The home {site.home} is not a directory", "JWKMINT_HOME")


@needs_root
def test_home_that_can_not_be_reached(patient):
    site = patient.site
    hidden = site.directory / "hidden"

    def harm():
        hidden.mkdir()
        os.chmod(hidden, 0o700)
        site.home.rename(hidden / "home")
        site.home.symlink_to(hidden / "home")

    patient.broken_by(harm)
    patient.refuses_everything(f"The home {site.home} can not be reached", "JWKMINT_HOME", "chmod o+x")
    patient.recovers(lambda: os.chmod(hidden, 0o711))


@needs_root
def test_home_closed_to_its_owner(patient):
    site = patient.site
    patient.broken_by(lambda: os.chmod(site.home, 0o011))
    patient.refuses_everything(f"The home {site.home} is closed to its owner", "0011", "chmod 711")
    patient.recovers(lambda: os.chmod(site.home, 0o711))


@needs_root
def test_home_of_another_user(patient):
    site = patient.site
    uid = site.home.stat().st_uid
    patient.broken_by(lambda: os.chown(site.home, STRANGER, STRANGER))
    patient.refuses_everything(
        f"The home {site.home} belongs to uid {STRANGER}", f"runs as uid {uid}", "chown -R", "JWKMINT_HOME"
    )
    patient.recovers(lambda: os.chown(site.home, uid, uid))


@needs_root
def test_store_of_another_user(patient):
    database = patient.site.home / "db"
    patient.broken_by(lambda: os.chown(database, STRANGER, STRANGER))
    patient.refuses_everything(f"{database} belongs to uid {STRANGER}", "chown -R")


def test_store_open_to_others(patient):
    database = patient.site.home / "db"
    patient.broken_by(lambda: os.chmod(database, 0o755))
    patient.refuses_everything(f"{database} is open to others (mode 0755)", "chmod 700")
    patient.recovers(lambda: os.chmod(database, 0o700))


def test_keyring_open_to_others(patient):
    keyring = patient.site.home / "keyring"
    patient.broken_by(lambda: os.chmod(keyring, 0o644))
    patient.refuses_everything(f"{keyring}: the keyring is open to others (mode 0644)", f"chmod 600 {keyring}")
    patient.recovers(lambda: os.chmod(keyring, 0o600))


@needs_root
def test_keyring_that_its_owner_can_not_read(patient):
    keyring = patient.site.home / "keyring"
    patient.broken_by(lambda: os.chmod(keyring, 0o200))
    patient.refuses_everything(f"{keyring}: the keyring can not be read", f"chmod 600 {keyring}")
    patient.recovers(lambda: os.chmod(keyring, 0o600))


def test_configured_keyring_that_is_missing(patient, conf):
    elsewhere = patient.site.directory / "elsewhere"
    patient.broken_by(lambda: conf(f"keyring = {elsewhere}\n"))
    path = patient.site.bin / "jwkmint.conf"
    patient.refuses_everything(f"`keyring` in {path}", f"{elsewhere}: the keyring is missing")


@pytest.mark.parametrize(
    "text, said",
    [
        ("hoem = /srv/jwkmint\n", "'hoem' is not understood"),
        ("# a comment\n\njust words\n", ":3: 'just words' is not understood"),
        ("home = relative\n", ":1: home is 'relative': it must be an absolute path"),
        ("bundle-root =\n", ":1: bundle-root is '': it must be an absolute path"),
    ],
    ids=["name", "words", "relative", "empty"],
)
def test_conf_with_a_line_that_is_not_understood(patient, conf, text, said):
    path = patient.site.bin / "jwkmint.conf"
    patient.broken_by(lambda: conf(text))
    patient.refuses_everything(path, said)
    patient.recovers(path.unlink)


@needs_root
def test_conf_that_can_not_be_read(patient, conf):
    path = patient.site.bin / "jwkmint.conf"
    patient.broken_by(lambda: conf("", 0o000))
    patient.refuses_everything(path, "Permission denied", "chmod 644")
    patient.recovers(lambda: os.chmod(path, 0o644))


def test_bundle_root_that_is_missing(patient, conf):
    elsewhere = patient.site.directory / "bundles"
    path = patient.site.bin / "jwkmint.conf"
    patient.broken_by(lambda: conf(f"bundle-root = {elsewhere}\n"))
    patient.deploys_nothing(elsewhere, "No such file", f"named by `bundle-root` in {path}")

    def heal():
        elsewhere.mkdir()
        own(elsewhere, 0o711)

    patient.broken_by(heal)
    patient.site.ctl("deploy")
    assert (elsewhere / patient.workspace.environment / patient.workspace.project / "manifest.json").exists()


@needs_root
def test_bundle_root_of_another_user(patient):
    root = patient.site.home / "bundles"
    uid = root.stat().st_uid
    patient.broken_by(lambda: os.chown(root, STRANGER, STRANGER))
    patient.deploys_nothing(root, "belongs to another user", "`bundle-root`", patient.site.bin / "jwkmint.conf")
    patient.recovers(lambda: os.chown(root, uid, uid))


def test_bundle_root_that_is_a_file(patient):
    root = patient.site.home / "bundles"

    def harm():
        root.rename(patient.site.directory / "aside")
        root.write_text("")

    patient.broken_by(harm)
    patient.deploys_nothing(root, "is not a directory", "`bundle-root`")


def test_environment_outside_of_the_bundle_root(own_site):
    """Refused when it is chosen, with the file that says where the root is."""
    outside = own_site.directory / "outside"
    done = own_site.try_ctl(
        "environment", "add", "outside", "--private", "none", "--directory", outside
    )
    assert done.returncode == 1
    assert str(outside) in done.stderr and str(own_site.home / "bundles") in done.stderr
    assert "`bundle-root`" in done.stderr and str(own_site.bin / "jwkmint.conf") in done.stderr
    assert not outside.exists()


@pytest.fixture
def nested(patient):
    """The environment lies at BUNDLE-ROOT/group/chosen."""
    group = patient.site.home / "bundles" / "group"
    group.mkdir()
    own(group, 0o711)
    patient.site.ctl("environment", "set", patient.workspace.environment, "--directory", group / "chosen")
    return group


def test_environment_that_moved_out_of_the_bundle_root(patient, nested):
    """A link on the way, made later, leads nothing of ours out; the old bundle is left alone."""
    outside = patient.site.directory / "outside"

    def harm():
        nested.rename(outside)
        nested.symlink_to(outside)

    patient.broken_by(harm)
    files = sorted(path for path in outside.rglob("*"))
    patient.deploys_nothing(nested / "chosen", "lies outside of the bundle root", "environment set", "`bundle-root`")
    assert sorted(path for path in outside.rglob("*")) == files
    done = patient.site.try_ctl("deploy", "--check")
    assert done.returncode == 1 and "outside of the bundle root" in done.stdout

    def heal():
        nested.unlink()
        outside.rename(nested)

    patient.broken_by(heal)
    patient.site.ctl("deploy")
    patient.site.ctl("deploy", "--check")


def test_environment_that_a_link_took_the_place_of(patient, nested):
    chosen, outside = nested / "chosen", patient.site.directory / "outside"

    def harm():
        chosen.rename(outside)
        chosen.symlink_to(outside)

    patient.broken_by(harm)
    patient.deploys_nothing(chosen, "symbolic link", "`bundle-root`")
    assert not (outside / patient.workspace.project / "private" / "after").exists()


def test_bundle_root_may_be_a_link(patient):
    """Of the operator's own making, as for a disk of its own."""
    root = patient.site.home / "bundles"

    def harm():
        root.rename(patient.site.directory / "disk")
        root.symlink_to(patient.site.directory / "disk")

    patient.broken_by(harm)
    patient.workspace.generate("behind-the-link", "EC")


@pytest.mark.skipif(shutil.which("db5.3_dump") is None, reason="db5.3-util is not installed")
def test_database_of_a_newer_version(patient):
    """The row that says whose store it is has format 2: nothing is read, nothing is changed."""
    database = patient.site.home / "db"
    saved = patient.site.directory / "saved"

    def harm():
        shutil.copytree(database, saved)
        run("db5.3_recover", "-h", database)
        dumped = run("db5.3_dump", database / "records.db")
        lines = dumped.splitlines()
        row = next(n for n, line in enumerate(lines) if line.startswith(" " + b"mstore".hex()))
        assert lines[row + 1].startswith(" 01")
        lines[row + 1] = " 02" + lines[row + 1][3:]
        loaded = patient.site.directory / "newer.db"
        run("db5.3_load", loaded, input="\n".join(lines) + "\n")
        (database / "records.db").write_bytes(loaded.read_bytes())

    patient.broken_by(harm)
    patient.refuses_everything(database, "written by a newer version of jwkmint", "format 2", "Install")
    done = patient.site.try_ctl("project", "add", "other")
    assert done.returncode == 1 and "newer version" in done.stderr

    def heal():
        for path in database.iterdir():
            path.unlink()
        for path in saved.iterdir():
            shutil.copy(path, database / path.name)
            own(database / path.name, 0o600)

    patient.recovers(heal)


def run(*command, input=None):
    done = run_as(SERVICE, command, **({} if input is None else {"input": input}))
    assert done.returncode == 0, done.stderr
    return done.stdout
