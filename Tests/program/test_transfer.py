"""Sealed packages go by several routes; what was interrupted goes on, and nothing is sent twice without saying so."""

import os
import shutil
import signal
import time
from datetime import datetime, timedelta, timezone

import pytest
from fixtures import unlock
from transfers import Places, entries, kill, send, start, states, status, store, until

SPLIT = ("--split", "2/3")


@pytest.fixture
def places(sender):
    """Three places, and something to send."""
    sender.write("report/plan.txt", os.urandom(300_000))
    return Places(sender, "a", "b", "c", "d", "e")


def test_all_pieces_are_delivered_and_recorded(sender, recipient, places):
    told = send(sender, "a,b,c", *SPLIT, err="all pieces were delivered")
    assert told.out == ""
    transfer = status(sender, "report")
    assert (transfer["state"], transfer["needed"], transfer["plan"]) == ("open", 2, "one-piece-per-route")
    assert transfer["fewestRoutes"] == 2 and transfer["fewestRoutesExact"] is True
    for number, (piece, place) in enumerate(zip(transfer["pieces"], "abc"), 1):
        assert piece["state"] == "delivered" and piece["piece"] == number
        (file,) = places.pieces(place)
        assert file.name == piece["file"] and "report" not in file.name
        assert file.stat().st_size == piece["size"]
        (delivery,) = piece["deliveries"]
        assert (delivery["route"], delivery["verification"], delivery["again"]) == (place, "read-back", False)
    planned, *delivered = entries(sender, "transfer", "delivery")
    assert planned["event"] == "planned"
    assert planned["routes"] == [f"{x} {n} command other" for x, n in enumerate("abc", 1)]
    assert sorted(one["piece"] for one in delivered) == [1, 2, 3]
    assert {one["result"] for one in delivered} == {"delivered"}
    files = [str(places.pieces(place)[0]) for place in "ac"]
    unlock(recipient, "open", *files, "-o", "out")
    assert (recipient.home / "out/report/plan.txt").read_bytes() == (sender.home / "report/plan.txt").read_bytes()


