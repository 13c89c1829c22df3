"""A desk: an office with things to seal, whose keys cost little to unlock, and what may go wrong while it works."""

import filecmp
import hashlib
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from office import PASSPHRASE, Office

BIG = 24 << 20
UNLOCK = ("--passphrase-file", "passphrase")

#: Starts a program from a small process: the peak of one that is started from a large one counts that as well.
LAUNCHER = """
import resource, subprocess, sys
if int(sys.argv[1]):
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]),) * 2)
code = subprocess.call(sys.argv[2:])
with open("peak", "w") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=file)
sys.exit(code)
"""


@dataclass
class Outcome:
    """How a run ended, and the most memory that it had at once."""

    code: int
    out: bytes
    err: str
    peak: int = 0


class Desk(Office):
    """The identity "soumu", a big file, a tree of small ones, and a package of each."""

    def __init__(self, program, home):
        super().__init__(program, home)
        self.make_identity("soumu")
        self.quicken("soumu")
        self.write("big.bin", random.Random(1).randbytes(BIG))
        self.make_tree("tree", folders=20, files=15)
        self.run("seal", *UNLOCK, "big.bin", "-o", "big.fubako")
        folders = sorted(f"tree/{name}" for name in os.listdir(home / "tree"))
        self.run("seal", *UNLOCK, *folders, "-o", "tree.fubako")

    def quicken(self, name):
        """Locks an identity's keys again with few iterations, as any other program could."""
        for part in ("signing", "encryption"):
            path = self.keyring / "identities" / name / f"{part}.key.pem"
            words = ["openssl", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "1000"]
            secret = f"pass:{PASSPHRASE}"
            path.write_bytes(subprocess.run(
                [*words, "-passin", secret, "-passout", secret], input=path.read_bytes(), stdout=subprocess.PIPE,
                check=True, timeout=60).stdout)

    def make_tree(self, name, folders, files, size=700):
        """Folders with files of different sizes."""
        source = random.Random(folders)
        for folder in range(folders):
            path = self.home / name / f"{folder:05}"
            path.mkdir(parents=True)
            for file in range(files):
                (path / f"{file:05}.txt").write_bytes(source.randbytes(source.randrange(size) if size else 0))

    def spoil(self, faults, rules, *arguments, log=None, **options):
        """A run in which some system calls fail; see Tests/Faults/faults.c for the rules."""
        environment = self.environment | {"LD_PRELOAD": faults, "FUBAKO_FAULT": rules}
        if log:
            environment["FUBAKO_FAULT_LOG"] = str(log)
        # Messages go to a file, so that the only pipe is standard output.
        errors = self.home / "spoiled.err"
        with open(errors, "wb") as err:
            finished = subprocess.run(
                [self.program, *arguments], cwd=self.home, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=err, timeout=20, **options)
        return Outcome(finished.returncode, finished.stdout, errors.read_text("utf-8", "replace"))

    def calls(self, faults, log, *arguments):
        """The system calls of a run that succeeds: their names and paths, in order."""
        outcome = self.spoil(faults, "", *arguments, log=log)
        assert outcome.code == 0, outcome.err
        lines = log.read_text("utf-8", "replace").splitlines()
        log.unlink()
        assert lines, "the library of faults saw no call"
        return [(line.split(" ", 2)[0], line.split(" ", 2)[2]) for line in lines]

    def measure(self, *arguments, descriptors=0):
        """A run, perhaps with few descriptors, and its peak memory in bytes."""
        finished = subprocess.run(
            [sys.executable, "-c", LAUNCHER, str(descriptors), self.program, *arguments], cwd=self.home,
            env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        peak = int((self.home / "peak").read_text())
        return Outcome(finished.returncode, finished.stdout, finished.stderr.decode("utf-8", "replace"), peak * 1024)

    def seconds(self, *arguments, clear=lambda: None):
        """How long a run takes that nothing disturbs: the longest of three."""
        times = []
        for _ in range(3):
            clear()
            start = time.monotonic()
            self.run(*arguments)
            times.append(time.monotonic() - start)
        clear()
        return max(times)

    def leftovers(self):
        """Everything unfinished that lies anywhere in the home, and every record of such a thing."""
        staging = self.home / ".local/state/fubako/staging"
        records = [str(path) for path in staging.iterdir()] if staging.is_dir() else []
        return records + [
            os.path.join(folder, name)
            for folder, folders, files in os.walk(self.home) for name in folders + files
            if name.startswith(".fubako-")
        ]

    def is_whole(self, package):
        """Whether a file is a package without fault."""
        return self.run("verify", "--quiet", str(package)).code == 0


def same_tree(one, other):
    """Whether two folders hold the same names with the same bytes."""
    return digests(one) == digests(other)


def digests(folder):
    """The hash of every file below a folder, by its path there; None for folders."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.relpath(os.path.join(place, name), folder)] = None
        for name in files:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def same_file(one, other):
    """Whether two files have the same bytes."""
    return filecmp.cmp(Path(one), Path(other), shallow=False)
