"""Libraries that only some requests need are not linked: they are loaded when one does.

Each that is mapped when a process starts costs every request of plain CGI. Which they are is written in
the sources, as LIBRARY, with BROUGHT_BY, the Debian package.
"""

import re
import shutil
import socket
import subprocess

import pytest

from harness import plain_cgi, settings
from harness.account import SERVICE, command_as, own
from harness.errors import no_jwk

PROGRAMS = ("jwkmint.fcgi", "jwkmintctl")
GENERATE = "/projects/libraries/jwks/generate"


def loaded_later():
    """The Debian package of each library that is loaded, by its soname."""
    found = {}
    for path in [*settings.SOURCE.glob("src/*/*.c"), *settings.SOURCE.glob("cgi-bin/*.c")]:
        text = path.read_text()
        if "library_load(" in text:
            found |= zip(*(re.findall(rf'#define {name} +"(.+)"', text) for name in ("LIBRARY", "BROUGHT_BY")))
    return found


LATER = loaded_later()
GNUTLS = "libgnutls.so.30"


def linked(program):
    shown = subprocess.run(
        ["readelf", "-d", settings.program(program)], capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", shown))


def loaded(log):
    """The sonames that the loader mapped while the program ran, as its LD_DEBUG=files says."""
    return set(re.findall(r"file=(lib\S+) \[\d+\];\s+dynamically loaded by", log))


@pytest.fixture
def mint(home):
    for size in (2048, 3072, 4096):
        home.ctl("settings", "set", f"pool-rsa-{size}", "0")
    home.project("libraries")
    home.ctl("jwk", "generate", "libraries", "one", "--type", "EC")
    home.bearer = home.token("libraries")
    return home


def ask(mint, method, path, body=None, **variables):
    return plain_cgi.request(mint, method, path, body, mint.bearer, variables)


def test_the_sources_name_them():
    assert {GNUTLS, "libcurl-gnutls.so.4", "libfcgi.so.0", "libhogweed.so.6"} < LATER.keys()


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_are_not_linked_with_them(program):
    found = linked(program)
    assert "libc.so.6" in found
    assert found.isdisjoint(LATER), found


def test_the_package_depends_on_them():
    control = (settings.SOURCE / "debian" / "control").read_text()
    [depends] = re.findall(r"^Depends:(.*(?:\n .*)*)", control, re.MULTILINE)
    assert set(LATER.values()) <= {word.strip() for word in depends.split(",")}


def test_who_carries_the_programs_elsewhere_is_told_of_them():
    guide = (settings.SOURCE / "doc" / "shared-hosting.md").read_text()
    assert [library for library in LATER if library not in guide] == []


@pytest.mark.parametrize(
    "path", ["/test/hello/you", "/projects/libraries/jwks/one/", "/projects/libraries/jwks/"]
)
def test_reading_in_plain_cgi_loads_none(mint, path):
    reply = ask(mint, "GET", path, LD_DEBUG="files")
    assert reply.code == 200, reply
    assert "calling init" in reply.ended.log, "the loader says nothing"
    assert not loaded(reply.ended.log)


@pytest.mark.parametrize(("kind", "wanted"), [
    ("OCT", set()), ("EC", {"libhogweed.so.6"}), ("OKP", {"libhogweed.so.6"}), ("RSA", {GNUTLS}),
])
def test_a_new_key_loads_what_it_needs(mint, kind, wanted):
    body = {"name": mint.new_name("key"), "type": kind}
    reply = ask(mint, "POST", GENERATE, body, LD_DEBUG="files")
    assert reply.code == 200, reply
    assert loaded(reply.ended.log) & LATER.keys() == wanted


# A library that is there, and is none.


@pytest.fixture
def broken(mint):
    """Makes a directory, which a confined process may read, with a file that has a library's name."""
    directory = mint.home / "broken"
    directory.mkdir()
    own(directory, 0o755)

    def name(library):
        path = directory / library
        path.touch()
        own(path, 0o644)
        return str(directory)

    yield name
    shutil.rmtree(directory)


def sentence(library):
    return re.compile(
        rf"The library {re.escape(library)} can not be loaded: .+\. Install the Debian package {LATER[library]}\."
    )


@pytest.mark.parametrize(("kind", "library"), [("RSA", GNUTLS), ("EC", "libhogweed.so.6")])
def test_a_request_that_lacks_one_tells_the_operator(mint, broken, kind, library):
    body = {"name": mint.new_name("key"), "type": kind}
    reply = ask(mint, "POST", GENERATE, body, LD_LIBRARY_PATH=broken(library))
    assert reply.code == 500
    assert library not in reply.body.decode()
    assert sentence(library).search(reply.ended.log), reply.ended.log
    assert no_jwk(body["name"]) in ask(mint, "GET", f"/projects/libraries/jwks/{body['name']}/").body.decode()


def test_a_command_that_lacks_one_says_so(mint, broken):
    command = [mint.bin / "jwkmintctl", "jwk", "generate", "libraries", "rsa", "--type", "RSA"]
    ended = plain_cgi.execute(
        command, {**mint.environment(), "LD_LIBRARY_PATH": broken(GNUTLS)}, directory=mint.run
    )
    assert ended.status == 1
    assert sentence(GNUTLS).search(ended.log), ended.log


def test_fastcgi_without_its_library_ends_with_a_sentence(mint, broken):
    library = "libfcgi.so.0"
    path = mint.run / f"{mint.new_name('lacking')}.socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        ended = subprocess.run(
            command_as(SERVICE, [mint.bin / "jwkmint.fcgi"]), stdin=listening, capture_output=True, text=True,
            env={**mint.environment(), "LD_LIBRARY_PATH": broken(library)},
            timeout=settings.DEADLINE, check=False,
        )
    assert ended.returncode == 1
    assert sentence(library).search(ended.stderr), ended.stderr
