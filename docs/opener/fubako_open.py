#!/usr/bin/env python3
"""fubako_open.py: verify, list and open Fubako packages without Fubako.

Written from the manual page fubako-package(5) alone, so that a package can be opened on any machine with Python,
also on Windows, also when no Fubako program is at hand any more.  Section names in the comments are those of the page.

Needs Python 3.9 or newer and the package "cryptography", 42 or newer (pip install cryptography).

    python fubako_open.py verify PIECE... [--signer CERT.pem]
    python fubako_open.py list   PIECE... --key KEY.pem [--signer CERT.pem]
    python fubako_open.py open   PIECE... --key KEY.pem --signer CERT.pem -o FOLDER

A package is one piece, or several of which any k open it; names and order of the files mean nothing.  A single piece
of several can be verified by itself, and with no secret.  FOLDER must not exist: everything is written beside it under
a temporary name and gets its name only when all of it is verified.  The key is a PEM file (PKCS#8); its passphrase
comes from --passphrase-file or is asked for.  A package sealed with a passphrase is opened with
--package-passphrase-file, or with --package-passphrase to be asked for it.

Exit codes: 0 good; 2 usage; 3 not found; 4 wrong key or passphrase; 5 bad signature; 6 consistent, but unsigned;
7 intact, but signer not known; 8 damaged; 9 unsupported; 10 refused by rule; 11 input or output failed;
12 not a package; 14 too few pieces.

Memory does not grow with the size of a package: one unit (about 1 MiB) per reader, k units while one is rebuilt.
"""

import argparse
import contextlib
import datetime
import functools
import getpass
import hashlib
import hmac
import os
import re
import shutil
import stat
import sys
import tempfile
import unicodedata
import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

# --- Errors ----------------------------------------------------------------------------------------------------------


class FubakoError(Exception):
    """Why a package is not accepted; `code` is the exit code (section Verdicts)."""

    code = 1


class UsageError(FubakoError):
    code = 2


class NotFound(FubakoError):
    code = 3


class WrongKey(FubakoError):
    code = 4


class BadSignature(FubakoError):
    code = 5


class OriginUnknown(FubakoError):
    code = 6


class SignerUnknown(FubakoError):
    code = 7


class Damaged(FubakoError):
    code = 8


class Unsupported(FubakoError):
    code = 9


class Refused(FubakoError):
    code = 10


class InputOutputFailed(FubakoError):
    code = 11


class NotAPackage(FubakoError):
    code = 12


class TooFewPieces(FubakoError):
    code = 14

    def __init__(self, common, numbers):
        missing = common.k - len(numbers)
        shown_numbers = ", ".join(map(str, numbers)) or "none"
        super().__init__(
            f"any {common.k} of {common.n} pieces open the package, and {len(numbers)} can be used ({shown_numbers}): "
            f"{missing} more needed"
        )


# --- Constants of the format -----------------------------------------------------------------------------------------

MAGIC = bytes.fromhex("F5465542414B4F0A")
TAIL_MAGIC = bytes.fromhex("0A4F4B41425546F5")
TAIL_SIZE = 64
MAX_HEADER = 1_048_576
MAX_TRAILER = 262_144
MAX_INDEX = 268_435_456
MAX_STANZAS = 1024
MAX_RECORD = 4_194_304
MAX_FORMER = 8
PADDING_ALLOWANCE = 1_048_576
CHUNK = 16_384
SEALED_CHUNK = 16_400
POINTER_SIZE = 48
POINTER_TEXT = b"fubako/v1 inside"
ARC = bytes.fromhex("6981D0EFE2ACC082B2B88D84D08B8FF5DBB98530")
MANIFEST_TYPE = ARC + b"\x01\x01"

OID_SIGNED_DATA = bytes.fromhex("2A864886F70D010702")  # 1.2.840.113549.1.7.2
OID_CONTENT_TYPE = bytes.fromhex("2A864886F70D010903")
OID_MESSAGE_DIGEST = bytes.fromhex("2A864886F70D010904")
OID_SIGNING_CERTIFICATE_V2 = bytes.fromhex("2A864886F70D010910022F")
OID_RSASSA_PSS = bytes.fromhex("2A864886F70D01010A")
OID_MGF1 = bytes.fromhex("2A864886F70D010108")
HASH_OIDS = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
ECDSA_OIDS = {
    bytes.fromhex("2A8648CE3D040302"): "sha256",
    bytes.fromhex("2A8648CE3D040303"): "sha384",
    bytes.fromhex("2A8648CE3D040304"): "sha512",
}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
CURVE_HASH = {"secp256r1": "sha256", "secp384r1": "sha384", "secp521r1": "sha512"}


class Suite:
    """An AEAD with 32-byte keys, 12-byte nonces and 16-byte tags (section HEADER, suite)."""

    def __init__(self, name, hpke_id, cipher):
        self.name, self.hpke_id, self.cipher = name, hpke_id, cipher


SUITES = {1: Suite(b"AEAD_AES_256_GCM", 2, AESGCM), 2: Suite(b"AEAD_CHACHA20_POLY1305", 3, ChaCha20Poly1305)}


class Kem:
    """A DHKEM of RFC 9180 with the KDF that goes with it."""

    def __init__(self, number, curve, hash_name, point_size, kdf):
        self.number, self.curve, self.hash_name, self.point_size, self.kdf = number, curve, hash_name, point_size, kdf
        self.secret_size = hashlib.new(hash_name).digest_size


KEMS = {
    16: Kem(16, ec.SECP256R1(), "sha256", 65, 1),
    17: Kem(17, ec.SECP384R1(), "sha384", 97, 2),
    18: Kem(18, ec.SECP521R1(), "sha512", 133, 3),
}

PURPOSES = ["store", "inside", "transfer", "provide", "publish"]


def sha256(*parts):
    """SHA-256 of the concatenation of `parts`."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


# --- Strict DER (section Encoding) -----------------------------------------------------------------------------------


def encode(tag, content):
    """One DER element with a tag of one octet."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


class Der:
    """Reads elements one after the other out of `data`; every deviation from DER is Damaged."""

    def __init__(self, data, what, start=0, end=None):
        self.data, self.what, self.position = data, what, start
        self.end = len(data) if end is None else end

    def fail(self, reason):
        raise Damaged(f"{self.what}: {reason} at byte {self.position}")

    def more(self):
        return self.position < self.end

    def next_tag(self):
        return self.data[self.position] if self.more() else None

    def element(self, tag):
        """Steps over one element with `tag`; returns the range (start of element, start of content, end)."""
        start = self.position
        if self.next_tag() != tag:
            self.fail(f"tag {tag:02x} expected")
        head, size = length_of(self.data, start + 1, self.end)
        if head is None or size > self.end - head:
            self.fail("bad length")
        self.position = head + size
        return start, head, head + size

    def content(self, tag):
        _, head, end = self.element(tag)
        return self.data[head:end]

    def raw(self, tag):
        start, _, end = self.element(tag)
        return self.data[start:end]

    def inside(self, tag):
        """A reader of the elements inside the next element."""
        _, head, end = self.element(tag)
        return Der(self.data, self.what, head, end)

    def done(self):
        if self.more():
            self.fail("something is left over")

    def integer(self, low, high, tag=0x02):
        value = signed_integer(self.content(tag))
        if value is None:
            self.fail("integer not in its shortest form")
        if not low <= value <= high:
            self.fail(f"number {value if abs(value) < 1 << 70 else 'too large'} outside {low} to {high}")
        return value

    def octets(self, low, high=None, tag=0x04):
        value = self.content(tag)
        if not low <= len(value) <= (low if high is None else high):
            self.fail(f"octet string of {len(value)} bytes")
        return value

    def name(self, tag=0x04):
        """A path or target, whose length is a rule of its own."""
        value = self.content(tag)
        if not 1 <= len(value) <= 4096:
            raise Refused(f"{self.what}: a name of {len(value)} bytes")
        return value

    def boolean(self):
        value = self.content(0x01)
        if value not in (b"\x00", b"\xff"):
            self.fail("bad truth value")
        return value == b"\xff"

    def null(self, tag=0x05):
        if self.content(tag):
            self.fail("NULL with content")

    def oid(self):
        value = self.content(0x06)
        starts = [0] + [i + 1 for i, octet in enumerate(value[:-1]) if octet < 0x80]
        if not value or value[-1] & 0x80 or any(value[i] == 0x80 for i in starts):
            self.fail("bad object identifier")
        return value

    def text(self, tag, low, high):
        value = self.octets(low, high, tag)
        decoded = plain_text(value)
        if decoded is None or unicodedata.normalize("NFC", decoded) != decoded:
            self.fail("text that is not NFC or has control characters")
        return decoded

    def date(self, tag):
        value = self.text(tag, 10, 10)
        try:
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            datetime.date(int(value[:4]), int(value[5:7]), int(value[8:]))
        except ValueError:
            self.fail("bad date")
        return value


def length_of(data, position, end):
    """Reads a DER length; returns (start of content, length), or (None, 0) if it is not the shortest form."""
    if position >= end:
        return None, 0
    first = data[position]
    if first < 0x80:
        return position + 1, first
    count = first & 0x7F
    if not 1 <= count <= 8 or position + 1 + count > end or data[position + 1] == 0:
        return None, 0
    size = int.from_bytes(data[position + 1 : position + 1 + count], "big")
    return (None, 0) if size < 128 else (position + 1 + count, size)


def signed_integer(octets):
    """The value of a DER INTEGER's content, or None if it is not minimal."""
    if not octets or (len(octets) > 1 and (octets[0], octets[1] >> 7) in ((0, 0), (0xFF, 1))):
        return None
    return int.from_bytes(octets, "big", signed=True)


def plain_text(octets):
    """The text of valid UTF-8 without control characters, or None."""
    try:
        decoded = bytes(octets).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F for c in decoded):
        return None
    return decoded


