"""Opening a package while it is read: what comes out, and what is said of it."""

import hashlib
import os
import signal
import struct
import subprocess
import sys
import time

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


def test_it_is_said_once_a_header_was_accepted_unless_quiet(sender, large):
    assert stream(sender, large[1], "--quiet").err == ""
    assert "署名の検証より先に" in stream(sender, large[1], "--lang", "ja").err
    for data, code in ((b"", 12), (b"no package", 12), (large[1][:500], 8)):
        assert EARLY not in stream(sender, data, code=code).err
    for name, code in (("missing", 3), (".", 11)):
        assert EARLY not in unlock(sender, "open", "--stream", name, "-o", "-", code=code).err
    changed = bytearray(large[1])
    changed[len(changed) * 3 // 4] ^= 1
    assert DISCARD in stream(sender, bytes(changed), "--quiet", code=8).err


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


def test_several_files_are_refused_before_anything_comes_out(sender):
    # The index is longer than what is held back: names must not come out as if they were content.
    for number in range(30_000):
        name = f"folder/{'a long name of a file that nobody must see in a stream ' * 4}{number}"
        (sender.home / name).parent.mkdir(exist_ok=True)
        (sender.home / name).touch()
    unlock(sender, "seal", "--to", "recipient", "folder", "-o", "folder.fubako")
    assert (sender.home / "folder.fubako").stat().st_size > 7_000_000
    result = unlock(
        sender, "open", "--stream", "folder.fubako", "-o", "-", code=10, err="only a package of one file")
    assert result.data == b"" and "open it without --stream" in result.err and EARLY not in result.err


def test_package_that_was_sealed_again_goes_through_a_stream(sender, large):
    data, package = large
    sender.write("report.fubako", package)
    unlock(sender, "reseal", "--suite", "chacha20-poly1305", "report.fubako", "-o", "again.fubako")
    result = unlock(sender, "open", "--stream", "again.fubako", "-o", "-", err="what its first sender signed")
    assert result.data == data


def test_origin_is_demanded_before_anything_comes_out(sender, recipient, large):
    data, _ = large
    package = unlock(sender, "seal", "--unsigned", "--to", "recipient", "large", "-o", "-").data
    # A header of which nothing was verified is not called intact, and scripts must not take it for that.
    for given in (package, package[:1_200]):
        result = stream(recipient, given, code=10, err="the header claims that it is unsigned; nothing of it was verified")
        assert result.data == b"" and "consistent" not in result.err
    result = stream(recipient, package, "--allow-unsigned", err="unsigned: anyone may have made it")
    assert result.data == data
    stream(recipient, package, "--allow-unsigned", "--signer", "sender", code=10, err="claims another signer")


def test_unknown_signer_is_refused_before_anything_comes_out(sender, recipient, large):
    data, package = large
    know(recipient, "sender", trusted=False)
    (recipient.home / ".local/share/fubako/keyring/identities/sender/trusted").unlink(missing_ok=True)
    for given in (package, package[:1_200]):
        result = stream(recipient, given, code=10, err="claims a signer who is not known here; nothing of it was")
        assert result.data == b"" and "intact" not in result.err
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
    ["-o", "-", "--json", "report.fubako"], ["-o", "-", "-", "-"],
], ids=" ".join)
def test_usage(sender, words):
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    assert unlock(sender, "open", "--stream", *words, code=2).data == b""


@pytest.fixture
def small_disk(sender):
    """A filesystem of 8 MiB in the home. Only root can mount one."""
    folder = sender.home / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "fubako-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("a filesystem that is full can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


OPEN = "fubako open --passphrase-file key-passphrase --stream -o - large.fubako"


@pytest.fixture
def huge(sender):
    """The content of a file that is larger than what any pipe or disk of these tests takes, its package in a file."""
    data = os.urandom(30_000_000)
    sender.write("huge", data)
    unlock(sender, "seal", "--to", "recipient", "huge", "-o", "large.fubako")
    return data


def test_part_of_a_block_on_a_full_disk_must_be_discarded(sender, huge, small_disk):
    (small_disk / "ballast").write_bytes(bytes(8 * 1_048_576 - 300_000))
    finished = shell(sender, f"{OPEN} > disk/out || exit $?")
    assert finished.returncode == 11 and "no space is left" in finished.stderr.decode()
    assert 0 < (small_disk / "out").stat().st_size < 1_000_000
    assert DISCARD in finished.stderr.decode()


