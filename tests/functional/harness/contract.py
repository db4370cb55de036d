"""The OpenAPI document as a judge: of what a request and its answer may look like.

`check` fails with an AssertionError that says how they differ from the document. Answers that the web
server gives by itself have no X-Request-Id and are left out; so is what lies outside of the API.
"""

import functools
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from jsonschema import Draft4Validator

from harness import settings

DOCUMENT = settings.SOURCE / "doc" / "openapi.json"
METHODS = ("get", "post", "put", "delete")

# Headers that say something about the resource: they are not sent where they are not documented.
TELLING = ("allow", "content-disposition", "etag", "location", "retry-after", "www-authenticate")


@dataclass
class Request:
    """What was asked: the body in bytes, or the fields of a form that is sent as multipart/form-data."""

    method: str
    path: str
    content_type: str = None
    body: bytes = None
    fields: dict = None


class Contract:
    """One document; what is made from it is kept."""

    def __init__(self, document):
        self.document = document
        self.kept = {}
        self.routes = [(segments(path), item) for path, item in document["paths"].items()]
        self.routes.sort(key=lambda route: sum(segment.startswith("{") for segment in route[0]))

    # Reading the document

    def resolve(self, node):
        """The node, or what its $ref points to."""
        while "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node

    def schema(self, node):
        """A schema of OpenAPI 3.0 as one of JSON Schema, with everything in it that it refers to."""
        if id(node) in self.kept:
            return self.kept[id(node)][1]
        made = self.translate(node)
        self.kept[id(node)] = node, made
        return made

    def translate(self, node):
        if isinstance(node, list):
            return [self.translate(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return self.schema(self.resolve(node))
        made = {name: self.translate(value) for name, value in node.items() if name not in ("example", "default")}
        if made.pop("nullable", False) is True:
            made["type"] = [made["type"], "null"]
        return made

    def errors(self, node, value):
        """What is wrong with a value by a schema, as one text; "" when nothing is."""
        validator = Draft4Validator(self.schema(node))
        return "; ".join(
            f"{'/'.join(map(str, error.absolute_path)) or 'it'}: {error.message[:300]}"
            for error in validator.iter_errors(value)
        )

    def operations(self):
        """Every operation: method, path, item, operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method.upper(), path, item, item[method]

    def find(self, method, path):
        """The operation and its item for a path below the mount. Without an operation for this method
        the item alone; without any such path neither.
        """
        wanted = segments(path)
        fitting = [item for template, item in self.routes if fits(template, wanted)]
        name = "get" if method == "HEAD" else method.lower()
        for item in fitting:
            if name in item:
                return item, item[name]
        return (fitting[0], None) if fitting else (None, None)

    # Judging

    def check(self, request, response):
        """Fails unless this answer to this request is one of those that the document lists."""
        path, query = below_mount(request.path)
        if path is None or response.header("x-request-id") is None:
            return
        what = f"{request.method} {request.path}: {response.status}"
        item, operation = self.find(request.method, path)
        documented = self.answer(operation, item, response.status)
        assert documented is not None, f"{what} is not in the OpenAPI document"
        self.check_headers(what, documented, response)
        self.check_content(what, documented, response, request.method == "HEAD")
        if operation is not None and 200 <= response.status < 300:
            self.check_query(what, item, operation, query)
            self.check_body(what, operation, request)

    def answer(self, operation, item, status):
        """What is documented for a status, None when nothing is."""
        if operation is not None:
            documented = operation["responses"].get(str(status))
        else:
            names = {400: "BadRequest", 404: "NotFound"} if item is None else {400: "BadRequest", 405: "MethodNotAllowed"}
            documented = self.document["components"]["responses"].get(names.get(status))
        return None if documented is None else self.resolve(documented)

    def check_headers(self, what, documented, response):
        headers = {name.lower(): self.resolve(header) for name, header in documented.get("headers", {}).items()}
        for name, header in headers.items():
            value = response.header(name)
            if value is None:
                assert not header.get("required"), f"{what} lacks the header {name}"
            else:
                wrong = self.errors(header["schema"], typed(value, self.resolve(header["schema"])))
                assert not wrong, f"{what}: the header {name} differs from the OpenAPI document: {wrong}"
        for name in TELLING:
            assert name in headers or response.header(name) is None, \
                f"{what} has the header {name}, which is not in the OpenAPI document"

    def check_content(self, what, documented, response, is_head):
        content = documented.get("content", {})
        sent = media_type(response.header("content-type"))
        if not content:
            assert response.body == b"", f"{what} has a body, which is not in the OpenAPI document"
            return
        assert sent in content, f"{what} has the type {sent}, which is not in the OpenAPI document"
        if is_head:
            assert response.body == b"", f"{what} has a body"
            return
        wrong = self.errors(content[sent]["schema"], decoded(sent, response.body))
        assert not wrong, f"{what}: the answer differs from the OpenAPI document: {wrong}\n{response.body[:2000]}"

    def check_query(self, what, item, operation, query):
        known = {parameter["name"]: parameter
                 for parameter in map(self.resolve, item.get("parameters", []) + operation.get("parameters", []))
                 if parameter["in"] == "query"}
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name in known:
                schema = self.resolve(known[name]["schema"])
                wrong = self.errors(schema, typed(value, schema))
                assert not wrong, f"{what}: {name} was accepted against the OpenAPI document: {wrong}"

    def check_body(self, what, operation, request):
        content = operation.get("requestBody", {}).get("content", {})
        if not content:
            return
        sent = "multipart/form-data" if request.fields else media_type(request.content_type)
        assert sent in content, f"{what}: a body of {sent} was accepted against the OpenAPI document"
        value = request.fields or decoded(sent, request.body, request.content_type)
        wrong = self.errors(content[sent]["schema"], value)
        assert not wrong, f"{what}: a body was accepted against the OpenAPI document: {wrong}"


def segments(path):
    """The segments of a path, decoded once after splitting; one slash at the end makes no difference."""
    return [unquote(segment) for segment in path.removesuffix("/").split("/")]


def fits(template, wanted):
    """Whether segments are those of a path of the document; one in braces stands for any that is not empty."""
    return len(template) == len(wanted) and all(
        one == other or (one.startswith("{") and other != "") for one, other in zip(template, wanted)
    )


def below_mount(target):
    """The path behind the mount, and the query."""
    path, _, query = target.partition("?")
    mount = re.search(r"/apiops(?=/|$)", path)
    return (path[mount.end():] if mount else None), query


def media_type(value):
    return None if value is None else value.partition(";")[0].strip().lower()


def typed(value, schema):
    """The text of a header or a parameter as the type that it stands for; as it is when it does not."""
    if schema.get("type") == "integer" and re.fullmatch("-?[0-9]+", value):
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def decoded(kind, body, content_type=""):
    """A body as a schema sees it."""
    if kind == "application/json":
        return json.loads(body)
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        return dict(multipart(content_type, body))
    return body.decode(errors="replace")


def multipart(content_type, body):
    """Names and values of the parts (RFC 7578)."""
    boundary = re.search(r'boundary="?([^";]+)', content_type)[1].encode()
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)[1]
        yield unquote(name.decode()), value.removesuffix(b"\r\n").decode(errors="replace")


@functools.lru_cache(maxsize=None)
def contract():
    """The contract of the source tree that is tested."""
    with open(DOCUMENT, encoding="utf-8") as source:
        return Contract(json.load(source))


def check(request, response):
    contract().check(request, response)