def read_extensions(reader):
    """Extensions: ids are unique, a critical one is refused because this program knows none."""
    inside = reader.inside(0x30)
    seen = set()
    critical = False
    while inside.more():
        extension = inside.inside(0x30)
        identifier = extension.oid()
        critical = extension.boolean() or critical
        extension.octets(0, 65536)
        extension.done()
        if identifier in seen:
            reader.fail("an extension twice")
        seen.add(identifier)
        if len(seen) > 64:
            reader.fail("more than 64 extensions")
    if critical:
        raise Unsupported(f"{reader.what}: a critical extension that is unknown")


# --- Label (section Label) -------------------------------------------------------------------------------------------


class Label:
    """The grades and handling rules of what is in the package."""

    def __init__(self, reader):
        self.paper = reader.integer(0, 1, 0x0A) == 1
        self.confidentiality = reader.integer(1, 3)
        self.integrity = reader.integer(1, 2, 0x80) if reader.next_tag() == 0x80 else None
        self.availability = reader.integer(1, 2, 0x81) if reader.next_tag() == 0x81 else None
        self.site_grade = reader.text(0x82, 1, 256) if reader.next_tag() == 0x82 else None
        self.important_design = reader.boolean()
        self.restrictions = self._restrictions(reader.inside(0x30))
        self.decider = reader.text(0x83, 1, 256) if reader.next_tag() == 0x83 else None
        self.dates = {}
        for tag, name in ((0x84, "decided on"), (0x85, "graded C3 until"), (0x86, "retention end")):
            if reader.next_tag() == tag:
                self.dates[name] = reader.date(tag)
        self.serial = reader.text(0x87, 1, 256) if reader.next_tag() == 0x87 else None
        self.personal = self._personal(reader.inside(0xA8)) if reader.next_tag() == 0xA8 else None
        read_extensions(reader)
        reader.done()
        if (self.integrity is None, self.availability is None) != (self.paper, self.paper):
            reader.fail("integrity and availability belong to an electronic form, and only to it")
        if "graded C3 until" in self.dates and self.confidentiality != 3:
            reader.fail("a date for C3 without C3")

    @staticmethod
    def _restrictions(reader):
        found = []
        while reader.more():
            item = reader.inside(0x30)
            aspect = "CIA"[item.integer(0, 2, 0x0A)]
            name = item.text(0x0C, 1, 256)
            item.done()
            if name in [other for _, other in found]:
                reader.fail("a restriction twice")
            found.append((aspect, name))
            if len(found) > 32:
                reader.fail("more than 32 restrictions")
        return found

    @staticmethod
    def _personal(reader):
        sensitive = reader.boolean()
        count = reader.integer(0, 1 << 62) if reader.more() else None
        reader.done()
        return sensitive, count

    def lines(self):
        """The label for people, a line each."""
        grade = f"C{self.confidentiality}"
        if not self.paper:
            grade += f"/I{self.integrity}/A{self.availability}"
        yield f"label: {grade}" + (" (paper)" if self.paper else "")
        if self.site_grade:
            yield f"site grade: {shown(self.site_grade)}"
        if self.important_design:
            yield "important design document"
        for aspect, name in self.restrictions:
            yield f"restriction: {aspect}:{shown(name)}"
        if self.decider:
            yield f"decided by: {shown(self.decider)}"
        for name, value in self.dates.items():
            yield f"{name}: {value}"
        if self.serial:
            yield f"serial: {shown(self.serial)}"
        if self.personal:
            sensitive, count = self.personal
            yield (
                "personal information" + (", sensitive" if sensitive else "") + ("" if count is None else f", {count}")
            )


# --- Headers (section HEADER) ----------------------------------------------------------------------------------------


class Stanza:
    """One way to R. `kind` is hpke, rsa or passphrase; `recipient` is a key id, or None if hidden or a passphrase."""

    def __init__(self, reader):
        tag = reader.next_tag()
        start, head, end = reader.element(tag if tag in (0xA0, 0xA1, 0xA2) else 0xA0)
        self.content = reader.data[head:end]
        self.tag = tag
        inside = Der(reader.data, reader.what, head, end)
        self.recipient = None
        {0xA0: self._hpke, 0xA1: self._rsa, 0xA2: self._passphrase}[tag](inside)
        inside.done()

    def _hpke(self, reader):
        self.kind = "hpke"
        self.kem = KEMS[reader.integer(16, 18)]
        if reader.next_tag() == 0x05:
            reader.null()
        else:
            self.recipient = reader.octets(32)
        self.enc = reader.octets(self.kem.point_size)
        self.wrapped = reader.octets(48)
        before = reader.position
        self.signature = reader.octets(0, 160)
        # The stanza as it stands in HCS, the header that the ephemeral key signs.
        first = before - (reader.end - len(self.content))
        self.without_signature = encode(0xA0, self.content[:first] + b"\x04\x00")

    def _rsa(self, reader):
        self.kind = "rsa"
        self.recipient = reader.octets(32)
        self.wrapped = reader.octets(384, 2048)
        self.without_signature = encode(0xA1, self.content)

    def _passphrase(self, reader):
        self.kind = "passphrase"
        number = signed_integer(reader.content(0x02))
        if number is None:
            reader.fail("integer not in its shortest form")
        if not 1000 <= number <= 10_000_000:
            raise Refused("the passphrase's iterations are outside 1,000 to 10,000,000")
        self.iterations = number
        self.salt = reader.octets(32)
        self.check = reader.octets(32)
        self.wrapped = reader.octets(48)
        self.without_signature = encode(0xA2, self.content)


class CommonHeader:
    """What all pieces have in common, parsed strictly."""

    def __init__(self, der):
        reader = Der(der, "header").inside(0x30)
        self.der = der
        require_version(reader)
        self.package_id = reader.octets(32)
        suite = reader.integer(0, (1 << 63) - 1)
        if suite not in SUITES:
            raise Unsupported(f"header: suite {suite} is unknown")
        self.suite = SUITES[suite]
        self.k = reader.integer(1, 64)
        self.n = reader.integer(1, 64)
        self.unit_size = reader.integer(SEALED_CHUNK, 64 * SEALED_CHUNK)
        self.originator = self._originator(reader)
        self.purpose = reader.integer(0, 4, 0x0A)
        start = reader.position
        self.label = self._label(reader)
        self.label_der = der[start : reader.position]
        before, stanzas, after = reader.element(0x30)
        self.stanzas = self._stanzas(Der(der, "header", stanzas, after))
        read_extensions(reader)
        reader.done()
        if self.k > self.n:
            reader.fail("k is larger than n")
        if self.unit_size % SEALED_CHUNK:
            reader.fail("the unit size is no multiple of 16,400")
        self._derive_forms(before, after)

    @staticmethod
    def _originator(reader):
        if reader.next_tag() == 0x05:
            return reader.null()
        return reader.octets(32)

    @staticmethod
    def _label(reader):
        if reader.next_tag() == 0x05:
            return reader.null()
        return Label(reader.inside(0x30))

    @staticmethod
    def _stanzas(reader):
        found = []
        while reader.more():
            found.append(Stanza(reader))
            if len(found) > MAX_STANZAS:
                raise Refused("header: more than 1,024 stanzas")
        if not found:
            reader.fail("no stanza")
        return found

    def _derive_forms(self, before, after):
        """HC0 and HCS out of HC: only the element "stanzas" differs."""
        head = Der(self.der, "header").element(0x30)[1]
        front, back = self.der[head:before], self.der[after:]
        self.hash = sha256(self.der)
        self.without_stanzas_hash = sha256(encode(0x30, front + b"\x30\x00" + back))
        bare = b"".join(stanza.without_signature for stanza in self.stanzas)
        self.without_signatures = encode(0x30, front + encode(0x30, bare) + back)

    @property
    def hidden(self):
        return self.stanzas[0].kind == "hpke" and self.stanzas[0].recipient is None

    def check_stanzas(self):
        """The rules of section Stanzas and the signatures by the ephemeral keys."""
        ids = [stanza.recipient for stanza in self.stanzas if stanza.recipient is not None]
        if len(set(ids)) != len(ids):
            raise Refused("header: two stanzas for one key")
        if sum(stanza.kind == "passphrase" for stanza in self.stanzas) > 1:
            raise Refused("header: two passphrase stanzas")
        hidden = [s for s in self.stanzas if s.kind == "hpke" and s.recipient is None]
        if hidden:
            count = len(self.stanzas)
            if len(hidden) != count or len({stanza.kem.number for stanza in hidden}) != 1:
                raise Refused("header: hidden recipients beside others")
            if count & (count - 1):
                raise Refused("header: the number of hidden recipients is not a power of two")
        message = b"fubako/v1 stanza" + self.without_signatures
        for number, stanza in enumerate(self.stanzas, 1):
            if stanza.kind == "hpke":
                self._check_ephemeral(number, stanza, message)

    @staticmethod
    def _check_ephemeral(number, stanza, message):
        where = f"stanza {number}"
        try:
            public = ec.EllipticCurvePublicKey.from_encoded_point(stanza.kem.curve, stanza.enc)
        except ValueError:
            raise BadSignature(f"{where}: its public key is not on the curve") from None
        if stanza.enc[0] != 4 or not ecdsa_valid(public, stanza.signature, message, stanza.kem.hash_name):
            raise BadSignature(f"{where}: it was not made for this package")


def require_version(reader):
    """Every versioned structure begins with its version; only 1 is known here."""
    number = signed_integer(reader.content(0x02))
    if number is None:
        reader.fail("integer not in its shortest form")
    if number != 1:
        raise Unsupported(f"{reader.what}: version {number if abs(number) < 1 << 64 else '?'} is not supported")


def ecdsa_valid(public, signature, message, hash_name):
    """Whether `signature` is strict DER and an ECDSA signature of `message`."""
    try:
        reader = Der(signature, "signature").inside(0x30)
        reader.integer(1, 1 << 528)
        reader.integer(1, 1 << 528)
        reader.done()
        if reader.end != len(signature):
            return False
        public.verify(signature, message, ec.ECDSA(HASHES[hash_name]()))
        return True
    except (Damaged, InvalidSignature, ValueError):
        return False


class PieceHeader:
    """The header of one piece; `common` stays DER until the Manifest has vouched for it."""

    def __init__(self, der):
        outer = Der(der, "header")
        reader = outer.inside(0x30)
        outer.done()
        self.common = reader.raw(0x30)
        self.x = reader.integer(1, 64)
        self.share = reader.octets(32)
        self.salt = reader.octets(24)
        self.commitment = reader.octets(32)
        reader.done()


