"""The audit log, read as a history: what it tells has to end in what is there."""

import json

from storm.ledger import Broken

CHANGES = ("jwk.generate", "jwk.update", "jwk.delete", "environment.add", "environment.set", "environment.remove")


def read(text):
    """The records of changes that were made, the oldest first."""
    records = [json.loads(line) for line in text.splitlines()]
    return [record for record in records if record["outcome"] == "done" and record["action"] in CHANGES]


def replay(records):
    """The kid of each key by project and name, if all that happened is what was recorded."""
    kids = {}
    for record in records:
        place = record["project"], record["key"]
        if record["action"] == "jwk.generate":
            if place in kids:
                raise Broken(f"{place} was generated twice")
            kids[place] = record["kid"]
        elif record["action"] in ("jwk.update", "jwk.delete"):
            if kids.pop(place, None) != record["kid"]:
                raise Broken(f"{record['action']} of {place}, which was not there")
            if record["action"] == "jwk.update":
                kids[record["project"], record["object"] or record["key"]] = record["kid"]
    return kids
