"""lighttpd with the configurations that ship."""

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
"""


class Lighttpd(Server):
    """A subclass names the shipped files that it includes."""

    configurations = ()

    def command(self, port):
        main = MAIN.format(port=port, www=self.site.directory / "www", run=self.site.run)
        for name in self.configurations:
            main += f'include "{self.configure(name)}"\n'
        path = self.site.run / "lighttpd.conf"
        path.write_text(main)
        own(path, 0o644)
        return ["/usr/sbin/lighttpd", "-D", "-f", path]

    def configure(self, name):
        """Writes a shipped file with this site's paths where make puts those of an installation."""
        text = (settings.SOURCE / "lighttpd" / f"{name}.in").read_text()
        for placeholder, value in (("@cgibindir@", self.site.bin), ("@jwkmint_home@", self.site.home)):
            text = text.replace(placeholder, str(value))
        path = self.site.run / name
        path.write_text(text)
        own(path, 0o644)
        return path
