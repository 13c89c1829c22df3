"""What is done is recorded in the ledger: before it leaves, whatever happens to the ledger, and so that others can tell."""

import contextlib
import json
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
from fixtures import unlock
from office import Office

FORK = 13


def entries(office, ledger=None):
    """All entries, in their order, with the personal values that are still there."""
    folder = ledger or office.home / ".local/share/fubako/ledger"
    if not (folder / "ledger.sqlite").exists():
        return []
    with contextlib.closing(sqlite3.connect(f"file:{folder}/ledger.sqlite?mode=ro", uri=True)) as database:
        found = [json.loads(row[0]) for row in database.execute("SELECT bytes FROM entry ORDER BY position")]
    with contextlib.closing(sqlite3.connect(f"file:{folder}/personal.sqlite?mode=ro", uri=True)) as database:
        for position, field, value in database.execute("SELECT entry, field, value FROM personal"):
            # Those of an entry that is being appended are there first.
            if position < len(found):
                found[position][field] = json.loads(value)
    return found


def kinds(office, ledger=None):
    return [entry["kind"] for entry in entries(office, ledger) if entry["kind"] not in ("ledger", "notice")]


def seal(office, output, *words, **options):
    office.write("file.txt", "content\n")
    return unlock(office, "seal", "--to", "recipient", "file.txt", "-o", output, *words, **options)


def deliver(sender, recipient, *names):
    for name in names:
        shutil.copy(sender.home / name, recipient.home / name)


def opened(office, name, **options):
    """Opens a package into a folder of its own, and tells what is said of the ledger."""
    return unlock(office, "open", name, "-o", f"inbox-{name}-{time.monotonic_ns()}", **options).err


def state_of(office, name, code=0):
    """What verifying tells programs of the ledger."""
    return office.run("verify", "--json", name, code=code).json["packages"][0]["ledger"]["state"]


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


# What is recorded


def test_sealing_and_opening_are_recorded(sender, recipient):
    seal(sender, "report.fubako", "--grade", "C2/I1/A1")
    assert kinds(sender) == ["seal-intent", "policy", "seal"]
    intent, sealed = [entry for entry in entries(sender) if entry["kind"].startswith("seal")]
    assert intent["package"] == sealed["package"]
    assert intent["grade"] == "C2/I1/A1" and intent["names"] == ["file.txt"] and len(intent["recipients"]) == 2
    assert sealed["result"] == "sealed" and sealed["names"] == ["file.txt"]
    assert sealed["output"] == str(sender.home / "report.fubako")
    assert sealed["bytes"] == (sender.home / "report.fubako").stat().st_size
    deliver(sender, recipient, "report.fubako")
    opened(recipient, "report.fubako")
    recipient.run("verify", "report.fubako")
    recipient.run("inspect", "report.fubako")
    assert kinds(recipient) == ["open", "verify"]
    assert entries(recipient)[-1]["verdict"] == "intact"


def test_hidden_recipients_and_labels_are_not_told(sender):
    seal(sender, "report.fubako", "--hide-recipients", "--hide-label", "--grade", "C3/I2/A1")
    intent = next(entry for entry in entries(sender) if entry["kind"] == "seal-intent")
    assert "recipients" not in intent and "grade" not in intent


def test_refusals_are_recorded_with_their_cause(sender, recipient):
    seal(sender, "report.fubako")
    deliver(sender, recipient, "report.fubako")
    recipient.write("wrong", "not this one\n")
    recipient.run("open", "--passphrase-file", "wrong", "report.fubako", "-o", "inbox", code=4)
    last = entries(recipient)[-1]
    assert (last["kind"], last["result"], last["cause"]) == ("open", "refused", "keyring.wrong-passphrase")
    seal(sender, "other.fubako", "--unsigned")
    deliver(sender, recipient, "other.fubako")
    unlock(recipient, "open", "other.fubako", "-o", "inbox", code=6)
    assert entries(recipient)[-1]["cause"] == "operation.unsigned"


#: Changes after which nobody can tell which package it was, and the verdict on what is left.
SPOILT = [
    ("no package", lambda data: b"nothing of the kind\n" * 300, "not-package"),
    ("empty", lambda data: b"", "not-package"),
    ("cut in the header", lambda data: data[:200], "damaged"),
    ("cut", lambda data: data[:-100], "damaged"),
    ("a flipped bit of the end", lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:], "damaged"),
]


