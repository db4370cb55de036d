"""What a bundle holds, with which modes, and that what did not change stays alone."""

import json
import stat
from datetime import datetime

import pytest
from cryptography.hazmat.primitives import serialization
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jwk as jwcrypto_jwk

from harness import jose
from harness.bundle import Bundle
from harness.site import Workspace

KINDS = {
    "rsa-sig": ("RSA", {"algorithm": "RS256"}),
    "rsa-enc": ("RSA", {"keyUseType": "ENCRYPTION", "algorithm": "RSA-OAEP-256"}),
    "ec-sig": ("EC", {"curveType": "P384", "algorithm": "ES384"}),
    "ec-enc": ("EC", {"keyUseType": "ENCRYPTION", "algorithm": "ECDH-ES+A256KW"}),
    "ec-none": ("EC", {"curveType": "P521"}),
    "secp256k1": ("EC", {"curveType": "SECP256K1", "algorithm": "ES256K"}),
    "ed25519": ("OKP", {"algorithm": "EdDSA"}),
    "ed448": ("OKP", {"curveType": "ED448", "algorithm": "Ed448"}),
    "x25519": ("OKP", {"curveType": "X25519", "algorithm": "ECDH-ES"}),
    "x448": ("OKP", {"curveType": "X448"}),
    "oct-sig": ("OCT", {"algorithm": "HS256"}),
    "oct-enc": ("OCT", {"keyUseType": "ENCRYPTION", "algorithm": "A128KW"}),
}


def generate_all(workspace):
    return {
        name: workspace.generate(name, type, **{type.lower(): dict(parameters)})
        for name, (type, parameters) in KINDS.items()
    }


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def seconds(text):
    return int(datetime.fromisoformat(text).timestamp())


@pytest.fixture
def filled(site):
    """All kinds of keys in a sealed, a plain and a none environment."""
    workspace = Workspace(site, environments=("sealed", "plain", "none"))
    workspace.shown = generate_all(workspace)
    return workspace


def test_public_sets(filled):
    for environment in filled.environments:
        bundle = filled.bundle(environment)
        for file, use in (("jwks.json", "sig"), ("jwks-enc.json", "enc")):
            keys = bundle.public_set(file)
            expected = {
                name: jose.public_half(jose.jwk_of(shown))
                for name, shown in filled.shown.items()
                if shown["type"] != "OCT" and shown["use"] == use
            }
            assert sorted(keys, key=json.dumps) != [] and len(keys) == len(expected)
            assert {key["kid"] for key in keys} == {key["kid"] for key in expected.values()}
            for key in keys:
                [same] = [other for other in expected.values() if other["kid"] == key["kid"]]
                assert {name: key.get(name) for name in same} == same
                assert not set(key) & set(jose.PRIVATE_MEMBERS) and key["kty"] != "oct"


def test_manifest(filled):
    for environment, private in zip(filled.environments, ("sealed", "plain", "none")):
        bundle = filled.bundle(environment)
        manifest, files = bundle.read()
        assert manifest["format"] == 1 and manifest["private"] == private
        assert manifest["project"]["name"] == filled.project
        assert manifest["environment"]["name"] == environment
        assert manifest["generation"] == len(KINDS)
        assert sorted(["manifest.json", *files]) == bundle.paths()
        assert (manifest["recipient"] is not None) == (private == "sealed")
        if private == "sealed":
            recipient = json.loads(filled.site.recipient(environment).read_text())
            assert manifest["recipient"] == jose.thumbprint(recipient)
        keys = {key["name"]: key for key in manifest["keys"]}
        assert sorted(keys) == sorted(KINDS)
        for name, shown in filled.shown.items():
            key = keys[name]
            for member in ("kid", "type", "use", "alg"):
                assert key[member] == shown[member]
            assert key["nbf"] == seconds(shown["notBeforeTime"])
            assert key["exp"] == seconds(shown["expirationTime"])
            assert key["state"] == "active"
            assert (key["file"] is not None) == (private != "none")
            assert (key["pem"] is not None) == (shown["type"] != "OCT" and shown["alg"] is not None)
        assert seconds(manifest["nextChange"]) == min(key["exp"] for key in keys.values())
        projects = {shown["projectId"] for shown in filled.shown.values()}
        assert projects == {manifest["project"]["id"]}


def test_no_name_or_kid_in_file_names(filled):
    for environment in filled.environments:
        for path in filled.bundle(environment).paths():
            for shown in filled.shown.values():
                assert shown["kid"] not in path and f"/{shown['name']}" not in path


