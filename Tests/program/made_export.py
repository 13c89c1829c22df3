"""A ledger and its export, made without the program: its own tree, its own signatures, every part open to change."""

import base64
import copy
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fixtures import ROOT

NAMES = (
    "README", "check.py", "schemas.json", "key", "pin.p7s", "checkpoint", "checkpoints", "leaves", "entries", "personal",
)
#: Numbers of the entries by which witnesses are added, and by which their cosignatures are recorded.
ADDED, COSIGNED = (0, 2, 6), (12, 14, 16)
ACTORS = ("田中一郎 <tanaka@example.go.jp>", "line\nbreak\tand \"quotes\" \\ \x7f \x01 \u0080 \U0001f600")


def sha256(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def base64_of(data):
    return base64.b64encode(data).decode()


class Signer:
    """A key of signed notes: of a ledger (type 1) or a witness (type 4)."""

    def __init__(self, name, kind, seed):
        self.name, self.kind = name, kind
        self.key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()))
        self.public = bytes([kind]) + self.key.public_key().public_bytes_raw()
        self.id = sha256(name.encode() + b"\n" + self.public)[:4]

    @property
    def text(self):
        return f"{self.name}+{self.id.hex()}+{base64_of(self.public)}"

    def line(self, text, time=1_775_001_600):
        """The line of a signature under a text."""
        if self.kind == 1:
            signature = self.key.sign(text)
        else:
            signature = time.to_bytes(8, "big") + self.key.sign(b"cosignature/v1\ntime %d\n" % time + text)
        return f"\u2014 {self.name} {base64_of(self.id + signature)}\n".encode()


def root_of(leaves):
    """RFC 6962, 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:]))


class MadeLedger:
    """So many entries after the first one, signed by the key; witnesses that they name have cosigned at 12 and at the end."""

    def __init__(self, count=20, seed="ledger", history=""):
        self.signer = Signer("fubako.local/0123456789abcdef", 1, seed)
        self.witnesses = [("監査室", Signer("kansa.example/1", 4, "w1")), ("監査室", Signer("kansa.example/2", 4, "w2")),
                          ("Audit+Office", Signer("audit.example", 4, "w3"))]
        self.personal = []
        self.lines = []
        self.add("ledger", origin=self.signer.name, key=self.signer.text)
        for number in range(count):
            if number % 2:  # entries that differ in values of fixed forms only, which are checked at a glance
                self.add("seal", package=sha256(b"%d" % number).hex(), manifest=sha256(b"m%d" % number).hex(), result="sealed",
                         bytes=number * 1000, entries=number % 3)
            elif number in ADDED:
                organisation, one = self.witnesses[ADDED.index(number)]
                self.add("policy", event="witness-added", value=one.text, reason=organisation)
            elif number in COSIGNED:
                organisation, one = self.witnesses[COSIGNED.index(number)]
                self.add("cosigned", size=12, witness=one.name, organisation=organisation)
            else:
                self.add("policy", event="numbered", value=f"{number} ü 機密性３ \\ \" \t \x1f \x7f {history}")
        self.leaves = [sha256(b"\x00" + line) for line in self.lines]
        self.checkpoint = self.note(len(self.lines))
        self.checkpoints = [self.note(12)] if count >= 12 else []

    def add(self, kind, **fields):
        entry = {"v": 1, "kind": kind, "at": "2026-04-01T00:00:00Z", **fields}
        position = len(self.lines)
        for field, value in (("actor", ACTORS[position % 2]), ("host", f"pc-{position}")):
            key = sha256(f"{position} {field}".encode())
            code = hmac.digest(key, field.encode() + b"\0" + canonical(value), "sha256")
            entry[field] = {"hmac": base64_of(code)}
            self.personal.append({"entry": position, "field": field, "key": base64_of(key), "value": value})
        self.lines.append(canonical(entry))

    def text(self, size):
        return f"{self.signer.name}\n{size}\n{base64_of(root_of(self.leaves[:size]))}\n".encode()

    def note(self, size, *signers):
        """A checkpoint with the signatures of these; by default, of the ledger and all witnesses."""
        text = self.text(size)
        signers = signers or (self.signer, *(witness for _, witness in self.witnesses))
        return text + b"\n" + b"".join(signer.line(text) for signer in signers)

    def replace(self, position, line):
        """Puts another entry in a place, with a tree and checkpoints that fit, as who has the key could."""
        self.lines[position] = line
        self.leaves[position] = sha256(b"\x00" + line)
        self.checkpoint, self.checkpoints = self.note(len(self.lines)), [self.note(12)]

    def change(self, position, **fields):
        """Changes fields of an entry; None removes one."""
        entry = {**json.loads(self.lines[position]), **fields}
        self.replace(position, canonical({name: value for name, value in entry.items() if value is not None}))

    def files(self, schemas, personal=False):
        """What the export holds, by name."""
        files = {
            **{name: (ROOT / "Sources/Ledger/Export" / name).read_bytes() for name in ("README", "check.py")},
            "schemas.json": schemas, "key": self.signer.text.encode() + b"\n",
            "checkpoint": self.checkpoint,
            "checkpoints": b"".join(canonical(note.decode()) + b"\n" for note in self.checkpoints),
            "leaves": b"".join(self.leaves), "entries": b"".join(line + b"\n" for line in self.lines),
        }
        if personal:
            files["personal"] = b"".join(canonical(one) + b"\n" for one in self.personal)
        return files

    def copy(self):
        return copy.copy(self)


def archive(files):
    """A tar archive (ustar) with nothing in it but names and contents."""
    blocks = []
    for name in NAMES:
        if name not in files:
            continue
        content = files[name]
        header = bytearray(512)

        def put(offset, data):
            header[offset : offset + len(data)] = data

        put(0, name.encode())
        for offset, text in ((100, "0000644"), (108, "0000000"), (116, "0000000"), (124, f"{len(content):011o}"),
                             (136, "00000000000"), (156, "0"), (257, "ustar\x0000"), (329, "0000000"), (337, "0000000"),
                             (148, " " * 8)):
            put(offset, text.encode())
        put(148, f"{sum(header):06o}\0 ".encode())
        blocks += [bytes(header), content, bytes(-len(content) % 512)]
    return b"".join(blocks) + bytes(1024)
