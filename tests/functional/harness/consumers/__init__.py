"""The consumers of key sets: programs of others that verify tokens, configured with the files under
consumers/ in the source tree exactly as they are. What those files leave to the operator is set from
outside.
"""

import os
import shutil
import tempfile
from pathlib import Path

from harness import settings
from harness.account import own

SHIPPED = settings.SOURCE / "consumers"
ISSUER = "https://issuer.example"

RSA = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
NIST = frozenset({"ES256", "ES384", "ES512"})
OTHERS = frozenset({"ES256K", "EdDSA (Ed25519)", "EdDSA (Ed448)"})
ALL = RSA | NIST | OTHERS


class Consumer:
    """One consumer that has the keys of one workspace; a subclass says how it is started and asked."""

    # What doc/consumers.md calls it, and what it verifies.
    title = None
    algorithms = ALL

    # Whether it asks for the set when it meets a key that it does not know.
    asks = True

    def __init__(self, workspace):
        self.workspace = workspace
        self.directory = Path(tempfile.mkdtemp(dir=workspace.site.directory, prefix="consumer-"))
        own(self.directory, 0o755)

    def start(self):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError

    def close(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def accepts(self, token):
        """Whether it lets this token in; an answer that is neither yes nor no fails."""
        raise NotImplementedError

    def renew(self):
        """What an operator does after a deployment, where waiting for caches is not enough."""

    def logs(self):
        return "".join(path.read_text(errors="replace") for path in sorted(self.directory.glob("*.log")))

    @property
    def url(self):
        """Where the key set is served."""
        site, bundle = self.workspace.site, f"{self.workspace.environment}/{self.workspace.project}"
        return f"{site.server.base}/.well-known/jwks/{bundle}/jwks.json"

    @property
    def bundle(self):
        return self.workspace.bundle().directory

    def program_environment(self, **more):
        """What a consumer finds in its environment."""
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **more}
