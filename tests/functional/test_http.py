"""What holds for every response; the routes around the main job."""

import socket
import re

import pytest

from harness.errors import bad_request, check_headers, error


def every_kind(workspace):
    client, jwks = workspace.client, workspace.jwks
    workspace.generate("key", "EC")
    yield client.get(f"{jwks}/")
    yield client.get(f"{jwks}/key/")
    yield client.post(f"{jwks}/generate", {"name": "other", "type": "EC"})
    yield client.post(f"{jwks}/generate", {"name": "other", "type": "EC"})
    yield client.get(f"{jwks}/", token=None)
    yield client.get("/apiops/nothing")
    yield client.get("/apiops/projects/nowhere/jwks/")
    yield client.request("PATCH", f"{jwks}/")
    yield client.post(f"{jwks}/generate", "x", headers={"Content-Type": "text/plain"})


def test_headers_of_every_response(workspace):
    for response in every_kind(workspace):
        check_headers(response)
        assert response.header("content-type") == "application/json"
        response.json  # parses
        response.text  # is UTF-8


def test_request_id(unharmed):
    def sent(value):
        return unharmed.client.get("/apiops/test/hello/x", headers={"X-Request-Id": value}).header("x-request-id")

    for fine in ("abc", "0d5ccd94-6f4b-4dc2-b7a3-5c0a0de1ff2a", "a_b.c-D9"):
        assert sent(fine) == fine
    for bad in ("a b", "x" * 1000, "a\"b", "<script>", "é", "{}"):
        assert sent(bad) not in ("", None, bad)
    assert sent("") and sent("") != sent("")


def test_healthcheck(unharmed):
    response = unharmed.client.get("/apiops/test/healthcheck", token=None)
    assert (response.status, response.text) == (200, "OK")
    assert response.header("content-type").split(";")[0] == "text/plain"
    check_headers(response)
    assert unharmed.client.get("/apiops/test/healthcheck", token="wrong").status == 200


@pytest.mark.parametrize("segment,name", [
    ("world", "world"), ("a%20b", "a b"), ("%C3%BC", "ü"), ("a+b", "a+b"), ("%3Cscript%3E", "<script>"),
])
def test_hello(unharmed, segment, name):
    response = unharmed.client.get(f"/apiops/test/hello/{segment}")
    assert (response.status, response.text) == (200, f"Hello {name}")
    assert response.header("content-type").split(";")[0] == "text/plain"
    check_headers(response)


@pytest.mark.parametrize("path", ["", "key/", "missing/"])
def test_head_is_get_without_a_body(workspace, path):
    workspace.generate("key", "EC")
    get, head = (workspace.client.request(method, f"{workspace.jwks}/{path}") for method in ("GET", "HEAD"))
    assert head.status == get.status and head.body == b""
    assert head.header("content-type") == get.header("content-type")
    check_headers(head)


def test_head_of_the_rest(unharmed):
    assert unharmed.client.head("/apiops/test/healthcheck", token=None).status == 200
    assert unharmed.client.head("/apiops/test/hello/x").status == 200
    assert unharmed.client.head("/apiops/nothing").status == 404


@pytest.mark.parametrize("method,path,allowed", [
    ("POST", "/apiops/test/healthcheck", {"GET", "HEAD"}),
    ("DELETE", "/apiops/test/hello/x", {"GET", "HEAD"}),
    ("PATCH", "{jwks}/", {"GET", "HEAD"}),
    ("DELETE", "{jwks}/", {"GET", "HEAD"}),
    ("PATCH", "{jwks}/generate", {"POST", "GET", "HEAD", "PUT", "DELETE"}),
    ("PATCH", "{jwks}/key/", {"GET", "HEAD", "PUT", "DELETE"}),
    ("POST", "{jwks}/key/", {"GET", "HEAD", "PUT", "DELETE"}),
])
def test_wrong_method(unharmed, method, path, allowed):
    sent = "{}" if method in ("POST", "PUT") else None
    response = unharmed.client.request(method, path.format(jwks=unharmed.jwks), sent)
    error(response, 405, "method_not_allowed")
    assert allowed <= set(re.split(r",\s*", response.header("allow")))
    assert method not in re.split(r",\s*", response.header("allow"))


@pytest.mark.parametrize("path", [
    "/apiops/", "/apiops", "/apiops/projects/{p}", "/apiops/projects/{p}/", "/apiops/projects/{p}/jwks/a/b",
    "/apiops/projects/{p}/other/", "/apiops/test/other", "/apiops/APIOPS", "/apiops/test/healthcheck/x",
    "/apiops/apiops/test/healthcheck", "/apiops//test/healthcheck", "/apiops/projects//jwks/",
])
def test_unknown_route(unharmed, path):
    error(unharmed.client.get(path.format(p=unharmed.project)), 404, "not_found")


def exchange(port, sent, finish=True):
    """Sends raw bytes and returns the first line of what comes back; b"" when nothing does."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(sent)
        if finish:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while b"\r\n" not in received:
            try:
                part = connection.recv(4096)
            except ConnectionResetError:
                break
            if not part:
                break
            received += part
        return received.split(b"\r\n")[0]


def raw_request(workspace, body, length, *headers):
    lines = [
        f"POST {workspace.jwks}/generate HTTP/1.1", "Host: localhost", "Connection: close",
        f"Authorization: Bearer {workspace.client.token}", "Content-Type: application/json",
        f"Content-Length: {length}", *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


BODY = b'{"name": "key", "type": "EC"}'


@pytest.mark.parametrize("missing", [1, 10, 1000])
@pytest.mark.parametrize("finish", [True, False])
def test_body_cut_short(unharmed, missing, finish):
    """Fewer bytes than announced, then the client goes: nothing is done."""
    port = unharmed.site.server.port
    sent = raw_request(unharmed, BODY, len(BODY) + missing)
    if finish:
        assert b" 200 " not in exchange(port, sent)
    else:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(sent)
    assert unharmed.client.get("/apiops/test/healthcheck").text == "OK"


def test_body_longer_than_announced(unharmed):
    """What lies behind the announced length is no part of the request."""
    port = unharmed.site.server.port
    status = exchange(port, raw_request(unharmed, BODY, len(BODY) - 1))
    assert b" 400 " in status


def test_body_without_anything(unharmed):
    bad_request(unharmed.client.post(f"{unharmed.jwks}/generate", b""))
