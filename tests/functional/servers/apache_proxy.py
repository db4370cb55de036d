"""Apache, where mod_proxy_fcgi speaks with responders behind a socket."""

from harness.apache import ApacheWithSocket


class Server(ApacheWithSocket):
    configuration = "jwkmint-proxy.conf"
    modules = ("proxy", "proxy_fcgi")
