"""A web server that is told to read its configuration anew while requests come in."""

import os
import signal
import threading

import pytest

from harness.client import NoResponse
from harness.processes import wait_until
from harness.site import Site, Workspace
from servers import lighttpd_socket, nginx_spawn_fcgi


class Load:
    """Clients that make keys, one after the other, until they are told to stop."""

    def __init__(self, workspace, clients=4):
        self.workspace = workspace
        self.acknowledged, self.refused, self.lost = [], [], []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(clients)]

    def work(self, number):
        count = 0
        while not self.over.is_set():
            name = f"key {number} {count}"
            count += 1
            try:
                response = self.workspace.try_generate({"name": name, "type": "EC"})
            except NoResponse as failure:
                self.lost.append((name, str(failure)))
                continue
            (self.acknowledged if response.status == 200 else self.refused).append((name, response.status))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def more(self, count):
        goal = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= goal, "keys are made")


@pytest.mark.parametrize("server,number", [
    (nginx_spawn_fcgi.Server, signal.SIGHUP), (lighttpd_socket.Server, signal.SIGUSR1),
])
def test_graceful_reload_under_load(server, number):
    """No key that was acknowledged is missing, none is there that nobody asked for or that was
    refused, and the responders stay.
    """
    site = Site()
    try:
        site.serve(server)
        workspace = Workspace(site)
        before = {process.pid for process in site.server.responders()}
        with Load(workspace) as load:
            for _ in range(4):
                load.more(8)
                os.kill(site.server.process.pid, number)
            load.more(8)
        assert {process.pid for process in site.server.responders()} == before
        listed = {shown["name"] for shown in workspace.client.get(f"{workspace.jwks}/").json["resultList"]}
        made = {name for name, _ in load.acknowledged}
        assert made == listed
        assert load.refused == []
        assert set(workspace.bundle().keys()) == listed
        assert load.lost == []
    finally:
        site.close()
