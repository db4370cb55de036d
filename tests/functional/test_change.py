"""Renaming, describing and deleting JWKs, and the ETags that keep two who do it apart."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness import errors
from harness.errors import bad_request, check_headers, error
from harness.site import Workspace

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


# Many at once.


class Reader(threading.Thread):
    """A gateway that follows the manifest, and what it finds wrong."""

    def __init__(self, bundles):
        super().__init__()
        self.bundles = bundles
        self.wrong = []
        self.seen = 0
        self.done = threading.Event()

    def run(self):
        while not self.done.is_set() or not self.seen:
            for bundle in self.bundles:
                try:
                    self.look(bundle)
                except Exception as problem:  # pylint: disable=broad-except
                    self.wrong.append(repr(problem))
                    return
                self.seen += 1

    @staticmethod
    def look(bundle):
        manifest, files = bundle.read()
        sets = [json.loads(files[f"public/{name}"])["keys"] for name in ("jwks.json", "jwks-enc.json")]
        public = [key["kid"] for keys in sets for key in keys]
        kids = [key["kid"] for key in manifest["keys"]]
        assert len(kids) == len(set(kids)), f"a kid comes twice: {kids}"
        assert sorted(public) == sorted(key["kid"] for key in manifest["keys"] if key["type"] != "OCT")
        for key in manifest["keys"]:
            assert key["file"] in files, f"{key['kid']} has no file"
        private = {path for path in files if path.startswith("private/") and not path.endswith(".pem")}
        assert private == {key["file"] for key in manifest["keys"]}


def live(workspace, client, type, steps):
    """A key's life, over and over, under the same kid: made, renamed, described, deleted."""
    for step in range(steps):
        old, new = f"{client} {step}", f"{client} {step} renamed"
        body = {"name": old, "type": type, "kid": f"kid {client}"}
        assert workspace.try_generate(body).status == 200
        for sent in (put(workspace, old, {"name": new}), put(workspace, new, {"description": "x"}),
                     workspace.client.delete(path(workspace, new))):
            assert sent.status == 200 and sent.json["deploymentResult"]["success"] is True, sent.text
    return True


def test_readers_never_see_half_a_change(site):
    workspace = Workspace(site, environments=("sealed", "plain"))
    stays = workspace.generate("stays", "EC")
    bundles = [workspace.bundle(environment) for environment in workspace.environments]
    reader = Reader(bundles)
    reader.start()
    try:
        with ThreadPoolExecutor(6) as pool:
            lives = [pool.submit(live, workspace, n, ("EC", "OKP", "OCT")[n % 3], 4) for n in range(6)]
            assert all(done.result() for done in lives)
    finally:
        reader.done.set()
        reader.join()
    assert reader.wrong == [] and reader.seen > 0
    assert names(workspace) == ["stays"]
    for bundle in bundles:
        manifest, files = bundle.read()
        assert [key["kid"] for key in manifest["keys"]] == [stays["kid"]]
        assert sorted(["manifest.json", *files]) == bundle.paths()


def test_one_name_for_many_renames(workspace):
    """Exactly one gets the name, and the others stay what they were."""
    before = {name: workspace.generate(name, "OKP")["kid"] for name in "abcdef"}
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda name: put(workspace, name, {"name": "the one"}), before))
    winners = [name for name, response in zip(before, responses) if response.status == 200]
    assert len(winners) == 1
    for response in responses:
        if response.status != 200:
            bad_request(response, text="JWK (name: the one) is already exist!")
    shown = {key["name"]: key["kid"] for key in workspace.client.get(f"{workspace.jwks}/").json["resultList"]}
    assert shown == {"the one" if name in winners else name: kid for name, kid in before.items()}


def test_one_tag_for_many(workspace):
    """Of those who change the state that they all have seen, one does."""
    workspace.generate("key", "EC")
    seen = {"If-Match": tag(workspace, "key")}
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda n: put(workspace, "key", {"description": f"{n}"}, headers=seen), range(6)))
    [winner] = [n for n, response in enumerate(responses) if response.status == 200]
    assert workspace.get("key")["description"] == f"{winner}"
    for n, response in enumerate(responses):
        if n != winner:
            error(response, 412, "precondition_failed")


# Keys from outside.

PUBLIC = {
    "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "theirs",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "owner": {"name": "somebody else"},
}


