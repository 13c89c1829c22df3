"""System calls that fail, are interrupted or do less: the result is the same, or there is none and the error says so."""

import itertools
import os
import shutil

import pytest
from desk import UNLOCK, same_file, same_tree

INPUT_OUTPUT = 11
#: Calls that give the output its name and bring it to the medium.
FINISHING = ("fsync", "syncfs", "link", "rename", "rename-new", "mkdir", "ftruncate", "chmod")


class Job:
    """Something whose output goes to a place that this run has for itself."""

    tries_between = True

    def __init__(self, desk, *arguments, target="work/out", place="/desk/work", names=("work/out",)):
        self.desk = desk
        self.arguments = arguments
        self.target = desk.home / target
        #: Part of the paths of what is written.
        self.place = place
        #: One of these an error must mention.
        self.names = names

    def names_place(self, message):
        return any(name in message for name in self.names)

    def clear(self):
        shutil.rmtree(self.desk.home / "work", ignore_errors=True)
        (self.desk.home / "work").mkdir()
        shutil.rmtree(self.target, ignore_errors=True)

    def calls(self, faults, log):
        self.clear()
        return self.desk.calls(faults, log, *self.arguments)

    def spoil(self, faults, rules, *options):
        self.clear()
        return self.desk.spoil(faults, rules, *self.arguments, *options)

    def check(self, outcome):
        """Everything is there that should be."""
        assert self.desk.is_whole(self.target)

    def check_nothing(self, outcome):
        """Nothing is there."""
        assert not os.path.lexists(self.target)


class SealingToPipe(Job):
    def check(self, outcome):
        path = self.desk.home / "work/piped"
        path.write_bytes(outcome.out)
        assert self.desk.is_whole(path)

    def check_nothing(self, outcome):
        pass


class Replacing(Job):
    """A package in place of another file."""

    def clear(self):
        super().clear()
        self.target.write_bytes(b"old")

    def check_nothing(self, outcome):
        assert self.target.read_bytes() == b"old"


class Opening(Job):
    def check(self, outcome):
        assert same_tree(self.target, self.desk.home / "tree")


class Merging(Opening):
    """Many entries for a folder that has one already."""

    def clear(self):
        super().clear()
        self.target.mkdir()
        (self.target / "old").write_bytes(b"old")

    def check(self, outcome):
        (self.target / "old").unlink()
        super().check(outcome)

    def check_nothing(self, outcome):
        assert os.listdir(self.target) == ["old"]


class OpeningToPipe(Job):
    def check(self, outcome):
        path = self.desk.home / "work/piped"
        path.write_bytes(outcome.out)
        assert same_file(path, self.desk.home / "big.bin")

    def check_nothing(self, outcome):
        # What came out before the error is the beginning of what is right.
        with open(self.desk.home / "big.bin", "rb") as file:
            assert file.read().startswith(outcome.out)


class MakingIdentity(Job):
    # Every try locks two keys, which is meant to take long.
    tries_between = False

    def check(self, outcome):
        names = {"encryption.cert.pem", "encryption.key.pem", "signing.cert.pem", "signing.key.pem", "trusted"}
        assert set(os.listdir(self.target)) == names


JOBS = {
    "seal to a file": (Job, ("seal", *UNLOCK, "big.bin", "-o", "work/out"), {}),
    "seal to a pipe": (
        SealingToPipe, ("seal", *UNLOCK, "big.bin", "-o", "-"), {"place": "pipe:", "names": ("/dev/stdout",)}),
    "seal in place of a file": (Replacing, ("seal", *UNLOCK, "--force", "big.bin", "-o", "work/out"), {}),
    "open into a folder": (
        Merging, ("open", *UNLOCK, "tree.fubako", "-o", "work/out"), {"names": ("work/out", ": 000")}),
    "open to a folder": (Opening, ("open", *UNLOCK, "tree.fubako", "-o", "work/out"), {"names": ("work/out", ": 000")}),
    "open to a pipe": (
        OpeningToPipe, ("open", *UNLOCK, "big.fubako", "-o", "-"), {"place": "pipe:", "names": ("/dev/stdout",)}),
    "make an identity": (
        MakingIdentity, ("key", "new", "zaimu", "--type", "p256", *UNLOCK),
        {"target": ".local/share/fubako/keyring/identities/zaimu", "place": "/keyring", "names": ("/keyring/",)}),
}


@pytest.fixture(params=JOBS)
def job(request, desk):
    kind, arguments, options = JOBS[request.param]
    job = kind(desk, *arguments, **options)
    yield job
    job.clear()


def jobs(*names):
    """Some of the jobs only."""
    return pytest.mark.parametrize("job", names, indirect=True)


