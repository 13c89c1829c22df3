"""What an auditor finds in an export: the script that goes along and the program name the same faults."""

import base64
import io
import json
import os
import re
import subprocess
import sys
import tarfile

import pytest
from cryptography.hazmat.primitives import serialization
from fixtures import certificates, own
from made_export import MadeLedger, Signer, archive, canonical, root_of, sha256
from office import Office

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "auditor", "check.py")


@pytest.fixture(scope="session")
def exported(program, tmp_path_factory):
    """An export that the program wrote, of a ledger with an owner and a witness."""
    office = Office(program, tmp_path_factory.mktemp("exported") / "home")
    own(office, "sender")
    office.run("ledger", "pin", "--from", "sender", "--passphrase-file", "key-passphrase")
    office.run("ledger", "witnesses", "add", Signer("kansa.example/1", 4, "w1").text, "--organisation", "監査室")
    office.run("ledger", "export", "--with-personal", "audit.tar", err="personal values")
    return office.home / "audit.tar"


@pytest.fixture(scope="session")
def schemas(exported):
    """The schemas as the program exports them."""
    with tarfile.open(exported) as tar:
        return tar.extractfile("schemas.json").read()


def swap(files, one, other):
    lines = files["entries"].splitlines(keepends=True)
    lines[one], lines[other] = lines[other], lines[one]
    files["entries"] = b"".join(lines)


def edit(name, change):
    """A fault in one file of the export."""

    def apply(_, files):
        files[name] = change(files[name])

    return apply


def edit_line(position, change, name="entries"):
    """A fault in one line; None removes it."""

    def apply(_, files):
        lines = files[name].splitlines(keepends=True)
        changed = change(lines[position])
        lines[position : position + 1] = [] if changed is None else [changed]
        files[name] = b"".join(lines)

    return apply


def ledger(change):
    """A fault that the ledger itself has, under its own signatures."""

    def apply(made, files):
        change(made)
        files.update({name: made.files(b"")[name] for name in ("leaves", "entries", "checkpoint", "checkpoints")})

    return apply


def signatures(*signers):
    """The last checkpoint with other signatures."""

    def apply(made, files):
        files["checkpoint"] = made.note(21, *(made.signer if one == "log" else one for one in signers))

    return apply


def note(change):
    """Another text of the last checkpoint, signed."""

    def apply(made, files):
        text = change(made.text(21))
        files["checkpoint"] = text + b"\n" + made.signer.line(text)

    return apply


def forged(made, files):
    """A second history, in which one entry was never written."""
    other = MadeLedger(19)
    files.update({name: other.files(b"")[name] for name in ("leaves", "entries")})


def swapped_key(made, files):
    other = Signer(made.signer.name, 1, "another")
    files["key"] = other.text.encode() + b"\n"


def personal(change):
    def apply(made, files):
        lines = [canonical(change(dict(one)) if one["entry"] == 5 else one) + b"\n" for one in made.personal]
        files["personal"] = b"".join(lines)

    return apply


PACKAGE = sha256(b"9").hex().encode()
HUGE = canonical({"v": 1, "kind": "policy", "value": "x" * 70_000})
FLIPPED = lambda data, at=40: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]  # noqa: E731

