"""Renaming, describing and deleting JWKs, and the ETags that keep two who do it apart."""

import json
import re
from urllib.parse import quote

import pytest

from harness import errors
from harness.errors import bad_request, check_headers, error

DEPLOYED = {"message": "Deployment completed successfully", "of one": "Deployed successfully"}
UNDEPLOYED = {"message": "Undeployment completed successfully", "of one": "Undeployed successfully"}


def path(workspace, name):
    return f"{workspace.jwks}/{quote(name)}/"


def result(workspace, sentences):
    """The whole answer to a change that reached every environment."""
    return {
        "success": True,
        "deploymentResult": {
            "success": True,
            "message": sentences["message"],
            "environmentResults": [
                {"environmentName": name, "success": True, "message": sentences["of one"]}
                for name in sorted(workspace.environments)
            ],
        },
    }


def put(workspace, name, body, **options):
    return workspace.client.put(path(workspace, name), body, **options)


def changed(workspace, name, body):
    """Changes a JWK, which must succeed, and returns it as GET shows it then."""
    response = put(workspace, name, body)
    assert (response.status, response.json) == (200, result(workspace, DEPLOYED)), response.text
    return workspace.get(body.get("name") or name)


def deleted(workspace, name, **options):
    response = workspace.client.delete(path(workspace, name), **options)
    assert (response.status, response.json) == (200, result(workspace, UNDEPLOYED)), response.text
    assert response.header("location") is None and response.header("etag") is None


def names(workspace, query=""):
    response = workspace.client.get(f"{workspace.jwks}/{query}")
    assert response.status == 200, response.text
    return [shown["name"] for shown in response.json["resultList"]]


def no_such_jwk(name):
    return f"JWK (name: {name}) is not found! Try create operation."


# What a change does.


@pytest.mark.parametrize("type", ["RSA", "OCT"])
def test_rename(workspace, type):
    before = workspace.generate("old name", type, description="What it is for")
    bundle = workspace.bundle()
    files, key = bundle.contents(), bundle.key("old name")
    private = bundle.open_private("old name")
    response = put(workspace, "old name", {"name": "ä new name"})
    assert (response.status, response.json) == (200, result(workspace, DEPLOYED))
    assert response.header("location") == path(workspace, "ä new name")
    after = workspace.get("ä new name")
    assert after == {**before, "name": "ä new name"}
    assert names(workspace) == ["ä new name"]
    bad_request(workspace.client.get(path(workspace, "old name")), text=errors.no_jwk("old name"))
    assert bundle.key("ä new name") == {**key, "name": "ä new name"}
    assert list(bundle.keys()) == ["ä new name"]
    assert bundle.open_private("ä new name") == private
    now = bundle.contents()
    assert {path for path in now if now[path] != files.get(path)} == {"manifest.json"}
    assert set(now) == set(files)


def test_describe(workspace):
    before = workspace.generate("key", "EC", description="first")
    assert changed(workspace, "key", {"description": "ünlike"}) == {**before, "description": "ünlike"}
    assert changed(workspace, "key", {"description": None, "name": "key"}) == {**before, "description": "ünlike"}
    assert changed(workspace, "key", {"name": None, "description": ""}) == {**before, "description": None}
    both = changed(workspace, "key", {"name": "other", "description": "x", "type": "ignored", "jwkStr": 5})
    assert both == {**before, "name": "other", "description": "x"}


def test_location_of_what_keeps_its_name(workspace):
    workspace.generate("a key", "EC")
    for body in ({"description": "x"}, {"name": "a key"}):
        assert put(workspace, "a key", body).header("location") == path(workspace, "a key")


def test_order_after_renaming(workspace):
    for name in ("a", "b", "c"):
        workspace.generate(name, "OKP")
    changed(workspace, "a", {"name": "d"})
    assert names(workspace) == ["b", "c", "d"]
    assert [key["name"] for key in workspace.bundle().manifest["keys"]] == ["b", "c", "d"]
    changed(workspace, "d", {"name": "a"})
    assert names(workspace) == ["a", "b", "c"]


def test_names_swapped(workspace):
    one, two = workspace.generate("one", "EC"), workspace.generate("two", "EC")
    changed(workspace, "one", {"name": "third"})
    assert changed(workspace, "two", {"name": "one"})["kid"] == two["kid"]
    assert changed(workspace, "third", {"name": "two"})["kid"] == one["kid"]


def test_old_name_is_free(workspace):
    first = workspace.generate("key", "EC", kid="a kid")
    changed(workspace, "key", {"name": "moved"})
    workspace.generate("key", "EC")
    bad_request(workspace.try_generate({"name": "x", "type": "EC", "kid": "a kid"}), "a kid")
    assert workspace.get("moved") == {**first, "name": "moved"}


