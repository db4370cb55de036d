"""lighttpd, which starts one plain CGI program for each request."""

from harness.lighttpd import Lighttpd


class Server(Lighttpd):
    configurations = ("jwkmint-cgi.conf", "jwkmint-jwks.conf")
    persistent = False