# Name; what is done; kinds that the program names; what the script says, with its place.
FAULTS = [
    ("a changed byte", edit_line(5, lambda line: line.replace(b"numbered", b"numbereD")), {"entry-changed"}, "entry 5: changed"),
    ("a removed entry", edit_line(5, lambda line: None), {"entry-missing"}, "entry 5: missing, 1"),
    ("a removed first entry", edit_line(0, lambda line: None), {"entry-missing"}, "entry 0: missing, 1"),
    ("reordered entries", lambda _, files: swap(files, 7, 8), {"entry-missing", "entry-misplaced"}, "entry 7: it stands again"),
    ("a doubled entry", edit_line(5, lambda line: line + line), {"entry-misplaced"}, "entry 5: it stands again"),
    ("an entry of before at the end", edit_line(20, lambda line: line + line), {"entry-misplaced"}, "entry 20: it stands again"),
    ("an entry behind the end", edit_line(20, lambda line: line + line.replace(b"19", b"20")), {"entry-uncovered"},
     "entry 21: no checkpoint covers it"),
    ("a truncated end", edit("entries", lambda data: data[: data.rindex(b"\n", 0, -1) + 1]), {"entry-missing"}, "entry 20: missing, 1"),
    ("a last line without end", edit("entries", lambda data: data[:-1]), {"entry-malformed"}, "entry 20: its line does not end"),
    ("no entries", edit("entries", lambda data: b""), {"entry-missing"}, "entry 0: missing, 21"),
    ("an odd line end", edit_line(5, lambda line: line[:-1] + b"\r\n"), {"entry-changed", "entry-malformed"}, "entry 5: changed"),
    ("a huge entry", edit_line(5, lambda line: HUGE + b"\n"), {"entry-changed", "entry-malformed"}, "entry 5: malformed"),
    ("a changed leaf", edit("leaves", FLIPPED), {"entry-changed", "checkpoint-root"}, "entry 1: changed"),
    ("a missing leaf", edit("leaves", lambda data: data[:-32]), {"hash-missing", "entry-uncovered", "checkpoint-root"},
     "leaves: 640 bytes"),
    ("half a leaf", edit("leaves", lambda data: data + b"half"), {"hash-uncovered"}, "leaves: 676 bytes"),
    ("a swapped key", swapped_key, {"checkpoint-signature", "checkpoint-missing", "first-entry"}, "the ledger's key has not signed it"),
    ("another key for all", lambda made, files: files.update(MadeLedger(20, "b").files(b"", ), entries=files["entries"], leaves=files["leaves"],
     **{"schemas.json": files["schemas.json"]}), {"checkpoint-root", "first-entry"}, "entry 0: it names another key"),
    ("a second history", forged, {"checkpoint-root", "hash-missing"}, "the entries do not have the root that was signed"),
    ("a changed root", note(lambda text: text.replace(text.split(b"\n")[2], base64.b64encode(bytes(32)))), {"checkpoint-root"},
     "the entries do not have the root that was signed"),
    ("a size with a zero in front", note(lambda text: text.replace(b"\n21\n", b"\n021\n")), {"checkpoint-malformed", "checkpoint-missing"},
     "it is no checkpoint"),
    ("a checkpoint of another ledger", note(lambda text: text.replace(b"fubako.local", b"example.jp")),
     {"checkpoint-malformed", "checkpoint-missing"}, "of another ledger"),
    ("a line end of another system", edit("checkpoint", lambda data: data.replace(b"\n", b"\r\n")),
     {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("a control character", note(lambda text: text + b"more\x07\n"), {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("a signature by a name with a plus", edit("checkpoint", lambda data: data + b"\xe2\x80\x94 a+b AAAAAAA=\n"),
     {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("a checkpoint without end", edit("checkpoint", lambda data: data[:-1]), {"checkpoint-malformed", "checkpoint-missing"},
     "it is no checkpoint"),
    ("no signature", edit("checkpoint", lambda data: data[: data.index(b"\n\n") + 2]), {"checkpoint-malformed", "checkpoint-missing"},
     "it is no checkpoint"),
    ("witnesses alone", signatures(Signer("kansa.example/1", 4, "w1")), {"checkpoint-signature", "checkpoint-missing"},
     "the ledger's key has not signed it"),
    ("a cosignature of another key", signatures("log", type("Forger", (Signer,), {})("kansa.example/1", 4, "w1")), set(), ""),
    ("an earlier checkpoint that is no text", edit("checkpoints", lambda data: b"x" + data), {"checkpoint-malformed"}, "checkpoint in line 1: malformed"),
    ("a witness under two names", edit("witnesses", lambda data: data + data.replace(b"kansa.example/1", b"kansa.example/3")), {"witnesses"},
     "witnesses: "),
    ("an unknown kind", ledger(lambda made: made.change(5, kind="no-such")), {"unknown-kind"}, "entry 5: unknown kind"),
    ("a missing field", ledger(lambda made: made.change(5, event=None)), {"entry-malformed"}, "entry 5: missing field event"),
    ("no kind", ledger(lambda made: made.change(5, kind=None)), {"entry-malformed"}, "entry 5: missing field kind"),
    ("an unexpected field", ledger(lambda made: made.change(5, more=1)), {"entry-malformed"}, "entry 5: unexpected field 'more'"),
    ("a bad time", ledger(lambda made: made.change(5, at="2026-02-29T00:00:00Z")), {"entry-malformed"}, "entry 5: bad value in field at"),
    ("a bad fingerprint", ledger(lambda made: made.change(5, by="AA" * 32)), {"entry-malformed"}, "entry 5: bad value in field by"),
    ("a bad mark", ledger(lambda made: made.change(5, spooled=False)), {"entry-malformed"}, "entry 5: bad value in field spooled"),
    ("a bad commitment", ledger(lambda made: made.change(5, actor="in clear")), {"entry-malformed"}, "entry 5: bad value in field actor"),
    ("an empty text", ledger(lambda made: made.change(5, event="")), {"entry-malformed"}, "entry 5: bad value in field event"),
    ("a long text", ledger(lambda made: made.change(5, value="あ" * 86)), {"entry-malformed"}, "entry 5: bad value in field value"),
    ("another version", ledger(lambda made: made.change(5, v=2)), {"entry-malformed"}, "entry 5: bad value in field v"),
    ("a fraction", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v":1.0'))), {"entry-malformed"},
     "entry 5: malformed: a fraction"),
    ("spaces", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v": 1'))), {"entry-malformed"}, "entry 5: malformed"),
    ("text in another form", ledger(lambda made: made.change(5, value="e\u0301")), {"entry-malformed"}, "entry 5: malformed"),
    ("an escape that is not needed", ledger(lambda made: made.replace(5, made.lines[5].replace(b"numbered", b"n\\u0075mbered"))),
     {"entry-malformed"}, "entry 5: malformed"),
    ("a key twice", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v":1,"v":1'))), {"entry-malformed"},
     "entry 5: malformed"),
    ("no object", ledger(lambda made: made.replace(5, b"[]")), {"entry-malformed"}, "entry 5: malformed"),
    ("not UTF-8", ledger(lambda made: made.replace(5, b'{"kind":"\xff"}')), {"entry-malformed"}, "entry 5: malformed"),
    ("deep nesting", ledger(lambda made: made.replace(5, b"[" * 30_000 + b"]" * 30_000)), {"entry-malformed"}, "entry 5: malformed"),
    ("a second beginning", ledger(lambda made: made.replace(5, made.lines[0])), {"first-entry"}, "entry 5: the first entry"),
    *[(f"a seal with {name}", ledger(lambda made, change=change: made.replace(10, change(made.lines[10]))), {"entry-malformed"}, f"entry 10: {told}")
      for name, change, told in (
          ("capital digits", lambda line: line.replace(PACKAGE, PACKAGE.upper()), "bad value in field package"),
          ("a short package", lambda line: line.replace(PACKAGE, PACKAGE[2:]), "bad value in field package"),
          ("a long package", lambda line: line.replace(PACKAGE, PACKAGE + b"00"), "bad value in field package"),
          ("another character", lambda line: line.replace(PACKAGE, b"g" + PACKAGE[1:]), "bad value in field package"),
          ("a zero in front", lambda line: line.replace(b'"bytes":9000', b'"bytes":09000'), "malformed"),
          ("a negative size", lambda line: line.replace(b'"bytes":9000', b'"bytes":-9000'), "bad value in field bytes"),
          ("a size as text", lambda line: line.replace(b'"bytes":9000', b'"bytes":"9000"'), "bad value in field bytes"),
          ("too large a size", lambda line: line.replace(b'"bytes":9000', b'"bytes":9007199254740992'), "malformed"),
          ("no size", lambda line: line.replace(b'"bytes":9000', b'"bytes":'), "malformed"),
          ("a commitment of another alphabet", lambda line: line.replace(b'{"hmac":"', b'{"hmac":"-').replace(b'="}', b'"}', 1), "bad value"),
          ("bits that mean nothing", lambda line: re.sub(rb'.="}', b'B="}', line, count=1), "bad value in field actor"),
          ("another time", lambda line: line.replace(b"2026-04-01T00", b"2026-04-01T24"), "bad value in field at"),
          ("another result", lambda line: line.replace(b'"sealed"', b'"seales"'), "bad value in field result"),
          ("something behind", lambda line: line + b" ", "malformed"),
          ("a field name in capitals", lambda line: line.replace(b'"result"', b'"rEsult"'), "m"),
      )],
    ("another personal value", personal(lambda one: one | {"value": "somebody else"}), {"personal-value-changed"},
     "entry 5: the personal value of field 'actor'"),
    ("a personal value of another field", personal(lambda one: one | {"field": one["field"] + "s"}), {"personal-value-changed"},
     "entry 5: the personal value"),
    ("another personal key", personal(lambda one: one | {"key": base64.b64encode(bytes(32)).decode()}), {"personal-value-changed"},
     "entry 5: the personal value"),
    ("a personal value of no entry", edit("personal", lambda data: data + canonical({
        "entry": 21, "field": "actor", "key": base64.b64encode(bytes(32)).decode(), "value": "x"}) + b"\n"), {"personal-value-changed"},
     "entry 21: a personal value belongs to no entry"),
    ("a personal line that is none", edit("personal", lambda data: data + b"{}\n"), {"personal-value-changed"}, "personal line 43: malformed"),
]


#: Of the made ledger, as an auditor knows it.
KEY = MadeLedger(0).signer.text


class Audit:
    """Both verdicts on one export."""

    def __init__(self, program, folder, files, *options):
        path = folder / "audit.tar"
        path.write_bytes(files if isinstance(files, bytes) else archive(files))
        self.script = run(sys.executable, SCRIPT, "--key", KEY, *options, path)
        self.program = run(program, "ledger", "verify-export", "--json", "--key", KEY, *options, path)

    @property
    def findings(self):
        return {finding["finding"] for finding in json.loads(self.program.stdout)["findings"]}


def run(*words):
    environment = {"HOME": "/nonexistent", "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(word) for word in words], env=environment, capture_output=True, text=True, timeout=60, check=False)


def made(schemas):
    one = MadeLedger()
    return one, one.files(schemas, personal=True)


def test_nothing_is_wrong_with_a_sound_export(program, schemas, tmp_path):
    one, files = made(schemas)
    (tmp_path / "kept").write_bytes(one.note(9))
    audit = Audit(program, tmp_path, files, "--checkpoint", tmp_path / "kept")
    assert (audit.script.returncode, audit.script.stdout) == (0, ""), audit.script
    assert audit.program.returncode == 0, audit.program
    assert audit.findings == set()
    verdict = json.loads(audit.program.stdout)
    assert verdict["entries"] == 21 and verdict["personalValues"] == 42
    assert verdict["root"] == root_of(one.leaves).hex()
    # Two witnesses of one organisation count once.
    assert verdict["cosigned"] == {"size": 21, "organisations": ["監査室", "Audit+Office"]}
    assert "witnessed by 2 organisations" in audit.script.stderr


def certificate(name):
    return certificates(name)[0].public_bytes(serialization.Encoding.PEM)


def test_an_export_of_the_program_is_sound(program, exported, tmp_path):
    with tarfile.open(exported) as tar:
        key, owner = (tar.extractfile(name).read() for name in ("key", "owner.pem"))
    (tmp_path / "owner.pem").write_bytes(b"another: " + owner + certificate("recipient"))
    (tmp_path / "other.pem").write_bytes(certificate("recipient"))
    words = {0: [("--key", key.decode().strip()), ("--owner", tmp_path / "owner.pem")], 3: [(), ("--owner", tmp_path / "other.pem")]}
    for code, options in ((code, options) for code, several in words.items() for options in several):
        script = run(sys.executable, SCRIPT, *options, exported)
        assert (script.returncode, script.stdout) == (code, ""), script
        assert "key: signed by" in script.stderr
    named = run(sys.executable, SCRIPT, "--key", KEY, exported)
    assert (named.returncode, named.stdout) == (1, "key: it is not the one that you named\n")
    # The signer is in nobody's keyring.
    for options, code in (((), 7), (("--key", KEY), 7), (("--key", key.decode().strip()), 0)):
        verified = run(program, "ledger", "verify-export", "--json", *options, exported)
        assert verified.returncode == code and json.loads(verified.stdout)["findings"] == [], verified


def test_a_key_that_nobody_signed_is_vouched_for_by_nobody(program, schemas, tmp_path):
    (tmp_path / "audit.tar").write_bytes(archive(made(schemas)[1]))
    script = run(sys.executable, SCRIPT, tmp_path / "audit.tar")
    assert (script.returncode, script.stdout) == (3, "") and "no owner has signed it" in script.stderr
    verified = run(program, "ledger", "verify-export", "--json", tmp_path / "audit.tar")
    assert verified.returncode == 6 and json.loads(verified.stdout)["findings"] == []


def test_a_pin_of_another_key_is_found(program, exported, tmp_path):
    with tarfile.open(exported) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}
    assert archive(files) == exported.read_bytes()
    other = MadeLedger()
    audit = Audit(program, tmp_path, other.files(files["schemas.json"]) | {name: files[name] for name in ("pin.p7s", "owner.pem")})
    assert audit.script.returncode == 1 and "the owner's signature is not valid" in audit.script.stdout, audit.script
    assert audit.program.returncode == 8 and audit.findings == {"pin"}


@pytest.mark.parametrize("name, fault, findings, told", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_both_find(program, schemas, tmp_path, name, fault, findings, told):
    one = MadeLedger()
    files = one.files(schemas, personal="personal-value-changed" in findings)
    fault(one, files)
    audit = Audit(program, tmp_path, files)
    if not findings:
        assert (audit.script.returncode, audit.program.returncode) == (0, 0)
        return
    assert audit.script.returncode == 1, audit.script
    assert told in audit.script.stdout, audit.script
    assert audit.program.returncode == 8, audit.program
    assert audit.findings == findings


KEPT = [
    ("rolled back", MadeLedger(30).note(31), {"kept-longer"}, "rolled back: the ledger had 31 entries, and has 21"),
    ("another history", MadeLedger(history="x").note(15), {"kept-other-history"}, "another history: its first 15"),
    ("another ledger", MadeLedger(seed="b").note(15), {"kept-other-ledger"}, "the ledger's key has not signed it"),
]


@pytest.mark.parametrize("name, kept, findings, told", KEPT, ids=[kept[0] for kept in KEPT])
def test_a_kept_checkpoint_shows(program, schemas, tmp_path, name, kept, findings, told):
    (tmp_path / "kept").write_bytes(kept)
    audit = Audit(program, tmp_path, made(schemas)[1], "--checkpoint", tmp_path / "kept")
    assert audit.script.returncode == 1 and told in audit.script.stdout, audit.script
    assert audit.program.returncode == (13 if name == "another history" else 8), audit.program
    assert audit.findings == findings, audit.program


@pytest.mark.parametrize("signers, demanded, code", [
    (("w1", "w2", "w3"), 2, 0), (("w1", "w2", "w3"), 3, 8), (("w1", "w2"), 1, 0), (("w1", "w2"), 2, 0), ((), 2, 0), ((), 3, 8),
])
def test_organisations_are_demanded(program, schemas, tmp_path, signers, demanded, code):
    one, files = made(schemas)
    witnesses = dict(zip(("w1", "w2", "w3"), (witness for _, witness in one.witnesses)))
    files["checkpoint"] = one.note(21, one.signer, *(witnesses[name] for name in signers))
    path = tmp_path / "audit.tar"
    path.write_bytes(archive(files))
    # Two of the witnesses are of one organisation; all of them have cosigned an earlier checkpoint.
    told = run(program, "ledger", "verify-export", "--json", "--key", KEY, "--quorum", str(demanded), path)
    assert told.returncode == code, told
    assert [one["finding"] for one in json.loads(told.stdout)["findings"]] == (["quorum"] if code else [])


def test_an_earlier_quorum_counts_only_if_nothing_is_wrong(program, schemas, tmp_path):
    one, files = made(schemas)
    files["checkpoint"] = one.note(21, one.signer)
    edit_line(5, lambda line: None)(one, files)
    (tmp_path / "audit.tar").write_bytes(archive(files))
    told = run(program, "ledger", "verify-export", "--json", "--quorum", "2", tmp_path / "audit.tar")
    assert {one["finding"] for one in json.loads(told.stdout)["findings"]} >= {"entry-missing"} and told.returncode == 8


def test_several_signatures_of_unknown_keys_change_nothing(program, schemas, tmp_path):
    one, files = made(schemas)
    others = [Signer(f"other.example/{number}", 1, str(number)) for number in range(16)]
    files["checkpoint"] = one.note(21, one.signer, *others)
    audit = Audit(program, tmp_path, files)
    assert (audit.script.returncode, audit.program.returncode) == (0, 0)


def test_every_flipped_bit_of_what_is_signed_is_found(program, schemas, tmp_path):
    _, files = made(schemas)
    for name in ("key", "checkpoint", "leaves", "entries", "personal"):
        for place in range(3, len(files[name]), 997):
            changed = files | {name: FLIPPED(files[name], place)}
            audit = Audit(program, tmp_path, changed)
            assert audit.script.returncode != 0, (name, place)
            assert audit.program.returncode != 0, (name, place)


@pytest.mark.parametrize("change", [
    lambda data: data[:-1], lambda data: data[:5_000], lambda data: data + b"x", lambda data: b"", lambda data: data[512:],
    lambda data: data.replace(b"leaves", b"leaven"), lambda data: data[:100] + b"9" + data[101:],
], ids=["cut", "cut short", "longer", "empty", "headless", "renamed", "changed header"])
def test_another_archive_is_refused(program, schemas, tmp_path, change):
    _, files = made(schemas)
    audit = Audit(program, tmp_path, change(archive(files)))
    assert audit.program.returncode == 8, audit.program
    assert "not an export" in audit.program.stderr.replace("-", " ") and "offset" in audit.program.stderr
    assert audit.script.returncode == 2 and audit.script.stderr.startswith("cannot be checked: "), audit.script


def test_the_script_reads_an_unpacked_folder_and_own_schemas(schemas, tmp_path):
    _, files = made(schemas)
    with tarfile.open(fileobj=io.BytesIO(archive(files))) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    assert run(sys.executable, SCRIPT, "--key", KEY, tmp_path / "unpacked").returncode == 0
    (tmp_path / "own.json").write_bytes(canonical({"ledger": json.loads(schemas)["ledger"]}))
    told = run(sys.executable, SCRIPT, "--schemas", tmp_path / "own.json", tmp_path / "unpacked")
    assert told.returncode == 1 and told.stdout.count("unknown kind") == 20
    assert run(sys.executable, SCRIPT, tmp_path / "nothing").returncode == 2


def test_the_table_is_whole():
    assert len(FAULTS) == 70
    assert sha256(b"").hex().startswith("e3b0c442")
