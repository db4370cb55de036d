"""lighttpd, which starts one plain CGI program for each request."""

from harness.lighttpd import Lighttpd


class Server(Lighttpd):
    configuration = "jwkmint-cgi.conf"
    persistent = False
    responders_at_start = 0
