"""Faults that only opening can find: keys, commitment, content, index, names, links."""

from fault_table import PACKAGE_PASSPHRASE, Kit, flip, put, row, with_options, with_steps
from fubako_seal import Item
from seal_cryptography import sha256
from seal_encoding import NULL, integer, label, octets, sequence, tlv

# --- Keys


def other_secret(value):
    """Step stanzaR: the second recipient gets another R, so another plaintext could be given to him."""
    number, secret = value
    return secret if number == 0 else sha256(b"another" + secret)


TWO_READERS = {"recipients": ["recipient", "other"], "steps": {"stanzaR": other_secret}}

row("unknown-recipient", "opened with a key that is not a recipient's", 0, 4, with_options(), key="stranger")
row("unknown-hidden-recipient", "the same with hidden recipients", 0, 4,
    with_options(hide_recipients=True), key="stranger")
row("wrong-passphrase", "opened with another passphrase", 0, 4,
    with_options(recipients=[], passphrase=PACKAGE_PASSPHRASE), passphrase="合言葉は川")
row("two-plaintexts-first", "two stanzas wrap different R: the reader whose R was committed to", 0, 0,
    with_options(**TWO_READERS))
row("two-plaintexts-second", "two stanzas wrap different R: the other reader", 0, 8,
    with_options(**TWO_READERS), key="other")
row("two-plaintexts-rsa", "the other reader has an RSA key", 0, 8,
    with_options(recipients=["recipient", "rsa"], steps={"stanzaR": other_secret}), key="rsa")
row("stanza-other-header", "a stanza whose info is of another header", 0, 4,
    with_steps(info=lambda info: flip(info, -1)))
row("commitment", "a commitment to another key", 0, 8, with_steps(commitment=lambda _: bytes(32)))
row("commitment-passphrase", "the same with a passphrase", 0, 4,
    with_options(recipients=[], passphrase=PACKAGE_PASSPHRASE, steps={"commitment": lambda _: bytes(32)}),
    passphrase=PACKAGE_PASSPHRASE)
row("mac", "a MAC that is wrong, well signed", 0, 8, with_steps(mac=lambda _: bytes(64)), open_also=[5])
row("share", "a share of another S, well signed", 0, 8, with_steps(shares=lambda _: [bytes(32)]))

# --- Chunks


LARGE = [Item(b"zeros", bytes(40_000))]

row("chunk-flipped", "a chunk that does not decrypt, well signed", 0, 8,
    with_steps(chunks=lambda chunks: [flip(chunks[0], 3)] + chunks[1:]))
row("chunks-swapped", "two chunks exchanged, well signed", 0, 8,
    with_options(items=LARGE, steps={"chunks": lambda c: [c[1], c[0], *c[2:]]}))

# --- Pointer block and padding


def lengths(change):
    return with_steps(pointer=lambda four: change(*four))


row("plaintext-empty", "no pointer block", 0, 8, with_steps(plaintext=lambda _: b""))
row("pointer-text", "another text at the end", 0, 8, with_steps(pointerBlock=lambda block: block[:-1] + b"E"))
row("pointer-sum", "lengths that do not sum", 0, 8, lengths(lambda c, i, r, p: [c, i, r, p + 1]))
row("pointer-overlap", "content and index overlap", 0, 8, lengths(lambda c, i, r, p: [c + i, i, r, p]))
row("pointer-wraps", "lengths that sum only modulo 2^64", 0, 8,
    lengths(lambda c, i, r, p: [c + (1 << 63), i, r, p + (1 << 63)]))
row("content-shorter", "contentLength shorter, padding longer", 0, 8, lengths(lambda c, i, r, p: [c - 1, i, r, p + 1]))
row("index-shorter", "indexLength shorter, padding longer", 0, 8, lengths(lambda c, i, r, p: [c, i - 1, r, p + 1]))
row("index-too-large", "an index of more than 256 MiB", 0, 10, lengths(lambda c, i, r, p: [c, (256 << 20) + 1, r, p]),
    open_also=[8])
row("padding-not-zero", "padding that is not zero", 0, 8, with_steps(padding=lambda _: bytes(30) + b"\x01"))
row("padding-long", "more padding than needed: no fault", 0, 0, with_steps(padding=lambda _: bytes(500)))

# --- Prior records


