"""A file system of its own, small enough to be filled."""

import os
import subprocess
import tempfile
from pathlib import Path

from harness.account import own


BLOCK = 4096


class Refused(Exception):
    """This machine lets nobody mount."""


class SmallDisk:
    """`with SmallDisk(mebibytes) as disk`: an ext4 of this size at disk.path, or else a tmpfs."""

    def __init__(self, mebibytes):
        self.mebibytes = mebibytes
        self.directory = None
        self.path = None
        self.kind = None

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="jwkmint-tests-")
        own(self.directory.name, 0o711)
        self.path = Path(self.directory.name) / "disk"
        self.path.mkdir()
        problems = []
        for mount in (self.mount_ext4, self.mount_tmpfs):
            try:
                mount()
                own(self.path, 0o711)
                return self
            except (OSError, subprocess.CalledProcessError) as problem:
                problems.append((getattr(problem, "stderr", "") or str(problem)).strip())
        self.directory.cleanup()
        raise Refused("; ".join(problems))

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.path], check=True)
        self.directory.cleanup()

    def mount_ext4(self):
        image = Path(self.directory.name) / "image"
        with open(image, "wb") as file:
            file.truncate(self.mebibytes * 2**20)
        command("mkfs.ext4", "-q", "-m", "0", image)
        command("mount", "-o", "loop", image, self.path)
        self.kind = "ext4"

    def mount_tmpfs(self):
        command("mount", "-t", "tmpfs", "-o", f"size={self.mebibytes}m", "none", self.path)
        self.kind = "tmpfs"

    @property
    def free(self):
        status = os.statvfs(self.path)
        return status.f_bavail * status.f_frsize

    @property
    def balloon(self):
        return self.path / "balloon"

    def fill(self, leave):
        """Takes what is free but for `leave` bytes, in blocks that nobody else can have."""
        with open(self.balloon, "ab") as file:
            step = self.free - leave
            while step >= BLOCK and self.free > leave:
                step = min(step, max(BLOCK, self.free - leave))
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), step)
                except OSError:  # somebody else took some, or the file system needs some for itself
                    step //= 2

    def relieve(self):
        self.balloon.unlink(missing_ok=True)


def command(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