def test_modes(filled):
    for environment, private in zip(filled.environments, ("sealed", "plain", "none")):
        bundle = filled.bundle(environment)
        root = bundle.directory
        assert mode(root / "manifest.json") == 0o640
        assert mode(root) == mode(root.parent) == mode(root.parent.parent) == 0o711
        for path in bundle.paths():
            if path.startswith("public/"):
                assert mode(root / path) == 0o644
        for directory in (root / "public").rglob("*"):
            if directory.is_dir():
                assert mode(directory) == 0o755
        assert mode(root / "public") == 0o755
        if private == "none":
            assert not (root / "private").exists()
            continue
        directory_mode, file_mode = {"sealed": (0o750, 0o640), "plain": (0o700, 0o600)}[private]
        assert mode(root / "private") == directory_mode
        assert {mode(path) for path in (root / "private").iterdir()} == {file_mode}


def test_modes_of_the_home(site):
    assert mode(site.home) == 0o711
    assert mode(site.home / "db") == 0o700
    assert mode(site.home / "keyring") == 0o600


def test_public_pem(filled):
    for environment in filled.environments:
        bundle = filled.bundle(environment)
        for name, key in bundle.keys().items():
            if key["pem"] is None:
                continue
            assert key["pem"].startswith(f"public/pem/{key['alg']}/")
            text = (bundle.directory / key["pem"]).read_bytes()
            shown = jose.jwk_of(filled.shown[name])
            ours = jwcrypto_jwk.JWK(**jose.bare(jose.public_half(shown)))
            same(serialization.load_pem_public_key(text), ours.get_op_key("verify" if key["use"] == "sig" else "wrapKey"))


def same(one, other):
    def der(key):
        return key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    assert der(one) == der(other)


def test_sealed_private_halves(filled):
    environment = filled.environments[0]
    bundle = filled.bundle(environment)
    recipient = json.loads(filled.site.recipient(environment).read_text())
    for name, shown in filled.shown.items():
        jwk = jose.jwk_of(shown)
        opened = bundle.open_private(name)
        assert {member: opened.get(member) for member in jwk} == jwk
        header = jwcrypto_jwe.JWE()
        header.deserialize(bundle.private_path(name).read_text().strip())
        header = header.jose_header
        assert header["alg"] == "ECDH-ES+A256KW" and header["enc"] == "A256GCM"
        assert header["cty"] == "jwk+json" and header["kid"]
        assert (header["environment"], header["project"]) == (environment, filled.project)
        assert set(header["epk"]) == {"kty", "crv", "x", "y"} and header["epk"]["crv"] == recipient["crv"]


def test_plain_private_halves(filled):
    bundle = filled.bundle(filled.environments[1])
    for name, shown in filled.shown.items():
        jwk = jose.jwk_of(shown)
        path = bundle.private_path(name)
        found = json.loads(path.read_text())
        assert {member: found.get(member) for member in jwk} == jwk
        pem = path.with_suffix(".pem")
        assert pem.exists() == (shown["type"] != "OCT")
        if pem.exists():
            private = serialization.load_pem_private_key(pem.read_bytes(), None)
            ours = jwcrypto_jwk.JWK(**jose.bare(jwk))
            same(private.public_key(), ours.get_op_key("verify" if shown["use"] == "sig" else "wrapKey"))


def test_another_recipient_does_not_open(filled):
    other = filled.site.environment_for(filled.project)
    path = filled.bundle(filled.environments[0]).private_path("ec-sig")
    assert jose.run("jwe", "dec", "-i", str(path), "-k", str(filled.site.recipient(other))) is None


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_recipient_of_ones_own(site, curve):
    project = site.project()
    key = json.loads(jwcrypto_jwk.JWK.generate(kty="EC", crv=curve).export())
    path = site.recipients / "own.jwk"
    path.write_text(json.dumps(key))
    public = json.dumps(jose.public_half(key))
    environment = site.new_name("environment")
    site.ctl("environment", "add", environment, "--project", project, "--recipient", "-", input=public)
    client = site.client(site.token(project))
    response = client.post(f"/apiops/projects/{project}/jwks/generate", {"name": "key", "type": "RSA"})
    assert response.json["deploymentResult"]["success"] is True
    bundle = Bundle(site.bundle_directory(environment, project), path)
    assert bundle.open_private("key")["kty"] == "RSA"


def test_empty_sets_exist(workspace):
    workspace.generate("key", "OCT")
    assert workspace.bundle().all_public() == []


def test_files_that_do_not_change_stay_alone(site):
    workspace = Workspace(site, environments=("sealed", "plain"))
    workspace.generate("first", "EC", ec={"algorithm": "ES256"})
    workspace.generate("second", "RSA", rsa={"keyUseType": "ENCRYPTION", "algorithm": "RSA-OAEP"})
    before = {e: workspace.bundle(e).modification_times() for e in workspace.environments}
    workspace.generate("third", "EC", ec={"algorithm": "ES256"})
    for environment in workspace.environments:
        bundle = workspace.bundle(environment)
        after = bundle.modification_times()
        changed = {path for path in before[environment] if after[path] != before[environment][path]}
        assert changed == {"manifest.json", "public/jwks.json"}
    before = {e: workspace.bundle(e).modification_times() for e in workspace.environments}
    site.ctl("deploy", "--project", workspace.project)
    assert {e: workspace.bundle(e).modification_times() for e in workspace.environments} == before


