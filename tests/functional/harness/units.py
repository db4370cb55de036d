"""The units and entries for systemd that ship, made for a site as an installation makes them."""

from harness import settings


def render(site, directory, user="jwkmint", group="www-data"):
    """Writes all of them into `directory` and returns their paths by name."""
    values = {
        "bindir": site.bin,
        "cgibindir": site.bin,
        "jwkmint_home": site.home,
        "service_user": user,
        "web_group": group,
    }
    written = {}
    for shipped in sorted((settings.SOURCE / "systemd").iterdir()):
        text = shipped.read_text()
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        path = directory / shipped.name.removesuffix(".in")
        path.write_text(text)
        written[path.name] = path
    return written


def settings_of(path):
    """The settings of a unit: a list of values for each name, sections not told apart."""
    found = {}
    for line in path.read_text().replace("\\\n", " ").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found
