"""What is refused: the exit code, the reason, and that nothing is left behind."""

import os
import socket
import threading

import pytest
from fixtures import KEYS, know, listing, make_tree, own, refuses, unlock
from office import Office


@pytest.fixture
def package(sender):
    """A sealed file."""
    sender.write("file", os.urandom(50_000))
    unlock(sender, "seal", "--to", "recipient", "file", "-o", "report.fubako")
    return sender.home / "report.fubako"


def test_output_that_exists_is_kept_unless_forced(sender, package):
    before = package.read_bytes()
    refuses(sender, 10, "it exists already", "seal", "--to", "recipient", "file", "-o", "report.fubako")
    assert package.read_bytes() == before
    unlock(sender, "seal", "--force", "--to", "recipient", "file", "-o", "report.fubako")
    assert package.read_bytes() != before
    unlock(sender, "open", "report.fubako", "-o", "inbox")
    sender.write("inbox/file", "changed")
    refuses(sender, 10, "inbox/file: it exists already", "open", "report.fubako", "-o", "inbox")
    assert (sender.home / "inbox" / "file").read_text() == "changed"
    unlock(sender, "open", "--force", "report.fubako", "-o", "inbox")
    assert (sender.home / "inbox" / "file").read_bytes() == (sender.home / "file").read_bytes()


def test_output_inside_or_equal_to_an_input_is_refused(sender):
    make_tree(sender.home)
    refuses(sender, 10, "inside an input", "seal", "--to", "recipient", "報告書", "-o", "報告書/out.fubako")
    refuses(sender, 10, "inside an input", "seal", "--to", "recipient", ".", "-o", "out.fubako")
    refuses(sender, 10, "are the same", "seal", "--force", "--to", "recipient", "報告書/empty", "-o", "報告書/empty")


INPUTS = [
    (["nothing"], 3, "nothing: there is no such file"),
    (["file", "folder/file"], 10, "two inputs have this name"),
    (["/"], 10, "name"),
    (["file", "--exclude", "file"], 10, "nothing to seal"),
    (["file", "--exclude", ""], 2, "not a pattern"),
]


@pytest.mark.parametrize("words, code, err", INPUTS, ids=lambda value: str(value))
def test_inputs_that_cannot_be_sealed(sender, words, code, err):
    sender.write("file", "x")
    sender.write("folder/file", "x")
    refuses(sender, code, err, "seal", "--to", "recipient", "-o", "out.fubako", *words)


def test_special_files_are_all_named(sender):
    tree = make_tree(sender.home)
    os.mkfifo(tree / "fifo")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tree / "socket"))
    told = refuses(sender, 10, "devices, sockets or FIFOs", "seal", "--to", "recipient", "報告書", "-o", "out").err
    assert "報告書/fifo" in told and "報告書/socket" in told and "--skip-special" in told
    listener.close()


LINKS = ["/etc/passwd", "../../outside", "empty/../本文.txt"]


@pytest.mark.parametrize("target", LINKS)
def test_links_that_lead_out_are_refused(sender, target):
    tree = make_tree(sender.home)
    (tree / "leads out").symlink_to(target)
    refuses(sender, 10, "報告書/leads out", "seal", "--to", "recipient", "報告書", "-o", "out.fubako")


@pytest.mark.parametrize("name", [b"new\nline", b"bell\x07", b"invalid \xff"])
def test_names_that_could_deceive_are_refused_and_shown_harmlessly(sender, name):
    (sender.home / "folder").mkdir()
    with open(os.path.join(os.fsencode(sender.home / "folder"), name), "wb"):
        pass
    told = refuses(sender, 10, r"\\x", "seal", "--to", "recipient", "folder", "-o", "out.fubako").err
    assert "\x07" not in told and told.count("\n") <= 2


PEOPLE = [
    (["--to", "nobody"], 3, "nobody"),
    (["--to", "stranger"], 10, "not trusted"),
    (["--to", "expired"], 10, "expired"),
    (["--to", "future"], 10, "not valid yet"),
    (["--to", "wronguse.pem"], 10, "does not allow"),
    (["--to", "sender.pem"], 10, "certificate|pair"),
    (["--from", "recipient", "--to", "recipient"], 3, "no private key"),
    (["--from", "nobody", "--to", "recipient"], 3, "nobody"),
    (["--unsigned"], 2, "nobody could open it"),
    (["--no-self"], 2, "nobody could open it"),
    (["--unsigned", "--from", "sender", "--to", "recipient"], 2, "unsigned"),
    (["--to", "recipient", "--to", "rsa.pem", "--hide-recipients"], 10, "one elliptic curve"),
]


@pytest.mark.parametrize("words, code, err", PEOPLE, ids=lambda value: str(value))
def test_people_who_cannot_send_or_receive(sender, words, code, err):
    know(sender, "stranger", trusted=False)
    know(sender, "expired")
    know(sender, "future")
    for name in ("wronguse", "rsa"):
        sender.write(f"{name}.pem", (KEYS / f"{name}.cert.pem").read_bytes())
    one = (KEYS / "sender.cert.pem").read_text().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    sender.write("sender.pem", one)
    sender.write("file", "x")
    refuses(sender, code, err, "seal", *words, "file", "-o", "out.fubako")


@pytest.mark.parametrize("name, err", [("expired", "expired"), ("future", "not valid yet")])
def test_sender_whose_certificate_is_not_valid_now(program, tmp_path, name, err):
    office = Office(program, tmp_path / "office")
    own(office, name)
    know(office, "recipient")
    office.write("file", "x")
    refuses(office, 10, err, "seal", "--to", "recipient", "file", "-o", "out.fubako")


