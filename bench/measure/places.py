"""Where things are."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
LIGHTTPD = "/usr/sbin/lighttpd"
