"""Damage done to a store that nobody is using."""

import subprocess

from harness.account import SERVICE, own, run_as


def flush(site):
    """Brings everything that is in the log into the database file."""
    done = run_as(SERVICE, ["db5.3_checkpoint", "-1", "-h", site.home / "db"])
    assert done.returncode == 0, done.stderr


def flip_private_half(site):
    """Turns one bit of the first private half."""
    flip_value(site, "s")


def flip_pooled(site):
    """Turns one bit of the first key of the pool."""
    flip_value(site, "q")


def flip_value(site, kind):
    """Turns the last bit of the first row of a kind, with the tools of Berkeley DB."""
    database = site.home / "db" / "records.db"
    flush(site)
    dump = subprocess.run(["db5.3_dump", database], capture_output=True, text=True, check=True).stdout
    lines = dump.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f" {ord(kind):x}"))
    value = lines[place + 1]
    lines[place + 1] = value[:-1] + format(int(value[-1], 16) ^ 1, "x")
    for file in (site.home / "db").iterdir():
        file.unlink()
    subprocess.run(["db5.3_load", database], input="\n".join(lines) + "\n", text=True, check=True)
    own(database, 0o600)


def turn_byte(site, text):
    """Changes a byte of the page that holds `text`."""
    database = site.home / "db" / "records.db"
    flush(site)
    content = bytearray(database.read_bytes())
    content[content.index(text)] ^= 0x20
    database.write_bytes(content)
    for region in (site.home / "db").glob("__db.*"):
        region.unlink()
