"""Apache, where mod_fcgid starts the responders as a wrapper of nothing."""

from harness.apache import Apache


class Server(Apache):
    configuration = "jwkmint-fcgid-wrapper.conf"
    modules = ("fcgid",)
    beyond_limit = 500
