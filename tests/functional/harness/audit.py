"""The audit log of a site, as `jwkmintctl audit export` prints it, and its hashes computed anew."""

import hashlib
import json
import subprocess
from datetime import datetime, timezone

from harness.account import own
from harness.damage import flush

# The order in which the texts of a record are hashed, each with the number of its field.
TEXTS = ("user", "tokenId", "action", "project", "key", "kid", "object", "outcome", "clientAddress", "requestId")
FIRST_TEXT = 3


def export(site, *filters):
    """All records, the oldest first."""
    return [json.loads(line) for line in site.ctl("audit", "export", *filters).splitlines()]


class Watch:
    """What was appended since it was made, or since the last look."""

    def __init__(self, site):
        self.site = site
        self.seen = len(export(site))

    def new(self):
        records = export(self.site)
        appended, self.seen = records[self.seen:], len(records)
        return appended


def field(number, content):
    return bytes([number]) + len(content).to_bytes(4, "big") + content


def milliseconds(text):
    time = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return round(time.timestamp() * 1000)


def hash_of(record):
    """SHA-256 of the hash before and of what is in the record, as jwkmintctl(8) says."""
    content = b"\x01" + field(1, record["sequence"].to_bytes(8, "big"))
    content += field(2, milliseconds(record["time"]).to_bytes(8, "big"))
    for number, name in enumerate(TEXTS, FIRST_TEXT):
        if record[name] is not None:
            content += field(number, record[name].encode())
    return hashlib.sha256(bytes.fromhex(record["formerHash"]) + content).hexdigest()


def check_chain(records):
    """Every record follows the one before, and its hash is that of what it says."""
    for number, record in enumerate(records, 1):
        assert record["sequence"] == number
        assert record["hash"] == hash_of(record), record
        if number > 1:
            assert record["formerHash"] == records[number - 2]["hash"]


class Rows:
    """The rows of a store that nobody uses, in and out with the tools of Berkeley DB."""

    def __init__(self, site):
        self.database = site.home / "db" / "records.db"
        flush(site)
        dump = subprocess.run(["db5.3_dump", self.database], capture_output=True, text=True, check=True)
        lines = dump.stdout.splitlines()
        begin = lines.index("HEADER=END") + 1
        self.header, rows = lines[:begin], [line.strip() for line in lines[begin:-1]]
        self.rows = dict(zip(rows[::2], rows[1::2]))

    def records(self):
        """The keys of the audit log's rows, in order."""
        return sorted(key for key in self.rows if key.startswith(b"z".hex()))

    def write(self):
        lines = [*self.header]
        for key in sorted(self.rows):
            lines += [f" {key}", f" {self.rows[key]}"]
        for file in self.database.parent.iterdir():
            file.unlink()
        subprocess.run(
            ["db5.3_load", self.database], input="\n".join([*lines, "DATA=END", ""]), text=True, check=True
        )
        own(self.database, 0o600)
