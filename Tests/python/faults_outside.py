"""Faults that verify finds with no secret: framing, headers, stanzas, manifest, signature."""

from cryptography.hazmat.primitives.asymmetric import ec

from fault_table import PACKAGE_PASSPHRASE, afterwards, flip, put, row, with_options, with_steps
from fubako_seal import MAGIC, Item
from seal_cryptography import Identity
from seal_encoding import NULL, enumerated, extension, integer, label, octets, oid, sequence, tlv

CRITICAL = sequence(extension("2.25.1", True))
BIG = 1 << 64

# --- Framing


def header_size(data):
    return int.from_bytes(data[8:12], "big")


def tail_length(data, index):
    start = len(data) - 64 + 8 * index
    return int.from_bytes(data[start : start + 8], "big")


def with_tail(data, index, value):
    start = len(data) - 64 + 8 * index
    return data[:start] + value.to_bytes(8, "big") + data[start + 8 :]


def too_large_header(data):
    return MAGIC + (1_048_577).to_bytes(4, "big") + with_tail(data, 0, 1_048_577)[12:]


def second_header(data):
    return len(data) - 64 - tail_length(data, 2) - tail_length(data, 1) - header_size(data)


row("not-a-package", "some other file", 12, 12, lambda kit: b"PK\x03\x04 not a package\n" * 40)
row("empty", "an empty file", 12, 12, lambda kit: b"")
row("magic-only", "nothing but the magic", 8, 8, lambda kit: MAGIC)
row("magic-flipped", "one bit of the magic", 12, 12, afterwards(lambda data: flip(data, 3)),
    verify_also=[8], open_also=[0])
row("truncated-in-header", "cut in the first header", 8, 8, afterwards(lambda data: data[:100]))
row("truncated-in-body", "cut in the body", 8, 8, afterwards(lambda data: data[: 12 + header_size(data) + 20]))
row("truncated-second-header", "cut in the second header", 8, 8, afterwards(lambda d: d[: second_header(d) + 9]))
row("truncated-in-trailer", "cut in the trailer", 8, 8, afterwards(lambda data: data[:-300]))
row("truncated-tail", "cut before the tail", 8, 8, afterwards(lambda data: data[:-64]))
row("truncated-last-byte", "the last byte is missing", 8, 8, afterwards(lambda data: data[:-1]))
row("body-byte-missing", "a byte of the body is missing, the end is right", 8, 8,
    afterwards(lambda data: data[: 12 + header_size(data)] + data[13 + header_size(data) :]))
row("trailing-byte", "a byte too many", 8, 8, afterwards(lambda data: data + b"\x00"))
row("trailing-package", "a package behind a package", 8, 8, afterwards(lambda data: data + data))
row("header-too-large", "a header of more than 1 MiB, at both places", 10, 10, afterwards(too_large_header),
    verify_also=[8], open_also=[8])
row("header-lengths-differ", "two lengths of the header", 8, 8, with_steps(headLength=lambda size: size + 1),
    open_also=[0])
row("trailer-too-large", "a trailer of more than 256 KiB", 10, 10, afterwards(lambda data: with_tail(data, 2, 262_145)),
    verify_also=[8], open_also=[8])
row("tail-length-huge", "a hash section of 2^64 - 32 bytes", 8, 8, afterwards(lambda d: with_tail(d, 1, BIG - 32)))
row("tail-hash", "another SHA-256 in the tail", 8, 8, afterwards(lambda data: flip(data, len(data) - 20)),
    open_also=[0])
row("unit-flipped", "one bit of a unit", 8, 8, afterwards(lambda data: flip(data, 12 + header_size(data) + 5)))
row("first-header-flipped", "one bit of the first header; the copy is good", 8, 0, afterwards(lambda d: flip(d, 60)))
row("second-header-flipped", "one bit of the second header; the first is good", 8, 0,
    afterwards(lambda data: flip(data, second_header(data) + 60)))
row("both-headers-flipped", "one bit of both headers", 8, 8,
    afterwards(lambda data: flip(flip(data, 60), second_header(data) + 60)))
row("hash-section-flipped", "one bit of a leaf hash, with the right hash in the tail", 8, 8,
    with_steps(hashSection=lambda section: flip(section, 7)))
LARGE = [Item(b"zeros", bytes(40_000))]


def three_units(**options):
    """A package whose body has three units."""
    return with_options(items=LARGE, **options)


def first_units_swapped(data):
    start, unit = 12 + header_size(data), 16_400
    first, second = data[start : start + unit], data[start + unit : start + 2 * unit]
    return data[:start] + second + first + data[start + 2 * unit :]


