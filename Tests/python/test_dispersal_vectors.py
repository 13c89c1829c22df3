"""Reed-Solomon in plain Python: it does what it promises, and made the vectors in Fixtures/dispersal."""

import itertools
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import make_dispersal_vectors as maker  # noqa: E402
import reed_solomon  # noqa: E402


def test_the_file_is_what_the_script_writes():
    with open(maker.FILE, encoding="utf-8") as file:
        assert file.read() == maker.encoded()


def test_the_field():
    # 2 generates all 255 values but 0, which is what makes 0x11D primitive.
    power, seen = 1, set()
    for _ in range(255):
        seen.add(power)
        power = reed_solomon.multiply(power, 2)
    assert power == 1 and seen == set(range(1, 256))
    assert reed_solomon.multiply(2, 0x80) == 0x1D


def test_any_k_units_give_the_data():
    subsets = 0
    for n in range(1, 9):
        for k in range(1, n + 1):
            data = [maker.unit(f"{k} {n} {number}", 3) for number in range(k)]
            units = reed_solomon.encode(k, n, data)
            for chosen in itertools.combinations(range(n), k):
                assert reed_solomon.decode(k, n, {number: units[number] for number in chosen}) == data
                subsets += 1
    assert subsets == 502


def test_the_known_answer():
    """The same small table stands in the tests of the program."""
    data = [bytes.fromhex("000102030405060708"), bytes.fromhex("ff80402010080402aa"), b"Fubako 3/"]
    parity = reed_solomon.encode(3, 5, data)[3:]
    assert reed_solomon.generator(3, 5)[3:] == [[244, 142, 1], [71, 167, 122]]
    assert [unit.hex() for unit in parity] == ["b7c1b770946820c489", "d952d8faca8bd21d57"]
