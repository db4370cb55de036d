"""Apache with the configurations that ship."""

import re

from harness import settings
from harness.account import own
from harness.server import Server

PROGRAM = "/usr/sbin/apache2"
MODULES = "/usr/lib/apache2/modules"

MAIN = """
ServerRoot "{run}"
ServerName localhost
DefaultRuntimeDir "{run}"
PidFile "{run}/apache.pid"
Mutex "file:{run}" default
Listen 127.0.0.1:{port}
ErrorLog "{run}/error.log"
{modules}
StartServers 1
MinSpareThreads 25
MaxSpareThreads 75
ThreadsPerChild 25
MaxRequestWorkers 75
GracefulShutdownTimeout 30
<IfModule mod_fcgid.c>
	FcgidIPCDir "{run}/fcgid"
	FcgidProcessTableFile "{run}/fcgid/table"
</IfModule>
<IfModule mod_cgid.c>
	ScriptSock "{run}/cgid"
</IfModule>
DocumentRoot "{www}"
<Directory "/">
	Options None
	AllowOverride None
	Require all denied
</Directory>
<Directory "{www}">
	Require all granted
</Directory>
Include "{run}/conf-available/{configuration}"
{more}
"""

COMMON = ("mpm_event", "authz_core", "alias", "headers")


class Apache(Server):
    """A subclass names the shipped file that it includes and the modules that this needs. `more` is
    text behind it, `values` are further definitions to set in shipped files.
    """

    configuration = None
    modules = ()
    more = ""
    values = {}
    responders_at_start = 0

    def command(self, port):
        self.install()
        main = self.site.run / "apache.conf"
        main.write_text(
            MAIN.format(
                port=port,
                run=self.site.run,
                www=self.site.directory / "www",
                modules="\n".join(
                    f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in (*COMMON, *self.modules)
                ),
                configuration=self.configuration,
                more=self.more.format(www=self.site.directory / "www", run=self.site.run),
            )
        )
        own(main, 0o644)
        return [PROGRAM, "-D", "FOREGROUND", "-f", main]

    def install(self):
        """Copies the shipped files and sets the values in them that their comments ask to set."""
        values = {
            **self.values,
            "HOME": self.site.home,
            "RESPONDER": self.site.bin / "jwkmint.fcgi",
            "SOCKET": self.site.run / "jwkmint.socket",
        }
        for directory in ("conf-available", "fcgid"):
            (self.site.run / directory).mkdir(exist_ok=True)
            own(self.site.run / directory, 0o755)
        for shipped in sorted((settings.SOURCE / "apache").glob("*.conf*")):
            text = shipped.read_text()
            for name, value in values.items():
                text = re.sub(rf'(?m)^(Define JWKMINT_{name}) ".*"$', rf'\g<1> "{value}"', text)
            copy = self.site.run / "conf-available" / shipped.name.removesuffix(".in")
            copy.write_text(text)
            own(copy, 0o644)