@jobs("seal to a file", "seal to a pipe", "open to a folder", "open to a pipe", "make an identity")
@pytest.mark.parametrize("rules", [
    "read:short:*;pread:short:*;write:short:*;pwrite:short:*",
    "read:EINTR:1-4;pread:EINTR:1-9;write:EINTR:1-4;pwrite:EINTR:1-9;open:EINTR:1-3;fsync:EINTR:1-2;syncfs:EINTR:1-2",
    "read:EINTR:2;pread:EINTR:2;write:EINTR:2;pwrite:EINTR:2;open:EINTR:9;getdents:EINTR:1;close:EINTR:*",
])
def test_less_and_interrupted(job, faults, rules):
    # SQLite takes an fsync that was interrupted for one that failed, and nothing is done then.
    job.desk.write("without-ledger.yaml", "ledger: false\n")
    outcome = job.spoil(faults, rules, "--config", "without-ledger.yaml")
    assert outcome.code == 0, outcome.err
    job.check(outcome)
    assert job.desk.leftovers() == []


def some(count, job):
    """The first, the last and some between of so many."""
    between = {2, 3, count // 3, count // 2, count - 1} if job.tries_between else set()
    return sorted(({1, count} | between) & set(range(1, count + 1)))


def expect_failure(job, faults, rule):
    outcome = job.spoil(faults, rule)
    if outcome.code == 0 and not rule.split(":")[2] == "1":
        # Workers share calls out differently each time: the last of them may not have come.
        return job.check(outcome)
    assert outcome.code == INPUT_OUTPUT, f"{rule}: {outcome.code} {outcome.err}"
    assert job.names_place(outcome.err), f"{rule}: {outcome.err}"
    job.check_nothing(outcome)
    assert job.desk.leftovers() == [], rule


@jobs("seal to a file", "seal to a pipe", "open to a folder", "open to a pipe", "make an identity")
def test_writing_fails(job, faults, tmp_path):
    calls = job.calls(faults, tmp_path / "log")
    tried = 0
    for name in ("write", "pwrite"):
        moments = some(sum(call == name and job.place in path for call, path in calls), job)
        for nth, error in zip(moments, itertools.cycle(("ENOSPC", "EIO"))):
            expect_failure(job, faults, f"{name}:{error}:{nth}:{job.place}")
            tried += 1
    assert tried > 0


@jobs("seal to a file", "seal in place of a file", "open to a folder", "open into a folder", "make an identity")
def test_finishing_fails(job, faults, tmp_path):
    calls = job.calls(faults, tmp_path / "log")
    found = [name for name, path in calls if name in FINISHING and job.place in path]
    assert "fsync" in found
    for name in sorted(set(found)):
        for nth, error in zip(some(found.count(name), job), itertools.cycle(("EIO", "ENOSPC", "EDQUOT"))):
            expect_nothing_finished(job, faults, name, nth, found.count(name), error)


def expect_nothing_finished(job, faults, name, nth, count, error):
    when = f"{error} at {name} {nth} of {count}"
    outcome = job.spoil(faults, f"{name}:{error}:{nth}:{job.place}")
    assert outcome.code == INPUT_OUTPUT, f"{when}: {outcome.code} {outcome.err}"
    assert job.names_place(outcome.err), f"{when}: {outcome.err}"
    # The folder is synchronised last, when the names are there already.
    if name != "fsync" or nth < count:
        job.check_nothing(outcome)
    assert job.desk.leftovers() == [], when


@jobs("seal to a file", "open into a folder", "open to a pipe")
def test_any_write_fails(job, faults, tmp_path):
    """Wherever the bytes were to go: messages, records, keys, spooled parts."""
    calls = job.calls(faults, tmp_path / "log")
    for name in ("write", "pwrite"):
        for nth in some(sum(call == name for call, _ in calls), job):
            outcome = job.spoil(faults, f"{name}:EIO:{nth}")
            assert outcome.code in (0, INPUT_OUTPUT), f"{name} {nth}: {outcome.code} {outcome.err}"
            if outcome.code == 0:
                job.check(outcome)
            assert job.desk.leftovers() == []


@jobs("seal in place of a file", "open to a folder", "open into a folder")
def test_clearing_up_fails(job, faults):
    """What cannot be removed now is removed by the next run."""
    # Not the ledger's own removals: without those it stops the job before anything is staged.
    clearing = f"unlink:EIO:*:{job.place};unlink:EIO:*:/staging"
    outcome = job.spoil(faults, f"fsync:EIO:2-:{job.place};syncfs:EIO:1;rename:EIO:*;{clearing}")
    assert outcome.code == INPUT_OUTPUT, outcome.err
    assert job.desk.leftovers() != []
    job.desk.run("key", "list")
    assert job.desk.leftovers() == []
    job.check_nothing(outcome)


def test_reader_goes_away(desk):
    for arguments in (JOBS["seal to a pipe"][1], JOBS["open to a pipe"][1]):
        process = desk.start(*arguments)
        process.stdout.read(100_000)
        process.stdout.close()
        errors = process.stderr.read().decode()
        process.wait(60)
        assert process.returncode == INPUT_OUTPUT, errors
        assert "/dev/stdout" in errors
        process.stdin.close()
        process.stderr.close()
