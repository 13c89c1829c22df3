"""Opening a package while it is read: what comes out, and what is said of it."""

import hashlib
import os
import struct
import subprocess
import sys

import pytest
from desk import LAUNCHER, UNLOCK
from fixtures import know, unlock
from test_pipes import shell

EARLY = "the content is released before the signature is checked"
DISCARD = "DISCARD what was written"
#: More than what is held back until all is verified.
LARGE = 10_000_000


@pytest.fixture
def large(sender):
    """The content of a file, and a package of it."""
    data = os.urandom(LARGE)
    sender.write("large", data)
    return data, unlock(sender, "seal", "--to", "recipient", "large", "-o", "-").data


def stream(office, package, *words, **options):
    """Opens a package from a pipe as a stream."""
    return unlock(office, "open", "--stream", "-o", "-", "-", *words, input=package, **options)


def test_archive_goes_through_a_stream(sender):
    sender.write("folder/file", os.urandom(3_000_000))
    unlocking = "--passphrase-file key-passphrase"
    finished = shell(
        sender,
        f"mkdir out && tar c folder | fubako seal {unlocking} --to recipient --stdin-name big.tar -o - |"
        f" fubako open {unlocking} --stream -o - - | tar x -C out")
    assert finished.returncode == 0, finished.stderr.decode()
    assert (sender.home / "out/folder/file").read_bytes() == (sender.home / "folder/file").read_bytes()
    assert EARLY in finished.stderr.decode() and DISCARD not in finished.stderr.decode()


@pytest.mark.parametrize("data", [b"", b"x", bytes(LARGE), os.urandom(2_000_000) + bytes(1_500_000)], ids=len)
def test_content_comes_out_as_it_was(sender, data):
    package = unlock(sender, "seal", "--to", "recipient", "--stdin-name", "data", "-o", "-", "-", input=data).data
    result = stream(sender, package)
    assert result.data == data
    assert "sealed" in result.err and "sender" in result.err
    sender.write("package", package)
    assert unlock(sender, "open", "--stream", "package", "-o", "-").data == data


def test_it_is_said_in_quiet_and_in_japanese(sender, large):
    assert EARLY in stream(sender, large[1], "--quiet").err
    assert "署名の検証より先に" in stream(sender, large[1], "--lang", "ja").err


def test_what_is_altered_comes_out_in_part_and_must_be_discarded(sender, large):
    data, package = large
    changed = bytearray(package)
    changed[len(package) * 3 // 4] ^= 1
    result = stream(sender, bytes(changed), code=8, err=DISCARD)
    assert 0 < len(result.data) < len(data) and data.startswith(result.data)
    assert "破棄してください" in stream(sender, bytes(changed), "--lang", "ja", code=8).err


def test_what_is_cut_off(sender, large):
    data, package = large
    result = stream(sender, package[:-1], code=8, err=DISCARD)
    assert data.startswith(result.data) and len(result.data) < len(data)
    result = stream(sender, package[:100_000], code=8, err="ends too early|cut off|too long|end of the package")
    assert result.data == b"" and DISCARD not in result.err


def test_bad_signature_is_found_at_the_end(sender, large):
    data, package = large
    # The trailer ends with the signature's value; the tail gets the hash that fits.
    changed = bytearray(package)
    changed[-64 - 10] ^= 1
    hashed = sum(struct.unpack(">QQ", changed[-56:-40]))
    changed[-40:-8] = hashlib.sha256(changed[-64 - hashed:-64]).digest()
    result = stream(sender, bytes(changed), code=5, err=DISCARD)
    assert data.startswith(result.data) and len(result.data) < len(data)


def test_several_files_are_refused(sender):
    sender.write("folder/file", "text")
    unlock(sender, "seal", "--to", "recipient", "folder", "-o", "folder.fubako")
    result = unlock(
        sender, "open", "--stream", "folder.fubako", "-o", "-", code=10, err="only a package of one file")
    assert result.data == b"" and "open it without --stream" in result.err


def test_origin_is_demanded_before_anything_comes_out(sender, recipient, large):
    data, _ = large
    package = unlock(sender, "seal", "--unsigned", "--to", "recipient", "large", "-o", "-").data
    assert stream(recipient, package, code=6).data == b""
    result = stream(recipient, package, "--allow-unsigned", err="unsigned: anyone may have made it")
    assert result.data == data
    stream(recipient, package, "--allow-unsigned", "--signer", "sender", code=5)


def test_unknown_signer_is_refused_before_anything_comes_out(sender, recipient, large):
    data, package = large
    know(recipient, "sender", trusted=False)
    (recipient.home / ".local/share/fubako/keyring/identities/sender/trusted").unlink(missing_ok=True)
    assert stream(recipient, package, code=7).data == b""
    assert stream(recipient, package, "--allow-unknown-signer").data == data


def test_passphrase(sender):
    sender.write("file", "text")
    sender.write("secret", "a long passphrase of the package\n")
    words = ("--package-passphrase-file", "secret")
    unlock(sender, "seal", *words, "--iterations", "1000", "file", "-o", "report.fubako")
    assert sender.run("open", "--stream", *words, "report.fubako", "-o", "-").data == b"text"
    sender.write("secret", "another\n")
    assert sender.run("open", "--stream", *words, "report.fubako", "-o", "-", code=4).data == b""


@pytest.mark.parametrize("words", [
    ["-o", "inbox", "report.fubako"], ["-o", "-", "report.fubako", "file"],
    ["-o", "-", "report.fubako", "report.fubako"], ["-o", "-", "--path", "file", "report.fubako"],
    ["-o", "-", "--json", "report.fubako"],
], ids=" ".join)
def test_usage(sender, words):
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    assert unlock(sender, "open", "--stream", *words, code=2).data == b""


def test_memory_is_bounded(desk):
    """1 GiB through a pipe, half of it zeros."""
    seal = f"'{desk.program}' seal {' '.join(UNLOCK)} --stdin-name big -o - -"
    measured = [sys.executable, "-c", LAUNCHER, "0", desk.program, "open", *UNLOCK, "--stream", "-o", "-", "-"]
    source = "{ for i in 1 2 3 4 5 6 7 8; do head -c 64M /dev/zero; head -c 64M pattern; done; }"
    (desk.home / "pattern").write_bytes(os.urandom(1 << 20) * 64)
    finished = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f'{source} | {seal} | "$@" | cmp - <({source})', "bash", *measured],
        cwd=desk.home, env=desk.environment, capture_output=True, timeout=120)
    (desk.home / "pattern").unlink()
    assert finished.returncode == 0, finished.stderr.decode()
    peak = int((desk.home / "peak").read_text()) * 1024
    assert peak < 64 << 20, f"{peak / (1 << 20):.1f} MiB"
