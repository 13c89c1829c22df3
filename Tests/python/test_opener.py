"""The opener on its own: hostile structures, names for Windows, memory, and the example of the manual page."""

import os
import random
import re
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OPENER = os.path.join(ROOT, "docs", "opener", "fubako_open.py")
sys.path[:0] = [HERE, os.path.dirname(OPENER)]

import fubako_open  # noqa: E402

import make_manual_example  # noqa: E402
from fubako_seal import Item, Sealer  # noqa: E402
from seal_cryptography import Identity  # noqa: E402
from seal_encoding import label  # noqa: E402

ITEMS = [Item(b"a", mode=0o755), Item(b"a/b", b"text"), Item(b"a/l", target=b"b"), Item(b"c", b"more")]


@pytest.fixture(scope="module")
def sender():
    return Identity("sender", "p256")


def mutate(data, chance):
    """A few bytes changed, removed, doubled or inserted."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) or 1)
        end = at + chance.choice((1, 1, 2, 8))
        what = chance.randrange(4)
        if what == 0:
            data[at:end] = chance.randbytes(end - at)
        elif what == 1:
            del data[at:end]
        elif what == 2:
            data[at:at] = data[at:end]
        else:
            data[at:at] = chance.choice((b"\x00", b"\xff", b"\x30\x80", b"\x84\xff\xff\xff\xff", b"\x02\x01\x00"))
    return bytes(data)


@pytest.mark.parametrize("step", ("common", "manifest", "trailer", "signature", "index", "plaintext", "tail", "piece"))
def test_mutated_structures_never_crash_the_opener(tmp_path, sender, step, capfd):
    """Everything after the mutation is consistent with it, so that the readers behind all checks are reached."""
    secret = tmp_path / "passphrase"
    secret.write_text("x")
    package = tmp_path / "p"
    verdicts = set()
    for seed in range(150):
        chance = random.Random(f"{step} {seed}")
        options = {
            "label": label(serial="1"),
            "passphrase": "x",
            "steps": {step: lambda data, c=chance: mutate(data, c)},
        }
        package.write_bytes(Sealer(ITEMS, sender, [sender.encryption_key.public_key()], **options).pieces()[0])
        words = [str(package), "--allow-unknown-signer", "--allow-unsigned", "--package-passphrase-file", str(secret)]
        output = tmp_path / f"out{seed}"
        code = fubako_open.main(["open", *words, "-o", str(output)])
        verdicts.add(code)
        assert code in (0, 4, 5, 8, 9, 10, 12), f"seed {seed}"
        assert output.exists() == (code == 0)
    assert len(verdicts) > 1 or verdicts == {8} or verdicts == {5}
    assert sorted(name for name in os.listdir(tmp_path) if name.startswith(".")) == []
    capfd.readouterr()


WINDOWS_NAMES = [
    "CON",
    "con.txt",
    "a/nul",
    "COM1.log",
    "lpt\u00b9",
    "a.",
    "a ",
    "a:b",
    "a\\b",
    "a?",
    "x/aux /y",
    "CONOUT$",
]


@pytest.mark.parametrize("name", WINDOWS_NAMES)
def test_names_that_windows_cannot_have(name):
    with pytest.raises(fubako_open.Refused):
        fubako_open.check_for_windows(name)


@pytest.mark.parametrize("name", ["console", "a/b.txt", "コン", "com", "com10", ".a", "a b", "nul_"])
def test_names_that_windows_can_have(name):
    fubako_open.check_for_windows(name)


def test_long_paths_of_windows():
    for path, expected in (("C:\\a", "\\\\?\\C:\\a"), ("\\\\host\\s", "\\\\?\\UNC\\host\\s"), ("\\\\?\\C:\\a",) * 2):
        assert fubako_open.without_path_limit(path) == expected


@pytest.mark.parametrize(
    "item", [Item(b"a.fubako-label", b"x"), Item(b".fubako-label"), Item(b"a.fubako-label", target=b"b")]
)
def test_what_would_pass_for_the_record_of_a_label_is_not_extracted(tmp_path, sender, item, capfd):
    package, secret = tmp_path / "package", tmp_path / "secret"
    secret.write_text("x\n")
    package.write_bytes(Sealer([item], sender, [], passphrase="x").pieces()[0])
    words = [str(package), "--allow-unknown-signer", "--package-passphrase-file", str(secret)]
    assert fubako_open.main(["open", *words, "-o", str(tmp_path / "out")]) == 10
    assert "called like the record of a label" in capfd.readouterr().err
    assert sorted(os.listdir(tmp_path)) == ["package", "secret"]


def test_text_of_others_cannot_steer_the_terminal():
    assert fubako_open.shown("a\x1b[2J\u202eb\n\\報告") == "a\\u{1b}[2J\\u{202e}b\\u{a}\\\\報告"


def peak_memory(words):
    """The peak resident size of an opener of its own, in KiB."""
    program = "import runpy, sys\nsys.argv = sys.argv[1:]\n"
    program += "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
    program += "except SystemExit as end: assert end.code == 0, end.code\n"
    # Not getrusage, which counts the process that was forked as well.
    program += "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    done = subprocess.run([sys.executable, "-c", program, OPENER, *words], check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak as Linux reports it")
def test_memory_does_not_grow_with_the_size(tmp_path, sender):
    secret = tmp_path / "passphrase"
    secret.write_text("x")
    peaks = []
    for name, size in (("small", 3 << 20), ("large", 80 << 20)):
        items = [Item(b"file", bytes(size))]
        data = Sealer(items, sender, [], "x", unit_size=1_049_600, pad=False).pieces()[0]
        (tmp_path / name).write_bytes(data)
        words = ["open", str(tmp_path / name), "--allow-unknown-signer", "--package-passphrase-file", str(secret)]
        peaks.append(peak_memory([*words, "-o", str(tmp_path / (name + ".out"))]))
    assert peaks[1] - peaks[0] < 4 << 10


def test_the_manual_page_has_the_example(tmp_path):
    with open(make_manual_example.PAGE, encoding="utf-8") as file:
        page = file.read()
    assert make_manual_example.section() in page
    dump = page[page.index(" bytes, SHA-256\n") : page.index(make_manual_example.END)]
    rows = re.findall(
        r"^(?:\d+ +(?:magic|H|PieceHeader|body|hash section|Trailer|Tail) +| {20})([0-9a-f]+)$", dump, re.M
    )
    (tmp_path / "p").write_bytes(bytes.fromhex("".join(rows)))
    (tmp_path / "secret").write_text("fubako\n")
    words = [str(tmp_path / "p"), "--allow-unsigned", "--package-passphrase-file", str(tmp_path / "secret")]
    assert fubako_open.main(["open", *words, "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "hello.txt").read_bytes() == b"hello\n"


def test_both_languages_have_the_same_module_and_drawings():
    found = []
    for path in ("fubako-package.5", os.path.join("ja", "fubako-package.5")):
        with open(os.path.join(ROOT, "man", path), encoding="utf-8") as file:
            page = file.read().partition(make_manual_example.BEGIN)[0]
        found.append(re.findall(r"^\.Bd .*?^\.Ed$", page, re.DOTALL | re.MULTILINE))
    assert found[0] == found[1]
    assert len(found[0]) == 27
