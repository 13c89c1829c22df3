#!/usr/bin/env python3
"""Checks the export of a ledger (a tar archive, or the folder that it was unpacked into) without the program that wrote it.

Every fault is one line on standard output. Exit status: 0 nothing is wrong, 1 faults were found, 2 it could not be checked,
3 nothing is wrong, but nobody whom you named with --key or --owner vouches for the ledger's key.
Needs Python 3.9 and its package cryptography 3.3, or later ones, and openssl(1) for the owner's signature. It writes nothing but a
temporary folder for openssl, which it removes.
"""
import argparse, base64, hashlib, hmac, json, os, re, stat, subprocess, sys, tempfile, unicodedata
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TEXTS = {  # SHA-256 of the other texts that belong to this script
    "README": "099fdf8e3370983bfcf3ca849c0e4dd6083bbd756e16254b20d19030bbeec36d",
    "schemas.json": "c1d5f25029a03a08db82d2a2a135a119634123e1226c3618950ae4dcc71ed098",
}
LARGE, SMALL = 4194304, 131072  # bytes of a file at most; those without a limit are read line by line
FILES = {"README": LARGE, "check.py": LARGE, "schemas.json": LARGE, "key": SMALL, "pin.p7s": SMALL, "owner.pem": SMALL, "witnesses": LARGE,
         "checkpoint": SMALL, "checkpoints": None, "leaves": None, "entries": None, "personal": None}
OPTIONAL = {"pin.p7s", "owner.pem", "personal"}
LONGEST, NEAR = 65535, 64  # bytes of an entry; how far a line is looked for when lines are missing
NOTE = re.compile(rb"(([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n((?:[^\n]+\n){1,64})")
LINE = re.compile("\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n)-----END CERTIFICATE-----\n")
PRIME, ORDER8 = 2**255 - 19, 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826  # of Ed25519: the field, y of order 8
SPACES, HIDDEN = r"[\s+\0-\x1f\x7f-\x9f]", {"Cc", "Cf", "Cs", "Zl", "Zp"}  # not in names of keys; not in organisations
faults = 0


def fault(place, why):
    global faults
    faults += 1
    print(f"{place}: {why}")


def sha256(data):
    return hashlib.sha256(data).digest()


