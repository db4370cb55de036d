"""Certificates as resources: uploaded in a form, shown, exported, made into JWKs."""

import base64
import io
import json
import zipfile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from harness import errors
from harness.errors import TEXTS, bad_request, error
from harness.stored import UNDEPLOYED, Stored, base64_of, certificate, key, tool

DER = serialization.Encoding.DER


@pytest.fixture
def certificates(workspace):
    return Stored(workspace, "certificates")


@pytest.fixture
def bare(bare_workspace):
    """Behind the first server, with one environment."""
    workspace = bare_workspace
    workspace.environments = [workspace.site.environment_for(workspace.project, private="none")]
    return Stored(workspace, "certificates")


def fields(resource, name, pem=None, **members):
    return {
        "certificateName": name,
        "alias": f"alias of {name}",
        "environmentList": ",".join(resource.workspace.environments),
        "pemEncodedFile": (pem or certificate()).encode(),
        **members,
    }


def post(resource, name, pem=None, **members):
    return resource.form("POST", f"{resource.path}/", fields(resource, name, pem, **members))


def add(resource, name, pem=None, **members):
    resource.check_changed(post(resource, name, pem, **members), location=name)


def put_form(resource, name, **members):
    return resource.form("PUT", resource.one(name), members)


def entry(environment, alias, pem):
    """What is shown of a certificate in an environment."""
    read = x509.load_pem_x509_certificate(pem.encode())
    return {
        "environmentName": environment,
        "startDate": read.not_valid_before.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "endDate": read.not_valid_after.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "base64EncodedContent": base64_of(read.public_bytes(DER)),
        "sha1Thumbprint": read.fingerprint(hashes.SHA1()).hex(),
        "subjectDn": read.subject.rfc4514_string(),
        "alias": alias,
    }


def archive(resource, name):
    """The names and contents of an exported archive."""
    response = resource.client.get(f"{resource.one(name)}export/")
    assert response.status == 200, response.text
    assert response.header("content-type") == "application/zip"
    assert response.header("content-disposition").startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(response.body)) as opened:
        assert opened.testzip() is None
        return {member.filename: opened.read(member) for member in opened.infolist()}


def test_life(certificates):
    pem = certificate()
    [environment] = certificates.workspace.environments
    add(certificates, "a cert", pem, certificateDescription="for tests", alias="first")
    shown, tag = certificates.get("a cert")
    assert shown == {
        "name": "a cert",
        "description": "for tests",
        "projectId": shown["projectId"],
        "certificateEnvironmentList": [entry(environment, "first", pem)],
    }
    assert certificates.list() == [shown]
    der = base64.b64decode(shown["certificateEnvironmentList"][0]["base64EncodedContent"])
    assert archive(certificates, "a cert") == {f"a cert-{environment}.cer": der}
    response = certificates.put("a cert", {"name": "b", "description": "changed"})
    certificates.check_changed(response, location="b")
    after, new_tag = certificates.get("b")
    assert after == {**shown, "name": "b", "description": "changed"} and new_tag != tag
    renewed = certificate("EC", 1)
    response = put_form(certificates, "b", pemEncodedFile=renewed.encode(), certificateName="c")
    certificates.check_changed(response, location="c")
    after, _ = certificates.get("c")
    assert after["certificateEnvironmentList"] == [entry(environment, "first", renewed)]
    assert after["description"] == "changed"
    certificates.check_changed(certificates.delete("c"), UNDEPLOYED)
    assert certificates.list() == []
    for gone in (certificates.client.get(certificates.one("c")), certificates.delete("c"),
                 certificates.client.get(f"{certificates.one('c')}export")):
        bad_request(gone, text="Certificate (name: c) is not found!")


def test_jwk_made_from_it(certificates):
    pem = certificate("RSA")
    add(certificates, "source", pem)
    jwks = certificates.workspace.jwks
    response = certificates.client.post(f"{jwks}/", {
        "name": "jwk", "sourceType": "CERTIFICATE", "certificateName": "source",
        "useType": "SIGNATURE", "algorithm": "RS256"})
    assert response.status == 200, response.text
    [published] = certificates.published()
    assert published["x5c"] == [base64_of(x509.load_pem_x509_certificate(pem.encode()).public_bytes(DER))]
    text = "Certificate (name: source) is still referenced by JWKs: jwk! Delete them or update them first."
    bad_request(certificates.delete("source"), text=text)
    assert certificates.client.delete(f"{jwks}/jwk/").status == 200
    certificates.check_changed(certificates.delete("source"), UNDEPLOYED)


def test_access(certificates):
    workspace = certificates.workspace
    add(certificates, "one")
    export = f"{certificates.one('one')}export/"
    error(certificates.client.get(export, token=None), 401, "unauthorized_client", TEXTS["token"])
    stranger = workspace.site.token(workspace.site.project())
    error(certificates.client.get(export, token=stranger), 404, "not_found", errors.no_project(workspace.project))
    deployer = workspace.site.token(workspace.project, roles=("ROLE_DEPLOY_UNDEPLOY_PROXIES",))
    error(certificates.client.get(export, token=deployer), 403, "forbidden", TEXTS["role"])
    reader = workspace.site.token(workspace.project, roles=("ROLE_API_SECURITY",))
    assert certificates.client.get(export, token=reader).status == 200
    refused = certificates.form("POST", f"{certificates.path}/", fields(certificates, "two"), token=reader)
    error(refused, 403, "forbidden", TEXTS["role"])


# Everything below is about values: one way to be served is enough.


