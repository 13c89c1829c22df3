#!/usr/bin/env python3
"""Makes Fixtures/dispersal/vectors.json: units of data and what Reed-Solomon adds to them, by reed_solomon.py alone."""

import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import reed_solomon  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE = os.path.join(ROOT, "Fixtures", "dispersal", "vectors.json")
# k, n and the length of the units.
CASES = [
    (1, 1, 5), (1, 4, 33), (2, 2, 1), (2, 3, 17), (3, 5, 48), (4, 6, 100), (5, 8, 31), (8, 8, 3), (10, 16, 65),
    (2, 64, 16), (33, 64, 8), (63, 64, 8), (64, 64, 2),
]  # fmt: skip


def unit(name, length):
    """Bytes that only their name decides."""
    return hashlib.shake_256(name.encode()).digest(length)


def case(k, n, length):
    data = [unit(f"{k}/{n} unit {number}", length) for number in range(k)]
    return {"k": k, "n": n, "units": [coded.hex() for coded in reed_solomon.encode(k, n, data)]}


def encoded():
    return json.dumps([case(*parameters) for parameters in CASES], indent=1) + "\n"


if __name__ == "__main__":
    with open(FILE, "w", encoding="utf-8") as file:
        file.write(encoded())
