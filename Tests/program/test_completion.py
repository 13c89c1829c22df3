"""Completion: the scripts for the shells, and what the program answers them."""

import os
import pty
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import copied


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_knows_the_commands(office, shell):
    script = office.run("completion", shell).out
    assert "passphrase" in script and "group" in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


COMPLETED = [
    (("seal", "--", "--to"), ["jinji", "soumu", "zaimu", "kyoku"]),
    (("seal", "--", "--from"), ["jinji", "soumu", "zaimu"]),
    (("open", "--", "--key"), ["jinji", "soumu", "zaimu"]), (("open", "--", "--signer"), ["jinji", "soumu", "zaimu"]),
    (("key", "show", "--", "positional@0"), ["jinji", "soumu", "zaimu"]),
    (("group", "remove", "--", "positional@0"), ["kyoku"]),
    (("group", "remove", "--", "positional@1"), ["jinji", "soumu", "zaimu"]),
]


@pytest.mark.parametrize("question, names", COMPLETED)
@pytest.mark.parametrize("keyring", [(), ("--keyring", "absent"), ("--keyring=/proc",), ("--keyring",)])
def test_a_shell_is_told_names_of_the_keyring_and_nothing_else(tmp_path, ministry, question, names, keyring):
    office = copied(ministry, tmp_path / "ministry")
    office.run("group", "add", "kyoku", "soumu")
    (office.home / "a.cert.pem").touch()
    words = ("fubako", *(word for word in question if word != "--"), "", *keyring)
    for environment in ({"LC_ALL": "ja_JP.UTF-8"}, {"LC_ALL": "C"}):
        result = office.run("---completion", *question, str(len(words) - 1), "0", *words, environment=environment)
        assert result.err == ""
        assert result.out.split() == ([] if any(keyring) and keyring != ("--keyring",) else names)


@pytest.mark.parametrize(
    "line, names", [
        ("seal --to s", ["soumu"]), ("group remove k", ["kyoku"]), ("key show z", ["zaimu"]),
        ("seal --purpose st", ["store"]), ("seal --grade C3/I2", ["C3/I2/A2", "C3/I2/A1"]),
        ("seal --restrict no-c", ["no-copying"]),
    ])
def test_bash_completes_names_of_the_keyring_and_words_of_labels(tmp_path, ministry, line, names):
    office = copied(ministry, tmp_path / "ministry")
    office.run("group", "add", "kyoku", "soumu")
    office.write("script", office.run("completion", "bash").out)
    words = ["fubako", *line.split()]
    asked = (
        f"source ./script; COMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1} COMP_LINE='fubako {line}'"
        " COMP_POINT=${#COMP_LINE}; _fubako fubako ${COMP_WORDS[-1]} ${COMP_WORDS[-2]};"
        " printf '%s\\n' \"${COMPREPLY[@]}\"")
    environment = office.environment | {"PATH": f"{Path(office.program).parent}:{os.environ['PATH']}"}
    finished = subprocess.run(
        ["bash", "-c", asked], cwd=office.home, env=environment, capture_output=True, text=True, check=False)
    assert finished.stdout.split() == names, finished.stderr


#: Names of which bash would run or replace something, were they expanded.
HOSTILE = [
    "$(id>OWNED).pem", "`id>OWNED`.pem", "$HOME.pem", "${x:=$(id>OWNED)}.pem", "q'uote.pem", 'q"uote.pem',
    "two words.pem", "line\n$(id>OWNED).pem", "semi;id>OWNED;.pem", "<(id>OWNED).pem", "~.pem", "back\\slash.pem",
    "*.pem", "{a,b}.pem",
]


#: How each shell is started without anybody's settings, and how it takes the completion over.
SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], "source ./.script; PS1='RE''ADY '"),
    "fish": (["--no-config", "-i"], "source ./.script; echo RE''ADY"),
    "zsh": (["-f", "-i"], "fpath=(./.functions $fpath); autoload -Uz compinit; compinit -u -D; PS1=; echo RE''ADY"),
}


def at_prompt(office, keys, shell="bash", expected=""):
    """What a person sees who types at a shell that has the completion, waits for what is expected, and then clears the line."""
    # Zsh loads a function from a file of its name.
    office.write(".functions/_fubako" if shell == "zsh" else ".script", office.run("completion", shell).out)
    environment = office.environment | {
        "PATH": f"{Path(office.program).parent}:{os.environ['PATH']}", "TERM": "dumb", "INPUTRC": "/dev/null",
        "HISTFILE": "/dev/null"}
    options, beginning = SHELLS[shell]
    process, master = pty.fork()
    if process == 0:
        os.chdir(office.home)
        os.execvpe(shell, [shell, *options], environment)
    seen = ""

    def read_until(text):
        nonlocal seen
        end = time.monotonic() + 30
        while text not in seen:
            left = end - time.monotonic()
            assert left > 0 and select.select([master], [], [], left)[0], f"no {text!r} in {seen!r}"
            seen += os.read(master, 65536).decode("utf-8", "replace")

    try:
        os.write(master, beginning.encode() + b"\r")
        read_until("READY")
        # All at once: bash takes one key after the other, however long each takes. Others give up where one follows.
        os.write(master, keys.encode())
        read_until(expected)
        os.write(master, b"\x15echo en''ded\r")
        read_until("ended")
        return seen
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(master)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("begun, completed", [
    ("seal --to s", "seal --to soumu "), ("group remove k", "group remove kyoku "), ("key show z", "key show zaimu "),
    ("group remove kyoku s", "group remove kyoku soumu "), ("seal --purpose st", "seal --purpose store "),
    ("route test na", "route test nas "), ("send --via mail,na", "send --via mail,nas"),
    ("ledger consis", "ledger consistency "), ("ledger verify-export --quo", "ledger verify-export --quorum"),
])
def test_every_shell_completes_names_and_words(tmp_path, ministry, shell, begun, completed):
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell} here")
    office = copied(ministry, tmp_path / "ministry")
    office.run("group", "add", "kyoku", "soumu")
    office.run("route", "add", "nas", "--folder", "/")
    at_prompt(office, f"fubako {begun}\t", shell, expected=f"fubako {completed}")


@pytest.mark.parametrize(
    "question", ["seal --to ", "seal --from ", "open --signer ", "open ", "key show ", "key import "])
def test_bash_never_runs_what_a_name_holds(tmp_path, ministry, question):
    office = copied(ministry, tmp_path / "ministry")
    for name in HOSTILE:
        (office.home / name).touch()
    before = sorted(os.listdir(office.home)) + [".script"]
    seen = at_prompt(office, f"fubako {question}\t\t$\t\t")
    assert sorted(os.listdir(office.home)) == sorted(before)
    assert ("soumu" in seen) == (question not in ("open ", "key import ")), seen
    assert ("$(id>OWNED).pem" in seen) == (question in ("seal --to ", "open ", "key import ")), seen


@pytest.mark.parametrize("begun, completed", [
    ("two", r"two\ words.pem "), ("semi", r"semi\;id\>OWNED\;.pem "), ("back", r"back\\slash.pem "), ("sou", "soumu "),
])
def test_bash_quotes_the_name_that_it_completes(tmp_path, ministry, begun, completed):
    office = copied(ministry, tmp_path / "ministry")
    for name in HOSTILE:
        (office.home / name).touch()
    seen = at_prompt(office, f"fubako seal --to {begun}\t")
    assert f"seal --to {completed}" in seen
    assert not (office.home / "OWNED").exists()
