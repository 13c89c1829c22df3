"""Receiving: pieces are collected from real places, verified one by one, kept, opened, and receipted."""

import email.message
import hashlib
import os
import shutil
import signal
import subprocess
import time

import pytest
from fixtures import know
from ways import SSHServer, Stick, mailbox, rclone_configuration

KEY = ("--passphrase-file", "key-passphrase")


def book(office, *routes):
    """Writes the book of routes: each a name and its fields."""
    lines = ["version: 1", "routes:"]
    for name, fields in routes:
        lines += [f"  - name: {name}"] + [f"    {key}: {value}" for key, value in fields.items()]
    office.write(".config/fubako/routes.yaml", "\n".join(lines) + "\n")


def folders(office, place, *names):
    """Routes to folders of these names."""
    made = {name: place / name for name in names}
    for path in made.values():
        path.mkdir(parents=True)
    book(office, *((name, {"kind": "folder", "path": path}) for name, path in made.items()))
    return made


def sealed(sender, name="report", split="3/5", size=4000, seed=1, **options):
    """The pieces of a package, by number, and what is in it."""
    content = hashlib.shake_128(bytes([seed])).digest(size)
    sender.write(f"{name}.bin", content)
    sender.run("seal", "--to", "recipient", "--split", split, f"{name}.bin", "-o", name, *KEY, **options)
    count = int(split.split("/")[1])
    return {x: sender.home / f"{name}.{x}.fubako" for x in range(1, count + 1)}, content


def put(path, folder, name=None):
    """A copy of a piece at a place."""
    shutil.copy(path, folder / (name or path.name))


def receive(office, *words, code=0, **options):
    """Receives, and gives what was told."""
    return office.run("receive", *words, *KEY, "--json", code=code, **options)


def kept(office):
    """Every piece that has its final name."""
    return sorted((office.home / ".local/state/fubako/received").glob("*/*.fubako"))


def verdicts(result):
    """What each file turned out to be."""
    return {file["name"]: file["verdict"] for file in result.json["files"]}


