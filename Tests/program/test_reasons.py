"""Errors name what is wrong, and hints are of use."""

import os
import shutil
import subprocess

import pytest
from fixtures import refuses, unlock
from test_standard_output import package

__all__ = ["package"]
RECORD = ".fubako-label"
TO = ("--to", "recipient", "-o", "out.fubako")


@pytest.fixture
def labelled(sender):
    """A file that was opened, and the record of its label."""
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "--grade", "C2/I1/A1", "file", "-o", "first.fubako")
    unlock(sender, "open", "first.fubako", "-o", "tree")
    (record,) = (path for path in (sender.home / "tree").iterdir() if path.name != "file")
    return record


@pytest.mark.parametrize("inputs", [("tree/file",), ("tree",)])
@pytest.mark.parametrize("content", [b"", b"\xff", b"something else\n", b"grade"])
def test_a_broken_label_record_is_named(sender, labelled, inputs, content):
    labelled.write_bytes(labelled.read_bytes().replace(b"grade:", b"grad:") if content == b"grade" else content)
    for grade in ((), ("--grade", "C2/I1/A1")):
        result = refuses(sender, 8, f"tree/{labelled.name}", "seal", *TO, *grade, *inputs)
        assert "--no-inherit-label" in result.err
    error = refuses(sender, 8, "", "seal", "--json", *TO, *inputs).error
    assert error["where"].startswith(f"tree/{labelled.name}") and error["name"].startswith("label.")
    unlock(sender, "seal", "--no-inherit-label", "--grade", "C2/I1/A1", *TO, *inputs)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("file", path)])
def test_a_label_record_that_is_no_file_is_named(sender, labelled, make):
    labelled.unlink()
    make(labelled)
    for language in ("en", "ja"):
        result = refuses(sender, 10, f"tree/{labelled.name}", "seal", "--lang", language, *TO, "tree/file")
        assert "--no-inherit-label" in result.err and "errno" not in result.err and "--skip-special" not in result.err
    unlock(sender, "seal", "--no-inherit-label", *TO, "tree/file")


@pytest.mark.parametrize("command", ["verify", "list", "open", "inspect", "seal"])
def test_a_mistyped_keyring_is_no_empty_one(sender, package, command):
    words = {"open": ("-o", "inbox"), "seal": ("--unsigned", *TO)}.get(command, ())
    refuses(sender, 3, "there is no keyring here", command, package.name, "--keyring", "nowhere", *words)


@pytest.mark.parametrize("name", ["e", "index", "header", "-o"])
def test_a_package_is_named_whatever_its_name(sender, name):
    (sender.home / name).write_bytes(b"no package")
    error = refuses(sender, 12, "", "inspect", "--json", f"./{name}").error
    assert error["where"].startswith(f"./{name}: ")


@pytest.mark.parametrize("name", ["e", "header"])
def test_a_damaged_package_is_named_whatever_its_name(sender, package, name):
    data = bytearray(package.read_bytes())
    data[60] ^= 1
    (sender.home / name).write_bytes(data[:-1])
    error = sender.run("list", "--json", "--passphrase-file", "key-passphrase", name, code=8).error
    assert error["where"].startswith(f"{name}: ") or error["where"] == name


def other_kinds(home):
    """A folder, a FIFO, a file and a link, and nothing where a file may go."""
    (home / "folder").mkdir()
    os.mkfifo(home / "fifo")
    (home / "link").symlink_to("folder")


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("name", ["folder", "folder/", ".", "fifo"])
def test_an_output_of_another_kind_is_refused_with_a_hint_of_use(sender, package, name, force):
    other_kinds(sender.home)
    result = refuses(sender, 10, "of another kind", "seal", "--to", "recipient", *force, "file", "-o", name)
    assert "choose another name" in result.err and "--force" not in result.err and "--skip-special" not in result.err


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_target_of_another_kind_is_refused_with_a_hint_of_use(sender, package, force):
    other_kinds(sender.home)
    sender.write("tree/x", "x")
    unlock(sender, "seal", "--to", "recipient", "tree", "-o", "tree.fubako")
    for target in ("file", "fifo"):
        refuses(sender, 10, f"{target}: something of another kind", "open", *force, "tree.fubako", "-o", target)
    for make in (os.mkfifo, lambda path: path.symlink_to("/"), lambda path: path.touch()):
        (sender.home / "inbox").mkdir()
        make(sender.home / "inbox" / "tree")
        result = refuses(
            sender, 10, "inbox/tree: something of another kind", "open", *force, "tree.fubako", "-o", "inbox")
        assert "choose another name" in result.err and "--force" not in result.err
        shutil.rmtree(sender.home / "inbox")
    (sender.home / "inbox" / "file").mkdir(parents=True)
    refuses(sender, 10, "inbox/file: something of another kind", "open", *force, "report.fubako", "-o", "inbox")


@pytest.mark.parametrize("words", [("seal", "--to", "recipient", "file"), ("open", "report.fubako")])
def test_an_empty_output_is_an_empty_name(sender, package, words):
    refuses(sender, 10, "'': the name is empty", *words, "-o", "")


def test_output_through_a_bind_mount_of_an_input_is_refused(sender):
    sender.write("dir/sub/deep/file", "x")
    (sender.home / "other").mkdir()
    (sender.home / "script").write_text(
        "mount --bind dir/sub other || exit 77\n"
        f"{sender.program} seal --passphrase-file key-passphrase --to recipient dir -o $1\n")
    for output in ("other/x", "other/deep/x"):
        finished = subprocess.run(
            ["unshare", "-m", "sh", "script", output], cwd=sender.home, env=sender.environment, capture_output=True,
            text=True, timeout=60, check=False)
        if finished.returncode in (1, 77):
            pytest.skip(f"no mounts here: {finished.stderr}")
        assert finished.returncode == 10 and "inside an input" in finished.stderr, finished.stderr