row("leaves-swapped", "the hashes of two units exchanged", 8, 8,
    three_units(steps={"hashSection": lambda s: s[32:64] + s[:32] + s[64:]}))
row("units-swapped", "two units exchanged", 8, 8, afterwards(first_units_swapped, items=LARGE))

# --- Headers

row("version-2", "a CommonHeader of version 2", 9, 9, with_steps(commonFields=put("version", integer(2))))
row("version-2-new-element", "a CommonHeader of version 2 with an element that version 1 lacks", 9, 9,
    with_steps(commonFields=lambda f: {"version": integer(2), "new": octets(b"?"), **dict(list(f.items())[1:])}))
row("suite-3", "an unknown suite", 9, 9, with_steps(commonFields=put("suite", integer(3))))
row("header-critical", "an unknown critical extension of the header", 9, 9,
    with_steps(commonFields=put("extensions", CRITICAL)))
row("header-extension-twice", "an extension twice", 8, 8,
    with_steps(commonFields=put("extensions", sequence(extension("2.25.1", False), extension("2.25.1", False)))))
row("header-extension-ignored", "an unknown extension that is not critical: no fault", 0, 0,
    with_steps(commonFields=put("extensions", sequence(extension("2.25.1", False, b"x")))))
row("k-larger-than-n", "k = 2, n = 1", 8, 8, with_steps(commonFields=put("k", integer(2))))
row("k-zero", "k = 0", 8, 8, with_steps(commonFields=put("k", integer(0))))
row("n-65", "n = 65", 8, 8, with_steps(commonFields=put("n", integer(65))))
row("x-larger-than-n", "piece 2 of 1", 8, 8, with_steps(pieceFields=lambda f: [f[0], integer(2), *f[2:]]))
row("unit-size-odd", "a unit size that is no multiple of 16,400", 8, 8,
    with_steps(commonFields=put("unitSize", integer(16_401))))
row("unit-size-large", "a unit size of 65 chunks", 8, 8, with_steps(commonFields=put("unitSize", integer(65 * 16_400))))
row("purpose-5", "an unknown purpose", 8, 8, with_steps(commonFields=put("purpose", enumerated(5)),
                                                      manifestFields=put("purpose", enumerated(5))))
row("integer-not-minimal", "k written with a leading zero", 8, 8,
    with_steps(commonFields=put("k", b"\x02\x02\x00\x01")))
row("length-not-minimal", "a length of 32 in the long form", 8, 8,
    with_steps(commonFields=lambda f: {**f, "packageId": b"\x04\x81\x20" + f["packageId"][2:]}))
row("length-indefinite", "an indefinite length", 8, 8,
    with_steps(common=lambda der: b"\x30\x80" + der[4:] + b"\x00\x00"))
row("boolean-01", "a BOOLEAN that is neither 00 nor FF", 8, 8,
    with_steps(commonFields=put("extensions", sequence(sequence(oid("2.25.1"), b"\x01\x01\x01", octets(b""))))))
row("header-element-added", "an element more in the CommonHeader", 8, 8,
    with_steps(commonFields=lambda f: {**f, "more": NULL}))
row("piece-header-trailing", "an element more in the PieceHeader", 8, 8, with_steps(pieceFields=lambda f: f + [NULL]))

# --- Label


def with_label(**fields):
    return with_options(label=label(**fields))


row("label-paper-integrity", "a paper form with integrity", 8, 8,
    with_label(paper=True), verify_also=[10], open_also=[10])
row("label-electronic-alone", "an electronic form without integrity", 8, 8, with_label(grade="C2", paper=False))
row("label-confidentiality-4", "confidentiality 4", 8, 8, with_label(grade="C4/I2/A1"))
row("label-date", "the 30th of February", 8, 8, with_label(retention_end="2030-02-30"))
row("label-c3-until", "a date for C3 without C3", 8, 8, with_label(c3_until="2030-01-01"))
row("label-not-nfc", "text that is not in NFC", 8, 8, with_label(decider="か\u3099"))
row("label-control", "an escape character in the label", 8, 8, with_label(serial="\x1b[2J"))
row("label-restriction-twice", "a restriction twice", 8, 8, with_label(restrictions=[("C", "複製禁止")] * 2))
row("label-critical", "an unknown critical extension of the label", 9, 9,
    with_label(extensions=extension("2.25.1", True)))

# --- Stanzas