def test_what_a_reader_took_before_it_went_away_must_be_discarded(sender, huge):
    finished = shell(sender, f"({OPEN} || echo $? > code) | head -c 1000")
    assert finished.stdout == huge[:1000] and (sender.home / "code").read_text() == "11\n"
    assert DISCARD in finished.stderr.decode()


@pytest.mark.parametrize("signals", [1, 2])
def test_signal_while_the_reader_stalls(sender, huge, signals):
    process = sender.start(
        "open", "--passphrase-file", "key-passphrase", "--stream", "-o", "-", "large.fubako")
    assert process.stdout.read(100) == huge[:100]
    time.sleep(0.3)
    for _ in range(signals):
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 143
    assert DISCARD in process.communicate()[1].decode()


def test_full_folder_for_what_is_kept_is_named(sender, large, small_disk):
    environment = {"TMPDIR": str(small_disk)}
    (small_disk / "ballast").write_bytes(bytes(8 * 1_048_576 - 8_192))
    result = stream(sender, large[1], code=11, err=f"writing: .*{small_disk.name}, at byte", environment=environment)
    assert large[0].startswith(result.data) and (not result.data or DISCARD in result.err)
    unlock(
        sender, "open", "-o", "-", "-", input=large[1], code=11, err=f"writing: .*{small_disk.name}, at byte",
        environment=environment)


def test_limit_on_the_size_of_files_is_an_error_and_no_crash(sender, large):
    package = large[1]
    sender.write("large.fubako", package)
    commands = {
        "seal --to recipient large -o out.fubako": b"", "open large.fubako -o inbox": b"", "open - -o inbox": package,
        "open --stream - -o - | cat": package,
    }
    for command, data in commands.items():
        command = command.replace(" ", " --passphrase-file key-passphrase ", 1)
        finished = shell(sender, f"ulimit -f 2000; fubako {command}", input=data)
        assert finished.returncode == 11, f"{command}: {finished.stderr.decode()}"
        assert "File too large" in finished.stderr.decode()
    assert not (sender.home / "inbox").exists() and not (sender.home / "out.fubako").exists()


def test_standard_input_is_read_from_where_it_stands(sender, large):
    data, package = large
    sender.write("padded", b"x" * 1_000 + package)
    unlocking = "--passphrase-file key-passphrase"
    for command in ("verify -", f"open {unlocking} -o out -", f"open {unlocking} --force --stream -o - - > out/large"):
        finished = shell(sender, f"{{ head -c 1000 > start; fubako {command}; }} < padded")
        assert finished.returncode == 0, finished.stderr.decode()
    assert (sender.home / "out/large").read_bytes() == data
    sender.run("verify", "-", "-", input=package, code=2, err="once only")


def test_version_that_was_altered(sender, large):
    changed = bytearray(large[1])
    position = changed.index(b"\x02\x01\x01\x04\x20") + 2
    changed[position] = 2
    assert stream(sender, bytes(changed), code=9).data == b""


def test_zeros_at_the_end_are_held_back_and_come_out(sender):
    (sender.home / "zeros").write_bytes(b"x" + bytes(300_000_000))
    unlock(sender, "seal", "--to", "recipient", "zeros", "-o", "zeros.fubako")
    start = time.monotonic()
    assert unlock(sender, "open", "--stream", "zeros.fubako", "-o", "-").data == b"x" + bytes(300_000_000)
    assert time.monotonic() - start < 10


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


def test_the_claim_that_there_is_one_file_is_shown_as_a_claim(sender):
    sender.write("tree/one", "1")
    sender.write("tree/two", "2")
    for name, inside, claimed in (("one.fubako", "tree/one", True), ("two.fubako", "tree", False)):
        unlock(sender, "seal", "--to", "recipient", inside, "-o", name)
        assert sender.run("inspect", "--json", name).json["claimsOneFile"] is claimed
        assert ("one file, as the sender claims" in sender.run("inspect", name).out) is claimed
        assert ("一つのファイル（差出人による）" in sender.run("inspect", "--lang", "ja", name).out) is claimed
