"""An office that keeps a ledger, and those who do something to it behind its back."""

import shutil
import sqlite3

from fixtures import own
from notes import Key, leaf, tree
from office import Office


class Keeper(Office):
    """An office with the identity "sender" and a ledger."""

    def __init__(self, program, home, count=0):
        super().__init__(program, home)
        own(self, "sender")
        self.run("ledger", "pin", "--passphrase-file", "key-passphrase")
        self.grow(count)

    @property
    def folder(self):
        """The folder of the ledger."""
        return self.home / ".local/share/fubako/ledger"

    @property
    def key(self):
        """The ledger's public key."""
        return Key(self.run("ledger", "key", "--only").out.strip())

    def ledger(self, *words, **options):
        """Runs a sub-command of the ledger."""
        return self.run("ledger", *map(str, words), **options)

    def grow(self, count):
        """Adds so many entries."""
        for number in range(count):
            self.ledger("retention", "set", "--keep", f"{number + 1}d")

    def entries(self):
        """The texts of all entries."""
        return [entry["text"].encode() for entry in self.ledger("show", "--json").json["entries"]]

    def root(self, size=None):
        """The root over the first entries, computed here."""
        return tree([leaf(entry) for entry in self.entries()[:size]])

    def sql(self, script, database="ledger.sqlite"):
        """Changes a database behind the program's back."""
        connection = sqlite3.connect(self.folder / database, isolation_level=None)
        connection.executescript(script)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def keep(self, name):
        """A copy of the ledger's folder."""
        shutil.copytree(self.folder, self.home / name)

    def put_back(self, name):
        """Replaces the ledger by a copy."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.home / name, self.folder)

    def findings(self, *words, code=8):
        """Names of what a verification finds."""
        return {finding["finding"] for finding in self.ledger("verify", "--json", *words, code=code).json["findings"]}
