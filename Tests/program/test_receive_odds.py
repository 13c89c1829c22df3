"""Receiving where something is in the way: kills, disks without room, files of strangers, names that are taken."""

import shutil
import signal

from test_receive import KEY, folders, kept, put, receive, sealed, verdicts


def test_advice_names_what_receive_has(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="1/2")
    place = folders(recipient, tmp_path, "nas")["nas"]
    put(pieces[1], place)
    told = recipient.run("receive", "--from", "nas", "--no-open", *KEY)
    assert "enough pieces are here: fubako receive --from nas -o FOLDER" in told.err
    recipient.write("inbox/report.bin", "mine")
    taken = recipient.run("receive", "--from", "nas", "-o", "inbox", *KEY, code=10)
    assert "receive again with another folder" in taken.err and "--force" not in taken.err
    recipient.run("receive", "--from", "nas", "-o", "other", *KEY)
    assert (recipient.home / "other/report.bin").read_bytes() == content
    assert receive(recipient, "--from", "nas").json["packages"] == []


def test_a_killed_run_hides_no_arrival_from_the_ledger(sender, recipient, tmp_path, faults):
    pieces, _ = sealed(sender, split="2/3")
    place = folders(recipient, tmp_path, "nas")["nas"]
    put(pieces[1], place)
    killed = 0
    for rule in (
            "rename:kill:1:received", "rename:killafter:1:received", "fsync:kill:3:received",
            "rename-new:killafter:1:1.fubako"):
        fault = {"LD_PRELOAD": faults, "FUBAKO_FAULT": rule}
        told = recipient.run("receive", "--from", "nas", "--no-open", *KEY, code=None, environment=fault)
        killed += told.code == -signal.SIGKILL
        if kept(recipient):
            lines = recipient.run("ledger", "show").out.splitlines()
            assert any("  arrival  " in line for line in lines), rule
            shutil.rmtree(recipient.home / ".local/state/fubako/received")
            shutil.rmtree(recipient.home / ".local/share/fubako/ledger")
    assert killed > 0


def test_what_does_not_begin_as_a_piece_is_not_fetched(sender, recipient, tmp_path):
    pieces, content = sealed(sender, split="2/3", size=5 << 20)
    places = folders(recipient, tmp_path, "nas", "box")
    with (places["nas"] / "zeros.fubako").open("wb") as file:
        file.truncate(50 << 30)
    (places["nas"] / "header.fubako").write_bytes(pieces[3].read_bytes()[:8] + b"\xff" * 50_000_000)
    put(pieces[1], places["nas"])
    # Its other header tells whose it is.
    beginning = bytearray(pieces[2].read_bytes())
    beginning[:200] = bytes(200)
    (places["box"] / "report.2.fubako").write_bytes(beginning)
    result = receive(recipient, "--from", "nas,box", "-o", "inbox", code=None)
    assert verdicts(result) == {
        "zeros.fubako": "refused", "header.fubako": "refused", "report.1.fubako": "good", "report.2.fubako": "damaged"}
    assert result.json["routes"][0]["fetched"] < pieces[1].stat().st_size + (4 << 20)
    assert (recipient.home / "inbox/report.bin").read_bytes() == content


def test_a_full_state_disk_stops_one_file_only(sender, recipient, tmp_path, faults):
    pieces, content = sealed(sender, split="1/1")
    places = folders(recipient, tmp_path, "nas", "box")
    put(sender.home / "report", places["nas"], "report.fubako")
    put(sender.home / "report", places["box"], "copy.fubako")
    fault = {"LD_PRELOAD": faults, "FUBAKO_FAULT": "pwrite:ENOSPC:*:incoming/nas"}
    result = receive(recipient, "--from", "nas,box", "-o", "inbox", code=11, environment=fault)
    assert verdicts(result) == {"report.fubako": "refused", "copy.fubako": "good"}
    file = result.json["files"][0]
    assert (file["route"], file["name"], file["error"]["exit"]) == ("nas", "report.fubako", "input-output")
    assert (recipient.home / "inbox/report.bin").read_bytes() == content
    assert not list((recipient.home / ".local/state/fubako/received/incoming/nas").iterdir())
    # It is tried again when there is room.
    assert verdicts(receive(recipient, "--from", "nas", "-o", "inbox")) == {"report.fubako": "replay"}


def test_a_file_for_which_there_is_no_room_is_not_begun(sender, recipient, tmp_path):
    pieces, _ = sealed(sender, split="1/1")
    place = folders(recipient, tmp_path, "nas")["nas"]
    put(sender.home / "report", place, "report.fubako")
    with (place / "report.fubako").open("r+b") as file:
        file.truncate(1 << 42)
    result = receive(recipient, "--from", "nas", "--limit", "8T", code=11)
    assert result.json["routes"][0]["fetched"] == 0 and verdicts(result) == {"report.fubako": "refused"}
