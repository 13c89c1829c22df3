"""A run that is killed between the name of its package and the entry about it: the next one tells the ledger how it ended."""

import base64
import json
import os
import signal
import subprocess
import time

import pytest
from desk import Desk
from fixtures import own
from test_ledger_story import entries
from transfers import Places

UNLOCK = ("--passphrase-file", "key-passphrase")
#: What is done, the file that gets its name last, and how many names are given.
JOBS = {
    "seal, one piece": (("seal", *UNLOCK, "small", "-o", "work/out.fubako"), "out.fubako", 1),
    "seal, three pieces": (("seal", *UNLOCK, "--split", "2/3", "small", "-o", "work/out.fubako"), "out.1.fubako", 3),
    "reseal": (("reseal", *UNLOCK, "old.fubako", "-o", "work"), "old.fubako", 1),
    "reseal in place": (("reseal", *UNLOCK, "--in-place", "work/in.fubako"), "in.fubako", 2),
}
NAMING = ("link", "rename", "rename-new")


class Room(Desk):
    """A desk with one small file, and a package of it."""

    def __init__(self, program, home):
        super(Desk, self).__init__(program, home)
        own(self, "sender")
        self.write("small", "content\n")
        self.run("seal", *UNLOCK, "small", "-o", "old.fubako")

    @property
    def outcomes(self):
        """What is kept of sealings that have not ended."""
        return sorted(path for path in (self.home / ".local/state/fubako/ledger-outcomes").rglob("*") if path.is_file())

    def clear(self):
        """A folder for the output; what is replaced in place is there."""
        subprocess.run(["rm", "-rf", "work"], cwd=self.home, check=True)
        (self.home / "work").mkdir()
        (self.home / "work/in.fubako").write_bytes((self.home / "old.fubako").read_bytes())

    def sealings(self):
        """Every announced package, with the entries about how that ended."""
        found = {entry["package"]: [] for entry in entries(self) if entry["kind"] == "seal-intent"}
        for entry in entries(self):
            if entry["kind"] == "seal":
                found[entry["package"]].append(entry)
        return found

    def settle(self):
        """Any other run that writes into the ledger, and looks whether the ledger then has one outcome of everything."""
        self.run("ledger", "retention", "set", "--keep", f"{len(entries(self))}d", err="^(?!.*warning)")
        assert self.outcomes == []
        for package, ends in self.sealings().items():
            assert len(ends) == 1, package
        return list(self.sealings().values())[-1][0]


@pytest.fixture
def room(program, tmp_path):
    return Room(program, tmp_path / "room")


def package_at(room, path):
    """The identifier of a package; None where there is none."""
    if not path.exists():
        return None
    return room.run("inspect", "--json", str(path)).json["packageId"]


def spoiled_at(room, faults, arguments, number):
    room.clear()
    return room.spoil(faults, f"any:kill:{number}", *arguments).code == -signal.SIGKILL


