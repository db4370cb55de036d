"""jwkmintctl jwk import and export: files in, keys out, and private halves only to who says yes."""

import json
import os
import pty
import subprocess

import pytest
from jwcrypto import jwk as jwcrypto_jwk

from harness import errors, jose, material
from harness.account import ROOT, SERVICE, STRANGER, command_as
from harness.bundle import Bundle
from harness.settings import DEADLINE
from harness.site import Site
from harness.stored import tool


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


def fails(done, status, *parts):
    """Exit status and message; nothing on standard output."""
    assert done.returncode == status and done.stdout == "", done
    for part in parts:
        assert part in done.stderr, done.stderr
    return done.stderr


def file(mint, data, mode=0o644):
    path = mint.recipients / mint.new_name("file")
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    path.chmod(mode)
    return path


def made(**parameters):
    return json.loads(jwcrypto_jwk.JWK.generate(**(parameters or {"kty": "EC", "crv": "P-256"})).export())


def names(mint, project):
    return [key["name"] for key in mint.ctl_json("jwk", "list", project)]


def exported(mint, project, name, *options):
    return json.loads(mint.ctl("jwk", "export", project, name, *options))


# What is imported, and how it is recognised.


def pem(name="openssl P-256"):
    return material.PRIVATE[name]()


FORMS = {
    "JWK": (lambda: json.dumps(made()).encode(), "a JWK or JWK Set", "COPY_PASTE"),
    "JWK behind blanks": (lambda: b"\n\t " + json.dumps(made()).encode(), "a JWK or JWK Set", "COPY_PASTE"),
    "JWK Set": (lambda: json.dumps({"keys": [made()]}).encode(), "a JWK or JWK Set", "COPY_PASTE"),
    "PEM, PKCS#8": (pem, "a private key", "PRIVATE_KEY"),
    "PEM, SEC 1 with parameters": (lambda: pem("openssl SEC 1 prime256v1"), "a private key", "PRIVATE_KEY"),
    "PEM, PKCS#1": (lambda: pem("openssl RSA PKCS#1"), "a private key", "PRIVATE_KEY"),
    "PEM, certtool": (lambda: pem("certtool secp256r1"), "a private key", "PRIVATE_KEY"),
    "DER, PKCS#8": (lambda: material.der_of(pem()), "a private key", "PRIVATE_KEY"),
    "DER, OKP": (lambda: material.der_of(pem("openssl ED25519")), "a private key", "PRIVATE_KEY"),
    "PEM, public": (lambda: material.public_of(pem()), "a public key", "PUBLIC_KEY"),
    "DER, public": (lambda: material.public_of(pem(), material.DER), "a public key", "PUBLIC_KEY"),
    "PEM, certificate": (lambda: material.openssl_certificate(pem)[0], "a certificate", "CERTIFICATE"),
    "DER, certificate": (
        lambda: material.certificate_of(material.openssl_certificate(pem)[0]).public_bytes(material.DER),
        "a certificate", "CERTIFICATE"),
}


@pytest.mark.parametrize("make,title,source", FORMS.values(), ids=FORMS)
def test_form(mint, project, make, title, source):
    path = file(mint, make())
    done = mint.try_ctl("jwk", "import", project, "from a file", path, "--description", "Of a test")
    assert (done.returncode, done.stderr) == (0, f"jwkmintctl: {path} is {title}.\n"), done
    [shown] = mint.ctl_json("jwk", "list", project)
    assert (shown["sourceType"], shown["description"]) == (source, "Of a test")


@pytest.mark.parametrize("name", ["JWK", "PEM, SEC 1 with parameters"])
def test_stdin(mint, project, name):
    make, title, _ = FORMS[name]
    done = mint.try_ctl("jwk", "import", project, "key", "-", input=make().decode())
    assert (done.returncode, done.stderr) == (0, f"jwkmintctl: stdin is {title}.\n"), done
    done = mint.try_ctl("jwk", "import", project, "silent", "-", "--json", input=make().decode())
    assert (done.returncode, done.stderr) == (0, "") and json.loads(done.stdout)["success"] is True, done


def test_keystore(mint, project):
    data, password, key = material.KEYSTORES["openssl P-384"]()
    path = file(mint, data)
    said = mint.try_ctl("jwk", "import", project, "key", path, "--password-stdin", input=password + "\n")
    assert (said.returncode, said.stderr) == (0, f"jwkmintctl: {path} is a PKCS#12 keystore.\n"), said
    assert exported(mint, project, "key")["x"] == material.jwk_of(key)["x"]
    for options, given, part in (
        ((), None, "password"), (("--password-stdin",), "wrong", "password"),
        (("--password-stdin", "--alias", "x"), password, material.ALIAS),
    ):
        more = {} if given is None else {"input": given}
        fails(mint.try_ctl("jwk", "import", project, "other", path, *options, **more), 1, str(path), part)
    assert names(mint, project) == ["key"]


