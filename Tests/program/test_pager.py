"""What is shown of the ledger is paged on a terminal, and nowhere else."""

import os
import pty
import select
import signal
import subprocess
import time

import pytest
from keeper import Keeper

MARK = "#!/bin/sh\necho \"paged LESS=$LESS LV=$LV $*\"\ncat\n"


@pytest.fixture(scope="module")
def keeper(program, tmp_path_factory):
    """A ledger of some entries, and a pager that says so."""
    keeper = Keeper(program, tmp_path_factory.mktemp("pager") / "home", count=3)
    keeper.write("bin/pager", MARK, mode=0o700)
    keeper.write("bin/less", MARK, mode=0o700)
    keeper.write("bin/first", "#!/bin/sh\nread line\necho \"first: $line\"\n", mode=0o700)
    return keeper


class Screen:
    """A terminal that standard output and input are."""

    def __init__(self, keeper, *words, **environment):
        self.master, slave = pty.openpty()
        environment = {**keeper.environment, "PATH": f"{keeper.home}/bin:{os.environ['PATH']}", "TERM": "xterm", **environment}

        def take_terminal():
            import fcntl
            import termios
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [keeper.program, "ledger", *words], cwd=keeper.home, env={name: value for name, value in environment.items() if value is not None},
            stdin=slave, stdout=slave, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=take_terminal)
        os.close(slave)
        self.seen = ""

    def read(self, seconds):
        """Reads what comes within a time; false at the end."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def end(self):
        """Waits for the end; gives the exit code and what was seen."""
        end = time.monotonic() + 30
        while self.read(0.2) and time.monotonic() < end:
            pass
        error = self.process.communicate(timeout=30)[1].decode()
        os.close(self.master)
        return self.process.returncode, self.seen, error


#: Words; variables; whether it is paged, and by what.
CASES = [
    (("show",), {}, "paged LESS=FRX LV=-c "),
    (("show", "2"), {}, "paged LESS=FRX LV=-c "),
    (("show",), {"LESS": "S"}, "paged LESS=S LV=-c "),
    (("show",), {"PAGER": "pager"}, "paged LESS=FRX"),
    (("show",), {"PAGER": "pager -x 3"}, "LV=-c -x 3"),
    (("show",), {"PAGER": "sed 's/^/: /' | pager"}, "paged LESS=FRX"),
    (("show",), {"PAGER": "no-such-pager"}, None),
    (("show",), {"PAGER": ""}, None),
    (("show",), {"PAGER": "cat"}, None),
    (("show",), {"TERM": "dumb"}, None),
    (("show", "--no-pager"), {}, None),
    (("show", "--json"), {}, None),
    (("verify",), {}, None),
]


@pytest.mark.parametrize("words, variables, paged", CASES)
def test_it_is_paged_on_a_terminal_only(keeper, words, variables, paged):
    code, seen, error = Screen(keeper, *words, **variables).end()
    assert code == 0 and (paged in seen if paged else "paged" not in seen), (seen, error)
    assert error == ""
    plain = keeper.ledger(*words).out
    if "sed" not in variables.get("PAGER", ""):
        assert plain in seen.replace("\r\n", "\n")
    assert "paged" not in plain


def test_the_pager_is_waited_for_and_may_be_left_early(keeper):
    keeper.write("slow", "#!/bin/sh\nread line\nsleep 1\necho \"late: $line\"\n", mode=0o700)
    for number in range(40):
        keeper.ledger("retention", "set", "--keep", f"{number + 1}d")
    code, seen, error = Screen(keeper, "show", PAGER=f"{keeper.home}/slow").end()
    assert (code, error) == (0, "") and "late: " in seen


def test_an_interrupt_is_the_pagers(keeper):
    keeper.write("stays", "#!/bin/sh\ntrap 'echo interrupted' INT\ncat > /dev/null\necho ready\nsleep 4\necho left\n", mode=0o700)
    screen = Screen(keeper, "show", PAGER=f"{keeper.home}/stays")
    end = time.monotonic() + 30
    while "ready" not in screen.seen and time.monotonic() < end:
        screen.read(0.2)
    screen.process.send_signal(signal.SIGINT)
    code, seen, error = screen.end()
    assert (code, error) == (0, "") and "left" in seen


def test_what_others_wrote_is_harmless_in_a_pager(keeper):
    keeper.write("file", "text")
    name = "a\x1b[31mred\u202e.fubako"
    keeper.run("seal", "--to", "sender", "--passphrase-file", "key-passphrase", "file", "-o", name)
    _, seen, _ = Screen(keeper, "show", str(len(keeper.entries()) - 1)).end()
    assert "red" in seen and "\x1b" not in seen and "\u202e" not in seen


def test_the_table_is_whole():
    assert len(CASES) == 13