def resealed(times=1, former=None, **steps):
    """Seals the usual package, and seals it again, with steps of the last sealing replaced."""

    def seal(kit):
        sealer = kit.sealer(**{"suite": 1, **(former or {})})
        sealer.pieces()
        for _ in range(times - 1):
            sealer = kit.sealer(former=sealer)
            sealer.pieces()
        return kit.sealer(former=sealer, suite=2, pad=True, steps=steps).pieces()[0]

    return seal


def of_another(name):
    """Step priorFields: one field as it is in the record of another package."""

    def change(fields):
        kit = Kit()
        another = kit.sealer()
        another.pieces()
        return {**fields, name: octets({"trailer": another.trailer, "pieceHeader": another.headers[0]}[name])}

    return change


def nine(fields):
    """Step priorFields: the record inside itself, nine deep."""
    for _ in range(8):
        fields = {**fields, "prior": octets(sequence(*fields.values()), 0x80)}
    return fields


row("prior-good", "sealed again: no fault", 0, 0, resealed())
row("prior-good-twice", "sealed again twice: no fault", 0, 0, resealed(times=2))
row("prior-garbage", "a prior record that is none", 0, 8, with_steps(prior=lambda _: sequence(integer(1))))
row("prior-version-2", "a prior record of version 2", 0, 9, resealed(priorFields=put("version", integer(2))))
row("prior-r", "another R", 0, 8, resealed(priorFields=put("r", octets(bytes(32)))))
row("prior-s", "another S", 0, 8, resealed(priorFields=put("s", octets(bytes(32)))))
row("prior-padding", "a byte of padding more", 0, 8, resealed(priorFields=put("paddingLength", integer(1))))
row("prior-padding-huge", "a petabyte of padding", 0, 10, resealed(priorFields=put("paddingLength", integer(1 << 50))))
row("prior-trailer", "the trailer of another package", 0, 8, resealed(priorFields=of_another("trailer")))
row("prior-header", "the header of another package", 0, 8, resealed(priorFields=of_another("pieceHeader")))
row("prior-signature", "an old signature that was flipped", 0, 8,
    resealed(former={"steps": {"signatureValue": lambda value: flip(value, -1)}}))
row("prior-other-signer", "an old signature by another than the header names", 0, 8, 
    resealed(former={"steps": {"signedBy": lambda _: Kit().identities["other"]}}))
row("prior-unsigned", "an old signature that was removed", 0, 8,
    resealed(former={"steps": {"signature": lambda _: NULL}}))
row("prior-stanza", "an old header whose stanza is of another package", 0, 8,
    resealed(former={"steps": {"stanzaSignature": lambda value: flip(value, -1)}}))
row("prior-mac", "an old manifest with another MAC", 0, 8, resealed(former={"steps": {"mac": lambda _: bytes(64)}}))
row("prior-content", "content that is not what was sealed then", 0, 8,
    resealed(content=lambda content: flip(content, 0)))
row("prior-index", "an index that is not what was sealed then", 0, 8, resealed(former={"items": [Item(b"a", b"x")]}))
row("prior-label", "a label that is not what it was", 0, 8, resealed(former={"label": label("C3/I2/A2")}))
row("prior-purpose", "a purpose that is not what it was", 0, 8, resealed(former={"purpose": "publish"}))
row("prior-two-pieces", "a former package in two pieces: no fault", 0, 0, resealed(former={"n": 2}))
row("prior-pieces-good", "a former package in five pieces, of which three opened it: no fault", 0, 0,
    resealed(former={"k": 3, "n": 5}))
row("prior-pieces-s", "another S, which no share tells", 0, 8,
    resealed(former={"k": 2, "n": 3}, priorFields=put("s", octets(bytes(32)))))
row("prior-pieces-parity", "an old root of parity that is another", 0, 8,
    resealed(former={"k": 2, "n": 3, "steps": {"units": lambda stripes: [[*s[:2], bytes(len(s[2]))] for s in stripes]}}))
row("prior-pieces-header", "an old header that is not the one of its number", 0, 8,
    resealed(former={"k": 2, "n": 3, "steps": {"pieceFields": lambda f: [f[0], integer(f[1][-1] % 3 + 1), *f[2:]]}}))
row("prior-inner", "a record inside that was not there then", 0, 8,
    resealed(priorFields=lambda f: {**f, "prior": octets(sequence(*f.values()), 0x80)}))
