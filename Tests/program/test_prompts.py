"""Questions at the terminal: passphrases that are not shown, fingerprints that are confirmed, interruption."""

import os
import signal

import pytest
from office import PASSPHRASE


def wait_without_echo(terminal, text):
    terminal.expect(text)
    assert not terminal.shows_input


def test_a_new_passphrase_is_asked_for_twice_and_not_shown(office):
    with office.at_terminal("key", "new", "soumu") as terminal:
        wait_without_echo(terminal, "New passphrase for soumu: ")
        terminal.type(PASSPHRASE + "\n")
        wait_without_echo(terminal, "The same again: ")
        terminal.type(PASSPHRASE + "\n")
        result = terminal.end()
        assert result.code == 0, result.err
        assert terminal.shows_input
        assert PASSPHRASE not in terminal.rest() + result.out + result.err
    office.run("key", "passphrase", "soumu", "--passphrase-file", "passphrase", "--new-passphrase-file", "passphrase")


def test_two_entries_that_differ(office):
    with office.at_terminal("key", "new", "soumu") as terminal:
        terminal.expect("New passphrase")
        terminal.type("one\n")
        terminal.expect("The same again: ")
        terminal.type("two\n")
        result = terminal.end()
        assert result.code == 2 and "the two entries differ" in result.err
        assert terminal.shows_input
    assert not (office.keyring / "identities/soumu").exists()


@pytest.mark.parametrize("stop, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_echo(office, stop, code):
    with office.at_terminal("key", "new", "soumu") as terminal:
        wait_without_echo(terminal, "New passphrase")
        terminal.type("half a pass")
        if stop == signal.SIGINT:
            terminal.type("\x03")
        else:
            os.kill(terminal.process.pid, stop)
        result = terminal.end()
        assert result.code == code, result.err
        assert terminal.shows_input
    assert not (office.keyring / "identities/soumu").exists()


def test_the_end_of_input_is_no_passphrase(office):
    with office.at_terminal("key", "new", "soumu") as terminal:
        terminal.expect("New passphrase")
        terminal.type("\x04")
        result = terminal.end()
        assert result.code == 2 and "nothing was entered" in result.err
        assert terminal.shows_input


def test_without_a_terminal_it_says_what_to_do(office):
    office.run("key", "new", "soumu", code=2, err="no terminal.*\n.*--passphrase-file", input=b"secret\nsecret\n")


def test_nothing_is_asked_in_vain(own_soumu):
    own_soumu.run("key", "new", "soumu", code=10, err="there already")
    own_soumu.run("key", "new", "jinji", "--mail", "no address", code=2)


def test_the_old_passphrase_is_checked_before_the_new_one_is_asked_for(own_soumu):
    with own_soumu.at_terminal("key", "passphrase", "soumu") as terminal:
        wait_without_echo(terminal, "Passphrase for soumu: ")
        terminal.type("wrong\n")
        result = terminal.end()
        assert result.code == 4 and "New passphrase" not in terminal.rest()
    with own_soumu.at_terminal("key", "passphrase", "soumu") as terminal:
        terminal.expect("Passphrase for soumu: ")
        terminal.type(PASSPHRASE + "\n")
        for question in ("New passphrase for soumu: ", "The same again: "):
            wait_without_echo(terminal, question)
            terminal.type("neu\n")
        assert terminal.end().code == 0


ANSWERS = [("yes", 0), ("y", 0), ("はい", 0), ("no", 10), ("n", 10), ("いいえ", 10)]


@pytest.mark.parametrize("answer, code", ANSWERS)
def test_an_import_is_confirmed_by_a_person(office, soumu, answer, code):
    office.write("soumu.cert.pem", (soumu.home / "soumu.cert.pem").read_bytes())
    with office.at_terminal("key", "import", "soumu.cert.pem") as terminal:
        shown = terminal.expect("(yes/no) ")
        assert soumu.fingerprint("soumu") in shown and "'soumu'" in shown
        assert terminal.shows_input
        terminal.type("perhaps\n")
        terminal.expect("Please answer yes or no.")
        terminal.type(answer + "\n")
        result = terminal.end()
        assert result.code == code, result.err
    assert (office.keyring / "identities/soumu").exists() == (code == 0)


def test_trust_is_confirmed_in_japanese(office, soumu):
    office.take_in(soumu, "soumu")
    office.run("key", "untrust", "soumu")
    with office.at_terminal("key", "trust", "soumu", "--lang", "ja") as terminal:
        assert soumu.fingerprint("soumu") in terminal.expect("（はい/いいえ、yes/no）")
        terminal.type("はい\n")
        result = terminal.end()
        assert result.code == 0 and "信頼しました" in result.err


def test_certificates_come_in_through_a_pipe_while_a_person_confirms(office, soumu):
    with office.at_terminal("key", "import", "-") as terminal:
        terminal.process.stdin.write((soumu.home / "soumu.cert.pem").read_bytes())
        terminal.process.stdin.close()
        terminal.process.stdin = None
        terminal.expect("(yes/no) ")
        terminal.type("yes\n")
        assert terminal.end().code == 0
