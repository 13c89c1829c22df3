"""Memory does not grow with what is sealed, and few descriptors are enough."""

import os
import shutil

import pytest
from desk import UNLOCK, same_tree

MIB = 1 << 20
MOST = 64 * MIB
#: What memory may grow by for each entry, in bytes.
ENTRY = 64
#: What one run may need more than another by chance.
CHANCE = 8 * MIB
ENTRIES = 20_000


@pytest.fixture
def work(desk):
    """The folder for what a test makes."""
    path = desk.home / "work"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    yield path
    shutil.rmtree(path)


def peaks(desk, package, content):
    """Peak memory of sealing, verifying, opening and sealing again, in bytes."""
    out = desk.home / "work/out"
    runs = {
        "seal": ("seal", *UNLOCK, content, "-o", package), "verify": ("verify", package),
        "list": ("list", *UNLOCK, package), "open": ("open", *UNLOCK, package, "-o", str(out)),
        "reseal": ("reseal", *UNLOCK, "--suite", "chacha20-poly1305", package, "-o", package + ".again"),
        "list of what was sealed again": ("list", *UNLOCK, package + ".again"),
    }
    found = {}
    for name, arguments in runs.items():
        outcome = desk.measure(*arguments)
        assert outcome.code == 0, outcome.err
        found[name] = outcome.peak
    return found


def test_memory_does_not_grow_with_size(desk, work):
    found = {}
    for size in (1, 512):
        # A file with a hole costs nothing to make, and is as long as any.
        with open(work / f"{size}.bin", "wb") as file:
            file.truncate(size * MIB)
        found[size] = peaks(desk, f"work/{size}.fubako", f"work/{size}.bin")
        assert os.stat(work / f"out/{size}.bin").st_size == size * MIB
        shutil.rmtree(work / "out")
    for name, peak in found[512].items():
        assert peak < MOST, f"{name}: {peak / MIB:.1f} MiB"
        assert peak < found[1][name] + CHANCE, f"{name}: {found[1][name] / MIB:.1f} then {peak / MIB:.1f} MiB"


def test_memory_of_many_entries(desk, work):
    desk.make_tree("work/many", folders=20, files=ENTRIES // 20, size=0)
    for name, peak in peaks(desk, "work/many.fubako", "work/many").items():
        assert peak < MOST + ENTRIES * ENTRY, f"{name}: {peak / MIB:.1f} MiB"
    assert sum(len(files) for _, _, files in os.walk(work / "out")) == ENTRIES


def test_few_descriptors(desk, work):
    deep = work / "deep"
    path = deep.joinpath(*["d"] * 200)
    path.mkdir(parents=True)
    (path / "bottom").write_bytes(b"bottom")
    shutil.copytree(desk.home / "tree", work / "deep/tree")
    for arguments in (
        ("seal", *UNLOCK, "work/deep", "-o", "work/deep.fubako"), ("verify", "work/deep.fubako"),
        ("open", *UNLOCK, "work/deep.fubako", "-o", "work/out"),
    ):
        outcome = desk.measure(*arguments, descriptors=64)
        assert outcome.code == 0, outcome.err
    assert same_tree(work / "out/deep", deep)


def many_inputs(work, count):
    paths = []
    for number in range(count):
        folder = work / f"in{number:04}"
        folder.mkdir()
        (folder / f"file{number:04}").write_bytes(b"%d" % number)
        paths.append(f"work/in{number:04}/file{number:04}")
    return paths


def test_inputs_from_many_folders(desk, work):
    inputs = many_inputs(work, 1_100)
    desk.run("seal", *UNLOCK, *inputs, "-o", "work/package")
    desk.run("open", *UNLOCK, "work/package", "-o", "work/out")
    assert sorted(os.listdir(work / "out")) == [os.path.basename(path) for path in inputs]


def test_inputs_from_more_folders_than_descriptors(desk, work):
    inputs = many_inputs(work, 100)
    outcome = desk.measure("seal", *UNLOCK, *inputs, "-o", "work/package", descriptors=64)
    assert outcome.code == 11 and "Too many open files" in outcome.err
    assert not (work / "package").exists() and desk.leftovers() == []
