"""fubako ledger: what it shows, proves and exchanges, checked by other means than the program."""

import hashlib
import json
import os
import re
import subprocess

import pytest
from fixtures import know, own
from keeper import Keeper
from notes import COSIGNATURE, Key, Proof, Signer, b64, verify_note
from office import Office

STATE = ".local/state/fubako"


@pytest.fixture(scope="module")
def kept(program, tmp_path_factory):
    """An office with a ledger of ten entries. Tests only read it."""
    return Keeper(program, tmp_path_factory.mktemp("keepers") / "kept", 8)


@pytest.fixture
def keeper(program, tmp_path):
    """An office with a ledger of two entries, to be changed."""
    return Keeper(program, tmp_path / "keeper")


@pytest.fixture
def second(program, tmp_path):
    """Another one."""
    return Keeper(program, tmp_path / "second")


# Showing


def test_entries_are_shown_by_filter_in_both_orders(kept):
    def positions(*words):
        return [entry["position"] for entry in kept.ledger("show", "--json", *words).json["entries"]]

    assert positions() == list(range(10))
    assert positions("--reverse", "--limit", "3") == [9, 8, 7]
    assert positions("--limit", "2") == [0, 1]
    assert positions("--limit", "2", "--after", "1") == [2, 3] and positions("--after", "8") == [9] and positions("--after", "9") == []
    assert positions("--reverse", "--after", "2") == [1, 0] and positions("--reverse", "--after", "0") == []
    assert positions("--after", str(2**64 - 1)) == [] and positions("--after", str(2**63)) == []
    assert positions("--kind", "ledger") == [0]
    assert positions("--kind", "ledger", "--kind", "policy") == list(range(10))
    assert positions("--kind", "seal") == positions("--until", "2020-01-01") == positions("--since", "2999-12-31") == []
    day = kept.ledger("show", "0", "--json").json["entries"][0]["fields"]["at"][:10]
    assert positions("--since", day) == list(range(10)) and positions("--since", day, "--until", day)[0] == 0
    assert positions("--package", "ab" * 32) == []
    lines = kept.ledger("show", "--lang", "ja").out.splitlines()
    assert len(lines) == 10 and "開始" in lines[0] and "sender" in lines[0]
    assert "Entry:" in kept.ledger("show", "3").out


@pytest.mark.parametrize("words, code", [
    (("99",), 3), (("x",), 2), (("0", "--limit", "1"), 2), (("--kind", "none"), 2), (("--since", "1.4.2026"), 2),
    (("--since", "2026-02-30"), 2), (("--until", "2026-04-01T09:00:00"), 2), (("--package", "ab"), 2),
    (("cd" * 32,), 3),
])
def test_what_cannot_be_shown_is_refused(kept, words, code):
    assert kept.ledger("show", *words, code=code).out == ""


def test_no_ledger_is_not_found_and_none_is_made(office):
    for words in (("show",), ("verify",), ("checkpoint",), ("prove", "0"), ("key",), ("collect", "passphrase")):
        place = re.escape(str(office.home / ".local/share/fubako/ledger"))
        office.run("ledger", *words, code=3, err=f"^fubako: ledger: {place}: there is no ledger here")
        office.run("ledger", *words, "--lang", "ja", code=3, err=f"^fubako: 台帳: {place}: ここに台帳はありません")
    assert not (office.home / ".local/share/fubako/ledger").exists()


def test_untrusted_text_is_escaped(keeper):
    keeper.ledger("forget", "--person", "fixture sender", "--reason", "\x1b[31mred\u202e")
    text = keeper.ledger("show").out
    assert "\x1b" not in text and "\u202e" not in text and r"\x1B[31mred\u{202E}" in text
    assert keeper.ledger("show", "--json").json["entries"][-1]["fields"]["reason"] == "\x1b[31mred\u202e"


