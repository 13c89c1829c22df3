"""What a ledger costs: appending, verifying, proving, and what it adds to sealing."""

import os
import re
import subprocess
import time
from typing import NamedTuple

from measuring import fail, median, note
from report import Row
from workshop import GIB

#: SHA-256 is computed over a leaf and, for each, one inner node: 1 + 32 + 32 bytes.
NODE = 65

#: Personal values of an entry that the small program appends: who, and on which machine. The export is made without them.
VALUES = 2

#: HMAC-SHA-256 hashes two messages for each: 64 bytes of padded key and, at most, `actor`, 0 and `"bench"`; then 64 bytes of
#: padded key and a digest.
COMMITMENT = (64 + 13, 64 + 32)

#: A seal appends its intent before anything is written, and what came of it in the end.
ENTRIES_OF_SEAL = 2

#: Bytes that a ledger and its export take on disk at most for each entry, of about 400 bytes, with its personal values.
ENTRY_ROOM = 4000


def sizes(options):
    """Of the ledgers to verify, each grown from the one before."""
    return [20_000 if options.quick else 1_000_000] + ([10_000_000] if options.full else [])


def largest(options):
    return sizes(options)[-1]


def room(size):
    """Bytes that the ledgers need on disk."""
    return GIB + size * ENTRY_ROOM


class Bound(NamedTuple):
    """Seconds that SHA-256 takes at best on all cores."""

    tree: float
    commitments: float


class Ledgers:
    """Ledgers on the disk of the build, filled and read by a small program around the same code."""

    def __init__(self, shop, fubako, options):
        self.shop, self.fubako, self.cores = shop, fubako, options.cores
        self.probe = os.environ.get("FUBAKO_LEDGER_PROBE", ".build/release/ledger-probe")
        self.state = shop.disk / "ledger-state"
        self.sizes = sizes(options)

    def run(self, action, ledger, *words):
        """Runs the program on a ledger and gives what it prints."""
        words = [str(word) for word in words] + ["0"] * (3 - len(words))
        finished = subprocess.run(
            [self.probe, action, self.shop.disk / ledger, self.state, *words], capture_output=True, text=True)
        if finished.returncode != 0:
            fail(f"{self.probe} {action}: {finished.stdout}{finished.stderr}")
        return finished.stdout

    def seconds(self, *words):
        return float(re.search(r"in ([0-9.e-]+) s", self.run(*words)).group(1))

    def rows(self):
        yield from self.appending()
        yield from self.sealing()
        present = 0
        for size in self.sizes:
            yield from self.large(size, present)
            present = size
        self.shop.remove(self.shop.disk / "large")

    def appending(self):
        """Appends that are on the medium when they return, beside what the medium can do."""
        note("appending to a ledger")
        rate = self.synchronizing(300)
        batch, single = 20_000, 500
        batched = batch / self.seconds("fill", "batched", "bench", batch, 1000)
        singly = single / self.seconds("fill", "singly", "bench", single, 1)
        self.shop.remove(self.shop.disk / "batched", self.shop.disk / "singly")
        return [
            Row("durable appends a second, 1,000 at once, against 2,000", batched / 2000, 1, f"{batched:.0f} a second"),
            Row("durable appends a second, one at a time, against 200", singly / 200, 1, f"{singly:.0f} a second"),
            Row("one append against one fsync", rate / singly, None, f"fsync: {rate:.0f} a second"),
        ]

    def synchronizing(self, count):
        """How often a second 4 KiB come to the medium."""
        with open(self.shop.disk / "fsync", "wb", buffering=0) as file:
            begin = time.perf_counter()
            for _ in range(count):
                file.write(bytes(4096))
                os.fsync(file.fileno())
        return count / (time.perf_counter() - begin)

    def large(self, size, present):
        """Verifying a ledger through SQLite and from an export, and proofs from it."""
        note(f"verifying a ledger of {size:,} entries")
        self.run("fill", "large", "bench", size - present, 10_000)
        archive = self.shop.disk / "large.tar"
        self.run("export", "large", archive)
        rounds = [
            (self.bound(size, archive), self.seconds("verify", "large"), self.seconds("check", "large", archive))
            for _ in range(3)
        ]
        ratios = [
            ((bound.tree + bound.commitments) / database, bound.tree / database, bound.tree / export)
            for bound, database, export in rounds
        ]
        proof = float(self.run("prove", "large", "bench", 1000).split()[0])
        archive.unlink()
        bounds, databases, exports = zip(*rounds)
        return [
            Row(f"verify {size:,} entries in SQLite, against SHA-256 on all cores", median(r[0] for r in ratios), 0.2,
                f"{median(databases):.2f} s, the bound is {median(b.tree + b.commitments for b in bounds):.2f} s"),
            Row(f"verify {size:,} entries in SQLite, against SHA-256 of entries and tree alone",
                median(r[1] for r in ratios), None, f"the bound is {median(b.tree for b in bounds):.2f} s"),
            Row(f"verify an export of {size:,} entries, against SHA-256 on all cores", median(r[2] for r in ratios), 0.8,
                f"{median(exports):.2f} s, the bound is {median(b.tree for b in bounds):.2f} s"),
            Row(f"a proof from {size:,} entries, in milliseconds", proof, 5, f"{proof:.2f} ms", at_most=True),
        ]

    def bound(self, size, archive):
        """Seconds that hashing takes at best: what openssl speed says for messages of these lengths."""
        leaf = 1 + archive.stat().st_size // size - 33
        return Bound(self.hashing(size, (leaf, NODE)), self.hashing(VALUES * size, COMMITMENT))

    def hashing(self, count, lengths):
        return sum(count * length / self.speed(length) for length in lengths) / self.cores

    def speed(self, length):
        command = ["openssl", "speed", "-evp", "sha256", "-bytes", str(length), "-seconds", "1"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(re.search(r"([0-9.]+)k\s*$", told, re.MULTILINE).group(1)) * 1000

    def sealing(self):
        """What a ledger adds to sealing one byte: an intent and what came of it."""
        note("sealing with and without a ledger")
        tiny = self.shop.file("tiny", 1)
        (self.shop / "no-ledger.yaml").write_text("ledger: false\n")
        without = ["--config", self.shop / "no-ledger.yaml"]
        with_ledger = ["--ledger", self.shop.disk / "sealing"]
        taken = [
            (self.fubako.seal_unsigned(tiny, *with_ledger).seconds, self.fubako.seal_unsigned(tiny, *without).seconds)
            for _ in range(21)
        ]
        added = median(one - other for one, other in taken[1:]) * 1000
        self.shop.remove("tiny")
        return [
            Row("what each of a seal's two entries adds to it, in milliseconds", added / ENTRIES_OF_SEAL, 5,
                f"{added:.1f} ms for both, with opening and closing the ledger", at_most=True),
        ]
