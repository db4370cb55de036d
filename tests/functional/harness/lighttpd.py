"""lighttpd with the configurations that ship."""

import re

from harness import settings
from harness.account import own
from harness.server import Server

MAIN = """
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{www}"
server.errorlog = "{run}/error.log"
server.breakagelog = "{run}/breakage.log"
server.upload-dirs = ( "{run}" )
include "{run}/{configuration}"
"""


class Lighttpd(Server):
    """A subclass names the shipped file that it includes."""

    configuration = None

    def command(self, port):
        self.install()
        main = self.site.run / "lighttpd.conf"
        main.write_text(
            MAIN.format(
                port=port,
                www=self.site.directory / "www",
                run=self.site.run,
                configuration=self.configuration,
            )
        )
        own(main, 0o644)
        return ["/usr/sbin/lighttpd", "-D", "-f", main]

    def install(self):
        """Copies the shipped files and sets the paths in them that their comments ask to set."""
        paths = {
            "home": self.site.home,
            "responder": self.site.bin / "jwkmint.fcgi",
            "socket": self.site.run / "jwkmint.socket",
        }
        for shipped in sorted((settings.SOURCE / "lighttpd").glob("*.conf*")):
            text = shipped.read_text()
            for name, path in paths.items():
                text = re.sub(rf'(?m)^(var\.jwkmint_{name}\s*=\s*)".*"$', rf'\g<1>"{path}"', text)
            copy = self.site.run / shipped.name.removesuffix(".in")
            copy.write_text(text)
            own(copy, 0o644)
