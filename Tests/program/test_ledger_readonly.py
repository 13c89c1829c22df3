"""A ledger that lies where nothing can be written, as an archive does: everything that only reads works there."""

import shutil
import sqlite3
import subprocess

import pytest
from fixtures import unlock
from keeper import Keeper


def run(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, check=False)


@pytest.fixture
def archive(tmp_path):
    """Puts a folder into a filesystem of its own, that is mounted for reading."""
    place, image = tmp_path / "archive", tmp_path / "archive.img"
    place.mkdir()
    image.write_bytes(bytes(16 << 20))

    def keep(folder):
        if run("mkfs.ext4", "-q", "-F", image).returncode or run("mount", "-o", "loop", image, place).returncode:
            pytest.skip("nothing can be mounted here")
        shutil.copytree(folder, place / "ledger")
        (place / "ledger").chmod(0o700)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        return place / "ledger"

    yield keep
    run("umount", place)


@pytest.fixture
def keeper(program, tmp_path):
    """An office with a ledger of six entries."""
    keeper = Keeper(program, tmp_path / "keeper", 4)
    for name in ("ledger.sqlite", "personal.sqlite"):
        keeper.sql("", name)
    for left in keeper.folder.glob("*-*"):
        left.unlink()
    return keeper


def read(keeper, *place):
    """What the reading commands tell of a ledger."""
    home = keeper.home
    proof, tar = home / "entry.proof", home / "audit.tar"
    for file in (proof, tar):
        file.unlink(missing_ok=True)
    told = [
        keeper.ledger("show", *place).out, keeper.ledger("show", "3", "--json", *place).json,
        keeper.ledger("verify", "--json", *place).json, keeper.ledger("checkpoint", *place).out,
        keeper.ledger("consistency", "2", "5", *place).out, keeper.ledger("key", "--only", *place).out,
    ]
    keeper.ledger("prove", "3", "-o", proof, *place)
    keeper.ledger("check", proof)
    keeper.ledger("export", tar, "--with-personal", *place)
    keeper.ledger("verify-export", tar)
    return told, proof.read_bytes(), tar.read_bytes()


def test_reading_works_on_a_medium_for_reading(keeper, archive):
    wanted = read(keeper)
    place = archive(keeper.folder)
    found = read(keeper, "--ledger", place)
    assert found == wanted
    assert sorted(file.name for file in place.iterdir()) == sorted(file.name for file in keeper.folder.iterdir())


def test_what_writes_says_so_and_does_nothing(keeper, archive):
    place = archive(keeper.folder)
    keeper.write("plan", "plan\n")
    unlock(keeper, "seal", "--to", "sender", "plan", "-o", "one.fubako")
    options = ("--ledger", str(place))
    unlock(keeper, "seal", "--to", "sender", "plan", "-o", "two.fubako", *options, code=11, err="cannot be written to")
    unlock(keeper, "open", "one.fubako", "-o", "inbox", *options, code=11, err="cannot be written to")
    assert not (keeper.home / "two.fubako").exists() and not (keeper.home / "inbox").exists()
    keeper.ledger("retention", "set", "--keep", "9d", *options, code=11, err="cannot be written to")
    keeper.ledger("forget", "--person", "x", "--reason", "y", *options, code=11, err="cannot be written to")
    assert "not recorded" in keeper.run("verify", "one.fubako", *options).err


def test_a_log_that_was_left_is_read_or_told(keeper, archive):
    """A copy that was made while a process had the ledger open: what the log holds is not in the database yet."""
    copy = keeper.home / "copy"
    holder = sqlite3.connect(keeper.folder / "ledger.sqlite")
    holder.execute("SELECT count(*) FROM entry").fetchone()
    keeper.grow(2)
    shutil.copytree(keeper.folder, copy)
    holder.close()
    assert (copy / "ledger.sqlite-wal").stat().st_size > 0
    wanted = keeper.ledger("show").out
    place = archive(copy)
    assert keeper.ledger("show", "--ledger", place).out == wanted
    assert keeper.ledger("verify", "--ledger", place).code == 0
    subprocess.run(["mount", "-o", "remount,rw", str(place.parent)], check=True)
    (place / "ledger.sqlite-shm").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(place.parent)], check=True)
    keeper.ledger("show", "--ledger", place, code=11, err="its log was not brought in")
    keeper.ledger("verify", "--ledger", place, code=11, err="ledger.sqlite-wal")


def test_nothing_but_reading_is_allowed_to_its_owner(keeper):
    """Root may do everything, but for root without capabilities."""
    wanted = read(keeper)
    run("chmod", "-R", "a-w", keeper.folder)
    program = keeper.program
    launcher = keeper.write(
        "bare", f'#!/bin/sh\nexec setpriv --bounding-set=-all --inh-caps=-all "{program}" "$@"\n', mode=0o700)
    try:
        keeper.program = str(launcher)
        if run("setpriv", "--bounding-set=-all", "--inh-caps=-all", "true").returncode:
            keeper.program = program
        assert read(keeper) == wanted
        keeper.ledger("retention", "set", "--keep", "9d", code=11, err="cannot be written to")
    finally:
        keeper.program = program
        run("chmod", "-R", "u+w", keeper.folder)
    keeper.grow(1)
