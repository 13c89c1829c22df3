"""The manual pages say what the program does, in both languages, and nothing else."""

import re
import subprocess

import pytest
from pages import documented_commands, documented_exit_codes, documented_options

COMMANDS = {
    "key": ["new", "list", "show", "export", "import", "trust", "untrust", "remove", "passphrase"],
    "group": ["add", "list", "remove"],
    "policy": ["withdraw", "restore", "show"],
    "route": ["add", "list", "show", "test", "state", "remove"],
    "repair": [], "reseal": [], "seal": [], "inspect": [], "verify": [], "list": [], "open": [], "version": [],
    "receive": [], "send": [],
    "transfer": ["status", "list", "resume", "resend", "replace", "handover", "receipt", "close", "cancel"],
    "completion": [],
    "ledger": [
        "show", "verify", "prove", "check", "checkpoint", "witness", "collect", "witnesses", "consistency", "forget",
        "retention", "pin", "key", "export", "verify-export", "report"],
}
#: The page to which a page sends its readers for options that mean the same.
BESIDE = {"send": "seal"}
LANGUAGES = ["man", "man/ja"]


def help_text(program, *command):
    finished = subprocess.run([program, *command, "--help"], text=True, capture_output=True, check=True)
    return finished.stdout


def offered_options(program, *command):
    """The options in a help text: the words before the description of each entry."""
    entries = re.findall(r"^  (-.*)$", help_text(program, *command), re.MULTILINE)
    heads = [re.split(r"\s{2,}|<", entry)[0] if "<" not in entry else entry.split("  ")[0] for entry in entries]
    return {option for head in heads for option in re.findall(r"(?<![\w-])(--?[a-z0-9][a-z0-9-]*)", head)}


def offered_commands(program, *command):
    """The sub-commands in a help text."""
    section = re.split(r"^SUBCOMMANDS:$", help_text(program, *command), flags=re.MULTILINE)
    return set(re.findall(r"^  ([a-z]\S*)", section[1], re.MULTILINE)) if len(section) > 1 else set()


@pytest.mark.parametrize("folder", LANGUAGES)
def test_common_page_names_every_command(root, program, folder):
    assert documented_commands(root / folder / "fubako.1") >= set(COMMANDS)
    assert offered_commands(program) - {"help"} == set(COMMANDS)


@pytest.mark.parametrize("folder", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_page_describes_the_options_that_there_are(root, program, command, folder):
    common = documented_options(root / folder / "fubako.1") | {"--version"}
    page = documented_options(root / folder / f"fubako-{command}.1")
    ways = [(command, part) for part in COMMANDS[command]] or [(command,)]
    offered = set().union(*(offered_options(program, *way) for way in ways))
    beside = documented_options(root / folder / f"fubako-{BESIDE[command]}.1") if command in BESIDE else set()
    assert offered - common - page - beside == set(), "offered, but not in the page"
    assert page - offered == set(), "in the page, but not offered"


@pytest.mark.parametrize("folder", LANGUAGES)
@pytest.mark.parametrize("command", [name for name, parts in COMMANDS.items() if parts])
def test_page_describes_every_part_of_a_command(root, program, command, folder):
    assert documented_commands(root / folder / f"fubako-{command}.1") == set(COMMANDS[command])
    assert offered_commands(program, command) - {"help"} == set(COMMANDS[command])


@pytest.mark.parametrize("command", COMMANDS)
def test_both_languages_describe_the_same(root, command):
    english, japanese = (root / folder / f"fubako-{command}.1" for folder in LANGUAGES)
    assert documented_options(english) == documented_options(japanese)
    assert documented_commands(english) == documented_commands(japanese)


def test_exit_codes_are_the_same_everywhere(root):
    table = (root / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    codes = [int(code) for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in row.split(", ")]
    assert codes == [*range(20), 129, 130, 143]
    for folder in LANGUAGES:
        assert documented_exit_codes(root / folder / "fubako.1") == codes