# --- Trailer (section TRAILER) ---------------------------------------------------------------------------------------


class Manifest:
    """What the sender signs."""

    def __init__(self, der):
        reader = Der(der, "manifest").inside(0x30)
        self.der = der
        require_version(reader)
        self.purpose = reader.integer(0, 4, 0x0A)
        self.package_id = reader.octets(32)
        self.header_hash = reader.octets(32)
        self.salt = reader.octets(24)
        self.commitment = reader.octets(32)
        self.piece_header_hashes = self._hash_list(reader.inside(0x30))
        self.roots = self._hash_list(reader.inside(0x30))
        self.stripe_count = reader.integer(1, (1 << 32) - 1)
        self.length = reader.integer(16, (1 << 63) - 1)
        self.sealing_time = self._time(reader)
        self.intent = reader.octets(1, 65536, 0x80) if reader.next_tag() == 0x80 else None
        read_extensions(reader)
        reader.done()

    @staticmethod
    def _hash_list(reader):
        found = []
        while reader.more():
            found.append(reader.octets(32))
        if not 1 <= len(found) <= 64:
            reader.fail("a list of hashes that is not one for each piece")
        return found

    @staticmethod
    def _time(reader):
        value = reader.content(0x18)
        try:
            if len(value) != 15 or not value[:14].isdigit() or value[14:] != b"Z":
                raise ValueError
            moment = datetime.datetime.strptime(value[:14].decode(), "%Y%m%d%H%M%S")
        except ValueError:
            reader.fail("bad sealing time")
        return moment.replace(tzinfo=datetime.timezone.utc)


class Trailer:
    """Manifest, MAC and signature; `signed_data` is the DER of the ContentInfo or None."""

    def __init__(self, der):
        outer = Der(der, "trailer")
        reader = outer.inside(0x30)
        outer.done()
        self.der = der
        manifest = reader.raw(0x30)
        self.mac = reader.octets(64)
        self.signed_data = reader.null() if reader.next_tag() == 0x05 else reader.raw(0x30)
        reader.done()
        self.manifest = Manifest(manifest)


# --- Signature (section Signature) -----------------------------------------------------------------------------------


class SignedData:
    """A detached CMS signature of exactly the form that packages have; anything else is BadSignature."""

    def __init__(self, der, content):
        try:
            self._read(der, content)
        except Damaged as error:
            raise BadSignature(str(error)) from None

    def _read(self, der, content):
        info = Der(der, "signature").inside(0x30)
        if info.oid() != OID_SIGNED_DATA:
            info.fail("not SignedData")
        wrapper = info.inside(0xA0)
        info.done()
        data = wrapper.inside(0x30)
        wrapper.done()
        data.integer(3, 3)
        digests = data.inside(0x31)
        self.hash_name = hash_algorithm(digests, False)
        digests.done()
        encapsulated = data.inside(0x30)
        if encapsulated.oid() != MANIFEST_TYPE:
            raise BadSignature("the signature is not one of a package")
        encapsulated.done()
        certificates = data.inside(0xA0)
        self.certificate_der = certificates.raw(0x30)
        certificates.done()
        infos = data.inside(0x31)
        data.done()
        signer = infos.inside(0x30)
        infos.done()
        self._load_certificate()
        self._check_signer(signer, content)

    def _load_certificate(self):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.certificate = x509.load_der_x509_certificate(self.certificate_der)
                self.public_key = self.certificate.public_key()
        except Exception:  # the library raises many kinds; each means that this certificate cannot be used
            raise BadSignature("the signer's certificate cannot be read") from None
        # Issuer and serial number as bytes: Certificate -> TBSCertificate -> [0] version, serial, algorithm, issuer.
        body = Der(self.certificate_der, "certificate").inside(0x30).inside(0x30)
        if body.next_tag() == 0xA0:
            body.raw(0xA0)
        self.serial = body.raw(0x02)
        body.raw(0x30)
        self.issuer = body.raw(0x30)

    def _check_signer(self, signer, content):
        signer.integer(1, 1)
        if signer.raw(0x30) != encode(0x30, self.issuer + self.serial):
            signer.fail("the signer is not the one of the certificate")
        if hash_algorithm(signer, False) != self.hash_name:
            signer.fail("two hash algorithms")
        attributes = signer.content(0xA0)
        self._check_attributes(Der(attributes, "signature"), content)
        check = self._signature_algorithm(signer.inside(0x30))
        value = signer.content(0x04)
        signer.done()
        if not check(value, encode(0x31, attributes)):
            raise BadSignature("the signature does not fit the package")

    def _check_attributes(self, reader, content):
        values, encodings = {}, []
        while reader.more():
            start = reader.position
            attribute = reader.inside(0x30)
            encodings.append(reader.data[start : reader.position])
            name = attribute.oid()
            if name in values:
                reader.fail("an attribute twice")
            values[name] = attribute.inside(0x31)
            attribute.done()
        if encodings != sorted(encodings):
            reader.fail("attributes out of order")
        if set(values) != {OID_CONTENT_TYPE, OID_MESSAGE_DIGEST, OID_SIGNING_CERTIFICATE_V2}:
            raise BadSignature("the signed attributes are not those of a package")
        kind = values[OID_CONTENT_TYPE]
        if kind.oid() != MANIFEST_TYPE:
            raise BadSignature("the signature is not one of a package")
        kind.done()
        digest = values[OID_MESSAGE_DIGEST]
        if digest.content(0x04) != hashlib.new(self.hash_name, content).digest():
            raise BadSignature("the signature is of another manifest")
        digest.done()
        self._check_signing_certificate(values[OID_SIGNING_CERTIFICATE_V2])

    def _check_signing_certificate(self, value):
        attribute = value.inside(0x30)
        value.done()
        certificates = attribute.inside(0x30)
        attribute.done()
        one = certificates.inside(0x30)
        certificates.done()
        name = "sha256"
        if one.next_tag() == 0x30:
            name = hash_algorithm(one, False)
            if name == "sha256":
                one.fail("a default that is written out")
        if one.content(0x04) != hashlib.new(name, self.certificate_der).digest():
            raise BadSignature("the signature names another certificate")
        if one.more():
            # IssuerSerial: GeneralNames with one directoryName [4], and the serial number.
            if one.raw(0x30) != encode(0x30, encode(0x30, encode(0xA4, self.issuer)) + self.serial):
                one.fail("the signature names another issuer")
        one.done()

    def _signature_algorithm(self, reader):
        """A function that checks (signature, message) by the algorithm that stands here."""
        identifier = reader.oid()
        public, name = self.public_key, self.hash_name
        if identifier in ECDSA_OIDS:
            reader.done()
            if not isinstance(public, ec.EllipticCurvePublicKey) or CURVE_HASH.get(public.curve.name) != name:
                raise Refused("signature: a curve that is not used, or not with its hash")
            if ECDSA_OIDS[identifier] != name:
                reader.fail("two hash algorithms")
            return lambda signature, message: ecdsa_valid(public, signature, message, name)
        if identifier != OID_RSASSA_PSS:
            raise Refused("signature: an algorithm that is not allowed")
        self._check_pss_parameters(reader.inside(0x30))
        reader.done()
        if not isinstance(public, rsa.RSAPublicKey) or not 3072 <= public.key_size <= 16384:
            raise Refused("signature: an RSA key of fewer than 3,072 bits, or no RSA key")
        return self._pss_valid

    def _check_pss_parameters(self, reader):
        digest = reader.inside(0xA0)
        if hash_algorithm(digest, True) != self.hash_name:
            reader.fail("two hash algorithms")
        digest.done()
        mask = reader.inside(0xA1)
        generator = mask.inside(0x30)
        mask.done()
        if generator.oid() != OID_MGF1 or hash_algorithm(generator, True) != self.hash_name:
            reader.fail("another mask generation")
        generator.done()
        salt = reader.inside(0xA2)
        size = hashlib.new(self.hash_name).digest_size
        salt.integer(size, size)
        salt.done()
        reader.done()

    def _pss_valid(self, signature, message):
        algorithm = HASHES[self.hash_name]
        scheme = padding.PSS(padding.MGF1(algorithm()), algorithm().digest_size)
        try:
            self.public_key.verify(signature, message, scheme, algorithm())
            return True
        except InvalidSignature:
            return False

    def check_use(self, moment):
        """The certificate allows signing, and did so at the sealing time that the package claims."""
        try:
            usage = self.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
            allowed = usage.digital_signature
        except x509.ExtensionNotFound:
            allowed = True
        except ValueError:
            allowed = False
        if not allowed:
            raise Refused("the signer's certificate does not allow signatures")
        if not self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc:
            raise Refused("the signer's certificate was not valid at the sealing time")

    @property
    def subject(self):
        try:
            return shown(self.certificate.subject.rfc4514_string())
        except ValueError:
            return "(unreadable name)"


def hash_algorithm(reader, null_allowed):
    """An AlgorithmIdentifier of SHA-256, SHA-384 or SHA-512."""
    inside = reader.inside(0x30)
    identifier = inside.oid()
    if null_allowed and inside.more():
        inside.null()
    inside.done()
    if identifier not in HASH_OIDS:
        raise Refused("signature: a hash algorithm that is not allowed")
    return HASH_OIDS[identifier]


# --- Finite fields (sections KEYS, Stripes and units) ----------------------------------------------------------------


