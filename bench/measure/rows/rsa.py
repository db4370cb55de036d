"""A new RSA key that has to be made, against making one."""

from statistics import fmean

from measure.figures import AT_MOST, Figure, Target, in_turn
from measure.load import key_rate, load
from measure.rows.generate import in_new_project
from measure.site import Site

ABOUT = "generate RSA, cold, against raw generation by GnuTLS"

TARGET = Target(AT_MOST, 1.1)
ROUNDS = 10


def request_for(site, bits, token):
    request = in_new_project(site, "RSA", token)
    request.body = f'{{"name": "rsa-########", "type": "RSA", "rsa": {{"keySize": {bits}}}}}'
    return request


def measure(settings):
    figures = []
    with Site(settings) as site:
        token = site.token()
        server = site.serve()
        for bits, keys in settings.rsa_keys.items():
            rounds = min(ROUNDS, keys)
            count = keys // rounds
            ours, raw = in_turn(
                rounds,
                lambda: load(settings, server, request_for(site, bits, token), seconds=60, count=count),
                lambda: fmean(key_rate(settings, f"RSA-{bits}", 60, count)),
            )
            figures.append(
                Figure(
                    f"generate RSA {bits}, cold, 1 client, 2 environments",
                    "ms",
                    [1000 * told["mean"] for told in ours],
                    [1000 * mean for mean in raw],
                    "raw generation by GnuTLS",
                    TARGET,
                    note=f"means of {rounds * count} keys each",
                    more={"ours": ours, "raw": raw},
                    by_mean=True,
                )
            )
    return figures
