"""What can be done to an export of a ledger, and what the program and the auditor's script must say of it."""

import base64
import re

from made_export import MadeLedger, Signer, canonical, sha256


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
