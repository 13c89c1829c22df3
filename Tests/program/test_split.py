"""Packages that are cut into pieces: any k of n of them open one, in the program's own words."""

import json
import os
import re
import shutil

import pytest
from desk import UNLOCK, same_file

TOO_FEW = 14
NOT_FOUND = 3
DAMAGED = 8
REFUSED = 10
MIB = 1 << 20
#: What sealing and opening may take at once where k and parity are 16 pieces together.
MOST = 96 * MIB


@pytest.fixture(scope="session")
def cut(desk):
    """The five pieces of a package, of which any three open it."""
    folder = desk.home / "cut"
    folder.mkdir()
    desk.run("seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "cut/report")
    return [f"cut/report.{number}.fubako" for number in range(1, 6)]


@pytest.fixture
def work(desk):
    """The folder for what a test makes."""
    path = desk.home / "work"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    yield path
    shutil.rmtree(path)


def open_all(desk, *arguments, code=0, **options):
    return desk.run("open", *UNLOCK, *arguments, "-o", "work/out", code=code, **options)


def assert_opened(desk):
    assert same_file(desk.home / "work/out/big.bin", desk.home / "big.bin")


def spoiled_copy(desk, path, name, *, size=None, offsets=()):
    """A copy of a piece, cut to a size, with some bytes changed."""
    data = bytearray((desk.home / path).read_bytes())
    for offset in offsets:
        data[offset] ^= 1
    (desk.home / "work" / name).write_bytes(data[:size])
    return f"work/{name}"


# Sealing


def test_names_and_lengths(desk, cut):
    assert sorted(os.listdir(desk.home / "cut")) == [os.path.basename(path) for path in cut]
    sizes = {os.stat(desk.home / path).st_size for path in cut}
    assert len(sizes) == 1
    whole = os.stat(desk.home / "big.bin").st_size
    assert whole / 3 < sizes.pop() < whole / 3 * 1.15


@pytest.mark.parametrize("output, first, last", [
    ("work/report", "report.01.fubako", "report.10.fubako"), ("work/a.fubako", "a.01.fubako", "a.10.fubako"),
])
def test_ten_pieces_have_two_digits(desk, work, output, first, last):
    desk.run("seal", *UNLOCK, "--split", "2/10", "passphrase", "-o", output)
    names = sorted(os.listdir(work))
    assert (len(names), names[0], names[-1]) == (10, first, last)
    desk.run("open", *UNLOCK, f"work/{first}", f"work/{last}", "-o", "work/out")


def test_what_sealing_tells(desk, work):
    told = desk.run("seal", *UNLOCK, "--split", "2/3", "passphrase", "-o", "work/report")
    assert "any 2 of these 3 pieces open it" in told.out + told.err
    told = desk.run("seal", *UNLOCK, "--json", "--split", "2/3", "passphrase", "-o", "work/other")
    pieces = json.loads(told.out)["pieces"]
    assert (pieces["needed"], pieces["total"], pieces["missing"]) == (2, 3, 0)
    assert pieces["files"] == [f"work/other.{number}.fubako" for number in (1, 2, 3)]


@pytest.mark.parametrize("split", ["0/3", "4/3", "2/65", "3", "3/5/7", "a/b", "-1/3", ""])
def test_impossible_splits(desk, work, split):
    desk.run("seal", *UNLOCK, f"--split={split}", "passphrase", "-o", "work/report", code=2)
    assert os.listdir(work) == []


def test_not_to_standard_output(desk):
    refused = desk.run("seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "-", code=2, err="one piece only")
    assert refused.data == b""


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_name_that_is_taken(desk, work, number):
    taken = work / f"report.{number}.fubako"
    taken.write_bytes(b"old")
    desk.run("seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "work/report", code=REFUSED, err=taken.name)
    assert os.listdir(work) == [taken.name] and taken.read_bytes() == b"old"
    assert desk.leftovers() == []


def test_a_taken_name_is_refused_before_anything_is_written(desk, work, faults):
    (work / "report.5.fubako").write_bytes(b"old")
    log = desk.home / "calls"
    outcome = desk.spoil(
        faults, "", "seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "work/report", log=log)
    calls = log.read_text("utf-8", "replace").splitlines()
    log.unlink()
    assert outcome.code == REFUSED and calls
    assert not [call for call in calls if call.startswith("pwrite ") and "desk/work" in call]


def test_force_replaces(desk, work):
    for number in (2, 4):
        (work / f"report.{number}.fubako").write_bytes(b"old")
    desk.run("seal", *UNLOCK, "--force", "--split", "3/5", "big.bin", "-o", "work/report")
    assert len(os.listdir(work)) == 5
    open_all(desk, *(f"work/report.{number}.fubako" for number in (2, 4, 5)))
    assert_opened(desk)


def report_names(work):
    return [name for name in os.listdir(work) if name.startswith("report")]


@pytest.mark.parametrize("nth", [1, 7, 20, 40])
def test_a_full_disk_leaves_no_piece(desk, work, faults, nth):
    outcome = desk.spoil(
        faults, f"pwrite:ENOSPC:{nth}:/desk/work", "seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "work/report")
    assert outcome.code == 11 and "no space is left" in outcome.err
    assert os.listdir(work) == [] and desk.leftovers() == []


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5])
def test_a_name_that_cannot_be_given_leaves_no_piece(desk, work, faults, nth):
    outcome = desk.spoil(
        faults, f"link:EIO:{nth}:/desk/work", "seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "work/report")
    assert outcome.code == 11, outcome.err
    assert report_names(work) == [] and desk.leftovers() == []


@pytest.mark.parametrize("rule", ["pwrite:kill:1", "pwrite:kill:20", "pwrite:killafter:40", "fsync:kill:1"])
def test_a_run_that_is_killed_leaves_no_piece(desk, work, faults, rule):
    arguments = ("seal", *UNLOCK, "--split", "3/5", "big.bin", "-o", "work/report")
    outcome = desk.spoil(faults, f"{rule}:/desk/work", *arguments)
    assert outcome.code == -9
    assert report_names(work) == []
    # The next run clears up, and makes them.
    desk.run(*arguments)
    assert len(report_names(work)) == 5 and desk.leftovers() == []


# What a medium has lost


@pytest.mark.parametrize("calls", ["1", "2", "3", "4", "5", "6", "8", "9-12", "1-"])
def test_a_piece_that_its_medium_cannot_give_is_done_without(desk, work, faults, cut, calls):
    outcome = desk.spoil(
        faults, f"pread:EIO:{calls}:{cut[1]}", "open", *UNLOCK, *cut[:4], "-o", "work/out")
    assert outcome.code == 0, outcome.err
    assert_opened(desk)
    if calls == "1-":
        assert "report.2.fubako" in outcome.err


def test_a_medium_that_gives_nothing_of_the_only_piece_is_an_error(desk, faults, cut):
    outcome = desk.spoil(faults, f"pread:EIO:1-:{cut[1]}", "verify", cut[1])
    assert outcome.code == 11 and "report.2.fubako" in outcome.err


# Verifying


@pytest.mark.parametrize("number", [1, 4])
def test_one_piece_alone_is_verified_without_secret(desk, cut, number):
    result = desk.run("verify", "--json", cut[number - 1]).json
    package = result["packages"][0]
    assert package["verdict"] == "intact" and package["damage"] == []
    assert package["pieces"] == {"needed": 3, "total": 5, "present": [number], "missing": 2}
    told = desk.run("verify", cut[number - 1])
    assert "2 more needed" in told.out and "soumu" in told.out


def test_all_pieces_are_verified_together(desk, cut):
    result = desk.run("verify", "--json", *cut).json
    assert len(result["packages"]) == 1
    assert result["packages"][0]["pieces"]["present"] == [1, 2, 3, 4, 5]


def test_verifying_names_what_is_damaged(desk, work, cut):
    bad = spoiled_copy(desk, cut[4], "report.5.fubako", offsets=[5 * MIB])
    result = desk.run("verify", "--json", *cut[:4], bad, code=DAMAGED).json
    damage = result["packages"][0]["damage"]
    assert [(place["piece"], place["unit"]) for place in damage] == [(5, 4)]
    assert result["packages"][0]["damageCount"] == 1


# Opening


@pytest.mark.parametrize("numbers", [(1, 2, 3), (2, 4, 5), (5, 3, 4), (1, 2, 3, 4, 5)])
def test_any_three_open(desk, work, cut, numbers):
    open_all(desk, *(cut[number - 1] for number in numbers))
    assert_opened(desk)


@pytest.mark.parametrize("numbers, more", [((2,), 2), ((1, 5), 1)])
@pytest.mark.parametrize("command", ["open", "list"])
def test_too_few_pieces(desk, work, cut, numbers, more, command):
    pieces = [cut[number - 1] for number in numbers]
    output = ("-o", "work/out") if command == "open" else ()
    # Nobody is asked for a passphrase.
    refused = desk.run(
        command, *pieces, *output, code=TOO_FEW,
        err=rf"any 3 of 5 pieces open it, and there are {len(numbers)} "
            rf"\({', '.join(map(str, numbers))}\): {more} more needed")
    assert "name all pieces at hand" in refused.err
    assert os.listdir(work) == []


def test_a_list_tells_which_pieces_it_was_read_from(desk, cut):
    listed = desk.run("list", "--json", *UNLOCK, cut[0], cut[2], cut[4]).json
    assert listed["pieces"] == {"needed": 3, "total": 5, "present": [1, 3, 5], "missing": 0}


def test_the_same_piece_thrice_is_one(desk, work, cut):
    shutil.copy(desk.home / cut[0], work / "a.fubako")
    shutil.copy(desk.home / cut[0], work / "b.fubako")
    open_all(desk, cut[0], "work/a.fubako", "work/b.fubako", code=TOO_FEW, err="2 more needed")


def test_renamed_pieces(desk, work, cut):
    for number, name in ((0, "report.5.fubako"), (3, "plan.doc"), (4, "x")):
        shutil.copy(desk.home / cut[number], work / name)
    open_all(desk, "work/report.5.fubako", "work/plan.doc", "work/x")
    assert_opened(desk)


def test_a_damaged_piece_is_named(desk, work, cut):
    bad = spoiled_copy(desk, cut[1], "report.2.fubako", offsets=[3 * MIB, 5 * MIB])
    told = open_all(desk, cut[0], bad, cut[2], cut[4], err="piece 2")
    assert_opened(desk)
    assert told.err.count("got around") == 2
    shutil.rmtree(work / "out")
    result = open_all(desk, "--json", cut[0], bad, cut[2], cut[4]).json
    damage = result["packages"][0]["damage"]
    assert [(place["piece"], place["unit"]) for place in damage] == [(2, 2), (2, 4)]
    assert all(place["offset"] < 6 * MIB for place in damage)


def test_damage_without_enough_others(desk, work, cut):
    bad = spoiled_copy(desk, cut[1], "report.2.fubako", offsets=[3 * MIB])
    open_all(desk, cut[0], bad, cut[2], code=DAMAGED, err="piece 2")
    assert os.listdir(work) == ["report.2.fubako"]


@pytest.mark.parametrize("size", [100, 400, 5 * MIB, -100, -1])
def test_a_piece_that_is_cut_off(desk, work, cut, size):
    bad = spoiled_copy(desk, cut[2], "report.3.fubako", size=size)
    open_all(desk, bad, cut[0], cut[1], cut[3])
    assert_opened(desk)


def test_every_piece_damaged_somewhere_else(desk, work, cut):
    bad = [
        spoiled_copy(desk, path, os.path.basename(path), offsets=[100, 3 * 350 + number * MIB, -number - 10])
        for number, path in enumerate(cut)
    ]
    open_all(desk, *bad)
    assert_opened(desk)


@pytest.mark.parametrize("stranger", [b"", b"hello\n", bytes(5000)])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_stranger_among_the_pieces(desk, work, cut, stranger, place):
    (work / "report.x.fubako").write_bytes(stranger)
    files = cut[:4]
    files.insert(place, "work/report.x.fubako")
    open_all(desk, *files, err=r"report\.x\.fubako")
    assert_opened(desk)


def test_a_package_that_is_no_piece_among_the_pieces(desk, work, cut):
    told = open_all(desk, *cut[:3], "tree.fubako", "--json").json
    assert len(told["packages"]) == 2
    assert_opened(desk)


# Several packages


def test_the_one_that_is_meant(desk, work, cut):
    desk.run("seal", *UNLOCK, "--split", "1/3", "passphrase", "-o", "work/other")
    # The first copy of its header says that it belongs to the others.
    theirs, own = (
        bytes.fromhex(json.loads(desk.run("inspect", "--json", path).out)["packageId"])
        for path in (cut[0], "work/other.2.fubako"))
    other = "work/lost"
    (desk.home / other).write_bytes((work / "other.2.fubako").read_bytes().replace(own, theirs, 1))
    refused = open_all(desk, *cut[:3], other, code=REFUSED, err=r"several packages(.|\n)*--manifest")
    names = re.findall(r"([0-9a-f]{16}) \(([0-9,]+)\)", refused.err)
    assert [numbers for _, numbers in names] == ["1,2,3", "2"]
    assert not (work / "out").exists()
    open_all(desk, *cut[:3], other, "--manifest", names[0][0])
    assert_opened(desk)
    open_all(desk, "--force", *cut[:3], other, "--manifest", names[1][0][:6].upper())
    assert same_file(work / "out/passphrase", desk.home / "passphrase")
    shutil.rmtree(work / "out")
    open_all(desk, *cut[:3], other, "--manifest", "0" * 64, code=NOT_FOUND, err=names[0][0])
    assert not (work / "out").exists()


# Memory


@pytest.mark.parametrize("split, present", [
    ("16/16", range(1, 17)), ("15/16", range(2, 17)), ("8/16", range(9, 17)), ("1/16", [16]), ("12/16", range(5, 17)),
])
def test_memory_is_bounded(desk, work, split, present):
    with open(work / "hole.bin", "wb") as file:
        file.truncate(200 * MIB)
    outcome = desk.measure("seal", *UNLOCK, "--split", split, "work/hole.bin", "-o", "work/p")
    assert outcome.code == 0, outcome.err
    assert outcome.peak < MOST, f"seal: {outcome.peak / MIB:.1f} MiB"
    pieces = [f"work/p.{number:02}.fubako" for number in present]
    for command in (("verify", *pieces), ("open", *UNLOCK, *pieces, "-o", "work/out")):
        outcome = desk.measure(*command)
        assert outcome.code == 0, outcome.err
        assert outcome.peak < MOST, f"{command[0]}: {outcome.peak / MIB:.1f} MiB"
    assert os.stat(work / "out/hole.bin").st_size == 200 * MIB
