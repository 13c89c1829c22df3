"""What somebody does to a ledger, a proof or a note behind everyone's back is found, and named."""

import base64
import json
import os
import shutil
import sqlite3

import pytest
from fixtures import BAD
from keeper import Keeper
from notes import COSIGNATURE, Proof, Signer, b64, leaf, node


@pytest.fixture(scope="module")
def model(program, tmp_path_factory):
    """An office with a ledger of eight entries. Tests copy it."""
    return Keeper(program, tmp_path_factory.mktemp("keepers") / "model", 6)


@pytest.fixture
def keeper(model, tmp_path):
    """The same, to be changed: in its place, which it must keep for what was seen there before to count."""
    state = model.home / ".local/state"
    shutil.copytree(model.folder, tmp_path / "ledger")
    shutil.copytree(state, tmp_path / "state")
    yield model
    for folder, copy in ((model.folder, "ledger"), (state, "state")):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / copy, folder)


SQL = [
    ("UPDATE entry SET bytes = CAST(replace(bytes, '3d', '4d') AS BLOB) WHERE position = 4", {"entry-changed"}),
    ("UPDATE entry SET bytes = CAST(bytes || ' ' AS BLOB) WHERE position = 4", {"entry-changed", "entry-malformed"}),
    ("DELETE FROM entry WHERE position = 4", {"entry-missing"}),
    ("DELETE FROM entry WHERE position = 7", {"entry-missing"}),
    ("DELETE FROM entry WHERE position = 0", {"entry-missing"}),
    ("INSERT INTO entry SELECT 8, bytes, kind, at, package FROM entry WHERE position = 7", {"entry-uncovered"}),
    ("""UPDATE entry SET position = 100 WHERE position = 4; UPDATE entry SET position = 4 WHERE position = 5;
        UPDATE entry SET position = 5 WHERE position = 100""", {"entry-changed"}),
    ("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE position = 3) WHERE position = 4", {"entry-changed"}),
    ("UPDATE entry SET bytes = zeroblob(70000) WHERE position = 4", {"entry-changed", "entry-malformed"}),
    ("UPDATE entry SET kind = 'seal' WHERE position = 4", {"column-changed"}),
    ("UPDATE entry SET at = '2020-01-01T00:00:00Z' WHERE position = 4", {"column-changed"}),
    ("UPDATE entry SET package = 'ab' WHERE position = 4", {"column-changed"}),
    ("UPDATE hash SET value = zeroblob(32) WHERE position = 3", {"hash-changed"}),
    ("DELETE FROM hash WHERE position = 2", {"hash-missing"}),
    ("INSERT INTO hash VALUES(1000, zeroblob(32))", {"hash-uncovered"}),
    ("DELETE FROM checkpoint", {"checkpoint-missing"}),
    ("UPDATE checkpoint SET note = CAST(replace(note, char(10), char(13, 10)) AS BLOB)", {"checkpoint-malformed"}),
    ("UPDATE checkpoint SET note = CAST(note || note AS BLOB)", {"checkpoint-malformed"}),
    ("INSERT INTO cosignature VALUES(8, 'x', zeroblob(3))", {"cosignature"}),
    ("INSERT INTO witness VALUES('no key', 'x')", {"witnesses"}),
]


def test_rows_before_the_first_entry_are_named_and_not_exported(keeper):
    keeper.ledger("export", "--with-personal", "before.tar")
    keeper.sql("INSERT INTO entry SELECT -1, bytes, kind, at, package FROM entry WHERE position = 7")
    keeper.sql("INSERT INTO personal SELECT -1, field, key, value, at, kind FROM personal WHERE entry = 7", "personal.sqlite")
    assert keeper.findings() >= {"entry-uncovered"}
    keeper.ledger("export", "--with-personal", "after.tar")
    before, after = ((keeper.home / name).read_bytes() for name in ("before.tar", "after.tar"))
    assert before == after


