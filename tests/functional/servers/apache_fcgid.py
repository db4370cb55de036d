"""Apache, where mod_fcgid starts the responders."""

from harness.apache import Apache


class Server(Apache):
    configuration = "jwkmint-fcgid.conf"
    modules = ("fcgid",)
    beyond_limit = 500
