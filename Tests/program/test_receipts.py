"""Receipts: they go back by any route, close the sender's transfer, and nothing else passes for one."""

import shutil

import pytest
from fixtures import know, own, unlock
from office import Office
from test_receive import KEY, book, folders, receive


@pytest.fixture
def sent(sender, recipient, tmp_path):
    """A transfer by two routes that both offices have, and the places."""
    places = folders(recipient, tmp_path, "nas", "box")
    book(sender, *((name, {"kind": "folder", "path": path}) for name, path in places.items()))
    sender.write("report.txt", "hello")
    unlock(
        sender, "send", "--to", "recipient", "--split", "2/2", "--via", "nas,box", "--plan", "shared", "report.txt",
        "--name", "report")
    return places


def status(office):
    """The transfer as the sender sees it."""
    return office.run("transfer", "status", "report", "--json").json


def receipt_of(recipient, name="receipt", **options):
    """Receives all, and writes the receipt into a file."""
    receive(recipient, "--from", "nas,box", "-o", "inbox", "--receipt-file", name, **options)
    return recipient.home / name


def test_a_receipt_on_a_route_closes_the_transfer(sent, sender, recipient):
    receive(recipient, "--from", "nas,box", "-o", "inbox", "--receipts-to", "box")
    assert (recipient.home / "inbox/report.txt").read_text() == "hello"
    found = receive(sender, "--from", "nas,box", "--no-open")
    receipt = [file for file in found.json["files"] if file["verdict"] == "receipt"][0]["receipt"]
    assert (receipt["state"], receipt["good"], receipt["new"]) == ("opened", [1, 2], True)
    assert receipt["closes"] and sender.run("transfer", "list", "--json").json["transfers"] == []
    # What was sent from here is left alone as long as the transfer is open.
    assert [file["verdict"] for file in found.json["files"]] == ["receipt"]
    assert [route["own"] for route in found.json["routes"]] == [1, 1]
    outbox = list((sender.home / ".local/state/fubako/transfers").glob("*/pieces"))
    assert outbox == []
    # The recipient's own receipt at the place is nothing to him.
    assert receive(recipient, "--from", "nas,box", "-o", "inbox").json["files"] == []


def test_receipts_are_imported_from_files(sent, sender, recipient):
    second_piece = next(sent["box"].glob("*.fubako"))
    shutil.move(second_piece, sender.home)
    first = receipt_of(recipient, "first", code=14)
    imported = sender.run("transfer", "receipt", first, "--json").json["receipts"][0]
    assert (imported["state"], imported["good"], imported["new"]) == ("collecting", [1], True)
    shutil.move(sender.home / second_piece.name, sent["box"])
    second = receipt_of(recipient, "second")
    assert sender.run("transfer", "receipt", second, "--json").json["receipts"][0]["state"] == "opened"
    before = status(sender)
    # One that came before changes nothing, and says so; an older one after a newer one neither.
    again = sender.run("transfer", "receipt", second, first, err="came before, and changes nothing")
    assert again.code == 0
    assert status(sender) == before
    lines = sender.run("ledger", "show").out.splitlines()
    assert sum("  receipt  " in line for line in lines) == 2


def test_receipts_that_do_not_count_are_refused(sent, sender, recipient, program, tmp_path):
    receipt = receipt_of(recipient)
    before = status(sender)
    data = receipt.read_bytes()
    edited = bytearray(data)
    # The state: that it was opened.
    edited[data.index(b"\x0a\x01\x02\x18\x0f20")+2] = 1
    sender.write("edited", bytes(edited))
    sender.run("transfer", "receipt", "edited", code=5, err="signature does not vouch for this receipt")
    sender.write("cut", data[:-1])
    sender.run("transfer", "receipt", "cut", code=8)
    sender.write("huge", bytes(200_000))
    sender.run("transfer", "receipt", "huge", code=10, err="too large")
    sender.run("transfer", "receipt", "nowhere", code=3)
    # A package is no receipt, whatever it is called.
    shutil.copy(next(sent["nas"].glob("*.fubako")), sender.home / "piece")
    sender.run("transfer", "receipt", "piece", code=8)
    # Nobody has sent anything from the recipient's desk.
    recipient.run("transfer", "receipt", receipt, code=3, err="nothing was sent from here")
    # A signer whom nobody has confirmed.
    shutil.rmtree(sender.home / ".local/share/fubako/keyring/identities/recipient")
    know(sender, "recipient", trusted=False)
    sender.run("transfer", "receipt", receipt, code=7, err="nobody has confirmed here")
    shutil.rmtree(sender.home / ".local/share/fubako/keyring/identities/recipient")
    sender.run("transfer", "receipt", receipt, code=7)
    know(sender, "recipient")
    assert status(sender) == before
    sender.run("transfer", "receipt", receipt, err="opened by recipient")


def test_a_receipt_for_another_package_does_not_count(sent, sender, recipient, tmp_path):
    receipt = receipt_of(recipient)
    other = Office(sender.program, tmp_path / "other")
    own(other, "sender")
    know(other, "recipient")
    other.run("transfer", "receipt", receipt, code=3, err="nothing was sent from here")
    assert other.run("transfer", "list", "--json").json["transfers"] == []


def test_a_receipt_counts_where_only_a_passphrase_opens(sender, recipient, tmp_path):
    place = folders(recipient, tmp_path, "nas")["nas"]
    book(sender, ("nas", {"kind": "folder", "path": place}))
    sender.write("report.txt", "hello")
    sender.write("package-passphrase", "x" * 20 + "\n")
    unlock(
        sender, "send", "--package-passphrase-file", "package-passphrase", "--passphrase-by", "telephone", "--via", "nas",
        "report.txt", "--name", "report")
    receive(recipient, "--from", "nas", "--receipt-file", "receipt", "--key", "recipient")
    told = sender.run("transfer", "receipt", recipient.home / "receipt", "--json").json["receipts"][0]
    assert (told["state"], told["good"], told["new"]) == ("openable", [1], True)
