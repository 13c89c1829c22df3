"""The withdrawal of an algorithm, and packages that are sealed again under another."""

import json
import sqlite3
import sys

import pytest
from fixtures import KEY_PASSPHRASE, KEYS, ROOT, know, own, unlock

sys.path.insert(0, str(ROOT / "Tests" / "python"))

from fault_table import Kit, flip  # noqa: E402

AES = "AES-256-GCM"
REASON = "announcement 12"


def names(office, folder):
    """Packages in a folder, by the names of their files."""
    return sorted(path.name for path in (office.home / folder).iterdir())


@pytest.fixture
def archive(office):
    """An office of the recipient, and three packages of the sender, of whom it knows the certificates only."""
    own(office, "sender")
    know(office, "recipient")
    for number in range(3):
        office.write(f"plan-{number}", f"plan {number}\n" * 1_000)
        unlock(
            office, "seal", "--to", "recipient", "--grade", "C3/I2/A1", f"plan-{number}", "-o",
            office_folder(office) / f"{number}.fubako")
    (office.keyring / "identities/sender/signing.key.pem").unlink()
    (office.keyring / "identities/sender/encryption.key.pem").unlink()
    own(office, "recipient")
    return office


def office_folder(office):
    folder = office.home / "archive" / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path(office, name):
    """A file of the home, as the ledger names it."""
    return str((office.home / name).resolve())


def entries(office, kind):
    """What the ledger holds of a kind, as objects."""
    with sqlite3.connect(office.home / ".local/share/fubako/ledger/ledger.sqlite") as database:
        rows = database.execute("SELECT bytes FROM entry WHERE kind = ? ORDER BY position", (kind,))
        return [json.loads(row[0]) for row in rows]


def test_an_algorithm_is_withdrawn_and_three_packages_move_over(archive):
    result = archive.run("policy", "withdraw", "aes-256-gcm", "--reason", REASON)
    assert "nothing new is protected" in result.err and "--affected-by AES-256-GCM" in result.err
    for number in range(3):
        assert path(archive, f"archive/2026/{number}.fubako") in result.out
    assert REASON in archive.run("policy", "show").out
    assert "was withdrawn" in unlock(archive, "open", "archive/2026/0.fubako", "-o", "old").err
    (archive.home / "new").mkdir()
    done = unlock(archive, "reseal", "--json", "--affected-by", AES, "-o", "new").json
    assert done["missing"] == []
    done = done["packages"]
    assert [one["package"] for one in done] == [
        path(archive, f"archive/2026/{number}.fubako") for number in range(3)]
    assert {one["suite"] for one in done} == {"chacha20-poly1305"}
    assert names(archive, "new") == ["0.fubako", "1.fubako", "2.fubako"]
    for number, one in enumerate(done):
        opened = unlock(archive, "open", f"new/{number}.fubako", "-o", f"out-{number}")
        assert "by sender, signature valid" in opened.err and "withdrawn" not in opened.err
        assert (archive.home / f"out-{number}/plan-{number}").read_text() == f"plan {number}\n" * 1_000
        told = unlock(archive, "list", "--json", f"new/{number}.fubako").json
        former = told["former"]
        assert [it["signature"] for it in former] == ["valid"]
        assert former[0]["sender"]["name"] == "sender" and former[0]["packageId"] == one["formerId"]
        assert told["sender"]["name"] == "recipient" and told["label"]["grade"] == "C3/I2/A1"
    for words in ((), ("--search", "archive"), ("--search", "new")):
        nothing = unlock(archive, "reseal", "--affected-by", AES, "--in-place", *words)
        assert "no package to seal again" in nothing.err