def carried_over(**options):
    """A package with the first stanza of another package to the same recipient."""

    def seal(kit):
        taken = []
        kit.sealer(steps={"signedStanzas": lambda all_: taken.extend(all_) or all_}, **options).pieces()
        return kit.sealer(steps={"signedStanzas": lambda _: taken}, **options).pieces()[0]

    return seal


def foreign_point(made):
    """The first stanza with a point that is not on the curve."""
    build, key = made[0]
    enc = key.public_key()
    numbers = enc.public_numbers()
    good = numbers.x.to_bytes(48, "big") + numbers.y.to_bytes(48, "big")
    bad = numbers.x.to_bytes(48, "big") + (numbers.y ^ 1).to_bytes(48, "big")
    return [(lambda signature: build(signature).replace(good, bad), key)] + made[1:]


def twice(made):
    return made + made


def named_beside_hidden(kit):
    sealer = kit.sealer(recipients=["recipient", "other"], hide_recipients=True)

    def change(made):
        sealer.hide_recipients = False
        return [made[0], sealer._hpke(kit.public("other"), sealer.secret)]

    sealer.steps = {"stanzas": change}
    return sealer.pieces()[0]


def two_curves(kit):
    sealer = kit.sealer(recipients=["recipient", ec.generate_private_key(ec.SECP256R1()).public_key()])
    sealer.hide_recipients = True
    return sealer.pieces()[0]


row("pbkdf2-too-high", "10,000,001 iterations", 10, 10,
    with_options(passphrase="x", steps={"iterations": lambda _: 10_000_001}),
    verify_also=[8], open_also=[8])
row("pbkdf2-too-low", "999 iterations", 10, 10, with_options(passphrase="x", steps={"iterations": lambda _: 999}),
    verify_also=[8], open_also=[8])
row("no-stanza", "no stanza at all", 8, 8, with_steps(stanzas=lambda _: []))
row("stanza-unknown-kind", "a stanza of an unknown kind", 8, 8,
    with_steps(signedStanzas=lambda s: [b"\xa3" + s[0][1:]]),
    verify_also=[9], open_also=[9])
row("stanza-unknown-kem", "an unknown KEM", 8, 8,
    with_steps(signedStanzas=lambda s: [s[0].replace(b"\x02\x01\x11", b"\x02\x01\x20", 1)]),
    verify_also=[9], open_also=[9])
row("stanza-other-kem", "a KEM that does not fit the point", 8, 8,
    with_steps(signedStanzas=lambda s: [s[0].replace(b"\x02\x01\x11", b"\x02\x01\x12", 1)]))
row("stanza-point-off-curve", "a point that is not on the curve", 5, 5, with_steps(stanzas=foreign_point),
    verify_also=[8], open_also=[8])
row("stanza-signature-missing", "an HPKE stanza without signature", 5, 5, with_steps(stanzaSignature=lambda _: b""))
row("stanza-signature-bad", "an HPKE stanza with a wrong signature", 5, 5,
    with_steps(stanzaSignature=lambda value: flip(value, len(value) - 1)))
row("stanza-carried-over", "an HPKE stanza of another package", 5, 5, carried_over())
row("rsa-stanza-carried-over", "an RSA stanza of another package", 0, 8, carried_over(recipients=["rsa"]), key="rsa")
row("recipient-twice", "two stanzas for one key", 10, 10, with_steps(stanzas=twice))
row("passphrase-twice", "two passphrase stanzas", 10, 10,
    with_options(recipients=[], passphrase=PACKAGE_PASSPHRASE, steps={"stanzas": twice}))
row("hidden-beside-named", "a hidden stanza beside a named one", 10, 10, named_beside_hidden)
row("hidden-beside-passphrase", "hidden stanzas and a passphrase", 10, 10,
    with_options(hide_recipients=True, passphrase=PACKAGE_PASSPHRASE))
row("hidden-three", "three hidden stanzas", 10, 10,
    with_options(hide_recipients=True, steps={"hiddenCount": lambda _: 3}))
row("hidden-two-curves", "hidden stanzas of two KEMs", 10, 10, two_curves)

# --- Manifest

row("manifest-version-2", "a Manifest of version 2", 9, 9, with_steps(manifestFields=put("version", integer(2))))
row("manifest-critical", "an unknown critical extension of the Manifest", 9, 9,
    with_steps(manifestFields=put("extensions", CRITICAL)))
row("manifest-element-added", "an element more in the Manifest", 8, 8,
    with_steps(manifestFields=lambda f: {**f, "more": NULL}))
