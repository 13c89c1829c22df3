"""How a fault is described: a row of the table from which the kit of bad packages is made.

A row names the fault, the verdicts that verify and open must give (exit codes of fubako(1), 0 for success), and how to
seal a package that is right in everything else.
"""

import datetime
import os
import subprocess
import tempfile
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from fubako_seal import Item, Sealer
from seal_cryptography import Identity, generate
from seal_encoding import label

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KEYS = os.path.join(ROOT, "Fixtures", "keys")
KEY_PASSPHRASE = "fixture"
PACKAGE_PASSPHRASE = "合言葉は山"


@dataclass
class Fault:
    """One bad package. `seal(kit)` gives its bytes; in SETS those of each file."""

    name: str
    text: str
    verify: int
    open: int
    seal: object
    key: str = "recipient"
    signer: str = "sender"
    passphrase: str = None
    allow: list = field(default_factory=list)  # options of open: unsigned, unknown-signer
    verify_also: list = field(default_factory=list)  # verdicts that are right as well
    open_also: list = field(default_factory=list)


FAULTS = []  # packages in one file
SETS = []  # several files, named together


def row(name, text, verify, open_, seal, **others):
    """Adds a fault to the table."""
    FAULTS.append(Fault(name, text, verify, open_, seal, **others))


def with_steps(**steps):
    """Seals the usual package with some intermediate values replaced."""
    return lambda kit: kit.sealer(steps=steps).pieces()[0]


def with_options(**options):
    """Seals the usual package with other options; a `signer` or `recipients` are names of identities."""
    return lambda kit: kit.sealer(**options).pieces()[0]


def afterwards(change, **options):
    """Seals a good package and changes its bytes."""
    return lambda kit: change(kit.sealer(**options).pieces()[0])


def put(name, value):
    """A step that replaces one field of a structure."""
    return lambda fields: {**fields, name: value}


def flip(data, position, mask=1):
    """`data` with some bits of one byte turned over."""
    changed = bytearray(data)
    changed[position] ^= mask
    return bytes(changed)


USUAL_ITEMS = [
    Item(b"docs", mode=0o755),
    Item(b"docs/notes", target=b"../notes.txt"),
    Item("docs/報告.txt".encode(), b"report\n"),
    Item(b"notes.txt", b"notes\n"),
]


class Kit:
    """The identities of the fixtures, kept in Fixtures/keys, and the usual package."""

    NAMES = ("sender", "recipient", "other", "stranger", "rsa", "expired", "future", "wronguse")
    SPECIAL = {
        "expired": {"start": datetime.datetime(2020, 1, 1), "end": datetime.datetime(2025, 1, 1)},
        "future": {"start": datetime.datetime(2100, 1, 1)},
        "wronguse": {"signs": False},
    }

    def __init__(self, folder=KEYS):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.identities = {name: self._identity(name) for name in self.NAMES}

    def _identity(self, name):
        kind = "rsa3072" if name == "rsa" else "p384"
        signing, encryption = (self._key(f"{name}.{use}.pem", kind) for use in ("signing", "encryption"))
        special = self.SPECIAL.get(name, {})
        identity = Identity(f"fixture {name}", signing_key=signing, encryption_key=encryption, **special)
        path = os.path.join(self.folder, f"{name}.cert.pem")
        if os.path.exists(path):
            with open(path, "rb") as file:
                identity.certificate, identity.encryption_certificate = x509.load_pem_x509_certificates(file.read())
        else:
            with open(path, "wb") as file:
                file.write(identity.certificates_pem)
        return identity

    def _key(self, name, kind):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            write_key(generate(kind), path)
        with open(path, "rb") as file:
            return serialization.load_pem_private_key(file.read(), KEY_PASSPHRASE.encode())

    def sealer(self, **options):
        """The usual package: small, labelled, signed by sender, for recipient."""
        names = options.pop("recipients", ["recipient"])
        recipients = [self.public(name) if isinstance(name, str) else name for name in names]
        signer = options.pop("signer", "sender")
        signer = self.identities[signer] if isinstance(signer, str) else signer
        usual = {"items": list(USUAL_ITEMS), "label": label(), "pad": False}
        return Sealer(**{**usual, **options}, signer=signer, recipients=recipients)

    def public(self, name):
        return self.identities[name].encryption_key.public_key()


def write_key(key, path):
    """PKCS#8, PBES2 with PBKDF2-HMAC-SHA-512 and AES-256-CBC, as the keyring writes it, but with 1,000 iterations."""
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with tempfile.TemporaryDirectory() as folder:
        plain, secret = os.path.join(folder, "key"), os.path.join(folder, "passphrase")
        with open(plain, "wb") as file:
            file.write(der)
        with open(secret, "w", encoding="utf-8") as file:
            file.write(KEY_PASSPHRASE)
        form = ["-topk8", "-inform", "DER", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "1000"]
        command = ["openssl", "pkcs8", *form, "-in", plain, "-out", path, "-passout", f"file:{secret}"]
        subprocess.run(command, check=True)
