"""Apache, where mod_proxy_fcgi speaks with responders behind a socket."""

from harness.apache import Apache
from harness.spawn_fcgi import Spawned


class Server(Spawned, Apache):
    configuration = "jwkmint-proxy.conf"
    modules = ("proxy", "proxy_fcgi")
    responders_at_start = 4
