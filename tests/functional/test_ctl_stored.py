"""jwkmintctl key, certificate and keystore."""

import io
import subprocess
import zipfile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from harness.account import ROOT, SERVICE, command_as, own
from harness.secrets import files
from harness.settings import DEADLINE
from harness.site import Site
from harness.stored import base64_of, certificate, key, pkcs12, private_der, public_der, public_pem, secret_bytes


@pytest.fixture(scope="module")
def mint():
    """A home without a web server, for all tests of this file: names are made anew."""
    site = Site()
    try:
        yield site
    finally:
        site.close()


@pytest.fixture
def project(mint):
    return mint.project()


@pytest.fixture
def environment(mint, project):
    return mint.environment_for(project, private="none")


def fails(done, status, *parts):
    assert done.returncode == status, done
    assert done.stdout == "", done
    for part in parts:
        assert part in done.stderr, done.stderr


def write(mint, content):
    """A file that only its owner, who runs the tool, may read."""
    path = mint.recipients / mint.new_name("file")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    own(path, 0o600)
    return path


def test_key(mint, project, environment):
    second = mint.environment_for(project, private="none")
    public, private = write(mint, public_der(key())), write(mint, key())
    both = ("--environment", environment, "--environment", second)
    assert mint.ctl("key", "add", project, "k", *both, "--private", private, "--public", public,
                    "--description", "d") == ""
    [listed] = mint.ctl_json("key", "list", project)
    assert (listed["name"], listed["type"], listed["environments"], listed["description"]) == \
        ("k", "EC", [environment, second], "d")
    shown = mint.ctl_json("key", "show", project, "k")
    assert shown == [
        {"environment": name, "type": "EC", "private": True, "publicKey": base64_of(public_der(key()))}
        for name in (environment, second)
    ]
    done = mint.try_ctl("key", "show", project, "k")
    assert base64_of(private_der(key()))[40:80] not in done.stdout + done.stderr
    fails(mint.try_ctl("key", "add", project, "k", *both, "--private", private), 1, "already exist")
    assert mint.ctl("key", "remove", project, "k") == ""
    assert mint.ctl_json("key", "list", project) == []
    fails(mint.try_ctl("key", "remove", project, "k"), 1, "Key (name: k) is not found!")
    fails(mint.try_ctl("key", "show", project, "k"), 1, "Key (name: k) is not found!")


def test_key_for_each_environment(mint, project, environment):
    second = mint.environment_for(project, private="none")
    both = ("--environment", environment, "--environment", second)
    publics = [write(mint, public_pem(key("EC", number))) for number in (0, 1)]
    each = [part for path in publics for part in ("--public", path)]
    mint.ctl("key", "add", project, "k", *both, *each)
    shown = mint.ctl_json("key", "show", project, "k")
    assert [row["publicKey"] for row in shown] == [base64_of(public_der(key("EC", number))) for number in (0, 1)]
    assert [row["private"] for row in shown] == [False, False]
    fails(mint.try_ctl("key", "add", project, "l", "--environment", environment, *each), 2, "--public", "2 times")
    fails(mint.try_ctl("key", "add", project, "l", *both), 2, "--private")
    fails(mint.try_ctl("key", "add", project, "l", "--public", publics[0]), 2, "--environment")
    wrong = write(mint, key("EC", 2))
    done = mint.try_ctl("key", "add", project, "l", *both, "--public", publics[0], "--private", wrong)
    fails(done, 1, "do not belong together")


def test_key_on_stdin(mint, project, environment):
    mint.ctl("key", "add", project, "k", "--environment", environment, "--private", "-", input=key("OKP"))
    [row] = mint.ctl_json("key", "show", project, "k")
    assert (row["type"], row["private"]) == ("OKP", True)
    secret = secret_bytes(key("OKP"))
    assert not [path for path in files(mint.home) if secret in path.read_bytes()]


@pytest.mark.skipif(not ROOT, reason="only root becomes another user")
def test_files_of_root(mint, project, environment):
    """Root may read what the owner of the home may not."""
    path = mint.directory / mint.new_name("file")
    path.write_text(key())
    path.chmod(0o600)
    add = ("key", "add", project, "k", "--environment", environment, "--private", path)
    fails(mint.try_ctl(*add), 1, str(path))
    mint.ctl(*add, uid=0)
    assert [row["name"] for row in mint.ctl_json("key", "list", project)] == ["k"]


def export(mint, project, name):
    """What certificate export prints, in bytes."""
    command = [mint.bin / "jwkmintctl", "--home", mint.home, "certificate", "export", project, name]
    return subprocess.run(
        command_as(SERVICE, command), env=mint.environment(), capture_output=True, timeout=DEADLINE, check=True
    ).stdout


def test_certificate(mint, project, environment):
    pem = certificate()
    add = ("certificate", "add", project, "c", "--alias", "a", "--environment", environment, "--file")
    assert mint.ctl(*add, write(mint, pem)) == ""
    [listed] = mint.ctl_json("certificate", "list", project)
    assert (listed["name"], listed["environments"]) == ("c", [environment])
    [shown] = mint.ctl_json("certificate", "show", project, "c")
    read = x509.load_pem_x509_certificate(pem.encode())
    assert (shown["environment"], shown["alias"]) == (environment, "a")
    assert shown["subjectDn"] == read.subject.rfc4514_string()
    exported = export(mint, project, "c")
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"c-{environment}.cer": read.public_bytes(Encoding.DER)}
    fails(mint.try_ctl("certificate", "add", project, "d", *add[4:], write(mint, pem)), 1, "Alias (a) is already used")
    fails(mint.try_ctl(*add[:3], "d", "--alias", "b", *add[6:], write(mint, "x")), 1, "certificate")
    mint.ctl("certificate", "remove", project, "c")
    assert mint.ctl_json("certificate", "list", project) == []


def test_keystore(mint, project, environment):
    file = write(mint, pkcs12("secret word"))
    add = ("keystore", "add", project, "s", "--environment", environment, "--file", file)
    assert mint.ctl(*add, "--password-stdin", input="secret word\n") == ""
    [shown] = mint.ctl_json("keystore", "show", project, "s")
    assert shown == {"environment": environment, "type": "PKCS12", "bytes": len(file.read_bytes())}
    assert [row["name"] for row in mint.ctl_json("keystore", "list", project)] == ["s"]
    mint.ctl("keystore", "remove", project, "s")
    done = mint.try_ctl(*add, "--password-stdin", input="wrong\n")
    fails(done, 1, "password")
    fails(mint.try_ctl(*add), 1, "password")
    fails(mint.try_ctl(*add[:-1], "-", "--password-stdin", input="x"), 2, "stdin")
    assert mint.ctl_json("keystore", "list", project) == []


@pytest.mark.parametrize("noun", ["key", "certificate", "keystore"])
def test_unknown_names(mint, project, noun):
    fails(mint.try_ctl(noun, "list", "no such project"), 1, "no such project")
    fails(mint.try_ctl(noun, "show", project, "x"), 1, "(name: x) is not found!")
    fails(mint.try_ctl(noun, "remove", project, "x"), 1, "(name: x) is not found!")