@pytest.mark.parametrize("name, change, verdict", SPOILT, ids=[one[0] for one in SPOILT])
def test_what_is_damaged_or_no_package_is_recorded_with_its_path(sender, recipient, name, change, verdict):
    seal(sender, "report.fubako")
    spoilt = recipient.write("spoilt.fubako", change((sender.home / "report.fubako").read_bytes()))
    unlock(recipient, "open", "spoilt.fubako", "-o", "inbox", code=None)
    unlock(recipient, "open", "--stream", "spoilt.fubako", "-o", "-", code=None)
    told = recipient.run("verify", "--json", "spoilt.fubako", code=None).json["packages"][0]
    *_, opening, streaming, verifying = entries(recipient)
    assert [one["kind"] for one in (opening, streaming, verifying)] == ["open", "open", "verify"]
    assert (opening["result"], streaming["result"]) == ("refused", "refused")
    assert verifying["verdict"] == told["verdict"] == verdict and verifying["cause"] == opening["cause"] == told["error"]["name"]
    for entry in (opening, verifying):
        assert entry["input"] == str(spoilt) and "package" not in entry
    assert str(spoilt) in recipient.run("ledger", "show").out
    recipient.run("ledger", "forget", "--person", str(spoilt), "--reason", "asked for")
    assert not any("input" in one and one["input"] == str(spoilt) for one in entries(recipient))
    recipient.run("ledger", "verify")


def test_many_files_with_long_names_are_sealed_and_the_beginning_of_the_list_is_kept(sender):
    names = [f"{number:03}" + "資" * 84 for number in range(120)]
    for name in names:
        sender.write(name, "x")
    unlock(sender, "seal", "--to", "recipient", *names, "-o", "many.fubako")
    intent, sealed = [entry for entry in entries(sender) if entry["kind"].startswith("seal")]
    assert intent["names"][-1] == "…" and intent["names"][:-1] == names[: len(intent["names"]) - 1]
    assert len(intent["names"]) > 60 and sealed["names"] == intent["names"]
    sender.run("ledger", "verify")


@pytest.mark.parametrize("options", [(), ("--stream",)])
def test_opening_to_standard_output_is_recorded(sender, recipient, options):
    seal(sender, "report.fubako")
    deliver(sender, recipient, "report.fubako")
    assert unlock(recipient, "open", "report.fubako", *options, "-o", "-").data == b"content\n"
    last = entries(recipient)[-1]
    assert (last["result"], last["bytes"], last["entries"], "manifest" in last) == ("opened", 8, 1, True)


def test_changes_of_keys_are_recorded(soumu, program, tmp_path, office):
    shutil.copy(soumu.home / "soumu.cert.pem", office.home)
    office.run("key", "import", "soumu.cert.pem", "--fingerprint", soumu.fingerprint("soumu"))
    office.run("key", "untrust", "soumu")
    office.run("key", "trust", "soumu", "--fingerprint", soumu.fingerprint("soumu"))
    office.run("key", "export", "soumu")
    office.run("key", "remove", "soumu")
    events = [entry["event"] for entry in entries(office) if entry["kind"] == "key"]
    assert events == ["imported", "untrusted", "trusted", "exported", "removed"]
    own = [entry["event"] for entry in entries(soumu) if entry["kind"] == "key"]
    assert own[:2] == ["created", "exported"]


def test_notice_is_shown_once(sender):
    assert "recorded in a ledger" in seal(sender, "one.fubako").err
    assert "recorded in a ledger" not in seal(sender, "two.fubako").err
    notices = [entry for entry in entries(sender) if entry["kind"] == "notice"]
    assert [(notice["shown"], notice["confirmed"]) for notice in notices] == [("other", False)]


def test_verify_makes_no_ledger(sender, recipient):
    seal(sender, "report.fubako")
    deliver(sender, recipient, "report.fubako")
    recipient.run("verify", "report.fubako")
    assert not (recipient.home / ".local/share/fubako/ledger").exists()


def test_no_ledger_is_kept_where_none_is_wanted(sender):
    sender.write(".config/fubako/config.yaml", "ledger: false\n")
    seal(sender, "report.fubako")
    assert not (sender.home / ".local/share/fubako/ledger").exists()
    assert "ledger" not in sender.run("verify", "--json", "report.fubako").json["packages"][0]


# Before anything leaves


def test_intent_stands_before_the_content_is_read(sender):
    process = sender.start(
        "seal", "--passphrase-file", "key-passphrase", "--to", "recipient", "--stdin-name", "x", "-o", "out.fubako")
    wait_for(lambda: "seal-intent" in kinds(sender))
    assert not (sender.home / "out.fubako").exists() and kinds(sender) == ["seal-intent"]
    process.communicate(b"content", timeout=30)
    assert process.returncode == 0 and kinds(sender) == ["seal-intent", "policy", "seal"]


