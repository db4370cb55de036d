"""Keys as resources: what JWKs of sourceType PUBLIC_KEY and PRIVATE_KEY are made from."""

import base64

import pytest

from harness import errors, jose, stored
from harness.errors import TEXTS, bad_request, check_headers, error
from harness.secrets import files
from harness.stored import UNDEPLOYED, Stored, base64_of, key, private_der, public_der, public_pem


@pytest.fixture
def keys(workspace):
    return Stored(workspace, "keys")


@pytest.fixture
def bare(bare_workspace):
    """Behind the first server, with one environment."""
    workspace = bare_workspace
    workspace.environments = [workspace.site.environment_for(workspace.project, private="none")]
    return Stored(workspace, "keys")


def entry(keys, pem=None, environment=None, **members):
    """One environment of a Key: both halves of a private key in PEM."""
    shown = {"environmentName": environment or keys.workspace.environment}
    if pem is not None:
        shown.update(publicKey=public_pem(pem), privateKey=pem)
    shown.update(members)
    return shown


def body(keys, name, *entries, **members):
    return {"name": name, "cryptoKeyInfoEnvironmentList": list(entries), **members}


def add(keys, name, *entries, **members):
    response = keys.post(body(keys, name, *entries, **members))
    keys.check_changed(response, location=name)


def make_jwk(keys, name, key_name, source="PRIVATE_KEY", **members):
    response = keys.client.post(f"{keys.workspace.jwks}/", {
        "name": name, "sourceType": source, "keyName": key_name, **members,
    })
    assert response.status == 200, response.text
    return keys.workspace.get(name)


# What a Key does.


def test_life(keys):
    pem = key("EC")
    add(keys, "a key", entry(keys, pem), description="for tests", keyType="EC")
    shown, tag = keys.get("a key")
    assert shown == {
        "name": "a key",
        "description": "for tests",
        "projectId": shown["projectId"],
        "keyType": "EC",
        "cryptoKeyInfoEnvironmentList": [{
            "environmentName": keys.workspace.environment,
            "publicKey": base64_of(public_der(pem)),
            "privateKey": base64_of(private_der(pem)),
        }],
    }
    [listed] = keys.list()
    del shown["cryptoKeyInfoEnvironmentList"][0]["privateKey"]
    assert listed == shown
    other = key("EC", 1)
    response = keys.put("a key", body(keys, "b", entry(keys, other), description="changed"))
    keys.check_changed(response, location="b")
    after, new_tag = keys.get("b")
    assert new_tag != tag and response.header("etag") == new_tag
    assert after["description"] == "changed" and after["projectId"] == shown["projectId"]
    assert after["cryptoKeyInfoEnvironmentList"][0]["privateKey"] == base64_of(private_der(other))
    bad_request(keys.client.get(keys.one("a key")), text="Key (name: a key) is not found!")
    keys.check_changed(keys.delete("b"), UNDEPLOYED)
    assert keys.list() == []
    bad_request(keys.delete("b"), text="Key (name: b) is not found!")


def test_jwk_made_from_it(keys):
    pem = key("RSA")
    add(keys, "source", entry(keys, pem))
    for source in ("PUBLIC_KEY", "PRIVATE_KEY"):
        shown = make_jwk(keys, source, "source", source, algorithm="RS256")
        assert ("d" in shown["rsa"]) == (source == "PRIVATE_KEY")
        assert jose.integer(shown["rsa"]["n"]) == stored.load(pem).private_numbers().public_numbers.n
        assert keys.client.delete(f"{keys.workspace.jwks}/{source}/").status == 200


