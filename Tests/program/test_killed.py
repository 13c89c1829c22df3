"""A run that is killed leaves what was there before, or all of what it should make; the next run clears up after it."""

import os
import random
import shutil
import signal
import time

import pytest
from desk import UNLOCK, same_file, same_tree

KILLS = 200
#: Calls at which a kill is tried before and after they take effect.
CALLS = ("open", "write", "pwrite", "fsync", "syncfs", "link", "rename", "rename-new", "mkdir", "unlink", "chmod", "utime")


class Job:
    """Something that makes a file or folder of the name work/out."""

    def __init__(self, desk, *arguments):
        self.desk = desk
        self.arguments = arguments
        self.work = desk.home / "work"
        self.out = self.work / "out"

    def clear(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()

    def check(self):
        """The final name has nothing, or all."""
        if self.out.exists():
            self.check_whole()

    def check_whole(self):
        raise NotImplementedError


class Sealing(Job):
    """A new package."""

    def check_whole(self):
        assert self.desk.is_whole(self.out)


class Replacing(Sealing):
    """A package in place of another file."""

    def clear(self):
        super().clear()
        self.out.write_bytes(b"old")

    def check(self):
        if self.out.read_bytes() != b"old":
            self.check_whole()


class OpeningFile(Job):
    """A new folder with one big file."""

    def check_whole(self):
        assert os.listdir(self.out) == ["big.bin"]
        assert same_file(self.out / "big.bin", self.desk.home / "big.bin")


class OpeningTree(Job):
    """A new folder with many entries."""

    def check_whole(self):
        assert same_tree(self.out, self.desk.home / "tree")


class Merging(Job):
    """Many entries for a folder that has one already."""

    def clear(self):
        super().clear()
        self.out.mkdir()
        (self.out / "old").write_bytes(b"old")

    def check(self):
        assert (self.out / "old").read_bytes() == b"old"
        (self.out / "old").unlink()
        if os.listdir(self.out):
            assert same_tree(self.out, self.desk.home / "tree")


JOBS = {
    "seal a file": (Sealing, "seal", *UNLOCK, "big.bin", "-o", "work/out"),
    "seal a tree": (Sealing, "seal", *UNLOCK, "tree", "-o", "work/out"),
    "replace a package": (Replacing, "seal", *UNLOCK, "--force", "big.bin", "-o", "work/out"),
    "open a file": (OpeningFile, "open", *UNLOCK, "big.fubako", "-o", "work/out"),
    "open a tree": (OpeningTree, "open", *UNLOCK, "tree.fubako", "-o", "work/out"),
    "open a tree into a folder": (Merging, "open", *UNLOCK, "tree.fubako", "-o", "work/out"),
}


@pytest.fixture(params=JOBS)
def job(request, desk):
    kind, *arguments = JOBS[request.param]
    return kind(desk, *arguments)


def clear_up_and_check(job, when):
    """What every run must leave once the next one has looked."""
    job.desk.run("key", "list", "--quiet")
    assert job.desk.leftovers() == [], when
    try:
        job.check()
    except AssertionError as error:
        raise AssertionError(f"{when}: {error}") from error


def test_killed_at_random_moments(job):
    seed = int.from_bytes(os.urandom(4), "big")
    source = random.Random(seed)
    duration = job.desk.seconds(*job.arguments, clear=job.clear)
    killed = 0
    for _ in range(-(-KILLS // len(JOBS))):
        job.clear()
        delay = source.uniform(0, duration)
        process = job.desk.start(*job.arguments)
        time.sleep(delay)
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        clear_up_and_check(job, f"seed {seed}, after {delay:.4f} of {duration:.4f} seconds")
    assert killed > KILLS / len(JOBS) / 4, "most runs ended before they were killed"


def moments(calls):
    """A few of the calls of each name, counted from 1: the first, the last, and some between."""
    for name in CALLS:
        count = sum(call == name for call, _ in calls)
        for nth in sorted({1, 2, count // 2, count - 1, count} & set(range(1, count + 1))):
            yield name, nth


def test_killed_at_system_calls(job, faults, tmp_path):
    job.clear()
    calls = job.desk.calls(faults, tmp_path / "log", *job.arguments)
    tried = 0
    for name, nth in moments(calls):
        for kind in ("kill", "killafter"):
            if kind == "killafter" and name not in ("open", "link", "rename", "rename-new", "mkdir", "unlink"):
                continue
            job.clear()
            outcome = job.desk.spoil(faults, f"{name}:{kind}:{nth}", *job.arguments)
            # Workers share the calls out differently each time, so that the last of them may not come.
            assert outcome.code in (-signal.SIGKILL, 0), outcome.err
            tried += outcome.code != 0
            clear_up_and_check(job, f"{kind} at {name} {nth}")
    assert tried >= 10


def test_a_living_run_is_left_alone(desk):
    job = OpeningFile(desk, *JOBS["open a file"][1:])
    for _ in range(10):
        job.clear()
        process = desk.start(*job.arguments)
        while not os.listdir(job.work) and process.poll() is None:
            pass
        process.send_signal(signal.SIGSTOP)
        before = desk.leftovers()
        if not job.out.exists() and len(before) == 2:
            break
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    else:
        pytest.fail("no run could be stopped while it was opening")
    desk.run("key", "list")
    desk.run("open", *UNLOCK, "tree.fubako", "-o", "work/other")
    assert desk.leftovers() == before
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    job.check_whole()
    assert desk.leftovers() == []


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
def test_asked_to_stop(desk, number):
    for kind, *arguments in (JOBS["seal a file"], JOBS["open a file"], JOBS["open a tree into a folder"]):
        job = kind(desk, *arguments)
        duration = desk.seconds(*arguments, clear=job.clear)
        for part in (0.3, 0.6, 0.9):
            job.clear()
            process = desk.start(*arguments)
            time.sleep(duration * part)
            process.send_signal(number)
            process.communicate(timeout=60)
            # A signal that comes before the program listens ends it as it ends any other.
            assert process.returncode in (0, 128 + number, -number)
            assert desk.leftovers() == []
            job.check()
