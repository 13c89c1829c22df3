"""Completion: the scripts for the shells, and what the program answers them."""

import os
import subprocess
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
        files = ["a.cert.pem"] if "--to" in question else []
        assert result.out.split() == (files if any(keyring) and keyring != ("--keyring",) else names + files)


@pytest.mark.parametrize(
    "line, names", [("seal --to s", ["soumu"]), ("group remove k", ["kyoku"]), ("key show z", ["zaimu"])])
def test_bash_completes_names_of_the_keyring(tmp_path, ministry, line, names):
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
