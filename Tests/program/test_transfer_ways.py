"""Transfers over real routes: an SSH server, a remote of rclone, a stick, a mailbox; each interrupted and continued."""

import hashlib
import os
import shutil
import time

import pytest
from fixtures import unlock
from transfers import Places, entries, kill, send, start, states, status, until
from ways import SSHServer, Stick, mailbox, rclone_configuration

pytestmark = pytest.mark.skipif(
    not (SSHServer.is_available and shutil.which("rclone")), reason="sshd as root and rclone are needed")


@pytest.fixture
def server(tmp_path):
    """An SSH server."""
    server = SSHServer(tmp_path / "ssh")
    yield server
    server.stop()


@pytest.fixture
def stick(tmp_path):
    """A stick that is plugged in."""
    kinds = Stick.kinds(tmp_path)
    if not kinds:
        pytest.skip("no filesystem in a file can be mounted here")
    stick = Stick(tmp_path, kinds[0])
    yield stick
    stick.unmount()


@pytest.fixture
def office(sender):
    """Somebody with something to send."""
    sender.write("report/plan.txt", os.urandom(2_000_000))
    return sender


def add(office, name, *words):
    """A route of the office."""
    office.run("route", "add", name, *map(str, words))


def digest(path):
    """As the transfer keeps it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_five_kinds_of_routes(office, recipient, server, stick, tmp_path):
    configuration = rclone_configuration(tmp_path / "rclone")
    box, sendmail = mailbox(tmp_path / "mail")
    places = Places(office, "own")
    add(office, "courier", "--carried", "--at", stick.mount_point, "--uuid", stick.uuid, "--custodian", "佐藤")
    add(office, "branch", *server.words())
    add(office, "cloud", "--rclone", "plain:", "--rclone-config", configuration)
    add(office, "mail", "--mail", "zaimu@example.jp", "--sendmail", sendmail, "--maildir", box)
    send(office, "courier,branch,cloud,mail,own", "--split", "3/5", err="all pieces were delivered")
    pieces = status(office)["pieces"]
    verified = [piece["deliveries"][0]["verification"] for piece in pieces]
    assert verified[:3] + verified[4:] == ["read-back"] * 4 and verified[3] == "none"
    assert "unmounted" in pieces[0]["deliveries"][0]["medium"]
    assert pieces[0]["routes"][0]["custodian"] == "佐藤"
    assert "fubako transfer handover report --piece 1 --carrier '<name>'" in status(office)["next"]
    stick.mount()
    found = [
        next(folder.glob("*.fubako"))
        for folder in (stick.mount_point, server.folder / "in", tmp_path / "rclone/store", places.folder("own"))]
    assert [digest(path) for path in found] == [pieces[index]["digest"] for index in (0, 1, 2, 4)]
    assert len(list((box / "new").iterdir())) == 1
    unlock(recipient, "open", *found[1:], "-o", "out")
    assert (recipient.home / "out/report/plan.txt").read_bytes() == (office.home / "report/plan.txt").read_bytes()
    media = [one for one in entries(office, "delivery") if one.get("medium")]
    assert len(media) == 1 and media[0]["route"] == "courier"


def test_a_server_that_was_down_gets_its_piece_later(office, server):
    places = Places(office, "a", "b")
    add(office, "branch", *server.words())
    server.stop()
    send(office, "a,b,branch", "--split", "2/3", code=19, err="piece 3, branch: not delivered")
    assert states(office) == ["delivered", "delivered", "failed"]
    assert server.start(server.port)
    office.run("transfer", "resume", err="piece 3, branch: delivered; read back")
    assert len(places.calls) == 2
    (found,) = (server.folder / "in").glob("*.fubako")
    assert digest(found) == status(office)["pieces"][2]["digest"]


@pytest.mark.parametrize("way", ("branch", "cloud", "folder"))
def test_killed_while_bytes_flow(office, server, tmp_path, way):
    office.write("report/large.bin", os.urandom(24 << 20))
    Places(office, "a", "b")
    if way == "branch":
        add(office, way, *server.words())
        place = server.folder / "in"
    elif way == "cloud":
        add(office, way, "--rclone", "plain:", "--rclone-config", rclone_configuration(tmp_path / "rclone"))
        place = tmp_path / "rclone/store"
    else:
        place = tmp_path / "place"
        place.mkdir()
        add(office, way, "--folder", place)
    process = start(office, f"a,b,{way}", "--split", "2/3")
    until(lambda: process.poll() is not None or list(place.iterdir()))
    for step in range(6):
        time.sleep(0.02 * step)
        if process.poll() is None:
            kill(process)
        process = office.start("transfer", "resume", "report")
    process.communicate(timeout=60)
    office.run("transfer", "resume", "report")
    assert states(office) == ["delivered"] * 3
    (found,) = [path for path in place.iterdir() if not path.name.startswith(".")]
    assert digest(found) == status(office)["pieces"][2]["digest"]
    assert [path.name for path in place.iterdir()] == [found.name]


def test_a_transfer_that_is_given_up_leaves_no_half_piece(office, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    places = Places(office, "c", "d")
    add(office, "nas", "--folder", place)
    places.mark("c", "stalls")
    process = start(office, "c,d,nas", "--split", "2/3", "--at-once", "1")
    until(lambda: places.calls)
    name = status(office)["pieces"][2]["file"]
    digest_ = status(office)["pieces"][2]["digest"]
    (place / name).write_text("something else")
    places.clear("c", "stalls")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 19 and "something else" in err.decode()
    half = place / f".{name}.{digest_[:32]}.part"
    half.write_bytes(b"half")
    other = place / f".{name}.{'0' * 32}.part"
    other.write_bytes(b"of another piece")
    office.run("transfer", "cancel", err="removed what a delivery that was broken off had left: nas")
    assert not half.exists() and other.exists() and (place / name).read_text() == "something else"


def test_a_stick_that_is_not_there_is_waited_for(office, stick):
    Places(office, "a", "b")
    add(office, "courier", "--carried", "--at", stick.mount_point, "--uuid", stick.uuid)
    stick.unmount()
    send(office, "a,b,courier", "--split", "2/3", code=19, err="courier")
    stick.mount()
    office.run("transfer", "resume", err="piece 3, courier: delivered")
    assert states(office) == ["delivered"] * 3