def multiply(a, b, polynomial):
    """Product in GF(2^8) modulo `polynomial`."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= polynomial
        b >>= 1
    return product


def inverse(a, polynomial):
    """a^254, which is 1/a for a != 0."""
    result = 1
    for _ in range(254):
        result = multiply(result, a, polynomial)
    return result


def combine_shares(shares):
    """S from {x: share} of exactly k pieces: Lagrange interpolation at 0."""
    secret = bytearray(32)
    for x, share in shares.items():
        factor = 1
        for other in shares:
            if other != x:
                factor = multiply(factor, multiply(other, inverse(other ^ x, 0x11B), 0x11B), 0x11B)
        for position in range(32):
            secret[position] ^= multiply(factor, share[position], 0x11B)
    return bytes(secret)


def generator_row(x, k):
    """What piece x holds, as factors of the data units 1...k."""
    if x <= k:
        return [int(column == x - 1) for column in range(k)]
    return [inverse((x - 1) ^ column, 0x11D) for column in range(k)]


@functools.lru_cache(1024)
def rebuild_factors(pieces, k, wanted):
    """Factors by which the units of `pieces` (k numbers) give data unit `wanted`: Gauss-Jordan elimination."""
    rows = [generator_row(x, k) + [int(i == j) for j in range(k)] for i, x in enumerate(pieces)]
    for column in range(k):
        pivot = next(i for i in range(column, k) if rows[i][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = inverse(rows[column][column], 0x11D)
        rows[column] = [multiply(value, scale, 0x11D) for value in rows[column]]
        for i in range(k):
            factor = rows[i][column]
            if i != column and factor:
                rows[i] = [a ^ multiply(factor, b, 0x11D) for a, b in zip(rows[i], rows[column])]
    return rows[wanted - 1][k:]


@functools.lru_cache(256)
def products(factor):
    """The product of every byte with `factor`, as a table for bytes.translate."""
    return bytes(multiply(value, factor, 0x11D) for value in range(256))


def weighted_sum(units, factors):
    """Sum of units times factors in GF(2^8), byte by byte: addition is XOR, which whole numbers do at once."""
    total = 0
    for unit, factor in zip(units, factors):
        total ^= int.from_bytes(unit.translate(products(factor)), "little")
    return total.to_bytes(len(units[0]), "little")


def units_of(part, k, n):
    """The units of pieces 1...n, one after the other, for the part of the chunk stream that is in one stripe."""
    size = -(-len(part) // k)
    part = part.ljust(k * size, b"\x00")
    units = [part[j * size : (j + 1) * size] for j in range(k)]
    yield from units
    for x in range(k + 1, n + 1):
        yield weighted_sum(units, generator_row(x, k))


class TreeHash:
    """RFC 6962 tree hash of leaves that come one by one; memory is the logarithm of their number."""

    def __init__(self):
        self.stack = []  # (height, hash), heights strictly falling

    def add(self, leaf):
        height = 0
        while self.stack and self.stack[-1][0] == height:
            leaf = sha256(b"\x01", self.stack.pop()[1], leaf)
            height += 1
        self.stack.append((height, leaf))

    def root(self):
        result = self.stack[-1][1]
        for _, node in reversed(self.stack[:-1]):
            result = sha256(b"\x01", node, result)
        return result


# --- Pieces (section PIECE) ------------------------------------------------------------------------------------------


class Piece:
    """An open file that should be a piece."""

    def __init__(self, path):
        self.path = path
        try:
            self.file = open(path, "rb")
            if not stat.S_ISREG(os.fstat(self.file.fileno()).st_mode):
                raise UsageError(f"{shown(path)}: not a regular file")
        except FileNotFoundError:
            raise NotFound(f"{shown(path)}: no such file") from None
        self.size = self.file.seek(0, 2)
        self.x = None  # the piece's number, once the package is known
        self.header = None  # None if both copies are bad: then units can be used, and the share cannot

    def close(self):
        self.file.close()

    def read(self, offset, size):
        """Exactly `size` bytes at `offset`."""
        self.file.seek(offset)
        data = self.file.read(size)
        if len(data) != size:
            raise Damaged(f"{shown(self.path)}: truncated at byte {offset + len(data)}")
        return data


class Frame:
    """Where the parts of a piece are: step 1 of section VERIFYING."""

    def __init__(self, piece):
        name = shown(piece.path)
        if piece.size < 8 or piece.read(0, 8) != MAGIC:
            raise NotAPackage(f"{name}: not a Fubako package")
        if piece.size < 12 + TAIL_SIZE:
            raise Damaged(f"{name}: truncated")
        tail = piece.read(piece.size - TAIL_SIZE, TAIL_SIZE)
        if tail[56:] != TAIL_MAGIC:
            raise Damaged(f"{name}: its end is missing, or something follows it")
        self.h, self.a, self.t = (int.from_bytes(tail[i : i + 8], "big") for i in (0, 8, 16))
        self.digest = tail[24:56]
        if int.from_bytes(piece.read(8, 4), "big") != self.h:
            raise Damaged(f"{name}: two lengths of the header, at byte 8 and in the tail")
        if self.h > MAX_HEADER or self.t > MAX_TRAILER:
            raise Refused(f"{name}: header or trailer larger than allowed")
        self.b = piece.size - 12 - 2 * self.h - self.a - self.t - TAIL_SIZE
        if min(self.h, self.a, self.t, self.b) < 1:
            raise Damaged(f"{name}: the lengths in the tail do not fit the file")
        self.body = 12 + self.h
        self.second_header = self.body + self.b
        self.hash_section = self.second_header + self.h
        self.trailer = self.hash_section + self.a

    def header_copies(self, piece):
        """The bytes of both copies, as far as the file has them."""
        for offset in (12, self.second_header):
            try:
                yield offset, piece.read(offset, self.h)
            except Damaged:
                yield offset, b""


def matching_header(piece, frame, manifest):
    """Steps 4: the good copy, parsed, and a list of what is wrong with the other."""
    good, bad = None, []
    for offset, der in frame.header_copies(piece):
        try:
            header = PieceHeader(der)
            known = header.x <= len(manifest.piece_header_hashes)
            if not known or sha256(der) != manifest.piece_header_hashes[header.x - 1]:
                raise Damaged("not the header that the manifest lists")
            good = good or header
        except FubakoError as error:
            bad.append(f"{shown(piece.path)}: header at byte {offset}: {error}")
    return good, bad


class Sealed:
    """A package as one piece describes it, verified up to its roots: steps 1 to 8 of section VERIFYING."""

    def __init__(self, piece):
        self.name = shown(piece.path)
        self.frame = frame = Frame(piece)
        self.section = piece  # where the hash section is read
        trailer = piece.read(frame.trailer, frame.t)
        if self._digest(trailer) != frame.digest:
            raise Damaged(f"{self.name}: hash section or trailer")
        self.trailer = Trailer(trailer)
        self.manifest = self.trailer.manifest
        header, self.damages = matching_header(piece, frame, self.manifest)
        if header is None:
            self._explain_header()
        self._check_common(header)
        self.common.check_stanzas()
        self.signature = self._check_signature()
        self._check_roots()

    @classmethod
    def salvaged(cls, piece, pieces):
        """A package of which every piece is damaged: Trailer from `piece`, header and hash section from any."""
        self = cls.__new__(cls)
        self.name, self.damages = shown(piece.path), []
        self.frame = frame = Frame(piece)
        self.trailer = Trailer(piece.read(frame.trailer, frame.t))
        self.manifest = self.trailer.manifest
        header = next(filter(None, (matching_header(one, frame, self.manifest)[0] for one in pieces)), None)
        if header is None:
            raise Damaged(f"{self.name}: no piece has a header that the manifest lists")
        self._check_common(header)
        self.common.check_stanzas()
        self.signature = self._check_signature()
        digests = {Frame(one).digest for one in pieces if has_frame(one)}
        for self.section in pieces:
            try:
                # Where nobody signed it, at least one Tail must say that Trailer and hash section were like that.
                if self.signature is None and self._digest(self.trailer.der) not in digests:
                    raise Damaged(f"{shown(self.section.path)}: hash section or trailer")
                self._check_roots()
                return self
            except Damaged as error:
                self.damages.append(str(error))
        raise Damaged("; ".join(self.damages))

    def _digest(self, trailer):
        """What a Tail says of hash section and Trailer."""
        digest = hashlib.sha256()
        offset, left = self.frame.hash_section, self.frame.a
        while left:
            part = self.section.read(offset, min(left, 1 << 20))
            digest.update(part)
            offset, left = offset + len(part), left - len(part)
        digest.update(trailer)
        return digest.digest()

    def _explain_header(self):
        raise Damaged("; ".join(self.damages))

    def _check_common(self, header):
        manifest = self.manifest
        self.common = common = CommonHeader(header.common)
        lists = (len(manifest.piece_header_hashes), len(manifest.roots))
        if lists != (common.n, common.n):
            raise Damaged(f"{self.name}: the manifest does not list {common.n} pieces")
        pairs = [
            ("header hash", common.hash, manifest.header_hash),
            ("purpose", common.purpose, manifest.purpose),
            ("package id", common.package_id, manifest.package_id),
            ("salt", header.salt, manifest.salt),
            ("commitment", header.commitment, manifest.commitment),
        ]
        for what, ours, theirs in pairs:
            if ours != theirs:
                raise Damaged(f"{self.name}: {what} differs between header and manifest")
        self._check_lengths()

    def _check_lengths(self):
        common, length = self.common, self.manifest.length
        stripe = common.k * common.unit_size
        self.stripes = -(-length // stripe)
        rest = length - (self.stripes - 1) * stripe
        self.last_unit = -(-rest // common.k)
        if length % SEALED_CHUNK < 16 or length // SEALED_CHUNK >= 1 << 38:
            raise Damaged(f"{self.name}: no message is {length} bytes long")
        if self.stripes != self.manifest.stripe_count:
            raise Damaged(f"{self.name}: the number of stripes is not what the length implies")
        if self.frame.b != (self.stripes - 1) * common.unit_size + self.last_unit:
            raise Damaged(f"{self.name}: the body's size is not what the length implies")
        if self.frame.a != 32 * common.n * self.stripes:
            raise Damaged(f"{self.name}: the hash section's size is not what the length implies")

    def _check_signature(self):
        trailer, originator = self.trailer, self.common.originator
        if (trailer.signed_data is None) != (originator is None):
            raise BadSignature("a signature is missing" if originator else "a signature without originator")
        if originator is None:
            return None
        signature = SignedData(trailer.signed_data, self.manifest.der + trailer.mac)
        if sha256(signature.certificate_der) != originator:
            raise BadSignature("the signature is not by the originator that the header names")
        signature.check_use(self.manifest.sealing_time)
        return signature

    def _check_roots(self):
        trees = [TreeHash() for _ in range(self.common.n)]
        for stripe in range(self.stripes):
            leaves = self.leaves(stripe)
            for number, tree in enumerate(trees):
                tree.add(leaves[32 * number : 32 * number + 32])
        for number, tree in enumerate(trees):
            if tree.root() != self.manifest.roots[number]:
                raise Damaged(f"{self.name}: the hashes of piece {number + 1} are not those of the manifest")

    def leaves(self, stripe):
        """The leaf hashes of all pieces in `stripe`."""
        size = 32 * self.common.n
        return self.section.read(self.frame.hash_section + stripe * size, size)

    def unit_length(self, stripe):
        return self.last_unit if stripe == self.stripes - 1 else self.common.unit_size

    def unit(self, piece, stripe):
        """The unit of `piece`, or Damaged if it is not the one that the manifest lists."""
        where = f"{shown(piece.path)}: unit {stripe}"
        offset = self.frame.body + stripe * self.common.unit_size
        data = piece.read(offset, self.unit_length(stripe))
        self.check_unit(piece.x, stripe, data, f"{where} at byte {offset}")
        return data

    def check_unit(self, x, stripe, data, where):
        leaf = self.leaves(stripe)[32 * x - 32 : 32 * x]
        if sha256(b"\x00", data) != leaf:
            raise Damaged(where)
        if x <= self.common.k and stripe == self.stripes - 1:
            end = self.manifest.length - (self.stripes - 1) * self.common.k * self.common.unit_size
            if any(data[max(0, end - (x - 1) * self.last_unit) :]):
                raise Damaged(f"{where}: not filled with zeros")

    def origin(self, certificates):
        """None if the signer is one of `certificates` (DER), otherwise the error to report."""
        if self.signature is None:
            return OriginUnknown("consistent, but unsigned: its origin is unknown")
        if self.signature.certificate_der not in certificates:
            fingerprint = self.common.originator.hex()
            return SignerUnknown(f"intact, but its signer is not known: {self.signature.subject}, {fingerprint}")
        return None


def has_frame(piece):
    """Whether the lengths in the file's two ends fit the file."""
    try:
        Frame(piece)
        return True
    except FubakoError:
        return False


