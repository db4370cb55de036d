"""curl as the client. Every exchange is held against the OpenAPI document."""

import json
import subprocess
import tempfile
from dataclasses import dataclass, field

from harness import contract
from harness.settings import DEADLINE

# With %{stderr}, what follows goes to standard error; the body stands alone on standard output.
WRITE_OUT = '%{stderr}{"status": %{http_code}, "headers": %{header_json}}'


@dataclass
class Response:
    """An HTTP response; header names in lower case, each with the list of its values."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    def header(self, name):
        values = self.headers.get(name, [])
        assert len(values) <= 1, f"{name} comes {len(values)} times: {values}"
        return values[0] if values else None


class NoResponse(Exception):
    """curl could not get a response: the connection was refused, closed or reset."""


@dataclass
class Client:
    """Speaks to one server with one token; `token=None` in a call sends none."""

    base: str
    token: str = None
    headers: dict = field(default_factory=dict)

    def request(self, method, path, body=None, **options):
        """Sends bytes, text, or anything else as JSON. `path` goes out exactly as it is."""
        curl = self.start(method, path, body, **options)
        return self.finish(curl)

    def start(self, method, path, body=None, token="", headers=None, arguments=()):
        """Starts curl and returns its process, for requests that are to be in flight."""
        sent = dict(self.headers)
        if token == "":
            token = self.token
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        command = ["curl", "--disable", "--silent", "--show-error", "--noproxy", "*"]
        command += ["--path-as-is", "--globoff", "--max-time", str(DEADLINE)]
        command += ["--write-out", WRITE_OUT]
        command += ["--head"] if method == "HEAD" else ["--request", method]
        for name, value in sent.items():
            if value is not None:  # curl sends an empty header only with a semicolon
                command += ["--header", f"{name}: {value}" if value else f"{name};"]
            else:
                command += ["--header", f"{name}:"]
        if body is not None:
            command += ["--data-binary", "@-"]
        command += [*arguments, "--", self.base + path]
        with tempfile.TemporaryFile() as stdin:
            stdin.write(encode(body))
            stdin.seek(0)
            curl = subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        curl.asked = contract.Request(
            method, path, sent.get("Content-Type"), encode(body), form_fields(arguments)
        )
        return curl

    @staticmethod
    def finish(curl):
        """Waits for a started request and returns its response."""
        body, written = curl.communicate(timeout=2 * DEADLINE)
        if curl.returncode != 0:
            raise NoResponse(written.decode(errors="replace"))
        seen = json.loads(written)
        if "--head" in curl.args:  # curl prints the header there
            body = body.partition(b"\r\n\r\n")[2]
        response = Response(seen["status"], seen["headers"], body)
        contract.check(curl.asked, response)
        return response

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body, **options)

    def put(self, path, body, **options):
        return self.request("PUT", path, body, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)


def form_fields(arguments):
    """The fields of the form that these arguments make curl send."""
    pairs = zip(arguments, arguments[1:])
    fields = [text.partition("=") for option, text in pairs if option in ("--form", "--form-string")]
    return {name: value for name, _, value in fields}


def encode(body):
    """Bytes of a request's body."""
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    return json.dumps(body, ensure_ascii=False).encode()
