"""A FastCGI client that speaks to one responder, without a web server between."""

import socket
import struct
from dataclasses import dataclass

from harness.settings import DEADLINE

BEGIN, END, PARAMETERS, INPUT, OUTPUT, ERRORS = 1, 3, 4, 5, 6, 7
HEADER = struct.Struct(">BBHHBx")
RESPONDER = struct.pack(">HB5x", 1, 0)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    log: str


def record(kind, content):
    return HEADER.pack(1, kind, 1, len(content), 0) + content


def pair(name, value):
    name, value = name.encode(), value.encode()
    return struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name + value


def exchange(path, method, target, body=b"", **variables):
    """A request for `target`, below /apiops, over the Unix socket at `path`."""
    path_info, _, query = target.partition("?")
    variables = {
        "REQUEST_METHOD": method, "REQUEST_URI": f"/apiops{target}", "SCRIPT_NAME": "/apiops",
        "PATH_INFO": path_info, "QUERY_STRING": query, "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", **variables,
    }
    if body:
        variables |= {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json"}
    parameters = b"".join(pair(name, value) for name, value in variables.items())
    request = record(BEGIN, RESPONDER) + record(PARAMETERS, parameters) + record(PARAMETERS, b"")
    if body:
        request += record(INPUT, body)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(DEADLINE)
        connection.connect(str(path))
        connection.sendall(request + record(INPUT, b""))
        return read_answer(connection.makefile("rb"))


def get(path, target, **variables):
    return exchange(path, "GET", target, **variables)


def read_answer(stream):
    received = {OUTPUT: b"", ERRORS: b"", END: b""}
    while not received[END]:
        header = stream.read(HEADER.size)
        assert len(header) == HEADER.size, "the responder ended"
        _, kind, _, length, padding = HEADER.unpack(header)
        received[kind] += stream.read(length)
        stream.read(padding)
    head, _, body = received[OUTPUT].decode().partition("\r\n\r\n")
    [status] = [line.split()[1] for line in head.split("\r\n") if line.startswith("Status: ")]
    return Answer(int(status), body, received[ERRORS].decode())
