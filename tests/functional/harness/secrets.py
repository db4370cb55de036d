"""Searching files for private key bytes."""

import base64

from harness import jose


def forms(jwk):
    """Every form in which a private member could lie in a file, with what it is called."""
    for name in jose.PRIVATE_MEMBERS:
        if name not in jwk:
            continue
        raw = jose.unpad(jwk[name])
        yield f"{name} raw", raw.lstrip(b"\0")
        yield f"{name} reversed", raw.lstrip(b"\0")[::-1]
        yield f"{name} base64url", jwk[name].encode()
        yield f"{name} base64", base64.b64encode(raw).rstrip(b"=")
        # As part of something longer, as in PEM: what begins a group of three bytes differs.
        for skipped in (1, 2):
            whole = raw[skipped : skipped + (len(raw) - skipped) // 3 * 3]
            yield f"{name} base64 from byte {skipped}", base64.b64encode(whole)
        yield f"{name} hex", raw.hex().encode()
        yield f"{name} HEX", raw.hex().upper().encode()


def files(*roots):
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def find(keys, *roots):
    """Where private bytes of these keys, a dict of JWKs by name, lie in files: a list of findings."""
    wanted = [(name, what, data) for name, jwk in keys.items() for what, data in forms(jwk)]
    assert all(len(data) >= 15 for _, _, data in wanted)
    return [
        f"{what} of {name} in {path}"
        for path in files(*roots)
        for content in [path.read_bytes()]
        for name, what, data in wanted
        if data in content
    ]