@pytest.mark.parametrize("script, wanted", SQL)
def test_change_through_sql_is_named(keeper, script, wanted):
    keeper.sql(script)
    assert keeper.findings() >= wanted


def test_finding_names_the_entry(keeper):
    keeper.sql("UPDATE entry SET bytes = CAST(replace(bytes, '3d', '4d') AS BLOB) WHERE position = 4")
    assert "entry 4: it is not the entry whose hash the tree has" in keeper.ledger("verify", code=8).out
    assert "記録 4: 木にあるハッシュの記録ではありません" in keeper.ledger("verify", "--lang", "ja", code=8).out


def test_changed_personal_value_is_named_and_not_shown(keeper):
    keeper.sql("UPDATE personal SET value = CAST('\"eve\"' AS BLOB) WHERE entry = 3 AND field = 'actor'", "personal.sqlite")
    assert keeper.findings() == {"personal-value-changed"}
    assert "eve" not in keeper.ledger("show").out
    assert keeper.ledger("show", "3", "--json").json["entries"][0]["falseValues"] is True


def test_changed_byte_of_the_file_is_named(keeper):
    keeper.sql("")
    path = keeper.folder / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    place = data.index(b'"value":"3d"')
    data[place + 9] ^= 1
    path.write_bytes(data)
    assert keeper.findings() == {"entry-changed"}


def test_rewritten_tree_is_found_by_its_root(keeper):
    """Somebody changes an entry and computes every hash anew, but has not the key."""
    entries = keeper.entries()
    entries[4] = entries[4].replace(b'"3d"', b'"4d"')
    script = f"UPDATE entry SET bytes = x'{entries[4].hex()}' WHERE position = 4;"
    hashes = stored_hashes(entries)
    script += "".join(f"UPDATE hash SET value = x'{value.hex()}' WHERE position = {n};" for n, value in enumerate(hashes))
    keeper.sql(script)
    assert keeper.findings() == {"checkpoint-root", "other-history"}


def stored_hashes(entries):
    """In the dense order: each leaf, then the nodes that it completes."""
    hashes, levels = [], {}
    for entry in entries:
        level, value = 0, leaf(entry)
        hashes.append(value)
        while level in levels:
            value = node(levels.pop(level), value)
            level += 1
            hashes.append(value)
        levels[level] = value
    return hashes


# Copies and other ledgers


def test_older_copy_is_found_and_nothing_is_added_to_it(keeper):
    keeper.keep("older")
    keeper.ledger("checkpoint", "-o", "kept.before")
    keeper.grow(2)
    keeper.ledger("checkpoint", "-o", "kept.after")
    keeper.put_back("older")
    assert keeper.findings() == {"rolled-back"}
    keeper.ledger("retention", "set", "--keep", "1d", code=8)
    keeper.ledger("checkpoint", code=8)
    # Without what this machine remembers, a checkpoint that was kept elsewhere finds it.
    shutil.rmtree(keeper.home / ".local/state/fubako")
    assert keeper.findings("--checkpoint", "kept.before", code=0) == set()
    assert keeper.findings("--checkpoint", "kept.after") == {"kept-longer"}
    keeper.grow(3)
    assert keeper.findings("--checkpoint", "kept.before", "--checkpoint", "kept.after", code=13) == {"kept-other-history"}
    keeper.ledger("consistency", "kept.before")
    keeper.ledger("consistency", "kept.after", code=13)
    damage = "UPDATE hash SET value = zeroblob(32) WHERE position = 0;"
    keeper.sql(damage)
    assert keeper.findings("--checkpoint", "kept.after") > {"kept-other-history"}
    for name in ("older", "kept.before", "kept.after"):
        path = keeper.home / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_two_histories_are_proved_by_two_checkpoints(keeper, program, tmp_path):
    witness = Keeper(program, tmp_path / "witness")
    key = keeper.key.text
    keeper.keep("fork")
    keeper.grow(1)
    request = keeper.ledger("checkpoint", "--since", 0).data
    witness.ledger("witness", "-", "--key", key, input=request)
    keeper.put_back("fork")
    shutil.rmtree(keeper.home / ".local/state/fubako")
    keeper.ledger("retention", "set", "--keep", "77d")
    other = keeper.ledger("checkpoint", "--since", 0).data
    witness.ledger("witness", "-", input=other, code=13, err="two histories")
    keeper.grow(1)
    witness.ledger("witness", "-", input=keeper.ledger("checkpoint", "--since", 9).data, code=8, err="does not lead")
    shutil.rmtree(keeper.home / "fork")