def test_update_of_referenced_jwks(keys):
    add(keys, "source", entry(keys, key("EC")))
    before = make_jwk(keys, "jwk", "source", useType="SIGNATURE", algorithm="ES256")
    replaced = key("EC", 1)
    change = {"cryptoKeyInfoEnvironmentList": [entry(keys, replaced)]}
    keys.check_changed(keys.put("source", change), location="source")
    assert keys.workspace.get("jwk") == before
    query = "?updateReferencedJwks=true&updateScope=SAME_PROJECT"
    keys.check_changed(keys.put("source", change, query), location="source")
    after = keys.workspace.get("jwk")
    numbers = stored.load(replaced).private_numbers()
    assert jose.integer(after["ec"]["d"]) == numbers.private_value
    assert jose.integer(after["ec"]["x"]) == numbers.public_numbers.x
    assert after["kid"] != before["kid"]
    stays = ("name", "sourceId", "sourceType", "use", "alg", "notBeforeTime", "expirationTime", "createdAt")
    assert {name: after[name] for name in stays} == {name: before[name] for name in stays}
    bundle = keys.workspace.bundle()
    assert bundle.key("jwk")["kid"] == after["kid"]
    opened = bundle.open_private("jwk")
    assert (opened["d"], opened["kid"]) == (after["ec"]["d"], after["kid"])
    assert [shown["kid"] for shown in keys.published()] == [after["kid"]]


def test_referenced_key_stays(keys):
    add(keys, "source", entry(keys, key("EC")))
    make_jwk(keys, "b jwk", "source", algorithm="ES256")
    text = "Key (name: source) is still referenced by JWKs: b jwk! Delete them or update them first."
    bad_request(keys.delete("source"), text=text)
    renamed = keys.put("source", {"name": "renamed"})
    keys.check_changed(renamed, location="renamed")
    bad_request(keys.delete("renamed"), text=text.replace("source)", "renamed)"))
    assert keys.client.delete(f"{keys.workspace.jwks}/b%20jwk/").status == 200
    keys.check_changed(keys.delete("renamed"), UNDEPLOYED)


def test_sealed_at_rest(keys):
    pem = key("RSA", 7)
    add(keys, "secret", entry(keys, pem))
    secret = stored.secret_bytes(pem)
    wanted = (secret[:32], base64.b64encode(private_der(pem))[60:120], pem.encode()[100:160])
    for path in files(keys.workspace.site.home):
        content = path.read_bytes()
        assert not any(part in content for part in wanted), path


def test_access(keys):
    site, workspace = keys.workspace.site, keys.workspace
    add(keys, "one", entry(keys, key()))
    one = keys.one("one")
    error(keys.client.get(one, token=None), 401, "unauthorized_client", TEXTS["token"])
    stranger = site.token(site.project())
    error(keys.client.get(one, token=stranger), 404, "not_found", errors.no_project(workspace.project))
    reader = site.token(workspace.project, roles=("ROLE_API_SECURITY",))
    assert keys.client.get(one, token=reader).status == 200
    error(keys.delete("one", token=reader), 403, "forbidden", TEXTS["role"])
    deployer = site.token(workspace.project, roles=("ROLE_DEPLOY_UNDEPLOY_PROXIES",))
    error(keys.client.get(one, token=deployer), 403, "forbidden", TEXTS["role"])
    other = site.project()
    assert keys.client.get(f"/apiops/projects/{other}/keys/", token=site.token(other)).json["resultList"] == []


def test_state(keys):
    add(keys, "one", entry(keys, key()))
    _, tag = keys.get("one")
    known = keys.client.get(keys.one("one"), headers={"If-None-Match": tag})
    assert (known.status, known.body, known.header("etag")) == (304, b"", tag)
    check_headers(known)
    current = {"If-Match": tag}
    keys.check_changed(keys.put("one", {"description": "x"}, headers=current), location="one")
    assert keys.put("one", {"description": "y"}, headers=current).status == 412
    assert keys.delete("one", headers=current).status == 412
    shown, tag = keys.get("one")
    assert shown["description"] == "x"
    keys.check_changed(keys.delete("one", headers={"If-Match": tag}), UNDEPLOYED)


# Everything below is about values: one way to be served is enough.


@pytest.mark.parametrize("kind", ["RSA", "EC", "P-384", "OKP"])
def test_forms_of_a_half(bare, kind):
    pem = key(kind)
    public, private = public_der(pem), private_der(pem)
    lines = "\n".join(base64_of(private)[i:i + 64] for i in range(0, len(base64_of(private)), 64))
    entries = {
        "pem": {"publicKey": public_pem(pem), "privateKey": pem},
        "base64": {"publicKey": base64_of(public), "privateKey": base64_of(private)},
        "lines": {"privateKey": lines},
        "private only": {"privateKey": pem, "publicKey": ""},
        "null": {"privateKey": pem, "publicKey": None},
    }
    for name, members in entries.items():
        add(bare, name, entry(bare, **members))
        [shown] = bare.get(name)[0]["cryptoKeyInfoEnvironmentList"]
        assert shown["publicKey"] == base64_of(public), name
        assert shown["privateKey"] == base64_of(private), name
    add(bare, "public only", entry(bare, publicKey=public_pem(pem)))
    [shown] = bare.get("public only")[0]["cryptoKeyInfoEnvironmentList"]
    assert (shown["publicKey"], shown["privateKey"]) == (base64_of(public), None)