def test_it_is_all_in_the_ledger(archive):
    archive.run("policy", "withdraw", AES, "--reason", REASON)
    done = unlock(archive, "reseal", "--json", "--affected-by", AES, "--in-place").json["packages"]
    archive.run("policy", "restore", AES, "--reason", "it was wrong")
    kinds = [(one["event"], one["algorithm"], one["reason"]) for one in entries(archive, "policy") if one["event"] != "pinned"]
    assert kinds == [("withdrawn", AES, REASON), ("restored", AES, "it was wrong")]
    intents = {one["package"]: one for one in entries(archive, "seal-intent")}
    for one, entry in zip(done, entries(archive, "reseal"), strict=True):
        assert (entry["package"], entry["from"], entry["affected-by"]) == (one["packageId"], one["formerId"], AES)
        new, old = intents[one["packageId"]], intents[one["formerId"]]
        assert "ChaCha20-Poly1305" in new["algorithms"] and AES in old["algorithms"]
        for field in ("grade", "purpose", "restrictions"):
            assert new[field] == old[field]
        assert sorted(new["recipients"]) == sorted(old["recipients"])
    assert [one["result"] for one in entries(archive, "seal")] == ["sealed"] * 6
    archive.run("policy", "withdraw", "ChaCha20-Poly1305", "--reason", "x" * 500, "--forgeable")
    told = archive.run("policy", "withdraw", "ChaCha20-Poly1305", "--reason", REASON, "--json").json
    assert [one["packageId"] for one in told["packages"]] == [one["packageId"] for one in done]
    # Those that have been sealed again since are not affected any more.
    assert archive.run("policy", "withdraw", AES, "--reason", REASON, "--json").json["packages"] == []
    # What rests on an algorithm is affected by it.
    assert len(archive.run("policy", "withdraw", "SHA-512", "--reason", REASON, "--json").json["packages"]) == 3


def test_moved_and_lost_packages(archive):
    folder = office_folder(archive)
    (folder / "1.fubako").rename(archive.write("elsewhere/deep/x", "").with_name("moved.fubako"))
    (folder / "2.fubako").rename(archive.home.parent / "gone.fubako")
    # Another package lies where one was written.
    archive.write("archive/2026/1.fubako", "nothing of the kind\n")
    archive.run("policy", "withdraw", AES, "--reason", REASON)
    result = unlock(archive, "reseal", "--json", "--affected-by", AES, "--search", "elsewhere", "--in-place", code=3)
    assert [one["package"] for one in result.json["packages"]] == [
        path(archive, "archive/2026/0.fubako"), "elsewhere/deep/moved.fubako"]
    missing = result.json["missing"]
    assert [one["package"] for one in missing] == [path(archive, "archive/2026/2.fubako")]
    assert missing[0]["packageId"] in result.err and "2.fubako: not found" in result.err
    again = unlock(archive, "reseal", "--affected-by", AES, "--in-place", code=3, err="2.fubako: not found")
    assert "no package to seal again" not in again.err
    (archive.home.parent / "gone.fubako").rename(folder / "2.fubako")
    unlock(archive, "reseal", "--affected-by", AES, "--in-place")
    for package in ("archive/2026/0.fubako", "elsewhere/deep/moved.fubako", "archive/2026/2.fubako"):
        assert "by sender, signature valid" in unlock(archive, "list", package).err


def test_a_copy_is_sealed_again_in_its_place(archive):
    copy = archive.write("copies/0.fubako", (office_folder(archive) / "0.fubako").read_bytes())
    (archive.home / "new").mkdir()
    words = ("--affected-by", AES, "--search", "copies", "--search", "archive")
    assert len(unlock(archive, "reseal", "--json", *words, "--in-place").json["packages"]) == 4
    assert "by sender, signature valid" in unlock(archive, "list", copy).err


def test_without_a_ledger_folders_are_searched(archive):
    archive.write("off.yaml", "ledger: false\n")
    words = ("--affected-by", AES, "--in-place", "--config", "off.yaml")
    unlock(archive, "reseal", *words, code=10, err="no ledger is kept")
    unlock(archive, "reseal", "--affected-by", AES, "--in-place", "--ledger", "none", code=3, err="there is no ledger here")
    assert not (archive.home / "none").exists()
    assert len(unlock(archive, "reseal", "--json", "--search", "archive", *words).json["packages"]) == 3
    told = archive.run("policy", "withdraw", AES, "--reason", REASON, "--json", "--config", "off.yaml").json
    assert "packages" not in told and entries(archive, "reseal") == []


