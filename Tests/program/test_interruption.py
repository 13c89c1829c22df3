"""Runs that are told to stop, or find the disk full, leave nothing behind."""

import os
import signal
import subprocess
import time

import pytest
from fixtures import listing, make_tree, unlock

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


def start(office, command, *words):
    return office.start(command, "--passphrase-file", "key-passphrase", *words)


def staged(office):
    """Files and folders in the home that nobody asked for."""
    return {name for name in listing(office.home) if ".fubako-" in name}


@pytest.mark.parametrize("number, code", SIGNALS)
@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05])
def test_sealing_that_is_stopped_leaves_nothing(sender, number, code, moment):
    (sender.home / "large").write_bytes(bytes(200_000_000))
    before = listing(sender.home)
    process = start(sender, "seal", "--to", "recipient", "large", "-o", "out.fubako")
    time.sleep(moment)
    process.send_signal(number)
    process.communicate(timeout=30)
    # A signal before the program listens ends it as it ends any program.
    assert process.returncode in (code, -number)
    assert listing(sender.home) == before


@pytest.mark.parametrize("number, code", SIGNALS)
@pytest.mark.parametrize("moment", [0.005, 0.03, 0.1])
def test_opening_that_is_stopped_leaves_nothing(sender, number, code, moment):
    (sender.home / "large").write_bytes(bytes(200_000_000))
    make_tree(sender.home)
    unlock(sender, "seal", "--to", "recipient", "large", "報告書", "-o", "out.fubako")
    before = listing(sender.home)
    process = start(sender, "open", "out.fubako", "-o", "inbox")
    time.sleep(moment)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode in (0, code, -number)
    if process.returncode == 0:
        assert (sender.home / "inbox" / "large").stat().st_size == 200_000_000
    else:
        assert listing(sender.home) == before
    assert staged(sender) == set()


def test_waiting_for_input_can_be_stopped(sender):
    before = listing(sender.home)
    process = start(sender, "seal", "--to", "recipient", "-o", "out.fubako", "-")
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 143
    process.communicate()
    assert listing(sender.home) == before


def test_opening_that_is_killed_is_cleared_up_by_the_next_run(sender):
    (sender.home / "large").write_bytes(bytes(200_000_000))
    make_tree(sender.home)
    unlock(sender, "seal", "--to", "recipient", "large", "報告書", "-o", "out.fubako")
    before = listing(sender.home)
    for moment in (0.02, 0.05, 0.08, 0.12):
        process = start(sender, "open", "out.fubako", "-o", "inbox")
        time.sleep(moment)
        process.kill()
        process.communicate()
        if (sender.home / "inbox").exists():
            pytest.skip("this machine opens faster than it is killed")
    sender.run("verify", "out.fubako")
    assert listing(sender.home) == before


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


def test_disk_full_while_sealing(sender, small_disk):
    (sender.home / "large").write_bytes(os.urandom(12_000_000))
    unlock(sender, "seal", "--to", "recipient", "large", "-o", "disk/out.fubako", code=11, err="no space is left")
    assert os.listdir(small_disk) == []


def test_disk_full_while_opening(sender, small_disk):
    (sender.home / "large").write_bytes(os.urandom(12_000_000))
    unlock(sender, "seal", "--to", "recipient", "large", "-o", "out.fubako")
    for target in ("disk/inbox", "disk"):
        unlock(sender, "open", "out.fubako", "-o", target, code=11, err="no space is left")
        assert os.listdir(small_disk) == []


def test_file_that_vanishes_or_shrinks_while_it_is_sealed(sender):
    folder = sender.home / "folder"
    folder.mkdir()
    for number in range(2_000):
        (folder / f"{number:04}").write_bytes(bytes(20_000))
    (folder / "9999").write_bytes(bytes(5_000_000))
    seen = set()
    for change in (lambda last: last.unlink(), lambda last: os.truncate(last, 7)):
        for moment in (0.01, 0.02, 0.03, 0.05):
            last = folder / "9999"
            last.write_bytes(bytes(5_000_000))
            process = start(sender, "seal", "--force", "--to", "recipient", "folder", "-o", "out.fubako")
            time.sleep(moment)
            change(last)
            _, err = process.communicate(timeout=30)
            seen.add(process.returncode)
            # Whole as it was, whole without it, or not at all.
            if process.returncode == 0:
                sender.run("verify", "out.fubako")
                (sender.home / "out.fubako").unlink()
            else:
                assert process.returncode == 11 and b"folder/9999" in err
                assert not (sender.home / "out.fubako").exists()
    assert seen <= {0, 11}
