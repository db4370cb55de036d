"""lighttpd, which starts the responders and speaks FastCGI with them."""

from harness.lighttpd import Lighttpd


class Server(Lighttpd):
    configuration = "jwkmint.conf"
