"""What is in the package, and what Debian's own checker says about it."""

from builder import run


def test_lintian_is_content(package):
    run("lintian", "--fail-on", "error,warning", "--allow-root", package.changes)


def test_files_are_where_they_belong(package):
    files = package.files()
    program = ("-rwxr-xr-x", "root/root")
    text = ("-rw-r--r--", "root/root")
    assert files["/usr/lib/jwkmint/jwkmint.fcgi"] == program
    assert files["/usr/bin/jwkmintctl"] == program
    for path in (
        "/usr/share/man/man5/jwkmint-bundle.5.gz",
        "/usr/share/man/man8/jwkmint.fcgi.8.gz",
        "/usr/share/man/man8/jwkmintctl.8.gz",
        "/usr/share/doc/jwkmint/README.Debian",
        "/usr/share/doc/jwkmint/copyright",
        "/usr/share/doc/jwkmint/examples/jwkmint.cron",
        "/usr/share/doc/jwkmint/examples/lighttpd/jwkmint-cgi.conf",
        "/lib/systemd/system/jwkmint.socket",
        "/lib/systemd/system/jwkmint-deploy.timer",
    ):
        assert files[path] == text, path


def test_the_home_does_not_belong_to_dpkg(package):
    # dpkg would remove an empty one, and change the owner of another at each upgrade.
    assert not [path for path in package.files() if path.startswith("/var")]


def test_nothing_is_enabled_and_changes_of_the_operator_stay(package):
    configurations = {path for path in package.files() if path.startswith("/etc/") and path[-1] != "/"}
    assert configurations == {
        "/etc/apache2/conf-available/jwkmint-jwks.conf",
        "/etc/apache2/conf-available/jwkmint.conf",
        "/etc/lighttpd/conf-available/50-jwkmint.conf",
        "/etc/lighttpd/jwkmint-jwks.conf",
    }
    assert configurations == package.conffiles()