row("prior-nine", "nine records one inside the other", 0, 10, resealed(priorFields=nine))
row("prior-too-large", "a prior record of more than 4 MiB", 0, 10,
    lengths(lambda c, i, r, p: [c, i, (4 << 20) + 1, p]), open_also=[8])
row("prior-cut", "a prior record without its last byte", 0, 8, resealed(prior=lambda der: der[:-1]))
row("prior-more", "a prior record and a byte", 0, 8, resealed(prior=lambda der: der + b"\x00"))
row("prior-element-added", "an element more in it", 0, 8, resealed(priorFields=lambda f: {**f, "more": NULL}))

# --- Index

row("index-version-2", "an Index of version 2", 0, 9, with_steps(indexFields=put("version", integer(2))))
row("entry-count-low", "fewer entries than there are", 0, 8, with_steps(indexFields=put("entryCount", integer(3))))
row("entry-count-high", "more entries than there are", 0, 8, with_steps(indexFields=put("entryCount", integer(5))))
row("entry-count-huge", "four billion entries", 0, 8, with_steps(indexFields=put("entryCount", integer((1 << 32) - 1))))
row("entry-count-zero", "no entries", 0, 8, with_options(items=[]))
row("index-trailing", "a byte after the Index", 0, 8, with_steps(index=lambda der: der + b"\x00"))
row("index-element-added", "an element more in the Index", 0, 8, with_steps(indexFields=lambda f: {**f, "more": NULL}))
row("entry-element-added", "an element more in an entry", 0, 8,
    with_steps(entries=lambda e: [tlv(0x30, e[0][2:], NULL)] + e[1:]))
row("index-length-not-minimal", "a length with a leading zero", 0, 8,
    with_steps(index=lambda der: b"\x30\x83\x00" + (der[2:] if der[1] == 0x81 else der[2:])))
row("label-twice", "a label in the header and in the Index", 0, 8,
    with_steps(indexFields=lambda f: {"version": f.pop("version"), "label": tlv(0xA0, label()), **f}))
row("hidden-label-bad", "a hidden label of confidentiality 4", 0, 8,
    with_options(hide_label=True, label=label("C4/I1/A1")))
row("list-though-named", "a list of recipients though they are named", 0, 8,
    with_steps(indexFields=lambda f: {"version": f.pop("version"), "r": tlv(0xA1, octets(bytes(32))), **f}))
row("hidden-without-list", "hidden recipients without list", 0, 8,
    with_options(hide_recipients=True,
                 steps={"indexFields": lambda f: {k: v for k, v in f.items() if k != "recipients"}}))
row("hidden-not-listed", "a hidden recipient who is not on the list", 0, 10,
    with_options(hide_recipients=True, steps={"indexRecipients": lambda _: [bytes(32)]}))
row("hidden-list-order", "a list of recipients out of order", 0, 8,
    with_options(hide_recipients=True, recipients=["recipient", "other"],
                 steps={"indexRecipients": lambda ids: ids[::-1]}))
row("hidden-list-long", "more recipients than stanzas", 0, 10,
    with_options(hide_recipients=True, steps={"indexRecipients": lambda ids: sorted(ids + [bytes(32)])}), open_also=[8])

# --- Ranges of files


def entries(*items):
    """Exactly these entries, in this order."""
    return with_options(items=list(items))


row("ranges-overlap", "two files that share bytes: sizes sum to more than the content", 0, 8,
    entries(Item(b"a", b"12345", size=8), Item(b"b", b"67890")))
row("ranges-gap", "bytes that belong to no file", 0, 8, entries(Item(b"a", b"12345", size=3), Item(b"b", b"67890")))
row("size-huge", "a size of 2^62 + 1", 0, 8, entries(Item(b"a", b"12345", size=(1 << 62) + 1)))
row("size-maximum", "a size of 2^62", 0, 8, entries(Item(b"a", b"12345", size=1 << 62)))
row("size-negative", "a size of -5, which another makes good", 0, 8,
    entries(Item(b"a", b"12345", size=-5), Item(b"b", b"67890", size=15)))
row("folder-with-content", "a folder whose NULL has content", 0, 8,
    with_steps(entries=lambda e: [tlv(0x30, e[0][2:-2], tlv(0x81, b"x"))] + e[1:]))
