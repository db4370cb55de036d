"""No private byte of a key lies in any file or log."""

import hashlib
import json
import re

from jwcrypto import jwk

from harness import jose, secrets, settings
from harness.site import Workspace
from test_bundle import generate_all


def from_outside(workspace):
    """Private keys that were pasted, read from stdin, and refused."""
    pasted, imported, refused = (
        json.loads(jwk.JWK.generate(kty=kty, **more).export())
        for kty, more in (("RSA", {"size": 2048}), ("OKP", {"crv": "Ed25519"}), ("EC", {"crv": "P-256"}))
    )
    workspace.paste("pasted", pasted)
    workspace.site.ctl("jwk", "import", workspace.project, "imported", "-", input=json.dumps(imported))
    response = workspace.try_create({"name": "refused", "jwkStr": json.dumps({**refused, "alg": "RS256"})},
                                    "parse-from-clipboard")
    assert response.status == 400
    return {"pasted": pasted, "imported": imported, "refused": refused}


def test_nothing_private_in_any_file(own_site):
    workspace = Workspace(own_site, environments=("sealed", "none"))
    keys = {name: jose.jwk_of(shown) for name, shown in generate_all(workspace).items()}
    own_site.ctl("jwk", "generate", workspace.project, "from ctl", "--type", "EC")
    keys["from ctl"] = jose.jwk_of(workspace.get("from ctl"))
    workspace.try_generate({"name": "ec-sig", "type": "EC"})
    keys.update(from_outside(workspace))
    own_site.ctl("deploy")
    own_site.ctl("status")
    roots = own_site.home, own_site.run, own_site.directory / "www"
    searched = list(secrets.files(*roots))
    assert any("__db" in path.name for path in searched) and any("log." in path.name for path in searched)
    assert secrets.find(keys, *roots) == []
    own_site.server.stop()
    assert secrets.find(keys, *roots) == []
    # The search finds what is there: the recipient keys lie outside the home, and in the clear.
    recipients = {
        name: json.loads(own_site.recipient(name).read_text()) for name in workspace.environments[:1]
    }
    assert secrets.find(recipients, own_site.home, own_site.run) == []
    assert secrets.find(recipients, own_site.recipients) != []


def test_search_finds_plain_keys(site):
    workspace = Workspace(site, environments=("plain",))
    keys = {"key": jose.jwk_of(workspace.generate("key", "RSA"))}
    found = secrets.find(keys, site.home)
    assert len([finding for finding in found if ".jwk" in finding]) == 6
    assert not [finding for finding in found if "/private/" not in finding]


def test_nothing_private_on_the_way_of_jwkmintctl(site):
    workspace = Workspace(site)
    shown = jose.jwk_of(workspace.generate("key", "EC"))
    for arguments in (
        ("jwk", "show", workspace.project, "key"), ("jwk", "show", workspace.project, "key", "--json"),
        ("jwk", "list", workspace.project), ("jwk", "list", workspace.project, "--json"),
        ("deploy", "--check", "--project", workspace.project),
    ):
        assert shown["d"] not in site.ctl(*arguments)


def test_scanners_find_tokens(home):
    """With the expression of README, and what it says about the end of a token."""
    readme = (settings.SOURCE / "README.md").read_text()
    [expression] = re.findall(r"`(jwkmint_\[.*)`", readme)
    user = home.user()
    for _ in range(5):
        token = home.ctl("token", "issue", user).strip()
        assert re.findall(expression, f"Authorization: Bearer {token}\n") == [token]
        content = jose.unpad(token.removeprefix("jwkmint_"))
        assert hashlib.sha256(content[:32]).digest()[:4] == content[32:]


def test_tokens_and_private_members_not_in_logs(own_site):
    workspace = Workspace(own_site)
    shown = jose.jwk_of(workspace.generate("key", "EC"))
    workspace.client.get(f"{workspace.jwks}/key/", token="jwkmint_" + "x" * 48)
    workspace.try_generate('{"name": "key", "k": "a secret of the client"')
    own_site.server.stop()
    logs = own_site.server.logs()
    for secret in (shown["d"], workspace.client.token, "a secret of the client", "x" * 48):
        assert secret not in logs
