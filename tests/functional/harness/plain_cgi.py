"""The responder as a plain CGI program: one process for each request, without a web server."""

import json
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import unquote

from harness.account import ROOT, SERVICE

# No request may take longer than this; a program that takes longer hangs.
PATIENCE = 5
HANGS = 30


@dataclass(frozen=True)
class Ended:
    """What a program said, and how it ended."""

    output: bytes
    log: str
    status: int  # of the process; negative: the signal that killed it
    seconds: float

    @property
    def is_slow(self):
        return self.seconds > PATIENCE


@dataclass(frozen=True)
class Reply:
    """A response, or what there is of one: `code` is None when the program died before it."""

    ended: Ended
    code: int = None
    body: bytes = b""

    @property
    def json(self):
        return json.loads(self.body)


def execute(command, variables, given=b"", directory=None):
    """Runs a program as the service, whose environment begins with its first instruction."""
    began = time.monotonic()
    user = {"user": SERVICE, "group": SERVICE, "extra_groups": []} if ROOT else {}
    process = subprocess.Popen(
        [str(part) for part in command], env=variables, cwd=directory, **user,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    try:
        output, log = process.communicate(given, timeout=HANGS)
    except subprocess.TimeoutExpired:
        process.kill()
        output, log = process.communicate()
    return Ended(output, log.decode(errors="replace"), process.returncode, time.monotonic() - began)


def request(site, method, path, body=None, token=None, variables=None):
    """One request to the responder of `site`, below /apiops."""
    given = b"" if body is None else json.dumps(body).encode()
    found = {
        **site.environment(), "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
        "REQUEST_METHOD": method, "SCRIPT_NAME": "/apiops", "PATH_INFO": unquote(path),
        "REQUEST_URI": f"/apiops{path}", "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": f"Bearer {token}",
        **(variables or {}),
    }
    if body is not None:
        found |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(given))}
    ended = execute([site.bin / "jwkmint.fcgi"], found, given, site.run)
    return parse(ended)


def parse(ended):
    """What a web server would make of it: half a response is none."""
    head, blank, body = ended.output.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")) if blank else {}
    if not blank or len(body) != int(fields["Content-Length"]):
        return Reply(ended)
    return Reply(ended, int(fields["Status"].split()[0]), body)