def test_whom_nothing_is_recorded_of_cannot_be_forgotten(keeper):
    size = len(keeper.entries())
    keeper.ledger("forget", "--person", "nobody", "--reason", "x", code=3, err="there is no such value")
    keeper.ledger("forget", "--person", "fixture", "--reason", "x", code=3, err="--containing erases them too")
    keeper.ledger("forget", "--person", "sender", "--reason", "by FixtureSender", code=2, err="must not name the person")
    assert len(keeper.entries()) == size
    partly = keeper.ledger("forget", "--person", "fixture", "--containing", "--reason", "x", "--json").json
    assert partly["erased"] >= size - 1 and partly["partial"] == 0


def test_value_that_was_removed_is_missing_and_not_forgotten(keeper):
    keeper.ledger("forget", "--person", "fixture sender", "--reason", "x")
    place = next(entry["position"] for entry in keeper.ledger("show", "--json").json["entries"] if "forgotten" in entry)
    keeper.sql(f"DELETE FROM personal WHERE entry = {place}", "personal.sqlite")
    assert keeper.findings() == {"personal-value-missing"}
    assert f"entry {place}: Machine: a personal value is gone" in keeper.ledger("verify", code=8).out
    shown = keeper.ledger("show", place, "--json").json["entries"][0]
    assert shown["forgotten"] == ["actor"] and shown["missing"] == ["host"]
    text = keeper.ledger("show", place).out
    assert "(forgotten)" in text and "(missing)" in text


def test_triggers_of_others_stop_what_would_run_them(keeper):
    keeper.sql("CREATE TRIGGER t BEFORE DELETE ON personal BEGIN SELECT RAISE(IGNORE); END", "personal.sqlite")
    place = "personal.sqlite, trigger t: its database holds tables"
    keeper.ledger("forget", "--person", "fixture sender", "--reason", "x", code=8, err=place)
    keeper.ledger("retention", "set", "--keep", "9d", code=8, err=place)
    assert keeper.findings() == {"schema-changed"}
    assert "personal.sqlite: trigger t" in keeper.ledger("verify", code=8).out


def test_spoilt_anchor_stops_the_ledger_until_somebody_decides(keeper):
    keeper.keep("old")
    keeper.grow(1)
    keeper.put_back("old")
    (anchor,) = (keeper.home / STATE / "ledgers").iterdir()
    anchor.write_text("junk\n")
    keeper.ledger("retention", "set", "--keep", "9d", code=8, err=f"{re.escape(str(anchor))}: what was seen of it here before")
    assert keeper.findings() == {"anchor-damaged"}
    assert anchor.read_text() == "junk\n"
    anchor.unlink()
    keeper.grow(1)


# Keys, pins and proofs


def test_key_has_the_identifier_and_the_name_of_its_hash(kept):
    key = kept.key
    assert key.kind == 1 and key.name == "fubako.local/" + hashlib.sha256(key.public).hexdigest()[:16]
    shown = kept.ledger("key", "--json").json
    assert shown["key"] == key.text == (kept.folder / "ledger.vkey").read_text().strip()
    assert shown["fingerprint"] == hashlib.sha256(key.public).hexdigest()
    assert shown["owner"]["judgement"] == "trusted" and shown["owner"]["name"] == "sender"


def test_openssl_verifies_the_pin(kept, tmp_path):
    def verify(content):
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", kept.folder / "pin.p7s"]
        return subprocess.run(
            [*command, "-content", content, "-noverify", "-out", tmp_path / "out"], capture_output=True, check=False)

    assert verify(kept.folder / "ledger.vkey").returncode == 0
    changed = tmp_path / "changed"
    changed.write_bytes((kept.folder / "ledger.vkey").read_bytes() + b"x")
    assert verify(changed).returncode != 0


@pytest.mark.parametrize("position", [0, 1, 4, 9])
@pytest.mark.parametrize("personal", [False, True])
def test_proofs_hold_by_other_means(kept, position, personal):
    words = ["--with-personal"] if personal else []
    proof = Proof(kept.ledger("prove", position, *words).data)
    fields = proof.verify()
    assert proof.index == position and proof.encode() == kept.ledger("prove", position, *words).data
    assert fields["kind"] == ("ledger" if position == 0 else "policy")
    assert proof.extra.get("personal", {}).keys() == ({"actor", "host"} if personal else set())
    assert proof.extra["key"] == kept.key.text
    assert kept.ledger("prove", position, "--json", *words).json["text"].encode() == proof.encode()


