"""Responders that are told to stop, and responders that are killed."""

import os
import signal
import subprocess
import threading

import pytest

from harness.account import SERVICE, command_as
from harness.client import NoResponse
from harness.processes import wait_until
from harness.site import Workspace

SLOW = {"type": "RSA", "rsa": {"keySize": 4096}}


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def cpu_times(server):
    return {process.pid: process.cpu_seconds for process in server.responders()}


def start_slow_request(workspace, name):
    """Starts a request that takes long; returns it and the responder that works on it."""
    server = workspace.site.server
    before = cpu_times(server)
    curl = workspace.client.start("POST", f"{workspace.jwks}/generate", {"name": name, **SLOW})

    def working():
        for pid, seconds in cpu_times(server).items():
            if seconds > before.get(pid, 0) + 0.02:
                return pid
        return curl.poll() is not None and -1

    return curl, wait_until(working, "a responder works on the request", pause=0.002)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR1])
def test_signal_during_a_request(own_site, number):
    """The answer arrives, whole, and the key is there."""
    workspace = Workspace(own_site)
    interrupted = 0
    for count in range(20):
        curl, pid = start_slow_request(workspace, f"key {count}")
        in_hand = pid > 0 and curl.poll() is None
        if in_hand:
            send(pid, number)
        response = workspace.client.finish(curl)
        assert response.status == 200, response.text
        assert response.json["deploymentResult"]["success"] is True
        assert workspace.get(f"key {count}")["rsa"]["d"]
        if in_hand:
            wait_until(
                lambda pid=pid: pid not in cpu_times(own_site.server), "the responder has gone"
            )
            interrupted += 1
        if interrupted == 3:
            break
    assert interrupted == 3
    assert own_site.try_ctl("deploy", "--check").returncode == 0


def test_sigterm_to_all_of_an_idle_server(own_site):
    workspace = Workspace(own_site)
    workspace.generate("before", "EC")
    old = own_site.server.responders()
    for process in old:
        send(process.pid, signal.SIGTERM)
    wait_until(
        lambda: not {process.pid for process in old} & set(cpu_times(own_site.server)),
        "the responders have gone",
    )
    wait_until(lambda: answers(workspace), "the server answers again")
    workspace.generate("after", "EC")
    assert len(workspace.bundle().public_set()) == 2


def answers(workspace):
    try:
        return workspace.client.get(f"{workspace.jwks}/").status == 200
    except NoResponse:
        return False


def test_sigkill_during_requests(own_site):
    """Nothing that was acknowledged is missing, and the next request works."""
    workspace = Workspace(own_site)
    acknowledged, unclear = [], []
    stop = threading.Event()

    def client(number):
        count = 0
        while not stop.is_set():
            name = f"key {number} {count}"
            count += 1
            try:
                response = workspace.try_generate({"name": name, "type": "EC"})
            except NoResponse:
                unclear.append(name)
                continue
            if response.status == 200:
                acknowledged.append((name, response.json))
            else:
                assert response.status >= 500, response.text
                unclear.append(name)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    try:
        for kill in range(12):
            goal = len(acknowledged) + 4
            wait_until(lambda goal=goal: len(acknowledged) >= goal, "requests go on after a kill")
            victims = wait_until(own_site.server.responders, "a responder runs", pause=0.001)
            send(victims[kill % len(victims)].pid, signal.SIGKILL)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    wait_until(lambda: answers(workspace), "the server answers again")
    workspace.generate("after", "EC")
    listed = {shown["name"] for shown in workspace.client.get(f"{workspace.jwks}/").json["resultList"]}
    names = {name for name, _ in acknowledged}
    assert names <= listed
    assert listed <= names | set(unclear) | {"after"}
    own_site.ctl("deploy")
    bundle = workspace.bundle()
    manifest, files = bundle.read()
    assert set(bundle.keys()) == listed
    assert sorted(["manifest.json", *files]) == bundle.paths()
    for name in sorted(names)[:3]:
        assert workspace.get(name)["ec"]["d"] == bundle.open_private(name)["d"]


def test_stopping_the_server_closes_the_store(own_site):
    """After a stop another process opens the store as it is, and everything is in it."""
    workspace = Workspace(own_site)
    for number in range(5):
        workspace.generate(f"key {number}", "EC")
    own_site.server.stop()
    names = [key["name"] for key in own_site.ctl_json("jwk", "list", workspace.project)]
    assert names == [f"key {number}" for number in range(5)]
    own_site.server.start()
    workspace.client.base = own_site.server.base
    workspace.generate("another", "EC")


def test_sigterm_while_a_cgi_program_waits_for_the_body(home):
    """A client that sends half a body and stays keeps no process alive."""
    project = home.project()
    variables = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/apiops", "PATH_INFO": f"/projects/{project}/jwks/generate",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": "100",
        "HTTP_AUTHORIZATION": f"Bearer {home.token(project)}",
    }
    program = subprocess.Popen(
        command_as(SERVICE, [home.bin / "jwkmint.fcgi"]), env={**home.environment(), **variables},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    try:
        program.stdin.write(b'{"name": "key"')
        program.stdin.flush()
        wait_until(lambda: blocks(program.pid, signal.SIGTERM), "the program is ready for signals")
        program.send_signal(signal.SIGTERM)
        wait_until(lambda: program.poll() is not None, "the program ends", seconds=30)
    finally:
        program.kill()
        answer, log = program.communicate()
    assert program.returncode == 0 and log == b""
    assert answer.startswith(b"Status: 400 ") and b"could not be read to its end" in answer


def blocks(pid, number):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        [mask] = [line.split()[1] for line in status if line.startswith("SigBlk:")]
    return int(mask, 16) >> (number - 1) & 1