def test_pieces_come_by_several_routes_and_days(sender, recipient, tmp_path):
    pieces, content = sealed(sender)
    places = folders(recipient, tmp_path, "nas", "stick", "box")
    every = ("--from", "nas,stick,box", "-o", "inbox")
    put(pieces[1], places["nas"])
    first = receive(recipient, *every, code=14)
    assert verdicts(first) == {"report.1.fubako": "good"}
    assert first.json["packages"][0]["missing"] == 2
    put(pieces[5], places["stick"], "other name.fubako")
    # Nobody waits twice for the same: what was collected is not fetched again.
    second = receive(recipient, *every, code=14)
    assert verdicts(second) == {"other name.fubako": "good"}
    assert [route["fetched"] for route in second.json["routes"]] == [0, pieces[5].stat().st_size, 0]
    assert receive(recipient, *every).json["files"] == []
    put(pieces[3], places["box"])
    third = receive(recipient, *every)
    assert third.json["opened"][0]["pieces"]["present"] == [1, 3, 5]
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    assert kept(recipient) == []
    # One that was not needed is named, receipted, and not kept.
    put(pieces[4], places["box"])
    late = receive(recipient, *every)
    assert (late.json["files"][0]["verdict"], late.json["files"][0]["kept"]) == ("good", False)
    assert late.json["opened"] == [] and late.json["packages"][0]["good"] == [1, 3, 4, 5]
    lines = recipient.run("ledger", "show").out.splitlines()
    assert sum("  arrival  " in line for line in lines) == 4 and sum("  opened  " in line for line in lines) == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An SSH server."""
    if not SSHServer.is_available:
        pytest.skip("openssh-server is installed, and the tests run as root")
    server = SSHServer(tmp_path_factory.mktemp("server") / "server")
    yield server
    server.stop()


def sftp(server, folder="in"):
    """The fields of a route to it."""
    return {
        "kind": "sftp", "host": "127.0.0.1", "user": "root", "port": server.port, "folder": server.folder / folder,
        "identity-file": server.folder / "user", "known-hosts": server.folder / "known_hosts"}


def mailed(box, *files):
    """A message that brings files."""
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "soumu@example.jp", "zaimu@example.jp", "report"
    message.set_content("See the attachment.")
    for name, path in files:
        message.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=name)
    (box / "new" / f"{time.monotonic_ns()}.host").write_bytes(message.as_bytes())


def test_every_kind_of_route_is_collected_from(server, sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="5/5", size=30_000)
    kinds = Stick.kinds(tmp_path / "probes")
    if not kinds or not shutil.which("rclone"):
        pytest.skip("sticks can be mounted here, and rclone is installed")
    stick = Stick(tmp_path, kinds[0])
    try:
        (tmp_path / "nas").mkdir()
        remote = rclone_configuration(tmp_path / "cloud")
        box, program = mailbox(tmp_path / "post")
        book(
            recipient, ("nas", {"kind": "folder", "path": tmp_path / "nas"}), ("branch", sftp(server)),
            ("cloud", {"kind": "rclone", "remote": '"plain:"', "config": remote}),
            ("mail", {"kind": "mail", "to": "zaimu@example.jp", "sendmail": program, "maildir": box}),
            ("stick", {"kind": "carried", "path": stick.mount_point, "uuid": stick.uuid}))
        put(pieces[1], tmp_path / "nas")
        put(pieces[2], server.folder / "in")
        put(pieces[3], tmp_path / "cloud/store")
        mailed(box, (pieces[4].name, pieces[4]), ("notes.txt", sender.home / "report.bin"))
        put(pieces[5], stick.mount_point)
        result = receive(
            recipient, "--from", "nas,branch", "--from", "cloud,mail,stick", "-o", "inbox", "--receipts-to", "mail,nas")
        assert set(verdicts(result).values()) == {"good"} and len(result.json["files"]) == 5
        assert (recipient.home / "inbox/report.bin").read_bytes() == content
        receipt = result.json["receipts"][0]
        assert (receipt["state"], receipt["good"], receipt["routes"]) == ("opened", [1, 2, 3, 4, 5], ["mail", "nas"])
        assert (tmp_path / "nas" / receipt["file"]).read_bytes()[:1] == b"\x30"
        # Nothing new anywhere, also where a stick is put in again.
        stick.unmount()
        stick.mount()
        again = receive(recipient, "--from", "nas,branch,cloud,mail,stick", "-o", "inbox")
        assert again.json["files"] == []
    finally:
        stick.unmount()
        shutil.rmtree(server.folder / "in")
        (server.folder / "in").mkdir()


def test_an_interrupted_collection_goes_on_where_it_was(server, sender, recipient):
    pieces, content = sealed(sender, split="1/1", size=64 << 20)
    piece = sender.home / "report"
    size = piece.stat().st_size
    put(piece, server.folder / "in", "report.fubako")
    book(recipient, ("branch", sftp(server)))
    incoming = recipient.home / ".local/state/fubako/received/incoming/branch"

    def fetched():
        try:
            return max((path.stat().st_size for path in incoming.iterdir()), default=0)
        except FileNotFoundError:
            return 0

    had = 0
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
        process = recipient.start("receive", "--from", "branch", "-o", "inbox", *KEY)
        while process.poll() is None and fetched() <= had + (2 << 20):
            time.sleep(0.001)
        if process.poll() is None:
            os.kill(process.pid, number)
        process.communicate()
        assert had <= fetched() <= size
        had = fetched()
        assert kept(recipient) == [] or had == 0
    result = receive(recipient, "--from", "branch", "-o", "inbox")
    if had:
        assert result.json["routes"][0]["fetched"] == size - had
    assert (recipient.home / "inbox/report.bin").read_bytes() == content


def test_a_run_that_is_killed_at_any_moment_leaves_no_half_piece(sender, recipient, tmp_path):
    pieces, content = sealed(sender, size=300_000)
    places = folders(recipient, tmp_path, "nas")
    for path in pieces.values():
        put(path, places["nas"])
    for milliseconds in (5, 15, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100):
        process = recipient.start("receive", "--from", "nas", "--no-open", *KEY)
        time.sleep(milliseconds / 1000)
        process.kill()
        process.communicate()
        for path in kept(recipient):
            recipient.run("verify", "--quiet", path)
    receive(recipient, "--from", "nas", "-o", "inbox")
    assert (recipient.home / "inbox/report.bin").read_bytes() == content


def test_two_packages_under_misleading_names_are_told_apart(sender, recipient, tmp_path):
    places = folders(recipient, tmp_path, "nas")
    first, content = sealed(sender, "report", "2/3")
    second, other = sealed(sender, "plan", "2/3", seed=2)
    for x, y in ((1, 2), (2, 1)):
        put(first[x], places["nas"], f"plan.{y}.fubako")
        put(second[x], places["nas"], f"report.{y}.fubako")
    result = receive(recipient, "--from", "nas", "-o", "inbox")
    assert len(result.json["packages"]) == 2 and len(result.json["opened"]) == 2
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    assert (recipient.home / "inbox/plan.bin").read_bytes() == other


def test_what_is_not_a_sound_piece_by_somebody_trusted_is_refused_by_name(sender, recipient, tmp_path):
    pieces, content = sealed(sender)
    place = folders(recipient, tmp_path, "nas")["nas"]
    know(sender, "sender", "stranger", trusted=False)
    (place / "empty.fubako").write_bytes(b"")
    (place / "junk.fubako").write_bytes(b"\0" * 5000)
    (place / "folder.fubako").mkdir()
    (place / "link.fubako").symlink_to(pieces[1])
    (place / "evil\x1b[2J.fubako").write_bytes(b"x")
    (place / "letter.txt").write_bytes(b"x")
    sender.run("seal", "--unsigned", "--to", "recipient", "report.bin", "-o", "unsigned.fubako")
    put(sender.home / "unsigned.fubako", place)
    result = receive(recipient, "--from", "nas", code=12)
    assert verdicts(result) == {name: "refused" for name in ("empty.fubako", "junk.fubako", "unsigned.fubako")}
    reasons = {file["name"]: file["error"]["exit"] for file in result.json["files"]}
    assert reasons == {"empty.fubako": "not-package", "junk.fubako": "not-package", "unsigned.fubako": "origin-unknown"}
    assert kept(recipient) == []
    # Nothing of it is fetched again.
    assert receive(recipient, "--from", "nas").json["files"] == []


def test_a_strangers_piece_is_taken_once_he_is_trusted(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="1/2")
    place = folders(recipient, tmp_path, "nas")["nas"]
    put(pieces[1], place)
    recipient.run("key", "trust", "sender", "--withdraw", code=None)
    shutil.rmtree(recipient.home / ".local/share/fubako/keyring/identities/sender")
    know(recipient, "sender", trusted=False)
    assert receive(recipient, "--from", "nas", code=7).json["files"][0]["error"]["exit"] == "signer-unknown"
    assert receive(recipient, "--from", "nas").json["files"] == []
    shutil.rmtree(recipient.home / ".local/share/fubako/keyring/identities/sender")
    know(recipient, "sender")
    assert receive(recipient, "--from", "nas", "-o", "inbox").json["opened"]


def test_damaged_pieces_are_kept_and_help(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="2/3", size=5 << 20)
    place = folders(recipient, tmp_path, "nas")["nas"]

    def damage(x, offset):
        data = bytearray(pieces[x].read_bytes())
        data[offset] ^= 1
        (place / f"report.{x}.fubako").write_bytes(data)

    # Of every stripe two units are good, and no piece is whole.
    damage(1, 200_000)
    damage(2, 1_300_000)
    few = receive(recipient, "--from", "nas", "-o", "inbox", code=14)
    assert set(verdicts(few).values()) == {"damaged"}
    damage(3, pieces[3].stat().st_size - 100_000)
    result = receive(recipient, "--from", "nas", "-o", "inbox", "--receipt-file", "receipt")
    assert result.json["opened"][0]["damage"]
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    receipt = result.json["receipts"][0]
    assert (receipt["good"], receipt["damaged"], receipt["state"]) == ([], [1, 2, 3], "opened")


def test_a_piece_too_broken_to_tell_waits_for_others(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="2/3")
    place = folders(recipient, tmp_path, "nas")["nas"]
    (place / "report.1.fubako").write_bytes(pieces[1].read_bytes()[:-100])
    first = receive(recipient, "--from", "nas", code=8)
    assert verdicts(first) == {"report.1.fubako": "waiting"}
    again = receive(recipient, "--from", "nas").json
    assert again["files"] == [] and again["routes"][0]["fetched"] == 0
    put(pieces[2], place)
    second = receive(recipient, "--from", "nas", "-o", "inbox")
    assert verdicts(second) == {"report.1.fubako": "damaged", "report.2.fubako": "good"}
    assert (recipient.home / "inbox/report.bin").read_bytes() == content


def test_a_replay_is_recognised_by_signer_and_manifest(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="1/2")
    place = folders(recipient, tmp_path, "nas")["nas"]
    put(pieces[1], place)
    receive(recipient, "--from", "nas", "-o", "inbox")
    put(pieces[1], place, "quite new.fubako")
    replay = receive(recipient, "--from", "nas", "-o", "inbox")
    assert verdicts(replay) == {"quite new.fubako": "replay"} and replay.json["opened"] == []
    assert '"receive.replay"' in replay.err
    # Asked for by name, it is opened once more.
    again = receive(recipient, "--from", "nas", "-o", "second", "--again")
    assert len(again.json["opened"]) == 1
    assert (recipient.home / "second/report.bin").read_bytes() == content


def test_a_new_file_of_the_same_name_and_length_is_noticed(sender, recipient, tmp_path):
    place = folders(recipient, tmp_path, "nas")["nas"]
    for seed in (1, 2):
        pieces, content = sealed(sender, "report", "1/1", seed=seed) if seed == 1 else (None, None)
        if seed == 2:
            content = hashlib.shake_128(b"\2").digest(4000)
            sender.write("report.bin", content)
            sender.run("seal", "--to", "recipient", "report.bin", "-o", "report", "--force", *KEY)
        put(sender.home / "report", place, "report.fubako")
        receive(recipient, "--from", "nas", "-o", f"inbox{seed}")
        assert (recipient.home / f"inbox{seed}/report.bin").read_bytes() == content


def test_hostile_places_are_bounded(sender, recipient, tmp_path):
    places = folders(recipient, tmp_path, "junk", "many", "large")
    for number in range(150):
        (places["junk"] / f"{number:03}.fubako").write_bytes(b"junk")
    runs = [receive(recipient, "--from", "junk", code=12).json for _ in range(3)]
    assert [len(run["files"]) for run in runs] == [64, 64, 22]
    assert [run["routes"][0]["cutShort"] for run in runs] == [True, True, False]
    for number in range(100_001):
        (places["many"] / f"{number}.fubako").touch()
    many = receive(recipient, "--from", "many", code=10)
    assert many.json["routes"][0]["error"]["name"] == "route.too-much"
    pieces, _ = sealed(sender, split="1/1", size=50_000)
    put(sender.home / "report", places["large"], "report.fubako")
    with (places["large"] / "endless.fubako").open("wb") as file:
        file.truncate(1 << 40)
    with (places["large"] / "x.fubako-receipt").open("wb") as file:
        file.truncate(1 << 30)
    large = receive(recipient, "--from", "large", "--limit", "1M", "-o", "inbox", code=18)
    assert verdicts(large) == {
        "report.fubako": "good", "endless.fubako": "refused", "x.fubako-receipt": "refused"}
    assert (recipient.home / "inbox/report.bin").exists()
    # Refused once; again only where more is asked for.
    assert receive(recipient, "--from", "large", "--limit", "1M").json["files"] == []
    asked = receive(recipient, "--from", "large", "--limit", "2T", code=12).json
    assert [file["name"] for file in asked["files"]] == ["endless.fubako"]
    assert asked["routes"][0]["fetched"] < 1 << 20
    assert receive(recipient, "--from", "large", "--limit", "2T").json["files"] == []


def test_a_route_that_fails_keeps_the_others_going(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="1/1")
    places = folders(recipient, tmp_path, "nas", "gone")
    put(sender.home / "report", places["nas"], "report.fubako")
    places["gone"].rmdir()
    result = receive(recipient, "--from", "gone,nas", "-o", "inbox", code=15)
    assert result.json["routes"][0]["error"]["exit"] == "route-down"
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    recipient.run("receive", "--from", "nobody", code=3)


def test_receipts_are_written_into_a_file_or_a_folder(sender, recipient, tmp_path):
    place = folders(recipient, tmp_path, "nas")["nas"]
    first, _ = sealed(sender, "report", "2/3")
    second, _ = sealed(sender, "plan", "2/3", seed=2)
    put(first[1], place)
    receive(recipient, "--from", "nas", "--receipt-file", "one.fubako-receipt", code=14)
    assert (recipient.home / "one.fubako-receipt").stat().st_mode & 0o777 == 0o600
    # Nothing new is nothing to say.
    assert receive(recipient, "--from", "nas", "--receipt-file", "two").json["receipts"] == []
    put(first[3], place)
    put(second[1], place)
    refused = receive(recipient, "--from", "nas", "--no-open", "--receipt-file", "one.fubako-receipt", code=2)
    assert refused.error["name"] == "receipts.need-folder"
    (recipient.home / "receipts").mkdir()
    both = receive(recipient, "--from", "nas", "--no-open", "--receipt-file", "receipts")
    assert sorted(one["state"] for one in both.json["receipts"]) == ["collecting", "openable"]
    assert len(list((recipient.home / "receipts").iterdir())) == 2


def test_only_one_run_collects(sender, recipient, tmp_path):
    folders(recipient, tmp_path, "nas")
    receive(recipient, "--from", "nas")
    held = recipient.home / ".local/state/fubako/received"
    with subprocess.Popen(["flock", held, "sleep", "20"]) as holder:
        time.sleep(0.3)
        busy = receive(recipient, "--from", "nas", code=11)
        assert busy.error["name"] == "operation.collecting-busy"
        holder.kill()


def test_a_later_message_hides_no_piece(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="1/2")
    box, program = mailbox(tmp_path / "post")
    book(recipient, ("mail", {"kind": "mail", "to": "zaimu@example.jp", "sendmail": program, "maildir": box}))
    mailed(box, (pieces[1].name, pieces[1]))
    forged = sender.write("forged", pieces[1].read_bytes()[:-1] + b"\0")
    mailed(box, (pieces[1].name, forged))
    result = receive(recipient, "--from", "mail", "-o", "inbox", code=None)
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    assert len(result.json["files"]) >= 2
    # A message that was read and moved is no new one.
    for message in (box / "new").iterdir():
        message.rename(box / "cur" / (message.name + ":2,S"))
    assert receive(recipient, "--from", "mail").json["routes"][0]["fetched"] == 0
