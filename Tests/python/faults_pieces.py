"""Faults of packages in several pieces: each row seals the files that are named together."""

import os

from fault_table import SETS, Fault, Kit, flip
from fubako_seal import Item
from seal_encoding import integer

LONG = [Item(b"report", bytes(range(256)) * 200)]


def pieces_row(name, text, verify, open_, seal, **others):
    """Adds a set of files to the table; `seal(kit)` gives their bytes."""
    SETS.append(Fault(name, text, verify, open_, seal, **others))


def sealed(kit, **options):
    """The pieces of the usual package: any two of three open it."""
    return kit.sealer(**{"k": 2, "n": 3, **options}).pieces()


def chosen(*numbers, **options):
    """Some of the pieces, by their numbers."""

    def seal(kit):
        pieces = sealed(kit, **options)
        return [pieces[x - 1] for x in numbers]

    return seal


def changed(change, *numbers, **options):
    """Some of the pieces after a change of all of them; each is one that can be changed in place."""

    def seal(kit):
        pieces = [bytearray(piece) for piece in sealed(kit, **options)]
        change(pieces)
        return [bytes(pieces[x - 1]) for x in numbers]

    return seal


def lengths(piece):
    """H, A and T."""
    return [int.from_bytes(piece[-64 + at : -56 + at], "big") for at in (0, 8, 16)]


def header_places(piece):
    """Where the two copies of the header begin."""
    h, a, t = lengths(piece)
    return 12, len(piece) - 64 - t - a - h


def put_header(piece, header):
    for start in header_places(piece):
        piece[start : start + len(header)] = header


def header_of(piece):
    return piece[12 : 12 + lengths(piece)[0]]


def together(*makers):
    """Files of several packages that have one package id, as a forger would give his."""

    def seal(kit):
        package_id = os.urandom(32)
        return [file for maker in makers for file in maker(kit, {"packageId": lambda _: package_id})]

    return seal


def part(*numbers, **options):
    """For `together`: some of the pieces of one of the packages."""
    return lambda kit, steps: chosen(*numbers, steps=steps, **options)(kit)


# --- No faults

pieces_row("first-two", "two of three: no fault", 0, 0, chosen(1, 2))
pieces_row("parity", "one data piece and parity, several stripes: no fault", 0, 0, chosen(3, 2, items=LONG))
pieces_row("every-piece", "all pieces, out of order: no fault", 0, 0, chosen(5, 3, 1, 4, 2, k=3, n=5))
pieces_row("hidden-in-pieces", "hidden recipients: no fault", 0, 0,
    chosen(2, 3, hide_recipients=True))
pieces_row("parity-alone", "nothing but parity: no fault", 0, 0, chosen(4, 3, n=4, items=LONG))
pieces_row("same-piece-twice-and-another", "a piece twice, and enough others: no fault", 0, 0, chosen(1, 1, 3))
pieces_row("unsigned-pieces", "unsigned pieces, and that is allowed", 6, 0, chosen(1, 3, signer=None), allow=["unsigned"])

# --- Too few

pieces_row("too-few", "two of three that are needed", 0, 14, chosen(1, 4, k=3, n=5))
pieces_row("same-piece-twice", "the same piece twice does not count twice", 0, 14, chosen(2, 2))
pieces_row("share-lost", "both headers of one of two pieces are damaged", 8, 14,
    changed(lambda p: put_header(p[0], flip(header_of(p[0]), -80)), 1, 3))


# --- Mixed


def body_of_another(pieces):
    """Piece 1 gets the body of piece 2."""
    first, second = header_places(pieces[0])
    start = first + len(header_of(pieces[0]))
    pieces[0][start:second] = pieces[1][start:second]


def header_of_another_package(pieces):
    other = b""
    while len(other) != len(header_of(pieces[0])):  # the length of a signature varies
        other = header_of(sealed(Kit())[0])
    put_header(pieces[0], other)


pieces_row("mixed-packages", "pieces of two packages", 10, 10,
    lambda kit: [sealed(kit)[0], sealed(kit)[1]], verify_also=[0], open_also=[14])
pieces_row("mixed-body", "the header of one piece and the body of another", 8, 8, changed(body_of_another, 1, 3))
pieces_row("mixed-body-spare", "the same, and two pieces that are whole", 8, 0, changed(body_of_another, 1, 2, 3))
pieces_row("mixed-header", "the header of another package", 8, 14, changed(header_of_another_package, 1, 3),
    open_also=[8])
pieces_row("forged-minority", "a forged manifest in one of three pieces", 10, 0,
    together(part(1, 2), part(3, signer="stranger")), verify_also=[0])
pieces_row("forged-majority", "a forged manifest in two of three pieces", 10, 14,
    together(part(1), part(2, 3, signer="stranger")), verify_also=[0])
pieces_row("two-packages-of-one-sender", "two packages with one id, both by the sender", 10, 10,
    together(part(1, 2), part(3)))
pieces_row("unsigned-minority", "an unsigned manifest in one of three pieces", 10, 0,
    together(part(1, 2), part(3, signer=None)), verify_also=[0])


# --- Damaged


def cut(pieces):
    """Piece 1 ends amid its last unit."""
    del pieces[0][header_places(pieces[0])[1] - 10 :]


