"""Fixtures: sites that tests share, sites that a test may break."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness.site import Site, Workspace  # noqa: E402
from servers import available  # noqa: E402

SERVERS = available()


@pytest.fixture(scope="session")
def sites():
    """The shared sites of this worker by server, started when first asked for."""
    started = {}
    yield started
    failures = []
    for site in started.values():
        try:
            site.close()
        except AssertionError as failure:
            failures.append(str(failure))
    assert not failures, "\n".join(failures)


def shared(sites, name):
    if name not in sites:
        site = sites[name] = Site()
        # Many tests fail on purpose, all from one address.
        for setting in ("login-failures", "token-failures"):
            site.ctl("settings", "set", setting, "10000")
        site.serve(SERVERS[name])
    return sites[name]


@pytest.fixture(params=SERVERS)
def site(request, sites):
    """A served site that tests share: what they make there has names of its own."""
    return shared(sites, request.param)


@pytest.fixture(params=SERVERS)
def own_site(request):
    """A served site for one test alone, which may break it."""
    site = Site()
    try:
        site.serve(SERVERS[request.param])
        yield site
    finally:
        site.close()


@pytest.fixture
def home():
    """A site for one test alone, without a web server."""
    site = Site()
    try:
        yield site
    finally:
        site.close()


@pytest.fixture
def workspace(site):
    """A project with one sealed environment and a token, on a shared site."""
    return Workspace(site)


@pytest.fixture
def first_site(sites):
    """The shared site behind the first server: for long tables that no web server changes."""
    return shared(sites, next(iter(SERVERS)))


@pytest.fixture
def first_workspace(first_site):
    """A project with one sealed environment behind the first server."""
    return Workspace(first_site)


@pytest.fixture
def bare_workspace(first_site):
    """A project without environments behind the first server: for long searches among keys."""
    return Workspace(first_site, environments=())


def watched(site):
    """A workspace for requests that are to be refused; looks afterwards that nothing happened."""
    if site.untouched is None:
        site.untouched = Workspace(site)
        site.ctl("deploy", "--project", site.untouched.project)
    workspace, site.untouched = site.untouched, None
    before = workspace.bundle().contents()
    responders = {process.pid for process in site.server.responders()}
    yield workspace
    listed = workspace.client.get(f"{workspace.jwks}/")
    assert (listed.status, listed.json["resultList"]) == (200, [])
    assert workspace.bundle().contents() == before
    if site.server.persistent:
        assert responders <= {process.pid for process in site.server.responders()}
    site.untouched = workspace


@pytest.fixture
def unharmed(site):
    """For requests that are to be refused: afterwards the project is as empty as before, its
    bundle's files are the same, and the responders live. All such tests share one project.
    """
    yield from watched(site)


@pytest.fixture
def first_unharmed(first_site):
    """The same behind the first server."""
    yield from watched(first_site)
