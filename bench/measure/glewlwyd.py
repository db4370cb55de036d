"""glewlwyd with a database of its own and one OpenID Connect plugin, to fetch its JWKS."""

import gzip
import http.client
import json
import shutil
import sqlite3
from pathlib import Path

from measure.site import Failed, Server, free_port, run

MODULES = Path("/usr/lib/glewlwyd")
SCHEMA = Path("/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz")

CONFIGURATION = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
static_files_path="{directory}"
log_mode="console"
log_level="ERROR"
cookie_domain="127.0.0.1"
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="{modules}/user"
user_middleware_module_path="{modules}/user_middleware"
client_module_path="{modules}/client"
user_auth_scheme_module_path="{modules}/scheme"
plugin_module_path="{modules}/plugin"
hash_algorithm="SHA512"
database = {{ type = "sqlite3"; path = "{directory}/database"; }};
"""

JWKS = "/api/oidc/jwks"


def missing():
    """Why it can not be started; empty when it can."""
    if not shutil.which("glewlwyd") or not SCHEMA.exists():
        return "glewlwyd is not installed"
    return "" if shutil.which("openssl") else "openssl, which makes its key, is not installed"


def post(port, path, document, cookie=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/json", **({"Cookie": cookie} if cookie else {})}
        connection.request("POST", path, json.dumps(document), headers)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise Failed(f"glewlwyd: POST {path}: {response.status} {body.decode(errors='replace')}")
    return response


def plugin():
    key = run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
    return {
        "module": "oidc",
        "name": "oidc",
        "display_name": "oidc",
        "parameters": {
            "iss": "http://127.0.0.1",
            "jwt-type": "rsa",
            "jwt-key-size": "256",
            "key": key,
            "cert": run(["openssl", "pkey", "-pubout"], input=key),
            "code-duration": 600,
            "refresh-token-duration": 1209600,
            "access-token-duration": 3600,
            "refresh-token-rolling": True,
            "allow-non-oidc": True,
            **{
                f"auth-type-{name}-enabled": name == "code"
                for name in ("code", "token", "id-token", "none", "password", "client", "refresh")
            },
            "jwks-show": True,
            "jwks-x5c": [],
            "allowed-scope": ["openid"],
            "subject-type": "public",
        },
    }


def start(site):
    """Starts it for a site; it serves JWKS with one key."""
    directory = site.directory / "glewlwyd"
    directory.mkdir()
    database = sqlite3.connect(directory / "database")
    database.executescript(gzip.decompress(SCHEMA.read_bytes()).decode())
    database.close()
    port = free_port()
    configuration = directory / "glewlwyd.conf"
    configuration.write_text(CONFIGURATION.format(port=port, directory=directory, modules=MODULES))
    command = [shutil.which("glewlwyd"), f"--config-file={configuration}"]
    server = Server(command, port, directory, site.environment())
    site.servers.append(server)
    # The user that its database begins with.
    session = post(port, "/api/auth/", {"username": "admin", "password": "password"})
    cookie = session.getheader("Set-Cookie").partition(";")[0]
    post(port, "/api/mod/plugin/", plugin(), cookie)
    return server
