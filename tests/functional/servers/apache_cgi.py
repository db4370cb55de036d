"""Apache, which starts one plain CGI program for each request."""

from harness.apache import Apache


class Server(Apache):
    configuration = "jwkmint-cgi.conf"
    modules = ("env", "cgid")
    persistent = False
