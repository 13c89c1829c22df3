"""A sealer for tests, written from fubako-package(5): it makes packages of every kind, and bad ones.

Every intermediate value goes through `Sealer.step(name, value)`; a test that wants a fault passes
`steps={name: function}`, and the rest of the package is then made consistent with the changed value.  Everything is
held in memory: this is a test tool, not a program to protect anything with.
"""

import datetime
import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.x509.oid import NameOID

MAGIC = b"\xf5FUBAKO\n"
TAIL_MAGIC = MAGIC[::-1]
CHUNK = 16384
SEALED_CHUNK = 16400
SUITES = {1: (b"AEAD_AES_256_GCM", 2, AESGCM), 2: (b"AEAD_CHACHA20_POLY1305", 3, ChaCha20Poly1305)}
CURVES = {16: ec.SECP256R1, 17: ec.SECP384R1, 18: ec.SECP521R1}
KEM_HASH = {16: "sha256", 17: "sha384", 18: "sha512"}
KEM_OF_CURVE = {"secp256r1": 16, "secp384r1": 17, "secp521r1": 18}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
PURPOSES = {"store": 0, "inside": 1, "transfer": 2, "provide": 3, "publish": 4}


def sha256(data):
    return hashlib.sha256(data).digest()


# --- DER writing -----------------------------------------------------------------------------------------------------


def tlv(tag, *contents):
    content = b"".join(contents)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*contents):
    return tlv(0x30, *contents)


def set_of(*elements):
    return tlv(0x31, *sorted(elements))


def integer(value, tag=0x02):
    size = (value if value >= 0 else ~value).bit_length() // 8 + 1
    return tlv(tag, value.to_bytes(size, "big", signed=True))


def enumerated(value):
    return integer(value, 0x0A)


def octets(value, tag=0x04):
    return tlv(tag, value)


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\x00")


NULL = b"\x05\x00"


def oid(dotted):
    arcs = [int(part) for part in dotted.split(".")]
    out = bytearray()
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        base128 = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            base128.append(arc & 0x7F | 0x80)
        out += bytes(reversed(base128))
    return tlv(0x06, bytes(out))


ARC = "2.25.138820045967870167561186176191783912112"
MANIFEST_TYPE = oid(ARC + ".1.1")
HASH_OID = {name: oid(f"2.16.840.1.101.3.4.2.{i}") for i, name in enumerate(("sha256", "sha384", "sha512"), 1)}
ECDSA_OID = {name: oid(f"1.2.840.10045.4.3.{i}") for i, name in enumerate(("sha256", "sha384", "sha512"), 2)}


def extension(dotted, critical, value=b""):
    return sequence(oid(dotted), boolean(critical), octets(value))


def label(
    grade="C2/I2/A1",
    restrictions=(),
    important=False,
    site_grade=None,
    decider=None,
    decided_on=None,
    c3_until=None,
    retention_end=None,
    serial=None,
    personal=None,
    extensions=b"",
    paper=None,
):
    """The content of a Label; `grade` without I and A is a paper form. `personal` is (sensitive, count or None)."""
    grades = {part[0]: int(part[1:]) for part in grade.split("/")}
    paper = ("I" not in grades) if paper is None else paper

    def optional(tag, value):
        return b"" if value is None else tlv(tag, value.encode() if isinstance(value, str) else value)

    return b"".join(
        [
            enumerated(int(paper)),
            integer(grades["C"]),
            integer(grades["I"], 0x80) if "I" in grades else b"",
            integer(grades["A"], 0x81) if "A" in grades else b"",
            optional(0x82, site_grade),
            boolean(important),
            sequence(*(sequence(enumerated("CIA".index(a)), tlv(0x0C, name.encode())) for a, name in restrictions)),
            optional(0x83, decider),
            optional(0x84, decided_on),
            optional(0x85, c3_until),
            optional(0x86, retention_end),
            optional(0x87, serial),
            b"" if personal is None else tlv(0xA8, boolean(personal[0]), *(integer(c) for c in personal[1:])),
            sequence(extensions),
        ]
    )


# --- Field arithmetic ------------------------------------------------------------------------------------------------


class Field:
    """GF(2^8) by logarithms; `generator` must be primitive for `polynomial`."""

    def __init__(self, polynomial, generator):
        self.exponential, self.logarithm = [0] * 510, [0] * 256
        value = 1
        for power in range(255):
            self.exponential[power] = self.exponential[power + 255] = value
            self.logarithm[value] = power
            product, factor, base = 0, generator, value
            while factor:
                if factor & 1:
                    product ^= base
                base = (base << 1) ^ (polynomial if base & 0x80 else 0)
                factor >>= 1
            value = product

    def multiply(self, a, b):
        return self.exponential[self.logarithm[a] + self.logarithm[b]] if a and b else 0

    def invert(self, a):
        return self.exponential[255 - self.logarithm[a]]


SHARING = Field(0x11B, 3)
CODING = Field(0x11D, 2)


def split_secret(secret, k, n):
    """Shares of pieces 1...n."""
    coefficients = [secret] + [os.urandom(32) for _ in range(k - 1)]
    shares = []
    for x in range(1, n + 1):
        share = bytes(32)
        for coefficient in reversed(coefficients):
            share = bytes(SHARING.multiply(s, x) ^ c for s, c in zip(share, coefficient))
        shares.append(share)
    return shares