def test_change_to_another_mode(site):
    workspace = Workspace(site)
    shown = workspace.generate("key", "EC")
    environment = workspace.environment
    site.ctl("environment", "set", environment, "--private", "plain")
    assert [path.suffix for path in sorted((workspace.bundle().directory / "private").iterdir())] == [".jwk", ".pem"]
    assert mode(workspace.bundle().directory / "private") == 0o700
    site.ctl("environment", "set", environment, "--private", "none")
    assert not (workspace.bundle().directory / "private").exists()
    site.recipient(environment).unlink()
    site.ctl("environment", "set", environment, "--private", "sealed", "--recipient-out", site.recipient(environment))
    assert workspace.bundle().open_private("key")["d"] == shown["ec"]["d"]
    assert mode(workspace.bundle().directory / "private") == 0o750
    manifest, files = workspace.bundle().read()
    assert manifest["environment"]["generation"] == 4
    assert sorted(["manifest.json", *files]) == workspace.bundle().paths()


def test_environment_for_every_project(own_site):
    own_site.environment_for(None, name="everywhere", private="none")
    workspaces = [Workspace(own_site, environments=()) for _ in range(2)]
    for workspace in workspaces:
        workspace.generate("key", "EC")
        assert len(workspace.bundle("everywhere").public_set()) == 1


def test_project_without_environments(site):
    workspace = Workspace(site, environments=())
    response = workspace.try_generate({"name": "key", "type": "EC"})
    assert response.status == 200
    assert response.json == {
        "success": True,
        "deploymentResult": {
            "success": True,
            "message": "Deployment completed successfully",
            "environmentResults": [],
        },
    }


def test_answer_names_every_environment(site):
    workspace = Workspace(site, environments=("sealed", "plain", "none"))
    response = workspace.try_generate({"name": "key", "type": "EC"})
    assert response.json == {
        "success": True,
        "deploymentResult": {
            "success": True,
            "message": "Deployment completed successfully",
            "environmentResults": [
                {"environmentName": name, "success": True, "message": "Deployed successfully"}
                for name in sorted(workspace.environments)
            ],
        },
    }


def test_removed_environment_leaves_no_files(site):
    workspace = Workspace(site, environments=("sealed", "plain"))
    workspace.generate("key", "EC")
    kept, removed = workspace.environments
    directory = workspace.bundle(removed).directory
    said = site.ctl("environment", "remove", removed)
    assert str(directory) in said and not directory.exists()
    assert workspace.bundle(kept).open_private("key")["kty"] == "EC"
    response = workspace.try_generate({"name": "other", "type": "EC"})
    assert [result["environmentName"] for result in response.json["deploymentResult"]["environmentResults"]] == [kept]


def test_removed_project_leaves_no_files(site):
    workspace = Workspace(site)
    workspace.generate("key", "EC")
    directory = workspace.bundle().directory
    refused = site.try_ctl("project", "remove", workspace.project)
    assert refused.returncode == 1 and "--force" in refused.stderr and directory.exists()
    said = site.ctl("project", "remove", workspace.project, "--force")
    assert str(directory) in said and not directory.exists()
    assert workspace.client.get(f"{workspace.jwks}/").status == 404
    site.ctl("project", "add", workspace.project)
    assert workspace.client.get(f"{workspace.jwks}/").status == 404, "a project of the same name is another one"


def test_directory_of_its_own(site):
    project = site.project()
    directory = site.home / "bundles" / site.new_name("elsewhere")
    environment = site.environment_for(project, private="none", directory=str(directory))
    client = site.client(site.token(project))
    assert client.post(f"/apiops/projects/{project}/jwks/generate", {"name": "key", "type": "EC"}).status == 200
    assert (directory / project / "public" / "jwks.json").exists()
    assert not site.bundle_directory(environment, project).exists()
    moved = site.home / "bundles" / site.new_name("moved")
    site.ctl("environment", "set", environment, "--directory", moved)
    assert (moved / project / "manifest.json").exists() and not (directory / project).exists()


@pytest.mark.parametrize("directory", ["/etc", "/tmp", "relative", "{home}/db", "{home}", "{home}/bundles/../db"])
def test_directory_outside_the_bundle_root(site, directory):
    name = site.new_name("environment")
    done = site.try_ctl(
        "environment", "add", name, "--private", "none", "--directory", directory.format(home=site.home)
    )
    assert done.returncode in (1, 2) and done.stdout == ""
    assert name not in [environment["name"] for environment in site.ctl_json("environment", "list")]
