"""Programs of others verify tokens that are signed with keys from the sealed bundle."""

import json
import re
import time
from datetime import datetime, timezone

import pytest
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jwt as jwcrypto_jwt

from harness import jose, settings
from harness.consumers import ALL, ISSUER
from harness.consumers.apache import Oauth2File, Oauth2Http, OpenIdc
from harness.consumers.haproxy import HaProxy
from harness.consumers.library import JwCrypto, Node
from harness.processes import wait_until
from harness.site import Workspace

CONSUMERS = {
    "mod_oauth2": Oauth2Http,
    "mod_auth_openidc": OpenIdc,
    "haproxy": HaProxy,
    "jwcrypto": JwCrypto,
    "jose": Node,
}

# The request that makes a key for each, by the name that doc/consumers.md has for it.
REQUESTS = {
    **{name: ("RSA", {"algorithm": name}) for name in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")},
    "ES256": ("EC", {"algorithm": "ES256"}),
    "ES384": ("EC", {"algorithm": "ES384", "curveType": "P384"}),
    "ES512": ("EC", {"algorithm": "ES512", "curveType": "P521"}),
    "ES256K": ("EC", {"algorithm": "ES256K", "curveType": "SECP256K1"}),
    "EdDSA (Ed25519)": ("OKP", {"algorithm": "EdDSA"}),
    "EdDSA (Ed448)": ("OKP", {"algorithm": "EdDSA", "curveType": "ED448"}),
}


@pytest.fixture
def first_workspace(bare_workspace):
    """A project with a sealed environment behind the first server: consumers do not see which."""
    return Workspace(bare_workspace.site)


@pytest.fixture(params=CONSUMERS)
def consumer(request, first_workspace):
    """A consumer of that project; the test starts it when the keys are there."""
    consumer = CONSUMERS[request.param](first_workspace)
    try:
        yield consumer
    finally:
        consumer.close()


def generate(workspace, name, algorithm, **more):
    type, parameters = REQUESTS[algorithm]
    return workspace.generate(name, type, **{type.lower(): {**parameters, **more}})


def signed(key, kid=None, issuer=ISSUER, expires=600):
    claims = {"iss": issuer, "sub": "someone", "exp": int(time.time()) + expires}
    header = {"typ": "JWT", "alg": key["alg"], "kid": kid or key["kid"]}
    token = jwcrypto_jwt.JWT(header=header, claims=claims)
    token.make_signed_token(jwcrypto_jwk.JWK(**key))
    return token.serialize()


def until(consumer, accepted, token):
    """Waits for what the consumer caches, and for the web server, which may serve a set that has
    just been replaced for a second more.
    """
    try:
        wait_until(lambda: consumer.accepts(token) is accepted, f"accepted is {accepted}", pause=0.2)
    except AssertionError as failure:
        raise AssertionError(f"{failure}\n{consumer.logs()}") from None


def until_accepted(consumer, token):
    until(consumer, True, token)


def until_refused(consumer, token):
    until(consumer, False, token)


def test_accepts_each_algorithm_that_it_knows(consumer):
    """All keys are in one set: what a consumer does not know must not keep it from the others."""
    workspace = consumer.workspace
    for algorithm in REQUESTS:
        generate(workspace, algorithm, algorithm)
    keys = {algorithm: workspace.bundle().open_private(algorithm) for algorithm in REQUESTS}
    consumer.start()
    until_accepted(consumer, signed(keys["ES256"]))
    accepted = {algorithm for algorithm, key in keys.items() if consumer.accepts(signed(key))}
    assert accepted == consumer.algorithms, consumer.logs()


def test_refuses_what_is_not_signed_here(consumer):
    workspace = consumer.workspace
    stranger = Workspace(workspace.site)
    for owner in (workspace, stranger):
        for algorithm in ("ES256", "RS256"):
            generate(owner, algorithm, algorithm)
    consumer.start()
    for algorithm in ("ES256", "RS256"):
        key = workspace.bundle().open_private(algorithm)
        other = stranger.bundle().open_private(algorithm)
        until_accepted(consumer, signed(key))
        assert not consumer.accepts(signed(other)), "a key of another project"
        assert not consumer.accepts(signed(other, kid=key["kid"])), "the same, with a kid of this one"
        assert not consumer.accepts(signed(key, issuer="https://other.example")), "another issuer"
        assert not consumer.accepts(signed(key, expires=-600)), "a token that has expired"
        head, claims, tag = signed(key).split(".")
        longer = signed(key, expires=6000).split(".")[1]
        assert not consumer.accepts(f"{head}.{longer}.{tag}"), "other claims"
        assert not consumer.accepts(f"{head}.{claims}."), "no signature"
        none = jose.pad(json.dumps({"alg": "none", "kid": key["kid"]}).encode())
        assert not consumer.accepts(f"{none}.{claims}."), "none as the algorithm"
        pem = (workspace.bundle().directory / workspace.bundle().key(algorithm)["pem"]).read_bytes()
        secret = {"kty": "oct", "k": jose.pad(pem), "alg": "HS256", "kid": key["kid"]}
        assert not consumer.accepts(signed(secret)), "what is public as a secret"
        assert consumer.accepts(signed(key)), "it goes on"


def test_refuses_a_key_that_has_left_the_set(consumer):
    workspace = consumer.workspace
    generate(workspace, "stays", "ES256")
    end = int(time.time()) + 5
    moment = datetime.fromtimestamp(end, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    generate(workspace, "goes", "ES256", expirationTime=moment)
    stays, goes = (workspace.bundle().open_private(name) for name in ("stays", "goes"))
    # It stays in the bundle until somebody deploys, so there is no hurry.
    consumer.start()
    until_accepted(consumer, signed(stays))
    until_accepted(consumer, signed(goes))
    wait_until(lambda: time.time() >= end, "the key has expired")
    workspace.site.ctl("deploy", "--project", workspace.project)
    assert [key["kid"] for key in workspace.bundle().public_set()] == [stays["kid"]]
    consumer.renew()
    until_refused(consumer, signed(goes))
    until_accepted(consumer, signed(stays))


def test_accepts_a_new_key(consumer):
    workspace = consumer.workspace
    generate(workspace, "old", "ES256")
    old = workspace.bundle().open_private("old")
    consumer.start()
    until_accepted(consumer, signed(old))
    generate(workspace, "new", "ES256")
    new = workspace.bundle().open_private("new")
    if not consumer.asks:
        assert not consumer.accepts(signed(new))
        consumer.renew()
    until_accepted(consumer, signed(new))
    until_accepted(consumer, signed(old))


def test_haproxy_takes_every_path(bare_workspace):
    """The bundle's directory has the name of the project, with whatever that may hold."""
    site = bare_workspace.site
    workspace = Workspace(site, project=site.new_name("""Shop's (EU), "x" $HOME {é} &;|"""))
    generate(workspace, "key", "ES256")
    consumer = HaProxy(workspace)
    try:
        consumer.start()
        assert consumer.accepts(signed(workspace.bundle().open_private("key"))), consumer.logs()
    finally:
        consumer.close()


def test_mod_oauth2_reads_no_files(first_workspace):
    """The one of Debian 12 speaks http and https, and says so."""
    generate(first_workspace, "key", "ES256")
    consumer = Oauth2File(first_workspace)
    try:
        consumer.start()
        assert not consumer.accepts(signed(first_workspace.bundle().open_private("key")))
        assert "Unsupported protocol" in consumer.logs()
    finally:
        consumer.close()


DOCUMENT = settings.SOURCE / "doc" / "consumers.md"


def test_the_table_of_algorithms_is_true():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in DOCUMENT.read_text().splitlines()
        if line.startswith("|")
    ]
    heads = next(row for row in rows if row[0] == "Algorithm")
    table = {row[0]: dict(zip(heads[1:], row[1:])) for row in rows if row[0] in ALL}
    assert table == {
        algorithm: {kind.title: "yes" if algorithm in kind.algorithms else "no" for kind in CONSUMERS.values()}
        for algorithm in REQUESTS
    }


def test_the_document_quotes_what_is_tested():
    quotes = re.findall(r"\]\(\.\./(consumers/[^)]+)\):\n\n```\w*\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert {name for name, _ in quotes} >= {
        f"consumers/{file}" for file in ("mod_oauth2.conf", "mod_auth_openidc.conf", "haproxy.cfg", "verify.py", "verify.mjs")
    }
    for name, quote in quotes:
        lines = {line.strip() for line in (settings.SOURCE / name).read_text().splitlines()}
        assert [line for line in quote.splitlines() if line.strip() not in lines] == [], name
