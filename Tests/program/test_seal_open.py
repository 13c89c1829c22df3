"""What is sealed comes out as it went in, for everyone who is meant to open it."""

import json
import os

import pytest
from fixtures import KEYS, know, listing, make_tree, own, refuses, snapshot, unlock
from office import Office


def hand_over(sender, recipient, name="report.fubako"):
    (recipient.home / name).write_bytes((sender.home / name).read_bytes())


def test_tree_comes_out_as_it_went_in(sender, recipient):
    tree = make_tree(sender.home)
    (sender.home / "plan.pdf").write_bytes(b"%PDF-1.7")
    before = snapshot(tree)
    told = unlock(sender, "seal", "--to", "recipient", "報告書", "plan.pdf", "-o", "report.fubako").err
    assert "sealed: entries: 10" in told and "for recipient, sender" in told and "signed by sender" in told
    assert "each of which became a copy: 2" in told
    hand_over(sender, recipient)
    told = unlock(recipient, "open", "report.fubako", "-o", "inbox").err
    assert "files: 6, folders: 2, links: 2" in told
    assert snapshot(recipient.home / "inbox" / "報告書") == before
    assert (recipient.home / "inbox" / "plan.pdf").read_bytes() == b"%PDF-1.7"
    # The sender can open it too.
    unlock(sender, "open", "report.fubako", "-o", "again")
    assert snapshot(sender.home / "again" / "報告書") == before


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 1_048_576, 1_048_577, 5_000_000])
def test_file_of_any_size_comes_out(sender, recipient, size):
    data = os.urandom(size)
    sender.write("file", data)
    unlock(sender, "seal", "--quiet", "--to", "recipient", "file", "-o", "report.fubako")
    hand_over(sender, recipient)
    assert unlock(recipient, "open", "--quiet", "report.fubako", "-o", "-").data == data


OPTIONS = [
    ["--suite", "chacha20-poly1305"], ["--no-padding"], ["--hide-recipients"], ["--no-self"],
    ["--hide-label", "--grade", "C3/I2/A2"], ["--grade", "機密性２・完全性１・可用性１"], ["--paper", "--grade", "C3"],
    ["--purpose", "提供"], ["--hide-recipients", "--hide-label", "--grade", "C2/I2/A1", "--no-padding"],
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_every_kind_of_package_opens(sender, recipient, options):
    sender.write("file", "x" * 40_000)
    unlock(sender, "seal", "--to", "recipient", *options, "file", "-o", "report.fubako")
    hand_over(sender, recipient)
    recipient.run("verify", "report.fubako")
    unlock(recipient, "open", "report.fubako", "-o", "inbox")
    assert (recipient.home / "inbox" / "file").read_text() == "x" * 40_000


def test_recipients_are_names_groups_files_and_lists(sender, program, tmp_path):
    know(sender, "other")
    sender.write(".local/share/fubako/keyring/groups/everyone", "other\nrecipient\n")
    sender.write("rsa.pem", (KEYS / "rsa.cert.pem").read_bytes())
    sender.write("list", "# more\n\n everyone \nrsa.pem\n")
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "--recipients-file", "list", "file", "-o", "report.fubako")
    told = sender.run("inspect", "--json", "report.fubako").json
    assert [one.get("name") for one in told["recipients"]] == ["recipient", "other", None, "sender"]
    for name in ("other", "rsa", "recipient"):
        office = Office(program, tmp_path / name)
        own(office, name)
        know(office, "sender")
        hand_over(sender, office)
        assert unlock(office, "open", "report.fubako", "-o", "-").out == "text"


def test_passphrase_opens_without_a_key(sender, program, tmp_path):
    sender.write("file", "text")
    sender.write("secret", "か\u3099っこう の 校歌\n")
    unlock(
        sender, "seal", "--no-self", "--package-passphrase-file", "secret", "--iterations", "1000", "file", "-o",
        "report.fubako", err="1000 iterations")
    office = Office(program, tmp_path / "office")
    know(office, "sender")
    hand_over(sender, office)
    office.write("secret", "がっこう の 校歌\n")
    office.run("open", "report.fubako", "--package-passphrase-file", "secret", "-o", "inbox")
    assert (office.home / "inbox" / "file").read_text() == "text"
    office.run("open", "report.fubako", "-o", "other", code=4, err="--passphrase")
    office.write("secret", "another\n")
    office.run("open", "report.fubako", "--package-passphrase-file", "secret", "-o", "other", code=4, err="passphrase")