def test_delete(workspace):
    workspace.generate("stays", "EC")
    bundle = workspace.bundle()
    before = bundle.contents()
    gone = workspace.generate("goes", "RSA", rsa={"algorithm": "RS256"})
    key = bundle.key("goes")
    deleted(workspace, "goes")
    after = bundle.contents()
    assert {path: after[path] for path in after if path != "manifest.json"} == {
        path: before[path] for path in before if path != "manifest.json"
    }
    for trace in (gone["kid"], gone["rsa"]["n"], key["file"], key["pem"]):
        assert not [path for path, data in after.items() if trace.encode() in data]
    assert names(workspace) == ["stays"]
    for method in ("GET", "DELETE"):
        bad_request(workspace.client.request(method, path(workspace, "goes")), text=errors.no_jwk("goes"))
    bad_request(put(workspace, "goes", {"name": "x"}), text=no_such_jwk("goes"))


def test_made_anew(workspace):
    """Under the same name and kid: another key with a life of its own."""
    body = {"kid": "a kid", "description": "first"}
    first = workspace.generate("key", "EC", **body)
    deleted(workspace, "key")
    second = workspace.generate("key", "EC", **body)
    assert second["kid"] == "a kid" and second["ec"] != first["ec"]
    assert [key["x"] for key in workspace.bundle().public_set()] == [second["ec"]["x"]]
    assert workspace.bundle().open_private("key")["d"] == second["ec"]["d"]
    deleted(workspace, "key")
    assert workspace.bundle().public_set() == []
    assert sorted(workspace.bundle().paths()) == ["manifest.json", "public/jwks-enc.json", "public/jwks.json"]


@pytest.mark.parametrize("mode", ["plain", "none"])
def test_other_environments(site, mode):
    from harness.site import Workspace

    workspace = Workspace(site, environments=(mode, "sealed"))
    for type in ("EC", "OCT"):
        workspace.generate(type, type)
        changed(workspace, type, {"name": f"{type} 2"})
        files = workspace.bundle(workspace.environments[0]).contents()
        assert len([path for path in files if path.startswith("private/")]) == {
            ("plain", "EC"): 2, ("plain", "OCT"): 1}.get((mode, type), 0)
        deleted(workspace, f"{type} 2")
        for environment in workspace.environments:
            assert not [path for path in workspace.bundle(environment).paths() if path.startswith("private")]


def test_without_environments(bare_workspace):
    bare_workspace.generate("key", "EC")
    changed(bare_workspace, "key", {"name": "other"})
    deleted(bare_workspace, "other")


def test_a_key_named_like_a_route(workspace):
    workspace.generate("generate", "EC")
    changed(workspace, "generate", {"description": "x"})
    deleted(workspace, "generate")


# What is refused.


def test_taken_name(workspace):
    one, two = workspace.generate("one", "EC"), workspace.generate("two", "EC")
    before = workspace.bundle().contents()
    bad_request(put(workspace, "one", {"name": "two", "description": "x"}), text="JWK (name: two) is already exist!")
    assert workspace.get("one") == one and workspace.get("two") == two
    assert workspace.bundle().contents() == before


@pytest.mark.parametrize("body,text", [
    ({}, "There is nothing to change! Give name, description, or both."),
    ({"name": None, "description": None}, "There is nothing to change! Give name, description, or both."),
    ({"type": "RSA"}, "There is nothing to change! Give name, description, or both."),
    ({"name": ""}, "JWK name can not be empty!"),
    ({"name": 5}, "name (5) is a whole number, but it must be a string!"),
    ({"name": True}, "name (true) is a boolean, but it must be a string!"),
    ({"description": {}}, "description is an object, but it must be a string!"),
    ({"description": ["x"]}, "description is an array, but it must be a string!"),
    ({"name": "a/b"}, "JWK name (a/b) contains '/'! None of / % ? # \\ is allowed."),
    ({"name": ".."}, "JWK name (..) is reserved! Choose another name."),
    ({"name": "é" * 65}, None),
    ({"description": "x" * 1025}, "JWK description has 1025 bytes! At most 1024 bytes of UTF-8 are allowed."),
])
def test_bad_bodies(bare_workspace, body, text):
    before = bare_workspace.generate("key", "OKP")
    bad_request(put(bare_workspace, "key", body), text=text)
    assert bare_workspace.get("key") == before


