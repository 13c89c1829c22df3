#!/usr/bin/env python3
"""Makes Fixtures/transparency/vectors.json: trees, proofs, notes, checkpoints and cosignatures.

Written from RFC 6962 and the C2SP specifications alone, on hashlib and the package `cryptography`. All keys come from fixed
seeds and Ed25519 has one signature for each message, so that every run writes the same bytes.
"""

import base64
import hashlib
import json
import os
import struct
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE = os.path.join(ROOT, "Fixtures", "transparency", "vectors.json")
NOTE, COSIGNATURE = 1, 4


def b64(data):
    return base64.b64encode(data).decode()


# RFC 6962, 2.1: the recursive definitions.


def leaf(content):
    return hashlib.sha256(b"\x00" + content).digest()


def split(count):
    k = 1
    while 2 * k < count:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


# C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-witness.


class Key:
    def __init__(self, name, seed, kind):
        self.name, self.seed, self.kind = name, hashlib.sha256(seed.encode()).digest(), kind
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = bytes([kind]) + self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(name.encode() + b"\n" + self.public).digest()[:4]

    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{b64(self.public)}"

    def sign(self, text, time=None):
        if self.kind == NOTE:
            return self.line(self.private.sign(text.encode()))
        message = f"cosignature/v1\ntime {time}\n{text}"
        return self.line(struct.pack(">Q", time) + self.private.sign(message.encode()))

    def line(self, signature):
        return f"— {self.name} {b64(self.id + signature)}\n"


def checkpoint(origin, leaves):
    return f"{origin}\n{len(leaves)}\n{b64(root(leaves))}\n"


LOG = Key("fubako.local/0123456789abcdef", "log", NOTE)
OTHER = Key("記録.example/文箱", "other", NOTE)
WITNESSES = [Key(f"witness{n}.example", f"witness{n}", COSIGNATURE) for n in range(3)]
TIMES = [1679315147, 1, 2**63 - 1]
LEAVES = [leaf(f"entry {n}".encode()) for n in range(130)]


def trees():
    lines = []
    for size in range(1, 65):
        for index in range(size):
            lines.append(f"{index} {size} " + " ".join(b64(h) for h in path(index, LEAVES[:size])))
        for old in range(1, size + 1):
            lines.append(f"{old}-{size} " + " ".join(b64(h) for h in subproof(old, LEAVES[:size], True)))
    return {
        "roots": [b64(root(LEAVES[:size])) for size in range(131)],
        "proofs": len(lines),
        "proofsSHA256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }


def notes():
    texts = ["one line\n", "\n", "a\n\nb\n", "ends with empty lines\n\n\n", "日本語のノート\n— not a signature\n"]
    return [
        {"text": text, "note": text + "\n" + LOG.sign(text) + OTHER.sign(text)} for text in texts
    ]


def signed(size):
    text = checkpoint(LOG.name, LEAVES[:size])
    return text + "\n" + LOG.sign(text) + "".join(w.sign(text, t) for w, t in zip(WITNESSES, TIMES))


def proofs():
    result = []
    for index, size, extra in [(0, 1, None), (5, 8, b"\x00extra\xff"), (64, 65, None), (77, 130, b"x" * 100)]:
        lines = ["c2sp.org/tlog-proof@v1"] + ([f"extra {b64(extra)}"] if extra else []) + [f"index {index}"]
        lines += [b64(h) for h in path(index, LEAVES[:size])] + ["", ""]
        result.append({"index": index, "size": size, "proof": "\n".join(lines) + signed(size)})
    return result


def requests():
    result = []
    for old, size in [(0, 5), (5, 5), (4, 8), (63, 130)]:
        hashes = subproof(old, LEAVES[:size], True) if old else []
        lines = [f"old {old}"] + [b64(h) for h in hashes] + ["", ""]
        result.append({"old": old, "size": size, "request": "\n".join(lines) + signed(size)})
    return result


def vectors():
    return {
        "source": "Tests/python/make_transparency_vectors.py",
        "keys": [{"seed": k.seed.hex(), "vkey": k.vkey()} for k in [LOG, OTHER, *WITNESSES]],
        "times": TIMES,
        "tree": trees(),
        "notes": notes(),
        "checkpoints": [signed(size) for size in (0, 1, 2, 100)],
        "proofs": proofs(),
        "requests": requests(),
    }


def encoded():
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1] if len(sys.argv) > 1 else FILE, "w", encoding="utf-8") as file:
        file.write(encoded())