def test_the_store_is_private(sender, places):
    send(sender, "a,b,c", *SPLIT)
    for path in [store(sender), *store(sender).rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0 or path.suffix == ".fubako", path


def test_a_route_that_is_down_stops_no_other(sender, places):
    places.mark("b", "down")
    told = send(sender, "a,b,c", *SPLIT, code=19, err="piece 2, b: not delivered: .*the place is down")
    assert "go on with: fubako transfer resume report" in told.err
    assert states(sender) == ["delivered", "failed", "delivered"]
    assert status(sender)["next"] == ["fubako transfer resume report"]
    sender.run("transfer", "resume", "report", code=19)
    places.clear("b", "down")
    sender.run("transfer", "resume", err="piece 2, b: delivered")
    assert states(sender) == ["delivered"] * 3
    assert len(places.calls) == 3
    sender.run("transfer", "resume", err="nothing is left")
    results = [one["result"] for one in entries(sender, "delivery") if one["piece"] == 2]
    assert results == ["failed", "failed", "delivered"]


@pytest.mark.parametrize("moment", ("stalls", "hangs"))
def test_a_killed_run_goes_on(sender, places, moment):
    places.mark("b", moment)
    process = start(sender, "a,b,c", *SPLIT, "--at-once", "3")
    until(lambda: len(places.calls) == 3 and states(sender)[0] == states(sender)[2] == "delivered")
    if moment == "hangs":
        until((places.folder("b") / "arrived").exists)
    kill(process)
    places.clear("b", moment)
    assert states(sender) == ["delivered", "pending", "delivered"]
    # A program of one's own cannot tell whether the piece arrived.
    told = sender.run("transfer", "resume", "report")
    assert "piece 2, b: an earlier delivery was broken off; the piece may arrive twice" in told.err
    assert states(sender) == ["delivered"] * 3
    assert len(places.calls) == 4
    deliveries = [piece["deliveries"] for piece in status(sender)["pieces"]]
    assert [[one["again"] for one in list_] for list_ in deliveries] == [[False], [True], [False]]


def test_control_c_pauses_and_says_how_to_go_on(sender, places):
    places.mark("b", "stalls")
    process = start(sender, "a,b,c", *SPLIT, "--at-once", "3")
    until(lambda: len(places.calls) == 3 and states(sender).count("delivered") == 2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "report: paused; go on with: fubako transfer resume report" in err.decode()
    places.clear("b", "stalls")
    sender.run("transfer", "resume")
    assert states(sender) == ["delivered"] * 3


def test_kills_at_any_moment_leave_what_can_go_on(sender, places):
    sender.write("report/large.bin", os.urandom(8 << 20))
    for step in range(12):
        process = start(sender, "a,b,c", *SPLIT, "--name", f"n{step}")
        time.sleep(0.03 + step * 0.06)
        kill(process)
        listed = sender.run("transfer", "list", "--json", "--all").json["transfers"]
        assert not list(store(sender).glob(".new-*"))
        found = [one for one in listed if one["name"] == f"n{step}"]
        for one in found:
            assert one["packageId"] in {entry["package"] for entry in entries(sender, "transfer")}
            sender.run("transfer", "resume", f"n{step}")
            assert states(sender, f"n{step}") == ["delivered"] * 3
        if not found:
            packages = {one["packageId"][:8] for one in listed}
            assert {path.name[:8] for place in "abc" for path in places.pieces(place)} <= packages


#: Calls on the folder of transfers at which a run is killed, before and after they take effect.
CALLS = ("open", "write", "fsync", "link", "rename", "rename-new", "mkdir", "unlink", "rmdir")


@pytest.mark.parametrize("kind", ("kill", "killafter"))
def test_killed_at_system_calls(sender, places, faults, kind):
    killed = 0
    for call in CALLS:
        for nth in (1, 2, 4):
            name = f"{call}-{nth}"
            fault = {"LD_PRELOAD": faults, "FUBAKO_FAULT": f"{call}:{kind}:{nth}:transfers"}
            told = send(sender, "a,b,c", *SPLIT, "--name", name, code=None, environment=fault)
            assert told.code in (0, -signal.SIGKILL), told.err
            killed += told.code != 0
            listed = sender.run("transfer", "list", "--json", "--all").json["transfers"]
            assert not list(store(sender).glob(".new-*")), name
            if [one for one in listed if one["name"] == name]:
                sender.run("transfer", "resume", name)
                assert states(sender, name) == ["delivered"] * 3
            else:
                assert told.code != 0
    assert killed > 3
    packages = {one["packageId"][:8] for one in sender.run("transfer", "list", "--json").json["transfers"]}
    assert {path.name[:8] for place in "abc" for path in places.pieces(place)} == packages


def test_a_killed_run_hides_no_delivery_from_the_ledger(sender, places, faults):
    for number in range(1, 9):
        name = f"n{number}"
        fault = {"LD_PRELOAD": faults, "FUBAKO_FAULT": f"rename:killafter:{number}:/transfer"}
        told = send(sender, "a,b,c", *SPLIT, "--name", name, code=None, environment=fault)
        transfers = [one for one in sender.run("transfer", "list", "--json").json["transfers"] if one["name"] == name]
        for one in transfers:
            shown = status(sender, one["packageId"])
            delivered = {piece["piece"] for piece in shown["pieces"] if piece["state"] == "delivered"}
            recorded = {
                entry["piece"] for entry in entries(sender, "delivery") if entry["package"] == one["packageId"]}
            assert delivered <= recorded, told.err


def test_what_is_sent_is_signed(sender, places):
    told = sender.run("send", "--unsigned", "--to", "recipient", "--via", "a,b,c", *SPLIT, "report", code=2)
    assert "what is sent must be signed" in told.err
    assert places.calls == [] and not store(sender).exists()


def test_another_process_does_not_touch_a_transfer_that_is_held(sender, places):
    places.mark("a", "stalls")
    process = start(sender, "a,b,c", *SPLIT)
    until(lambda: places.calls)
    sender.run("transfer", "resume", "report", code=11, err="another process works on the transfer")
    assert states(sender, "report")[0] == "pending"
    places.clear("a", "stalls")
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_second_piece_on_one_account_is_refused_before_anything_is_sealed(sender):
    sender.write("report/plan.txt", "plan")
    places = Places(sender, "a", "b", "c", accounts={"c": "a"})
    send(sender, "a,b,c", *SPLIT, code=10, err="c, piece 1: the route carries another piece of the package")
    assert places.calls == [] and not store(sender).exists()
    assert not (sender.home / ".local/share/fubako/ledger").exists()
    send(sender, "a,b", *SPLIT, code=2, err="fewer routes than pieces")
    send(sender, "a,b", code=2, err="more routes than pieces")
    send(sender, "a,x,b", *SPLIT, code=3, err="x: there is no route of this name")
    send(sender, "a,,b", *SPLIT, code=2, err="separated by commas")


def test_names_of_one_host_take_one_piece(sender):
    sender.write("report/plan.txt", "plan")
    places = Places(sender, "a", "b", "c", "d", accounts={"a": "127.0.0.1", "b": "localhost", "c": "192.0.2.1"})
    send(sender, "a,b,c", *SPLIT, code=10, err="b, piece 1: the route carries another piece of the package")
    assert places.calls == []
    send(sender, "a,c,d", *SPLIT)
    sender.run("transfer", "resend", "--piece", "2", "--via", "b", code=10, err="carries another piece")
    sender.run("transfer", "resend", "--piece", "1", "--via", "b", err="piece 1, b: delivered again")


def test_sending_again_keeps_to_the_rule(sender, places):
    send(sender, "a,b,c", *SPLIT)
    sender.run("transfer", "resend", "report", "--piece", "1", "--via", "b", code=10, err="carries another piece")
    told = sender.run("transfer", "resend", "report", "--piece", "1", "--via", "b", code=10)
    assert "name another route; one carries several pieces only of a transfer that was sent with" in told.err
    sender.run("transfer", "resend", "report", "--piece", "4", code=2, err="no such piece|no piece 4")
    sender.run("transfer", "resend", "report", "--piece", "1", "--via", "d", err="piece 1, d: delivered again")
    assert places.pieces("d")[0].read_bytes() == places.pieces("a")[0].read_bytes()
    # The place has carried piece 1, and never another one.
    sender.run("transfer", "resend", "report", "--piece", "2", "--via", "d", code=10)
    sender.run("transfer", "resend", "report", "--piece", "2", err="piece 2, b: delivered again")
    events = [one["event"] for one in entries(sender, "transfer")]
    assert events == ["planned", "resend", "resend"]
    assert [one["again"] for one in entries(sender, "delivery")] == [False] * 3 + [True] * 2


def test_a_failed_delivery_counts_for_the_rule(sender, places):
    places.mark("b", "down")
    send(sender, "a,b,c", *SPLIT, code=19)
    sender.run("transfer", "resend", "report", "--piece", "1", "--via", "b", code=10, err="carries another piece")


def test_a_shared_plan_says_how_few_routes_open(sender):
    sender.write("report/plan.txt", "plan")
    places = Places(sender, "a", "b")
    send(sender, "a,b", "--split", "3/5", "--plan", "shared", err="routes that suffice to open the package: 1")
    assert len(places.pieces("a")) == 3 and len(places.pieces("b")) == 2
    assert status(sender)["fewestRoutes"] == 1 and status(sender)["plan"] == "shared"
    assert entries(sender, "transfer")[0]["fewestRoutes"] == 1


def test_the_passphrase_goes_its_own_way(sender, places):
    sender.write("package-passphrase", "x" * 20 + "\n")
    words = (*SPLIT, "--package-passphrase-file", "package-passphrase")
    send(sender, "a,b,c", *words, code=10, err="--passphrase-by")
    send(sender, "a,b,c", *SPLIT, "--passphrase-by", "telephone", code=2)
    send(sender, "a,b,c", *words, "--passphrase-by", "b", code=10, err="passphrase")
    assert places.calls == []
    book = sender.home / ".config/fubako/routes.yaml"
    book.write_text(book.read_text().replace("account: b\n", "account: b.example\n"))
    for way in ("B", " b ", "to the b.example host", "me@B.EXAMPLE"):
        send(sender, "a,b,c", *words, "--passphrase-by", way, code=10, err="passphrase")
    send(sender, "a,b,c", *words, "--passphrase-by", " D", err="goes by the route d")
    assert status(sender)["passphraseBy"] == "d"
    sender.run("transfer", "resend", "--piece", "1", "--via", "d", code=10, err="passphrase")
    send(sender, "a,b,c", *words, "--passphrase-by", "電話で", "--name", "second", err="in your words: 電話で")
    assert status(sender, "second")["passphraseBy"] == "電話で"
    told = sender.run("ledger", "show", "--json").out
    assert "x" * 20 not in told


def test_mail_that_is_too_large_is_refused_before_anything_is_sent(sender, places):
    sendmail = sender.write("sendmail", "#!/bin/sh\ncat > /dev/null\n", 0o700)
    places.append(
        "  - name: mail", "    kind: mail", "    to: zaimu@example.jp", f"    sendmail: {sendmail}", "    limit: 100000")
    told = send(sender, "a,b,mail", *SPLIT, code=18, err="mail")
    assert "bytes fit" in told.err
    assert places.calls == [] and list(store(sender).iterdir()) == []
    assert entries(sender, "transfer", "delivery") == []
    send(sender, "a,b,c,d,mail", "--split", "5/5", err="piece 5, mail: delivered; not verifiable")


def test_a_piece_that_is_gone_is_made_anew(sender, places):
    send(sender, "a,b,c", *SPLIT)
    (outbox,) = store(sender).glob("*/pieces")
    files = sorted(outbox.iterdir())
    bytes_ = files[0].read_bytes()
    files[0].unlink()
    assert "fubako transfer replace report --piece 1" in status(sender)["next"]
    sender.run("transfer", "resend", "--piece", "1", "--via", "d", code=19, err="transfer replace|not in the outbox")
    sender.run("transfer", "replace", "--piece", "1", "--via", "d", err="piece 1 was made anew, bit for bit")
    assert places.pieces("d")[0].read_bytes() == bytes_ == files[0].read_bytes()
    files[1].write_bytes(files[1].read_bytes()[:-100])
    sender.run("transfer", "replace", "--piece", "2", "--via", "e", err="piece 2 was made anew")
    assert places.pieces("e")[0].read_bytes() == places.pieces("b")[0].read_bytes()
    for file in files[:2]:
        file.unlink()
    sender.run("transfer", "replace", "--piece", "1", code=14)
    causes = [one["event"] for one in entries(sender, "transfer")]
    assert causes == ["planned", "resend", "replacement", "replacement"]


def test_hand_overs_are_kept(sender, places):
    send(sender, "a,b,c", *SPLIT)
    sender.run("transfer", "handover", "--piece", "1", code=2)
    sender.run(
        "transfer", "handover", "report", "--piece", "1", "--carrier", "佐藤", "--container", "C-12", "--seal", "S-7",
        "--at", "2026-04-01T09:00:00Z", "--place", "正門")
    assert states(sender)[0] == "handed-over"
    sender.run("transfer", "handover", "report", "--piece", "1", "--received", "--place", "大阪")
    given, received = status(sender)["pieces"][0]["handovers"]
    assert given == {
        "event": "given", "time": "2026-04-01T09:00:00Z", "carrier": "佐藤", "container": "C-12", "seal": "S-7",
        "place": "正門"}
    assert received["event"] == "received"
    kept = entries(sender, "handover")
    assert [one["event"] for one in kept] == ["given", "received"] and kept[0]["container"] == "C-12"
    assert kept[0]["carrier"] == "佐藤"
    shown = sender.run("transfer", "status").out
    assert "佐藤" in shown and "S-7" in shown


@pytest.mark.parametrize("word,state", (("close", "closed"), ("cancel", "cancelled")))
def test_a_transfer_ends(sender, places, word, state):
    send(sender, "a,b,c", *SPLIT)
    sender.run("transfer", word, "report")
    assert status(sender, "report")["state"] == state
    assert not list(store(sender).glob("*/pieces"))
    for words in (("resume",), ("resend", "--piece", "1"), ("handover", "--piece", "1", "--carrier", "x"), ("close",)):
        sender.run("transfer", words[0], "report", *words[1:], code=10, err="already|before")
    assert sender.run("transfer", "list", "--json").json["transfers"] == []
    assert len(sender.run("transfer", "list", "--json", "--all").json["transfers"]) == 1
    assert entries(sender, "transfer")[-1]["event"] == state
    sender.run("transfer", "status", code=3)


def test_what_is_overdue_is_named_with_what_to_type(sender, places):
    soon = (datetime.now(timezone.utc) + timedelta(seconds=4)).strftime("%Y-%m-%dT%H:%M:%SZ")
    send(sender, "a,b,c", *SPLIT, "--deadline", soon)
    assert status(sender)["deadline"] == soon
    until(lambda: status(sender)["overdue"])
    transfer = status(sender)
    assert transfer["next"] == [f"fubako transfer resend report --piece {x}" for x in (1, 2, 3)]
    shown = sender.run("transfer", "status").out
    assert "(overdue)" in shown and "$ fubako transfer resend report --piece 1" in shown
    assert "(overdue)" in sender.run("transfer", "list").out
    assert "期限超過" in sender.run("transfer", "status", "--lang", "ja").out


def test_deadlines(sender, places):
    for wrong in ("7", "d", "0d", "7x", "2020-01-01", "2026-02-30", "-1d"):
        send(sender, "a,b,c", *SPLIT, f"--deadline={wrong}", code=2)
    sender.write(".config/fubako/config.yaml", 'transfer-deadline: "3d"\n')
    send(sender, "a,b,c", *SPLIT)
    left = datetime.fromisoformat(status(sender)["deadline"].replace("Z", "+00:00")) - datetime.now(timezone.utc)
    assert timedelta(days=2, hours=23) < left < timedelta(days=3, minutes=1)
    sender.write(".config/fubako/config.yaml", 'transfer-deadline: "2026-04-01"\n')
    send(sender, "a,b,c", *SPLIT, code=2, err="transfer-deadline")


def test_names_and_identifiers(sender, places):
    send(sender, "a,b,c", *SPLIT)
    send(sender, "a,b,c", *SPLIT)
    sender.run("transfer", "status", "report", code=2, err="several transfers")
    one, two = sender.run("transfer", "list", "--json").json["transfers"]
    assert status(sender, one["packageId"][:12])["packageId"] == one["packageId"]
    sender.run("transfer", "cancel", two["packageId"])
    assert status(sender, "report")["packageId"] == one["packageId"]
    sender.run("transfer", "status", "other", code=3, err="no transfer of this name")


def test_a_damaged_file_of_a_transfer_is_named(sender, places):
    send(sender, "a,b,c", *SPLIT)
    (file,) = store(sender).glob("*/transfer")
    file.write_bytes(file.read_bytes()[:-1])
    sender.run("transfer", "status", file.parent.name, code=8)
    told = sender.run("transfer", "list", "--json")
    assert told.json["transfers"] == [] and file.parent.name in told.err


def test_a_route_that_leads_elsewhere_now_gets_nothing(sender, places):
    places.mark("b", "down")
    send(sender, "a,b,c", *SPLIT, code=19)
    book = sender.home / ".config/fubako/routes.yaml"
    book.write_text(book.read_text().replace("account: b", "account: elsewhere"))
    places.clear("b", "down")
    sender.run("transfer", "resume", code=19, err="leads elsewhere")
    assert places.pieces("b") == []


@pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")
def test_what_is_there_already_is_not_sent_again(sender, places):
    sender.write("rclone.conf", "[cloud]\ntype = local\n")
    (sender.home / "cloud").mkdir()
    places.append(
        "  - name: cloud", "    kind: rclone", f"    remote: cloud:{sender.home}/cloud",
        f"    config: {sender.home}/rclone.conf")
    send(sender, "a,b,cloud", *SPLIT, err="piece 3, cloud: delivered")
    sender.run("transfer", "resend", "--piece", "3", err="piece 3, cloud: it was there already, nothing was sent")
    assert [one["result"] for one in entries(sender, "delivery") if one["piece"] == 3] == ["delivered", "present"]


def test_a_shell_is_offered_routes_and_open_transfers(sender, places):
    send(sender, "a,b,c", *SPLIT)
    send(sender, "a,b,c", *SPLIT, "--name", "$(touch gone)")
    words = ("fubako", "transfer", "resend", "", "--via", "")
    for question, names in (
            (("transfer", "resend", "--", "--via"), ["a", "b", "c", "d", "e"]),
            (("transfer", "status", "--", "positional@0"), ["report"]),
            (("send", "--", "--via"), ["a", "b", "c", "d", "e"])):
        told = sender.run("---completion", *question, str(len(words) - 1), "0", *words)
        assert told.out.split() == names and told.err == ""
