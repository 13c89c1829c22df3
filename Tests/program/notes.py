"""Notes, checkpoints and proofs of a log, read by the words of their specifications and by nothing of the program."""

import base64
import hashlib
import hmac
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NOTE, COSIGNATURE = 1, 4


def b64(data):
    """Base 64 as all of these texts write it."""
    return base64.b64encode(data).decode()


def key_id(name, kind, public):
    """C2SP signed-note: the first four bytes of SHA-256(name, line feed, type, public key)."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


class Key:
    """A verifier key: name+id+base64(type, public key)."""

    def __init__(self, text):
        self.text = text
        self.name, identifier, encoded = text.split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        self.kind, self.public = raw[0], raw[1:]
        self.id = key_id(self.name, self.kind, self.public)
        assert identifier == self.id.hex() and len(self.public) == 32

    def verifies(self, signature, message):
        """Whether the signature is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer:
    """A key with its private half."""

    def __init__(self, name, kind=NOTE):
        self.private = Ed25519PrivateKey.generate()
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name, self.kind, self.id = name, kind, key_id(name, kind, public)
        self.text = f"{name}+{self.id.hex()}+{b64(bytes([kind]) + public)}"

    def line(self, text, time=None):
        """The line of a note with this text; of a cosignature at a time."""
        if time is None:
            signature = self.private.sign(text)
        else:
            signature = time.to_bytes(8, "big") + self.private.sign(b"cosignature/v1\ntime %d\n" % time + text)
        return f"— {self.name} {b64(self.id + signature)}\n".encode()

    def checkpoint(self, size, root):
        """A checkpoint that this key has signed."""
        text = f"{self.name}\n{size}\n{b64(root)}\n".encode()
        return text + b"\n" + self.line(text)


def verify_note(note, key):
    """The text of a note that the key has signed, as lines."""
    text, _, lines = note.decode().rpartition("\n\n")
    text = (text + "\n").encode()
    for name, encoded in re.findall(r"^— (\S+) (\S+)$", lines, re.MULTILINE):
        raw = base64.b64decode(encoded, validate=True)
        if (name, raw[:4]) != (key.name, key.id):
            continue
        if key.kind == NOTE and key.verifies(raw[4:], text):
            return text.decode().split("\n")[:-1]
        time = int.from_bytes(raw[4:12], "big")
        if key.kind == COSIGNATURE and key.verifies(raw[12:], b"cosignature/v1\ntime %d\n" % time + text):
            return text.decode().split("\n")[:-1]
    raise AssertionError("no signature of this key")


def leaf(entry):
    """RFC 6962, 2.1."""
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    """RFC 6962, 2.1."""
    return hashlib.sha256(b"\1" + left + right).digest()


def tree(leaves):
    """The root over hashes of leaves."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(tree(leaves[:split]), tree(leaves[split:]))


def root_of_inclusion(leaf_hash, index, size, path):
    """RFC 9162, 2.1.3.2."""
    number, last, result = index, size - 1, leaf_hash
    for sibling in path:
        assert last > 0
        if number & 1 or number == last:
            result = node(sibling, result)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            result = node(result, sibling)
        number, last = number >> 1, last >> 1
    assert last == 0
    return result


class Proof:
    """A tlog-proof whose line "extra" is the program's."""

    def __init__(self, text):
        head, self.checkpoint = text.split(b"\n\n", 1)
        lines = head.decode().split("\n")
        assert lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ")
        self.extra = json.loads(base64.b64decode(lines[1][6:], validate=True))
        self.index = int(lines[2].removeprefix("index "))
        self.path = [base64.b64decode(line, validate=True) for line in lines[3:]]

    def encode(self):
        """The text of the proof."""
        extra = json.dumps(self.extra, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        lines = ["c2sp.org/tlog-proof@v1", "extra " + b64(extra), f"index {self.index}", *map(b64, self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    def verify(self):
        """Checks everything that needs no trust, and gives the entry."""
        key = Key(self.extra["key"])
        origin, size, root = verify_note(self.checkpoint, key)
        assert origin == key.name
        entry = self.extra["entry"].encode()
        assert root_of_inclusion(leaf(entry), self.index, int(size), self.path) == base64.b64decode(root)
        fields = json.loads(entry)
        for name, opened in self.extra.get("personal", {}).items():
            value = json.dumps(opened["value"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            message = name.encode() + b"\0" + value.encode()
            code = hmac.digest(base64.b64decode(opened["key"]), message, "sha256")
            assert fields[name] == {"hmac": b64(code)}
        return fields