def test_keystore_with_several_keys(mint, project):
    """keytool adds a second pair to a keystore."""
    data, password, _ = material.keytool_pkcs12("-keyalg", "RSA", "-keysize", "2048")
    path = file(mint, data, 0o600)
    tool("keytool", "-genkeypair", "-storetype", "PKCS12", "-keystore", path, "-storepass", password, "-alias",
         "second", "-dname", "CN=second", "-keyalg", "EC", "-groupname", "secp256r1")
    path.chmod(0o644)
    arguments = ("jwk", "import", project, "key", path, "--password-stdin")
    fails(mint.try_ctl(*arguments, input=password), 1, material.ALIAS.lower(), "second")
    mint.ctl(*arguments, "--alias", "second", input=password)
    assert exported(mint, project, "key")["kty"] == "EC"


def test_kid_chooses(mint, project):
    keys = [made(kty="EC", crv="P-256", kid="a"), made(kty="RSA", size=2048, kid="b")]
    path = file(mint, json.dumps({"keys": keys}))
    fails(mint.try_ctl("jwk", "import", project, "key", path), 1, "a, b")
    fails(mint.try_ctl("jwk", "import", project, "key", path, "--kid", "c"), 1, "(c)", "a, b")
    mint.ctl("jwk", "import", project, "key", path, "--kid", "b", "--use", "sig", "--algorithm", "RSA256")
    shown = exported(mint, project, "key")
    assert (shown["kid"], shown["use"], shown["alg"], shown["n"]) == ("b", "sig", "RS256", keys[1]["n"])


# What is not.


def encrypted():
    with material.files({"key.pem": pem()}) as directory:
        return tool("openssl", "pkcs8", "-topk8", "-in", f"{directory}/key.pem", "-passout", "pass:x")


@pytest.mark.parametrize("make,parts", [
    (lambda: b"", ("holds nothing that is known here",)),
    (lambda: b"ssh-ed25519 AAAA", ("holds nothing that is known here", "PKCS#12")),
    (lambda: b"\x30", ("holds nothing that is known here",)),
    (lambda: b"\x30\x82", ("holds nothing that is known here",)),
    (lambda: b"\x30\x03\x02\x01\x03", ("PKCS#12",)),
    (lambda: b"\x30\x80\x30\x80\x06\x00", ("public key",)),
    (lambda: b"\xfe\xed\xfe\xed\x00\x00\x00\x02", ("keytool", "-deststoretype")),
    (lambda: b"-----BEGIN CERTIFICATE REQUEST-----", ("holds nothing that is known here",)),
    (encrypted, ("private key", "openssl pkey")),
    (lambda: b"{", ("JWK", "JSON")),
    (lambda: json.dumps({**made(), "y": "AAAA"}).encode(), ('"y"',)),
    (lambda: b"x" * (1 << 20) + b"x", ("1048576",)),
], ids=["empty", "ssh", "cut", "cut in its length", "cut keystore", "endless", "JKS", "request", "encrypted",
        "cut JSON", "broken", "large"])
def test_files_that_are_refused(mint, project, make, parts):
    path = file(mint, make())
    fails(mint.try_ctl("jwk", "import", project, "key", path), 1, str(path), *parts)
    assert names(mint, project) == []


def test_file_that_is_not_there(mint, project):
    fails(mint.try_ctl("jwk", "import", project, "key", "/nonexistent"), 1, "/nonexistent")


def test_private_key_beside_its_certificate(mint, project):
    """As many servers want them in one file: there is no telling which is meant."""
    certificate, key = material.openssl_certificate(pem)
    fails(mint.try_ctl("jwk", "import", project, "key", file(mint, certificate + key)), 1, "more than one")
    assert names(mint, project) == []


@pytest.mark.parametrize("option", ["kid", "alias"])
def test_options_go_with_their_form(mint, project, option):
    path = file(mint, pem())
    fails(mint.try_ctl("jwk", "import", project, "key", path, f"--{option}", "x"), 1, f"--{option}", "private key")
    assert names(mint, project) == []


def test_password_and_file_are_not_both_stdin(mint, project):
    fails(mint.try_ctl("jwk", "import", project, "key", "-", "--password-stdin", input="x"), 2, "stdin")


def test_taken_names_and_keys(mint, project):
    path = file(mint, json.dumps(made()))
    mint.ctl("jwk", "import", project, "key", path)
    fails(mint.try_ctl("jwk", "import", project, "key", path), 1, errors.taken("key"))
    fails(mint.try_ctl("jwk", "import", project, "other", path), 1, "JWK (name: key)")
    fails(mint.try_ctl("jwk", "import", "nowhere", "key", path), 1, "nowhere")
    assert names(mint, project) == ["key"]


@pytest.mark.skipif(not ROOT, reason="only root reads what the owner of the home may not")
def test_file_is_read_as_whoever_runs_the_tool(mint, project):
    path = file(mint, pem(), 0o600)
    os.chown(path, 0, 0)
    fails(mint.try_ctl("jwk", "import", project, "key", path), 1, str(path))
    mint.ctl("jwk", "import", project, "key", path, uid=0)
    assert names(mint, project) == ["key"]
    assert {entry.lstat().st_uid for entry in mint.home.rglob("*")} == {SERVICE}
    fails(mint.try_ctl("jwk", "import", project, "other", file(mint, pem()), uid=STRANGER), 1)