def plain(value, depth=8):  # texts in normalisation form C; nothing that canonical JSON does not have
    if value is None or isinstance(value, (dict, list)) and not depth:
        raise ValueError("a null, or more than 8 levels")
    if isinstance(value, dict):
        if not all(re.fullmatch(r"[ !#-\[\]-~]{1,64}", name) for name in value):
            raise ValueError("a name of a member that no entry has")
        return {name: plain(member, depth - 1) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(one, depth - 1) for one in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def encode(value):  # the one form of a value, RFC 8785 for what has no fractions
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def integer(digits):
    if len(digits) > 17 or abs(int(digits)) > 2**53 - 1:
        raise ValueError("an integer beyond 2^53 - 1")
    return int(digits)


def fraction(digits):
    raise ValueError("a fraction")


def canonical(text):
    if len(text) > LONGEST:
        raise ValueError("more than 65,535 bytes")
    try:
        value = json.loads(text.decode(), parse_int=integer, parse_float=fraction, parse_constant=fraction)
        if encode(plain(value)) != text:
            raise ValueError("it is not canonical JSON")
    except RecursionError:
        raise ValueError("more than 8 levels") from None
    return value


def decode(text):  # the one form of base 64
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != (text if isinstance(text, str) else text.decode()):
        raise ValueError("not the one form of base 64")
    return data


def fits(rule, value):
    if isinstance(rule, dict):
        return isinstance(value, list) and len(value) <= rule["most"] and all(fits(rule["each"], one) for one in value)
    return re.fullmatch(rule.encode(), encode(value), re.DOTALL) is not None


def entry_of(line, position, schemas):  # None if it cannot be read; each breach of its schema is named
    try:
        entry = canonical(line)
        if not isinstance(entry, dict):
            raise ValueError("it is no object")
    except (ValueError, RecursionError) as error:
        return fault(f"entry {position}", f"malformed: {error}")
    kind = entry.get("kind")
    schema = schemas.get(kind) if isinstance(kind, str) else None
    if schema is None:
        fault(f"entry {position}", "missing field kind" if "kind" not in entry else "unknown kind")
        return entry
    for name in sorted(set(schema["required"]) - set(entry)):
        fault(f"entry {position}", f"missing field {name}")
    for name in sorted(entry):
        if name not in schema["fields"]:
            fault(f"entry {position}", f"unexpected field {name!r}")
        elif not fits(schema["fields"][name], entry[name]):
            fault(f"entry {position}", f"bad value in field {name}")
    if (kind == "ledger") != (position == 0):
        fault(f"entry {position}", "the first entry, and no other, names the ledger")
    return entry


def roots_of(leaves, sizes):  # RFC 6962, 2.1: the roots over the first so many leaves
    stack, roots = [], {0: sha256(b"")}
    for count in range(1, len(leaves) // 32 + 1):
        top, bits = leaves[32 * count - 32 : 32 * count], count - 1
        while bits & 1:
            top, bits = sha256(b"\1" + stack.pop() + top), bits >> 1
        stack.append(top)
        if count in sizes:
            for left in reversed(stack[:-1]):
                top = sha256(b"\1" + left + top)
            roots[count] = top
    return roots


def key_of(text, kind):  # C2SP signed-note: name+id+base64(type, key); a point of Ed25519 in its one form, of no small order
    name, identifier, data = text.split("+", 2)
    data = decode(data)
    y = int.from_bytes(data[1:], "little") % 2**255
    if not name or re.search(SPACES, name) or len(data) != 33 or data[0] != kind:
        raise ValueError("not a key of this kind")
    if sha256(name.encode() + b"\n" + data)[:4].hex() != identifier or y >= PRIME or y in (0, 1, PRIME - 1, ORDER8, PRIME - ORDER8):
        raise ValueError("not a key of this kind")
    return (name, identifier), data[1:]


def checkpoint_of(note, place, log, keys):  # -> size, root; each known key's signature must be right
    try:
        match = NOTE.fullmatch(note) if not re.search(rb"[\0-\x09\x0b-\x1f]", note) else None
        lines = [LINE.fullmatch(line) for line in match[5].decode().splitlines()] if match and note.decode() else []
        data = [decode(line[2]) for line in lines if line]
        if not lines or None in lines or len(note) > 65536 or any(re.search(SPACES, line[1]) for line in lines):
            raise ValueError
        if min(map(len, data)) < 5 or int(match[3]) >= 2**63 or decode(match[4]) != sha256(b"") and not int(match[3]):
            raise ValueError
    except (ValueError, TypeError):
        return fault(place, "malformed: it is no checkpoint")
    by, text, size = set(), match[1], int(match[3])
    for line, one in zip(lines, data):
        public, organisation = keys.get((line[1], one[:4].hex()), (None, None))
        if public is None:
            continue
        try:
            signature, signed = one[4:], text
            if organisation:  # a witness signs a time too
                time, signature = int.from_bytes(one[4:12], "big"), one[12:]
                signed = b"cosignature/v1\ntime %d\n" % time + text
                if len(signature) != 64 or not 0 < time < 2**63:
                    raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
            by.add(organisation)
        except InvalidSignature:
            fault(place, f"a signature is not by the key that it names: {line[1]!r}")
    if match[2].decode() != log:
        fault(place, "it is of another ledger")
    elif None not in by:
        fault(place, "the ledger's key has not signed it")
    print(f"{place}: {size} entries, witnessed by {len(by - {None})} organisations", *sorted(by - {None}), file=sys.stderr)
    return size, base64.b64decode(match[4])


def header_of(name, size):  # ustar, in which everything is fixed that an export does not need
    block = bytearray(512)
    digits = b"%011o" % size if size < 2**33 else b"\x80" + size.to_bytes(11, "big")
    for offset, data in ((0, name.encode()), (100, b"0000644"), (108, b"0000000"), (116, b"0000000"), (124, digits), (136, b"0" * 11),
                         (148, b" " * 8), (156, b"0"), (257, b"ustar\x0000"), (329, b"0000000"), (337, b"0000000")):
        block[offset : offset + len(data)] = data
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def files_in(path):  # of an archive, byte for byte as the program writes it: name -> file, offset, size
    places = {}
    with open(path, "rb") as file:
        while any(block := file.read(512)):
            name, digits = block[:100].rstrip(b"\0").decode(), block[124:136]
            size = int.from_bytes(digits[1:], "big") if digits[:1] == b"\x80" else int(digits[:11], 8)
            if header_of(name, size) != block or name in places:
                raise ValueError(f"not the archive of an export, at {file.tell() - 512}")
            places[name] = path, file.tell(), size
            file.seek(size, 1)
            if any(file.read(-size % 512)):
                raise ValueError(f"something stands behind {name}")
        if block + file.read(1024) != bytes(1024):
            raise ValueError("the archive does not end as that of an export")
    return places


class Export:
    def __init__(self, path):
        if os.path.isdir(path):
            names = [name for name in FILES if os.path.lexists(os.path.join(path, name))]
            self.places = {name: (os.path.join(path, name), 0, os.lstat(os.path.join(path, name)).st_size) for name in names}
        else:
            self.places = files_in(path)
        if list(self.places) != [name for name in FILES if name in self.places or name not in OPTIONAL]:
            raise ValueError("a file is missing, or in another place, or of another name")
        for name, (file, _, size) in self.places.items():
            if not stat.S_ISREG(os.stat(file, follow_symlinks=file == path).st_mode) or size > (FILES[name] or size):
                raise ValueError(f"{name} is no file, or too large")

    def open(self, name):
        path, offset, size = self.places[name]
        file = open(path, "rb")
        file.seek(offset)
        return file, size

    def read(self, name):
        if name not in self.places:
            return b""
        file, size = self.open(name)
        with file:
            return file.read(size)

    def lines(self, name):
        if name not in self.places:
            return
        file, left = self.open(name)
        with file:
            while line := file.readline(min(left, LONGEST + 2)):
                yield line
                left -= len(line)
                while not line.endswith(b"\n") and line:
                    left -= len(line := file.readline(min(left, LONGEST)))


def check_entries(export, leaves, schemas, personal):  # which lines are not those of the tree, and what is wrong in them
    expected, total, number, first = 0, len(leaves) // 32, 0, None
    for number, line in enumerate(export.lines("entries")):
        if not line.endswith(b"\n"):
            fault(f"entry {expected}", "its line does not end, or is too long")
        line = line[:-1] if line.endswith(b"\n") else line
        place = leaves.find(leaf := sha256(b"\0" + line)) if faults < 1000 else -1
        here = place // 32 if place >= 0 and place % 32 == 0 else None
        if expected < total and leaves[32 * expected : 32 * expected + 32] == leaf:
            here = expected
        if here is not None and (here < expected or here > expected + NEAR):
            fault(f"entry {here}", f"it stands again, or in a wrong place, in line {number + 1}")
            continue
        if here is None:
            here = expected
            fault(f"entry {here}", "changed" if here < total else "no checkpoint covers it")
        elif here > expected:
            fault(f"entry {expected}", f"missing, {here - expected} from here on")
        entry = entry_of(line, here, schemas)
        first = entry if here == 0 else first
        for field, key, value in personal.pop(here, []):
            code = base64.b64encode(hmac.digest(key, field.encode() + b"\0" + encode(value), "sha256")).decode()
            if not entry or entry.get(field) != {"hmac": code}:
                fault(f"entry {here}", f"the personal value of field {field!r} is not the one that was recorded")
        expected = here + 1
    if expected < total:
        fault(f"entry {expected}", f"missing, {total - expected} from here on")
    for position in personal:
        fault(f"entry {position}", "a personal value belongs to no entry")
    return first


def personal_of(export):
    values, last = {}, (-1, b"")
    for number, line in enumerate(export.lines("personal"), 1):
        try:
            one = canonical(line[:-1])
            place, key = (one["entry"], one["field"].encode()), decode(one["key"])
            if set(one) != {"entry", "field", "key", "value"} or type(one["entry"]) is not int or not place > last or len(key) != 32:
                raise ValueError
            if not line.endswith(b"\n"):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError):
            fault(f"personal line {number}", "malformed")
            continue
        values.setdefault(one["entry"], []).append((one["field"], key, one["value"]))
        last = place
    return values


def check_pin(export, owner):  # the owner's signature over the key -> whether it is that of the owner whom the auditor knows
    if not {"pin.p7s", "owner.pem"} & set(export.places):
        return print("key: no owner has signed it; compare it with one that you trust", file=sys.stderr)
    if not PEM.fullmatch(export.read("owner.pem")):
        return fault("key", "the owner's certificate is not there, or not in its one form")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("pin.p7s", "key", "owner.pem"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(export.read(name))
        command = "openssl cms -verify -binary -inform DER -in pin.p7s -content key -nointern -certfile owner.pem -noverify -out seen"
        if subprocess.run(command.split(), cwd=folder, capture_output=True).returncode:
            return fault("key", "the owner's signature is not valid")
        shown = subprocess.run("openssl x509 -in owner.pem -noout -subject -fingerprint -sha256".split(), cwd=folder, capture_output=True)
        print("key: signed by", shown.stdout.decode(errors="replace").strip().replace("\n", ", "), file=sys.stderr)
    return owner is not None and PEM.findall(export.read("owner.pem"))[0] in PEM.findall(owner)


def check_texts(export, own_schemas):  # that nothing else is run or believed than what belongs to this script
    with open(__file__, "rb") as file:
        own = {"check.py": sha256(file.read()).hex(), **TEXTS}
    for name, digest in own.items():
        if sha256(export.read(name)).hex() != digest and not (own_schemas and name == "schemas.json"):
            fault(name, "it is not the one that belongs to this script")


def witnesses_of(export, keys):  # adds to the keys those of the witnesses, with their organisations
    text = export.read("witnesses")
    for line in text.removesuffix(b"\n").split(b"\n") if text else ():
        try:
            organisation, tab, key = line.decode().partition("\t")
            place, witness = key_of(key, 4)
            if not organisation or unicodedata.normalize("NFC", organisation) != organisation or organisation != organisation.strip():
                raise ValueError("an organisation without a name, or not in its one form")
            if any(unicodedata.category(one) in HIDDEN for one in organisation) or not text.endswith(b"\n"):
                raise ValueError("a character that cannot be seen, or a line that does not end")
            if place in keys or any(witness == one for one, _ in keys.values()):
                raise ValueError("one key twice")
            keys[place] = (witness, organisation)
        except ValueError as error:
            fault("witnesses", str(error))
    return keys


def check(export, options, schemas):  # -> whether somebody vouches for the key whom the auditor named
    text = export.read("key").decode()
    (log, identifier), key = key_of(text.removesuffix("\n"), 1)
    if not text.endswith("\n"):
        raise ValueError("the line of the key does not end")
    check_texts(export, options.schemas)
    keys = witnesses_of(export, {(log, identifier): (key, None)})
    vouched = check_pin(export, options.owner and open(options.owner, "rb").read())
    if options.key:
        vouched = text == options.key.removesuffix("\n") + "\n" or fault("key", "it is not the one that you named")
    notes = [("the last checkpoint", export.read("checkpoint"))]
    for number, line in enumerate(export.lines("checkpoints"), 1):
        try:
            if not line.endswith(b"\n"):
                raise ValueError("its line does not end")
            notes.append((f"checkpoint in line {number}", canonical(line[:-1]).encode()))
        except (ValueError, AttributeError):
            fault(f"checkpoint in line {number}", "malformed: it is no text")
    own = [(place, checkpoint_of(note, place, log, keys)) for place, note in notes]
    old = [(path, checkpoint_of(open(path, "rb").read(), path, log, keys)) for path in options.checkpoint]
    leaves = export.read("leaves")
    total = own[0][1][0] if own[0][1] else len(leaves) // 32
    if len(leaves) != 32 * total:
        fault("leaves", f"{len(leaves)} bytes are not 32 for each of {total} entries")
    roots = roots_of(leaves, {tree[0] for _, tree in own + old if tree})
    for place, tree in own:
        if tree and roots.get(tree[0]) != tree[1]:
            fault(place, "the entries do not have the root that was signed")
    for place, tree in old:
        if tree and tree[0] > total:
            fault(place, f"rolled back: the ledger had {tree[0]} entries, and has {total}")
        elif tree and roots.get(tree[0]) != tree[1]:
            fault(place, f"another history: its first {tree[0]} entries are not those that were there before")
    first = check_entries(export, leaves, schemas, personal_of(export))
    if isinstance(first, dict) and (first.get("key"), first.get("origin")) != (text.removesuffix("\n"), log):
        fault("entry 0", "it names another key than the ledger's")
    print(f"{total} entries, {faults} faults", file=sys.stderr)
    return vouched


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the archive, or the folder with its files")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[], help="one of this ledger that you kept from before")
    parser.add_argument("--schemas", metavar="FILE", help="your own schemas.json, in the place of the export's")
    parser.add_argument("--key", help="the ledger's key, as you know it")
    parser.add_argument("--owner", metavar="FILE", help="the owner's certificate, as you know it")
    options = parser.parse_args()
    try:
        export = Export(options.export)
        schemas = json.loads(open(options.schemas, "rb").read() if options.schemas else export.read("schemas.json"))
        vouched = check(export, options, schemas)
    except Exception as error:  # whatever an export holds, it must not look like anything else
        print(f"cannot be checked: {error!r}", file=sys.stderr)
        return 1 if faults else 2
    return 1 if faults else 0 if vouched else 3


if __name__ == "__main__":
    sys.exit(main())
