#!/usr/bin/env python3
"""Checks the export of a ledger without the program that wrote it, by the rules of the project's docs/ledger-export.md.

Every fault is one line on standard output. Exit status: 0 nothing is wrong, 1 faults were found, 2 it could not be
checked, 3 nothing is wrong, but nobody whom you named with --key or --owner vouches for the ledger's key.
Needs Python 3.9 and its package cryptography 3.3, or later ones, and openssl(1) for the owner's signature.
"""
import argparse, base64, functools, hashlib, hmac, json, os, re, subprocess, sys, tarfile, tempfile, unicodedata
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FILES = "README check.py schemas.json key pin.p7s checkpoint checkpoints leaves entries personal".split()
TEXTS = {  # SHA-256 of the other texts that belong to this script
    "README": "5924c32b8f20654a03c579baa6faf59d4545ae8d0ed128ae17941b58cf245253",
    "schemas.json": "0974148b7b47a3b8583fbee09194702339b0b2d416aa23d0620ddca2be2ef8f8",
}
NOTE = re.compile("([^\n]+\n([0-9]{1,18})\n[^\n]+\n)\n((?:\u2014 [^ \n]+ [^ \n]+\n){1,64})")
PERSONAL = re.compile(rb'\{"entry":(0|[1-9]\d{,15}),"field":"([ !#-\[\]-~]{1,64})",'
                      rb'"key":"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)","value":(.+)\}\n', re.DOTALL)
PRIME = 2**255 - 19  # of the field of Ed25519
ORDER8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826  # y of a point of order 8
NEAR = 64  # how far behind its place a line is looked for when lines are missing
faults = 0


def fault(place, why):
    global faults
    faults += 1
    print(f"{place}: {why}")


def sha256(data):
    return hashlib.sha256(data).digest()


def text64(data):
    return base64.b64encode(data).decode()


def files_of(path):  # name -> file, of an archive that holds nothing else
    tar = tarfile.open(path, "r:")
    members = {one.name: one for one in tar.getmembers() if one.type == tarfile.REGTYPE}
    size = 1024 + sum(512 + one.size + -one.size % 512 for one in members.values())
    if list(members) != [one for one in FILES if one in members or one not in ("pin.p7s", "personal")]:
        raise ValueError("a file is missing, or not in its place")
    if size != os.path.getsize(path) or any(tar.fileobj.seek(size - 1024) and tar.fileobj.read()):
        raise ValueError("it holds more than its files")
    return {name: tar.extractfile(one) for name, one in members.items()}


def canonical(line):  # the value of a line in the form of RFC 8785, without fractions; texts are in form C
    value = json.loads(line)
    texts = re.sub(r"\\(u....|.)", "\0", line.decode())
    if len(line) > 65536 or encode(value) + b"\n" != line or not unicodedata.is_normalized("NFC", texts):
        raise ValueError("not a line of canonical JSON of at most 65,535 bytes")
    return value


