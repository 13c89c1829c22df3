"""What a manual page in mdoc says of options, sub-commands and exit codes."""

import re
from pathlib import Path

#: Macros after which a word is not an option any more.
OTHER_MACROS = {"Ar", "Cm", "Pa", "Op", "Li", "Ns", "No", "Nm"}


def options_of_line(line):
    """The options that an `.It Fl` line introduces: `Fl o , -output Ar file` gives -o and --output."""
    found, within_flags = [], False
    for word in line.split():
        if word == "Fl":
            within_flags = True
        elif word in OTHER_MACROS:
            within_flags = False
        elif within_flags and word != ",":
            found.append("-" + word)
    return found


def documented_options(page: Path):
    """All options that a page has an entry for."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return {option for line in lines if line.startswith(".It Fl ") for option in options_of_line(line)}


def documented_commands(page: Path):
    """The names of the sub-commands that a page has an entry for."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return {line.split()[2] for line in lines if line.startswith(".It Cm ")}


def documented_exit_codes(page: Path):
    """The codes under EXIT STATUS of a page, as written."""
    text = page.read_text(encoding="utf-8")
    section = re.split(r"^\.Sh (?:EXIT STATUS|終了ステータス)$", text, flags=re.MULTILINE)[1]
    section = re.split(r"^\.Sh ", section, flags=re.MULTILINE)[0]
    return [int(code) for line in re.findall(r"^\.It ([\d, ]+)$", section, re.MULTILINE) for code in line.split(", ")]