def test_generated_passphrase_is_shown_once(sender):
    sender.write("file", "text")
    shown = unlock(sender, "seal", "--no-self", "--generate-passphrase", "file", "-o", "report.fubako").out
    assert len(shown.strip()) == 39 and shown.count("-") == 7
    sender.write("secret", shown)
    sender.run("open", "report.fubako", "--package-passphrase-file", "secret", "-o", "inbox")
    told = unlock(sender, "seal", "--json", "--to", "recipient", "--generate-passphrase", "file", "-o", "other.fubako")
    assert told.json["passphrase"] is True and told.err.count("\n") == 1
    generated = json.loads(told.err)
    assert list(generated) == ["generatedPassphrase"] and len(generated["generatedPassphrase"]) == 39
    sender.write("secret", generated["generatedPassphrase"])
    sender.run("open", "other.fubako", "--package-passphrase-file", "secret", "-o", "other")


def test_unsigned_package_opens_only_where_that_is_allowed(sender, recipient):
    sender.write("file", "text")
    told = sender.run("seal", "--unsigned", "--to", "recipient", "file", "-o", "report.fubako").err
    assert "unsigned: nobody can tell who made it" in told
    hand_over(sender, recipient)
    recipient.run("verify", "report.fubako", code=6)
    refuses(recipient, 6, "unsigned", "open", "report.fubako", "-o", "inbox")
    told = unlock(recipient, "open", "report.fubako", "--allow-unsigned", "-o", "inbox").err
    assert "anyone may have made it" in told


def test_unknown_signer_is_accepted_only_where_that_is_allowed(sender, program, tmp_path):
    office = Office(program, tmp_path / "recipient")
    own(office, "recipient")
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    hand_over(sender, office)
    office.run("verify", "report.fubako", code=7)
    refuses(office, 7, "its signer is not known", "open", "report.fubako", "-o", "inbox")
    refuses(office, 3, "none of that name", "open", "report.fubako", "--signer", "sender", "-o", "inbox")
    told = unlock(office, "open", "report.fubako", "--allow-unknown-signer", "-o", "inbox").err
    assert "nobody has confirmed the signer here: 'fixture sender'" in told
    # In the keyring without trust: to demand it by name is not to trust it.
    know(office, "sender", trusted=False)
    refuses(office, 7, "its signer is not known", "open", "report.fubako", "-o", "other")
    refuses(office, 7, "its signer is not known", "open", "report.fubako", "--signer", "sender", "-o", "other")
    unlock(office, "open", "report.fubako", "--signer", "sender", "--allow-unknown-signer", "-o", "other")
    know(office, "other")
    refuses(office, 5, "somebody else", "open", "report.fubako", "--signer", "other", "-o", "third")


def test_paths_inside_are_opened_alone(sender):
    tree = make_tree(sender.home)
    unlock(sender, "seal", "--to", "sender", "報告書", "-o", "report.fubako")
    unlock(sender, "open", "report.fubako", "報告書/empty folder/", "./報告書/本文.txt", "-o", "some")
    assert listing(sender.home / "some") == {
        "報告書", "報告書/empty folder", "報告書/empty folder/up", "報告書/本文.txt"}
    assert unlock(sender, "open", "report.fubako", "報告書/large.bin", "-o", "-").data == (tree / "large.bin").read_bytes()
    sender.write("報告書.txt", "a file of this name is here")
    unlock(sender, "open", "report.fubako", "--path", "報告書/empty", "-o", "other")
    assert listing(sender.home / "other") == {"報告書", "報告書/empty"}
    refuses(sender, 3, "no such file or folder inside", "open", "report.fubako", "--path", "nothing", "-o", "third")
    refuses(sender, 2, "holds 4 files|inside", "open", "report.fubako", "-o", "-")


