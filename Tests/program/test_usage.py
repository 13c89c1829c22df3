"""The command line as such: help, version, usage errors, languages, JSON."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from office import PASSPHRASE, Office

COMMANDS = [
    ("key",), ("key", "new"), ("key", "list"), ("key", "show"), ("key", "export"), ("key", "import"), ("key", "trust"),
    ("key", "untrust"), ("key", "remove"), ("key", "passphrase"), ("group",), ("group", "add"), ("group", "list"),
    ("group", "remove"), ("seal",), ("inspect",), ("verify",), ("list",), ("open",), ("version",), ("completion",),
    ("route",), ("route", "add"), ("route", "list"), ("route", "show"), ("route", "test"), ("route", "state"),
    ("route", "remove"),
    ("ledger",), ("ledger", "show"), ("ledger", "verify"), ("ledger", "prove"), ("ledger", "check"),
    ("ledger", "checkpoint"), ("ledger", "witness"), ("ledger", "collect"), ("ledger", "witnesses"),
    ("ledger", "consistency"), ("ledger", "forget"), ("ledger", "retention"), ("ledger", "pin"),
    ("ledger", "key"),
]
JAPANESE = re.compile("[\u3041-\u9fff]")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_goes_to_standard_output_and_has_examples(office, command):
    for way in ((*command, "--help"), (*command, "-h"), ("help", *command)):
        result = office.run(*way)
        assert result.err == ""
        assert f"USAGE: fubako {' '.join(command)}" in result.out
        assert f"$ fubako {' '.join(command)}" in result.out


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("command", ["seal", "open", "reseal", "key", "group", "policy", "verify"])
def test_no_example_is_broken_however_narrow_the_terminal(office, command, language):
    wide, narrow = (
        office.run(command, "--help", "--lang", language, environment={"COLUMNS": columns}).out.split("\n")
        for columns in ("400", "40"))
    examples = [line for line in wide if line.startswith("  $ ")]
    assert examples and all(line in narrow for line in examples)
    assert all("\u00a0" not in line for line in wide + narrow)


def test_words_after_japanese_placeholders_stay_in_their_column(office):
    text = office.run("seal", "--help", "--lang", "ja").out
    described = [line for line in text.split("\n") if re.match(r"  (-|<).*\S  +\S", line)]
    assert len(described) > 30
    for line in described:
        before = re.match(r"  \S.*?\S  +", line)[0]
        width = len(before) + len(JAPANESE.findall(before))
        assert width == 26 or width > 26 and re.search(r"\S  $", before), line


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_japanese(office, command):
    text = office.run(*command, "--help", environment={"LC_ALL": "ja_JP.UTF-8"}).out
    options = re.findall(r"^  (?:-|<).*\n?(?:^ {20,}.*\n)*", text, re.MULTILINE)
    own = [option for option in options if "--version" not in option and "--help" not in option]
    assert own or len(command) == 1
    assert all(JAPANESE.search(option) for option in own), own
    assert JAPANESE.search(text.split("\n")[0])
    assert set(re.findall("<[^>]*>", text)) - {"<en|ja>"} == set(re.findall("<[^>a-z]+>", text))
    assert not re.search("OVERVIEW|USAGE|OPTIONS|ARGUMENTS|SUBCOMMANDS|Show|See |detailed|default|values", text)


def test_version(office):
    assert office.run("--version").out == office.run("version").out.split("\n")[0] + "\n"
    assert re.fullmatch(r"fubako \d+\.\d+\.\d+", office.run("version").out.split("\n")[0])
    shown = office.run("version", "--json").json
    assert shown["format"] == 1 and shown["openssl"].startswith("3.") and "selfTest" not in shown


def test_self_test_names_what_was_tested(office):
    tests = office.run("version", "--self-test", "--json").json["selfTest"]
    assert len(tests) > 10 and any("SHA-256" in name for name in tests)
    assert "SHA-256" in office.run("version", "--self-test").out


USAGE_ERRORS = [
    (), ("key",), ("group",), ("nothing",), ("--nothing",), ("key", "nothing"), ("key", "new"),
    ("key", "new", "a", "b"), ("key", "new", "a", "--type", "p224"), ("key", "new", "a", "--years", "0"),
    ("key", "new", "a", "--years", "31"), ("key", "new", "a", "--years", "x"),
    ("key", "new", "a", "--passphrase-file", "passphrase", "--passphrase-fd", "3"),
    ("key", "passphrase", "a", "--new-passphrase-file", "passphrase", "--new-passphrase-fd", "3"),
    ("key", "list", "--lang", "fr"), ("key", "list", "extra"), ("group", "add", "g"), ("completion", "tcsh"),
    ("key", "show", "../a"), ("key", "show", ""), ("key", "show", "-a"), ("key", "show", "a b"),
    ("key", "new", "a\x1bb", "--passphrase-file", "passphrase"),
    ("key", "new", "a", "--mail", "no address", "--passphrase-file", "passphrase"),
    ("key", "new", "a", "--unit", "x\x07y", "--passphrase-file", "passphrase"),
]


@pytest.mark.parametrize("arguments", USAGE_ERRORS)
def test_wrong_usage_ends_with_2_and_writes_nothing(office, arguments):
    result = office.run(*arguments, code=2, err="^fubako: ")
    assert result.out == ""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", result.err)
    assert not (office.keyring / "identities").exists()
    assert office.run(*arguments, "--json", code=2).error["exit"] == "usage"


TRANSLATED = [
    (("key", "new"), "引数 '<名前>' がありません"), (("key", "list", "--nothing"), "不明なオプション '--nothing' です"),
    (("key", "list", "--jsom"), "不明なオプション '--jsom' です。'--json' のことですか"), (("key",), "サブコマンドがありません"),
    (("key", "list", "x"), "余分な引数 'x' があります"), (("key", "list", "x", "y"), "余分な引数が 2 個あります: 'x', 'y'"),
    (("key", "new", "a", "--mail"), "'--mail <アドレス>' の値がありません"),
    (("key", "list", "--json=x"), "オプション '--json' に値 'x' は付けられません"),
    (("key", "new", "a", "--type", "p224"), "値 'p224' は '--type <種類>' に使えません。'p256'、'p384'、'p521'、'rsa3072'、'rsa4096' のいずれかです"),
    (("seal", "a", "-o", "b", "--suite", "x"), "値 'x' は '--suite <暗号>' に使えません。'aes-256-gcm'、'chacha20-poly1305' の"),
    (("seal", "a"), "引数 '--output <パッケージ>' がありません"),
    (("key", "new", "a", "--years", "x{0}"), "値 'x{0}' は '--years <数>' に使えません"),
    (("key", "new", "a", "--years", "99"), "--years は 1 から 30 です"),
]


@pytest.mark.parametrize("arguments, message", TRANSLATED)
def test_usage_errors_speak_japanese(office, arguments, message):
    result = office.run(*arguments, code=2, environment={"LC_ALL": "ja_JP.UTF-8"})
    assert result.err.startswith("fubako: 使い方: " + message), result.err


LANGUAGES = [
    ({"LC_ALL": "ja_JP.UTF-8"}, (), True), ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, (), True),
    ({"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "C"}, (), True), ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, (), False),
    ({"LC_ALL": "ja_JP.UTF-8"}, ("--lang", "en"), False), ({"LC_ALL": "C"}, ("--lang", "ja"), True),
    ({"LC_ALL": "C"}, ("--lang=ja",), True),
]


@pytest.mark.parametrize("environment, options, is_japanese", LANGUAGES)
def test_language(office, environment, options, is_japanese):
    result = office.run("key", "show", "nobody", *options, code=3, environment=environment)
    assert bool(JAPANESE.search(result.err)) == is_japanese


ANY = [("version",), ("completion", "bash"), ("key", "list"), ("group", "list")]


@pytest.mark.parametrize("command", ANY)
def test_any_sub_command_removes_what_killed_runs_left(office, command):
    office.run(*command)
    assert not (office.home / ".local/state").exists()
    name = "00112233445566778899aabbccddeeff"
    (office.home / f".fubako-{name}").mkdir()
    office.write(f".local/state/fubako/staging/{name}", f"fubako staging 1\0{office.home}\0end\0")
    office.run(*command, err="left unfinished by an earlier run")
    assert not (office.home / f".fubako-{name}").exists()
    assert list((office.home / ".local/state/fubako/staging").iterdir()) == []


@pytest.mark.parametrize("command", [("version",), ("completion", "bash"), ("key", "list", "--json")])
def test_output_without_a_reader_ends_in_silence(office, command):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        finished = subprocess.run(
            [office.program, *command], stdout=pipe, stderr=subprocess.PIPE, env=office.environment, check=False)
    assert (finished.returncode, finished.stderr) == (11, b"")


UNKNOWN = [
    (("decrypt",), "'decrypt'", "'open'"), (("encrypt", "--to", "x"), "'encrypt'", "'seal'"),
    (("extract",), "'extract'", "'open'"), (("ls", "x"), "'ls'", "'list'"), (("nothing",), "'nothing'", None),
    (("key", "nothing"), "'nothing'", None), (("key", "ls"), "'ls'", "'list'"),
]


@pytest.mark.parametrize("arguments, word, meant", UNKNOWN)
def test_unknown_sub_command_is_called_that(office, arguments, word, meant):
    told = office.run(*arguments, code=2).err
    assert told.startswith(f"fubako: usage: unknown sub-command {word}\n")
    assert meant is None or told.endswith(f"→ did you mean {meant}?\n")
    told = office.run(*arguments, code=2, environment={"LC_ALL": "ja_JP.UTF-8"}).err
    assert f"不明なサブコマンド {word} です" in told


def test_named_keyring_that_is_not_there_is_no_empty_one(office):
    for command in ("key", "group"):
        assert office.run(command, "list").out == ""
        office.run(command, "list", "--keyring", "mistyped", code=3, err="mistyped: there is no keyring here")
    assert not (office.home / "mistyped").exists()


def test_names_of_system_calls_are_for_programs_only(office):
    arguments = ("key", "import", "missing")
    assert office.run(*arguments, code=3, err="^fubako: accessing: missing: ")
    assert office.run(*arguments, code=3, err="^fubako: アクセス: missing: ", environment={"LC_ALL": "ja_JP.UTF-8"})
    error = office.run(*arguments, "--json", code=3).error
    assert (error["what"], error["call"]) == ("accessing", "open")


def test_no_core_is_dumped(office):
    (office.home / "passphrase-pipe").unlink(missing_ok=True)
    os.mkfifo(office.home / "passphrase-pipe")
    process = office.start("key", "new", "soumu", "--passphrase-file", "passphrase-pipe")
    with open(office.home / "passphrase-pipe", "wb"):
        limits = Path(f"/proc/{process.pid}/limits").read_text()
    process.communicate(timeout=30)
    assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE), limits


def test_memory_is_closed_to_other_processes_of_an_ordinary_user(program):
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        office = Office(program, Path(folder) / "home")
        os.mkfifo(office.home / "pipe")
        if user:
            for path in (office.home, *office.home.iterdir()):
                os.chown(path, user["user"], user["group"])
        process = office.start("key", "new", "soumu", "--type", "p256", "--passphrase-file", "pipe", **user)
        with open(office.home / "pipe", "w") as pipe:
            # What the kernel keeps from the user belongs to root there, proc(5).
            assert os.stat(f"/proc/{process.pid}/limits").st_uid == 0
            pipe.write(PASSPHRASE + "\n")
        process.communicate(timeout=30)
        assert process.returncode == 0
        # An unnamed file gets its name through /proc/self, which stays open to the program itself.
        office.run("seal", "passphrase", "-o", "package", "--passphrase-file", "passphrase", **user)
        office.run("open", "package", "-o", "out", "--passphrase-file", "passphrase", **user)


def test_a_full_disk_is_an_error_of_output(office):
    with open("/dev/full", "wb") as full:
        finished = subprocess.run(
            [office.program, "version"], stdout=full, stderr=subprocess.PIPE, env=office.environment, check=False)
    assert finished.returncode == 11
    assert b"no space is left" in finished.stderr
