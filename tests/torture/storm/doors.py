"""The two doors to the service, HTTP and the command line, with the same verbs.

A verb returns when the service has acknowledged, raises Unclear when nobody answered, and Wrong when
the answer is one that a client must not get. What is shown of a key is a flat dict: name,
description, kid, and the members of its JWK.
"""

import http.client
import json
import subprocess
import time
from urllib.parse import quote

from harness import jose

# Who gets no answer, or sees no end, for so many seconds gives up; this must never happen.
HOPELESS = 60

NOT_FOUND = "is not found!"  # ends the sentence of an answer
HAS_NO = "has no JWK "  # stands in that of jwkmintctl


# Environments whose names begin so come and go: a deployment may meet one that has just gone.
PASSING = "passing"


class Unclear(Exception):
    """There was no answer of the service: what was asked may have happened or not."""


class Wrong(AssertionError):
    """The service gave an answer that is a mistake."""


def flat(shown):
    return {member: shown[member] for member in ("name", "description", "kid", "type")}


def check_deployed(outcomes):
    """Every environment that stays was brought up to date."""
    failed = [
        outcome for outcome in outcomes
        if not outcome["success"] and not outcome["environmentName"].startswith(PASSING)
    ]
    if failed:
        raise Wrong(f"not deployed: {failed}")


class HttpDoor:
    """A client of the web server with a token."""

    def __init__(self, base, token, tally):
        self.host = base.removeprefix("http://")
        self.token = token
        self.tally = tally

    def ask(self, method, path, body=None):
        """The status and the JSON of an answer of the service itself."""
        began = time.monotonic()
        try:
            response, data = self.exchange(method, path, body)
        except (OSError, http.client.HTTPException) as problem:
            self.tally.count("http unanswered")
            raise Unclear(repr(problem)) from problem
        finally:
            self.tally.wait("http", time.monotonic() - began, method)
        if response.getheader("X-Request-Id") is None:
            return self.from_the_web_server(response, data)
        if response.status == 503:
            self.tally.count("http busy")
            raise Unclear(data.decode())
        try:
            answer = json.loads(data)
        except ValueError as problem:  # its author died while writing
            self.tally.count("http unanswered")
            raise Unclear(f"cut off: {data!r}") from problem
        if response.status not in (200, 400):
            raise Wrong(f"{method} {path}: {response.status} {answer}")
        return response.status, answer

    def exchange(self, method, path, body):
        connection = http.client.HTTPConnection(self.host, timeout=HOPELESS)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
            if body is not None:
                headers["Content-Type"] = "application/json"
                body = json.dumps(body)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def from_the_web_server(self, response, data):
        """Nobody of ours has answered: the responder has died, or there is none just now."""
        if response.status not in (500, 502, 503):
            raise Wrong(f"the web server says {response.status}: {data[:200]!r}")
        self.tally.count("http unanswered")
        raise Unclear(f"the web server says {response.status}")

    def change(self, method, path, body=None):
        status, answer = self.ask(method, path, body)
        if status != 200:
            raise Wrong(f"{method} {path}: {answer}")
        check_deployed(answer["deploymentResult"]["environmentResults"])

    def generate(self, project, name, type, description):
        body = {"name": name, "type": type, "description": description}
        self.change("POST", f"{path_of(project)}generate", body)

    def set(self, project, name, new):
        body = {"name": new.name, "description": new.description}
        self.change("PUT", f"{path_of(project)}{quote(name)}/", body)

    def remove(self, project, name):
        self.change("DELETE", f"{path_of(project)}{quote(name)}/")

    def get(self, project, name):
        status, answer = self.ask("GET", f"{path_of(project)}{quote(name)}/")
        if status == 200:
            [shown] = answer["resultList"]
            return {**flat(shown), **jose.jwk_of(shown)}
        if answer["error_description"].endswith(NOT_FOUND):
            return None
        raise Wrong(f"GET {name}: {answer}")

    def list(self, project):
        status, answer = self.ask("GET", path_of(project))
        if status != 200:
            raise Wrong(f"GET list: {answer}")
        return [flat(shown) for shown in answer["resultList"]]


def path_of(project):
    return f"/apiops/projects/{quote(project)}/jwks/"


class CommandDoor:
    """jwkmintctl. What runs just now is in `running`, for the killer."""

    def __init__(self, site, tally, running):
        self.site = site
        self.tally = tally
        self.running = running

    def run(self, *arguments, kind="commands"):
        """Exit status, standard output and error of a command that was not killed."""
        began = time.monotonic()
        command = self.site.start_ctl(*arguments)
        self.running.add(command.pid)
        try:
            out, err = command.communicate(timeout=HOPELESS)
        except subprocess.TimeoutExpired as problem:
            self.tally.find("commands", f"{' '.join(arguments)}: does not end")
            raise Unclear("it does not end") from problem
        finally:
            command.kill()
            self.running.discard(command.pid)
            self.tally.wait(kind, time.monotonic() - began, " ".join(arguments[:2]))
        if command.returncode < 0:
            self.tally.count("commands unanswered")
            raise Unclear(f"{arguments}: killed")
        if "The store is busy" in err:
            self.tally.count("commands busy")
            raise Unclear(err)
        return command.returncode, out, err

    def do(self, *arguments):
        status, out, err = self.run(*arguments)
        if status != 0:
            raise Wrong(f"jwkmintctl {' '.join(arguments)}: exit {status}: {err}{out}")
        return out

    def change(self, verb, *arguments):
        """A change of a key is durable also when some environment could not be written: exit 1."""
        status, out, err = self.run("jwk", verb, *arguments, "--json")
        if status != 0 and not out:
            raise Wrong(f"jwkmintctl jwk {verb}: exit {status}: {err}")
        check_deployed(json.loads(out)["environmentResults"])

    def deploy(self, *scope):
        status, out, err = self.run("deploy", *scope, "--json")
        if status != 0 and not out:
            raise Wrong(f"jwkmintctl deploy: exit {status}: {err}")
        check_deployed(json.loads(out))

    def generate(self, project, name, type, description):
        self.change("generate", project, name, "--type", type, "--description", description)

    def set(self, project, name, new):
        self.change("set", project, name, "--name", new.name, "--description", new.description)

    def remove(self, project, name):
        self.change("remove", project, name)

    def get(self, project, name):
        status, out, err = self.run("jwk", "show", project, name, "--json")
        if status == 0:
            shown = json.loads(out)
            return {**flat(shown), **(shown["jwk"] or {})}
        if HAS_NO in err:
            return None
        raise Wrong(f"jwkmintctl jwk show {name}: exit {status}: {err}")

    def list(self, project):
        return [flat(shown) for shown in json.loads(self.do("jwk", "list", project, "--json"))]
