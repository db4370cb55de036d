"""lighttpd, which starts the responders and speaks FastCGI with them."""

from harness.lighttpd import Lighttpd


class Server(Lighttpd):
    configurations = ("jwkmint.conf", "jwkmint-jwks.conf")
