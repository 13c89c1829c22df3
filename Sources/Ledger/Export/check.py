#!/usr/bin/env python3
"""Checks the export of a ledger without the program that wrote it, by the rules of the project's docs/ledger-export.md.

Every fault is one line on standard output. Exit status: 0 nothing is wrong, 1 faults were found, 2 it could not be
checked, 3 nothing is wrong, but nobody whom you named with --key or --owner vouches for the ledger's key.
Needs Python 3.9 and its package cryptography 3.3, or later ones.
"""
import argparse, base64, functools, hashlib, hmac, json, os, re, sys, tarfile, unicodedata
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
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
# Object identifiers in DER, the last three without their last number, and the attribute signingTime.
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
LEDGER_KEY = bytes.fromhex("6981d0efe2acc082b2b88d84d08b8ff5dbb985300102")
PKCS9, SHA2 = bytes.fromhex("2a864886f70d0109"), bytes.fromhex("6086480165030402")
RSA, ECDSA = bytes.fromhex("2a864886f70d0101"), bytes.fromhex("2a8648ce3d0403")
TIME = rb"0[\x1c\x1e]\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05\x31(?:\x0f\x17\x0d\d{12}|\x11\x18\x0f\d{14})Z"
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
    for one in members.values():
        tar.fileobj.seek(one.offset)
        if tar.fileobj.read(512) != header_of(one.name, one.size):
            raise ValueError(f"the header of {one.name} is not as it must be")
        tar.fileobj.seek(one.offset_data + one.size)
        if any(tar.fileobj.read(-one.size % 512)):
            raise ValueError(f"something stands behind {one.name}")
    return {name: tar.extractfile(one) for name, one in members.items()}


def header_of(name, size):  # POSIX.1-2017, ustar: the one form of a header
    number = b"%011o\0" % size if size < 1 << 33 else b"\x80" + size.to_bytes(11, "big")
    start = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + number + b"%011o\0" % 0
    end = b"0".ljust(101, b"\0") + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167)
    return start + b"%06o\0 " % sum(start + b" " * 8 + end) + end


def der(tag, *parts):  # an element of DER
    data = b"".join(parts)
    size = len(data).to_bytes((len(data).bit_length() + 7) // 8, "big")
    return bytes([tag, *([len(data)] if len(data) < 128 else [128 + len(size), *size])]) + data


def elements(data, *tags):  # the contents of elements with these tags, which are all that there is
    found = []
    for tag in tags:
        end = data[1] + 2 if data[1] < 128 else data[1] - 126 + int.from_bytes(data[2 : data[1] - 126], "big")
        found.append(data[max(2, data[1] - 126) : end])
        if der(tag, found[-1]) != data[:end]:
            raise ValueError("not the DER that is expected")
        data = data[end:]
    if data:
        raise ValueError("more DER than expected")
    return found


def attribute(kind, *value):
    return der(0x30, der(6, PKCS9, kind), der(0x31, *value))


def signer_of(data, content):  # RFC 5652: the certificate in SignedData by whose key the content is signed
    kind, content_info = elements(*elements(data, 0x30), 6, 0xA0)
    version, digests, named, whole, signers = elements(*elements(content_info, 0x30), 2, 0x31, 0x30, 0xA0, 0x31)
    one, identifier, digest, signed, algorithm, signature = elements(
        *elements(signers, 0x30), 2, 0x30, 0x30, 0xA0, 0x30, 4)
    if (kind, version, one, digests, named) != (SIGNED_DATA, b"\3", b"\1", der(0x30, digest), der(6, LEDGER_KEY)):
        raise ValueError("not the signature of an owner")
    number = {der(6, SHA2, bytes([one])) + null: one for one in (1, 2, 3) for null in (b"", b"\5\0")}[digest]
    hash_ = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())[number - 1]
    body, by, _ = elements(*elements(whole, 0x30), 0x30, 0x30, 3)
    issuer, serial = elements(identifier, 0x30, 2)
    if not body.startswith(b"\xa0\3\2\1\2" + der(2, serial) + der(0x30, by) + der(0x30, issuer)):
        raise ValueError("the signer is not that of the certificate")
    # RFC 5035: the certificate is signed too, by its hash, and the issuer and the number may stand behind that.
    issued = der(0x30, der(0x30, der(0xA4, der(0x30, issuer))), der(2, serial))
    names = [der(4, sha256(whole)) + end for end in (b"", issued)]
    names += [der(0x30, der(6, SHA2, bytes([one])) + null) + der(4, hashlib.new(name, whole).digest()) + end
              for one, name in ((2, "sha384"), (3, "sha512")) for null in (b"", b"\5\0") for end in (b"", issued)]
    times = re.findall(TIME, signed, re.DOTALL)
    attributes = [attribute(b"\3", named), attribute(b"\4", der(4, hashlib.new(hash_.name, content).digest())), *times]
    bound = [attribute(b"\x10\2\x2f", der(0x30, der(0x30, der(0x30, one)))) for one in names]
    if len(times) > 1 or not any(signed == b"".join(sorted([*attributes, one])) for one in bound):
        raise ValueError("something else is signed")
    certificate = x509.load_der_x509_certificate(whole)
    for use in (one.value for one in certificate.extensions if isinstance(one.value, x509.KeyUsage)):
        if not use.digital_signature and not use.content_commitment:
            raise ValueError("the certificate does not allow signing")
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        allowed = [pss(number, hash_.digest_size, null) for null in (b"", b"\5\0")]
        options = padding.PSS(padding.MGF1(hash_), hash_.digest_size), hash_
    else:
        allowed, options = [der(6, ECDSA, bytes([number + 1]))], (ec.ECDSA(hash_),)
    if algorithm not in allowed:
        raise ValueError("not an algorithm for signatures")
    key.verify(signature, der(0x31, signed), *options)
    return certificate


def pss(number, size, null):  # RFC 4055: RSASSA-PSS with one hash function throughout
    digest = der(0x30, der(6, SHA2, bytes([number])) + null)
    mask = der(0x30, der(6, RSA, b"\x08"), digest)
    return der(6, RSA, b"\x0a") + der(0x30, der(0xA0, digest), der(0xA1, mask), der(0xA2, der(2, bytes([size]))))


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
        try:
            certificate = signer_of(self.files["pin.p7s"].read(), self.key.encode() + b"\n")
        except Exception:  # whatever stands there instead
            return fault("key", "the owner's signature is not valid")
        mark = certificate.fingerprint(hashes.SHA256()).hex()
        print(f"key: signed by {certificate.subject.rfc4514_string()!r}, SHA-256 {mark}", file=sys.stderr)
        encoded = certificate.public_bytes(serialization.Encoding.PEM).rstrip()
        return known is not None and encoded in open(known, "rb").read()


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