row("mode-setuid", "a file with the setuid bit", 0, 10, entries(Item(b"a", b"x", mode=0o4755)), open_also=[8])
row("mode-512", "mode 512", 0, 10, entries(Item(b"a", b"x", mode=512)), open_also=[8])
row("mode-negative", "mode -1", 0, 10, entries(Item(b"a", b"x", mode=-1)), open_also=[8])
row("nanoseconds", "1,000,000,000 nanoseconds", 0, 8, entries(Item(b"a", b"x", nanoseconds=1_000_000_000)))
row("seconds", "seconds beyond 2^63", 0, 8, entries(Item(b"a", b"x", seconds=1 << 63)))

# --- Names

NAMES = {
    "control": b"a\x07b",
    "newline": b"a\nb",
    "nul": b"a\x00b",
    "escape": b"\x1b[31mred",
    "delete": b"a\x7fb",
    "c1-control": "a\u0085b".encode(),
    "parent": b"..",
    "parent-first": b"../a",
    "current": b".",
    "absolute": b"/etc/passwd",
    "empty": b"",
    "invalid-utf8": b"a\xffb",
    "overlong-utf8": b"a\xc0\xafb",
    "surrogate": b"a\xed\xa0\x80b",
    "component-256": b"n" * 256,
}
for what, path in NAMES.items():
    row(f"name-{what}", f"a file named {path[:20]!r}", 0, 10, entries(Item(path, b"x")))

FOLDER = Item(b"a", mode=0o755)
FILE = Item(b"a", b"x")
LONG = [Item(b"/".join([b"n" * 255] * depth)) for depth in range(1, 17)]
row("name-too-long", "a path of 4,097 bytes", 0, 10, entries(*LONG, Item(LONG[-1].path + b"/m", b"x")))
row("name-trailing-slash", "a path that ends with a slash", 0, 10, entries(FOLDER, Item(b"a/", b"x")))
row("name-double-slash", "an empty component", 0, 10, entries(FOLDER, Item(b"a//b", b"x")))
row("name-inner-parent", "'..' inside a path", 0, 10, entries(FOLDER, Item(b"a/../../b", b"x")))
row("name-twice", "a path twice", 0, 10, entries(FILE, FILE))
row("name-file-and-folder", "a file and a folder of one path", 0, 10, entries(FILE, FOLDER))
row("names-out-of-order", "two entries exchanged", 0, 10, entries(Item(b"b", b"x"), FILE))
row("names-in-byte-order", "'a.txt' before 'a/b', as bytes compare", 0, 10,
    entries(FOLDER, Item(b"a.txt", b"x"), Item(b"a/b", b"x")))
row("parent-missing", "a file in a folder that is not there", 0, 10, entries(Item(b"a/b", b"x")))
row("parent-later", "a folder after what is in it", 0, 10, entries(Item(b"a/b", b"x"), FOLDER))
row("through-a-file", "a file below a file", 0, 10, entries(FILE, Item(b"a/b", b"x")))
row("through-a-link", "a file below a link", 0, 10, entries(Item(b"a", target=b"b"), Item(b"a/b", b"x")))
row("parent-by-prefix", "a folder 'ab' is no parent of 'abc/d'", 0, 10,
    entries(Item(b"ab", mode=0o755), Item(b"abc/d", b"x")))

# --- Links

TARGETS = {
    "absolute": b"/etc/passwd",
    "escape": b"../../x",
    "escape-only": b"../..",
    "escape-late": b"./../../x",
    "parent-after-name": b"x/../../y",
    "parent-inside": b"x/../y",
    "empty": b"",
    "trailing-slash": b"x/",
    "double-slash": b"x//y",
    "control": b"x\ny",
    "invalid-utf8": b"\xff",
    "component-256": b"n" * 256,
    "too-long": b"/".join([b"n" * 255] * 16) + b"/mm",
}
for what, target in TARGETS.items():
    seal = entries(FOLDER, Item(b"a/link", target=target))
    row(f"link-{what}", f"a link in a folder to {target[:20]!r}", 0, 10, seal)
row("link-escape-at-top", "a link at the top to its parent", 0, 10, entries(Item(b"link", target=b"..")))
row("link-inside", "links that stay inside: no fault", 0, 0,
    entries(FOLDER, Item(b"a/here", target=b"."), Item(b"a/link", target=b"../a/./x"), Item(b"a/up", target=b"..")))
