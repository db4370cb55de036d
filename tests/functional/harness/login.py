"""Log-in with a password."""

from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


def add_user(site, password, *projects):
    """A new user with this password; returns the name."""
    name = site.user(*projects)
    site.ctl("user", "set", name, "--password-stdin", input=password)
    return name


def send(client, fields, headers=None, **options):
    """Posts a form to auth/token, without a token; `fields` may be text that is encoded already."""
    body = fields if isinstance(fields, (str, bytes)) else urlencode(fields)
    sent = {"Content-Type": FORM, **(headers or {})}
    return client.post("/apiops/auth/token", body, token=None, headers=sent, **options)


def log_in(client, user, password, **options):
    fields = {"grant_type": "client_credentials", "client_id": user, "client_secret": password}
    return send(client, fields, **options)