def read_pieces(arguments, choose):
    """The package that the files are pieces of, its pieces by number, and what is damaged in them.

    Pieces belong together if their CommonHeaders, Manifests and MACs are the same bytes: one statement may have been signed
    more than once, as ECDSA gives another signature each time. Names and numbers decide nothing.
    `choose` gets the packages if there are several, and returns the one that is meant.
    """
    pieces = [arguments.files.enter_context(contextlib.closing(Piece(path))) for path in arguments.package]
    groups, errors = {}, []
    for piece in pieces:
        try:
            one = Sealed(piece)
            groups.setdefault((one.common.der, one.manifest.der, one.trailer.mac), []).append(one)
        except FubakoError as error:
            errors.append((piece, error))
    if not groups:
        groups = {None: [salvage(errors)]}
    packages = [group[0] for group in groups.values()]
    package = packages[0] if len(packages) == 1 else choose(packages)
    others = [one for group in groups.values() for one in group if group[0] is not package]
    mine = [piece for piece in pieces if all(piece is not other.section for other in others)]
    usable, damages = sort_pieces(package, mine, errors)
    return package, usable, [f"{other.name}: a piece of another package" for other in others] + damages


def salvage(errors):
    """A package put together from pieces of which each is damaged; what is wrong with the first if that fails."""
    pieces = [piece for piece, _ in errors]
    for piece in pieces if len(pieces) > 1 else ():
        try:
            return Sealed.salvaged(piece, pieces)
        except FubakoError:
            continue
    raise errors[0][1]


def sort_pieces(package, pieces, errors):
    """Lists of pieces by number, and what is damaged in them."""
    usable, damages = {}, [str(error) for _, error in errors]
    for piece in pieces:
        piece.header, bad = matching_header(piece, package.frame, package.manifest)
        damages += [text for text in bad if text not in damages]
        piece.x = piece.header.x if piece.header else number_by_units(package, piece)
        if piece.x is not None:
            usable.setdefault(piece.x, []).append(piece)
    return usable, damages