def test_what_must_be_kept_longer_than_its_algorithms_last(archive):
    for name, day in (("short", "2035-03-31"), ("long", "2056-03-31")):
        unlock(
            archive, "seal", "--to", "sender", "--grade", "C3/I2/A1", "--retain-until", day, "plan-0", "-o",
            f"{name}.fubako")
    shown = archive.run("policy", "show")
    assert "long.fubako" in shown.err and "SHA-256 lasts until 2040" in shown.err and "short" not in shown.err
    due = archive.run("policy", "show", "--json").json["due"]
    assert [(one["package"], one["retainUntil"], one["algorithm"], one["lastYear"]) for one in due] == [
        (path(archive, "long.fubako"), "2056-03-31", "SHA-256", 2040)]
    assert "2040 年まで" in archive.run("policy", "show", "--lang", "ja").err


def test_a_full_ledger_stops_before_anything_is_replaced(archive):
    package = archive.home / "archive/2026/0.fubako"
    before = package.read_bytes()
    (archive.home / ".local/share/fubako/ledger/ledger.vkey").unlink()
    unlock(archive, "reseal", "--in-place", "archive/2026/0.fubako", code=8, err="ledger")
    assert package.read_bytes() == before
    # A decision holds at once, and waits to be recorded.
    archive.run("policy", "withdraw", AES, "--reason", REASON, err="recorded in the spool")
    assert AES in archive.run("policy", "show").out


def test_killed_between_the_new_name_and_the_ledger(archive, faults):
    """The package tells itself whose place it takes, and the next run tells the ledger."""
    package = "archive/2026/0.fubako"
    before = archive.run("verify", "--json", package).json["packages"][0]["packageId"]
    environment = {"LD_PRELOAD": faults, "FUBAKO_FAULT": "rename:killafter:1:0.fubako"}
    unlock(archive, "reseal", "--in-place", "--suite", "chacha20-poly1305", package, code=-9, environment=environment)
    assert entries(archive, "reseal") == []
    told = unlock(archive, "list", "--json", package).json
    assert [one["packageId"] for one in told["former"]] == [before] and told["packageId"] != before
    assert entries(archive, "seal-intent")[-1]["package"] == told["packageId"]
    assert entries(archive, "seal")[-1]["package"] == told["packageId"]
    assert [(one["package"], one["from"]) for one in entries(archive, "reseal")] == [(told["packageId"], before)]
    assert archive.run("verify", package).code == 0
    assert unlock(archive, "open", package, "-o", "out").code == 0
    opened = entries(archive, "open")[-1]
    assert (opened["package"], opened["resealed-from"]) == (told["packageId"], before)
    assert archive.run("ledger", "verify").code == 0


def test_a_passphrase_is_read_once(archive):
    words = ("--passphrase-fd", "0", "--in-place", "archive/2026/0.fubako", "archive/2026/1.fubako")
    archive.run("reseal", *words, input=(KEY_PASSPHRASE + "\n").encode())


def test_a_stream_does_not_check_it_and_says_so(archive):
    package = "archive/2026/0.fubako"
    unlock(archive, "reseal", "--in-place", "--suite", "chacha20-poly1305", package)
    result = unlock(archive, "open", "--stream", package, "-o", "-")
    assert result.data == (archive.home / "plan-0").read_bytes()
    assert "not checked with --stream" in result.err and "signature valid" not in result.err


def test_opening_records_whose_place_the_package_takes(archive):
    package = "archive/2026/0.fubako"
    unlock(archive, "open", package, "-o", "first")
    ids = []
    for suite in ("chacha20-poly1305", "aes-256-gcm"):
        ids.append(unlock(archive, "reseal", "--json", "--in-place", "--suite", suite, package).json["packages"][0])
        unlock(archive, "open", package, "-o", f"out-{suite}")
    unlock(archive, "open", package, "-o", "first", code=10)
    archive.run("verify", package)
    former = [one["formerId"] for one in ids]
    assert [one.get("resealed-from") for one in entries(archive, "open")] == [None, *former, former[-1]]
    assert ids[1]["formerId"] == ids[0]["packageId"]