def test_another_ledger_in_its_place_is_found(keeper, program, tmp_path):
    other = Keeper(program, tmp_path / "other", 9)
    keeper.ledger("checkpoint", "-o", "kept")
    shutil.rmtree(keeper.folder)
    shutil.copytree(other.folder, keeper.folder)
    assert keeper.findings("--checkpoint", "kept") >= {"other-ledger", "kept-other-ledger"}
    (keeper.home / "kept").unlink()


def test_swapped_key_is_found(keeper, program, tmp_path):
    other = Keeper(program, tmp_path / "other")
    shutil.copy(other.folder / "ledger.key.pem", keeper.folder)
    assert keeper.findings() == {"key-file"}
    shutil.copy(other.folder / "ledger.vkey", keeper.folder)
    assert keeper.findings() >= {"checkpoint-malformed", "first-entry"}


def test_missing_files_are_told(keeper):
    for name in ("personal.sqlite", "ledger.key.pem", "ledger.vkey"):
        (keeper.folder / name).rename(keeper.home / "away")
        told = keeper.ledger("verify", code=8, err=f"{name}.*missing").err
        assert "put back the newest copy" in told and "says more" not in told
        (keeper.home / "away").rename(keeper.folder / name)
    keeper.ledger("verify")


@pytest.mark.parametrize("change", [
    "UPDATE entry SET bytes = CAST(replace(bytes, '3d', '4d') AS BLOB) WHERE position = 4",
    "UPDATE hash SET value = zeroblob(32) WHERE position = 7", "DELETE FROM hash WHERE position = 7"])
def test_an_entry_that_is_not_that_of_the_tree_is_not_handed_out(keeper, change):
    keeper.ledger("show", 4)
    keeper.sql(change)
    for words in (("show", 4), ("prove", 4)):
        keeper.ledger(*words, code=8, err="entry 4|do not fit together")
        assert keeper.ledger(*words, "--json", code=8).out == ""
    keeper.ledger("show", 3)
    keeper.ledger("export", "changed.tar", code=8)
    assert not (keeper.home / "changed.tar").exists()


