"""Pieces of the program and of the opener and sealer in Python, each read by the other."""

import itertools
import os
import random
import sys

import pytest
from fixtures import KEYS, ROOT, own, unlock

sys.path[:0] = [str(ROOT / "Tests" / "python"), str(ROOT / "docs" / "opener")]

import fubako_open  # noqa: E402
from fault_table import Kit  # noqa: E402
from fubako_seal import Item  # noqa: E402

SPLITS = ["2/3", "3/5"]
TEXT = random.Random(5).randbytes(300_000)
SIGNER = ["--signer", str(KEYS / "sender.cert.pem")]


@pytest.fixture(scope="module")
def kit():
    """The sealer with the keys of the fixtures."""
    return Kit()


def split_of(text):
    return tuple(map(int, text.split("/")))


def subsets(pieces, least):
    """Every choice of at least so many pieces."""
    counts = range(least, len(pieces) + 1)
    return itertools.chain.from_iterable(itertools.combinations(pieces, count) for count in counts)


def sealed_by_program(office, split, *options, text=TEXT):
    """The paths of the pieces."""
    office.write("file", text)
    unlock(office, "seal", "--split", split, *options, "file", "-o", "report")
    return [office.home / f"report.{x}.fubako" for x in range(1, split_of(split)[1] + 1)]


def sealed_by_python(office, kit, split, **options):
    k, n = split_of(split)
    paths = [office.home / f"report.{x}.fubako" for x in range(1, n + 1)]
    sealer = kit.sealer(items=[Item(b"file", TEXT)], k=k, n=n, **options)
    for path, data in zip(paths, sealer.pieces(), strict=True):
        office.write(path, data)
    return paths


def opener(office, command, paths, *options):
    """The exit code of the opener, and what it wrote."""
    out = office.home / f"opened-{random.randbytes(8).hex()}"
    words = [command, *map(str, paths), *options] + (["-o", str(out)] if command == "open" else [])
    code = fubako_open.main(words)
    return code, (out / "file").read_bytes() if out.exists() else None


def with_key(office):
    key = str(KEYS / "recipient.encryption.pem")
    return [*SIGNER, "--key", key, "--passphrase-file", str(office.home / "key-passphrase")]


def flip(path, *places):
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize("split", SPLITS)
def test_opener_in_python_opens_every_choice_of_pieces(sender, split):
    paths = sealed_by_program(sender, split, "--to", "recipient")
    for path in paths:
        assert opener(sender, "verify", [path], *SIGNER)[0] == 0
    for choice in subsets(paths, split_of(split)[0]):
        assert opener(sender, "open", choice, *with_key(sender)) == (0, TEXT)
    for choice in itertools.combinations(paths, split_of(split)[0] - 1):
        assert opener(sender, "open", choice, *with_key(sender)) == (14, None)


@pytest.mark.parametrize("split", SPLITS)
def test_program_opens_every_choice_of_pieces(recipient, kit, split):
    paths = sealed_by_python(recipient, kit, split)
    for path in paths:
        assert "intact" in recipient.run("verify", path).out
    for number, choice in enumerate(subsets(paths, split_of(split)[0])):
        unlock(recipient, "open", *choice, "-o", f"out{number}")
        assert (recipient.home / f"out{number}" / "file").read_bytes() == TEXT
    for choice in itertools.combinations(paths, split_of(split)[0] - 1):
        unlock(recipient, "open", *choice, "-o", "no", code=14, err="1 more needed")


