"""The judge of the client: an exchange that differs from the document fails the test that made it."""

import copy
import json

import pytest

from harness.client import Response
from harness.contract import DOCUMENT, Contract, Request, contract

GENERATE = Request("POST", "/apiops/projects/p/jwks/generate", "application/json", b'{"name": "n", "type": "EC"}')
LIST = Request("GET", "/apiops/projects/p/jwks/?page=1")
GET = Request("GET", "/apiops/projects/p/jwks/n/")

JWK = {
    "name": "n", "description": None, "projectId": "0" * 24, "sourceType": "GENERATE", "sourceId": None,
    "sourceUrl": None, "type": "EC", "kid": "k", "use": "sig", "alg": None, "notBeforeTime": "2026-01-01T00:00:00Z",
    "expirationTime": None, "createdAt": "2026-01-01T00:00:00Z",
}
MATERIAL = {"crv": "P-256", "x": "AA", "y": "AA"}


def answer(status, body, **headers):
    """An answer with what each of ours carries; a header that is None is left out."""
    sent = {
        "x-request-id": "id", "cache-control": "no-store", "x-content-type-options": "nosniff",
        "content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    sent = {name: [value] for name, value in sent.items() if value is not None}
    return Response(status, sent, body if isinstance(body, bytes) else json.dumps(body).encode())


def listed(*jwks, **more):
    return {"success": True, "resultList": list(jwks), "resultCount": len(jwks), **more}


def made(**more):
    result = {"success": True, "message": "m", "environmentResults": []}
    return answer(200, {"success": True, "deploymentResult": result, **more}, location="/apiops/projects/p/jwks/n/")


def error(status, code, text="text", **headers):
    return answer(status, {"error": code, "error_description": text}, **headers)


FITTING = {
    "made": (GENERATE, made()),
    "list": (LIST, answer(200, listed(JWK))),
    "page": (LIST, answer(200, listed(JWK, nextCursor="bg"))),
    "one": (GET, answer(200, listed({**JWK, "ec": MATERIAL}), etag='"x"')),
    "head": (Request("HEAD", GET.path), answer(200, b"", etag='"x"')),
    "not modified": (GET, answer(304, b"", etag='"x"', content_type=None)),
    "charset": (LIST, answer(200, listed(), content_type="application/json; charset=utf-8")),
    "refused": (GENERATE, error(400, "bad_request")),
    "no token": (LIST, error(401, "unauthorized_client", "Invalid token", www_authenticate="Bearer")),
    "busy": (LIST, error(503, "service_unavailable", retry_after="1")),
    "wrong method": (Request("PATCH", LIST.path), error(405, "method_not_allowed", allow="GET, HEAD")),
    "no route": (Request("GET", "/apiops/nothing"), error(404, "not_found")),
    "broken path": (Request("GET", "/apiops/%zz"), error(400, "bad_request")),
    "garbage that is refused": (Request("POST", GENERATE.path, "text/plain", b"{"), error(415, "unsupported_media_type")),
    "another mount": (Request("GET", "/cgi-bin/x.fcgi/apiops/%74est/healthcheck/"), answer(200, b"OK", content_type="text/plain")),
    "of the web server": (GENERATE, answer(411, b"<html>", x_request_id=None, content_type="text/html")),
    "outside of the API": (Request("GET", "/.well-known/jwks/e/p/jwks.json"), answer(200, {"keys": []})),
}

DIFFERING = {
    "status": (GENERATE, error(402, "bad_request")),
    "status of no route": (Request("GET", "/apiops/nothing"), answer(200, {})),
    "status of a wrong method": (Request("PATCH", LIST.path), answer(200, listed())),
    "unknown member": (GENERATE, made(more=1)),
    "unknown member within": (LIST, answer(200, listed({**JWK, "more": 1}))),
    "unknown member of an error": (LIST, answer(404, {"error": "not_found", "error_description": "t", "more": 1})),
    "missing member": (LIST, answer(200, {"success": True, "resultList": []})),
    "missing member within": (LIST, answer(200, listed({name: JWK[name] for name in JWK if name != "use"}))),
    "key material in a list": (LIST, answer(200, listed({**JWK, "ec": MATERIAL}))),
    "no key material": (GET, answer(200, listed(JWK), etag='"x"')),
    "key material of another type": (GET, answer(200, listed({**JWK, "okp": {"crv": "X448", "x": "AA"}}), etag='"x"')),
    "type of a member": (LIST, answer(200, {**listed(), "resultCount": "0"})),
    "value of a member": (LIST, answer(200, listed({**JWK, "sourceType": "OTHER"}))),
    "null": (LIST, answer(200, listed({**JWK, "projectId": None}))),
    "code of an error": (GENERATE, error(400, "not_found")),
    "text of an error": (LIST, error(403, "forbidden", "No")),
    "no JSON": (LIST, answer(200, b"OK", content_type="text/plain")),
    "missing header": (GET, answer(200, listed({**JWK, "ec": MATERIAL}))),
    "missing header of all": (LIST, answer(200, listed(), cache_control=None)),
    "value of a header": (LIST, answer(200, listed(), cache_control="public")),
    "no number in a header": (LIST, error(503, "service_unavailable", retry_after="soon")),
    "header that is not listed": (LIST, answer(200, listed(), etag='"x"')),
    "body of HEAD": (Request("HEAD", LIST.path), answer(200, listed())),
    "body of 304": (GET, answer(304, b"x", etag='"x"')),
    "request that lacks a member": (Request("POST", GENERATE.path, "application/json", b'{"name": "n"}'), made()),
    "request of a wrong type": (Request("POST", GENERATE.path, "application/json", b'{"name": 5, "type": "EC"}'), made()),
    "request without a body": (Request("POST", GENERATE.path), made()),
    "request as a form": (Request("POST", GENERATE.path, fields={"name": "n", "type": "EC"}), made()),
    "request of another media type": (Request("POST", GENERATE.path, "text/json", GENERATE.body), made()),
    "query": (Request("GET", f"{LIST.path}&size=0"), answer(200, listed())),
}


@pytest.mark.parametrize("case", FITTING)
def test_fitting(case):
    contract().check(*FITTING[case])


@pytest.mark.parametrize("case", DIFFERING)
def test_differing(case):
    with pytest.raises(AssertionError, match="OpenAPI document|lacks the header|has a body"):
        contract().check(*DIFFERING[case])


def test_forms_are_read():
    """A form is held against its schema, whichever of both kinds it is."""
    fields = {"type": "object", "required": ["a"], "properties": {"a": {"enum": ["b c"]}}}
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data")
    document = copy.deepcopy(json.loads(DOCUMENT.read_text()))
    operation = document["paths"]["/projects/{projectName}/jwks/generate"]["post"]
    operation["requestBody"]["content"] = {kind: {"schema": fields} for kind in kinds}
    judge = Contract(document)
    for value, fits in (("b c", True), ("b", False)):
        bodies = {
            kinds[0]: f"a={value.replace(' ', '+')}".encode(),
            f'{kinds[1]}; boundary="x"': f'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{value}\r\n--x--\r\n'.encode(),
        }
        for kind, body in bodies.items():
            request = Request("POST", GENERATE.path, kind, body)
            if fits:
                judge.check(request, made())
            else:
                with pytest.raises(AssertionError, match="OpenAPI document"):
                    judge.check(request, made())