def test_an_erasure_that_was_not_completed_is_named(keeper):
    keeper.sql("")
    reader = sqlite3.connect(keeper.folder / "personal.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    name, = reader.execute("SELECT value FROM personal WHERE entry = 3 AND field = 'host'").fetchone()
    keeper.ledger("forget", "--person", json.loads(name), "--reason", "asked for", code=11)
    found = keeper.ledger("verify", "--json", code=8).json["findings"]
    assert [(one["finding"], one["position"]) for one in found] == [("erasure-pending", 8)]
    assert "entry 8: what is to be erased may still be in the file" in keeper.ledger("verify", code=8).out
    assert "記録 8: 消去すべき値がまだファイルに" in keeper.ledger("verify", "--lang", "ja", code=8).out
    reader.close()
    assert keeper.findings() == {"erasure-pending"}
    keeper.grow(1)
    keeper.ledger("verify")


#: Words of commands that read the ledger.
READERS = [("verify",), ("prove", "1"), ("export", "-"), ("key",), ("show",), ("checkpoint",)]


@pytest.mark.parametrize("name", [
    "pin.p7s", "ledger.vkey", "ledger.key.pem", "ledger.sqlite", "personal.sqlite", "ledger.sqlite-journal", "personal.sqlite-wal"])
def test_a_named_pipe_in_place_of_a_file_is_refused(keeper, name):
    keeper.sql("")
    (keeper.folder / name).unlink(missing_ok=True)
    os.mkfifo(keeper.folder / name, 0o600)
    told = [words for words in READERS if keeper.ledger(*words, code=None, err=f"{name}|^$").code]
    assert ("verify",) in told and (name == "pin.p7s" or told == READERS)
    keeper.ledger("verify", code=10, err=f"{name}.*not a regular file")


def test_a_named_pipe_is_no_export_and_no_key_of_a_witness(keeper):
    os.mkfifo(keeper.home / "pipe.tar")
    keeper.ledger("verify-export", "pipe.tar", code=10, err="pipe.tar.*not a regular file")
    os.mkfifo(keeper.folder / "witness.key.pem", 0o600)
    keeper.ledger("key", "--witness", code=10, err="witness.key.pem.*not a regular file")


# Proofs


def extra(change):
    def apply(proof):
        change(proof.extra)
    return apply


def set_path(proof):
    proof.path[0] = bytes(32)


def other_root(proof):
    lines = proof.checkpoint.split(b"\n")
    lines[2] = b64(bytes(32)).encode()
    proof.checkpoint = b"\n".join(lines)


def other_signature(proof):
    head, encoded = proof.checkpoint.rstrip(b"\n").rsplit(b" ", 1)
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1
    proof.checkpoint = head + b" " + b64(bytes(raw)).encode() + b"\n"


def both_keys(proof):
    """A log that somebody made up, in the name of the real one."""
    signer = Signer(proof.extra["key"].split("+")[0])
    size, root = proof.checkpoint.split(b"\n")[1:3]
    proof.checkpoint = signer.checkpoint(int(size), base64.b64decode(root))
    proof.extra["key"] = signer.text


PROOFS = [
    (extra(lambda e: e.update(entry=e["entry"].replace("3d", "4d"))), 8, "not-included"),
    (extra(lambda e: e["personal"]["actor"].update(value="eve")), 8, "personal-value-changed"),
    (extra(lambda e: e["personal"].update(other=e["personal"]["actor"])), 8, "personal-value-changed"),
    (extra(lambda e: e.update(pin=b64(base64.b64decode(e["pin"])[:-1] + b"x"))), 5, None),
    (set_path, 8, "not-included"), (other_root, 5, "not-signed"), (other_signature, 5, "not-signed"),
    (both_keys, 5, None),
    (lambda proof: setattr(proof, "index", proof.index - 1), 8, "not-included"),
    (lambda proof: proof.path.pop(), 8, "not-included"),
    (lambda proof: proof.path.append(bytes(32)), 8, "not-included"),
    # Of another tree, with a checkpoint that is right.
    (extra(lambda e: e.update(entry=e["entry"][:-1])), 8, "entry-malformed"),
    (extra(lambda e: e.update(entry=e["entry"].replace("policy", "policx"))), 8, "unknown-kind"),
]


@pytest.mark.parametrize("change, code, fault", PROOFS)
def test_changed_proof_does_not_hold(model, change, code, fault):
    proof = Proof(model.ledger("prove", 4, "--with-personal").data)
    change(proof)
    found = model.ledger("check", "-", "--json", input=proof.encode(), code=code).json
    if fault:
        assert fault in found["faults"] and "entry" not in found
    else:
        assert found["faults"] == [] and found["owner"]["judgement"] == "bad-signature"


MALFORMED = [
    lambda text: text.replace(b"\n", b"\r\n"), lambda text: text + b"\n", lambda text: text[:-1], lambda text: b"",
    lambda text: text.replace(b"index 4", b"index 04"), lambda text: text.replace(b"index 4", b"index 99"),
    lambda text: text.replace(b"\nindex", b"\n\x00index"), lambda text: text.replace(b"tlog-proof@v1", b"tlog-proof@v2"),
    lambda text: text.replace("— ".encode(), b"- "), lambda text: text.replace(b"extra ", b"extra  "),
    lambda text: text.replace(b"extra ", b"extra e30=\nextra "), lambda text: text + text.splitlines(True)[-1] * 70,
    lambda text: text + b"x" * 300_000, lambda text: text.replace("— fubako".encode(), "— fu+bako".encode()),
    lambda text: b"{}\n", lambda text: b'{"a":1,"a":1}\n', lambda text: b"\xff\n", lambda text: b"c\n",
]


@pytest.mark.parametrize("change", MALFORMED)
def test_text_that_is_no_proof_is_refused(model, change):
    text = change(model.ledger("prove", 4).data)
    result = model.start("ledger", "check", "-", "--json")
    out, err = result.communicate(text, timeout=60)
    assert result.returncode in (8, 10, 12) and out == b"" and json.loads(err)["error"]["message"]


NOTES = [
    lambda note: note.replace(b"\n", b"\r\n"), lambda note: note + b"\n", lambda note: note[:-1], lambda note: b"",
    lambda note: note.replace(b"\n8\n", b"\n08\n"), lambda note: note.replace(b"\n8\n", b"\n-8\n"),
    lambda note: note.replace(b"\n\n", b"\n"), lambda note: note.replace(b"\n8\n", b"\n8\x07\n"),
    lambda note: note + note.splitlines(True)[-1] * 64, lambda note: note + b"\xe2\x80\x94 a+b AAAAAAA=\n",
    lambda note: b"x" * 70_000,
]


@pytest.mark.parametrize("change", NOTES)
def test_odd_note_is_refused(model, change):
    model.write("odd", change(model.ledger("checkpoint").data))
    process = model.start("ledger", "verify", "--checkpoint", "odd", "--json")
    out, err = process.communicate(timeout=60)
    assert process.returncode in (8, 10) and out == b"" and json.loads(err)["error"]["message"]


def test_further_signatures_do_not_disturb_a_note(model):
    note = model.ledger("checkpoint").data
    text = note.split(b"\n\n")[0] + b"\n"
    model.write("several", note + Signer("stranger").line(text) + Signer("witness", COSIGNATURE).line(text, 7))
    assert model.ledger("verify", "--checkpoint", "several").code == 0


# What packages remember


def seal(keeper, name):
    """A package for the sender alone, announced in the ledger."""
    keeper.write("text", "text")
    keeper.run("seal", "--passphrase-file", "key-passphrase", "text", "-o", name)


def test_package_finds_what_its_sender_would_have_forgotten(program, tmp_path):
    keeper = Keeper(program, tmp_path / "keeper")
    seal(keeper, "first.fubako")
    keeper.keep("older")
    seal(keeper, "second.fubako")
    both = ("--package", "first.fubako", "--package", "second.fubako")
    assert keeper.ledger("verify", "--json", *both).json["compared"] == ["first.fubako", "second.fubako"]
    keeper.put_back("older")
    shutil.rmtree(keeper.home / ".local/state/fubako")
    assert keeper.findings(*both) == {"kept-longer"}
    keeper.grow(9)
    assert keeper.findings(*both, code=13) == {"kept-other-history"}
    other = Keeper(program, tmp_path / "other")
    shutil.copy(keeper.home / "first.fubako", other.home)
    assert other.findings("--package", "first.fubako") == {"kept-other-ledger"}


def test_package_is_the_name_of_its_entry(program, tmp_path):
    keeper = Keeper(program, tmp_path / "keeper")
    seal(keeper, "a.fubako")
    package = keeper.run("inspect", "--json", "a.fubako").json["packageId"]
    fields = Proof(keeper.ledger("prove", package).data).verify()
    assert (fields["kind"], fields["package"]) == ("seal-intent", package)
    kinds = [entry["fields"]["kind"] for entry in keeper.ledger("show", "--package", package, "--json").json["entries"]]
    assert kinds[:2] == ["seal-intent", "seal"]


def test_package_without_a_proof_is_told(model):
    unannounced = str(BAD / "unit-flipped.fubako")
    model.ledger("verify", "--package", unannounced, code=3, err="no proof")