def each_elsewhere(pieces):
    """One has no trailer, one no header, one no hash section."""
    pieces[0][-70] ^= 1
    put_header(pieces[1], flip(header_of(pieces[1]), -80))
    _, a, t = lengths(pieces[2])
    pieces[2][-64 - t - a + 1] ^= 1


def package_id_flipped(*copies):
    """In these copies of the header of piece 1."""

    def change(pieces):
        start = bytes(pieces[0]).index(b"\x04\x20", 12) - 12
        for copy in copies:
            pieces[0][header_places(pieces[0])[copy] + start + 5] ^= 1

    return change


def units_here_and_there(pieces):
    """In every stripe another piece is damaged."""
    start = 12 + len(header_of(pieces[0]))
    for stripe in range(2):
        pieces[stripe][start + 16_400 * stripe + 7] ^= 1


pieces_row("cut", "one of two pieces is cut off", 8, 8, changed(cut, 1, 3, items=LONG))
pieces_row("cut-spare", "one of three pieces is cut off", 8, 0, changed(cut, 1, 2, 3, items=LONG))
pieces_row("empty-spare", "one of three files is empty", 8, 0, lambda kit: [b"", *chosen(2, 3)(kit)],
    verify_also=[0, 12], open_also=[12])
pieces_row("every-piece-damaged", "each piece is damaged in another part", 8, 0, changed(each_elsewhere, 1, 2, 3))
pieces_row("every-piece-damaged-unsigned", "the same, unsigned", 8, 0,
    changed(each_elsewhere, 1, 2, 3, signer=None), allow=["unsigned"])
pieces_row("package-id-flipped", "the package id in the first header of one piece is damaged", 8, 0,
    changed(package_id_flipped(0), 1, 3), open_also=[14])
pieces_row("package-id-flipped-spare", "the same in both headers of one of three", 8, 0,
    changed(package_id_flipped(0, 1), 1, 2, 3), open_also=[8])
pieces_row("units-here-and-there", "damaged units, and two good ones in every stripe", 8, 0,
    changed(units_here_and_there, 1, 2, 3, items=LONG))
pieces_row("units-too-many", "a stripe with only one good unit", 8, 8, changed(units_here_and_there, 1, 3, items=LONG))


# --- By a dishonest sender


def bad_parity(stripes):
    return [[*stripe[:2], bytes(len(stripe[2]))] for stripe in stripes]


def not_zero(part):
    return part[:-1] + b"\x01"


def of_odd_length(text):
    return text + bytes(len(text) % 2 == 0)


def x_is(number):
    return lambda fields: [fields[0], integer(number(fields[1])), *fields[2:]]


pieces_row("forged-parity", "a signed parity unit that gives another text", 0, 8, chosen(1, 3, steps={"units": bad_parity}))
pieces_row("forged-parity-unused", "the same, where both data units are there", 0, 0,
    chosen(1, 2, steps={"units": bad_parity}))
pieces_row("fill", "the zeros after the chunk stream are not zero", 8, 8,
    chosen(1, 2, items=[Item(b"a", b"x")], steps={"filledStripe": not_zero, "plaintext": of_odd_length}))
pieces_row("fill-rebuilt", "the same, where the unit is rebuilt", 0, 8,
    chosen(1, 3, items=[Item(b"a", b"x")], steps={"filledStripe": not_zero, "plaintext": of_odd_length}))
pieces_row("share", "a share that does not give S", 0, 8,
    chosen(1, 3, steps={"shares": lambda shares: [*shares[:2], bytes(32)]}))
pieces_row("wrong-x", "pieces that have each other's number", 8, 8,
    chosen(1, 2, steps={"pieceFields": x_is(lambda x: (0, 2, 1, 3)[x[-1]])}))
pieces_row("x-too-large", "piece 4 of 3", 8, 8, chosen(1, 3, steps={"pieceFields": x_is(lambda x: x[-1] + 1)}))
pieces_row("x-zero", "piece 0", 8, 8, chosen(1, 2, steps={"pieceFields": x_is(lambda x: x[-1] - 1)}))


def common(name, value):
    return {"commonFields": lambda fields: {**fields, name: value}}


pieces_row("more-needed-than-there-are", "k = 4, n = 3", 8, 8, chosen(1, 3, steps=common("k", integer(4))))
pieces_row("fewer-needed", "k = 1 in the header, sealed with k = 2", 8, 8, chosen(1, 3, steps=common("k", integer(1))))
pieces_row("pieces-65", "n = 65, with 65 headers and roots", 8, 8, chosen(1, 65, n=65))
pieces_row("pieces-huge", "n = 2^63 - 1", 8, 8, chosen(1, 3, steps=common("n", integer((1 << 63) - 1))))
pieces_row("unit-size-huge", "a unit size of 2^62", 8, 8, chosen(1, 3, steps=common("unitSize", integer(1 << 62))))
pieces_row("unit-size-other", "a unit size of two chunks, cut into units of one", 8, 8,
    chosen(1, 3, items=LONG, steps=common("unitSize", integer(32_800))))
pieces_row("roots-of-two", "two roots for three pieces", 8, 8, chosen(1, 3, steps={"roots": lambda roots: roots[:2]}))
pieces_row("leaf-order", "the hashes of a stripe in another order", 8, 8,
    chosen(1, 3, steps={"hashSection": lambda section: section[32:64] + section[:32] + section[64:]}))