def test_in_place_and_again(archive):
    package = "archive/2026/0.fubako"
    for suite in ("chacha20-poly1305", "aes-256-gcm"):
        unlock(archive, "reseal", "--in-place", "--suite", suite, package)
    former = unlock(archive, "list", "--json", package).json["former"]
    assert [(one["suite"], one["sender"]["name"]) for one in former] == [
        ("chacha20-poly1305", "recipient"), ("aes-256-gcm", "sender")]
    assert names(archive, "archive/2026") == ["0.fubako", "1.fubako", "2.fubako"]


def test_what_can_be_forged_is_on_the_word_of_the_resealer(archive):
    package = "archive/2026/0.fubako"
    archive.run("policy", "withdraw", AES, "--reason", REASON, "--forgeable")
    unlock(archive, "reseal", "--in-place", package)
    result = unlock(archive, "open", package, "-o", "out")
    assert "on the word of the resealer only" in result.err and "signature valid" not in result.err
    former = unlock(archive, "list", "--json", package).json["former"][0]
    assert former["signature"] == "statement of the resealer only" and former["forgeable"] == [AES]
    assert "封緘し直した人だけの言葉" in unlock(archive, "open", package, "-o", "out2", "--lang", "ja").err


def kit():
    return Kit(str(KEYS))


@pytest.mark.parametrize("row", ["signature", "content", "label"])
def test_a_tampered_earlier_statement_is_refused(archive, row):
    """The recipient, who holds every key of the old package, seals again what the sender never signed."""
    made = kit()
    change = {"signature": {"steps": {"signatureValue": lambda value: flip(value, -1)}}}.get(row, {})
    former = made.sealer(**change)
    former.pieces()
    steps = {"content": {"content": lambda content: flip(content, 0)}}.get(row, {})
    options = {"label": None} if row == "label" else {}
    forged = made.sealer(former=former, suite=2, signer="recipient", steps=steps, **options).pieces()[0]
    archive.write("forged.fubako", forged)
    for command in (("list", "forged.fubako"), ("open", "forged.fubako", "-o", "out")):
        result = unlock(archive, *command, code=8, err="the earlier statement does not fit")
        assert result.out == ""
    assert not (archive.home / "out").exists()
    honest = made.sealer(former=former, suite=2, signer="recipient").pieces()[0]
    if row != "signature":
        archive.write("honest.fubako", honest)
        assert "by sender, signature valid" in unlock(archive, "open", "honest.fubako", "-o", "out").err


def test_withdrawn_algorithms_protect_nothing_new(archive):
    archive.run("policy", "withdraw", AES, "--reason", REASON)
    unlock(archive, "seal", "--to", "recipient", "plan-0", "-o", "new.fubako")
    assert "ChaCha20-Poly1305" in archive.run("inspect", "new.fubako").out
    words = ("--to", "recipient", "--suite", "aes-256-gcm", "plan-0", "-o", "other.fubako")
    unlock(archive, "seal", *words, code=10, err="^fubako: algorithm: AES-256-GCM was withdrawn")
    unlock(archive, "reseal", "--suite", "aes-256-gcm", "--in-place", "new.fubako", code=10, err="withdrawn")
    archive.run("policy", "withdraw", "ECDSA P-384", "--reason", REASON)
    archive.run("key", "new", "x", "--passphrase-file", "passphrase", code=10, err="^fubako: algorithm: ECDSA P-384 was withdrawn")
    archive.run("policy", "restore", AES, "--reason", "it was wrong")
    shown = archive.run("policy", "show", "--json").json["withdrawn"]
    assert [one["algorithm"] for one in shown] == ["ECDSA P-384"]


def put(file, content):
    """A private file, as the keyring wants it."""
    file.write_bytes(content)
    file.chmod(0o600)


