#!/usr/bin/python3
"""Checks tokens with keys from jwkmint, in Python with jwcrypto (Debian: python3-jwcrypto).

    verify.py KEY-SET-URL < tokens

For each line, a token, it prints a line: `accepted SUBJECT` or `refused REASON`.

JWKMINT_ISSUER   whose tokens are taken (https://issuer.example)
JWKMINT_MAX_AGE  seconds after which a set is asked for again at the latest (300)
"""

import os
import re
import sys
import time
import urllib.error
import urllib.request

from jwcrypto.common import JWException, json_decode
from jwcrypto.jwk import JWKSet
from jwcrypto.jws import JWS
from jwcrypto.jwt import JWT

ISSUER = os.environ.get("JWKMINT_ISSUER", "https://issuer.example")
MAX_AGE = int(os.environ.get("JWKMINT_MAX_AGE", "300"))

# A token with an unknown kid makes the set be asked for, but not more often than this.
COOLDOWN = 1


class RemoteKeys:
    """A served key set, kept for as long as its Cache-Control allows."""

    def __init__(self, url):
        self.url = url
        self.keys = None
        self.etag = None
        self.fetched = self.fresh_until = 0.0

    def key(self, kid):
        now = time.monotonic()
        if self.keys is None or now >= self.fresh_until:
            self.fetch(now)
        if self.keys.get_key(kid) is None and now >= self.fetched + COOLDOWN:
            self.fetch(now)
        return self.keys.get_key(kid)

    def fetch(self, now):
        request = urllib.request.Request(self.url)
        if self.etag is not None:
            request.add_header("If-None-Match", self.etag)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                headers = response.headers
                self.keys = JWKSet.from_json(response.read())
                self.etag = headers.get("ETag")
        except urllib.error.HTTPError as error:
            if error.code != 304:
                raise
            headers = error.headers
        told = re.search(r"max-age=(\d+)", headers.get("Cache-Control", ""))
        age = min(int(told.group(1)), MAX_AGE) if told else MAX_AGE
        self.fetched, self.fresh_until = now, now + age


def verify(text, remote):
    """Returns the claims of a good token."""
    unverified = JWS()
    unverified.deserialize(text)
    key = remote.key(unverified.jose_header.get("kid"))
    if key is None:
        raise ValueError("unknown key")
    if "alg" not in key:
        raise ValueError("the key has no algorithm")
    # The algorithm is the one that the key was made for, whatever the token says.
    token = JWT(jwt=text, key=key, algs=[key["alg"]], check_claims={"iss": ISSUER, "exp": None})
    return json_decode(token.claims)


def main():
    remote = RemoteKeys(sys.argv[1])
    for line in sys.stdin:
        try:
            print("accepted", verify(line.strip(), remote)["sub"], flush=True)
        except (JWException, ValueError, OSError) as reason:
            print("refused", type(reason).__name__, " ".join(str(reason).split()), flush=True)


if __name__ == "__main__":
    main()
