#!/usr/bin/env python3
"""Writes the section EXAMPLE of fubako-package(5): a package made of fixed values, with every value on the way.

python Tests/python/make_manual_example.py        puts the section into the manual page anew
"""

import hashlib
import hmac
import os

from fubako_seal import Item, Sealer
from seal_cryptography import hkdf_expand, sha256
from seal_encoding import sequence

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "man", "fubako-package.5")
BEGIN, END = '.\\" The example is written by Tests/python/make_manual_example.py.\n', '.\\" End of the example.\n'

INTRODUCTION = """\
An unsigned package of one file
.Pq Pa hello.txt , No six bytes , mode 644 , seconds 1767225600
for the passphrase
.Dq fubako ,
with 1,000 iterations, without label, purpose store, unit size 16,400 and without padding.
All bytes are given in hexadecimal.
The random values are
.Bd -literal -offset indent
packageId        00 01 02 ... 1f
R                20 21 22 ... 3f
S = share        40 41 42 ... 5f
salt             60 61 62 ... 77
passphrase salt  80 81 82 ... 9f
.Ed
.Pp
and so are derived
"""


def example():
    """(the package, [(name, bytes)]) of the example."""
    kept = {}

    def keep(name):
        return lambda value: kept.setdefault(name, value)

    steps = {name: keep(name) for name in ("plaintext", "units", "manifest", "mac", "index")}
    fixed = {"packageId": (0, 32), "R": (32, 32), "S": (64, 32), "salt": (96, 24), "passphraseSalt": (128, 32)}
    for name, (start, size) in fixed.items():
        steps[name] = lambda _, start=start, size=size: bytes(range(start, start + size))
    item = Item(b"hello.txt", b"hello\n", seconds=1_767_225_600)
    options = {"passphrase": "fubako", "purpose": "store", "pad": False, "sealing_time": "20260401090000Z"}
    sealer = Sealer([item], steps=steps, **options)
    package = sealer.pieces()[0]
    return package, values(sealer, kept)


def values(sealer, kept):
    """The values on the way, in the order in which a reader meets them."""
    bare = sequence(*{**sealer.fields, "stanzas": sequence()}.values())
    salt = bytes(range(128, 160))
    master = hashlib.pbkdf2_hmac("sha512", b"fubako", salt, 1000, 64)
    info = b"fubako/v1 passphrase\x00" + sealer.package_id + sha256(bare)
    material = hkdf_expand("sha512", master, info, 76)
    prk = hmac.new(sealer.package_id, sealer.secret + sealer.shared, "sha512").digest()
    content_key = hkdf_expand("sha512", prk, b"fubako/v1 content", 32)
    name = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
    chunk = hkdf_expand("sha512", content_key, name + sealer.salt + sha256(sealer.common), 76)
    unit = kept["units"][0][0]
    return [
        ("H(HC0)", sha256(bare)),
        ("H(HC)", sha256(sealer.common)),
        ("K", master),
        ("key, passphrase", material[:32]),
        ("nonce, passphrase", material[32:44]),
        ("PRK", prk),
        ("contentKey", content_key),
        ("key of chunks", chunk[:32]),
        ("base nonce", chunk[32:44]),
        ("commitment", chunk[44:]),
        ("macKey", hkdf_expand("sha512", prk, b"fubako/v1 manifest mac", 64)),
        ("Index", kept["index"]),
        ("plaintext", kept["plaintext"]),
        ("chunk stream", unit),
        ("leaf = root", sha256(b"\x00" + unit)),
        ("mac", kept["mac"]),
    ]


def hexadecimal(data, indent):
    """Lines of 24 bytes."""
    rows = [data[i : i + 24].hex() for i in range(0, len(data), 24)]
    return ("\n" + " " * indent).join(rows)


def section():
    """The roff of the section."""
    package, found = example()
    lines = [f"{name:<18}{hexadecimal(value, 18)}" for name, value in found]
    header = int.from_bytes(package[8:12], "big")
    lengths = [int.from_bytes(package[len(package) - 64 + i :][:8], "big") for i in (0, 8, 16)]
    body = len(package) - 76 - 2 * header - lengths[1] - lengths[2]
    parts = [("magic", 8), ("H", 4), ("PieceHeader", header), ("body", body), ("PieceHeader", header)]
    parts += [("hash section", lengths[1]), ("Trailer", lengths[2]), ("Tail", 64)]
    offset, whole = 0, []
    for name, size in parts:
        whole.append(f"{offset:<6}{name:<14}{hexadecimal(package[offset : offset + size], 20)}")
        offset += size
    text = INTRODUCTION + ".Bd -literal\n" + "\n".join(lines) + "\n.Ed\n.Pp\n"
    text += f"The package, {len(package)} bytes, SHA-256\n.Li {sha256(package).hex()} :\n"
    return BEGIN + ".Sh EXAMPLES\n" + text + ".Bd -literal\n" + "\n".join(whole) + "\n.Ed\n" + END


def main():
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    if BEGIN in page:
        page = page[: page.index(BEGIN)] + page[page.index(END) + len(END) :]
    place = page.index(".Sh SEE ALSO\n")
    with open(PAGE, "w", encoding="utf-8", newline="\n") as file:
        file.write(page[:place] + section() + page[place:])


if __name__ == "__main__":
    main()
