"""What programs built with sanitizers left in the directory that their log_path names."""

import re

# The leak sanitizer looks for leaks at a process's end, from a second process; when the first is
# killed meanwhile, this is all that the second can say. It tells nothing about our code.
_KILLED_AT_ITS_END = re.compile(r"^==\d+==Unable to get registers from thread \d+\.\n", re.MULTILINE)


def reports(directory):
    """The text of each report that says something about the program."""
    texts = (path.read_text(errors="replace") for path in sorted(directory.iterdir()))
    return [text for text in texts if _KILLED_AT_ITS_END.sub("", text).strip()]
