"""DER writing and the encodings that a package is made of, for the test sealer."""


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
