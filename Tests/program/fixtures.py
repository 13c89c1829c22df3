"""Keys of Fixtures/keys in the keyring of an office, and trees to seal."""

import hashlib
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

ROOT = Path(__file__).resolve().parents[2]
KEYS = ROOT / "Fixtures" / "keys"
BAD = ROOT / "Fixtures" / "bad"
#: Of every private key in Fixtures/keys; its derivation is quick.
KEY_PASSPHRASE = "fixture"


def certificates(name):
    """The signing and the encryption certificate."""
    return x509.load_pem_x509_certificates((KEYS / f"{name}.cert.pem").read_bytes())


def fingerprint(pair):
    """The one fingerprint of both certificates, as people compare it."""
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    public = b"".join(certificate.public_key().public_bytes(*form) for certificate in pair)
    digits = hashlib.sha256(b"fubako/v1 identity\0" + public).hexdigest().upper()
    return " ".join(digits[start:start + 4] for start in range(0, 64, 4))


def know(office, name, called=None, trusted=True):
    """Puts certificates into the keyring as importing and confirming them would, without asking."""
    pair = certificates(name)
    folder = f".local/share/fubako/keyring/identities/{called or name}"
    for use, certificate in zip(("signing", "encryption"), pair):
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        office.write(f"{folder}/{use}.cert.pem", pem)
    if trusted:
        record = f"fubako-trust 1\nfingerprint {fingerprint(pair)}\nsince 2026-04-01T09:00:00Z\n"
        office.write(f"{folder}/trusted", record)
    return office.home / folder


def own(office, name, called=None):
    """Makes an identity of Fixtures/keys one's own."""
    folder = know(office, name, called)
    for use in ("signing", "encryption"):
        office.write(folder / f"{use}.key.pem", (KEYS / f"{name}.{use}.pem").read_bytes())
    office.write("key-passphrase", KEY_PASSPHRASE + "\n")
    return folder


def unlock(office, command, *words, **options):
    """Runs a sub-command that unlocks keys, with the passphrase of the fixtures."""
    return office.run(command, "--passphrase-file", "key-passphrase", *map(str, words), **options)


def listing(folder):
    """Every path below a folder but those in which the program keeps its own state."""
    return {str(path.relative_to(folder)) for path in Path(folder).rglob("*") if ".local" not in path.parts}


def refuses(office, code, err, command, *words, **options):
    """A run that must fail with that code and message, write nothing to standard output, and leave nothing behind."""
    before = listing(office.home)
    unlocking = ["--passphrase-file", "key-passphrase"] if command in ("seal", "open", "list") else []
    result = office.run(command, *unlocking, *map(str, words), code=code, err=err, **options)
    assert result.out == ""
    assert listing(office.home) == before
    return result


def snapshot(folder):
    """Kind, mode, time and content of everything below a folder, to compare trees."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            kind, content = "link", os.readlink(path)
        else:
            kind, content = ("folder", None) if path.is_dir() else ("file", path.read_bytes())
        mode = None if kind == "link" else status.st_mode & 0o777
        found[os.fsencode(path.relative_to(folder))] = (kind, mode, status.st_mtime_ns, content)
    return found


def make_tree(folder: Path, name="報告書"):
    """A small tree with everything that a package keeps."""
    top = folder / name
    (top / "empty folder").mkdir(parents=True)
    (top / "本文.txt").write_text("機密\n")
    (top / "program.sh").write_text("#!/bin/sh\n")
    (top / "program.sh").chmod(0o750)
    (top / "large.bin").write_bytes(os.urandom(3 * 1_048_576 + 17))
    (top / "empty").touch()
    os.link(top / "本文.txt", top / "本文 2.txt")
    (top / "link").symlink_to("本文.txt")
    (top / "empty folder" / "up").symlink_to("../large.bin")
    os.utime(top / "program.sh", ns=(1, 1_234_567_890_123_456_789))
    os.utime(top / "empty folder", ns=(1, 987_654_321))
    return top
