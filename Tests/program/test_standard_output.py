"""Standard output that is also what is read, that cannot be written, or that may carry one file only."""

import os
import subprocess

import pytest
from fixtures import refuses, unlock

UNLOCK = "--passphrase-file key-passphrase"


def shell(office, line):
    """What a shell makes of one line; a run that never ends fails at a limit of what it may write."""
    environment = office.environment | {"PATH": f"{os.path.dirname(office.program)}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", f"ulimit -f 100000; {line}"], cwd=office.home, env=environment, capture_output=True, text=True,
        timeout=60, check=False)


@pytest.fixture
def package(sender):
    """A sealed file."""
    sender.write("file", "the content\n")
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    return sender.home / "report.fubako"


APART = [
    f"fubako seal {UNLOCK} --to recipient - --stdin-name q -o - <report.fubako >>report.fubako",
    f"fubako seal {UNLOCK} --to recipient - --stdin-name q -o - <report.fubako 1<>report.fubako",
    f"fubako seal {UNLOCK} --to recipient report.fubako -o - >>report.fubako",
    f"fubako open {UNLOCK} report.fubako -o - >>report.fubako",
    f"ln report.fubako other; fubako open {UNLOCK} other -o - >>report.fubako",
    f"ln -s report.fubako other; fubako open {UNLOCK} other -o - --stream >>report.fubako",
    f"fubako open {UNLOCK} - -o - <report.fubako >>report.fubako",
    f"fubako open {UNLOCK} - -o - --stream <report.fubako 1<>report.fubako",
    f"fubako list {UNLOCK} report.fubako >>report.fubako", "fubako inspect report.fubako >>report.fubako",
    "fubako inspect --json - <report.fubako 1<>report.fubako", "fubako verify report.fubako >>report.fubako",
    "cp report.fubako other; fubako verify other absent report.fubako >>report.fubako",
]


@pytest.mark.parametrize("line", APART)
def test_the_file_that_is_read_is_not_written_to(sender, package, line):
    before = package.read_bytes()
    finished = shell(sender, line)
    assert finished.returncode == 10 and "input and output are the same" in finished.stderr, finished.stderr
    assert package.read_bytes() == before


@pytest.mark.parametrize("line", [
    f"fubako seal {UNLOCK} --to recipient - -o - </dev/null >/dev/null",
    f"fubako open {UNLOCK} report.fubako -o - >>file",
    f"fubako open {UNLOCK} report.fubako -o - --stream >out",
    f"fubako list {UNLOCK} report.fubako >out", "fubako inspect report.fubako >out", "fubako verify report.fubako >>file",
])
def test_other_files_and_devices_may_be_written_to(sender, package, line):
    assert package.exists()
    finished = shell(sender, line)
    assert finished.returncode == 0, finished.stderr


def test_closed_standard_output_is_an_error(sender, package):
    finished = shell(sender, f"fubako seal {UNLOCK} --to recipient file -o - >&-")
    assert finished.returncode == 11 and "/dev/stdout" in finished.stderr
    finished = shell(sender, f"fubako open {UNLOCK} report.fubako -o - >&-")
    assert finished.returncode == 11 and "/dev/stdout" in finished.stderr


@pytest.mark.parametrize("words", [
    f"open --json {UNLOCK} report.fubako -o inbox", f"list --json {UNLOCK} report.fubako",
    "inspect --json report.fubako", "verify --json report.fubako", f"seal --json {UNLOCK} --to recipient file -o new.fubako",
    "key list --json", "group list --json", "version --json", "policy show --json",
])
def test_json_that_cannot_be_written_is_an_error(sender, package, words):
    assert package.exists()
    finished = shell(sender, f"fubako {words} >/dev/full")
    assert finished.returncode == 11, (finished.returncode, finished.stderr)
    assert "no-space" in finished.stderr or "no space" in finished.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_nothing_is_written_where_a_closed_stream_was(sender, package, closed):
    assert package.exists()
    finished = shell(sender, f"fubako seal --json {UNLOCK} --to recipient file -o new.fubako {closed}")
    assert finished.returncode == (11 if ">&-" in closed.split() else 0), finished.stderr
    sender.run("verify", "new.fubako")


def test_only_one_file_goes_to_standard_output_and_the_reason_is_told(sender):
    sender.write("tree/a", "a")
    sender.write("tree/b", "b")
    (sender.home / "tree" / "link").symlink_to("a")
    unlock(sender, "seal", "--to", "recipient", "tree", "-o", "tree.fubako")
    refuses(sender, 2, "it holds 2 files; name the one", "open", "tree.fubako", "-o", "-")
    refuses(sender, 2, "tree: it is a folder or a link", "open", "tree.fubako", "tree", "-o", "-")
    refuses(sender, 2, "tree/link: it is a folder or a link", "open", "tree.fubako", "tree/link", "-o", "-")
    refuses(sender, 3, "tree/c: there is no such file", "open", "tree.fubako", "tree/c", "-o", "-")
    assert unlock(sender, "open", "tree.fubako", "tree/b", "-o", "-").data == b"b"
