"""Names: what they may hold, in bodies, in paths, and as files."""

from urllib.parse import quote

import pytest

from harness import errors
from harness.errors import bad_request, error
from harness.site import Workspace

FINE = [
    "a", "with space", " leading and trailing ", "quote\"s'", "ünïcödé", "ключ", "鍵", "🔑", "...", ".hidden",
    "a.b", "a;b", "a&b=c", "a+b", "<script>", "$(id)", "`id`", "{a}[b]", "*", "~", "|", "a:b@c", "-rf", "--help",
    "generate", "x" * 128, "é" * 64, "🔑" * 32, "manifest.json", "null", "e\u0301",
]
BAD = [
    ".", "..", "a/b", "/", "../../etc/passwd", "a%2Fb", "%", "%2e%2e", "a?b", "a#b", "a\\b", "tab\there",
    "new\nline", "\u007f", "\u0001", "\u0085", "x" * 129, "é" * 64 + "x", "x" * 100_000,
]


@pytest.mark.parametrize("name", FINE)
def test_fine(workspace, name):
    response = workspace.try_generate({"name": name, "type": "EC"})
    assert response.status == 200, response.text
    location = response.header("location")
    assert location == f"{workspace.jwks}/{quote(name, safe='-._~')}/"
    shown = workspace.client.get(location)
    assert shown.status == 200 and shown.json["resultList"][0]["name"] == name
    bundle = workspace.bundle()
    assert list(bundle.keys()) == [name]
    assert bundle.open_private(name)["kty"] == "EC"
    bad_request(workspace.try_generate({"name": name, "type": "EC"}), text=errors.taken(name))


@pytest.mark.parametrize("name", BAD, ids=lambda name: repr(name[:20]))
def test_bad(unharmed, name):
    text = bad_request(unharmed.try_generate({"name": name, "type": "EC"}), "JWK name")
    assert "\n" not in text and "\t" not in text


def test_names_are_case_sensitive(workspace):
    assert workspace.generate("key", "EC")["kid"] != workspace.generate("KEY", "EC")["kid"]
    bad_request(workspace.client.get(f"{workspace.jwks}/Key/"), text=errors.no_jwk("Key"))


@pytest.mark.parametrize("name", ["with space", "ünïcödé", "quote\"s'", ".hidden", "x" * 128, "a+b", "🔑"])
def test_of_project_and_environment(site, name):
    unique = name if len(name) == 128 else f"{name}{site.new_name('p')}"
    site.ctl("project", "add", unique)
    site.ctl("environment", "add", unique, "--private", "none", "--project", unique)
    client = site.client(site.token(unique))
    response = client.post(f"/apiops/projects/{quote(unique)}/jwks/generate", {"name": "key", "type": "EC"})
    assert response.status == 200, response.text
    assert response.header("location") == f"/apiops/projects/{quote(unique, safe='-._~')}/jwks/key/"
    assert response.json["deploymentResult"]["environmentResults"] == [
        {"environmentName": unique, "success": True, "message": "Deployed successfully"}
    ]
    public = client.get(f"/.well-known/jwks/{quote(unique)}/{quote(unique)}/jwks.json", token=None)
    if not unique.startswith("."):
        assert public.status == 200 and len(public.json["keys"]) == 1
    site.ctl("project", "remove", unique, "--force")
    site.ctl("environment", "remove", unique)


# In paths: split first, decoded once.


@pytest.mark.parametrize("segment", ["a%2Fb", "..", "%2e%2e", ".", "%2E", "a%00b", "%00", "%2F..%2Fx"])
def test_segments_that_are_never_a_name(unharmed, segment):
    for path in (f"{unharmed.jwks}/{segment}", f"/apiops/projects/{segment}/jwks/", f"/apiops/test/hello/{segment}"):
        assert unharmed.client.get(path).status in (400, 404), path


@pytest.mark.parametrize("segment", ["%", "%2", "%zz", "a%"])
def test_broken_percent_encoding(unharmed, segment):
    response = unharmed.client.get(f"{unharmed.jwks}/{segment}")
    assert response.status in (400, 404)


def test_decoded_once(unharmed):
    response = unharmed.client.get("/apiops/test/hello/a%2525b")
    assert response.status == 200 and response.text == "Hello a%25b"


def test_broken_utf8_in_a_path(unharmed):
    for segment in ("%FF", "%C3", "%ED%A0%80"):
        assert unharmed.client.get(f"{unharmed.jwks}/{segment}").status in (400, 404)
        assert unharmed.client.get(f"/apiops/projects/{segment}/jwks/").status in (400, 404)


def test_long_segments(unharmed):
    bad_request(unharmed.client.get(f"{unharmed.jwks}/{'x' * 128}"), text=errors.no_jwk("x" * 128))
    assert unharmed.client.get(f"{unharmed.jwks}/{'x' * 129}").status in (400, 404)
    project = "x" * 129
    response = unharmed.client.get(f"/apiops/projects/{project}/jwks/")
    error(response, 404, "not_found")


def test_trailing_slash_is_optional(workspace):
    workspace.generate("key", "EC")
    for path in ("jwks", "jwks/", "jwks/key", "jwks/key/"):
        response = workspace.client.get(f"/apiops/projects/{workspace.project}/{path}")
        assert response.status == 200 and response.json["resultCount"] == 1
    sent = {"name": "other", "type": "EC"}
    assert workspace.client.post(f"{workspace.jwks}/generate/", sent).status == 200
    for path in ("/apiops/test/healthcheck", "/apiops/test/healthcheck/"):
        assert workspace.client.get(path, token=None).text == "OK"


def test_project_with_spaces_end_to_end(site):
    name = f"my {site.new_name('project')}"
    workspace = Workspace(site, project=name)
    assert workspace.generate("my key", "EC")["name"] == "my key"
    assert workspace.bundle().open_private("my key")["kty"] == "EC"