def test_checkpoint_is_over_the_entries(kept):
    origin, size, root = verify_note(kept.ledger("checkpoint").data, kept.key)
    assert (origin, int(size), root) == (kept.key.name, 10, b64(kept.root()))


def test_proof_is_worth_what_the_keyring_makes_of_its_owner(kept, program, tmp_path):
    proof = kept.ledger("prove", 3, "--with-personal").data
    stranger, friend, other = (Office(program, tmp_path / name) for name in ("stranger", "friend", "other"))
    know(friend, "sender")
    know(other, "sender", trusted=False)
    judged = [(stranger, 7, "unknown"), (other, 7, "untrusted"), (friend, 0, "trusted"), (kept, 0, "trusted")]
    for office, code, judgement in judged:
        found = office.run("ledger", "check", "-", "--json", input=proof, code=code).json
        assert (found["faults"], found["owner"]["judgement"], found["code"]) == ([], judgement, code)
        assert found["entry"]["fields"]["actor"] == "fixture sender"
    key = kept.key.text
    assert stranger.run("ledger", "check", "-", "--key", key, input=proof).out.startswith("-: entry 3 stands in")
    foreign = Signer(kept.key.name).text
    assert stranger.run("ledger", "check", "-", "--key", foreign, "--json", input=proof, code=5).json["faults"]
    bare = Proof(proof)
    del bare.extra["pin"], bare.extra["personal"]
    found = friend.run("ledger", "check", "-", "--json", input=bare.encode(), code=6).json
    assert found["owner"] == {"judgement": "unsigned"} and found["entry"]["withheld"] == ["actor", "host"]
    assert not (stranger.home / ".local/share/fubako/ledger").exists()


# Growth and witnesses


