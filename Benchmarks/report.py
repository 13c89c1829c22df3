"""The table that a run ends with."""

import datetime
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """One figure: what it is, the ratio, what is wanted of it, and what was seen on this machine."""

    what: str
    ratio: float
    #: The ratio has to be at least this, or at most, as `at_most` says. None: shown, and not judged.
    wanted: float | None
    absolute: str
    at_most: bool = False

    @property
    def good(self):
        if self.wanted is None:
            return True
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted

    @property
    def cells(self):
        limit = "" if self.wanted is None else f"{'≤' if self.at_most else '≥'} {self.wanted:g}"
        verdict = "" if self.wanted is None else ("yes" if self.good else "**no**")
        return self.what, f"{self.ratio:.2f}", limit, verdict, self.absolute

    @property
    def told(self):
        """The row as one line of text."""
        what, ratio, limit, verdict, absolute = self.cells
        judged = f" ({limit}: {verdict.strip('*')})" if limit else ""
        return f"{what}: {ratio}{judged}; {absolute}".replace("\\|", "|")


def table(rows):
    """The rows as a Markdown table."""
    head = ("what", "ratio", "wanted", "reached", "on this machine (absolute, for orientation only)")
    lines = [head, ("---", "---:", "---:", "---", "---"), *(row.cells for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def first_line(*command):
    finished = subprocess.run(command, text=True, capture_output=True)
    lines = (finished.stdout or finished.stderr).splitlines()
    return lines[0].strip() if lines else "unknown"


def processor():
    found = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def surroundings(command, cores):
    """When, with what, and on what was measured."""
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    programs = ", ".join(
        [first_line("openssl", "version"), "age " + first_line("age", "--version"), first_line("minisign", "-v")])
    return f"Measured on {today} with `{command}`, on {cores} cores of {processor()}; {programs}."


def write(text):
    """Puts the text into docs/performance.md."""
    subprocess.run([ROOT / ".ci" / "fill", ROOT / "docs" / "performance.md", "bench"], input=text, text=True, check=True)