def test_bad_json_and_media_type(unharmed):
    error(put(unharmed, "key", "{}", headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type")
    bad_request(put(unharmed, "key", ""), "Invalid JSON")
    bad_request(put(unharmed, "key", "[]"), "must be an object!")
    bad_request(put(unharmed, "key", {"name": "x"}), text=no_such_jwk("key"))
    bad_request(unharmed.client.delete(path(unharmed, "key")), text=errors.no_jwk("key"))


@pytest.mark.parametrize("roles", [("ROLE_API_SECURITY",), ("ROLE_DEPLOY_UNDEPLOY_PROXIES",), ()])
def test_both_roles_are_needed(unharmed, roles):
    client = unharmed.site.client(unharmed.site.token(unharmed.project, roles=roles))
    for method, body in (("PUT", {"name": "x"}), ("DELETE", None)):
        error(client.request(method, path(unharmed, "key"), body), 403, "forbidden", errors.TEXTS["role"])


# ETags.

TAG = re.compile(r'"[0-9a-f]{24}-[0-9]+"')


def tag(workspace, name):
    response = workspace.client.get(path(workspace, name))
    assert response.status == 200 and TAG.fullmatch(response.header("etag")), response.headers
    return response.header("etag")


def test_tags_follow_changes(workspace):
    workspace.generate("key", "EC")
    seen = [tag(workspace, "key")]
    assert tag(workspace, "key") == seen[0]
    for body in ({"description": "x"}, {"name": "key"}, {"name": "other"}, {"name": "key"}):
        old, new = ("other", "key") if seen[3:] else ("key", body.get("name", "key"))
        response = put(workspace, old, body)
        assert response.status == 200, response.text
        assert response.header("etag") == tag(workspace, new)
        seen.append(response.header("etag"))
    assert len(set(seen)) == len(seen)
    deleted(workspace, "key")
    workspace.generate("key", "EC")
    assert tag(workspace, "key") not in seen


def test_not_modified(workspace):
    workspace.generate("key", "EC")
    current = tag(workspace, "key")
    for method in ("GET", "HEAD"):
        for known in (current, f"W/{current}", f'"x", {current}', "*"):
            response = workspace.client.request(method, path(workspace, "key"), headers={"If-None-Match": known})
            assert (response.status, response.body) == (304, b""), (known, response)
            assert response.header("etag") == current
            check_headers(response)
    for other in ('"x"', current.strip('"'), '"' + current[1:-1] + '0"'):
        response = workspace.client.get(path(workspace, "key"), headers={"If-None-Match": other})
        assert response.status == 200 and response.json["resultCount"] == 1


def test_stale(workspace):
    workspace.generate("key", "EC")
    first = tag(workspace, "key")
    response = put(workspace, "key", {"description": "one"}, headers={"If-Match": first})
    assert response.status == 200, response.text
    second = response.header("etag")
    before = workspace.bundle().contents()
    for send in (lambda: put(workspace, "key", {"name": "two"}, headers={"If-Match": first}),
                 lambda: put(workspace, "key", {"name": "two"}, headers={"If-Match": f"W/{second}"}),
                 lambda: workspace.client.delete(path(workspace, "key"), headers={"If-Match": first})):
        text = error(send(), 412, "precondition_failed")
        assert first in text or second in text
        assert "GET it again" in text
    assert workspace.get("key")["description"] == "one" and workspace.bundle().contents() == before
    assert put(workspace, "key", {"name": "two"}, headers={"If-Match": f"{first}, {second}"}).status == 200
    deleted(workspace, "two", headers={"If-Match": "*"})


@pytest.mark.parametrize("header", ["x", '"x', "W/x", '"a" "b"', '*, "a"', ",", '"a b"'])
def test_malformed_if_match(bare_workspace, header):
    bare_workspace.generate("key", "OKP")
    response = put(bare_workspace, "key", {"name": "two"}, headers={"If-Match": header})
    bad_request(response, f"If-Match ({header})", "is not understood!")
    assert names(bare_workspace) == ["key"]


def test_deployment_that_fails(own_site):
    """The change is kept; the next one brings the environment up to date."""
    from harness.site import Workspace

    workspace = Workspace(own_site)
    workspace.generate("key", "EC")
    bundle = workspace.bundle()
    place = bundle.directory.parent
    place.rename(place.with_name("away"))
    place.write_text("in the way")
    response = workspace.client.delete(path(workspace, "key"))
    assert response.status == 200 and response.json["success"] is True
    failed = response.json["deploymentResult"]
    assert failed["success"] is False and failed["message"] == "Undeployment failed for 1 of 1 environments"
    assert names(workspace) == []
    place.unlink()
    place.with_name("away").rename(place)
    assert bundle.public_set() != []
    own_site.ctl("deploy")
    assert bundle.public_set() == [] and "keys" in json.loads((bundle.directory / "manifest.json").read_text())