# What is exported.


def test_public_is_the_default(mint, project):
    jwk = made(kty="RSA", size=2048, kid="ours", use="sig", alg="PS256")
    mint.ctl("jwk", "import", project, "key", file(mint, json.dumps(jwk)))
    for options in ((), ("--format", "jwk"), ("--json",)):
        assert exported(mint, project, "key", *options) == jose.public_half(jwk)
    text = mint.ctl("jwk", "export", project, "key", "--format", "pem")
    assert jwcrypto_jwk.JWK.from_pem(text.encode()).thumbprint() == jose.thumbprint(jwk)
    assert "PRIVATE" not in text and text.count("-----BEGIN") == 1 and text.endswith("-----\n")


@pytest.mark.parametrize("parameters", [
    {"kty": "RSA", "size": 2048}, {"kty": "EC", "crv": "secp256k1"}, {"kty": "OKP", "crv": "Ed448"},
    {"kty": "oct", "size": 256},
], ids=str)
def test_private_half(mint, project, parameters):
    jwk = made(**parameters, kid="ours")
    mint.ctl("jwk", "import", project, "key", file(mint, json.dumps(jwk)))
    done = mint.try_ctl("jwk", "export", project, "key", "--private", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert jose.bare(json.loads(done.stdout)) == jose.bare(jwk) and json.loads(done.stdout)["kid"] == "ours"
    if jwk["kty"] == "oct":
        fails(mint.try_ctl("jwk", "export", project, "key"), 1, "--private")
        fails(mint.try_ctl("jwk", "export", project, "key", "--private", "--yes", "--format", "pem"), 1, "PEM")
        return
    text = mint.ctl("jwk", "export", project, "key", "--private", "--yes", "--format", "pem").encode()
    assert jose.bare(material.jwk_of(material.key_of(text))) == jose.bare(jwk)


def test_what_came_with_a_key_goes_with_it(mint, project):
    certificate, _ = material.openssl_certificate(pem)
    mint.ctl("jwk", "import", project, "key", file(mint, certificate))
    shown = exported(mint, project, "key")
    assert len(shown["x5c"]) == 1 and shown["x5t#S256"]
    other = mint.project()
    mint.ctl("jwk", "import", other, "key", file(mint, json.dumps(shown)))
    assert exported(mint, other, "key") == shown


def test_no_private_half(mint, project):
    mint.ctl("jwk", "import", project, "key", file(mint, material.public_of(pem())))
    fails(mint.try_ctl("jwk", "export", project, "key", "--private", "--yes"), 1, "no private half")


def test_unknown_key_and_format(mint, project):
    fails(mint.try_ctl("jwk", "export", project, "key"), 1, errors.no_jwk("key"))
    fails(mint.try_ctl("jwk", "export", project, "key", "--format", "xml"), 2, "jwk, pem")
    fails(mint.try_ctl("jwk", "export", project, "key", "--format", "pem", "--json"), 2, "--json")
    fails(mint.try_ctl("jwk", "export", "nowhere", "key"), 1, "nowhere")


# Saying yes.


def test_nobody_is_asked_without_a_terminal(mint, project):
    mint.ctl("jwk", "generate", project, "key", "--type", "EC")
    for options in ({}, {"input": "yes\n"}):
        fails(mint.try_ctl("jwk", "export", project, "key", "--private", **options), 1, "--yes")


def answer(mint, project, text):
    """Runs the export with a terminal as stdin, on which this is typed."""
    ours, terminal = pty.openpty()
    try:
        os.write(ours, text.encode())
        return subprocess.run(
            command_as(SERVICE, [
                mint.bin / "jwkmintctl", "--home", mint.home, "jwk", "export", project, "a key", "--private"]),
            env=mint.environment(), stdin=terminal, capture_output=True, text=True, timeout=DEADLINE, check=False,
        )
    finally:
        os.close(ours)
        os.close(terminal)


@pytest.mark.parametrize("text,printed", [
    ("yes\n", True), ("y\n", True), ("no\n", False), ("\n", False), ("yess\n", False), ("YES\n", False),
    ("\x04", False),
], ids=repr)
def test_terminal_is_asked(mint, project, text, printed):
    mint.ctl("jwk", "generate", project, "a key", "--type", "EC")
    done = answer(mint, project, text)
    question = f"Print the private key of JWK a key, project {project}? Whoever sees it can use it. [yes/no] "
    assert done.stderr.startswith(question), done
    if printed:
        assert (done.returncode, done.stderr) == (0, question)
        assert json.loads(done.stdout)["d"]
    else:
        assert (done.returncode, done.stdout) == (1, "") and "Nothing was printed" in done.stderr


# An import is a change like any other.


def test_import_is_deployed(mint, project):
    environment = mint.environment_for(project)
    said = mint.ctl_json("jwk", "import", project, "key", file(mint, pem()))
    assert [result["environmentName"] for result in said["environmentResults"]] == [environment]
    bundle = Bundle(mint.bundle_directory(environment, project), mint.recipient(environment))
    assert jose.bare(bundle.open_private("key")) == jose.bare(exported(mint, project, "key", "--private", "--yes"))
