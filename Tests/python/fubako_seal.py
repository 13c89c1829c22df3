"""A sealer for tests, written from fubako-package(5): it makes packages of every kind, and bad ones.

Every intermediate value goes through `Sealer.step(name, value)`; a test that wants a fault passes
`steps={name: function}`, and the rest of the package is then made consistent with the changed value.  Everything is
held in memory: this is a test tool, not a program to protect anything with.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from seal_cryptography import (
    HASHES,
    KEM_OF_CURVE,
    SUITES,
    Identity,
    hkdf_expand,
    hpke_seal,
    key_id,
    matching_hash,
    parity_unit,
    sha256,
    split_secret,
    tree_root,
)
from seal_encoding import (
    ECDSA_OID,
    HASH_OID,
    MANIFEST_TYPE,
    NULL,
    enumerated,
    integer,
    octets,
    oid,
    sequence,
    set_of,
    tlv,
)

MAGIC = b"\xf5FUBAKO\n"
TAIL_MAGIC = MAGIC[::-1]
CHUNK = 16384
SEALED_CHUNK = 16400
PURPOSES = {"store": 0, "inside": 1, "transfer": 2, "provide": 3, "publish": 4}


# --- Content ---------------------------------------------------------------------------------------------------------


@dataclass
class Item:
    """An entry of the Index: data for a file, None for a folder, a target for a link."""

    path: bytes
    data: bytes = None
    target: bytes = None
    mode: int = 0o644
    seconds: int = 1_700_000_000
    nanoseconds: int = 0
    size: int = None  # overrides len(data), for faults

    def encode(self):
        if self.target is not None:
            node = octets(self.target, 0x82)
        elif self.data is not None:
            node = integer(len(self.data) if self.size is None else self.size, 0x80)
        else:
            node = tlv(0x81)
        numbers = integer(self.mode), integer(self.seconds), integer(self.nanoseconds)
        return sequence(octets(self.path), *numbers, node)


def padme(size):
    """The padded size for `size` bytes."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    unit = 1 << (exponent - exponent.bit_length())
    return -(-size // unit) * unit


# --- Sealer ----------------------------------------------------------------------------------------------------------


@dataclass
class Sealer:
    """Options of one package; `pieces()` gives the bytes of its n pieces."""

    items: list
    signer: Identity = None
    recipients: list = field(default_factory=list)  # public keys
    passphrase: str = None
    iterations: int = 1000
    suite: int = 1
    k: int = 1
    n: int = 1
    unit_size: int = SEALED_CHUNK
    purpose: str = "transfer"
    label: bytes = None
    hide_label: bool = False
    hide_recipients: bool = False
    pad: bool = True
    intent: bytes = None
    sealing_time: str = "20260401090000Z"
    former: "Sealer" = None  # seals the same items again; its pieces() were made
    steps: dict = field(default_factory=dict)

    def step(self, name, value):
        """Where a test may put another value in the place of the right one."""
        return self.steps[name](value) if name in self.steps else value

    def pieces(self):
        self.package_id = self.step("packageId", os.urandom(32))
        self.secret = self.step("R", os.urandom(32))
        self.shared = self.step("S", os.urandom(32))
        self.salt = self.step("salt", os.urandom(24))
        plaintext = self._plaintext()
        self._common_header()
        key, base_nonce = self._derive()
        stream = self._encrypt(plaintext, key, base_nonce)
        units = self._stripes(stream)
        shares = self.step("shares", split_secret(self.shared, self.k, self.n))
        self.headers = [self._piece_header(x, shares[x - 1]) for x in range(1, self.n + 1)]
        section, roots = self._hashes(units)
        self.trailer = trailer = self._trailer(roots, len(units), len(stream))
        return [self._assemble(x, units, section, trailer) for x in range(1, self.n + 1)]

    # -- inside

    def _plaintext(self):
        items = self.step("items", self.items)
        content = self.step("content", b"".join(item.data or b"" for item in items))
        fields = {"version": integer(1)}
        if self.label is not None and self.hide_label:
            fields["label"] = tlv(0xA0, self.label)
        if self.hide_recipients:
            ids = self.step("indexRecipients", sorted(key_id(public) for public in self.recipients))
            fields["recipients"] = tlv(0xA1, *(octets(one) for one in ids))
        fields["entryCount"] = integer(len(items))
        fields["entries"] = sequence(*self.step("entries", [item.encode() for item in items]))
        index = self.step("index", sequence(*self.step("indexFields", fields).values()))
        self.prior = prior = self.step("prior", self._record() if self.former else b"")
        bare = len(content) + len(index) + len(prior) + 48
        zeros = self.step("padding", bytes(padme(bare) - bare if self.pad else 0))
        self.padding_length = len(zeros)
        lengths = self.step("pointer", [len(content), len(index), len(prior), len(zeros)])
        block = b"".join(length.to_bytes(8, "big") for length in lengths) + b"fubako/v1 inside"
        return self.step("plaintext", content + index + prior + zeros + self.step("pointerBlock", block))

    def _record(self):
        """The prior record that `former` leaves behind."""
        former = self.former
        fields = {
            "version": integer(1),
            "pieceHeader": octets(former.headers[-1]),  # of any one piece
            "r": octets(former.secret),
            "s": octets(former.shared),
            "paddingLength": integer(former.padding_length),
            "prior": octets(former.prior, 0x80) if former.prior else b"",
            "trailer": octets(former.trailer),
        }
        return sequence(*self.step("priorFields", fields).values())

    # -- header

    def _common_header(self):
        originator = octets(sha256(self.signer.certificate_der)) if self.signer else NULL
        visible = sequence(self.label) if self.label is not None and not self.hide_label else NULL
        fields = {
            "version": integer(1),
            "packageId": octets(self.package_id),
            "suite": integer(self.suite),
            "k": integer(self.k),
            "n": integer(self.n),
            "unitSize": integer(self.unit_size),
            "originator": originator,
            "purpose": enumerated(PURPOSES[self.purpose]),
            "label": visible,
            "stanzas": sequence(),
            "extensions": sequence(),
        }
        self.fields = self.step("commonFields", fields)
        self.bare_hash = sha256(sequence(*self.fields.values()))
        made = self.step("stanzas", self._stanzas())
        self.fields["stanzas"] = sequence(*(build(b"") for build, _ in made))
        message = b"fubako/v1 stanza" + sequence(*self.fields.values())
        signed = [build(self._sign_stanza(key, message)) for build, key in made]
        self.fields["stanzas"] = sequence(*self.step("signedStanzas", signed))
        self.common = self.step("common", sequence(*self.fields.values()))

    def _sign_stanza(self, ephemeral, message):
        if ephemeral is None:
            return b""
        signature = ephemeral.sign(message, ec.ECDSA(HASHES[matching_hash(ephemeral)]()))
        return self.step("stanzaSignature", signature)

    def _stanzas(self):
        """Pairs of a function from signature to stanza, and the ephemeral key or None."""
        made = []
        for number, public in enumerate(self.recipients):
            secret = self.step("stanzaR", (number, self.secret))
            secret = secret[1] if isinstance(secret, tuple) else secret
            is_rsa = isinstance(public, rsa.RSAPublicKey)
            made.append(self._rsa(public, secret) if is_rsa else self._hpke(public, secret))
        if self.hide_recipients:
            wanted = 1 << (len(made) - 1).bit_length()
            curve = self.recipients[0].curve
            while len(made) < self.step("hiddenCount", wanted):
                made.append(self._hpke(ec.generate_private_key(curve).public_key(), os.urandom(32)))
            made.sort(key=lambda pair: pair[0](b""))  # the random key in each makes this a shuffle
        if self.passphrase is not None:
            made.append(self._passphrase())
        return made

    def _hpke(self, public, secret):
        name = bytes(32) if self.hide_recipients else key_id(public)
        info = b"fubako/v1 wrap R\x00" + self.package_id + name + self.bare_hash
        enc, wrapped, ephemeral = hpke_seal(public, self.suite, self.step("info", info), secret)
        recipient = NULL if self.hide_recipients else octets(name)
        kem = integer(KEM_OF_CURVE[public.curve.name])
        return (lambda signature: tlv(0xA0, kem, recipient, octets(enc), octets(wrapped), octets(signature))), ephemeral

    def _rsa(self, public, secret):
        scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        stanza = tlv(0xA1, octets(key_id(public)), octets(public.encrypt(secret, scheme)))
        return (lambda _: stanza), None

    def _passphrase(self):
        salt = self.step("passphraseSalt", os.urandom(32))
        text = unicodedata.normalize("NFC", self.passphrase).encode()
        master = hashlib.pbkdf2_hmac("sha512", text, salt, self.iterations, 64)
        info = b"fubako/v1 passphrase\x00" + self.package_id + self.bare_hash
        material = hkdf_expand("sha512", master, info, 76)
        wrapped = SUITES[self.suite][2](material[:32]).encrypt(material[32:44], self.secret, b"")
        count = self.step("iterations", self.iterations)
        stanza = tlv(0xA2, integer(count), octets(salt), octets(material[44:]), octets(wrapped))
        return (lambda _: stanza), None

    # -- keys and content

    def _derive(self):
        self.prk = hmac.new(self.package_id, self.secret + self.shared, "sha512").digest()
        content_key = hkdf_expand("sha512", self.prk, b"fubako/v1 content", 32)
        name = SUITES[self.suite][0]
        info = b"c2sp.org/chunked-encryption@v1+" + name + b"\x00" + self.salt + sha256(self.common)
        material = hkdf_expand("sha512", content_key, info, 76)
        self.commitment = self.step("commitment", material[44:])
        return material[:32], int.from_bytes(material[32:44], "big")

    def _encrypt(self, plaintext, key, base_nonce):
        cipher = SUITES[self.suite][2](key)
        chunks = [
            cipher.encrypt((base_nonce ^ i).to_bytes(12, "big"), plaintext[i * CHUNK : (i + 1) * CHUNK], b"")
            for i in range(len(plaintext) // CHUNK + 1)
        ]
        return b"".join(self.step("chunks", chunks))

    def _stripes(self, stream):
        """For each stripe the units of pieces 1...n."""
        size = self.k * self.unit_size
        stripes = []
        for start in range(0, len(stream), size):
            part = stream[start : start + size]
            unit = -(-len(part) // self.k)
            part = self.step("filledStripe", part.ljust(unit * self.k, b"\x00"))
            data = [part[j * unit : (j + 1) * unit] for j in range(self.k)]
            stripes.append(data + [parity_unit(data, x) for x in range(self.k + 1, self.n + 1)])
        return self.step("units", stripes)

    def _piece_header(self, x, share):
        fields = [self.common, integer(x), octets(share), octets(self.salt), octets(self.commitment)]
        return sequence(*self.step("pieceFields", fields))

    def _hashes(self, units):
        leaves = self.step("leaves", [[sha256(b"\x00" + unit) for unit in stripe] for stripe in units])
        roots = [tree_root([stripe[x] for stripe in leaves]) for x in range(self.n)]
        section = self.step("hashSection", b"".join(leaf for stripe in leaves for leaf in stripe))
        return section, self.step("roots", roots)

    # -- trailer

    def _trailer(self, roots, stripes, length):
        fields = {
            "version": integer(1),
            "purpose": enumerated(PURPOSES[self.purpose]),
            "packageId": octets(self.package_id),
            "commonHeaderHash": octets(sha256(self.common)),
            "salt": octets(self.salt),
            "commitment": octets(self.commitment),
            "pieceHeaderHashes": sequence(*(octets(sha256(header)) for header in self.headers)),
            "roots": sequence(*(octets(root) for root in roots)),
            "stripeCount": integer(stripes),
            "ciphertextLength": integer(length),
            "sealingTime": tlv(0x18, self.sealing_time.encode()),
            "intent": b"" if self.intent is None else octets(self.intent, 0x80),
            "extensions": sequence(),
        }
        manifest = self.step("manifest", sequence(*self.step("manifestFields", fields).values()))
        mac_key = hkdf_expand("sha512", self.prk, b"fubako/v1 manifest mac", 64)
        mac = self.step("mac", hmac.new(mac_key, manifest, "sha512").digest())
        signature = self.signed_data(manifest + mac) if self.signer else NULL
        return self.step("trailer", sequence(manifest, octets(mac), self.step("signature", signature)))

    def signed_data(self, content):
        """The detached CMS SignedData over `content`."""
        signer = self.step("signedBy", self.signer)
        name = self.step("hashName", matching_hash(signer.signing_key))
        algorithm = sequence(HASH_OID[name])
        infos = self.step("signerInfos", [self._signer_info(signer, name, algorithm, content)])
        parts = {
            "version": integer(3),
            "digestAlgorithms": set_of(algorithm),
            "content": sequence(self.step("outerContentType", MANIFEST_TYPE)),
            "certificates": tlv(0xA0, *self.step("certificates", [signer.certificate_der])),
            "signerInfos": set_of(*infos),
        }
        parts = self.step("signedDataParts", parts)
        return sequence(oid("1.2.840.113549.1.7.2"), tlv(0xA0, sequence(*parts.values())))

    def _signer_info(self, signer, name, algorithm, content):
        certificate = signer.certificate
        attributes = {
            "contentType": (oid("1.2.840.113549.1.9.3"), self.step("contentType", MANIFEST_TYPE)),
            "messageDigest": (oid("1.2.840.113549.1.9.4"), octets(hashlib.new(name, content).digest())),
            "signingCertificate": (
                oid("1.2.840.113549.1.9.16.2.47"),
                sequence(sequence(sequence(octets(sha256(signer.certificate_der))))),
            ),
        }
        attributes = self.step("signedAttributes", attributes)
        encoded = b"".join(sorted(sequence(kind, tlv(0x31, value)) for kind, value in attributes.values()))
        identifier = sequence(certificate.issuer.public_bytes(), integer(certificate.serial_number))
        scheme, value = self._sign(signer.signing_key, name, tlv(0x31, encoded))
        parts = {
            "version": integer(1),
            "sid": identifier,
            "digestAlgorithm": algorithm,
            "signedAttributes": tlv(0xA0, encoded),
            "signatureAlgorithm": scheme,
            "signature": octets(self.step("signatureValue", value)),
            "unsignedAttributes": b"",
        }
        return sequence(*self.step("signerInfoParts", parts).values())

    def _sign(self, key, name, message):
        """(signatureAlgorithm, signature)"""
        algorithm = HASHES[name]()
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return sequence(ECDSA_OID[name]), key.sign(message, ec.ECDSA(algorithm))
        mask = sequence(oid("1.2.840.113549.1.1.8"), sequence(HASH_OID[name]))
        numbers = tlv(0xA0, sequence(HASH_OID[name])), tlv(0xA1, mask), tlv(0xA2, integer(algorithm.digest_size))
        value = key.sign(message, padding.PSS(padding.MGF1(algorithm), algorithm.digest_size), algorithm)
        return sequence(oid("1.2.840.113549.1.1.10"), sequence(*numbers)), value

    # -- piece

    def _assemble(self, x, units, section, trailer):
        header = self.headers[x - 1]
        body = b"".join(stripe[x - 1] for stripe in units)
        lengths = self.step("tailLengths", [len(header), len(section), len(trailer)])
        tail = b"".join(length.to_bytes(8, "big") for length in lengths) + sha256(section + trailer) + TAIL_MAGIC
        first = self.step("headLength", len(header)).to_bytes(4, "big")
        tail = self.step("tail", tail)
        copies = self.step("headerCopies", [header, header])
        return self.step("piece", MAGIC + first + copies[0] + body + copies[1] + section + trailer + tail)