def test_public_key_from_outside(workspace):
    """Without a private half and without an end, through its whole life."""
    sent = {"name": "theirs", "sourceType": "COPY_PASTE", "jwkStr": json.dumps(PUBLIC)}
    response = workspace.client.post(f"{workspace.jwks}/", sent)
    assert (response.status, response.json) == (200, result(workspace, DEPLOYED)), response.text
    before = workspace.get("theirs")
    assert before["ec"] == {name: PUBLIC[name] for name in ("crv", "x", "y", "owner")}
    assert before["expirationTime"] is None and before["sourceType"] == "COPY_PASTE"
    for name in ("theirs", "renamed"):
        bundle = workspace.bundle()
        assert bundle.public_set() == [PUBLIC]
        key = bundle.key(name)
        assert key["file"] is None and key["exp"] is None and key["state"] == "active"
        assert bundle.manifest["nextChange"] is None
        assert not [file for file in bundle.paths() if file.startswith("private")]
        if name == "theirs":
            assert changed(workspace, "theirs", {"name": "renamed"}) == {**before, "name": "renamed"}
    listed = workspace.site.ctl("jwk", "list", workspace.project)
    assert "never" in listed and "COPY_PASTE" in listed
    shown = workspace.site.ctl_json("jwk", "show", workspace.project, "renamed")
    assert shown["jwk"] == PUBLIC and shown["expirationTime"] is None
    status = json.loads(workspace.site.try_ctl("status", "--json").stdout)
    [project] = [p for p in status["projects"] if p["name"] == workspace.project]
    assert (project["keys"], project["expiring"], project["nextExpiry"]) == (1, 0, None)
    deleted(workspace, "renamed")
    assert workspace.bundle().public_set() == []


def pem_of_private_key():
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def test_detached_from_its_key(workspace):
    """As long as a JWK refers to a Key that can not be deleted; a change lets go of it."""
    client, keys = workspace.client, workspace.jwks.replace("/jwks", "/keys")
    part = {"environmentName": workspace.environment, "privateKey": pem_of_private_key()}
    response = client.post(f"{keys}/", {"name": "a key", "keyType": "EC", "cryptoKeyInfoEnvironmentList": [part]})
    assert response.status == 200, response.text
    sent = {"name": "jwk", "sourceType": "PRIVATE_KEY", "keyName": "a key", "environmentName": workspace.environment}
    response = client.post(f"{workspace.jwks}/", {**sent, "useType": "SIGNATURE", "algorithm": "ES256"})
    assert response.status == 200, response.text
    before = workspace.get("jwk")
    assert before["sourceType"] == "PRIVATE_KEY" and re.fullmatch("[0-9a-f]{24}", before["sourceId"])
    assert workspace.site.ctl_json("jwk", "show", workspace.project, "jwk")["sourceId"] == before["sourceId"]
    bad_request(client.delete(f"{keys}/a%20key/"), "jwk")
    assert changed(workspace, "jwk", {"description": "detached"}) == {
        **before, "description": "detached", "sourceId": None}
    assert workspace.bundle().open_private("jwk")["d"] == before["ec"]["d"]
    assert client.delete(f"{keys}/a%20key/").status == 200
    deleted(workspace, "jwk")


# On the command line.


def test_set_and_remove_by_command(workspace):
    site, project = workspace.site, workspace.project
    before = workspace.generate("key", "EC")
    done = site.ctl("jwk", "set", project, "key", "--name", "ä key", "--description", "What it is for")
    assert workspace.environment in done and "Deployed successfully" in done
    assert workspace.get("ä key") == {**before, "name": "ä key", "description": "What it is for"}
    assert list(workspace.bundle().keys()) == ["ä key"]
    shown = site.ctl_json("jwk", "show", project, "ä key")
    assert (shown["sourceType"], shown["sourceId"], shown["sourceUrl"]) == ("GENERATE", None, None)
    assert "GENERATE" in site.ctl("jwk", "list", project)
    done = site.ctl_json("jwk", "remove", project, "ä key")
    assert done == result(workspace, UNDEPLOYED)["deploymentResult"]
    assert names(workspace) == [] and workspace.bundle().public_set() == []


def test_misuse_of_commands(home):
    home.ctl("project", "add", "p")
    home.ctl("jwk", "generate", "p", "one", "--type", "EC")
    home.ctl("jwk", "generate", "p", "two", "--type", "EC")
    for arguments, status, part in (
        (("set", "p", "one"), 2, "give --name, --description, or both"),
        (("set", "p", "one", "--name", "two"), 1, "JWK (name: two) is already exist!"),
        (("set", "p", "one", "--name", ""), 1, "JWK name can not be empty!"),
        (("set", "p", "x", "--name", "y"), 1, no_such_jwk("x")),
        (("set", "nowhere", "x", "--name", "y"), 1, "Project(nowhere) was not found!"),
        (("remove", "p", "x"), 1, errors.no_jwk("x")),
        (("remove", "p"), 2, "NAME is missing."),
    ):
        done = home.try_ctl("jwk", *arguments)
        assert done.returncode == status and part in done.stderr, (arguments, done)
        assert done.stdout == ""


def test_deployment_that_fails(own_site):
    """The change is kept; the next one brings the environment up to date."""
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
