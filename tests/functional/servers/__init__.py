"""The ways to be served. Each file here is one; its class `Server` is all that a test needs."""

import importlib
import pkgutil

from harness.settings import SERVERS


def available():
    """The servers by name: all of them, or those that JWKMINT_SERVERS names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    unknown = set(SERVERS) - set(names)
    if unknown:
        raise ValueError(f"JWKMINT_SERVERS: no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return {
        name: importlib.import_module(f"servers.{name}").Server
        for name in names
        if not SERVERS or name in SERVERS
    }