@pytest.mark.parametrize("job", JOBS)
def test_killed_between_the_name_and_the_entry(room, faults, tmp_path, job):
    arguments, last, names = JOBS[job]
    room.clear()
    calls = room.calls(faults, tmp_path / "log", *arguments)
    named = [number for number, (call, path) in enumerate(calls, 1) if call in NAMING and "/work" in path]
    assert len(named) == names
    results = set()
    # Around the last name every call counts; behind that, moments all the way to the end of the run.
    near = named[-1] + 6
    step = max(1, (len(calls) - near) // (24 if job == "seal, one piece" else 8))
    for number in sorted({*named, *range(named[-1], near), *range(near, len(calls) + 1, step)}):
        before = len(room.sealings())
        if not spoiled_at(room, faults, arguments, number):
            continue
        end = room.settle()
        assert len(room.sealings()) == before + 1
        is_there = package_at(room, room.home / "work" / last) == end["package"]
        assert (end["result"], end.get("cause")) == (("sealed", None) if is_there else ("failed", "interrupted")), number
        if is_there:
            assert end["output"] == str((room.home / "work" / last).resolve())
            resealed = [entry for entry in entries(room) if entry["kind"] == "reseal"]
            assert job.startswith("seal") or resealed[-1]["package"] == end["package"]
        results.add(end["result"])
    assert results == {"sealed", "failed"}
    assert "unknownOutcomes" not in room.run("ledger", "verify", "--json").json


def killed_with_its_name(room, faults, *words, output="work/out.fubako"):
    """Kills a sealing when its package has its name and the ledger does not know of it."""
    arguments = ("seal", *UNLOCK, *words, "small", "-o", output)
    outcome = room.spoil(faults, "link:killafter:1:/work", *arguments)
    assert outcome.code == -signal.SIGKILL, outcome.err


@pytest.mark.parametrize("words", [
    ("seal", *UNLOCK, "small", "-o", "next.fubako"), ("open", *UNLOCK, "old.fubako", "-o", "opened"),
    ("verify", "old.fubako"), ("list", *UNLOCK, "old.fubako"), ("ledger", "forget", "--person", "nobody", "--reason", "x"),
], ids=lambda words: words[0])
def test_any_run_that_writes_settles_it(room, faults, words):
    room.clear()
    killed_with_its_name(room, faults)
    assert len(room.outcomes) == 2
    assert "unknownOutcomes" not in room.run("ledger", "verify", "--json").json
    assert len(room.outcomes) == 2
    room.run(*words, code=None)
    assert room.outcomes == []
    assert [end["result"] for ends in room.sealings().values() for end in ends][1] == "sealed"


def test_what_has_another_package_now_was_not_sealed(room, faults):
    room.clear()
    killed_with_its_name(room, faults)
    (room.home / "work/out.fubako").write_bytes((room.home / "old.fubako").read_bytes())
    assert room.settle()["cause"] == "interrupted"


def test_what_cannot_be_seen_now_is_settled_when_it_can(room, faults):
    room.clear()
    killed_with_its_name(room, faults)
    (room.home / "work").rename(room.home / "away")
    room.run("verify", "old.fubako")
    assert len(room.outcomes) == 2
    (room.home / "away").rename(room.home / "work")
    assert room.settle()["result"] == "sealed"


def test_standard_output_is_interrupted(room, faults):
    for rule in ("write:killafter:1:pipe:", "fsync:kill:1:personal"):
        before = len(room.sealings())
        outcome = room.spoil(faults, rule, "seal", *UNLOCK, "small", "-o", "-")
        if outcome.code == -signal.SIGKILL and len(room.sealings()) > before:
            assert room.settle()["cause"] == "interrupted"


def test_it_holds_where_entries_are_spooled(room, faults):
    room.write(".config/fubako/config.yaml", "ledger-unavailable: spool\n")
    ledger = room.home / ".local/share/fubako/ledger"
    ledger.rename(room.home / "away")
    room.clear()
    killed_with_its_name(room, faults)
    room.run("verify", "old.fubako", err="spool")
    assert room.outcomes == []
    (room.home / "away").rename(ledger)
    end = room.settle()
    assert (end["result"], end["spooled"]) == ("sealed", True)
    assert end["output"] == str((room.home / "work/out.fubako").resolve())


def test_a_living_run_is_left_alone_and_two_settle_once(room, faults):
    room.clear()
    living = room.start("seal", *UNLOCK, "--stdin-name", "x", "-", "-o", "work/living.fubako")
    end = time.monotonic() + 30
    while len(room.sealings()) < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    killed_with_its_name(room, faults)
    assert len(room.outcomes) == 3
    runs = [room.start("verify", "old.fubako") for _ in range(4)]
    for run in runs:
        run.communicate(timeout=60)
        assert run.returncode == 0
    assert [[end["result"] for end in ends] for ends in room.sealings().values()] == [["sealed"], [], ["sealed"]]
    assert "unknownOutcomes" not in room.run("ledger", "verify", "--json").json
    living.communicate(b"content", timeout=60)
    assert living.returncode == 0
    assert room.settle()["result"] == "sealed"


def test_what_lies_there_and_is_none_of_ours_stops_nothing(room, faults):
    room.clear()
    killed_with_its_name(room, faults)
    kept = next(path for path in room.outcomes if not path.suffix)
    folder, mine, whole = kept.parent, kept.name, kept.read_bytes()
    junk = {
        "notes.txt": b"x", "0" * 64: b"", "1" * 64: whole, "2" * 64: whole[:-1], "3" * 64: os.urandom(1 << 19),
        "4" * 63: b"", "A" * 64: whole}
    for name, content in junk.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    (folder / ("5" * 64)).symlink_to("/etc/passwd")
    os.mkfifo(folder / ("6" * 64), 0o600)
    (folder / ("7" * 64)).mkdir()
    (folder / ("8" * 64 + ".lock")).symlink_to("/etc/passwd")
    (folder / ("9" * 64)).write_bytes(whole)
    (folder / ("9" * 64)).chmod(0o644)
    told = room.run("verify", "old.fubako").err
    assert told.count("left alone") == 1
    for name in ("notes.txt", *(digit * 64 for digit in "1235678")):
        assert name in told, name
    assert sorted(os.listdir(folder)) == sorted(
        [*junk, *(digit * 64 for digit in "5679"), "8" * 64 + ".lock"])
    assert [end["result"] for end in room.sealings()[mine]] == ["sealed"]
    (folder / "notes.txt").unlink()


def test_a_hostile_folder_stops_nothing(room):
    folder = next((room.home / ".local/state/fubako/ledger-outcomes").iterdir())
    folder.rmdir()
    room.clear()
    folder.symlink_to(room.home / "work")
    room.run("seal", *UNLOCK, "small", "-o", "work/out.fubako", err="left alone")
    assert [end["result"] for end in list(room.sealings().values())[-1]] == ["sealed"]


def test_an_intent_without_outcome_is_remarked(room, faults):
    room.clear()
    killed_with_its_name(room, faults)
    for path in room.outcomes:
        path.unlink()
    verdict = room.run("ledger", "verify", "--json").json
    assert (verdict["code"], verdict["unknownOutcomes"]) == (0, 1)
    assert "Outcome unknown" in room.run("ledger", "verify").out
    assert "結果不明" in room.run("ledger", "verify", "--lang", "ja").out
    shown = room.run("ledger", "show", "--json", "--kind", "seal-intent").json["entries"]
    assert [entry.get("outcome") for entry in shown] == [None, "unknown"]
    lines = room.run("ledger", "show", "--kind", "seal-intent").out.splitlines()
    assert ["outcome unknown" in line for line in lines] == [False, True]
    assert "outcome unknown" in room.run("ledger", "show", str(shown[1]["position"])).out


def test_what_is_kept_is_whole_private_and_names_its_package(room, faults):
    room.clear()
    killed_with_its_name(room, faults)
    kept = next(path for path in room.outcomes if not path.suffix)
    assert kept.stat().st_mode & 0o7777 == 0o600
    first, output, entry, *_, end, last = kept.read_text().split("\n")
    assert (first, end, last) == ("fubako outcome 1", "end", "")
    assert base64.b64decode(output).decode() == str((room.home / "work/out.fubako").resolve())
    assert json.loads(entry)["package"] == kept.name


def test_what_send_had_not_begun_to_send_is_interrupted(room, faults):
    places = Places(room, "one")
    outcome = room.spoil(faults, "link:killafter:1:/pieces", "send", *UNLOCK, "--via", "one", "small")
    assert outcome.code == -signal.SIGKILL, outcome.err
    assert room.settle()["cause"] == "interrupted"
    room.run("send", *UNLOCK, "--via", "one", "small", code=None)
    assert len(places.pieces("one")) == 1 and room.outcomes == []
