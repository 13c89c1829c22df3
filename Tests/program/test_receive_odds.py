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
