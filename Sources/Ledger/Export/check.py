#!/usr/bin/env python3
"""Checks the export of a ledger (a tar archive, or the folder that it was unpacked into) without the program that wrote it.

Every fault is one line on standard output. Exit status: 0 nothing is wrong, 1 faults were found, 2 it could not be checked.
Needs Python 3.9 and its package cryptography 3.3, or later ones, and openssl(1) for the owner's signature. It changes no other file.
"""
import argparse, base64, hashlib, hmac, json, os, re, subprocess, sys, tarfile, tempfile, unicodedata
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LONGEST, NEAR = 65535, 64  # bytes of an entry; how far a line is looked for when lines are missing
NOTE = re.compile(rb"(([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n((?:[^\n]+\n){1,64})")
LINE = re.compile("\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
faults = 0


def fault(place, why):
    global faults
    faults += 1
    print(f"{place}: {why}")


def sha256(data):
    return hashlib.sha256(data).digest()


def plain(value):  # texts in normalisation form C
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    return list(map(plain, value)) if isinstance(value, list) else unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def encode(value):  # the one form of a value, RFC 8785 for what has no fractions
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def integer(digits):
    if len(digits) > 17 or abs(int(digits)) > 2**53 - 1:
        raise ValueError("an integer beyond 2^53 - 1")
    return int(digits)


def canonical(text):
    if len(text) > LONGEST:
        raise ValueError("more than 65,535 bytes")
    value = json.loads(text.decode(), parse_int=integer)
    if encode(plain(value)) != text:
        raise ValueError("it is not canonical JSON")
    return value


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


def key_of(text, kind):  # C2SP signed-note: name+id+base64(type, key)
    name, identifier, data = text.split("+", 2)
    data = base64.b64decode(data, validate=True)
    if len(data) != 33 or data[0] != kind or sha256(name.encode() + b"\n" + data)[:4].hex() != identifier:
        raise ValueError("not a key of this kind")
    return (name, identifier), data[1:]


def checkpoint_of(note, place, log, keys):  # -> size, root; each known key's signature must be right
    try:
        match = NOTE.fullmatch(note) if not re.search(rb"[\0-\x09\x0b-\x1f]", note) else None
        lines = [LINE.fullmatch(line) for line in match[5].decode().splitlines()] if match and note.decode() else []
        data = [base64.b64decode(line[2], validate=True) for line in lines if line]
        if not lines or None in lines or any(re.search(r"[\s+\x7f-\x9f]", line[1]) for line in lines):
            raise ValueError
        if any(base64.b64encode(one).decode() != line[2] or len(one) < 5 for one, line in zip(data, lines)):
            raise ValueError
        if base64.b64encode(base64.b64decode(match[4])) != match[4]:
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


class Export:
    def __init__(self, path):
        self.folder, self.tar = path, None if os.path.isdir(path) else tarfile.open(path, "r:")
        names = self.tar.getnames() if self.tar else os.listdir(path)
        self.names = {os.path.normpath(name): name for name in names}
        if len(self.names) < len(names):
            fault("archive", "a name stands in it twice")

    def open(self, name):
        path = self.names[name]
        return self.tar.extractfile(path) if self.tar else open(os.path.join(self.folder, path), "rb")

    def read(self, name):
        with self.open(name) as file:
            return file.read()

    def lines(self, name):
        with self.open(name) as file:
            while line := file.readline(LONGEST + 2):
                yield line
                while not line.endswith(b"\n") and line:
                    line = file.readline(LONGEST)


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
    values, last = {}, (-1, "")
    for number, line in enumerate(export.lines("personal") if "personal" in export.names else (), 1):
        try:
            one = canonical(line[:-1])
            place, key = (one["entry"], one["field"]), base64.b64decode(one["key"], validate=True)
            if set(one) != {"entry", "field", "key", "value"} or not place > last or len(key) != 32 or line[-1:] != b"\n":
                raise ValueError
        except (ValueError, KeyError, TypeError):
            fault(f"personal line {number}", "malformed")
            continue
        values.setdefault(one["entry"], []).append((one["field"], key, one["value"]))
        last = place
    return values


def check_pin(export):  # the owner's signature over the key; whose the certificate is, the auditor must know
    if "pin.p7s" not in export.names:
        return print("key: no owner has signed it; compare it with one that you trust", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("pin.p7s", "key", "owner.pem"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(export.read(name) if name in export.names else b"")
        command = "openssl cms -verify -binary -inform DER -in pin.p7s -content key -nointern -certfile owner.pem -noverify -out seen"
        if subprocess.run(command.split(), cwd=folder, capture_output=True).returncode:
            return fault("key", "the owner's signature is not valid")
        shown = subprocess.run("openssl x509 -in owner.pem -noout -subject -fingerprint -sha256".split(), cwd=folder, capture_output=True)
        print("key: signed by", shown.stdout.decode(errors="replace").strip().replace("\n", ", "), file=sys.stderr)


def check(export, kept, schemas):
    (log, identifier), key = key_of(export.read("key").decode().removesuffix("\n"), 1)
    keys = {(log, identifier): (key, None)}
    for line in export.read("witnesses").decode().splitlines():
        try:
            organisation, _, text = line.rpartition("\t")
            place, witness = key_of(text, 4)
            if not organisation or place in keys or any(witness == one for one, _ in keys.values()):
                raise ValueError("one key twice, or no organisation")
            keys[place] = (witness, organisation)
        except ValueError as error:
            fault("witnesses", str(error))
    check_pin(export)
    notes = [("the last checkpoint", export.read("checkpoint"))]
    for number, line in enumerate(export.lines("checkpoints"), 1):
        try:
            notes.append((f"checkpoint in line {number}", canonical(line[:-1]).encode()))
        except (ValueError, AttributeError):
            fault(f"checkpoint in line {number}", "malformed: it is no text")
    own = [(place, checkpoint_of(note, place, log, keys)) for place, note in notes]
    old = [(path, checkpoint_of(open(path, "rb").read(), path, log, keys)) for path in kept]
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
    if first and (first.get("key"), first.get("origin")) != (export.read("key").decode().removesuffix("\n"), log):
        fault("entry 0", "it names another key than the ledger's")
    print(f"{total} entries, {faults} faults", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the archive, or the folder with its files")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[], help="one of this ledger that you kept from before")
    parser.add_argument("--schemas", metavar="FILE", help="your own schemas.json, in the place of the export's")
    options = parser.parse_args()
    try:
        export = Export(options.export)
        schemas = json.loads(open(options.schemas, "rb").read() if options.schemas else export.read("schemas.json"))
        check(export, options.checkpoint, schemas)
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        print(f"cannot be checked: {error!r}", file=sys.stderr)
        return 1 if faults else 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
