"""The same subject behind a real web server."""

import time
from importlib import import_module

from harness import plain_cgi
from harness.client import NoResponse
from harness.processes import wait_until
from subject import PROJECT, Subject

KILLED = -9
HEALED = 10

# mod_fcgid takes a program that ends again and again for broken, and stops starting it.
PATIENT_WITH_DEATHS = "FcgidSpawnScoreUpLimit 1000000000\nFcgidErrorScanInterval 1\nFcgidZombieScanInterval 1"


class Served(Subject):
    """Its requests go through the server, its commands beside it."""

    def __init__(self, server):
        shipped = import_module(f"servers.{server}").Server
        self.server = type("Server", (shipped,), {"more": PATIENT_WITH_DEATHS if "fcgid" in server else ""})
        super().__init__()

    def set_up(self):
        self.site.serve(self.server)
        self.client = self.site.client()
        super().set_up()

    def settle(self, operation, attempt):
        """Some servers need a moment to notice that a responder died, and answer for it meanwhile."""
        wait_until(self.answers, "the server has a responder again", HEALED)
        return super().settle(operation, attempt)

    def answers(self):
        try:
            return self.client.get("/apiops/test/healthcheck").header("x-request-id") is not None
        except NoResponse:
            return False

    def request(self, method, path, body=None, variables=None):
        path = f"/apiops/projects/{PROJECT}{path}".replace(" ", "%20")
        logged = len(self.site.server.logs())
        began = time.monotonic()
        try:
            response = self.client.request(method, path, body, token=self.token)
        except NoResponse as problem:
            response = None
            log = str(problem)
        seconds = time.monotonic() - began
        if response is None or response.header("x-request-id") is None:  # or the web server's own words
            log = log if response is None else response.text
            return plain_cgi.Reply(plain_cgi.Ended(b"", log, KILLED, seconds))
        if response.status == 500:  # the server may take its time to write down why
            wait_until(lambda: response.header("x-request-id") in self.site.server.logs()[logged:], "the log", 5)
        log = self.site.server.logs()[logged:]
        return plain_cgi.Reply(plain_cgi.Ended(b"", log, 0, seconds), response.status, response.body)
