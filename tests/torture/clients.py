"""Clients that change a project through the web server, and keep a ledger of it."""

import random
import threading
from urllib.parse import quote

from harness.client import NoResponse

TYPES = ("EC", "OKP", "OCT")


class Clients:
    """`with Clients(...) as clients`: each of them makes keys, describes, renames and deletes them until
    the end. `answers` counts every status; `refusals` keeps the texts of those that are not 200.
    """

    def __init__(self, workspace, ledger, count, seed, pause=0):
        self.workspace = workspace
        self.ledger = ledger
        self.pause = pause
        self.answers = {}
        self.refusals = set()
        self.lock = threading.Lock()
        self.end = threading.Event()
        self.problems = []
        self.threads = [
            threading.Thread(target=self.work, args=(number, random.Random(f"{seed} {number}")))
            for number in range(count)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, kind, *_):
        self.end.set()
        for thread in self.threads:
            thread.join()
        if kind is None and self.problems:
            raise self.problems[0]

    def work(self, number, chance):
        try:
            things = 0
            while not self.end.is_set():
                self.live(f"{number}.{things}", chance)
                things += 1
        except Exception as problem:  # pylint: disable=broad-except
            self.problems.append(problem)

    def live(self, thing, chance):
        """A key's life, or the part of it until something is in doubt."""
        name, description = f"key {thing}", "as made"
        body = {"name": name, "description": description, "type": chance.choice(TYPES)}
        if not self.change(thing, (name, description), "POST", "generate", body):
            return
        shown = self.ask("GET", f"{quote(name)}/")
        if shown is not None and shown.status == 200:
            self.ledger.contents[thing] = shown.json["resultList"][0]
        while chance.random() < 0.5 and not self.end.is_set():
            address = f"{quote(name)}/"
            if chance.random() < 0.3:
                self.change(thing, None, "DELETE", address)
                return
            if chance.random() < 0.3:
                name += "'"
            description = chance.choice("xyz") * chance.randrange(1, 900)
            body = {"name": name, "description": description}
            if not self.change(thing, (name, description), "PUT", address, body):
                return

    def change(self, thing, state, method, address, body=None):
        """True when it is acknowledged. Else nobody knows, and the thing is left alone."""
        self.ledger.begin(thing, state)
        answer = self.ask(method, address, body)
        if answer is None or answer.status != 200:
            return False
        self.ledger.done(thing)
        return True

    def ask(self, method, address, body=None):
        try:
            answer = self.workspace.client.request(method, f"{self.workspace.jwks}/{address}", body)
        except NoResponse as problem:
            self.count(0, str(problem))
            return None
        finally:
            self.end.wait(self.pause)
        self.count(answer.status, answer.text if answer.status != 200 else None)
        return answer

    def count(self, status, text):
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
            if text is not None and len(self.refusals) < 1000:
                self.refusals.add((status, text))