LABELS = [
    (["--grade", "C3"], 2, "--paper"),
    (["--paper", "--grade", "C3/I2/A1"], 2, "confidentiality only"),
    (["--grade", "C4/I1/A1"], 2, "C4/I1/A1"),
    (["--restrict", "複製禁止"], 2, "grade: it is missing"),
    (["--grade", "C3/I2/A1", "--restrict", "nothing"], 2, "nothing"),
    (["--grade", "C3/I2/A1", "--restrict", "複製禁止", "--restrict", "no-copying"], 2, "twice"),
    (["--grade", "C2/I2/A1", "--c3-until", "2030-01-01"], 2, "confidentiality 3 only"),
    (["--grade", "C3/I2/A1", "--decided-on", "2026-02-30"], 2, "2026-02-30"),
    (["--purpose", "sale"], 2, "sale"),
    (["--suite", "aes-128-gcm"], 2, "aes-128-gcm"),
    (["--grade", "C3/I2/A1", "--retain-until", "2065-01-01", "--to", "weak"], 10, "must not protect"),
    (["--generate-passphrase", "--iterations", "999"], 2, "1000 to 10000000"),
    (["--generate-passphrase", "--iterations", "10000001"], 2, "1000 to 10000000"),
]


@pytest.mark.parametrize("words, code, err", LABELS, ids=lambda value: str(value))
def test_labels_and_methods_that_are_not_allowed(sender, words, code, err):
    know(sender, "rsa", called="weak")
    sender.write("file", "x")
    refuses(sender, code, err, "seal", "--to", "recipient", *words, "file", "-o", "out.fubako")


PACKAGES = [
    (["missing.fubako"], 3, "missing.fubako: there is no such file"),
    (["."], 11, "it is a folder"),
    (["file"], 12, "not a package"),
    (["report.fubako", "--key", "recipient"], 3, "no private key"),
    (["report.fubako", "--key", "other"], 4, "none of one's own"),
    (["report.fubako", "--package-passphrase-file", "key-passphrase"], 4, "passphrase does not open"),
    (["report.fubako", "--signer", "recipient"], 5, "somebody else"),
]


@pytest.mark.parametrize("words, code, err", PACKAGES, ids=lambda value: str(value))
@pytest.mark.parametrize("command", [["list"], ["open", "-o", "inbox"]], ids=lambda command: command[0])
def test_packages_that_are_not_opened(sender, package, command, words, code, err):
    own(sender, "other")
    refuses(sender, code, err, *command, *words)


def test_wrong_passphrase_of_the_key(sender, package):
    sender.write("key-passphrase", "another\n")
    refuses(sender, 4, "wrong passphrase", "open", "report.fubako", "-o", "inbox")
    refuses(sender, 4, "wrong passphrase", "seal", "--to", "recipient", "file", "-o", "out.fubako")


def test_file_that_changes_while_it_is_sealed(sender):
    (sender.home / "large").write_bytes(bytes(64_000_000))
    before = listing(sender.home)
    stop = threading.Event()

    def keep_growing():
        with open(sender.home / "large", "ab") as file:
            while not stop.is_set():
                file.write(b"x")
                file.flush()

    grower = threading.Thread(target=keep_growing)
    grower.start()
    try:
        unlock(sender, "seal", "--to", "recipient", "large", "-o", "out.fubako", code=11, err="changed while it was read")
    finally:
        stop.set()
        grower.join()
    assert listing(sender.home) == before


def without_powers(office):
    """Root may do everything, but for root without capabilities."""
    if os.geteuid() == 0:
        script = office.home / "powerless"
        script.write_text(f'#!/bin/sh\nexec setpriv --bounding-set=-all --inh-caps=-all "{office.program}" "$@"\n')
        script.chmod(0o700)
        office.program = str(script)


@pytest.mark.parametrize("below", ["", "/within"])
def test_folder_that_cannot_be_written_to(sender, below):
    for name in ("first", f"folder{below}/file"):
        sender.write(name, "new")
    unlock(sender, "seal", "--to", "recipient", "first", "folder", "-o", "report.fubako")
    inner = sender.write(f"inbox/folder{below}/file", "old").parent
    inner.chmod(0o500)
    without_powers(sender)
    try:
        words = ("open", "--force", "report.fubako", "-o", "inbox")
        refuses(sender, 11, f"inbox/folder{below}: permission denied", *words)
    finally:
        inner.chmod(0o700)
    assert (inner / "file").read_text() == "old"


def test_name_taken_inside_a_folder_is_told_with_its_path(sender):
    sender.write("folder/within/name", "new")
    unlock(sender, "seal", "--to", "recipient", "folder", "-o", "report.fubako")
    sender.write("inbox/folder/within/name/file", "old")
    refuses(
        sender, 10, "inbox/folder/within/name: something of another kind", "open", "--force", "report.fubako", "-o",
        "inbox")


def test_name_that_is_taken_is_found_before_anything_is_decrypted(sender):
    sender.write("file", os.urandom(4_000_000))
    package = unlock(sender, "seal", "--to", "recipient", "file", "-o", "-").data
    # With a unit that is damaged it would be that which is found.
    changed = bytearray(package)
    changed[1_000_000] ^= 1
    sender.write("report.fubako", bytes(changed))
    sender.write("inbox/file", "mine")
    refuses(sender, 10, "inbox/file: it exists already", "open", "report.fubako", "-o", "inbox")
    refuses(sender, 8, "damaged", "open", "--force", "report.fubako", "-o", "inbox")


def test_file_that_cannot_be_read(sender):
    sender.write("file", "x", mode=0)
    without_powers(sender)
    refuses(sender, 11, "permission denied", "seal", "--to", "recipient", "file", "-o", "out.fubako")