def number_by_units(package, piece):
    """The number of a piece without header: that of whose units it has one, of 64 all over it; or None."""
    count, last = min(package.stripes, 64), package.stripes - 1
    for stripe in (index * last // max(count - 1, 1) for index in range(count)):
        try:
            data = piece.read(package.frame.body + stripe * package.common.unit_size, package.unit_length(stripe))
        except Damaged:
            continue
        leaf, leaves = sha256(b"\x00", data), package.leaves(stripe)
        for x in range(1, package.common.n + 1):
            if leaves[32 * x - 32 : 32 * x] == leaf:
                return x
    return None


def refuse_several(packages):
    """Verifying, everything that is named should be of one package."""
    raise Refused("the pieces are of different packages: " + ", ".join(one.name for one in packages))


# --- R, from a key or a passphrase (section Stanzas) -----------------------------------------------------------------


def hkdf_extract(hash_name, salt, ikm):
    return hmac.new(salt, ikm, hash_name).digest()


def hkdf_expand(hash_name, prk, info, size):
    result, block, counter = b"", b"", 1
    while len(result) < size:
        block = hmac.new(prk, block + info + bytes([counter]), hash_name).digest()
        result, counter = result + block, counter + 1
    return result[:size]


def hpke_open(stanza, private_key, suite, info):
    """RFC 9180: SetupBaseR and Open, single shot with empty aad. None if the tag does not fit."""
    kem = stanza.kem

    def extract(suite_id, salt, label, ikm):
        return hkdf_extract(kem.hash_name, salt, b"HPKE-v1" + suite_id + label + ikm)

    def expand(suite_id, prk, label, context, size):
        labelled = size.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + context
        return hkdf_expand(kem.hash_name, prk, labelled, size)

    public = ec.EllipticCurvePublicKey.from_encoded_point(kem.curve, stanza.enc)
    shared = private_key.exchange(ec.ECDH(), public)
    kem_id = b"KEM" + kem.number.to_bytes(2, "big")
    context = stanza.enc + uncompressed_point(private_key.public_key())
    secret = expand(kem_id, extract(kem_id, b"", b"eae_prk", shared), b"shared_secret", context, kem.secret_size)

    suite_id = b"HPKE" + b"".join(i.to_bytes(2, "big") for i in (kem.number, kem.kdf, suite.hpke_id))
    schedule = b"\x00" + extract(suite_id, b"", b"psk_id_hash", b"") + extract(suite_id, b"", b"info_hash", info)
    schedule_secret = extract(suite_id, secret, b"secret", b"")
    key = expand(suite_id, schedule_secret, b"key", schedule, 32)
    nonce = expand(suite_id, schedule_secret, b"base_nonce", schedule, 12)
    try:
        return suite.cipher(key).decrypt(nonce, stanza.wrapped, b"")
    except InvalidTag:
        return None


def uncompressed_point(public):
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class KeyOpener:
    """Finds R with a private key."""

    wrong = "the package was not sealed to this key"

    def __init__(self, private_key):
        self.private_key = private_key
        spki = private_key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.key_id = sha256(spki)

    def candidates(self, common):
        """Each R that this key unwraps; the commitment decides."""
        for stanza in common.stanzas:
            secret = None
            if stanza.kind == "hpke" and isinstance(self.private_key, ec.EllipticCurvePrivateKey):
                secret = self._unwrap_hpke(common, stanza)
            elif stanza.kind == "rsa" and stanza.recipient == self.key_id:
                secret = self._unwrap_rsa(stanza)
            if secret is not None:
                yield secret

    def _unwrap_hpke(self, common, stanza):
        if stanza.recipient not in (None, self.key_id) or stanza.kem.curve.name != self.private_key.curve.name:
            return None
        info = b"fubako/v1 wrap R\x00" + common.package_id + (stanza.recipient or bytes(32))
        return hpke_open(stanza, self.private_key, common.suite, info + common.without_stanzas_hash)

    def _unwrap_rsa(self, stanza):
        if not isinstance(self.private_key, rsa.RSAPrivateKey) or not 3072 <= self.private_key.key_size <= 16384:
            raise Refused("the key is not one of 3,072 bits or more")
        if len(stanza.wrapped) != (self.private_key.key_size + 7) // 8:
            return None
        scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        try:
            secret = self.private_key.decrypt(stanza.wrapped, scheme)
        except ValueError:
            return None
        return secret if len(secret) == 32 else None


class PassphraseOpener:
    """Finds R with a passphrase; every failure up to the commitment is one and the same error."""

    wrong = "wrong passphrase"
    key_id = None

    def __init__(self, passphrase):
        self.passphrase = passphrase

    def candidates(self, common):
        for stanza in common.stanzas:
            if stanza.kind == "passphrase":
                secret = self._unwrap(common, stanza)
                if secret is not None:
                    yield secret

    def _unwrap(self, common, stanza):
        master = hashlib.pbkdf2_hmac("sha512", self.passphrase, stanza.salt, stanza.iterations, 64)
        info = b"fubako/v1 passphrase\x00" + common.package_id + common.without_stanzas_hash
        material = hkdf_expand("sha512", master, info, 76)
        if not hmac.compare_digest(material[44:], stanza.check):
            return None
        try:
            return common.suite.cipher(material[:32]).decrypt(material[32:44], stanza.wrapped, b"")
        except InvalidTag:
            return None


class ContentKeys:
    """Key and base nonce of the chunks, once commitment and MAC are right (sections KEYS and CONTENT)."""

    def __init__(self, package, usable, opener):
        common = package.common
        shares = {x: piece.header.share for x in sorted(usable) for piece in usable[x] if piece.header}
        if len(shares) < common.k:
            raise TooFewPieces(common, list(shares))
        secret = combine_shares(dict(list(shares.items())[: common.k]))
        unwrapped = False
        for candidate in opener.candidates(common):
            unwrapped = True
            if self._derive(package, candidate + secret):
                return
        if unwrapped and isinstance(opener, KeyOpener):
            raise Damaged("what this key unwraps is not what the sender committed to")
        raise WrongKey(opener.wrong)

    def _derive(self, package, ikm):
        common, manifest = package.common, package.manifest
        prk = hkdf_extract("sha512", common.package_id, ikm)
        content_key = hkdf_expand("sha512", prk, b"fubako/v1 content", 32)
        info = b"c2sp.org/chunked-encryption@v1+" + common.suite.name + b"\x00" + manifest.salt + common.hash
        material = hkdf_expand("sha512", content_key, info, 76)
        if not hmac.compare_digest(material[44:], manifest.commitment):
            return False
        mac_key = hkdf_expand("sha512", prk, b"fubako/v1 manifest mac", 64)
        mac = hmac.new(mac_key, manifest.der, "sha512").digest()
        if not hmac.compare_digest(mac, package.trailer.mac):
            raise Damaged("the manifest was not made by whoever sealed the content")
        self.cipher = common.suite.cipher(material[:32])
        self.nonce = int.from_bytes(material[32:44], "big")
        return True

    def decrypt(self, number, sealed):
        nonce = (self.nonce ^ number).to_bytes(12, "big")
        try:
            return self.cipher.decrypt(nonce, sealed, b"")
        except InvalidTag:
            raise Damaged(f"chunk {number} cannot be decrypted") from None


# --- Plaintext (sections CONTENT, INSIDE) ----------------------------------------------------------------------------


class Plaintext:
    """Random access to the verified plaintext; keeps one unit and one chunk."""

    def __init__(self, package, usable, keys, damages):
        self.package, self.usable, self.keys, self.damages = package, usable, keys, damages
        length = package.manifest.length
        self.size = CHUNK * (length // SEALED_CHUNK) + length % SEALED_CHUNK - 16
        self.cached_unit = (None, b"")
        self.cached_chunk = (None, b"")

    def read(self, offset, size):
        """Exactly the bytes [offset, offset + size), which must lie inside."""
        if offset < 0 or size < 0 or offset + size > self.size:
            raise Damaged("something points outside the content")
        parts = []
        while size:
            number, skip = divmod(offset, CHUNK)
            part = self._chunk(number)[skip : skip + size]
            parts.append(part)
            offset, size = offset + len(part), size - len(part)
        return b"".join(parts)

    def _chunk(self, number):
        if self.cached_chunk[0] != number:
            start = number * SEALED_CHUNK
            sealed = self._stream(start, min(SEALED_CHUNK, self.package.manifest.length - start))
            self.cached_chunk = (number, self.keys.decrypt(number, sealed))
        return self.cached_chunk[1]

    def _stream(self, offset, size):
        """Bytes of the chunk stream."""
        common = self.package.common
        parts = []
        while size:
            stripe, inside = divmod(offset, common.k * common.unit_size)
            column, skip = divmod(inside, self.package.unit_length(stripe))
            part = self._unit(stripe, column + 1)[skip : skip + size]
            parts.append(part)
            offset, size = offset + len(part), size - len(part)
        return b"".join(parts)

    def _unit(self, stripe, x):
        if self.cached_unit[0] != (stripe, x):
            data = self._good_unit(stripe, x)
            if data is None:
                data = self._rebuild(stripe, x)
            self.cached_unit = ((stripe, x), data)
        return self.cached_unit[1]

    def _good_unit(self, stripe, x):
        """The unit of piece x, or None if the piece is missing or its unit bad."""
        for piece in self.usable.get(x, ()):
            try:
                return self.package.unit(piece, stripe)
            except Damaged as error:
                if str(error) not in self.damages:
                    self.damages.append(str(error))
        return None

    def _rebuild(self, stripe, wanted):
        k = self.package.common.k
        pieces, units = [], []
        for x in sorted(self.usable):
            data = self._good_unit(stripe, x) if x != wanted and len(units) < k else None
            if data is not None:
                pieces.append(x)
                units.append(data)
        if len(units) < k:
            raise Damaged(f"stripe {stripe}: fewer than {k} good units; " + "; ".join(self.damages))
        data = weighted_sum(units, rebuild_factors(tuple(pieces), k, wanted))
        self.package.check_unit(wanted, stripe, data, f"stripe {stripe}: rebuilt unit {wanted} is not the signed one")
        return data


class Entry:
    """One file, folder or link. `start` is where a file's bytes begin in the content."""

    def __init__(self, der, start):
        reader = Der(der, "index").inside(0x30)
        self.start = start
        self.path = checked_path(reader.name())
        mode = signed_integer(reader.content(0x02))
        if mode is None:
            reader.fail("integer not in its shortest form")
        if not 0 <= mode <= 511:
            raise Refused(f"{shown(self.path)}: a mode that is not allowed")
        self.mode = mode
        seconds = reader.integer(-(1 << 63), (1 << 63) - 1)
        self.nanoseconds = seconds * 1_000_000_000 + reader.integer(0, 999_999_999)
        self.kind, self.size, self.target = "file", 0, None
        tag = reader.next_tag()
        if tag == 0x81:
            self.kind = "folder"
            reader.null(0x81)
        elif tag == 0x82:
            self.kind = "link"
            self.target = checked_target(reader.name(0x82), self.path)
        else:
            self.size = reader.integer(0, 1 << 62, 0x80)
        reader.done()


def checked_path(octets):
    """A path as text, by the rules of section Index."""
    text = plain_text(octets)
    if text is None:
        raise Refused(f"a name with control characters or invalid UTF-8: {bytes(octets)!r}"[:300])
    for component in bytes(octets).split(b"/"):
        if not 1 <= len(component) <= 255 or component in (b".", b".."):
            raise Refused(f"{shown(text)[:300]}: not a safe name")
    return text


def checked_target(octets, path):
    """A link's target as text: it stays inside the package."""
    text = plain_text(octets)
    if text is None:
        raise Refused(f"{shown(path)}: a link's target with control characters or invalid UTF-8")
    ups, named = 0, False
    for component in bytes(octets).split(b"/"):
        if not 1 <= len(component) <= 255 or (component == b".." and named):
            raise Refused(f"{shown(path)}: a link's target that is not allowed")
        ups += component == b".."
        named = named or component not in (b".", b"..")
    if ups > path.count("/"):
        raise Refused(f"{shown(path)}: a link that leaves the package")
    return text


class Inside:
    """Pointer block and Index of an opened package."""

    def __init__(self, common, opener, make_reader):
        self.common, self.make_reader = common, make_reader
        reader = make_reader()
        size = reader.size
        if size < POINTER_SIZE:
            raise Damaged("no pointer block")
        block = reader.read(size - POINTER_SIZE, POINTER_SIZE)
        lengths = [int.from_bytes(block[i : i + 8], "big") for i in (0, 8, 16, 24)]
        self.content_length, self.index_length, self.prior_length, self.padding_length = lengths
        if block[32:] != POINTER_TEXT:
            raise Damaged("no pointer block")
        if self.index_length > MAX_INDEX:
            raise Refused("the index is larger than 256 MiB")
        if self.prior_length > MAX_RECORD:
            raise Refused("the prior record is larger than 4 MiB")
        if sum(lengths) + POINTER_SIZE != size:
            raise Damaged("the parts of the plaintext do not sum to its size")
        self.label = None
        self._open_index()
        self.check_head(common)
        if self.recipients is not None and opener.key_id not in self.recipients:
            raise Refused("this key is not among the recipients that the sender lists")

    def _open_index(self):
        """Reads what stands before the entries; they are then read one by one, as often as needed."""
        reader, end = self.make_reader(), self.content_length + self.index_length
        position, after = self._head(reader, self.content_length, end, 0x30)
        if after != end:
            raise Damaged("index: something is left over")
        first = position
        position = self._skip(reader, position, end, 16)
        require_version(Der(reader.read(first, position - first), "index"))
        self.recipients = None
        for tag in (0xA0, 0xA1):
            if reader.read(position, 1)[0] == tag:
                start, position = position, self._skip(reader, position, end, 8 << 20)
                self._optional(tag, Der(reader.read(start, position - start), "index").inside(tag))
        start, position = position, self._skip(reader, position, end, 16)
        self.count = Der(reader.read(start, position - start), "index").integer(1, (1 << 32) - 1)
        self.first_entry, after = self._head(reader, position, end, 0x30)
        if after != end:
            raise Damaged("index: something is left over")

    @staticmethod
    def _head(reader, position, end, tag):
        """The range of the content of the element at `position`."""
        data = reader.read(position, min(10, end - position)) if position < end else b""
        if tag is not None and data[:1] != bytes([tag]):
            raise Damaged(f"index: tag {tag:02x} expected at byte {position}")
        head, size = length_of(data, 1, len(data))
        if head is None or size > end - position - head:
            raise Damaged(f"index: bad length at byte {position}")
        return position + head, position + head + size

    def _skip(self, reader, position, end, limit):
        after = self._head(reader, position, end, None)[1]
        if after - position > limit:
            raise Damaged(f"index: an element of {after - position} bytes at byte {position}")
        return after

    def _optional(self, tag, reader):
        if tag == 0xA0:
            self.label = Label(reader)
            return
        self.recipients = []
        while reader.more():
            self.recipients.append(reader.octets(32))
        if self.recipients != sorted(set(self.recipients)) or not 1 <= len(self.recipients) <= MAX_STANZAS:
            reader.fail("recipients out of order")

    def check_head(self, common):
        """What the index says before its entries fits a header: that of the package, or of a former one."""
        if self.label is not None and common.label is not None:
            raise Damaged("index: a second label")
        if (self.recipients is not None) != common.hidden:
            raise Damaged("index: a list of recipients belongs to hidden recipients, and only to them")
        if self.recipients is not None and len(self.recipients) > len(common.stanzas):
            raise Refused("index: more recipients than stanzas")

    def entries(self):
        """All entries in order, each checked; the checks of the whole come with the last."""
        reader, end = self.make_reader(), self.content_length + self.index_length
        position, count, used = self.first_entry, 0, 0
        previous, folders = None, []
        while position < end:
            start, position = position, self._skip(reader, position, end, 16384)
            entry = Entry(reader.read(start, position - start), used)
            count, used = count + 1, used + entry.size
            if count > self.count or used > self.content_length:
                raise Damaged("index: more entries or bytes than it says")
            key = entry.path.encode().replace(b"/", b"\x00")
            if previous is not None and key <= previous:
                raise Refused(f"{shown(entry.path)}: twice or out of order")
            previous = key
            self._check_parent(entry, folders)
            yield entry
        if count != self.count or used != self.content_length:
            raise Damaged("index: not the number of entries, or not the bytes, that it says")

    @staticmethod
    def _check_parent(entry, folders):
        """`folders` holds the folders that are open at this place; the order makes a stack sufficient."""
        while folders and not entry.path.startswith(folders[-1] + "/"):
            folders.pop()
        parent = entry.path.rpartition("/")[0]
        if parent != (folders[-1] if folders else ""):
            raise Refused(f"{shown(entry.path)}: not inside a folder of the package")
        if entry.kind == "folder":
            folders.append(entry.path)

    def check_padding(self):
        reader = self.make_reader()
        offset, left = self.content_length + self.index_length + self.prior_length, self.padding_length
        while left:
            part = reader.read(offset, min(left, CHUNK))
            if part.count(0) != len(part):
                raise Damaged("padding that is not zero")
            offset, left = offset + len(part), left - len(part)


# --- Former packages (section Prior record) --------------------------------------------------------------------------


class TooMuch(Refused):
    """More of former packages than the format allows."""


class Record:
    """A PriorPackage, parsed strictly; `inner` is the former package's own record or None."""

    def __init__(self, der):
        outer = Der(der, "prior record")
        reader = outer.inside(0x30)
        outer.done()
        require_version(reader)
        self.header = reader.octets(1, MAX_HEADER)
        self.ikm = reader.octets(32) + reader.octets(32)
        self.padding = reader.integer(0, (1 << 63) - 1)
        self.inner = reader.octets(1, MAX_RECORD, 0x80) if reader.next_tag() == 0x80 else None
        self.trailer = reader.octets(1, MAX_TRAILER)
        reader.done()


class FormerKeys(ContentKeys):
    """The keys of a former package, which its record gives."""

    def __init__(self, former, record):
        # A share of a package that several pieces open says nothing of S; the commitment does.
        is_share = former.common.k > 1 or record.ikm[32:] == former.header.share
        if not is_share or not self._derive(former, record.ikm):
            raise Damaged("its keys are not those that the sender committed to")

    def encrypt(self, number, chunk):
        return self.cipher.encrypt((self.nonce ^ number).to_bytes(12, "big"), chunk, b"")


class Former:
    """A package as it was before it was sealed again: its statement is checked, then the content against it."""

    def __init__(self, der, inside):
        record = Record(der)
        self.inner = record.inner
        self.header = PieceHeader(record.header)
        self.common = common = CommonHeader(self.header.common)
        self.trailer = Trailer(record.trailer)
        self.manifest = self.trailer.manifest
        self._check_manifest(record)
        if common.purpose != inside.common.purpose or common.label_der != inside.common.label_der:
            raise Damaged("label or purpose is not what it was")
        inside.check_head(common)
        common.check_stanzas()
        self.signature = self._check_signature()
        keys = FormerKeys(self, record)
        self._check_content(record, inside, keys)

    def _check_manifest(self, record):
        common, manifest = self.common, self.manifest
        ours = (common.hash, common.purpose, common.package_id, self.header.salt, self.header.commitment)
        theirs = (manifest.header_hash, manifest.purpose, manifest.package_id, manifest.salt, manifest.commitment)
        if ours != theirs or (len(manifest.piece_header_hashes), len(manifest.roots)) != (common.n, common.n):
            raise Damaged("header and manifest differ")
        if self.header.x > common.n or manifest.piece_header_hashes[self.header.x - 1] != sha256(record.header):
            raise Damaged("header and manifest differ")

    def _check_signature(self):
        if (self.trailer.signed_data is None) != (self.common.originator is None):
            raise BadSignature("its signature is missing, or nobody's")
        if self.trailer.signed_data is None:
            return None
        signature = SignedData(self.trailer.signed_data, self.manifest.der + self.trailer.mac)
        if sha256(signature.certificate_der) != self.common.originator:
            raise BadSignature("its signature is not by the originator that the header names")
        return signature

    def _check_content(self, record, inside, keys):
        """Encrypts everything again, as it was then."""
        inner = record.inner or b""
        shared = inside.content_length + inside.index_length
        bare = shared + len(inner) + POINTER_SIZE
        if record.padding > bare + PADDING_ALLOWANCE:
            raise TooMuch("a prior record that claims too much padding")
        size = bare + record.padding
        length = size + 16 * (size // CHUNK + 1)
        lengths = (inside.content_length, inside.index_length, len(inner), record.padding)
        block = b"".join(number.to_bytes(8, "big") for number in lengths) + POINTER_TEXT
        reader, trees, held = inside.make_reader(), [TreeHash() for _ in range(self.common.n)], bytearray()
        full = self.common.k * self.common.unit_size
        if length != self.manifest.length:
            raise Damaged("the lengths are not what they were")
        last = size // CHUNK
        for number in range(last + 1):
            start, end = number * CHUNK, min(size, (number + 1) * CHUNK)
            chunk = reader.read(start, min(end, shared) - start) if start < shared else b""
            chunk += former_end(start + len(chunk) - shared, end - shared, inner, record.padding, block)
            held += keys.encrypt(number, chunk)
            if len(held) == full or number == last:
                for tree, unit in zip(trees, units_of(bytes(held), self.common.k, self.common.n)):
                    tree.add(sha256(b"\x00", unit))
                held.clear()
        stripes = -(-length // full)
        if self.manifest.roots != [tree.root() for tree in trees] or self.manifest.stripe_count != stripes:
            raise Damaged("the content is not what was sealed then")

    def describe(self, certificates):
        """One line for people."""
        moment = f"{self.manifest.sealing_time:%Y-%m-%d %H:%M:%S} UTC"
        if self.signature is None:
            return f"sealed before: {moment}, unsigned; id: {self.common.package_id.hex()}"
        known = "known" if self.signature.certificate_der in certificates else "NOT known"
        valid = "signature valid"
        try:
            self.signature.check_use(self.manifest.sealing_time)
        except FubakoError as error:
            valid += f", but {error}"
        who = f"{self.signature.subject}, {known}, {self.common.originator.hex()}"
        return f"sealed before: {moment} by {who}; {valid}; id: {self.common.package_id.hex()}"


def former_end(start, end, inner, padding, block):
    """Bytes [start, end) of what followed the index in a former package."""
    parts, position = [], max(start, 0)
    for begin, size, part in ((0, len(inner), inner), (len(inner), padding, None), (len(inner) + padding, 48, block)):
        stop = min(end, begin + size)
        if position < stop:
            parts.append(bytes(stop - position) if part is None else part[position - begin : stop - begin])
            position = stop
    return b"".join(parts)


def former_packages(inside):
    """All former packages, the last first; any that does not fit is Damaged."""
    start = inside.content_length + inside.index_length
    der = inside.make_reader().read(start, inside.prior_length) if inside.prior_length else None
    records, inner = [], der
    found = []
    try:
        while inner is not None:
            records.append(Record(inner))
            inner = records[-1].inner
            if len(records) > MAX_FORMER:
                raise TooMuch("more than 8 former packages")
        while der is not None:
            found.append(Former(der, inside))
            der = found[-1].inner
    except TooMuch:
        raise
    except (Damaged, BadSignature, Refused) as error:
        raise Damaged(f"the earlier statement does not fit: {error}") from None
    return found


# --- Writing ---------------------------------------------------------------------------------------------------------

WINDOWS_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"} | {
    f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789\u00b9\u00b2\u00b3"
}


def check_for_windows(path):
    """Names that Windows cannot store, or would store as something else."""
    for component in path.split("/"):
        stem = component.split(".")[0].rstrip(" ").lower()
        if stem in WINDOWS_RESERVED or component[-1] in ". " or any(c in '<>:"\\|?*' for c in component):
            raise Refused(f"{shown(path)}: Windows cannot have a file of this name")


def without_path_limit(path):
    """An absolute path of Windows, also one of a share, in the form that has no limit of 260 characters."""
    if path.startswith("\\\\?\\"):
        return path
    return "\\\\?\\UNC\\" + path[2:] if path.startswith("\\\\") else "\\\\?\\" + path


def local_path(root, path):
    """The path of an entry under `root`."""
    return os.path.join(root, *path.split("/"))


class Extraction:
    """Writes everything into a temporary folder beside the wanted one and renames it at the end."""

    def __init__(self, inside, content, destination):
        self.inside, self.content = inside, content
        destination = os.path.abspath(destination)
        if os.name == "nt":
            destination = without_path_limit(destination)
        if os.path.lexists(destination):
            raise Refused(f"{shown(destination)}: exists already")
        self.destination = destination
        self.notices = []
        self.incomplete = False

    def run(self):
        parent, name = os.path.split(self.destination)
        self.root = tempfile.mkdtemp(prefix=f".{name[:100]}.", suffix=".partial", dir=parent)  # mode 0700
        try:
            for entry in self.inside.entries():
                self._create(entry)
            for entry in self.inside.entries():
                if entry.kind == "link":
                    self._link(entry)
            self._finish_folders()
            if os.path.lexists(self.destination):
                raise Refused(f"{shown(self.destination)}: exists already")
            os.chmod(self.root, 0o777 & ~current_umask())
            os.rename(self.root, self.destination)
        except BaseException:
            self._remove()
            raise

    def _create(self, entry):
        if entry.path.endswith(".fubako-label"):
            raise Refused(f"{shown(entry.path)}: called like the record of a label")
        if os.name == "nt":
            check_for_windows(entry.path)
        path = local_path(self.root, entry.path)
        try:
            if entry.kind == "folder":
                os.mkdir(path, 0o700)
            elif entry.kind == "file":
                self._write(entry, path)
        except FileExistsError:
            raise Refused(f"{shown(entry.path)}: a name that this system takes for another one") from None

    def _write(self, entry, path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            offset, left = entry.start, entry.size
            while left:
                part = self.content.read(offset, min(left, CHUNK - offset % CHUNK))
                file.write(part)
                offset, left = offset + len(part), left - len(part)
            file.flush()
            os.fsync(file.fileno())
        self._stamp(entry, path)

    def _stamp(self, entry, path):
        """Time and mode; a time that the system cannot hold is reported and left."""
        try:
            os.utime(path, ns=(entry.nanoseconds, entry.nanoseconds))
        except (OverflowError, OSError, ValueError):
            self.notices.append(f"{shown(entry.path)}: its time cannot be set here")
        os.chmod(path, entry.mode)

    def _link(self, entry):
        path = local_path(self.root, entry.path)
        target = entry.target.replace("/", os.sep)
        try:
            os.symlink(target, path, target_is_directory=os.path.isdir(os.path.join(os.path.dirname(path), target)))
        except FileExistsError:
            raise Refused(f"{shown(entry.path)}: a name that this system takes for another one") from None
        except (OSError, NotImplementedError):
            self.incomplete = True
            self.notices.append(f"{shown(entry.path)}: a link to {shown(entry.target)} that may not be made here")

    def _finish_folders(self):
        """Folders get mode and time when everything in them is there, the inner before the outer."""
        waiting = []
        for entry in self.inside.entries():
            while waiting and not entry.path.startswith(waiting[-1].path + "/"):
                done = waiting.pop()
                self._stamp(done, local_path(self.root, done.path))
            if entry.kind == "folder":
                waiting.append(entry)
        for done in reversed(waiting):
            self._stamp(done, local_path(self.root, done.path))

    def _remove(self):
        """Takes the temporary folder away, also folders whose mode forbids it."""
        try:
            for folder, folders, files in os.walk(self.root):
                for path in (os.path.join(folder, name) for name in folders + files):
                    if not os.path.islink(path):
                        os.chmod(path, 0o700)
            shutil.rmtree(self.root)
        except OSError as error:
            print(f"left over: {shown(self.root)}: {error.strerror}", file=sys.stderr)


def current_umask():
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# --- Commands --------------------------------------------------------------------------------------------------------


def shown(text):
    """Text of unknown origin, made safe for a terminal: controls and direction marks are escaped."""
    result = []
    for character in str(text):
        category = unicodedata.category(character)
        if character == "\\":
            result.append("\\\\")
        elif category in ("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"):
            result.append(f"\\u{{{ord(character):x}}}")
        else:
            result.append(character)
    return "".join(result)


def load_certificates(paths):
    """The DER of all certificates in the given PEM files."""
    found = []
    for path in paths:
        data = read_small(path, 1 << 20)
        try:
            certificates = x509.load_pem_x509_certificates(data)
        except ValueError:
            raise UsageError(f"{shown(path)}: no certificate in PEM form") from None
        found += [certificate.public_bytes(serialization.Encoding.DER) for certificate in certificates]
    return found


def read_small(path, limit):
    try:
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise NotFound(f"{shown(path)}: no such file") from None
    if len(data) > limit:
        raise UsageError(f"{shown(path)}: too large for what it should be")
    return data


def read_passphrase(path, prompt):
    """The first line of a file, or what is typed, in NFC as UTF-8."""
    if path:
        line = read_small(path, 1024).split(b"\n")[0].rstrip(b"\r")
    else:
        line = getpass.getpass(prompt).encode("utf-8")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("the passphrase is not UTF-8") from None
    return unicodedata.normalize("NFC", text).encode("utf-8")


def make_opener(arguments):
    """What opens the package: a private key or a passphrase."""
    by_passphrase = arguments.package_passphrase or arguments.package_passphrase_file
    if bool(arguments.key) == bool(by_passphrase):
        raise UsageError("either --key, or --package-passphrase or --package-passphrase-file")
    if by_passphrase:
        return PassphraseOpener(read_passphrase(arguments.package_passphrase_file, "Passphrase of the package: "))
    data = read_small(arguments.key, 1 << 16)
    try:
        try:
            return KeyOpener(serialization.load_pem_private_key(data, None))
        except TypeError:
            passphrase = read_passphrase(arguments.passphrase_file, f"Passphrase of {shown(arguments.key)}: ")
            return KeyOpener(serialization.load_pem_private_key(data, passphrase))
    except ValueError:
        raise WrongKey(f"{shown(arguments.key)}: wrong passphrase, or not a private key") from None
    except UnsupportedAlgorithm:
        raise Unsupported(f"{shown(arguments.key)}: a kind of key or encryption that is not supported") from None


def describe(package, label):
    """What anyone may know about the package, and its label."""
    common, manifest = package.common, package.manifest
    if package.signature:
        print(f"signer: {package.signature.subject}")
        print(f"signer's certificate, SHA-256: {common.originator.hex()}")
    print(f"sealed: {manifest.sealing_time:%Y-%m-%d %H:%M:%S} UTC (as the sender claims)")
    print(
        f"purpose: {PURPOSES[common.purpose]}; pieces: {common.k} of {common.n} open it; id: {common.package_id.hex()}"
    )
    kinds = [stanza.kind for stanza in common.stanzas]
    print("recipients: " + ("hidden" if common.hidden else f"{len(kinds)} ({', '.join(sorted(set(kinds)))})"))
    for line in label.lines() if label else ():
        print(line)


def describe_former(inside, arguments):
    """Who sealed the content before it was sealed again."""
    certificates = load_certificates(arguments.signer)
    for former in inside.former:
        print(former.describe(certificates))


def command_verify(arguments):
    package, usable, damages = read_pieces(arguments, refuse_several)
    for piece in (piece for x in sorted(usable) for piece in usable[x]):
        for stripe in range(package.stripes):
            try:
                package.unit(piece, stripe)
            except Damaged as error:
                damages.append(str(error))
    if damages:
        raise Damaged("; ".join(damages[:20]) + ("; ..." if len(damages) > 20 else ""))
    describe(package, package.common.label)
    if package.common.n > 1:
        missing = package.common.k - len(usable)
        numbers = ", ".join(map(str, sorted(usable)))
        print(f"pieces at hand: {numbers}" + (f"; {missing} more needed to open it" if missing > 0 else ""))
    origin = package.origin(load_certificates(arguments.signer))
    if origin:
        raise origin
    print("verified: the package is intact and by the given signer")


def is_allowed(package, arguments):
    """Whether the user wants a package of this kind in spite of its origin."""
    return arguments.allow_unsigned if package.signature is None else arguments.allow_unknown_signer


def the_one_that_counts(packages, arguments):
    """Of several packages the only one with an origin that is good enough. How many pieces each has decides nothing."""
    certificates = load_certificates(arguments.signer)
    counting = [one for one in packages if is_allowed(one, arguments) or not one.origin(certificates)]
    if len(counting) != 1:
        refuse_several(counting or packages)
    return counting[0]


def require_origin(package, arguments):
    """Opening needs a signer who is known, unless the user says that none is needed."""
    origin = package.origin(load_certificates(arguments.signer))
    if origin and not is_allowed(package, arguments):
        raise origin
    if origin:
        print(f"warning: {origin}", file=sys.stderr)


def opened(arguments):
    """(package, inside, reader of the content, damages) after everything but the content is verified."""
    package, usable, damages = read_pieces(arguments, lambda packages: the_one_that_counts(packages, arguments))
    require_origin(package, arguments)
    opener = make_opener(arguments)
    keys = ContentKeys(package, usable, opener)

    def make_reader():
        return Plaintext(package, usable, keys, damages)

    inside = Inside(package.common, opener, make_reader)
    for _ in inside.entries():
        pass
    inside.former = former_packages(inside)
    return package, inside, make_reader(), damages


def command_open(arguments):
    if os.path.lexists(arguments.output):
        raise Refused(f"{shown(arguments.output)}: exists already")
    package, inside, content, damages = opened(arguments)
    inside.check_padding()
    extraction = Extraction(inside, content, arguments.output)
    extraction.run()
    describe(package, package.common.label or inside.label)
    describe_former(inside, arguments)
    for damage in damages:
        print(f"warning: damaged, but the content is whole: {damage}", file=sys.stderr)
    for notice in extraction.notices:
        print(f"notice: {notice}", file=sys.stderr)
    if extraction.incomplete:
        raise InputOutputFailed("opened, but some links are missing")
    print(f"opened: {shown(arguments.output)}")


def command_list(arguments):
    package, inside, _, _ = opened(arguments)
    describe(package, package.common.label or inside.label)
    describe_former(inside, arguments)
    for entry in inside.entries():
        kind = {"file": "-", "folder": "d", "link": "l"}[entry.kind]
        target = f" -> {shown(entry.target)}" if entry.target else ""
        print(f"{kind}{entry.mode:03o} {entry.size:14} {shown(entry.path)}{target}")


def parse_arguments(words):
    parser = argparse.ArgumentParser(description="Verify, list and open Fubako packages.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run in (("verify", command_verify), ("list", command_list), ("open", command_open)):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("package", nargs="+", metavar="PIECE", help="a package, or pieces of one")
        command.add_argument(
            "--signer", action="append", default=[], metavar="CERT.pem", help="whom to trust as signer"
        )
        if name == "verify":
            continue
        command.add_argument("--key", metavar="KEY.pem", help="the recipient's private key (PKCS#8)")
        command.add_argument("--passphrase-file", metavar="FILE", help="the passphrase of KEY.pem")
        command.add_argument("--package-passphrase", action="store_true", help="ask for the package's passphrase")
        command.add_argument("--package-passphrase-file", metavar="FILE", help="the passphrase of the package")
        command.add_argument("--allow-unsigned", action="store_true", help="open it though its origin is unknown")
        command.add_argument("--allow-unknown-signer", action="store_true", help="open it whoever signed it")
        if name == "open":
            command.add_argument("-o", "--output", required=True, metavar="FOLDER", help="a folder that does not exist")
    return parser.parse_args(words)


def main(words=None):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = parse_arguments(words)
    try:
        with contextlib.ExitStack() as arguments.files:
            arguments.run(arguments)
        return 0
    except FubakoError as error:
        print(f"fubako_open: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"fubako_open: {shown(error.filename or '')}: {error.strerror or error}", file=sys.stderr)
        return InputOutputFailed.code


if __name__ == "__main__":
    sys.exit(main())
