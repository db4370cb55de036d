"""nginx with the configurations that ship."""

import re
import shutil

import pytest

from harness import settings
from harness.account import own
from harness.server import Server

MAIN = """
daemon off;
worker_processes 2;
pid {run}/nginx.pid;
error_log {run}/error.log notice;
events {{
	worker_connections 256;
}}
http {{
	access_log off;
	client_body_temp_path {run}/nginx-body;
	fastcgi_temp_path {run}/nginx-fastcgi;
	proxy_temp_path {run}/nginx-proxy;
	scgi_temp_path {run}/nginx-scgi;
	uwsgi_temp_path {run}/nginx-uwsgi;
	server {{
		listen 127.0.0.1:{port};
		root {www};
		include {configuration};
	}}
}}
"""


class Nginx(Server):
    """Includes the shipped files in a server block of its own."""

    configuration = "jwkmint.conf"

    def command(self, port):
        if shutil.which("nginx", path="/usr/sbin:/usr/bin") is None:
            pytest.skip("not installed: nginx")
        self.install()
        run = self.site.run
        main = run / "nginx.conf"
        www = self.site.directory / "www"
        main.write_text(MAIN.format(port=port, www=www, run=run, configuration=self.configuration))
        own(main, 0o644)
        return ["/usr/sbin/nginx", "-e", run / "error.log", "-p", run, "-c", main]

    def install(self):
        """Copies the shipped files and sets the paths in them that their comments ask to set."""
        paths = {"home": self.site.home, "socket": f"unix:{self.site.run}/jwkmint.socket"}
        for shipped in sorted((settings.SOURCE / "nginx").glob("*.conf*")):
            text = shipped.read_text()
            for name, path in paths.items():
                text = re.sub(rf'(?m)^(set \$jwkmint_{name}\s+)".*";$', rf'\g<1>"{path}";', text)
            copy = self.site.run / shipped.name.removesuffix(".in")
            copy.write_text(text)
            own(copy, 0o644)
