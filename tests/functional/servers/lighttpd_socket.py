"""lighttpd as one user, in front of responders that spawn-fcgi has started as another."""

from harness.account import ROOT, SERVICE, STRANGER
from harness.lighttpd import Lighttpd
from harness.spawn_fcgi import Spawned


class Server(Spawned, Lighttpd):
    configuration = "jwkmint-socket.conf"

    def __init__(self, site):
        super().__init__(site, uid=STRANGER if ROOT else SERVICE)
        site.run.chmod(0o777)  # for the files that lighttpd writes
