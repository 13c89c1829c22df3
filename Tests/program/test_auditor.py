"""What an auditor finds in an export: the script that goes along and the program name the same faults."""

import base64
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


def earlier(*signers):
    """The earlier checkpoint with other signatures; witnesses by their number."""

    def apply(made, files):
        files["checkpoints"] = canonical(made.note(12, *(made.signer if one == "log" else made.witnesses[one][1] for one in signers)).decode()) + b"\n"

    return apply


def witness(position, signer):
    """One more witness."""
    return ledger(lambda made: made.change(position, event="witness-added", value=signer.text, reason="組織"))


def removed_witness(made, files):
    """A witness that was removed, and whose cosignatures are gone."""
    ledger(lambda made: made.change(19, kind="policy", event="witness-removed", value=made.witnesses[0][1].text))(made, files)
    earlier("log", 1, 2)(made, files)
    files["checkpoint"] = made.note(21, made.signer, *(one for _, one in made.witnesses[1:]))


def forgotten(**fields):
    """An entry that says what was erased, in the place of another."""
    return lambda made: made.change(19, kind="forget", event=None, value=None, **({"fields": 1, "reason": "x"} | fields))


def erased(fields, *places):
    """Personal values without some, and the entry that explains it, if there are fields."""

    def apply(made, files):
        if fields:
            ledger(forgotten(**fields))(made, files)
        lines = [canonical(one) + b"\n" for one in made.personal if (one["entry"], one["field"]) not in places]
        files["personal"] = b"".join(lines)

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
    ("a last line without end", edit("entries", lambda data: data[:-1]), {"entry-malformed"}, "entry 20: malformed"),
    ("no entries", edit("entries", lambda data: b""), {"entry-missing", "cosignature"}, "entry 0: missing, 21"),
    ("an odd line end", edit_line(5, lambda line: line[:-1] + b"\r\n"), {"entry-changed", "entry-malformed"}, "entry 5: changed"),
    ("a huge entry", edit_line(5, lambda line: HUGE + b"\n"), {"entry-changed", "entry-malformed"}, "entry 5: malformed"),
    ("a changed leaf", edit("leaves", FLIPPED), {"entry-changed", "checkpoint-root"}, "entry 1: changed"),
    ("a missing leaf", edit("leaves", lambda data: data[:-32]), {"hash-missing", "entry-uncovered", "checkpoint-root"},
     "leaves: 640 bytes"),
    ("half a leaf", edit("leaves", lambda data: data + b"half"), {"hash-uncovered"}, "leaves: 676 bytes"),
    ("a swapped key", swapped_key, {"checkpoint-signature", "checkpoint-missing", "first-entry", "cosignature-missing"}, "the ledger's key has not signed it"),
    ("another key for all", lambda made, files: files.update({name: MadeLedger(20, "b").files(b"")[name] for name in ("key", "checkpoint", "checkpoints")}),
     {"checkpoint-root", "first-entry"}, "entry 0: it names another key"),
    ("a second history", forged, {"checkpoint-root", "hash-missing"}, "the entries do not have the root that was signed"),
    ("a changed root", note(lambda text: text.replace(text.split(b"\n")[2], base64.b64encode(bytes(32)))), {"checkpoint-root"},
     "the entries do not have the root that was signed"),
    ("a size with a zero in front", note(lambda text: text.replace(b"\n21\n", b"\n021\n")), {"checkpoint-malformed", "checkpoint-missing"},
     "the entries do not have the root that was signed"),
    ("a checkpoint of another ledger", note(lambda text: text.replace(b"fubako.local", b"example.jp")),
     {"checkpoint-malformed", "checkpoint-missing"}, "the entries do not have the root that was signed"),
    ("a line end of another system", edit("checkpoint", lambda data: data.replace(b"\n", b"\r\n")),
     {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("a control character", note(lambda text: text + b"more\x07\n"), {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("a signature by a name with a plus", edit("checkpoint", lambda data: data + b"\xe2\x80\x94 a+b AAAAAAA=\n"),
     {"checkpoint-malformed", "checkpoint-missing"}, "a signature by nobody"),
    ("a checkpoint without end", edit("checkpoint", lambda data: data[:-1]), {"checkpoint-malformed", "checkpoint-missing"},
     "it is no checkpoint"),
    ("no signature", edit("checkpoint", lambda data: data[: data.index(b"\n\n") + 2]), {"checkpoint-malformed", "checkpoint-missing"},
     "it is no checkpoint"),
    ("witnesses alone", signatures(Signer("kansa.example/1", 4, "w1")), {"checkpoint-signature", "checkpoint-missing"},
     "the ledger's key has not signed it"),
    ("a cosignature of another key", signatures("log", Signer("kansa.example/1", 4, "w9")), {"cosignature"}, "a signature by nobody whom"),
    ("a forged cosignature", edit("checkpoint", lambda data: data.replace(data.splitlines()[5][-40:-20], data.splitlines()[6][-40:-20])), {"cosignature", "checkpoint-missing"},
     "a signature is not by the key that it names: 'kansa.example/1'"),
    ("a signed extension", note(lambda text: text + b"more\n"), {"checkpoint-malformed", "checkpoint-missing"}, "it is no checkpoint"),
    ("an earlier checkpoint that is no text", edit("checkpoints", lambda data: b"x" + data), {"checkpoint-malformed", "cosignature-missing"},
     "checkpoint in line 1: it is no checkpoint"),
    ("no earlier checkpoints", edit("checkpoints", lambda data: b""), {"cosignature-missing"},
     "entry 13: the signature of 'kansa.example/1' over 12 entries is missing"),
    ("an earlier checkpoint with fewer signatures", earlier("log", 0, 2), {"cosignature-missing"},
     "entry 15: the signature of 'kansa.example/2' over 12 entries is missing"),
    ("a witness under two names", witness(5, Signer("kansa.example/3", 4, "w1")), {"witnesses"}, "entry 5: the witness: one key twice"),
    ("a witness with the ledger's key", witness(5, Signer("kansa.example/3", 4, "ledger")), {"witnesses"}, "entry 5: the witness: one key twice"),
    ("a witness that was never added", ledger(lambda made: made.change(1, event="numbered")), {"cosignature", "cosignature-missing"},
     "a signature by nobody whom an entry names: 'kansa.example/1'"),
    ("a witness that was removed", ledger(lambda made: made.change(19, kind="policy", event="witness-removed", value=made.witnesses[0][1].text)),
     {"cosignature"}, "a signature by nobody whom an entry names: 'kansa.example/1'"),
    ("a witness that was removed with its signatures", removed_witness, set(), ""),
    ("a removed witness whose signatures are still recorded as there", ledger(lambda made: made.change(
        11, kind="policy", event="witness-removed", value=made.witnesses[0][1].text)), {"cosignature", "cosignature-missing"}, "entry 13: the signature of"),
    ("a witness's key that is none", ledger(lambda made: made.change(5, event="witness-added", value="no key", reason="x")), {"witnesses"},
     "entry 5: the witness: "),
    ("an unknown kind", ledger(lambda made: made.change(5, kind="no-such")), {"unknown-kind"}, "entry 5: unknown kind"),
    ("a missing field", ledger(lambda made: made.change(5, event=None)), {"entry-malformed"}, "entry 5: malformed: fields that are missing, not expected, or of a bad value: event"),
    ("no kind", ledger(lambda made: made.change(5, kind=None)), {"entry-malformed"}, "entry 5: malformed"),
    ("an unexpected field", ledger(lambda made: made.change(5, more=1)), {"entry-malformed"}, "of a bad value: more"),
    ("a bad time", ledger(lambda made: made.change(5, at="2026-02-29T00:00:00Z")), {"entry-malformed"}, "of a bad value: at"),
    ("a bad fingerprint", ledger(lambda made: made.change(5, by="AA" * 32)), {"entry-malformed"}, "of a bad value: by"),
    ("a bad mark", ledger(lambda made: made.change(5, spooled=False)), {"entry-malformed"}, "of a bad value: spooled"),
    ("a bad commitment", ledger(lambda made: made.change(5, actor="in clear")), {"entry-malformed"}, "of a bad value: actor"),
    ("an empty text", ledger(lambda made: made.change(5, event="")), {"entry-malformed"}, "of a bad value: event"),
    ("a long text", ledger(lambda made: made.change(5, value="あ" * 86)), {"entry-malformed"}, "of a bad value: value"),
    ("another version", ledger(lambda made: made.change(5, v=2)), {"entry-malformed"}, "of a bad value: v"),
    ("a fraction", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v":1.0'))), {"entry-malformed"},
     "entry 5: malformed"),
    ("spaces", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v": 1'))), {"entry-malformed"}, "entry 5: malformed"),
    ("text in another form", ledger(lambda made: made.change(5, value="e\u0301")), {"entry-malformed"}, "entry 5: malformed"),
    ("an escape that is not needed", ledger(lambda made: made.replace(5, made.lines[5].replace(b"numbered", b"n\\u0075mbered"))),
     {"entry-malformed"}, "entry 5: malformed"),
    ("a key twice", ledger(lambda made: made.replace(5, made.lines[5].replace(b'"v":1', b'"v":1,"v":1'))), {"entry-malformed"},
     "entry 5: malformed"),
    ("no object", ledger(lambda made: made.replace(5, b"[]")), {"entry-malformed"}, "entry 5: malformed"),
    ("not UTF-8", ledger(lambda made: made.replace(5, b'{"kind":"\xff"}')), {"entry-malformed"}, "entry 5: malformed"),
    ("deep nesting", ledger(lambda made: made.replace(5, b"[" * 30_000 + b"]" * 30_000)), {"entry-malformed"}, "entry 5: malformed"),
    ("a second beginning", ledger(lambda made: made.replace(5, made.lines[0])), {"first-entry"}, "entry 5: malformed: the first entry"),
    *[(f"a seal with {name}", ledger(lambda made, change=change: made.replace(10, change(made.lines[10]))), {"entry-malformed"}, told)
      for name, change, told in (
          ("capital digits", lambda line: line.replace(PACKAGE, PACKAGE.upper()), "of a bad value: package"),
          ("a short package", lambda line: line.replace(PACKAGE, PACKAGE[2:]), "of a bad value: package"),
          ("a long package", lambda line: line.replace(PACKAGE, PACKAGE + b"00"), "of a bad value: package"),
          ("another character", lambda line: line.replace(PACKAGE, b"g" + PACKAGE[1:]), "of a bad value: package"),
          ("a zero in front", lambda line: line.replace(b'"bytes":9000', b'"bytes":09000'), "malformed"),
          ("a negative size", lambda line: line.replace(b'"bytes":9000', b'"bytes":-9000'), "of a bad value: bytes"),
          ("a size as text", lambda line: line.replace(b'"bytes":9000', b'"bytes":"9000"'), "of a bad value: bytes"),
          ("too large a size", lambda line: line.replace(b'"bytes":9000', b'"bytes":9007199254740992'), "malformed"),
          ("no size", lambda line: line.replace(b'"bytes":9000', b'"bytes":'), "malformed"),
          ("a commitment of another alphabet", lambda line: line.replace(b'{"hmac":"', b'{"hmac":"-').replace(b'="}', b'"}', 1), "of a bad value: "),
          ("bits that mean nothing", lambda line: re.sub(rb'.="}', b'B="}', line, count=1), "of a bad value: actor"),
          ("another time", lambda line: line.replace(b"2026-04-01T00", b"2026-04-01T24"), "of a bad value: at"),
          ("another result", lambda line: line.replace(b'"sealed"', b'"seales"'), "of a bad value: result"),
          ("something behind", lambda line: line + b" ", "malformed"),
          ("a field name in capitals", lambda line: line.replace(b'"result"', b'"rEsult"'), "m"),
      )],
    ("another personal value", personal(lambda one: one | {"value": "somebody else"}), {"personal-value-changed"},
     "entry 5: the personal value of field 'actor'"),
    ("a personal value of another field", personal(lambda one: one | {"field": one["field"] + "s"}), {"personal-value-changed", "personal-value-missing"},
     "entry 5: the personal value"),
    ("another personal key", personal(lambda one: one | {"key": base64.b64encode(bytes(32)).decode()}), {"personal-value-changed"},
     "entry 5: the personal value"),
    ("a personal value of no entry", edit("personal", lambda data: data + canonical({
        "entry": 21, "field": "actor", "key": base64.b64encode(bytes(32)).decode(), "value": "x"}) + b"\n"), {"personal-value-changed"},
     "entry 21: a personal value belongs to no entry"),
    ("a personal line that is none", edit("personal", lambda data: data + b"{}\n"), {"personal-value-changed"}, "personal line 43: malformed"),
    ("a personal value that is gone", erased({}, (5, "actor")), {"personal-value-missing"},
     "entry 5: the personal value of field 'actor' is missing, and no entry says why"),
    ("all personal values gone", edit("personal", lambda data: b""), {"personal-value-missing"}, "entry 0: the personal value of field 'actor'"),
    ("a personal value that was forgotten", erased({"values": ["actor 5"]}, (5, "actor")), set(), ""),
    ("personal values that were forgotten", erased({"values": ["actor 4-6", "host 5"]}, *((one, "actor") for one in (4, 5, 6)), (5, "host")), set(), ""),
    ("one more than was forgotten", erased({"values": ["actor 4-6"]}, *((one, "actor") for one in (4, 5, 6, 7))), {"personal-value-missing"},
     "entry 7: the personal value of field 'actor' is missing"),
    ("a value that was to be forgotten", erased({"values": ["actor 4-6"]}, (4, "actor"), (6, "actor")), {"erasure-incomplete"},
     "entry 5: the personal value of field 'actor' was to be erased"),
    ("forgotten in advance", erased({"values": ["actor 20"]}, (20, "actor")), {"personal-value-missing"}, "entry 20: the personal value"),
    ("a record of what was completed", erased({"values": ["actor 5"], "completed": 3}, (5, "actor")), {"personal-value-missing"}, "entry 5: the personal"),
    ("places that are none", erased({"values": ["actor", "actor 5-", "actor -5", "actor 5-4", "actor 5 ", " 5"]}, (5, "actor")),
     {"personal-value-missing"}, "entry 5: the personal value"),
    ("values whose time was over", erased({"of-kind": "seal", "before": "2026-04-02T00:00:00Z"}, *(
        (one, field) for one in range(2, 19, 2) for field in ("actor", "host"))), set(), ""),
    ("a value whose time was not over", erased({"of-kind": "seal", "before": "2026-04-01T00:00:00Z"}, (2, "actor")), {"personal-value-missing"},
     "entry 2: the personal value"),
    ("a value of another kind whose time was over", erased({"of-kind": "seal", "before": "2026-04-02T00:00:00Z"}, (5, "actor"), *(
        (one, field) for one in range(2, 19, 2) for field in ("actor", "host"))), {"personal-value-missing"}, "entry 5: the personal value"),
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
    assert "the last checkpoint: 21 entries, witnessed by Audit+Office, 監査室" in audit.script.stderr


def certificate(name):
    return certificates(name)[0].public_bytes(serialization.Encoding.PEM)


def test_an_export_of_the_program_is_sound(program, exported, tmp_path):
    with tarfile.open(exported) as tar:
        key = tar.extractfile("key").read()
        (tmp_path / "key").write_bytes(key)
        (tmp_path / "pin.p7s").write_bytes(tar.extractfile("pin.p7s").read())
    command = "openssl cms -verify -binary -inform DER -in pin.p7s -content key -noverify -signer signer.pem -out /dev/null"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    owner = (tmp_path / "signer.pem").read_bytes()
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
    audit = Audit(program, tmp_path, other.files(files["schemas.json"]) | {"pin.p7s": files["pin.p7s"]})
    assert audit.script.returncode == 1 and "the owner's signature is not valid" in audit.script.stdout, audit.script
    assert audit.program.returncode == 8 and audit.findings == {"pin"}


@pytest.mark.parametrize("name, fault, findings, told", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_both_find(program, schemas, tmp_path, name, fault, findings, told):
    one = MadeLedger()
    files = one.files(schemas, personal="personal" in name or bool({"personal-value-changed", "personal-value-missing"} & findings))
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
    ("rolled back", MadeLedger(30).note(31), {"kept-longer"}, "it had more entries before: 31"),
    ("another history", MadeLedger(history="x").note(15), {"kept-other-history"}, "the entries do not have the root that was signed"),
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


def test_signatures_of_unknown_keys_in_a_kept_checkpoint_change_nothing(program, schemas, tmp_path):
    one, files = made(schemas)
    others = [Signer(f"other.example/{number}", 1, str(number)) for number in range(16)]
    (tmp_path / "kept").write_bytes(one.note(20, one.signer, *others))
    audit = Audit(program, tmp_path, files, "--checkpoint", tmp_path / "kept")
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


def test_the_table_is_whole():
    assert len(FAULTS) == 92
    assert sha256(b"").hex().startswith("e3b0c442")
