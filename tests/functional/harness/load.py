"""Clients that generate keys through the web server for as long as something else is looked at."""

import threading

from harness.client import NoResponse

TYPES = ["EC", "OKP", "OCT"]


class Load:
    """`with Load(workspace) as load`: clients generate until the end; `acknowledged` grows.

    Every answer must be 200 or, where the store was replaced or is recovered, 503.
    """

    def __init__(self, workspace, clients=4):
        self.workspace = workspace
        self.acknowledged = []
        self.refused = []
        self.wrong = []
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.number = 0
        self.threads = [threading.Thread(target=self.run) for _ in range(clients)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()
        assert not self.wrong, self.wrong

    def run(self):
        while not self.done.is_set():
            with self.lock:
                self.number += 1
                number = self.number
            name = f"load {number}"
            try:
                response = self.workspace.try_generate({"name": name, "type": TYPES[number % 3]})
            except NoResponse as problem:
                self.wrong.append(repr(problem))
                return
            with self.lock:
                if response.status == 200:
                    self.acknowledged.append(name)
                elif response.status == 503:
                    self.refused.append(response.text)
                else:
                    self.wrong.append(response.text)

    def so_far(self):
        """The names of all keys whose generation was acknowledged before this call."""
        with self.lock:
            return list(self.acknowledged)
