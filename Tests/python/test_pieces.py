"""Pieces: every choice of them, random damage, and known answers of what they rest on."""

import functools
import itertools
import json
import os
import random
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "docs", "opener")]

import fubako_open  # noqa: E402

import reed_solomon  # noqa: E402
from fault_table import KEYS, Kit  # noqa: E402
from fubako_seal import Item  # noqa: E402

SIGNER = ["--signer", os.path.join(KEYS, "sender.cert.pem")]
UNIT = 16_400


@pytest.fixture(scope="module")
def kit():
    return Kit()


@pytest.fixture
def opens(tmp_path):
    """Opens pieces, given as bytes, with the passphrase; gives the exit code and what the one file holds."""
    secret = tmp_path / "secret"
    secret.write_text("x\n")
    count = itertools.count()

    def run(pieces):
        number = next(count)
        paths = []
        for place, data in enumerate(pieces):
            paths.append(tmp_path / f"{number}-{place}")
            paths[-1].write_bytes(data)
        output = tmp_path / f"out{number}"
        words = [*map(str, paths), *SIGNER, "--package-passphrase-file", str(secret), "-o", str(output)]
        code = fubako_open.main(["open", *words])
        assert output.exists() == (code == 0)
        for path in paths:
            path.unlink()
        return code, (output / "file").read_bytes() if code == 0 else None

    return run


def sealed(kit, k, n, size, **options):
    """The pieces and what is in them."""
    text = random.Random(f"{k} {n} {size}").randbytes(size)
    options = {"recipients": [], "passphrase": "x", "label": None, **options}
    return kit.sealer(items=[Item(b"file", text)], k=k, n=n, **options).pieces(), text


@pytest.mark.parametrize("k,n", [(k, n) for n in range(1, 6) for k in range(1, n + 1)])
def test_every_choice_of_k_pieces_opens_and_no_smaller_one(kit, opens, k, n, capfd):
    pieces, text = sealed(kit, k, n, 20_000 * k)
    for count in range(max(1, k - 1), k + 1):
        for choice in itertools.permutations(pieces, count) if n <= 3 else itertools.combinations(pieces, count):
            assert opens(choice) == ((0, text) if count == k else (14, None))
    capfd.readouterr()


@pytest.mark.parametrize("seed", range(60))
def test_random_damage_opens_exactly_when_every_stripe_has_k_good_units(kit, opens, seed, capfd):
    chance = random.Random(seed)
    k, n = chance.choice(((1, 3), (2, 3), (3, 5), (4, 6)))
    pieces, text = sealed(kit, k, n, chance.randrange(150_000), signer="sender")
    layout = [bytearray(piece) for piece in pieces]
    start = 12 + int.from_bytes(pieces[0][8:12], "big")
    _, section, trailer = (int.from_bytes(pieces[0][-64 + at : -56 + at], "big") for at in (0, 8, 16))
    body = len(pieces[0]) - 64 - section - trailer - start - (start - 12)
    stripes = -(-body // UNIT)
    good = True
    for stripe in range(stripes):
        bad = chance.sample(range(n), chance.choice((0, 0, n - k, n - k, min(n, n - k + (chance.random() < 0.2)))))
        good = good and n - len(bad) >= k
        for x in bad:
            layout[x][start + chance.randrange(stripe * UNIT, min(body, stripe * UNIT + UNIT))] ^= chance.randrange(1, 256)
    chance.shuffle(layout)
    assert opens(layout) == ((0, text) if good else (8, None))
    capfd.readouterr()


@pytest.mark.parametrize("seed", range(60))
def test_bytes_damaged_anywhere_never_give_another_text(kit, opens, seed, capfd):
    chance = random.Random(f"anywhere {seed}")
    pieces, text = sealed(kit, 2, 3, 40_000)
    layout = [bytearray(piece) for piece in pieces]
    for piece in layout:
        for _ in range(chance.choice((0, 1, 3))):
            piece[chance.choice((chance.randrange(len(piece)), chance.randrange(1200), -chance.randrange(1, 2500)))] ^= 1
        if chance.random() < 0.1:
            del piece[chance.randrange(len(piece)) :]
    code, found = opens(layout)
    assert code in (0, 5, 8, 12, 14) and found in (None, text)
    capfd.readouterr()


@pytest.mark.parametrize("k,n", ((1, 3), (2, 3), (3, 5)))
@pytest.mark.parametrize("size", (0, 49_199, 100_000))
def test_pieces_sealed_again(kit, opens, size, k, n, capsys):
    """The former package was in pieces, and so is the new one, in others."""
    text = random.Random(size).randbytes(size)
    options = {"items": [Item(b"file", text)], "recipients": [], "passphrase": "x"}
    former = kit.sealer(k=k, n=n, signer="other", **options)
    former.pieces()
    pieces = kit.sealer(k=2, n=4, former=former, suite=2, **options).pieces()
    assert opens([pieces[1], pieces[3]]) == (0, text)
    assert "fixture other, NOT known" in capsys.readouterr().out


def test_shares_are_combined_as_the_manual_page_says():
    """f(x) = 01 + 02 x + 03 x^2 in every byte of S."""
    shares = {1: bytes([0x00]) * 32, 2: bytes([0x09]) * 32, 3: bytes([0x08]) * 32}
    for x, share in shares.items():
        multiply = functools.partial(fubako_open.multiply, polynomial=0x11B)
        assert share[0] == 0x01 ^ multiply(0x02, x) ^ multiply(0x03, multiply(x, x))
    assert fubako_open.combine_shares(shares) == bytes([0x01]) * 32


def test_the_manual_page_has_the_coefficients_of_parity():
    found = [fubako_open.generator_row(x, 3) for x in (4, 5)]
    assert found == reed_solomon.generator(3, 5)[3:] == [[0xF4, 0x8E, 0x01], [0x47, 0xA7, 0x7A]]
    with open(os.path.join(ROOT, "man", "fubako-package.5"), encoding="utf-8") as file:
        page = file.read()
    for x, row in zip((4, 5), found):
        assert f"\npiece {x}        " + "  ".join(f"{value:02x}" for value in row) in page
    units = [bytes.fromhex(row) for row in re.findall(r"^(?:unit|parity) \d +((?: [0-9a-f]{2}){8})$", page, re.M)]
    assert len(units) == 5 and list(fubako_open.units_of(b"".join(units[:3]), 3, 5)) == units


def test_units_of_the_vectors_give_each_other():
    with open(os.path.join(ROOT, "Fixtures", "dispersal", "vectors.json"), encoding="utf-8") as file:
        for row in json.load(file):
            k, n, units = row["k"], row["n"], [bytes.fromhex(unit) for unit in row["units"]]
            assert list(fubako_open.units_of(b"".join(units[:k]), k, n)) == units
            last = tuple(range(n - k + 1, n + 1))
            for wanted in range(1, k + 1):
                factors = fubako_open.rebuild_factors(last, k, wanted)
                assert fubako_open.weighted_sum([units[x - 1] for x in last], factors) == units[wanted - 1]
