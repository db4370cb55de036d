"""The lists of projects and of environments."""

import pytest

from harness.errors import TEXTS, bad_request, error, no_project
from harness.site import Workspace

ADMIN = "ROLE_ADMIN"
NO_ADMIN = "Invalid token or insufficient permissions"


def projects(client):
    response = client.get("/apiops/projects/")
    assert response.status == 200, response.text
    assert sorted(response.json) == ["resultCount", "resultList", "status"]
    assert response.json["status"] == "SUCCESS"
    shown = response.json["resultList"]
    assert response.json["resultCount"] == len(shown)
    assert all(sorted(one) == ["description", "name"] for one in shown)
    return {one["name"]: one["description"] for one in shown}


def environments(client, project=None):
    response = client.get(f"/apiops/environments/{project or ''}")
    assert response.status == 200, response.text
    assert sorted(response.json) == ["resultCount", "resultList", "success"]
    assert response.json["success"] is True
    shown = response.json["resultList"]
    assert response.json["resultCount"] == len(shown)
    members = ["accessUrl", "deployed", "description", "name", "redeployRequired", "status", "type"]
    assert all(sorted(one) == members for one in shown)
    names = [one["name"] for one in shown]
    assert names == sorted(names, key=str.encode)
    return {one["name"]: one for one in shown}


def state(client, project, environment):
    one = environments(client, project)[environment]
    return one["status"], one["deployed"], one["redeployRequired"]


PUBLISHED = ("PUBLISHED", True, False)
UNPUBLISHED = ("UNPUBLISHED", False, False)
BEHIND = ("REPUBLISH_REQUIRED", True, True)


def test_projects_of_a_user(site):
    first, second, foreign = site.new_name("project"), site.project(), site.project()
    site.ctl("project", "add", first, "--description", "What it is for")
    client = site.client(site.token(first, second, roles=()))
    assert projects(client) == {first: "What it is for", second: None}
    assert list(projects(client)) == sorted([first, second])
    assert foreign in projects(site.client(site.token(roles=(ADMIN,))))
    assert projects(site.client(site.token(roles=()))) == {}
    assert client.get("/apiops/projects").status == 200


def test_removed_project_is_not_listed(bare_workspace):
    site = bare_workspace.site
    gone = site.project()
    client = site.client(site.token(bare_workspace.project, gone))
    site.ctl("project", "remove", gone)
    assert list(projects(client)) == [bare_workspace.project]


def test_projects_need_a_token(site):
    error(site.client().get("/apiops/projects/"), 401, "unauthorized_client", TEXTS["token"])


def test_environments_of_a_project(workspace):
    site = workspace.site
    options = {"description": "Where it runs", "type": "SANDBOX", "access_url": "https://api.example.org/"}
    second = site.environment_for(workspace.project, private="none", **options)
    foreign = site.environment_for(site.project(), private="none")
    member = site.client(site.token(workspace.project, roles=()))
    shown = environments(member, workspace.project)
    assert {workspace.environment, second} <= set(shown) and foreign not in shown
    assert shown[second] == {
        "name": second, "description": "Where it runs", "type": "SANDBOX", "status": "PUBLISHED",
        "accessUrl": "https://api.example.org/", "deployed": True, "redeployRequired": False,
    }
    plain = shown[workspace.environment]
    assert (plain["description"], plain["accessUrl"], plain["type"]) == (None, None, "PRODUCTION")
    everything = environments(site.client(site.token(roles=(ADMIN,))))
    assert {workspace.environment, second, foreign} <= set(everything)


def test_environments_without_a_project_are_for_administrators(site):
    for token in (None, "wrong", site.token(), site.token(roles=("ROLE_MANAGE_PROXIES",))):
        error(site.client(token).get("/apiops/environments/"), 401, "unauthorized_client", NO_ADMIN)
    assert site.client(site.token(roles=(ADMIN,))).get("/apiops/environments").status == 200


def test_environments_of_a_foreign_project(site):
    foreign = site.project()
    client = site.client(site.token(site.project()))
    for project in (foreign, "nowhere"):
        error(client.get(f"/apiops/environments/{project}"), 404, "not_found", no_project(project))
    error(site.client().get(f"/apiops/environments/{foreign}"), 401, "unauthorized_client", TEXTS["token"])


@pytest.fixture
def lonely(bare_workspace):
    """A project with one environment, behind the first server."""
    return Workspace(bare_workspace.site, environments=("none",))


def test_status_follows_what_is_deployed(lonely):
    site, project, environment = lonely.site, lonely.project, lonely.environment
    admin = site.client(site.token(roles=(ADMIN,)))

    def seen():
        shown = environments(admin)[environment]
        both = state(lonely.client, project, environment)
        assert (shown["status"], shown["deployed"], shown["redeployRequired"]) == both
        return both

    assert seen() == PUBLISHED
    lonely.generate("key", "EC")
    assert seen() == PUBLISHED
    bundle = site.bundle_directory(environment, project)
    aside = bundle.with_name("aside")
    bundle.rename(aside)
    assert seen() == UNPUBLISHED
    bundle.mkdir()
    assert seen() == UNPUBLISHED
    bundle.rmdir()
    old = (aside / "manifest.json").read_bytes()
    aside.rename(bundle)
    lonely.generate("other", "EC")
    assert seen() == PUBLISHED
    (bundle / "manifest.json").write_bytes(old)
    assert seen() == BEHIND
    site.ctl("deploy", "--project", project)
    assert seen() == PUBLISHED


def pages(client, path, query):
    """The names of all pages, each beginning where the one before ended."""
    names, cursor = [], ""
    for _ in range(10):
        response = client.get(f"{path}?{query}{cursor}")
        assert response.status == 200, response.text
        assert response.json["resultCount"] == len(response.json["resultList"])
        names.append([one["name"] for one in response.json["resultList"]])
        if response.json["nextCursor"] is None:
            return names
        cursor = f"&cursor={response.json['nextCursor']}"
    raise AssertionError(f"no end: {names}")


def test_pages(bare_workspace):
    site = bare_workspace.site
    project = site.project()
    projects = sorted([project, *(site.project() for _ in range(4))])
    environments = sorted(site.environment_for(project, private="none") for _ in range(5))
    client = site.client(site.token(*projects))
    for path, names in (("/apiops/projects/", projects), (f"/apiops/environments/{project}", environments)):
        assert pages(client, path, "size=2") == [names[:2], names[2:4], names[4:]]
        assert pages(client, path, "size=5") == [names]
        assert pages(client, path, "size=2&sort=name,desc") == [names[:2:-1], names[2:0:-1], names[:1]]

        def page(query):
            return [one["name"] for one in client.get(f"{path}?{query}").json["resultList"]]

        assert page("size=2&page=2") == names[2:4] and page("size=2&page=3") == names[4:]
        assert page("size=2&page=3&sort=name,desc") == names[:1]
        assert page("size=2&page=4") == page("page=2") == []
        assert page("sort=name,desc") == names[::-1]
        bad_request(client.get(f"{path}?size=0"), "size (0)", "1 to 1000")


def test_environment_that_serves_nothing_yet(bare_workspace):
    site = bare_workspace.site
    gone = site.project()
    environment = site.environment_for(gone, private="none")
    site.ctl("project", "remove", gone)
    shown = environments(site.client(site.token(roles=(ADMIN,))))[environment]
    assert (shown["status"], shown["deployed"], shown["redeployRequired"]) == UNPUBLISHED