def test_growth_is_proved_to_who_kept_a_checkpoint(keeper, program, tmp_path):
    friend = Office(program, tmp_path / "friend")
    know(friend, "sender")
    keeper.ledger("checkpoint", "-o", "old")
    keeper.grow(3)
    keeper.ledger("consistency", "old", "-o", "growth")
    text = (keeper.home / "growth").read_bytes()
    found = friend.run("ledger", "check", "-", "--json", input=text).json
    assert (found["oldSize"], found["newSize"], found["faults"]) == (2, 5, [])
    assert friend.run("ledger", "check", "-", input=keeper.ledger("consistency", 2, 5).data).code == 0
    assert keeper.ledger("consistency", 3, 4, "--json").json["oldSize"] == 3
    keeper.ledger("consistency", 4, 3, code=2)
    keeper.ledger("consistency", 1, 9, code=3)
    growth = json.loads(text)
    growth["proof"] = growth["proof"][:-1]
    changed = json.dumps(growth, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    assert friend.run("ledger", "check", "-", "--json", input=changed, code=8).json["faults"] == ["not-consistent"]
    friend.run("ledger", "check", "-", input=changed.replace(b'"v":1', b'"v":1,"w":2'), code=8)


def test_witness_takes_a_checkpoint_alone_the_first_time(keeper, second):
    keeper.write("owner.vkey", keeper.key.text + "\n")
    note = keeper.ledger("checkpoint").data
    told = second.ledger("witness", "-", "--key", keeper.home / "owner.vkey", input=note).data
    assert told.startswith(note) and len(told) > len(note)
    keeper.grow(1)
    second.ledger("witness", "-", input=keeper.ledger("checkpoint").data, code=10, err="checkpoint --since")
    second.ledger("witness", "-", input=b"neither\n", code=8)


def test_witness_cosigns_what_has_only_grown(keeper, second):
    keeper.write("owner.vkey", keeper.key.text + "\n")
    request = keeper.ledger("checkpoint", "--since", 0).data
    second.ledger("witness", "-", input=request, code=7, err="--key")
    assert second.ledger("witness", "-", "--key", Signer(keeper.key.name).text, input=request, code=5).out == ""
    first = second.ledger("witness", "-", "--key", keeper.home / "owner.vkey", input=request).data
    witness = Key(second.ledger("key", "--witness", "--only").out.strip())
    assert witness.kind == COSIGNATURE and verify_note(first, witness) == verify_note(first, keeper.key)
    # The same again is answered: an answer may be lost.
    assert verify_note(second.ledger("witness", "-", input=request).data, witness)
    keeper.grow(3)
    second.ledger("witness", "-", input=keeper.ledger("checkpoint", "--since", 0).data, code=10, err="2 entries")
    later = second.ledger("witness", "-", input=keeper.ledger("checkpoint", "--since", 2).data).data
    kinds = [entry["fields"]["kind"] for entry in second.ledger("show", "--json").json["entries"]]
    assert kinds.count("witness") == 3 and second.ledger("verify").code == 0
    keeper.write("cosigned", later)
    keeper.ledger("collect", "cosigned")
    keeper.ledger("verify", "--quorum", 1, code=8)
    keeper.ledger("witnesses", "add", witness.text, "--organisation", "監査室")
    keeper.ledger("witnesses", "add", witness.text, "--organisation", "監査室", code=10)
    assert keeper.ledger("collect", "cosigned", "--json").json["cosigned"][0]["size"] == 5
    assert keeper.ledger("collect", "cosigned", "--json").json["cosigned"] == []
    assert keeper.ledger("verify", "--quorum", 1, "--json").json["cosigned"] == {"size": 5, "organisations": ["監査室"]}
    keeper.ledger("witnesses", "remove", witness.text)
    assert keeper.ledger("witnesses", "--json").json == {"witnesses": []} and keeper.ledger("verify").code == 0
    assert keeper.findings("--quorum", 1) == {"quorum"}


def test_organisation_counts_once_and_so_does_a_key(keeper):
    signers = [Signer(name, COSIGNATURE) for name in ("one", "two", "three")]
    keeper.ledger("witnesses", "add", signers[0].text, "--organisation", "監査室")
    keeper.ledger("witnesses", "add", signers[1].text, "--organisation", "監査室")
    keeper.ledger("witnesses", "add", keeper.key.text, "--organisation", "own", code=10, err="own keys")
    own_key = keeper.ledger("key", "--witness", "--only").out.strip()
    keeper.ledger("witnesses", "add", own_key, "--organisation", "own", code=10, err="own keys")
    for name in ("監査室\u200b", "", "a\tb"):
        keeper.ledger("witnesses", "add", Signer("third", COSIGNATURE).text, "--organisation", name, code=2, err="visible characters")
    note = keeper.ledger("checkpoint").data
    text = note.split(b"\n\n")[0] + b"\n"
    cosigned = note + b"".join(signer.line(text, 1_800_000_000) for signer in signers) + signers[0].line(text, 1)
    keeper.write("cosigned", cosigned)
    keeper.ledger("collect", "cosigned")
    assert keeper.findings("--quorum", 2) == {"quorum"}
    assert keeper.ledger("verify", "--quorum", 1).code == 0
    forged = note + signers[0].line(text + b"x", 1_800_000_000)
    keeper.write("forged", forged)
    keeper.ledger("collect", "forged", code=5)
    other = Signer("other").checkpoint(2, bytes(32))
    keeper.write("foreign", other)
    keeper.ledger("collect", "foreign", code=5)


@pytest.mark.parametrize("words", [
    ("add",), ("add", "KEY"), ("remove",), ("show", "KEY"), ("show", "--organisation", "x"), ("add", "no key"),
    ("add", "a b+00000000+AAAA", "--organisation", "x"), ("add", "--organisation", "x"),
])
def test_witnesses_need_a_key_and_an_organisation(kept, words):
    key = Signer("witness", COSIGNATURE).text
    kept.ledger("witnesses", *(key if word == "KEY" else word for word in words), code=2)


# Forgetting


def everything_of(office):
    """The bytes of every file of the ledger and of the state folder."""
    paths = [path for top in (office.folder, office.home / STATE) for path in top.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in paths)


def test_forgotten_person_is_nowhere(keeper, program, tmp_path):
    canary = "fixture recipient"
    office = Office(program, tmp_path / "canary")
    own(office, "recipient")
    ledger = ("--ledger", str(keeper.folder))
    environment = {"XDG_STATE_HOME": str(keeper.home / ".local/state")}
    for number in range(40):
        office.run("ledger", "retention", "set", "--keep", f"{number + 1}d", *ledger, environment=environment)
    assert canary.encode() in everything_of(keeper)
    result = keeper.ledger("forget", "--person", canary, "--reason", "2026-15", "--json")
    assert result.json == {"erased": 40, "partial": 0, "reachesBackups": False}
    assert "not reached" in json.loads(result.err)["warning"]["message"]
    assert canary.encode() not in everything_of(keeper)
    shown = keeper.ledger("show", "10", "--json").json["entries"][0]
    assert shown["forgotten"] == ["actor"] and "actor" not in shown["fields"]
    assert "(forgotten)" in keeper.ledger("show", "10").out
    assert keeper.ledger("verify").code == 0
    assert keeper.ledger("prove", "10", "--with-personal").data


def test_whoever_forgets_himself_is_not_named_by_the_entry(keeper):
    assert b'"fixture sender"' in everything_of(keeper)
    keeper.ledger("forget", "--person", "fixture sender", "--reason", "request")
    personal = b"".join(path.read_bytes() for path in keeper.folder.glob("personal.sqlite*"))
    assert b'"fixture sender"' not in personal
    assert keeper.ledger("verify").code == 0


def test_retention_is_recorded_and_applied(keeper):
    assert keeper.ledger("retention", "--json").json == {"retention": [{"keep": "forever"}]}
    keeper.ledger("retention", "set", "--keep", "3y")
    keeper.ledger("retention", "set", "--keep", "forever", "--kind", "ledger")
    keeper.ledger("retention", "set", "--keep", "1d", "--kind", "policy")
    expected = [{"keep": "forever", "kind": "ledger"}, {"keep": "1d", "kind": "policy"}, {"keep": "3y"}]
    assert keeper.ledger("retention", "--json").json["retention"] == expected
    assert keeper.ledger("retention", "apply", "--json").json["erased"] == 0
    keeper.sql("UPDATE personal SET at = '2020-01-01T00:00:00Z'", "personal.sqlite")
    assert keeper.ledger("retention", "apply", "--json").json["erased"] == 0
    assert keeper.findings() == {"column-changed"}
    for words in (("set",), ("set", "--keep", "0d"), ("set", "--keep", "3 y"), ("--keep", "3y"), ("apply", "--keep", "1d")):
        keeper.ledger("retention", *words, code=2)


def test_texts_are_never_written_over_a_file(kept):
    kept.write("there", "x")
    for words in (("prove", 1), ("checkpoint",), ("consistency", 1)):
        kept.ledger(*words, "-o", "there", code=10)
    assert os.stat(kept.home / "there").st_size == 1


def test_private_keys_are_for_their_owner_only(keeper):
    keeper.ledger("key", "--witness")
    for name in ("ledger.key.pem", "witness.key.pem"):
        assert (keeper.folder / name).stat().st_mode & 0o777 == 0o600
        text = subprocess.run(
            ["openssl", "pkey", "-in", keeper.folder / name, "-noout", "-text"], capture_output=True, text=True,
            check=True)
        assert "ED25519" in text.stdout


def test_own_identity_signs_the_pin_only_with_its_passphrase(keeper):
    own(keeper, "recipient")
    keeper.ledger("pin", "--passphrase-file", "key-passphrase", code=2, err="--from")
    keeper.ledger("pin", "--from", "recipient", "--passphrase-file", "passphrase", code=4)
    keeper.ledger("pin", "--from", "recipient", "--passphrase-file", "key-passphrase")
    assert keeper.ledger("key", "--json").json["owner"]["name"] == "recipient"