row("manifest-purpose", "another purpose than in the header", 8, 8,
    with_steps(manifestFields=put("purpose", enumerated(0))))
row("manifest-package-id", "another package id than in the header", 8, 8,
    with_steps(manifestFields=put("packageId", octets(bytes(32)))))
row("manifest-header-hash", "the hash of another CommonHeader", 8, 8,
    with_steps(manifestFields=put("commonHeaderHash", octets(bytes(32)))))
row("manifest-salt", "another salt than in the header", 8, 8, with_steps(manifestFields=put("salt", octets(bytes(24)))))
row("manifest-commitment", "another commitment than in the header", 8, 8,
    with_steps(manifestFields=put("commitment", octets(bytes(32)))))
row("manifest-two-roots", "two roots for one piece", 8, 8, with_steps(roots=lambda roots: roots * 2))
row("manifest-root", "another root", 8, 8, with_steps(roots=lambda roots: [flip(roots[0], 0)]))
row("stripe-count", "one stripe too many", 8, 8, with_steps(manifestFields=put("stripeCount", integer(2))))
row("ciphertext-length", "a ciphertext one byte shorter", 8, 8,
    with_steps(manifestFields=put("ciphertextLength", integer(200))))
row("last-chunk-missing", "a chunk stream that ends with a full chunk", 8, 8,
    three_units(steps={"chunks": lambda chunks: chunks[:-1]}))
row("sealing-time", "the 30th of February", 8, 8, with_options(sealing_time="20260230090000Z"))
row("sealing-time-fraction", "a fraction of a second", 8, 8, with_options(sealing_time="20260401090000.5Z"))
row("trailer-trailing", "an element more in the Trailer", 8, 8,
    with_steps(trailer=lambda der: sequence(der[4:], NULL) if der[1] == 0x82 else der))

# --- Signature


def taken_over(signer, **options):
    """The package of sender with another originator, everything else as an attacker can copy it."""

    def seal(kit):
        kept = {}

        def keep(name):
            return lambda value: kept.setdefault(name, value)

        names = ("packageId", "R", "S", "salt", "signedStanzas", "commitment", "units", "mac")
        kit.sealer(steps={name: keep(name) for name in names}, **options).pieces()
        steps = {name: (lambda _, value=value: value) for name, value in kept.items()}
        return kit.sealer(signer=signer, steps=steps, **options).pieces()[0]

    return seal


def weak_rsa(kit):
    return kit.sealer(signer=Identity("weak", "rsa2048")).pieces()[0]


def attributes_reversed(parts):
    """The first attribute, of 26 bytes, moved to the end; the signature still covers the sorted ones."""
    content = parts["signedAttributes"][2:] if parts["signedAttributes"][1] < 128 else parts["signedAttributes"][3:]
    first = 2 + content[1]
    return {**parts, "signedAttributes": tlv(0xA0, content[first:], content[:first])}


def second_signer(kit):
    stranger = kit.identities["stranger"]
    sealer = kit.sealer()
    kept = {}
    other = kit.sealer(signer=stranger, steps={"signerInfos": lambda infos: kept.setdefault("infos", infos)})
    other.pieces()
    sealer.steps = {"signerInfos": lambda infos: infos + kept["infos"]}
    return sealer.pieces()[0]


def with_stranger_certificate(kit):
    return kit.sealer(
        steps={"certificates": lambda all_: all_ + [kit.identities["stranger"].certificate_der]}
    ).pieces()[0]


def signed_by_stranger(kit):
    return kit.sealer(steps={"signedBy": lambda _: kit.identities["stranger"]}).pieces()[0]


def signed_though_unsigned(kit):
    sealer = kit.sealer(signer=None)
    sealer.steps = {"signature": lambda _: kit.sealer().signed_data(b"anything")}
    return sealer.pieces()[0]


SIGNING_TIME = sequence(oid("1.2.840.113549.1.9.5"), tlv(0x31, tlv(0x17, b"260401090000Z")))
ID_DATA = oid("1.2.840.113549.1.7.1")

row("unsigned", "an unsigned package: consistent, origin unknown", 6, 6, with_options(signer=None))
row("unknown-signer", "a signer who is not known", 7, 7, with_options(signer="stranger"))
row("signature-stripped", "the signature is taken away", 5, 5, with_steps(signature=lambda _: NULL))
row("signature-and-originator-stripped", "signature and originator are taken away", 5, 5, taken_over(None),
    allow=["unsigned"])
row("signature-replaced", "originator and signature replaced by another's", 5, 5, taken_over("stranger"),
    allow=["unknown-signer"])
