"""Routes of an office, made of programs that its tests let fail, stall and go on."""

import os
import signal
import time

#: Delivers {file} as {name}, unless the place is down, or hangs before or behind the copy.
PUT = """#!/bin/sh
place="$1"
[ -e "$place/down" ] && { echo "the place is down" >&2; exit 1; }
echo "$3" >> "$place/../calls"
while [ -e "$place/stalls" ]; do sleep 0.05; done
cp -- "$2" "$place/.$3" && mv -- "$place/.$3" "$place/$3" || exit 1
touch "$place/arrived"
while [ -e "$place/hangs" ]; do sleep 0.05; done
"""
GET = """#!/bin/sh
cp -- "$1/$2" "$3"
"""


class Places:
    """Routes by the user's own programs, each with a folder of the office as its place."""

    def __init__(self, office, *names, accounts=None):
        self.office = office
        self.put = office.write("put", PUT, 0o700)
        self.get = office.write("get", GET, 0o700)
        self.lines = ["version: 1", "routes:"]
        for name in names:
            self.add(name, (accounts or {}).get(name, name))

    def add(self, name, account):
        """One more such route."""
        place = self.folder(name)
        place.mkdir(parents=True)
        self.append(
            f"  - name: {name}", "    kind: command", f"    account: {account}",
            f'    put: ["{self.put}", "{place}", "{{file}}", "{{name}}"]',
            f'    get: ["{self.get}", "{place}", "{{name}}", "{{file}}"]')

    def append(self, *lines):
        """Lines of the book of routes."""
        self.lines += lines
        self.office.write(".config/fubako/routes.yaml", "\n".join(self.lines) + "\n")

    def folder(self, name):
        """Where a route leads."""
        return self.office.home / "places" / name

    def pieces(self, name):
        """What has arrived there."""
        return sorted(self.folder(name).glob("*.fubako"))

    def mark(self, name, what):
        """Lets the place be down, stall or hang."""
        (self.folder(name) / what).touch()

    def clear(self, name, what):
        """Lets it work again."""
        (self.folder(name) / what).unlink()

    @property
    def calls(self):
        """Names of the pieces that were handed to the programs, in that order."""
        path = self.office.home / "places" / "calls"
        return path.read_text().split() if path.exists() else []


def send(office, via, *words, to="recipient", **options):
    """Seals "report" and sends it."""
    return office.run(
        "send", "--passphrase-file", "key-passphrase", "--to", to, "--via", via, *words, "report", **options)


def start(office, via, *words):
    """As `send`, and does not wait for its end."""
    return office.start(
        "send", "--passphrase-file", "key-passphrase", "--to", "recipient", "--via", via, *words, "report")


def status(office, *words):
    """The transfer as JSON."""
    return office.run("transfer", "status", "--json", *words).json


def states(office, *words):
    """The pieces' states."""
    return [piece["state"] for piece in status(office, *words)["pieces"]]


def until(condition, seconds=30):
    """Waits for something that happens soon."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def kill(process):
    """As when the power fails, for everything that the process started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)


def store(office):
    """The folder of all transfers."""
    return office.home / ".local/state/fubako/transfers"


def entries(office, *kinds):
    """Entries of the ledger of these kinds."""
    words = [word for kind in kinds for word in ("--kind", kind)]
    return [entry["fields"] for entry in office.run("ledger", "show", "--json", *words).json["entries"]]