def parity_unit(units, x):
    """The unit of piece x > k over the data units."""
    total = 0
    for column, unit in enumerate(units):
        factor = CODING.invert((x - 1) ^ column)
        total ^= int.from_bytes(unit.translate(bytes(CODING.multiply(factor, b) for b in range(256))), "big")
    return total.to_bytes(len(units[0]), "big")


def tree_root(leaves):
    """RFC 6962, by its recursive definition."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + tree_root(leaves[:split]) + tree_root(leaves[split:]))


# --- Key derivation and HPKE -----------------------------------------------------------------------------------------


def hkdf_expand(hash_name, key, info, size):
    out, block = b"", b""
    for counter in range(1, -(-size // hashlib.new(hash_name).digest_size) + 1):
        block = hmac.new(key, block + info + bytes([counter]), hash_name).digest()
        out += block
    return out[:size]


def hpke_seal(public, suite, info, plaintext):
    """RFC 9180 base mode, single shot; returns (enc, ciphertext, ephemeral private key)."""
    kem = KEM_OF_CURVE[public.curve.name]
    name = KEM_HASH[kem]
    ephemeral = ec.generate_private_key(public.curve)
    enc = point(ephemeral.public_key())

    def extract(who, salt, what, ikm):
        return hmac.new(salt, b"HPKE-v1" + who + what + ikm, name).digest()

    def expand(who, key, what, context, size):
        return hkdf_expand(name, key, size.to_bytes(2, "big") + b"HPKE-v1" + who + what + context, size)

    who = b"KEM" + bytes([0, kem])
    eae = extract(who, b"", b"eae_prk", ephemeral.exchange(ec.ECDH(), public))
    shared = expand(who, eae, b"shared_secret", enc + point(public), hashlib.new(name).digest_size)
    aead_id, cipher = SUITES[suite][1:]
    who = b"HPKE" + bytes([0, kem, 0, kem - 15, 0, aead_id])
    context = b"\x00" + extract(who, b"", b"psk_id_hash", b"") + extract(who, b"", b"info_hash", info)
    secret = extract(who, shared, b"secret", b"")
    key, nonce = expand(who, secret, b"key", context, 32), expand(who, secret, b"base_nonce", context, 12)
    return enc, cipher(key).encrypt(nonce, plaintext, b""), ephemeral


def point(public):
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(public):
    der = serialization.Encoding.DER
    return sha256(public.public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo))


# --- Identities ------------------------------------------------------------------------------------------------------


def generate(kind):
    """A private key: p256, p384, p521 or rsa3072."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}[kind]())


def matching_hash(key):
    if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)):
        return "sha256"
    return KEM_HASH[KEM_OF_CURVE[key.curve.name]]


class Identity:
    """A signing pair with its self-signed certificate, and an encryption pair certified by the signing key."""

    def __init__(self, name, kind="p384", signing_key=None, encryption_key=None, start=None, end=None, signs=True):
        self.name = name
        self.signing_key = signing_key or generate(kind)
        self.encryption_key = encryption_key or generate(kind)
        start = start or datetime.datetime(2026, 1, 1)
        end = end or datetime.datetime(2126, 1, 1)
        self.certificate = self._certify(self.signing_key, start, end, True, signs)
        self.encryption_certificate = self._certify(self.encryption_key, start, end, False, False)

    def _certify(self, key, start, end, signing, signs):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        is_rsa = isinstance(key, rsa.RSAPrivateKey)
        usage = {"digital_signature": signs, "key_cert_sign": signing}
        usage |= {"key_agreement": not signing and not is_rsa, "key_encipherment": not signing and is_rsa}
        others = ("content_commitment", "data_encipherment", "crl_sign", "encipher_only", "decipher_only")
        issuer_key = self.signing_key.public_key()
        builder = (
            x509.CertificateBuilder(subject, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(signing, 0 if signing else None), True)
            .add_extension(x509.KeyUsage(**usage, **dict.fromkeys(others, False)), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False)
        )
        algorithm = HASHES[matching_hash(self.signing_key)]()
        scheme = None
        if isinstance(self.signing_key, rsa.RSAPrivateKey):
            scheme = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
        return builder.sign(self.signing_key, algorithm, rsa_padding=scheme)

    @property
    def certificate_der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def certificates_pem(self):
        pem = serialization.Encoding.PEM
        return self.certificate.public_bytes(pem) + self.encryption_certificate.public_bytes(pem)


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
        trailer = self._trailer(roots, len(units), len(stream))
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
        prior = self.step("prior", b"")
        bare = len(content) + len(index) + len(prior) + 48
        zeros = self.step("padding", bytes(padme(bare) - bare if self.pad else 0))
        lengths = self.step("pointer", [len(content), len(index), len(prior), len(zeros)])
        block = b"".join(length.to_bytes(8, "big") for length in lengths) + b"fubako/v1 inside"
        return self.step("plaintext", content + index + prior + zeros + self.step("pointerBlock", block))

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
        salt = os.urandom(32)
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
