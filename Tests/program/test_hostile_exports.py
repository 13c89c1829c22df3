"""Hostile exports: the script and the program agree on each, by the rules of docs/ledger-export.md."""

import base64
import gzip
import io
import json
import sys
import tarfile

import pytest
from made_export import MadeLedger, Signer, archive, canonical, sha256
from test_auditor import KEY, SCRIPT, exported, run, schemas  # noqa: F401

END = bytes(1024)
KEY32 = base64.b64encode(bytes(32)).decode()
NESTED = b"[" * 30_000 + b"]" * 30_000
#: Little endian y of points that no key may have: not on the field, and of small orders.
BAD_POINTS = [b"\xff" * 32, bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", (2**255 - 19).to_bytes(32, "little")]


def edit(name, change):
    return lambda files: archive(files | {name: change(files[name])})


def replaced(name, content):
    return edit(name, lambda data: content)


def personal(**members):
    line = canonical({"entry": 0, "field": "actor", "key": KEY32, "value": "x"} | members) + b"\n"
    return edit("personal", lambda data: line + data)


def witness(key):
    """One more witness, which the ledger's own entries name."""

    def apply(files):
        made = MadeLedger()
        made.change(5, event="witness-added", value=key, reason="組織")
        return archive({**made.files(files["schemas.json"], personal=True)})

    return apply


def key_text(name, kind, public):
    data = bytes([kind]) + public
    return f"{name}+{sha256(name.encode() + bytes([10]) + data)[:4].hex()}+{base64.b64encode(data).decode()}"


def signed(*lines):
    return edit("checkpoint", lambda data: data + "".join(lines).encode())


def member(name, kind, link="", size=0):
    """Puts something that is no file in the place of one."""

    def apply(files):
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.size = kind, link, size
        whole = archive(files)
        start = whole.index(name.encode() + bytes(100 - len(name)) + b"0000644")
        length = 512 + (len(files[name]) + 511) // 512 * 512
        return whole[:start] + info.tobuf(tarfile.GNU_FORMAT) + whole[start + length:]

    return apply


def reordered(files):
    whole = archive(files)
    key, other = whole.index(b"key" + bytes(97)), whole.index(b"checkpoint" + bytes(90))
    end = other + 512 + (len(files["checkpoint"]) + 511) // 512 * 512
    return whole[:key] + whole[other:end] + whole[key:other] + whole[end:]


def extra(files):
    """A file behind the others."""
    return archive(files)[:-1024] + archive({"README": b"more"})


def sparse(files):
    """A GNU sparse file of 32 TB that takes one block."""
    info = tarfile.TarInfo("leaves")
    info.type, info.size = b"S", 512
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[386:397], block[398:409], block[483:495] = b"%011o" % 0, b"%011o" % 512, b"\x80" + (1 << 45).to_bytes(11, "big")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    whole = archive(files)
    start = whole.index(b"leaves" + bytes(94))
    return whole[:start] + bytes(block) + bytes(512) + whole[start + 512 + (len(files["leaves"]) + 511) // 512 * 512:]


def header(place, data):
    """Other bytes in the header of the key, with the sum that belongs to them."""

    def apply(files):
        whole = bytearray(archive(files))
        start = whole.index(b"key" + bytes(97))
        whole[start + place:start + place + len(data)] = data
        block = whole[start:start + 148] + b" " * 8 + whole[start + 156:start + 512]
        whole[start + 148:start + 156] = b"%06o\0 " % sum(block)
        return bytes(whole)

    return apply


def padded(name):
    """Something behind the content of a file, up to the end of its block."""

    def apply(files):
        whole = archive(files)
        end = whole.index(name.encode() + bytes(100 - len(name)) + b"0000644") + 512 + len(files[name])
        assert len(files[name]) % 512
        return whole[:end] + b"E" + whole[end + 1:]

    return apply


OTHER = "\u2014 {} AAAAAAAA\n"

#: Name; the archive made of the files of a sound export; whether it is sound all the same.
HOSTILE = [
    ("nothing changed", archive, True),
    # The archive
    ("something behind it", lambda files: archive(files) + b"evil" * 128, False),
    ("zeros behind it", lambda files: archive(files) + END, False),
    ("one block of zeros", lambda files: archive(files)[:-512], False),
    ("another file", extra, False),
    ("a file twice", lambda files: archive(files)[:-1024] + archive({"entries": files["entries"]}), False),
    ("another order", reordered, False),
    ("compressed", lambda files: gzip.compress(archive(files)), False),
    ("empty", lambda files: b"", False),
    ("a block of zeros", lambda files: bytes(512), False),
    ("cut", lambda files: archive(files)[:-2000], False),
    ("a link to another file", member("entries", tarfile.SYMTYPE, "leaves"), False),
    ("a link to itself", member("entries", tarfile.SYMTYPE, "entries"), False),
    ("a link out of it", member("entries", tarfile.SYMTYPE, "/etc/passwd"), False),
    ("a folder", member("key", tarfile.DIRTYPE), False),
    ("a pipe", member("key", tarfile.FIFOTYPE), False),
    ("a file of a petabyte", member("leaves", tarfile.REGTYPE, size=1 << 50), False),
    ("a sparse file", sparse, False),
    *[(f"no {name}", lambda files, name=name: archive({one: data for one, data in files.items() if one != name}), name == "personal")
      for name in ("README", "check.py", "schemas.json", "key", "checkpoint", "checkpoints", "leaves", "entries", "personal")],
    *[(f"another {name}", header(place, data), False) for name, place, data in (
        ("mode", 100, b"0004777"), ("owner", 108, b"0001750"), ("group", 116, b"0001750"), ("time", 136, b"15000000000"),
        ("name of the owner", 265, b"owner"), ("name of the group", 297, b"group"), ("device", 329, b"0000001"),
        ("end of the header", 511, b"x"), ("name behind the name", 50, b"x"), ("way to write the size", 124, b" "),
        ("mark of the format", 257, b"ustar  "), ("kind of a file", 156, b"\0"))],
    *[(f"something behind {name}", padded(name), False) for name in ("README", "key", "checkpoint", "leaves", "personal")],
    ("too long a key", edit("key", lambda data: data + bytes(131_072)), False),
    # The texts
    ("another README", edit("README", lambda data: data + b"Ignore faults.\n"), False),
    ("another script", replaced("check.py", b'print("0 faults")\n'), False),
    ("looser schemas", edit("schemas.json", lambda data: data.replace(b'"seal"', b'"sea1"')), False),
    ("schemas that are a list", replaced("schemas.json", b"[]"), False),
    ("a schema that is a number", replaced("schemas.json", b'{"ledger":5}'), False),
    ("a schema with a broken pattern", edit("schemas.json", lambda data: json.dumps(
        {kind: {"required": [], "fields": {"at": "("}} for kind in json.loads(data)}).encode()), False),
    ("nested schemas", replaced("schemas.json", NESTED), False),
    # The key
    ("a key with another line end", edit("key", lambda data: data.replace(b"\n", b"\r\n")), False),
    ("a key without line end", edit("key", lambda data: data[:-1]), False),
    ("two keys", edit("key", lambda data: data + data), False),
    ("a key that is no text", edit("key", lambda data: b"\xff" + data), False),
    ("a signature of an owner that is none", lambda files: archive(files | {"pin.p7s": b"x"}), False),
    # Witnesses
    ("one more witness", witness(Signer("other.example", 4, "w9").text), True),
    ("a witness twice", witness(Signer("audit.example", 4, "w3").text), False),
    ("the ledger's key as witness", witness(key_text("fubako.local/x", 4, MadeLedger(0).signer.public[1:])), False),
    ("the ledger's key itself as witness", witness(KEY), False),
    ("a witness's key in another form", witness(Signer("other.example", 4, "w9").text + "="), False),
    *[(f"a witness's key that is no key {number}", witness(key_text("q", 4, point)), False) for number, point in enumerate(BAD_POINTS)],
    ("a witness's name with a space", witness(key_text("q q", 4, Signer("q", 4, "q").public[1:])), False),
    ("a witness without name", witness(key_text("", 4, Signer("q", 4, "q").public[1:])), False),
    # Checkpoints
    ("checkpoints without end", edit("checkpoints", lambda data: data[:-1]), False),
    ("a blank line among checkpoints", edit("checkpoints", lambda data: data + b"\n"), False),
    ("a number among checkpoints", edit("checkpoints", lambda data: data + b"5\n"), False),
    ("nested checkpoints", edit("checkpoints", lambda data: data + NESTED + b"\n"), False),
    ("checkpoints twice", edit("checkpoints", lambda data: data + data), True),
    ("no text as checkpoint", replaced("checkpoint", b""), False),
    ("other line ends", edit("checkpoint", lambda data: data.replace(b"\n", b"\r\n")), False),
    ("a line that is not signed", edit("checkpoint", lambda data: data.replace(b"=\n\n", b"=\nmore\n\n", 1)), False),
    ("a signature twice", edit("checkpoint", lambda data: data + data.split(b"\n\n")[1].split(b"\n")[0] + b"\n"), True),
    ("a short signature", edit("checkpoint", lambda data: data + data.split(b"\n\n")[1].split(b"\n")[0][:-40] + b"=\n"), False),
    ("an unknown name", signed(OTHER.format("evil")), False),
    *[(f"an unknown name {name!r}", signed(OTHER.format(name)), False) for name in (
        "ev+il", "ev\u2028il", "ev\x7fil", "ev\x85il", "ev\u3000il", "ev\u00a0il", "")],
    ("a signature without bytes", signed("\u2014 evil AAAAAA==\n"), False),
    *[(f"{count} unknown names", signed(*(OTHER.format(f"e{number}") for number in range(count))), False) for count in (16, 99)],
    # Entries
    ("entries without end", edit("entries", lambda data: data[:-1]), False),
    ("entries with other line ends", edit("entries", lambda data: data.replace(b"\n", b"\r\n")), False),
    ("a blank line behind the entries", edit("entries", lambda data: data + b"\n"), False),
    ("a huge line", edit("entries", lambda data: data + b"a" * 200_000 + b"\n"), False),
    ("a huge line without end", edit("entries", lambda data: data + b"a" * 65_537), False),
    ("a nested line", edit("entries", lambda data: data + NESTED + b"\n"), False),
    ("a byte behind the leaves", edit("leaves", lambda data: data + b"\0"), False),
    ("a leaf more", edit("leaves", lambda data: data + bytes(32)), False),
    # Personal values
    ("a field that is a number", personal(field=5), False),
    ("an entry that is a truth value", personal(entry=True), False),
    ("an entry that is a fraction", edit("personal", lambda data: data.replace(b'"entry":1,', b'"entry":1.0,', 1)), False),
    ("an entry that is a text", personal(entry="0"), False),
    ("an entry below 0", personal(entry=-1), False),
    ("an entry behind the end", edit("personal", lambda data: data + canonical(
        {"entry": 21, "field": "actor", "key": KEY32, "value": "x"}) + b"\n"), False),
    ("a value that is nothing", edit("personal", lambda data: data.replace(b'"pc-1"', b"null", 1)), False),
    ("a key of another length", personal(key="AAAA"), False),
    ("a member more", personal(more=1), False),
    ("nested values", edit("personal", lambda data: data + NESTED + b"\n"), False),
    ("values without end", edit("personal", lambda data: data[:-1]), False),
    ("a value twice", edit("personal", lambda data: data + data.splitlines(keepends=True)[-1]), False),
    ("values in another order", edit("personal", lambda data: b"".join(data.splitlines(keepends=True)[::-1])), False),
    ("values of fewer entries", edit("personal", lambda data: b"".join(data.splitlines(keepends=True)[2:])), False),
]


@pytest.mark.parametrize("name, change, is_sound", HOSTILE, ids=[one[0] for one in HOSTILE])
def test_both_agree(program, schemas, tmp_path, name, change, is_sound):  # noqa: F811
    made = MadeLedger()
    path = tmp_path / "audit.tar"
    path.write_bytes(change(made.files(schemas, personal=True)))
    script = run(sys.executable, SCRIPT, "--key", KEY, path)
    verified = run(program, "ledger", "verify-export", "--json", "--key", KEY, path)
    assert "Traceback" not in script.stderr
    assert (script.returncode, verified.returncode) in ([(0, 0)] if is_sound else [(1, 8), (2, 8)]), (script, verified)
    # A fault is named; what cannot be checked says why.
    assert is_sound or script.stdout or script.stderr.startswith("cannot be checked: ")


def test_the_script_knows_the_texts_that_belong_to_it(schemas, exported):  # noqa: F811
    with tarfile.open(exported) as tar:
        for name in ("README", "schemas.json"):
            digest = sha256(tar.extractfile(name).read()).hex()
            with open(SCRIPT, encoding="utf-8") as file:
                assert f'"{name}": "{digest}"' in file.read(), f"check.py must say {digest} for {name}"


def test_the_table_is_whole():
    assert len(HOSTILE) == len({name for name, _, _ in HOSTILE})
    assert len(HOSTILE) == 112
