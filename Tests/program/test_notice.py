"""Whoever uses the program is told once that trails are kept, and it is recorded whether that was read."""

import contextlib
import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import termios

import pytest
from fixtures import know, own, unlock
from office import Terminal

NOTICE = "recorded in a ledger"
QUESTION = "Press Enter when you have read this. "


class Seat(Terminal):
    """A terminal that is also standard input and standard error, as when a person types the command."""

    def __init__(self, office, arguments):
        self.master, self.slave = os.openpty()
        self.seen = ""

        def take_terminal():
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [office.program, *map(str, arguments)], cwd=office.home, env=office.environment, start_new_session=True,
            stdin=self.slave, stdout=subprocess.DEVNULL, stderr=self.slave, preexec_fn=take_terminal,
            pass_fds=[self.slave])

    def end(self):
        """Waits for the end of the run, and tells its exit code."""
        return self.process.wait(timeout=60)


def notices(office):
    """How each notice was shown, and whether it was confirmed."""
    folder = office.home / ".local/share/fubako/ledger"
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as database:
        rows = database.execute("SELECT bytes FROM entry WHERE kind = 'notice' ORDER BY position")
        found = [json.loads(row[0]) for row in rows]
    return [(notice["shown"], notice["confirmed"]) for notice in found]


def seal(office, output, *words):
    office.write("file.txt", "content\n")
    return ("seal", "--passphrase-file", "key-passphrase", "--to", "recipient", "file.txt", "-o", output, *words)


def test_it_is_shown_once_and_its_reading_is_recorded(sender):
    with Seat(sender, seal(sender, "one.fubako")) as seat:
        assert NOTICE in seat.expect(QUESTION)
        assert not (sender.home / "one.fubako").exists()
        seat.type("\n")
        assert seat.end() == 0
    assert notices(sender) == [("terminal", True)]
    with Seat(sender, seal(sender, "two.fubako")) as seat:
        assert seat.end() == 0
        told = seat.rest()
    assert NOTICE not in told and QUESTION not in told
    assert notices(sender) == [("terminal", True)]
    assert (sender.home / "one.fubako").exists() and (sender.home / "two.fubako").exists()


def test_it_is_shown_in_the_language_of_the_person(sender):
    with Seat(sender, seal(sender, "one.fubako", "--lang", "ja")) as seat:
        assert "台帳に記録されます" in seat.expect("読んだら Enter を押してください。")
        seat.type("はい\n")
        assert seat.end() == 0
    assert notices(sender) == [("terminal", True)]


def test_the_end_of_input_confirms_nothing_and_stops_nothing(sender):
    with Seat(sender, seal(sender, "one.fubako")) as seat:
        seat.expect(QUESTION)
        seat.type("\x04")
        assert seat.end() == 0
    assert notices(sender) == [("terminal", False)]
    assert (sender.home / "one.fubako").exists()


def test_it_is_shown_to_each_person(sender):
    """Two identities of one keyring are two persons."""
    own(sender, "other")
    for name in ("sender", "other"):
        with Seat(sender, seal(sender, f"{name}.fubako", "--from", name)) as seat:
            assert NOTICE in seat.expect(QUESTION)
            seat.type("\n")
            assert seat.end() == 0
    assert notices(sender) == [("terminal", True)] * 2


@pytest.mark.parametrize("words", [("--quiet",), ("--json",)])
def test_where_nothing_is_to_be_said_it_waits_for_another_run(sender, words):
    with Seat(sender, seal(sender, "one.fubako", *words)) as seat:
        assert seat.end() == 0
        assert NOTICE not in seat.rest()
    assert notices(sender) == []
    with Seat(sender, seal(sender, "two.fubako")) as seat:
        seat.expect(QUESTION)
        seat.type("\n")
        assert seat.end() == 0
    assert notices(sender) == [("terminal", True)]


def test_a_question_that_is_left_leaves_nothing(sender):
    with Seat(sender, seal(sender, "one.fubako")) as seat:
        seat.expect(QUESTION)
        seat.type("\x03")
        assert seat.end() == 128 + signal.SIGINT
    assert not (sender.home / "one.fubako").exists()


def test_pipes_are_not_kept_waiting(sender, recipient):
    """Neither where there is no terminal, nor where the content comes through standard input."""
    assert NOTICE in sender.run(*seal(sender, "one.fubako")).err
    assert notices(sender) == [("other", False)]
    (recipient.home / "one.fubako").write_bytes((sender.home / "one.fubako").read_bytes())
    know(recipient, "sender")
    assert NOTICE in unlock(recipient, "open", "one.fubako", "-o", "-").err
    assert NOTICE not in unlock(recipient, "open", "one.fubako", "-o", "-").err
    assert notices(recipient) == [("other", False)]
