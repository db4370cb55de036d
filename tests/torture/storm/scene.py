"""What a storm goes over: a home, a web server, and everybody who is at work."""

import struct
import threading

from harness import fastcgi
from harness.site import Site

from storm.doors import PASSING, CommandDoor, HttpDoor
from storm.killer import Killer
from storm.reader import BundleReader, Reader
from storm.tally import Tally
from storm.workers import EnvironmentWorker, KeyWorker, OperatorWorker

PROJECTS = ("north", "south")
ENVIRONMENTS = {"gateway": "sealed", "cache": "plain"}

# How many change keys by jwkmintctl; how many through the web server, that one says.
COMMANDERS = 4


class Scene:
    """`with Scene(server, seed) as scene`: everything is set up, nobody is at work yet."""

    def __init__(self, server, seed):
        self.seed = seed
        self.tally = Tally()
        self.working, self.reading, self.killing = (threading.Event() for _ in range(3))
        self.running = set()
        self.site = Site()
        try:
            self.set_up(server)
        except BaseException:
            self.site.close()
            raise

    def set_up(self, server):
        site = self.site
        for project in PROJECTS:
            site.project(project)
        for environment, private in ENVIRONMENTS.items():
            site.environment_for(None, environment, private)
        token = site.token(*PROJECTS)
        self.server = site.serve(server)
        self.http = HttpDoor(self.server.base, token, self.tally)
        self.commands = CommandDoor(site, self.tally, self.running)
        self.readers = [
            BundleReader(site, environment, private, project)
            for environment, private in ENVIRONMENTS.items()
            for project in PROJECTS
        ]
        self.key_workers = [
            KeyWorker(
                f"{kind} {number}", self.seed, self.tally, self.working, door,
                PROJECTS[number % len(PROJECTS)],
            )
            for kind, count, door in (("client", server.clients, self.http), ("commander", COMMANDERS, self.commands))
            for number in range(count)
        ]
        others = (self.seed, self.tally, self.working, self.commands, PROJECTS[0])
        self.environment_worker = EnvironmentWorker(PASSING, *others)
        self.workers = [*self.key_workers, self.environment_worker, OperatorWorker("operator", *others)]
        self.reader = Reader(self.readers, self.tally, self.reading)
        self.killer = Killer(self.seed, self.server, self.running, self.tally, self.killing)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.end()
            self.end_reading()
        finally:
            self.site.close()

    def begin(self):
        for thread in (self.reader, *self.workers, self.killer):
            thread.start()

    def end(self):
        """The killer goes first, so that the others can come to an end."""
        for event, threads in ((self.killing, [self.killer]), (self.working, self.workers)):
            event.set()
            for thread in threads:
                if thread.is_alive():
                    thread.join()

    def end_reading(self):
        self.reading.set()
        if self.reader.is_alive():
            self.reader.join()

    def epoch(self):
        """Of the store's shared memory: it grows with each recovery."""
        return struct.unpack_from("=Q", (self.site.home / "db" / "gate").read_bytes(), 8)[0]

    def answering(self):
        """How many responders answer, each asked on its own socket."""
        answers = 0
        for path in self.site.run.rglob("*"):
            if path.is_socket():
                try:
                    answers += fastcgi.get(path, "/test/healthcheck").text == "OK"
                except (ConnectionRefusedError, FileNotFoundError):  # of one that is dead
                    pass
        return answers