def encode(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fits(rule, value):  # whether a value is as schemas.json says
    if isinstance(rule, dict):
        return isinstance(value, list) and len(value) <= rule["most"] and all(fits(rule["each"], one) for one in value)
    return re.fullmatch(rule.encode(), encode(value), re.DOTALL)


def entry_of(line, position, schemas):  # None if it is not as entries of its kind must be
    try:
        entry = canonical(line)
        if (schema := schemas.get(str(entry["kind"]))) is None:
            return fault(f"entry {position}", "unknown kind")
        fields = schema["fields"]
        wrong = {name for name in entry if name not in fields or not fits(fields[name], entry[name])}
        if wrong := sorted(wrong | set(schema["required"]) - set(entry)):
            raise ValueError("fields that are missing, not expected, or of a bad value: " + ", ".join(wrong))
        if (entry["kind"] == "ledger") != (position == 0):
            raise ValueError("the first entry, and no other, names the ledger")
        return entry
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        fault(f"entry {position}", f"malformed: {error}")


def roots_of(leaves, sizes):  # RFC 6962, 2.1: the roots over the first so many leaves
    stack, roots = [], {}
    for count in range(1, len(leaves) // 32 + 1):
        stack.append(leaves[32 * count - 32 : 32 * count])
        for _ in range((count & -count).bit_length() - 1):
            stack[-2:] = [sha256(b"\1" + stack[-2] + stack[-1])]
        if count in sizes:
            roots[count] = functools.reduce(lambda right, left: sha256(b"\1" + left + right), reversed(stack))
    return roots


def key_of(text, kind):  # C2SP signed-note: name+id+base64(kind, key), where the key is no point of small order
    name, _, data = text.split("+", 2)
    data = bytes([kind]) + base64.b64decode(data)[1:]
    identifier, y = sha256(name.encode() + b"\n" + data)[:4], int.from_bytes(data[1:], "little") % 2**255
    is_point = len(data) == 33 and y < PRIME and y not in (0, 1, PRIME - 1, ORDER8, PRIME - ORDER8)
    is_name = name and not re.search(r"[\s\0-\x1f\x7f-\x9f]", name)
    if text != f"{name}+{identifier.hex()}+{text64(data)}" or not is_name or not is_point:
        raise ValueError("not a key in its one form")
    return (name, identifier), data[1:]


def note_of(data, read=bytes.decode):  # C2SP signed-note: its text, size and signatures; None if it is none
    try:
        return NOTE.fullmatch(read(data))
    except (ValueError, TypeError, RecursionError):
        return None


def signers(place, note, keys, is_own):  # names and organisations of the keys that signed it
    by = {}
    for _, name, code in (line.split(" ") for line in note[3].split("\n")[:-1]):
        try:
            data = base64.b64decode(code)
            key, organisation = keys[name, data[:4]]
            head, count, time = "", 68, int.from_bytes(data[4:-64], "big")
            if organisation is not None:  # a witness signs a time too
                head, count = f"cosignature/v1\ntime {time}\n", 76
            if text64(data) != code or len(data) != count or not bool(head) <= time < 2**63:
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(key).verify(data[-64:], (head + note[1]).encode())
            by[name] = organisation
        except (InvalidSignature, ValueError):
            fault(place, f"a signature is not by the key that it names: {name!r}")
        except KeyError:
            if is_own:
                fault(place, f"a signature by nobody whom an entry names: {name!r}")
    return by


def erasures_of(entries):  # what entries say is to be erased: fields of entries, or all of a kind before a time
    places, rules = set(), []
    for position, line in enumerate(entries):
        entry = json.loads(line) if b'"kind":"forget"' in line else {"completed": 0}
        for text in () if "completed" in entry else entry.get("values", ()):
            match = re.fullmatch("([^ ]+) ([0-9]+)(?:-([0-9]+))?", text)
            if match and int(match[3] or match[2]) < position:
                numbers = range(int(match[2]), int(match[3] or match[2]) + 1)
                places.update((number, match[1].encode()) for number in numbers)
        if {"before", "of-kind"} <= set(entry) and "completed" not in entry:
            rules.append((entry["of-kind"], entry["before"], position))
    return places, rules


def values_of(lines):  # (entry, field) -> key, value
    values, last = {}, (-1, b"")
    for number, line in enumerate(lines, 1):
        match = PERSONAL.fullmatch(line)
        place = match and (int(match[1]), match[2])
        if not match or place <= last:
            fault(f"personal line {number}", "malformed, or not in order")
        else:
            last, values[place] = place, (base64.b64decode(match[3]), match[4])
    return values


class Check:
    def __init__(self, files):
        self.files, self.leaves, self.schemas = files, files["leaves"].read(), json.loads(files["schemas.json"].read())
        key = files["key"].read().decode()
        self.log, public = key_of(key[:-1], 1)
        if not key.endswith("\n"):
            raise ValueError("the line of the key does not end")
        # The keys of all signers with their organisations, and the entries that say which sizes they signed.
        self.key, self.keys, self.cosigned = key[:-1], {self.log: (public, None)}, {}
        self.values = values_of(files["personal"]) if "personal" in files else None
        self.places, self.rules = erasures_of(files["entries"]) if "personal" in files else (set(), [])

    def entries(self):  # each line is that of its leaf
        at, total = self.files["entries"].seek(0), len(self.leaves) // 32
        for line in self.files["entries"]:
            leaf = sha256(b"\0" + line.removesuffix(b"\n"))
            found = at if self.leaves[32 * at : 32 * at + 32] == leaf else -1
            if found < 0 and faults < 1000:  # when so much is wrong, it does not matter where each line came from
                found = self.leaves.find(leaf) // 32
            if found >= 0 and not at <= found <= at + NEAR:
                fault(f"entry {found}", "it stands again, or in a wrong place")
                continue
            if found < 0:
                fault(f"entry {at}", "changed" if at < total else "no checkpoint covers it")
            elif found > at:
                fault(f"entry {at}", f"missing, {found - at} from here on")
            at = max(found, at)
            if entry := entry_of(line, at, self.schemas):
                self.witnesses(entry, at)
                self.personal(entry, at)
            at += 1
        if at < total:
            fault(f"entry {at}", f"missing, {total - at} from here on")
        for position, field in self.values or ():
            fault(f"entry {position}", f"a personal value belongs to no entry: {field!r}")

    def witnesses(self, entry, position):  # the keys that an entry names, and who signed
        if position == 0 and (entry["key"], entry["origin"]) != (self.key, self.log[0]):
            fault("entry 0", "it names another key than the ledger's")
        if entry["kind"] == "cosigned":
            self.cosigned[entry["size"], entry["witness"]] = position
        if entry["kind"] == "policy" and entry["event"] in ("witness-added", "witness-removed"):
            try:
                place, key = key_of(entry["value"], 4)
                if entry["event"] == "witness-removed":
                    self.keys.pop(place, None)
                    self.cosigned = {one: at for one, at in self.cosigned.items() if one[1] != place[0]}
                elif any(key == one for one, _ in self.keys.values()):
                    raise ValueError("one key twice, or the ledger's own")
                else:
                    self.keys[place] = key, entry["reason"]
            except (ValueError, KeyError) as error:
                fault(f"entry {position}", f"the witness: {error}")

    def personal(self, entry, position):  # each value is the one that was recorded, or an entry says that it is erased
        for field in (name for name, value in entry.items() if isinstance(value, dict) and self.values is not None):
            place, where = (position, field.encode()), f"the personal value of field {field!r}"
            is_erased = place in self.places or any(
                entry["kind"] == kind and entry["at"] < before and position < end for kind, before, end in self.rules)
            if (place in self.values) == is_erased:
                why = "was to be erased" if is_erased else "is missing, and no entry says why"
                fault(f"entry {position}", f"{where} {why}")
            key, value = self.values.pop(place, (None, None))
            if key and entry[field]["hmac"] != text64(hmac.digest(key, field.encode() + b"\0" + value, "sha256")):
                fault(f"entry {position}", f"{where} is not the one that was recorded")

    def checkpoints(self, kept):
        notes = [(True, "the last checkpoint", note_of(self.files["checkpoint"].read()))]
        for number, line in enumerate(self.files["checkpoints"], 1):
            notes.append((True, f"checkpoint in line {number}", note_of(line, canonical)))
        notes += [(False, path, note_of(open(path, "rb").read())) for path in kept]
        roots, found = roots_of(self.leaves, {int(note[2]) for _, _, note in notes if note}), set()
        total = int(notes[0][2][2]) if notes[0][2] else len(self.leaves) // 32
        if len(self.leaves) != 32 * total:
            fault("leaves", f"{len(self.leaves)} bytes are not 32 for each of {total} entries")
        for is_own, place, note in notes:
            if note is None:
                fault(place, "it is no checkpoint")
                continue
            by, size = signers(place, note, self.keys, is_own), int(note[2])
            if self.log[0] not in by:
                fault(place, "the ledger's key has not signed it")
            elif note[1] != f"{self.log[0]}\n{size}\n{text64(roots.get(size, b''))}\n":
                is_cut = not is_own and size > total
                fault(place, f"it had more entries before: {size}" if is_cut else
                      "the entries do not have the root that was signed")
            found.update((size, name) for name in by if is_own)
            witnesses = ", ".join(sorted(set(by.values()) - {None})) or "nobody"
            print(f"{place}: {size} entries, witnessed by {witnesses}", file=sys.stderr)
        for (size, name), position in self.cosigned.items():
            if (size, name) not in found:
                fault(f"entry {position}", f"the signature of {name!r} over {size} entries is missing")

    def owner(self, known):  # whether the key is signed by the owner whom the auditor knows
        if "pin.p7s" not in self.files:
            return print("key: no owner has signed it; compare it with one that you trust", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("pin.p7s", "key"):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(self.files[name].read() if name != "key" else self.key.encode() + b"\n")
            run = functools.partial(subprocess.run, cwd=folder, capture_output=True)
            verify = "openssl cms -verify -binary -inform DER -in pin.p7s -content key -noverify -signer owner.pem"
            if run(verify.split()).returncode:
                return fault("key", "the owner's signature is not valid")
            shown = run("openssl x509 -in owner.pem -subject -fingerprint -sha256".split()).stdout
        names, mark, certificate = shown.partition(b"-----BEGIN")
        print("key: signed by", names.decode(errors="replace").strip().replace("\n", ", "), file=sys.stderr)
        return known is not None and mark + certificate.rstrip() in open(known, "rb").read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the archive")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[], help="one that you kept before")
    parser.add_argument("--key", help="the ledger's key, as you know it")
    parser.add_argument("--owner", metavar="FILE", help="the owner's certificate in PEM, as you know it")
    options = parser.parse_args()
    try:
        files = files_of(options.export)
        for name, digest in {"check.py": sha256(open(__file__, "rb").read()).hex(), **TEXTS}.items():
            if sha256(files[name].read()).hex() != digest:
                fault(name, "it is not the one that belongs to this script")
            files[name].seek(0)
        check = Check(files)
        vouched = check.owner(options.owner)
        if options.key:
            vouched = check.key == options.key.strip() or fault("key", "it is not the one that you named")
        check.entries()
        check.checkpoints(options.checkpoint)
    except Exception as error:  # whatever an export holds, it must not look like anything else
        print(f"cannot be checked: {error!r}", file=sys.stderr)
        return 1 if faults else 2
    return 1 if faults else 0 if vouched else 3


if __name__ == "__main__":
    sys.exit(main())
