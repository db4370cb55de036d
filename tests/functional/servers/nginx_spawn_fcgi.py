"""nginx in front of responders that spawn-fcgi has started."""

from harness.nginx import Nginx
from harness.spawn_fcgi import Spawned


class Server(Spawned, Nginx):
    pass