def test_killed_sealing_leaves_its_intent(sender):
    process = sender.start(
        "seal", "--passphrase-file", "key-passphrase", "--to", "recipient", "--stdin-name", "x", "-o", "out.fubako")
    wait_for(lambda: "seal-intent" in kinds(sender))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert kinds(sender) == ["seal-intent"] and not (sender.home / "out.fubako").exists()


def test_failed_sealing_is_recorded(sender):
    sender.write("wrong", "not this one\n")
    sender.write("file.txt", "content\n")
    sender.run("seal", "--passphrase-file", "wrong", "--to", "recipient", "file.txt", "-o", "out.fubako", code=4)
    sealed = entries(sender)[-1]
    assert (sealed["result"], sealed["cause"]) == ("failed", "keyring.wrong-passphrase")


# A ledger that cannot be used


def test_lost_ledger_stops_sealing(sender):
    seal(sender, "one.fubako")
    ledger = sender.home / ".local/share/fubako/ledger"
    ledger.rename(sender.home / "stolen")
    seal(sender, "two.fubako", code=8, err="the ledger that was here before is gone")
    for words in (["verify"], ["show"], ["checkpoint"], ["report", "--since", "2026-01-01", "-o", "report.html"]):
        assert str(ledger) in sender.run("ledger", *words, code=8, err="is gone").err
        assert str(ledger) in sender.run("ledger", *words, "--lang", "ja", code=8, err="失われています").err
    lost = json.loads(sender.run("ledger", "verify", "--json", code=8).err)["error"]
    assert (lost["name"], lost["where"]) == ("ledger.lost", str(ledger))
    assert not (sender.home / "two.fubako").exists() and not ledger.exists()
    sender.run("verify", "one.fubako")


def test_older_copy_stops_sealing(sender):
    seal(sender, "one.fubako")
    ledger = sender.home / ".local/share/fubako/ledger"
    shutil.copytree(ledger, sender.home / "copy")
    seal(sender, "two.fubako")
    shutil.rmtree(ledger)
    (sender.home / "copy").rename(ledger)
    seal(sender, "three.fubako", code=8, err="older than what was here before")
    assert not (sender.home / "three.fubako").exists()
    assert "not recorded" in sender.run("verify", "one.fubako").err


def test_entries_wait_in_the_spool_where_that_is_allowed(sender):
    sender.write(".config/fubako/config.yaml", "ledger-unavailable: spool\n")
    seal(sender, "one.fubako")
    ledger = sender.home / ".local/share/fubako/ledger"
    ledger.rename(sender.home / "away")
    assert "spool" in seal(sender, "two.fubako").err
    assert sender.run("verify", "two.fubako").code == 0
    assert list((sender.home / ".local/state/fubako/ledger-spool").rglob("*-*"))
    (sender.home / "away").rename(ledger)
    seal(sender, "three.fubako")
    found = [(entry["kind"], entry.get("spooled", False)) for entry in entries(sender) if "package" in entry]
    assert found == [
        ("seal-intent", False), ("seal", False), ("seal-intent", True), ("seal", True), ("verify", True),
        ("seal-intent", False), ("seal", False),
    ]