def test_old_forms(bare):
    pem = key("RSA")
    old = stored.tool("openssl", "rsa", "-traditional", input=pem.encode()).decode()
    assert "BEGIN RSA PRIVATE KEY" in old
    add(bare, "rsa", entry(bare, privateKey=old))
    assert bare.get("rsa")[0]["cryptoKeyInfoEnvironmentList"][0]["privateKey"] == base64_of(private_der(pem))
    old = stored.tool("openssl", "ec", input=key("EC").encode()).decode()
    assert "BEGIN EC PRIVATE KEY" in old
    add(bare, "ec", entry(bare, privateKey=old))


def test_several_environments(bare):
    workspace = bare.workspace
    second = workspace.site.environment_for(workspace.project, private="none")
    workspace.environments.append(second)
    pems = [key("EC"), key("EC", 1)]
    add(bare, "k", entry(bare, pems[0]), entry(bare, pems[1], environment=second))
    shown = bare.get("k")[0]["cryptoKeyInfoEnvironmentList"]
    assert [part["environmentName"] for part in shown] == [workspace.environment, second]
    text = bad_request(bare.client.post(f"{workspace.jwks}/", {
        "name": "j", "sourceType": "PRIVATE_KEY", "keyName": "k"}))
    assert "environmentName" in text
    made = make_jwk(bare, "j", "k", environmentName=second, algorithm="ES256")
    assert jose.integer(made["ec"]["d"]) == stored.load(pems[1]).private_numbers().private_value
    one = {"cryptoKeyInfoEnvironmentList": [entry(bare, pems[0])]}
    bad_request(bare.put("k", one), "Key (name: k) is still referenced by JWKs: j!")
    other = {"cryptoKeyInfoEnvironmentList": [entry(bare, environment=second)]}
    bare.check_changed(bare.put("k", other), location="k")
    [left] = bare.get("k")[0]["cryptoKeyInfoEnvironmentList"]
    assert left == shown[1]


def test_what_is_left_out_stays(bare):
    pem, other = key("EC"), key("EC", 1)
    add(bare, "k", entry(bare, pem), description="d")
    before, _ = bare.get("k")
    for change in (
        {"name": "k"}, {"description": None, "name": None, "cryptoKeyInfoEnvironmentList": [entry(bare)]},
        {"cryptoKeyInfoEnvironmentList": [entry(bare, publicKey=public_pem(pem))]},
    ):
        bare.check_changed(bare.put("k", change), location="k")
        assert bare.get("k")[0] == before, change
    change = {"cryptoKeyInfoEnvironmentList": [entry(bare, publicKey=public_pem(other))]}
    bare.check_changed(bare.put("k", change), location="k")
    [shown] = bare.get("k")[0]["cryptoKeyInfoEnvironmentList"]
    assert (shown["publicKey"], shown["privateKey"]) == (base64_of(public_der(other)), None)


MISSING = "Key cryptoKeyInfoEnvironmentList can not be empty!"


@pytest.mark.parametrize("change,parts", [
    ({"name": None}, "Key name can not be empty!"),
    ({"name": ""}, "Key name can not be empty!"),
    ({"name": "a/b"}, ["Key name", "a/b"]),
    ({"name": 5}, ["name (5)", "a string"]),
    ({"description": "x" * 1025}, ["Key description", "1024"]),
    ({"keyType": "OCT"}, ["Key keyType (OCT)", "EC"]),
    ({"keyType": "RSA"}, ["Key keyType (RSA)", "EC"]),
    ({"cryptoKeyInfoEnvironmentList": None}, MISSING),
    ({"cryptoKeyInfoEnvironmentList": []}, MISSING),
    ({"cryptoKeyInfoEnvironmentList": {}}, ["cryptoKeyInfoEnvironmentList", "an array"]),
    ({"cryptoKeyInfoEnvironmentList": ["x"]}, ["cryptoKeyInfoEnvironmentList", "an object"]),
    ({"cryptoKeyInfoEnvironmentList": [None]}, ["cryptoKeyInfoEnvironmentList", "an object"]),
])
def test_bad_members(bare, change, parts):
    response = bare.post({**body(bare, "k", entry(bare, key())), **change})
    if isinstance(parts, str):
        bad_request(response, text=parts)
    else:
        bad_request(response, *parts)
    assert bare.list() == []


