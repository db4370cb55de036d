"""How a request comes over the wire: what web servers handle differently ends the same."""

import socket

import pytest

from harness.errors import check_headers

BODY = b'{"name": "key", "type": "EC"}'


def head(workspace, *headers):
    lines = [
        f"POST {workspace.jwks}/generate HTTP/1.1", "Host: localhost", "Connection: close",
        f"Authorization: Bearer {workspace.client.token}", "Content-Type: application/json", *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def read_until(connection, end):
    received = b""
    while end not in received:
        part = connection.recv(4096)
        assert part, f"the connection ends after {received!r}"
        received += part
    return received


def test_expect_100_continue(workspace):
    """The body is sent only when the server asks for it."""
    with socket.create_connection(("127.0.0.1", workspace.site.server.port), timeout=60) as connection:
        connection.sendall(head(workspace, f"Content-Length: {len(BODY)}", "Expect: 100-continue"))
        assert read_until(connection, b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
        connection.sendall(BODY)
        assert read_until(connection, b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert workspace.get("key")["type"] == "EC"


def test_chunks_of_one_byte(workspace):
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", workspace.site.server.port), timeout=60) as connection:
        connection.sendall(head(workspace, "Transfer-Encoding: chunked") + chunks)
        assert read_until(connection, b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert workspace.get("key")["type"] == "EC"


def test_chunks_that_break_off(unharmed):
    with socket.create_connection(("127.0.0.1", unharmed.site.server.port), timeout=60) as connection:
        connection.sendall(head(unharmed, "Transfer-Encoding: chunked") + b"1d\r\n" + BODY[:10])
    assert unharmed.client.get("/apiops/test/healthcheck").text == "OK"


@pytest.mark.parametrize("length", [True, False], ids=["announced", "in chunks"])
def test_beyond_the_limit_of_the_web_server(unharmed, length):
    """What we would answer with a sentence never reaches us; nothing is done, nobody hangs."""
    server = unharmed.site.server
    headers = {} if length else {"Transfer-Encoding": "chunked"}
    body = BODY + b" " * server.body_limit
    response = unharmed.try_generate(body, headers=headers)
    assert response.status == server.beyond_limit


def test_encoded_slash_is_no_slash(unharmed):
    """Whoever answers, us or the web server: %2F separates no segments."""
    client = unharmed.client
    path = unharmed.jwks.removeprefix("/apiops/projects/")
    for tried in (f"/apiops/projects%2F{path}/", f"/apiops%2Fprojects/{path}/", f"/apiops/projects/{path}%2F",
                  f"/apiops/projects/{path.replace('/', '%2f')}/", "/apiops/test/hello/a%2Fb"):
        assert client.get(tried).status in (400, 404), tried


@pytest.mark.parametrize("path", ["/apiops/test/healthcheck", "/apiops/test/hello/x", "{jwks}/"])
def test_head_over_one_connection(unharmed, path):
    """The answer to HEAD has no body that the next response would be mixed up with."""
    path = path.format(jwks=unharmed.jwks)
    with socket.create_connection(("127.0.0.1", unharmed.site.server.port), timeout=60) as connection:
        for method, end in (("HEAD", "keep-alive"), ("GET", "close")):
            request = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {end}\r\n"
            request += f"Authorization: Bearer {unharmed.client.token}\r\n\r\n"
            connection.sendall(request.encode())
            received = read_until(connection, b"\r\n\r\n")
            assert received.startswith(b"HTTP/1.1 200 "), received
            if method == "HEAD":
                assert received.endswith(b"\r\n\r\n")


def test_a_new_key_has_a_location_behind_every_server(workspace):
    """No server follows it on its own: the answer is that of the request."""
    response = workspace.try_generate({"name": "a key", "type": "EC"})
    assert response.status == 200 and response.json["deploymentResult"]["success"] is True
    assert response.header("location") == f"{workspace.jwks}/a%20key/"
    assert not [name for name in response.headers if name.startswith("x-jwkmint")]
    check_headers(response)
