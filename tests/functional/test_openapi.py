"""The OpenAPI document: valid, the same in both forms, with examples that are what they illustrate, and
served as it is.
"""

import json
import re
import subprocess

import pytest

from harness import npm, settings
from harness.contract import DOCUMENT, contract
from harness.errors import check_headers
from harness.site import Workspace

YAML = settings.SOURCE / "doc" / "openapi.yaml"
VALIDATOR = settings.SOURCE / "tests" / "functional" / "validator"


def schemas(node, place=""):
    """Every object of the document that has an example of what its schema says: place, schema, examples."""
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from schemas(one, f"{place}/{index}")
    if not isinstance(node, dict):
        return
    if "schema" in node:
        yield place, node["schema"], [node["example"]] if "example" in node else [
            example["value"] for example in node.get("examples", {}).values()]
    if "example" in node and "type" in node:
        yield place, node, [node["example"]]
    for name, value in node.items():
        if name not in ("example", "examples"):
            yield from schemas(value, f"{place}/{name}")


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    if isinstance(node, list):
        for one in node:
            yield from references(one)


def test_both_forms_are_the_same():
    script = settings.SOURCE / "scripts" / "openapi-json"
    made = subprocess.run([script, "--print"], capture_output=True, check=True).stdout
    assert made == DOCUMENT.read_bytes(), "doc/openapi.json is old: run scripts/openapi-json"


@pytest.mark.parametrize("form", [YAML, DOCUMENT], ids=lambda path: path.name)
def test_valid(form):
    """By a validator that is not ours."""
    tool = npm.installation(VALIDATOR) / ".bin" / "validate-api"
    done = subprocess.run([tool, form], capture_output=True, text=True, timeout=settings.DEADLINE, check=False)
    assert done.returncode == 0 and json.loads(done.stdout) == {"valid": True}, done.stdout + done.stderr


def test_the_validator_finds_faults(tmp_path):
    document = json.loads(DOCUMENT.read_text())
    document["paths"]["/test/healthcheck"]["get"]["responses"]["200"].pop("description")
    broken = tmp_path / "openapi.json"
    broken.write_text(json.dumps(document))
    tool = npm.installation(VALIDATOR) / ".bin" / "validate-api"
    done = subprocess.run([tool, broken], capture_output=True, text=True, timeout=settings.DEADLINE, check=False)
    assert json.loads(done.stdout)["valid"] is False


def test_examples():
    judge, examples = contract(), 0
    for place, schema, values in schemas(judge.document):
        for value in values:
            examples += 1
            assert not judge.errors(schema, value), (place, judge.errors(schema, value))
    assert examples > 20


def test_references():
    """All lead somewhere, and all components are used."""
    document = contract().document
    used = set(references(document))
    there = {f"#/components/{kind}/{name}" for kind, components in document["components"].items()
             for name in components if kind != "securitySchemes"}
    assert used == there


def test_operations():
    """Each has a name of its own, a known tag, and parameters for what stands in braces in its path."""
    judge = contract()
    tags = {tag["name"] for tag in judge.document["tags"]}
    seen = set()
    for method, path, item, operation in judge.operations():
        assert operation["operationId"] not in seen
        seen.add(operation["operationId"])
        assert set(operation["tags"]) <= tags and operation["summary"]
        parameters = [judge.resolve(one) for one in item.get("parameters", []) + operation.get("parameters", [])]
        in_path = [one["name"] for one in parameters if one["in"] == "path"]
        assert sorted(in_path) == sorted(re.findall(r"\{(.*?)\}", path)), (method, path)


def test_what_is_closed():
    """Every object of an answer lists its members, or says that there may be others."""
    judge = contract()
    open_objects = []

    def look(node, place):
        node = judge.resolve(node)
        if "properties" in node and node.get("type") == "object" and node.get("additionalProperties") is None:
            open_objects.append(place)
        for name, value in node.get("properties", {}).items():
            look(value, f"{place}.{name}")
        for one in node.get("allOf", []):
            look(one, place)
        if "items" in node:
            look(node["items"], f"{place}[]")

    for method, path, _, operation in judge.operations():
        for status, response in operation["responses"].items():
            for media in judge.resolve(response).get("content", {}).values():
                look(media["schema"], f"{method} {path} {status}")
    assert open_objects == []


@pytest.mark.parametrize("name,kind", [("openapi.yaml", "application/yaml"), ("openapi.json", "application/json")])
def test_served(site, name, kind):
    client = site.client()
    for token in (None, "wrong"):
        response = client.get(f"/apiops/{name}", token=token)
        assert response.status == 200 and response.header("content-type") == kind
        check_headers(response)
        assert response.body == (settings.SOURCE / "doc" / name).read_bytes()
    head = client.head(f"/apiops/{name}/")
    assert head.status == 200 and head.header("content-type") == kind


# Request examples that need nothing but a project with an environment `production`, in their order.
ACCEPTED = ("generateJwk", "createKey", "parseJwkFromKey", "createJwk", "parseJwkFromClipboard", "updateKey", "updateJwk")


def test_request_examples_are_accepted(own_site):
    """As they stand in the document, but for those that fetch a URL or need a file."""
    workspace = Workspace(own_site, environments=())
    own_site.environment_for(workspace.project, name="production")
    for operation_id in ACCEPTED:
        [(method, path, operation)] = [
            (method, path, operation) for method, path, _, operation in contract().operations()
            if operation["operationId"] == operation_id]
        media = operation["requestBody"]["content"]["application/json"]
        values = [media["example"]] if "example" in media else [
            example["value"] for example in media["examples"].values()]
        name = {"updateKey": "signing", "updateJwk": "generated-jwk"}.get(operation_id)
        target = path.replace("{projectName}", workspace.project).replace("{name}", str(name))
        for value in values:
            if value.get("sourceType") in ("URL", "CERTIFICATE"):
                continue
            response = workspace.client.request(method, f"/apiops{target}", value)
            assert response.status == 200, (value, response.text)