@pytest.mark.parametrize("change,parts", [
    ({"environmentName": None}, ["Key environmentName can not be empty!"]),
    ({"environmentName": ""}, ["Key environmentName can not be empty!"]),
    ({"environmentName": 1}, ["environmentName (1)", "a string"]),
    ({"environmentName": "nowhere"}, ["Environment (nowhere) was not found"]),
    ({"publicKey": None, "privateKey": None}, ["can not both be empty"]),
    ({"publicKey": "", "privateKey": ""}, ["can not both be empty"]),
    ({"publicKey": "!"}, ["publicKey", "base64"]),
    ({"privateKey": "AAAA"}, ["privateKey"]),
    ({"publicKey": public_pem(key("EC", 1))}, ["publicKey", "privateKey", "do not belong together"]),
    ({"publicKey": public_pem(key("RSA"))}, ["publicKey", "privateKey", "do not belong together"]),
    ({"publicKey": key("EC")}, ["publicKey"]),
    ({"privateKey": public_pem(key("EC"))}, ["privateKey"]),
    ({"privateKey": stored.tool("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                                "ec_paramgen_curve:P-256", "-aes256", "-pass", "pass:x").decode()},
     ["privateKey", "encrypted"]),
    ({"privateKey": stored.tool("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt",
                                "rsa_keygen_bits:1024").decode(), "publicKey": None}, ["privateKey", "1024"]),
])
def test_bad_entries(bare, change, parts):
    text = bad_request(bare.post(body(bare, "k", {**entry(bare, key("EC")), **change})), *parts)
    assert "PRIVATE KEY-" not in text
    assert bare.list() == []


def test_environments_are_checked(bare):
    workspace = bare.workspace
    foreign = workspace.site.environment_for(workspace.site.project(), private="none")
    bad_request(bare.post(body(bare, "k", entry(bare, key(), environment=foreign))),
                text=f"Environment ({foreign}) was not found in Project({workspace.project})!")
    twice = entry(bare, key())
    bad_request(bare.post(body(bare, "k", twice, twice)),
                text=f"Environment ({workspace.environment}) is given twice!")
    second = workspace.site.environment_for(workspace.project, private="none")
    workspace.environments.append(second)
    mixed = body(bare, "k", entry(bare, key("EC")), entry(bare, key("RSA"), environment=second))
    bad_request(bare.post(mixed), "one type", "EC", "RSA")


def test_names(bare):
    add(bare, "ä b", entry(bare, key()))
    add(bare, "other", entry(bare, key()))
    bad_request(bare.post(body(bare, "other", entry(bare, key()))), text="Key (name: other) is already exist! "
                "Try update operation if want to change its value.")
    bad_request(bare.put("other", {"name": "ä b"}), text="Key (name: ä b) is already exist!")
    bad_request(bare.put("missing", {"name": "x"}), text="Key (name: missing) is not found! Try create operation.")
    bad_request(bare.put("other", {"name": None}), "nothing to change")
    bad_request(bare.put("other", {"name": ""}), "Key name")
    bad_request(bare.put("other", {"cryptoKeyInfoEnvironmentList": []}), text=MISSING)
    assert bare.get("ä b")[0]["name"] == "ä b"
    assert bare.names() == ["other", "ä b"]


def test_pages(bare):
    for name in "cab":
        add(bare, name, entry(bare, publicKey=public_pem(key())))
    assert bare.names() == ["a", "b", "c"]
    assert bare.names("?page=2&size=1") == ["b"]
    assert bare.names("?page=2&size=2") == ["c"]
    assert bare.names("?page=3&size=2") == []
    assert bare.names("?sort=name,desc") == ["c", "b", "a"]
    assert bare.names("?sort=name,desc&page=1&size=2") == ["c", "b"]
    assert bare.names("?sort=name,desc&page=2&size=2") == ["a"]
    bad_request(bare.client.get(f"{bare.path}/?size=0"), "size (0)")


def test_update_that_swaps_keys(bare):
    """Each JWK gets the key, and with it the kid, that the other one had."""
    workspace = bare.workspace
    environments = [workspace.environment, workspace.site.environment_for(workspace.project, private="none")]
    workspace.environments = environments
    pems = [key("EC"), key("EC", 1)]
    add(bare, "source", *(entry(bare, pem, environment=name) for pem, name in zip(pems, environments)))
    before = [make_jwk(bare, f"jwk {name}", "source", environmentName=name) for name in environments]
    swapped = [entry(bare, pem, environment=name) for pem, name in zip(reversed(pems), environments)]
    change = {"cryptoKeyInfoEnvironmentList": swapped}
    bare.check_changed(bare.put("source", change, "?updateReferencedJwks=true"), location="source")
    after = [workspace.get(shown["name"]) for shown in before]
    assert [shown["kid"] for shown in after] == [shown["kid"] for shown in reversed(before)]
    assert [shown["ec"] for shown in after] == [shown["ec"] for shown in reversed(before)]


def test_update_that_does_not_fit(bare):
    add(bare, "source", entry(bare, key("EC")))
    before = make_jwk(bare, "jwk", "source", algorithm="ES256")
    state = bare.get("source")
    query = "?updateReferencedJwks=true"
    for wrong, parts in (
        (entry(bare, key("P-384")), ["ES256"]),
        (entry(bare, key("RSA")), ["ES256"]),
        (entry(bare, publicKey=public_pem(key("EC", 1))), ["private half"]),
    ):
        change = {"cryptoKeyInfoEnvironmentList": [wrong]}
        bad_request(bare.put("source", change, query), "JWK (name: jwk)", *parts)
        assert bare.get("source") == state
        assert bare.workspace.get("jwk") == before
    bad_request(bare.put("source", {"name": "x"}, "?updateReferencedJwks=yes"),
                text="updateReferencedJwks (yes) is not supported! Valid values: false, true")
    bad_request(bare.put("source", {"name": "x"}, "?updateScope=ALL"),
                text="updateScope (ALL) is not supported! Valid values: SAME_PROJECT, ALL_PROJECTS")



# Several clients at once.


def responses(client, requests):
    """Sends all requests (method, path, body) at once and returns their responses."""
    started = [client.start(method, path, body) for method, path, body in requests]
    return [client.finish(curl) for curl in started]


def test_concurrent_updates(bare):
    pems = [key("EC", number) for number in range(6)]
    add(bare, "source", entry(bare, pems[0]))
    make_jwk(bare, "jwk", "source", algorithm="ES256")
    path = f"{bare.one('source')}?updateReferencedJwks=true"
    change = [{"cryptoKeyInfoEnvironmentList": [entry(bare, pem)]} for pem in pems]
    for response in responses(bare.client, [("PUT", path, body) for body in change]):
        assert response.status in (200, 503), response.text
    [shown] = bare.get("source")[0]["cryptoKeyInfoEnvironmentList"]
    [left] = [pem for pem in pems if base64_of(public_der(pem)) == shown["publicKey"]]
    jwk = bare.workspace.get("jwk")
    assert jose.integer(jwk["ec"]["d"]) == stored.load(left).private_numbers().private_value


@pytest.mark.parametrize("attempt", range(3))
def test_concurrent_reference_and_removal(bare, attempt):
    """Whoever comes first: a JWK never refers to a Key that is gone."""
    add(bare, "source", entry(bare, key("EC", attempt)))
    create = {"name": "jwk", "sourceType": "PRIVATE_KEY", "keyName": "source", "algorithm": "ES256"}
    made, removed = responses(bare.client, [
        ("POST", f"{bare.workspace.jwks}/", create), ("DELETE", bare.one("source"), None)])
    assert sorted([made.status == 200, removed.status == 200]) == [False, True], (made.text, removed.text)
    assert bare.names() == (["source"] if made.status == 200 else [])