def test_several_packages_are_unlocked_with_one_passphrase(sender):
    for day in ("monday", "tuesday"):
        sender.write(day, day)
        unlock(sender, "seal", "--to", "recipient", day, "-o", f"{day}.fubako")
    reader, writer = os.pipe()
    os.write(writer, b"fixture\n")
    os.close(writer)
    sender.run(
        "open", "monday.fubako", "tuesday.fubako", "-o", "inbox", "--passphrase-fd", str(reader), pass_fds=[reader])
    os.close(reader)
    assert listing(sender.home / "inbox") == {"monday", "tuesday"}


def test_label_goes_with_the_files(sender, recipient):
    sender.write("file", "text")
    options = ["--grade", "C3/I2/A1", "--restrict", "複製禁止", "--restrict", "C:関係者限り", "--decider", "課長"]
    unlock(sender, "seal", "--to", "recipient", *options, "file", "-o", "report.fubako")
    hand_over(sender, recipient)
    told = unlock(recipient, "open", "report.fubako", "-o", ".").err
    assert "C3/I2/A1" in told and "no-copying, C:関係者限り" in told
    record = (recipient.home / "file.fubako-label").read_text()
    assert record.startswith("fubako-label 1\npurpose: transfer\ngrade: C3/I2/A1\n")
    # Whoever seals the file again passes the label on, and cannot lower it by the way.
    told = unlock(recipient, "seal", "--json", "--to", "sender", "file", "-o", "back.fubako").json
    assert told["label"]["grade"] == "C3/I2/A1" and told["label"]["restrictions"] == ["C:複製禁止", "C:関係者限り"]
    lower = ["seal", "--to", "sender", "--grade", "C2/I1/A1", "file", "-o", "low.fubako"]
    refuses(recipient, 10, "below what the inputs bring along: C3", *lower)
    unlock(recipient, *lower, "--decider", "部長")
    unlock(recipient, "seal", "--to", "sender", "--no-inherit-label", "file", "-o", "none.fubako")
    assert "label" not in recipient.run("inspect", "--json", "none.fubako").json
    unlock(recipient, "open", "report.fubako", "--no-label-record", "-o", "plain")
    assert listing(recipient.home / "plain") == {"file"}


def test_configuration_gives_defaults(sender):
    own(sender, "other")
    sender.write("file", "text")
    refuses(sender, 2, "other, sender", "seal", "--to", "recipient", "file", "-o", "report.fubako")
    sender.write(
        ".config/fubako/config.yaml",
        "from: sender\nself: false\npurpose: inside\ngrade: C2/I2/A1\nrestrict:\n  - 複製禁止\nsuite: chacha20-poly1305\n")
    told = unlock(sender, "seal", "--json", "--to", "recipient", "file", "-o", "report.fubako").json
    assert (told["sender"], told["recipients"], told["purpose"]) == ("sender", ["recipient"], "inside")
    assert told["label"]["grade"] == "C2/I2/A1" and told["label"]["restrictions"] == ["C:複製禁止"]
    assert "ChaCha20-Poly1305" in sender.run("inspect", "report.fubako").out
    told = unlock(
        sender, "seal", "--json", "--from", "other", "--grade", "C1/I1/A1", "--to", "recipient", "file", "-o", "2").json
    assert told["sender"] == "other" and told["label"]["grade"] == "C1/I1/A1"


def test_patterns_and_special_files_are_left_out(sender):
    tree = make_tree(sender.home)
    os.mkfifo(tree / "fifo")
    (tree / "notes.tmp").touch()
    seal = ["seal", "--to", "recipient", "報告書", "-o", "report.fubako"]
    refuses(sender, 10, "fifo", *seal)
    told = unlock(sender, *seal, "--skip-special", "--exclude", "*.tmp", "--exclude", "報告書/empty folder").err
    assert "報告書/fifo: left out" in told
    names = [entry["path"] for entry in unlock(sender, "list", "--json", "report.fubako").json["entries"]]
    assert names == sorted(names, key=os.fsencode)
    assert not {"報告書/fifo", "報告書/notes.tmp", "報告書/empty folder"} & set(names)
    assert len(names) == 7