def test_several_environments(bare):
    workspace = bare.workspace
    workspace.environments.append(workspace.site.environment_for(workspace.project, private="none"))
    first, second = workspace.environments
    add(bare, ".ä", environmentList=f" {first} , {second}")
    shown, _ = bare.get(".ä")
    assert [part["environmentName"] for part in shown["certificateEnvironmentList"]] == [first, second]
    assert set(archive(bare, ".ä")) == {f"%2Eä-{first}.cer", f"%2Eä-{second}.cer"}
    bare.check_changed(put_form(bare, ".ä", environmentList=second), location=".ä")
    left, _ = bare.get(".ä")
    assert left["certificateEnvironmentList"] == shown["certificateEnvironmentList"][1:]
    bad_request(put_form(bare, ".ä", environmentList=f"{first},{second}"),
                text="alias value can not be empty!")
    bad_request(put_form(bare, ".ä", environmentList=f"{first},{second}", alias="x"),
                text="pemEncodedFile value can not be empty!")


def test_forms_of_a_certificate(bare):
    pem = certificate()
    der = x509.load_pem_x509_certificate(pem.encode()).public_bytes(DER)
    for name, content in (("pem", pem), ("der", der), ("base64", base64_of(der)),
                          ("text", tool("openssl", "x509", "-text", input=pem.encode()).decode())):
        add(bare, name, pemEncodedFile=content if isinstance(content, bytes) else content.encode())
        [shown] = bare.get(name)[0]["certificateEnvironmentList"]
        assert shown["base64EncodedContent"] == base64_of(der), name
    form = fields(bare, "a field", pemEncodedFile=pem)
    bare.check_changed(bare.form("POST", f"{bare.path}/", form), location="a field")


@pytest.mark.parametrize("missing,text", [
    ("certificateName", "certificateName value can not be empty!"),
    ("alias", "alias value can not be empty!"),
    ("pemEncodedFile", "pemEncodedFile value can not be empty!"),
    ("environmentList", "environmentList value can not be empty!"),
])
def test_what_is_required(bare, missing, text):
    for value in (None, ""):
        bad_request(post(bare, "c", **{missing: value}), text=text)
    assert bare.list() == []


@pytest.mark.parametrize("change,parts", [
    ({"certificateName": "a/b"}, ["Certificate name", "a/b"]),
    ({"certificateDescription": "x" * 1025}, ["Certificate description", "1025"]),
    ({"alias": "a\nb"}, ["alias", "control"]),
    ({"alias": "x" * 129}, ["alias", "128"]),
    ({"alias": b"x"}, ["alias is a file"]),
    ({"environmentList": "nowhere"}, ["Environment (nowhere) was not found"]),
    ({"environmentList": ","}, ["environmentName can not be empty"]),
    ({"pemEncodedFile": b"no certificate"}, ["certificate"]),
    ({"pemEncodedFile": b"\0\1\2"}, ["certificate"]),
    ({"pemEncodedFile": (certificate() + key()).encode()}, ["private key"]),
    ({"pemEncodedFile": key().encode()}, ["private key"]),
    ({"pemEncodedFile": (certificate() + certificate("EC", 1)).encode()}, ["issue"]),
])
def test_bad_values(bare, change, parts):
    bad_request(post(bare, "c", **change), *parts)
    assert bare.list() == []


def test_names_and_aliases(bare):
    workspace = bare.workspace
    [first] = workspace.environments
    second = workspace.site.environment_for(workspace.project, private="none")
    workspace.environments.append(second)
    add(bare, "one", alias="taken", environmentList=first)
    bad_request(post(bare, "one", alias="free"), text="Certificate (name: one) is already exist!")
    text = "Alias (taken) is already used for another certificate, try changing this value!"
    bad_request(post(bare, "two", alias="taken"), text=text)
    add(bare, "two", alias="taken", environmentList=second)
    bad_request(put_form(bare, "two", environmentList=f"{first},{second}", alias="taken",
                         pemEncodedFile=certificate().encode()), text=text)
    bad_request(put_form(bare, "two", certificateName="one"), text="Certificate (name: one) is already exist!")
    bad_request(put_form(bare, "three", certificateName="x"),
                text="Certificate (name: three) is not found! Try create operation.")
    bad_request(put_form(bare, "two", other="x"), "nothing to change")
    bare.check_changed(put_form(bare, "one", alias="free"), location="one")
    bare.check_changed(put_form(bare, "two", environmentList=f"{first},{second}", alias="taken",
                                pemEncodedFile=certificate().encode()), location="two")
    assert bare.names() == ["one", "two"]


def test_media_types(bare):
    refused = bare.post(json.dumps(fields(bare, "c", pemEncodedFile=certificate())))
    error(refused, 415, "unsupported_media_type")
    refused = bare.client.post(f"{bare.path}/", "certificateName=c",
                               headers={"Content-Type": "application/x-www-form-urlencoded"})
    error(refused, 415, "unsupported_media_type")
    refused = bare.client.post(f"{bare.path}/", "x", headers={"Content-Type": "multipart/form-data"})
    bad_request(refused, "boundary")
    cut = '--b\r\nContent-Disposition: form-data; name="alias"\r\n\r\nx\r\n'
    refused = bare.client.post(f"{bare.path}/", cut, headers={"Content-Type": "multipart/form-data; boundary=b"})
    bad_request(refused, "final boundary")
    big = post(bare, "c", pemEncodedFile=b"x" * (1 << 20))
    error(big, 413, "payload_too_large")
    assert bare.list() == []


@pytest.mark.parametrize("other", ["keys", "keystores"])
def test_export_is_of_certificates_only(bare, other):
    path = f"{bare.path.rpartition('/')[0]}/{other}/x/export/"
    error(bare.client.get(path), 404, "not_found")
