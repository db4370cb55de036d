"""Many clients at once: unique names, nothing lost, bundles consistent at every moment."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import errors
from harness.processes import wait_until
from harness.site import Workspace

CLIENTS = 16


class Reader(threading.Thread):
    """Reads bundles over and over and notes whatever does not fit together."""

    def __init__(self, bundles):
        super().__init__()
        self.bundles = bundles
        self.wrong = []
        self.seen = 0
        self.done = threading.Event()

    def run(self):
        known = {}
        while not self.done.is_set() or not self.seen:
            for bundle in self.bundles:
                try:
                    self.look(bundle, known)
                except Exception as problem:  # pylint: disable=broad-except
                    self.wrong.append(repr(problem))
                    return
                self.seen += 1

    @staticmethod
    def look(bundle, known):
        if not (bundle.directory / "manifest.json").exists():
            assert bundle.directory not in known, f"{bundle.directory}: the manifest is gone"
            return
        manifest, files = bundle.read()
        keys = {key["name"]: key for key in manifest["keys"]}
        generation, names = known.get(bundle.directory, (0, set()))
        assert manifest["generation"] >= generation, "the generation goes back"
        assert names <= set(keys), "a key is gone"
        known[bundle.directory] = manifest["generation"], set(keys)
        assert manifest["generation"] == len(keys), "each generation is one key"
        sets = [json.loads(files[f"public/{name}"])["keys"] for name in ("jwks.json", "jwks-enc.json")]
        kids = [key["kid"] for public in sets for key in public]
        assert len(kids) == len(set(kids)), "a kid comes twice"
        assert set(kids) == {key["kid"] for key in keys.values() if key["type"] != "OCT"}
        assert {key["file"] for key in keys.values()} == {p for p in files if p.startswith("private/") and p.endswith(".jwe")}


def all_at_once(clients, calls):
    """Runs the calls in `clients` threads, each waiting for its client's response."""
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(lambda call: call(), calls))


TYPES = [("EC", {}), ("OKP", {}), ("OCT", {}), ("EC", {"keyUseType": "ENCRYPTION"}), ("OKP", {"curveType": "X25519"})]


def test_200_keys_of_3_projects_in_2_environments(own_site):
    """16 clients, 4 responders."""
    ahead = own_site.server.responders_at_start
    wait_until(lambda: len(own_site.server.responders()) == ahead, f"{ahead} responders run")
    projects = [Workspace(own_site, environments=()) for _ in range(3)]
    environments = [own_site.environment_for(None) for _ in range(2)]
    bundles = [project.bundle(environment) for project in projects for environment in environments]
    reader = Reader(bundles)
    reader.start()
    try:
        expected = {project.project: {} for project in projects}

        def call(number):
            project = projects[number % 3]
            type, parameters = TYPES[number % 5]
            body = {"name": f"key {number}", "type": type, type.lower(): parameters}
            return lambda: (project, body["name"], project.try_generate(body))

        for project, name, response in all_at_once(CLIENTS, [call(number) for number in range(200)]):
            assert response.status == 200, response.text
            assert response.json["deploymentResult"]["success"] is True, response.text
            expected[project.project][name] = response
    finally:
        reader.done.set()
        reader.join()
    assert reader.wrong == [] and reader.seen > 0
    for project in projects:
        names = set(expected[project.project])
        listed = project.client.get(f"{project.jwks}/").json["resultList"]
        assert {shown["name"] for shown in listed} == names
        for environment in environments:
            bundle = project.bundle(environment)
            manifest, files = bundle.read()
            assert set(bundle.keys()) == names and manifest["generation"] == len(names)
            assert sorted(["manifest.json", *files]) == bundle.paths()
    name = next(iter(expected[projects[0].project]))
    assert projects[0].bundle(environments[0]).open_private(name)
    assert own_site.try_ctl("deploy", "--check").returncode == 0


@pytest.mark.parametrize("type", ["EC", "RSA"])
def test_one_name_for_many(workspace, type):
    """Exactly one gets the name; nothing of a loser is to be seen."""
    reader = Reader([workspace.bundle()])
    reader.start()
    try:
        body = {"name": "the one", "type": type}
        responses = all_at_once(CLIENTS, [lambda: workspace.try_generate(body)] * CLIENTS)
    finally:
        reader.done.set()
        reader.join()
    winners = [response for response in responses if response.status == 200]
    assert len(winners) == 1
    for response in responses:
        if response is not winners[0]:
            errors.bad_request(response, text=errors.taken("the one"))
    assert reader.wrong == []
    [shown] = workspace.client.get(f"{workspace.jwks}/").json["resultList"]
    manifest, files = workspace.bundle().read()
    assert manifest["generation"] == 1 and list(workspace.bundle().keys()) == ["the one"]
    assert [key["kid"] for key in workspace.bundle().public_set()] == [shown["kid"]]
    assert sorted(["manifest.json", *files]) == workspace.bundle().paths()
    assert len([path for path in files if path.startswith("private/")]) == 1


def test_one_kid_for_many(workspace):
    calls = [
        lambda number=number: workspace.try_generate({"name": f"key {number}", "type": "EC", "kid": "the one"})
        for number in range(CLIENTS)
    ]
    responses = all_at_once(CLIENTS, calls)
    assert sorted(response.status for response in responses) == [200] + [400] * (CLIENTS - 1)
    for response in responses:
        if response.status != 200:
            errors.bad_request(response, "kid", "the one")
    assert len(workspace.bundle().public_set()) == 1
    assert workspace.client.get(f"{workspace.jwks}/").json["resultCount"] == 1


def test_one_name_in_many_projects(site):
    workspaces = [Workspace(site) for _ in range(4)]
    responses = all_at_once(8, [lambda w=w: w.try_generate({"name": "key", "type": "EC"}) for w in workspaces] * 2)
    assert sorted(response.status for response in responses) == [200] * 4 + [400] * 4
    assert all(len(workspace.bundle().public_set()) == 1 for workspace in workspaces)


def test_command_line_and_requests_at_once(workspace):
    site = workspace.site
    calls = []
    for number in range(8):
        calls.append(lambda n=number: workspace.try_generate({"name": f"http {n}", "type": "EC"}).status == 200)
        calls.append(lambda n=number: site.try_ctl(
            "jwk", "generate", workspace.project, f"ctl {n}", "--type", "OKP").returncode == 0)
    assert all(all_at_once(8, calls))
    assert len(workspace.bundle().keys()) == 16 and workspace.bundle().manifest["generation"] == 16
