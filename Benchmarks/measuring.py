"""Running a program and seeing what it took."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

__all__ = ["Taken", "fail", "median", "note", "rounds", "run"]

#: The exit code for what keeps the bench from measuring; 1 says that a wanted figure was missed.
CANNOT_MEASURE = 2


@dataclass(frozen=True)
class Taken:
    """What one run took: seconds on the wall, and bytes of memory at its peak.

    The kernel counts the memory of the process that started the program too, so the peak is never below that of this
    Python, about 18 MiB.
    """

    seconds: float
    peak: int


def run(command, **options):
    """Runs a program to its end and says what it took; whatever it prints is shown only if it fails."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        **options,
    ) as process:
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    if process.returncode != 0:
        fail(f"{command[0]} ended with {process.returncode}: {errors.decode(errors='replace').strip()}")
    return Taken(seconds, usage.ru_maxrss * 1024)


def rounds(count, *measurements):
    """Takes each measurement in turn, `count` times over, so that what disturbs the machine disturbs all alike.

    Returns one list of results for each round; a first round, which warms up, is not among them.
    """
    for measure in measurements:
        measure()
    return [[measure() for measure in measurements] for _ in range(count)]


def fail(text):
    """Ends the bench because it cannot measure."""
    note(text)
    sys.exit(CANNOT_MEASURE)


def note(text):
    """Says on standard error what is being measured, or why not."""
    print(f"bench: {text}", file=sys.stderr, flush=True)
