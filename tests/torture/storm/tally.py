"""What happened during a storm, counted by many threads."""

import threading
from collections import Counter

# A request that takes longer than this many seconds is late, answered or not.
PATIENCE = 5


class Tally:
    """Counts by name, waits by kind, and sentences about what was wrong."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = Counter()
        self.longest = {}
        self.late = 0
        self.findings = {}

    def count(self, what, number=1):
        with self.lock:
            self.counts[what] += number

    def wait(self, kind, seconds, what):
        """One request or command of this kind has ended after so many seconds."""
        with self.lock:
            self.counts[kind] += 1
            self.longest[kind] = max(self.longest.get(kind, (0, "")), (seconds, what))
            self.late += kind == "http" and seconds > PATIENCE

    def slowest(self, kind):
        seconds, what = self.longest.get(kind, (0, "nothing"))
        return f"longest {seconds * 1000:.0f} ms ({what})"

    def find(self, kind, sentence):
        with self.lock:
            self.findings.setdefault(kind, []).append(sentence)

    def found(self, kind):
        """How many findings there are of a kind, and the first."""
        with self.lock:
            sentences = self.findings.get(kind, [])
            return len(sentences), sentences[0] if sentences else ""
