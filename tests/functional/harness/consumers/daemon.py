"""Consumers that are servers: one process group on a port of 127.0.0.1."""

from harness.client import Client
from harness.consumers import Consumer
from harness.server import Server


class Daemon(Server):
    """A server whose files lie with the consumer, and whose command the consumer gives."""

    def __init__(self, consumer, command):
        super().__init__(Place(consumer))
        self.make_command = command

    def command(self, port):
        return self.make_command(port)


class Place:
    """What a Server asks of its site."""

    def __init__(self, consumer):
        self.consumer = consumer
        self.run = consumer.directory

    def environment(self):
        return self.consumer.environment()


class HttpConsumer(Consumer):
    """A subclass gives `command(port)` and may give environment variables."""

    def __init__(self, workspace):
        super().__init__(workspace)
        self.server = Daemon(self, self.command)

    def command(self, port):
        raise NotImplementedError

    def environment(self):
        return self.program_environment()

    def start(self):
        self.server.start()

    def stop(self):
        self.server.stop()

    def accepts(self, token):
        response = Client(self.server.base, token).get("/api/")
        assert response.status in (200, 401), f"{response.status}\n{response.text}\n{self.logs()}"
        return response.status == 200
