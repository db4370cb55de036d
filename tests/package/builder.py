"""Builds the package in a copy of the source tree."""

import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(os.environ.get("JWKMINT_SOURCE", Path(__file__).parents[2])).resolve()
PRODUCTS = {
    SOURCE: {"build", "var", ".git", "autom4te.cache"},
    SOURCE / "debian": {"jwkmint", ".debhelper", "files"},
}


def run(*command, **options):
    """Runs a command and returns what it printed; all of that is in the failure when it fails."""
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", **options
    )
    assert done.returncode == 0, f"{command} exits with {done.returncode}:\n{done.stdout[-4000:]}"
    return done.stdout


class Package:
    """The package as it was built, and versions of it that differ in nothing but the number."""

    def __init__(self, directory):
        self.directory = directory
        tree = directory / "jwkmint"
        shutil.copytree(SOURCE, tree, symlinks=True, ignore=self._products)
        # The unit tests have steps of their own.
        settings = dict(os.environ, DEB_BUILD_OPTIONS="nocheck parallel=2")
        run("dpkg-buildpackage", "-us", "-uc", "-b", cwd=tree, env=settings)
        (self.changes,) = directory.glob("jwkmint_*.changes")
        (self.file,) = directory.glob("jwkmint_*.deb")

    @staticmethod
    def _products(directory, names):
        return PRODUCTS.get(Path(directory), set()) & set(names) | {"__pycache__"} & set(names)

    def field(self, name):
        return run("dpkg-deb", "--field", self.file, name).strip()

    def files(self):
        """Paths in the package, from the root, with mode and owner."""
        lines = run("dpkg-deb", "--contents", self.file).splitlines()
        rows = (line.split(None, 5) for line in lines)
        return {row[5][1:]: (row[0], row[1]) for row in rows}

    def conffiles(self):
        return set(run("dpkg-deb", "--info", self.file, "conffiles").split())

    def next_version(self):
        """A package file with the same contents and a higher version."""
        tree = self.directory / "next"
        file = self.directory / "next.deb"
        run("dpkg-deb", "--raw-extract", self.file, tree)
        control = tree / "DEBIAN" / "control"
        version = self.field("Version")
        old = f"\nVersion: {version}\n"
        assert old in control.read_text()
        control.write_text(control.read_text().replace(old, f"\nVersion: {version}+next\n"))
        run("dpkg-deb", "--root-owner-group", "--build", tree, file)
        return file