row("rsa-signature-stripped", "signature and originator taken away, RSA recipient", 6, 8,
    taken_over(None, recipients=["rsa"]), key="rsa", allow=["unsigned"])
row("rsa-signature-replaced", "originator and signature replaced, RSA recipient", 7, 8,
    taken_over("stranger", recipients=["rsa"]), key="rsa", allow=["unknown-signer"])
row("signed-by-another", "signed by another than the originator", 5, 5, signed_by_stranger)
row("signed-without-originator", "a signature without originator", 5, 5, signed_though_unsigned, allow=["unsigned"])
row("signature-value", "one bit of the signature", 5, 5,
    with_steps(signatureValue=lambda value: flip(value, len(value) - 1)))
row("signature-record-type", "signed as a record (id-data)", 5, 5,
    with_steps(outerContentType=lambda _: ID_DATA, contentType=lambda _: ID_DATA))
row("signature-outer-type", "id-data outside, manifest inside", 5, 5, with_steps(outerContentType=lambda _: ID_DATA))
row("signature-inner-type", "manifest outside, approval inside", 5, 5,
    with_steps(contentType=lambda _: oid("2.25.138820045967870167561186176191783912112.1.3")))
row("signature-two-signers", "two SignerInfos", 5, 5, second_signer)
row("signature-two-certificates", "a certificate too many", 5, 5, with_stranger_certificate)
row("signature-no-certificate", "no certificate", 5, 5, with_steps(certificates=lambda _: []))
row("signature-unsigned-attribute", "an unsigned attribute", 5, 5,
    with_steps(signerInfoParts=put("unsignedAttributes", tlv(0xA1, SIGNING_TIME))))
row("signature-more-attributes", "a signed attribute too many", 5, 5,
    with_steps(signedAttributes=lambda a: {**a, "time": (SIGNING_TIME[2:13], tlv(0x17, b"260401090000Z"))}))
row("signature-no-signing-certificate", "no signingCertificateV2", 5, 5,
    with_steps(signedAttributes=lambda a: {k: v for k, v in a.items() if k != "signingCertificate"}))
row("signature-other-certificate", "a signingCertificateV2 of another certificate", 5, 5,
    with_steps(signedAttributes=lambda a: {**a, "signingCertificate": (
        a["signingCertificate"][0], sequence(sequence(sequence(octets(bytes(32))))))}))
row("signature-other-digest", "the digest of another manifest", 5, 5,
    with_steps(signedAttributes=lambda a: {**a, "messageDigest": (a["messageDigest"][0], octets(bytes(48)))}))
row("signature-attribute-order", "signed attributes that are not in the order of DER", 5, 5,
    with_steps(signerInfoParts=attributes_reversed))
row("signature-trailing", "an element more in the SignerInfo", 5, 5,
    with_steps(signerInfoParts=lambda p: {**p, "more": NULL}))
row("signature-with-content", "a signature that is not detached", 5, 5,
    with_steps(signedDataParts=lambda p: {**p, "content": sequence(p["content"][2:], tlv(0xA0, octets(b"")))}))
row("signature-other-hash", "P-384 with SHA-256", 10, 10,
    with_steps(hashName=lambda _: "sha256"), verify_also=[5], open_also=[5])
row("signature-sha1", "a digest algorithm that is not allowed", 10, 10,
    with_steps(signedDataParts=put("digestAlgorithms", tlv(0x31, sequence(oid("1.3.14.3.2.26"))))),
    verify_also=[5], open_also=[5])
row("signature-weak-rsa", "a signing key of 2,048 bits", 10, 10, weak_rsa, verify_also=[5], open_also=[5])
row("signer-expired", "a certificate that ended before the sealing", 10, 10,
    with_options(signer="expired"), signer="expired")
row("signer-not-yet-valid", "a certificate that begins after the sealing", 10, 10,
    with_options(signer="future"), signer="future")
row("signer-wrong-use", "a certificate that does not allow signatures", 10, 10,
    with_options(signer="wronguse"), signer="wronguse")

# --- A piece of several

row("piece-alone", "one of two pieces that are needed", 0, 14, with_options(k=2, n=2))
row("zero-fill", "the zeros after the chunk stream are not zero", 8, 14,
    lambda kit: kit.sealer(
        k=2, n=2, items=[], steps={"entries": lambda _: [], "filledStripe": lambda part: part[:-1] + b"\x01",
                                   "plaintext": lambda text: text + b"\x00" * (len(text) % 2 == 0)}).pieces()[1])