@pytest.fixture
def small_disk(tmp_path):
    """A filesystem of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_full_disk_stops_sealing(sender, small_disk):
    ledger = small_disk / "ledger"
    seal(sender, "one.fubako", "--ledger", ledger)
    with contextlib.suppress(OSError), open(small_disk / "filler", "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    for _ in range(100):
        if seal(sender, "two.fubako", "--ledger", ledger, code=None).code:
            break
        (sender.home / "two.fubako").unlink()
    assert seal(sender, "two.fubako", "--ledger", ledger, code=11, err="no space left").code == 11
    assert not (sender.home / "two.fubako").exists()
    (small_disk / "filler").unlink()
    seal(sender, "two.fubako", "--ledger", ledger)
    assert kinds(sender, ledger)[-2:] == ["seal-intent", "seal"]


def test_read_only_disk_stops_sealing(sender, small_disk):
    ledger = small_disk / "ledger"
    seal(sender, "one.fubako", "--ledger", ledger)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    seal(sender, "two.fubako", "--ledger", ledger, code=11, err="cannot be written")
    assert not (sender.home / "two.fubako").exists()
    assert sender.run("verify", "one.fubako", "--ledger", str(ledger)).code == 0
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    seal(sender, "two.fubako", "--ledger", ledger)


def recorded(office, ledger):
    """Kinds of what is recorded of packages, and whether it waited; each package has an intent and an outcome, once."""
    found = [entry for entry in entries(office, ledger) if "package" in entry]
    for kind in ("seal-intent", "seal"):
        packages = [entry["package"] for entry in found if entry["kind"] == kind]
        assert len(set(packages)) == len(packages) == len(found) // 2
    return [(entry["kind"], entry.get("spooled", False)) for entry in found]


def test_entries_wait_while_the_disk_is_read_only(sender, small_disk):
    sender.write(".config/fubako/config.yaml", "ledger-unavailable: spool\n")
    ledger = small_disk / "ledger"
    seal(sender, "one.fubako", "--ledger", ledger)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "spool" in seal(sender, "two.fubako", "--ledger", ledger).err
    assert sender.run("ledger", "verify", "--ledger", str(ledger)).code == 0
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    seal(sender, "three.fubako", "--ledger", ledger)
    assert recorded(sender, ledger) == [
        (kind, waited) for waited in (False, True, False) for kind in ("seal-intent", "seal")]
    assert sender.run("ledger", "verify", "--ledger", str(ledger)).code == 0


def test_entries_wait_while_the_disk_is_full(sender, small_disk):
    sender.write(".config/fubako/config.yaml", "ledger-unavailable: spool\n")
    ledger = small_disk / "ledger"
    seal(sender, "one.fubako", "--ledger", ledger)
    with contextlib.suppress(OSError), open(small_disk / "filler", "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    count = 1
    while "spool" not in seal(sender, f"{count}.fubako", "--ledger", ledger).err:
        count += 1
        assert count < 100
    (small_disk / "filler").unlink()
    seal(sender, "last.fubako", "--ledger", ledger)
    found = recorded(sender, ledger)
    assert len(found) == 2 * (count + 2) and any(waited for _, waited in found)
    assert sender.run("ledger", "verify", "--ledger", str(ledger)).code == 0


# What recipients can tell


def test_ledger_of_a_sender_is_followed(sender, recipient):
    for name in ("one", "two", "three"):
        seal(sender, f"{name}.fubako")
    deliver(sender, recipient, "one.fubako", "two.fubako", "three.fubako")
    assert "first seen" in opened(recipient, "one.fubako")
    told = opened(recipient, "three.fubako")
    sizes = [recipient.run("inspect", "--json", f"{name}.fubako").json["ledger"]["size"] for name in ("one", "three")]
    assert f"not checked against what was seen before; ask the sender for: fubako ledger consistency {sizes[0]} {sizes[1]}" in told
    assert state_of(recipient, "three.fubako") == "not-checked"
    assert "consistent with what was seen before" in opened(recipient, "two.fubako")
    assert "consistent with what was seen before" in opened(recipient, "three.fubako")
    assert state_of(recipient, "three.fubako") == "consistent"
    assert recipient.run("inspect", "--json", "three.fubako").json["ledger"]["state"] == "consistent"
    assert sender.run("inspect", "--json", "three.fubako").json["ledger"]["state"] == "consistent"


@pytest.fixture
def forged(sender):
    """A sender whose ledger goes on from "two" in one history, and from an older copy in another."""
    seal(sender, "one.fubako")
    ledger = sender.home / ".local/share/fubako/ledger"
    shutil.copytree(ledger, sender.home / "copy")
    seal(sender, "two.fubako")
    shutil.rmtree(ledger)
    (sender.home / "copy").rename(ledger)
    shutil.rmtree(sender.home / ".local/state/fubako/ledgers")
    seal(sender, "three.fubako")
    seal(sender, "four.fubako")
    return sender


@pytest.mark.parametrize("second", ["three", "four"])
def test_two_histories_are_told(forged, recipient, second):
    deliver(forged, recipient, "one.fubako", "two.fubako", f"{second}.fubako")
    opened(recipient, "one.fubako")
    assert "consistent" in opened(recipient, "two.fubako")
    assert "FORK" in opened(recipient, f"{second}.fubako", code=FORK)
    assert state_of(recipient, f"{second}.fubako", code=FORK) == "fork"
    told = recipient.run("verify", f"{second}.fubako", code=FORK)
    assert "whose ledger has two histories" in told.out
    assert state_of(recipient, "two.fubako") == "consistent"


def test_nobody_is_told_of_a_fork_where_the_signer_is_not_trusted(sender, program, tmp_path):
    seal(sender, "one.fubako")
    stranger = Office(program, tmp_path / "stranger")
    deliver(sender, stranger, "one.fubako")
    assert state_of(stranger, "one.fubako", code=7) == "untrusted"
