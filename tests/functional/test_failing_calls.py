"""Calls of the C library that fail, where that once hung a request or left it unexplained.

./torture goes through all calls with all errors; these are kept from what it found.
"""

import tempfile

import pytest

from harness import plain_cgi, settings
from harness.failing_calls import Watch, build

SANITIZED = "#define JWKMINT_SANITIZERS 1" in (settings.BUILD / "config.h").read_text()

pytestmark = pytest.mark.skipif(SANITIZED, reason="sanitizers watch the same functions and must come first")

PROJECT = "project"
GENERATE = f"/projects/{PROJECT}/jwks/generate"


@pytest.fixture(scope="module")
def library():
    with tempfile.TemporaryDirectory(prefix="jwkmint-tests-") as directory:
        yield build(directory)


class Responder:
    """Runs for one request at a time, with a call that fails."""

    def __init__(self, site, library):
        self.site = site
        self.watch = Watch(site, library)
        site.project(PROJECT)
        site.environment_for(PROJECT, "environment")
        self.token = site.token(PROJECT)
        self.number = 0

    def generate(self, order=None):
        self.number += 1
        body = {"name": f"key {self.number}", "type": "OKP"}
        reply = plain_cgi.request(self.site, "POST", GENERATE, body, self.token, self.watch.variables(order))
        assert order is None or self.watch.struck(), f"{order} did not come about"
        assert not reply.ended.is_slow, f"{order}: {reply.ended.seconds} s"
        return reply


@pytest.fixture
def responder(home, library):
    made = Responder(home, library)
    yield made
    # Whatever it was: the next change brings everything up to date.
    reply = made.generate()
    assert reply.code == 200 and reply.json["deploymentResult"]["success"] is True
    home.ctl("verify")


@pytest.mark.parametrize(
    "order, said",
    [
        ("stat@/home/db:2+:EIO", "can not look at it: Input/output error"),
        ("fdatasync:1+:EIO", "The store can not write to disk"),
        ("mmap@/fd/-1:1:ENOMEM", "no memory to hold the keyring"),
    ],
)
def test_the_store_can_not_be_used(responder, order, said):
    reply = responder.generate(order)
    assert reply.code == 500 and said in reply.ended.log, reply


def test_no_descriptors_are_left_for_the_store(responder):
    """Berkeley DB would wait twelve seconds for some, with everybody else at the door."""
    reply = responder.generate("open@/log.0000000001:1+:EMFILE")
    assert reply.code == 503 and "Too many open files" in reply.ended.log, reply


@pytest.mark.parametrize(
    "order, said",
    [
        ("fstat@/environment/project:1+:EIO", "The bundle can not be looked at: Input/output error."),
        ("write@/.staging/0:1:ENOSPC", "can not write: No space left on device."),
        ("syncfs:1:EIO", "can not sync: Input/output error."),
        ("renameat@manifest.json:1:EIO", "manifest.json: can not replace: Input/output error."),
    ],
)
def test_a_bundle_can_not_be_written(responder, order, said):
    reply = responder.generate(order)
    assert reply.code == 200, reply
    [result] = reply.json["deploymentResult"]["environmentResults"]
    assert result["success"] is False and said in result["message"]


def test_a_directory_that_can_not_be_made(home, library):
    """What `jwkmintctl deploy` could not go on from is not stored."""
    project = home.project()
    environment = home.environment_for(project)
    watch = Watch(home, library)
    words = ["environment", "set", environment, "--directory", home.home / "bundles" / "elsewhere"]
    ended = plain_cgi.execute(
        [home.bin / "jwkmintctl", "--home", home.home, *words],
        {**home.environment(), **watch.variables("mkdir@/elsewhere:1:EIO")},
    )
    assert watch.struck() and ended.status == 1 and "can not be opened" in ended.log, ended
    home.ctl("deploy")
    home.ctl("verify")
    home.ctl(*words)
    home.ctl("verify")


@pytest.mark.parametrize(
    "order",
    [
        "write@/.staging/0:1:EINTR", "write@/.staging/0:1:SHORT", "write@/fd/1:1:SHORT", "read:2:EINTR",
        "pwrite:1:SHORT", "flock:1:EINTR", "poll:1:EINTR",
    ],
)
def test_what_is_interrupted_goes_on(responder, order):
    reply = responder.generate(order)
    assert reply.code == 200 and reply.json["deploymentResult"]["success"] is True, reply
