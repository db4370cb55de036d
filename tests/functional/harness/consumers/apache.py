"""Apache with a module that verifies bearer tokens."""

from harness.account import own
from harness.consumers import NIST, RSA, SHIPPED
from harness.consumers.daemon import HttpConsumer
from harness.consumers.tls import TlsFront

MAIN = """
ServerRoot "{directory}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{directory}/httpd.pid"
DefaultRuntimeDir "{directory}"
ErrorLog "{directory}/error.log"
LogLevel warn
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so
StartServers 1
ServerLimit 2
ThreadsPerChild 5
MaxRequestWorkers 10
DocumentRoot "{directory}/www"
DirectoryIndex index.txt
<Directory "{directory}/www">
	Require all granted
</Directory>
{defines}
Include "{shipped}"
"""


class Apache(HttpConsumer):
    """A subclass names the module, its shipped configuration, and the values that it sets there."""

    module = None
    shipped = None
    algorithms = RSA | NIST

    def defines(self):
        raise NotImplementedError

    def command(self, port):
        content = self.directory / "www" / "api" / "index.txt"
        content.parent.mkdir(parents=True, exist_ok=True)
        content.write_text("let in\n")
        # A copy: the source tree may be where the service's user must not look.
        shipped = self.directory / "shipped.conf"
        shipped.write_text((SHIPPED / self.shipped).read_text())
        main = self.directory / "httpd.conf"
        main.write_text(
            MAIN.format(
                directory=self.directory,
                port=port,
                module=self.module,
                defines="".join(f'Define {name} "{value}"\n' for name, value in self.defines().items()),
                shipped=shipped,
            )
        )
        for path in (shipped, main):
            own(path, 0o644)
        return ["/usr/sbin/apache2", "-f", main, "-DFOREGROUND"]


class Oauth2Http(Apache):
    title = "mod_oauth2"
    module = "oauth2"
    shipped = "mod_oauth2.conf"

    def defines(self):
        return {"JWKMINT_JWKS": self.url, "JWKMINT_MAX_AGE": 1}


class Oauth2File(Oauth2Http):
    def defines(self):
        return {**super().defines(), "JWKMINT_JWKS": f"file://{self.bundle}/public/jwks.json"}


class OpenIdc(Apache):
    title = "mod_auth_openidc"
    module = "auth_openidc"
    shipped = "mod_auth_openidc.conf"

    def __init__(self, workspace):
        super().__init__(workspace)
        self.front = TlsFront(self)

    def defines(self):
        return {
            "JWKMINT_JWKS": self.url.replace(self.workspace.site.server.base, self.front.base),
            "JWKMINT_CA": self.front.certificate,
        }

    def start(self):
        self.front.start()
        super().start()

    def stop(self):
        super().stop()
        self.front.stop()

    def renew(self):
        super().stop()
        super().start()