OPTIONS = [
    ["--hide-recipients"], ["--hide-label", "--grade", "C3/I2/A2"], ["--suite", "chacha20-poly1305"], ["--no-padding"],
    ["--grade", "C2/I2/A1", "--restrict", "複製禁止"],
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_opener_in_python_opens_what_the_program_seals(sender, options):
    paths = sealed_by_program(sender, "3/5", "--to", "recipient", *options)
    assert opener(sender, "verify", paths, *SIGNER)[0] == 0
    assert opener(sender, "open", [paths[x] for x in (4, 0, 3)], *with_key(sender)) == (0, TEXT)


def test_opener_in_python_opens_with_a_passphrase(sender):
    sender.write("secret", "か\u3099っこう\n")
    paths = sealed_by_program(sender, "2/3", "--no-self", "--package-passphrase-file", "secret")
    words = [*SIGNER, "--package-passphrase-file", str(sender.home / "secret")]
    assert opener(sender, "open", paths[1:], *words) == (0, TEXT)


def test_opener_in_python_opens_unsigned_pieces(sender):
    paths = sealed_by_program(sender, "2/3", "--to", "recipient", "--unsigned")
    assert opener(sender, "open", paths[1:], *with_key(sender)) == (6, None)
    assert opener(sender, "open", paths[1:], *with_key(sender), "--allow-unsigned") == (0, TEXT)


def test_opener_in_python_opens_several_stripes_of_full_units(sender):
    text = os.urandom(1 << 20) * 5 + b"more"
    paths = sealed_by_program(sender, "2/3", "--to", "recipient", text=text)
    for choice in itertools.combinations(paths, 2):
        assert opener(sender, "open", choice, *with_key(sender)) == (0, text)


SEALED = [
    {"hide_recipients": True}, {"suite": 2}, {"label": None}, {"hide_label": True}, {"signer": "other"}, {"pad": True},
    {"recipients": ["recipient", "rsa", "other"]}, {"passphrase": "x"},
]


@pytest.mark.parametrize("options", SEALED, ids=lambda options: ", ".join(options))
def test_program_opens_what_the_sealer_in_python_seals(recipient, kit, options):
    paths = sealed_by_python(recipient, kit, "3/5", **options)
    allow = ["--allow-unknown-signer"] if "signer" in options else []
    unlock(recipient, "open", *(paths[x] for x in (1, 4, 3)), *allow, "-o", "out")
    assert (recipient.home / "out" / "file").read_bytes() == TEXT


def test_program_opens_unsigned_pieces(recipient, kit):
    paths = sealed_by_python(recipient, kit, "2/3", signer=None)
    unlock(recipient, "open", *paths[1:], "-o", "out", code=6, err="origin")
    unlock(recipient, "open", *paths[1:], "--allow-unsigned", "-o", "out")
    assert (recipient.home / "out" / "file").read_bytes() == TEXT


@pytest.mark.parametrize("seed", range(10))
def test_both_get_around_the_same_damage(sender, kit, seed):
    """Random bytes of the units; both open it, or neither."""
    own(sender, "recipient")
    chance = random.Random(seed)
    paths = sealed_by_python(sender, kit, "3/5")
    size = paths[0].stat().st_size
    for path in paths:
        flip(path, *(chance.randrange(1_000, size - 5_000) for _ in range(chance.choice((0, 1, 3, 5)))))
    code, found = opener(sender, "open", paths, *with_key(sender))
    assert (code, found) in ((0, TEXT), (8, None))
    unlock(sender, "open", *paths, "-o", "out", code=code, err="" if code == 0 else "damaged")
    assert (sender.home / "out").exists() == (code == 0)
    assert opener(sender, "verify", paths, *SIGNER)[0] == sender.start("verify", *map(str, paths)).wait()


def test_both_name_what_was_lost_and_damaged(recipient, kit, capsys):
    paths = sealed_by_python(recipient, kit, "3/5")
    flip(paths[1], 60_000)
    told = unlock(recipient, "open", *paths[1:4], "-o", "no", code=8, err="piece 2, content, unit 3").err
    assert "damaged" in told
    unlock(recipient, "open", *paths[1:], "-o", "out", err="piece 2, content, unit 3")
    assert opener(recipient, "open", paths[1:], *with_key(recipient)) == (0, TEXT)
    assert "report.2.fubako: unit 3" in capsys.readouterr().err
