"""Packages of the program and of the opener and sealer in Python, each read by the other; and by OpenSSL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import KEYS, ROOT, know, make_tree, own, snapshot, unlock

sys.path[:0] = [str(ROOT / "Tests" / "python"), str(ROOT / "docs" / "opener")]

import fubako_open  # noqa: E402
from fault_table import Kit  # noqa: E402
from fubako_seal import Item  # noqa: E402
from seal_encoding import label  # noqa: E402


@pytest.fixture(scope="module")
def kit():
    """The sealer with the keys of the fixtures."""
    return Kit()


def without_times_of_links(found):
    """The opener leaves the times of links alone: not every system has them."""
    return {path: facts[:2] + facts[3:] if facts[0] == "link" else facts for path, facts in found.items()}


OPTIONS = [
    [], ["--suite", "chacha20-poly1305"], ["--hide-recipients", "--hide-label", "--grade", "C3/I2/A2"],
    ["--no-padding", "--no-self"], ["--to", "rsa"], ["--grade", "C2/I2/A1", "--restrict", "複製禁止"],
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_opener_in_python_opens_what_the_program_seals(sender, options):
    know(sender, "rsa")
    before = without_times_of_links(snapshot(make_tree(sender.home)))
    unlock(sender, "seal", "--to", "recipient", *options, "報告書", "-o", "report.fubako")
    package, secret = str(sender.home / "report.fubako"), str(sender.home / "key-passphrase")
    signer = str(KEYS / "sender.cert.pem")
    assert fubako_open.main(["verify", package, "--signer", signer]) == 0
    key = ["--key", str(KEYS / "recipient.encryption.pem"), "--passphrase-file", secret]
    out = sender.home / "out"
    assert fubako_open.main(["open", package, "--signer", signer, *key, "-o", str(out)]) == 0
    assert without_times_of_links(snapshot(out / "報告書")) == before


def test_opener_in_python_opens_with_a_passphrase(sender):
    sender.write("file", "text")
    sender.write("secret", "か\u3099っこう\n")
    unlock(sender, "seal", "--no-self", "--package-passphrase-file", "secret", "file", "-o", "report.fubako")
    words = ["open", str(sender.home / "report.fubako"), "--signer", str(KEYS / "sender.cert.pem")]
    words += ["--package-passphrase-file", str(sender.home / "secret"), "-o", str(sender.home / "out")]
    assert fubako_open.main(words) == 0
    assert (sender.home / "out" / "file").read_text() == "text"


ITEMS = [
    Item(b"docs", mode=0o750, seconds=-1, nanoseconds=999_999_999),
    Item(b"docs/link", target=b"../docs/./here"),
    Item("docs/機密.bin".encode(), os.urandom(2_200_000), mode=0o600),
    Item(b"docs.txt", b"sorts after what is in docs\n", mode=0o444, nanoseconds=7),
    Item(b"empty", b""),
]
SEALED = [
    {}, {"suite": 2}, {"recipients": ["recipient", "rsa", "other"]}, {"hide_recipients": True},
    {"hide_recipients": True, "recipients": ["recipient", "other", "stranger"]}, {"pad": True}, {"label": None},
    {"label": label(), "hide_label": True}, {"signer": "rsa"},
]


@pytest.mark.parametrize("options", SEALED, ids=lambda options: ", ".join(options) or "usual")
def test_program_opens_what_the_sealer_in_python_seals(recipient, kit, options):
    know(recipient, "rsa")
    recipient.write("report.fubako", kit.sealer(items=ITEMS, **options).pieces()[0])
    assert "intact" in recipient.run("verify", "report.fubako").out
    told = unlock(recipient, "list", "--json", "report.fubako").json
    assert set(told) - {"label"} == {"package", "packageId", "purpose", "sender", "sealed", "damage", "entries", "former"}
    assert told["sender"]["judgement"] == "trusted"
    assert [entry["path"].encode() for entry in told["entries"]] == [item.path for item in ITEMS]
    unlock(recipient, "open", "report.fubako", "-o", "out")
    for item in ITEMS:
        path = recipient.home / "out" / os.fsdecode(item.path)
        if item.target is not None:
            assert os.readlink(path) == os.fsdecode(item.target)
        elif item.data is not None:
            assert path.read_bytes() == item.data
            assert path.stat().st_mode & 0o777 == item.mode
        assert path.lstat().st_mtime_ns == item.seconds * 1_000_000_000 + item.nanoseconds


def element(data, start):
    """Where the DER element at `start` has its content, and where it ends."""
    length, content = data[start + 1], start + 2
    if length & 0x80:
        size = length & 0x7F
        length, content = int.from_bytes(data[content:content + size], "big"), content + size
    return content, content + length


def signed_parts(package):
    """Manifest and MAC as they are signed, and the signature: the elements of the Trailer."""
    tail = package[-64:]
    trailer_length = int.from_bytes(tail[16:24], "big")
    trailer = package[-64 - trailer_length:-64]
    manifest, end = element(trailer, 0)
    assert end == len(trailer)
    _, manifest_end = element(trailer, manifest)
    mac, mac_end = element(trailer, manifest_end)
    return trailer[manifest:manifest_end] + trailer[mac:mac_end], trailer[mac_end:]


@pytest.mark.parametrize("name", ["sender", "rsa"])
def test_openssl_verifies_manifest_and_signature(program, tmp_path, name):
    from office import Office
    office = Office(program, tmp_path / "office")
    own(office, name)
    office.write("file", "text")
    unlock(office, "seal", "--to", name, "file", "-o", "report.fubako")
    content, signature = signed_parts((office.home / "report.fubako").read_bytes())
    office.write("content", content)
    office.write("signature", signature)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "content"]
    command += ["-CAfile", str(KEYS / f"{name}.cert.pem"), "-purpose", "any", "-out", "verified"]
    finished = subprocess.run(command, cwd=office.home, capture_output=True)
    assert finished.returncode == 0, finished.stderr.decode()
    assert Path(office.home, "verified").read_bytes() == content
    office.write("content", content[:-1] + bytes([content[-1] ^ 1]))
    assert subprocess.run(command, cwd=office.home, capture_output=True).returncode != 0


def test_openssl_reads_the_keyring(program, office):
    office.make_identity("soumu")
    folder = office.keyring / "identities" / "soumu"
    for use in ("signing", "encryption"):
        key = ["openssl", "pkey", "-in", f"{use}.key.pem", "-passin", f"file:{office.home}/passphrase", "-pubout"]
        certificate = ["openssl", "x509", "-in", f"{use}.cert.pem", "-noout", "-pubkey"]
        public = [subprocess.run(line, cwd=folder, capture_output=True, check=True).stdout for line in (key, certificate)]
        assert public[0] == public[1]