def test_a_withdrawal_that_the_ledger_recorded_outlives_the_keyring_s_file(archive):
    archive.run("policy", "withdraw", AES, "--reason", REASON)
    file = archive.keyring / "withdrawn"
    kept = file.read_bytes()
    assert "differ" not in archive.run("policy", "show").err
    for content in (None, b"fubako-withdrawn 1\n", kept.replace(b"AES-256-GCM", b"SHA3-256")):
        if content is None:
            file.unlink()
        else:
            put(file, content)
        shown = archive.run("policy", "show")
        assert f"{AES}: withdrawn since" in shown.out and f"{AES}: the keyring and the ledger differ" in shown.err
        assert "食い違っています" in archive.run("policy", "show", "--lang", "ja").err
        told = archive.run("policy", "show", "--json").json["differences"][0]
        assert told["algorithm"] == AES and told["ledger"]["decision"] == "withdraw" and "keyring" not in told
        sealed = unlock(archive, "seal", "--suite", "aes-256-gcm", "plan-0", "-o", "new.fubako", code=10)
        assert "was withdrawn" in sealed.err and "differ" in sealed.err
        for command in ("verify", "inspect"):
            assert "protected by AES-256-GCM, which was withdrawn" in archive.run(
                command, office_folder(archive) / "0.fubako").err
        put(file, kept)
    # Deciding again ends it.
    file.unlink()
    archive.run("policy", "restore", AES, "--reason", "it was wrong")
    shown = archive.run("policy", "show", "--json").json
    assert shown["withdrawn"] == [] and shown["differences"] == []
    # An older file that is put back does not undo what was recorded later.
    put(file, kept)
    shown = archive.run("policy", "show", "--json").json
    assert shown["withdrawn"] == [] and [one["algorithm"] for one in shown["differences"]] == [AES]


def test_what_an_opener_recorded_keeps_a_forgeable_statement_forgeable(archive):
    archive.run("policy", "withdraw", AES, "--reason", REASON, "--forgeable")
    unlock(archive, "reseal", "archive/2026/0.fubako", "-o", "new.fubako")
    (archive.keyring / "withdrawn").unlink()
    opened = unlock(archive, "open", "new.fubako", "-o", "out").err
    assert "word of the resealer" in opened and "differ" in opened


def test_what_policy_refuses(archive):
    archive.run("policy", "withdraw", "ROT13", "--reason", REASON, code=2, err="^fubako: algorithm: ROT13: .*the names are: .*AES-256-GCM")
    archive.run("policy", "withdraw", AES, "--reason", "", code=2, err="^fubako: reason: it must have 1 to 500 bytes")
    archive.run("policy", "withdraw", AES, "--reason", "", "--lang", "ja", code=2, err="^fubako: 理由: 1 から 500")
    archive.run("policy", "withdraw", AES, "--reason", "a\tb", code=2, err="control characters")
    archive.run("policy", "restore", AES, "--reason", REASON, code=10, err=f"^fubako: algorithm: {AES} is not withdrawn")
    archive.write(archive.keyring / "withdrawn", "fubako-withdrawn 2\n")
    archive.run("policy", "show", code=8, err="not a list of withdrawn algorithms")
    unlock(archive, "seal", "--to", "recipient", "plan-0", "-o", "new.fubako", code=8)


def test_affected_keys_are_named(archive):
    told = archive.run("policy", "withdraw", "ECDH P-384", "--reason", REASON, "--json").json
    assert told["keys"] == ["recipient", "sender"] and told["decision"] == "withdraw"


def test_what_reseal_refuses(archive):
    package = "archive/2026/0.fubako"
    for words in ((package,), ("--in-place",), ("--in-place", package, "-o", "x"), ("--search", "x", "-o", "x", package)):
        unlock(archive, "reseal", *words, code=2)
    unlock(archive, "reseal", package, package, "-o", "file", code=2, err="a folder that exists")
    unlock(archive, "reseal", package, "-o", package, code=10, err="exists")
    folder = archive.keyring / "identities" / "sender"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    unlock(
        archive, "reseal", "--allow-unknown-signer", "--in-place", package, code=3,
        err="recipients are not in the keyring")
