"""Packages and contents through pipes, in both directions."""

import os
import subprocess

import pytest
from fixtures import listing, make_tree, snapshot, unlock


def shell(office, line, **options):
    """Runs a pipeline at an office; every part of it must succeed."""
    environment = office.environment | {"PATH": f"{os.path.dirname(office.program)}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line], cwd=office.home, env=environment, capture_output=True, timeout=60,
        **options)


def test_archive_goes_through_pipes_both_ways(sender):
    tree = make_tree(sender.home)
    before = snapshot(tree)
    unlocking = "--passphrase-file key-passphrase"
    finished = shell(
        sender,
        f"mkdir out && tar c 報告書 | fubako seal {unlocking} --to recipient --stdin-name big.tar -o - |"
        f" fubako open {unlocking} -o - - | tar x -C out")
    assert finished.returncode == 0, finished.stderr.decode()
    assert set(snapshot(sender.home / "out" / "報告書")) == set(before)


@pytest.mark.parametrize("size", [0, 1, 65_536, 2_000_000])
def test_standard_input_is_sealed_under_its_name(sender, size):
    data = os.urandom(size)
    package = unlock(sender, "seal", "--to", "recipient", "--stdin-name", "data.bin", "-o", "-", "-", input=data).data
    listed = unlock(sender, "list", "--json", "-", input=package).json["entries"]
    assert [(entry["path"], entry["size"]) for entry in listed] == [("data.bin", size)]
    sender.run("verify", "-", input=package)
    sender.run("inspect", "-", input=package)
    assert unlock(sender, "open", "-o", "-", "-", input=package).data == data
    unlock(sender, "open", "-o", "inbox", "-", input=package)
    assert (sender.home / "inbox" / "data.bin").read_bytes() == data


def test_package_to_a_pipe_is_as_good_as_one_in_a_file(sender):
    make_tree(sender.home)
    package = unlock(sender, "seal", "--to", "recipient", "報告書", "-o", "-").data
    sender.write("piped.fubako", package)
    sender.run("verify", "piped.fubako")
    unlock(sender, "open", "piped.fubako", "-o", "inbox")
    assert listing(sender.home / "inbox" / "報告書") == listing(sender.home / "報告書")


def test_reader_that_goes_away_is_an_error_and_no_crash(sender):
    sender.write("large", os.urandom(8_000_000))
    finished = shell(
        sender, "(fubako seal --passphrase-file key-passphrase --to recipient large -o - || echo $? >code) | head -c 9")
    assert finished.stdout == b"\xf5FUBAKO\n\x00"
    assert (sender.home / "code").read_text() == "11\n"
    assert b"the reader has gone away" in finished.stderr


def test_what_is_cut_off_in_a_pipe_is_refused_before_anything_comes_out(sender):
    sender.write("large", os.urandom(3_000_000))
    package = unlock(sender, "seal", "--to", "recipient", "large", "-o", "-").data
    result = unlock(sender, "open", "-o", "-", "-", input=package[:-1], code=8)
    assert result.out == ""
    changed = bytearray(package)
    changed[len(package) // 2] ^= 1
    result = unlock(sender, "open", "-o", "inbox", "-", input=bytes(changed), code=8)
    assert not (sender.home / "inbox").exists()


def test_standard_input_is_sealed_alone(sender):
    sender.write("file", "text")
    for words in (("-", "file"), ("-", "-"), ("--stdin-name", "name", "file")):
        unlock(sender, "seal", "--to", "recipient", "-o", "x", *words, input=b"", code=2, err="alone")
    unlock(sender, "seal", "--to", "recipient", "-o", "x", input=b"", code=2, err="Missing expected argument '<input> ...'")


def test_json_and_data_do_not_share_standard_output(sender):
    sender.write("file", "text")
    unlock(sender, "seal", "--json", "--to", "recipient", "file", "-o", "-", code=2)
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    unlock(sender, "open", "--json", "report.fubako", "-o", "-", code=2)


def test_standard_output_among_the_inputs_is_refused_before_anything_is_written(sender):
    make_tree(sender.home)
    finished = shell(
        sender, "! fubako seal --passphrase-file key-passphrase --to recipient -o - 報告書 > 報告書/package 2> told")
    assert finished.returncode == 0
    told = (sender.home / "told").read_text()
    assert "報告書/package: the output lies inside an input" in told
    assert (sender.home / "報告書" / "package").read_bytes() == b""
