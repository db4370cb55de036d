"""Requests: single ones to look at, and many to measure."""

import http.client
import json
from dataclasses import dataclass
from statistics import median

from measure.site import Failed, finish, run

MODULUS = 100000000

# What the web server adds to a response by itself.
BY_SERVER = ("date", "server", "connection", "content-length", "transfer-encoding")


class Numbers:
    """Those that the requests of one load after the other send: names that no other has. 0 is the one
    that Request.once sends.
    """

    def __init__(self):
        self.next = 1

    def used(self, told, clients):
        """Each client may have taken one more than it sent."""
        self.next += told["requests"] + told["failed"] + clients


numbers = Numbers()


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    def as_cgi(self):
        """What a responder writes to get this answer out of its web server."""
        lines = [f"Status: {self.status}"]
        lines += [f"{name}: {value}" for name, value in self.headers if name.lower() not in BY_SERVER]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass
class Request:
    """A request to send again and again; ######## in it becomes a number that grows."""

    method: str
    path: str
    token: str = None
    body: str = None

    def text(self):
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Accept: */*"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", self.body or ""])

    def once(self, server):
        """Sends it with number 0, and returns the answer, which must be a good one."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            body = None
            if self.body is not None:
                headers["Content-Type"] = "application/json"
                body = self.body.replace("########", "00000000")
            connection.request(self.method, self.path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise Failed(f"{self.method} {self.path}: {answer.status}\n{answer.body.decode(errors='replace')}")
        return answer


def bad_answer(told):
    """What bench/client says of the first bad answer, on one line: its status and its body."""
    head, _, body = told.partition(":\n")[2].partition("\n\n")
    return f"{head.partition(chr(10))[0]} {' '.join(body.split())}".strip()


def load(settings, server, request, clients=1, seconds=None, count=0, modulus=MODULUS):
    """Sends it for a time or so many times; returns what bench/client tells, the rate, and the
    processor time of the responders for each request.
    """
    command = [settings.program("bench/client"), server.port, clients]
    command += [seconds or settings.seconds, count, numbers.next, modulus]
    before = server.responder_seconds()
    done = finish(command, input=request.text(), timeout=600)
    told = json.loads(done.stdout)
    numbers.used(told, clients)
    if told["failed"] or not told["requests"]:
        what = f"{request.method} {request.path}: {told['failed']} requests failed"
        raise Failed(f"{what}: {bad_answer(done.stderr)}")
    told["mean"] = told["seconds"] / told["requests"] * clients
    told["rate"] = told["requests"] / told["seconds"]
    told["responder_cpu"] = (server.responder_seconds() - before) / told["requests"]
    return told


def responder_cpu(ours, floor):
    """A note on processor time, which other load on the machine does not touch."""
    mine, least = (1e6 * median(told["responder_cpu"] for told in side) for side in (ours, floor))
    return f"responder {mine:.0f} us of processor, floor {least:.0f} us"


def key_rate(settings, kind, seconds, count=1000000000):
    """The seconds that raw generation takes, a number for each key."""
    told = run([settings.program("bench/rate"), kind, seconds, count], timeout=600)
    return json.loads(told)["times"]


def sync_times(settings, directory, seconds):
    told = run([settings.program("bench/rate"), "sync", seconds, 1000000000, directory / "synced"], timeout=600)
    return json.loads(told)["times"]
