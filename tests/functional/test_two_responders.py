"""What one process was told, all others know: two responders that have let somebody in before."""

import socket
import subprocess

import pytest

from harness import fastcgi
from harness.account import SERVICE, command_as
from harness.processes import wait_until

API = "ROLE_API_SECURITY"


class Responder:
    """One that answers on a Unix socket of its own."""

    def __init__(self, site):
        self.path = site.run / f"{site.new_name('responder')}.socket"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.path))
            listening.listen()
            self.process = subprocess.Popen(
                command_as(SERVICE, [site.bin / "jwkmint.fcgi"]), stdin=listening,
                stdout=subprocess.DEVNULL, env=site.environment(),
            )

    def stop(self):
        self.process.terminate()
        wait_until(lambda: self.process.poll() is not None, "the responder ends")

    def status(self, token, target):
        return fastcgi.get(self.path, target, HTTP_AUTHORIZATION=f"Bearer {token}").status


@pytest.fixture
def responders(home):
    started = []
    try:
        started += [Responder(home) for _ in range(2)]
        yield started
    finally:
        for responder in started:
            responder.stop()


class Scene:
    """A user with a token, who reads in a project."""

    def __init__(self, site):
        self.site = site
        self.project = site.project()
        self.user = site.user(self.project)
        self.token = site.ctl("token", "issue", self.user).strip()
        self.target = f"/projects/{self.project}/jwks/"

    def revoke(self):
        [token] = self.site.ctl_json("token", "list", self.user)
        self.site.ctl("token", "revoke", token["id"])

    def remove_user(self):
        self.site.ctl("user", "remove", self.user)

    def take_role(self):
        self.site.ctl("user", "set", self.user, "--role", "ROLE_MANAGE_PROXIES")

    def take_project(self):
        self.site.ctl("user", "set", self.user, "--role", API, "--project", self.site.project())

    def remove_project(self):
        self.site.ctl("project", "remove", self.project, "--force")

    def restore(self):
        """A backup of a time when there was no such user."""
        self.site.ctl("restore", self.site.backup, "--force")


CHANGES = {
    "a token that is revoked": (Scene.revoke, 401, 401),
    "a user that is removed": (Scene.remove_user, 401, 401),
    "a role that is taken": (Scene.take_role, 403, 200),
    "a project that is taken": (Scene.take_project, 404, 200),
    "a project that is removed": (Scene.remove_project, 404, 200),
    "a backup that is restored": (Scene.restore, 401, 401),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_is_let_in_by_memory(home, responders, change):
    make, in_project, elsewhere = CHANGES[change]
    home.backup = home.run / "backup"
    home.ctl("backup", home.backup)
    scene = Scene(home)
    for responder in responders * 2:
        assert responder.status(scene.token, scene.target) == 200
        assert responder.status(scene.token, "/test/hello/x") == 200
    make(scene)
    for responder in responders * 2:
        assert responder.status(scene.token, scene.target) == in_project
        assert responder.status(scene.token, "/test/hello/x") == elsewhere


def test_what_is_given_is_known_at_once(home, responders):
    scene = Scene(home)
    other = home.project()
    for responder in responders:
        assert responder.status(scene.token, scene.target) == 200
        assert responder.status(scene.token, f"/projects/{other}/jwks/") == 404
    home.ctl("user", "set", scene.user, "--project", other)
    for responder in responders:
        assert responder.status(scene.token, f"/projects/{other}/jwks/") == 200
