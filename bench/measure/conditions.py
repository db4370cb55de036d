"""Under which conditions a run took place."""

import os
import platform
import subprocess
import time

from measure.places import LIGHTTPD


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    return (done.stdout or done.stderr).strip().partition("\n")[0] or None


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def file_system(directory):
    told = first_line(["stat", "-f", "-c", "%T", str(directory)])
    device = first_line(["findmnt", "-n", "-o", "SOURCE,FSTYPE,OPTIONS", "-T", str(directory)])
    return device or told


def packages():
    names = ["libdb5.3", "libgnutls30", "libnettle8", "libfcgi0ldbl", "libjson-c5"]
    try:
        told = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *names],
            capture_output=True, text=True, check=False,
        ).stdout
    except OSError:
        return {}
    return dict(line.split(" ", 1) for line in told.splitlines())


def conditions(settings):
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor(),
        "kernel": platform.release(),
        "file_system": file_system(settings.directory),
        "load_average": os.getloadavg(),
        "jwkmint": first_line([str(settings.program("jwkmint.fcgi")), "--version"]),
        "lighttpd": first_line([LIGHTTPD, "-v"]),
        "libraries": packages(),
        "rounds": settings.rounds,
        "seconds_per_round": settings.seconds,
    }
