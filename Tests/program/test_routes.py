"""Routes over real places: they are added, listed, tried and removed, and what is wrong with them is told."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from fixtures import unlock
from ways import IS_ROOT, SSHServer, Stick, mailbox, rclone_configuration

needs_sshd = pytest.mark.skipif(not SSHServer.is_available, reason="openssh-server is installed, and the tests run as root")
needs_rclone = pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is installed")
STEPS = ["deliver", "list", "collect", "remove"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An SSH server. Tests put what they need beside its folder "in"."""
    server = SSHServer(tmp_path_factory.mktemp("server") / "server")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def kinds(tmp_path_factory):
    """The kinds of sticks that can be mounted here."""
    return Stick.kinds(tmp_path_factory.mktemp("probes"))


@pytest.fixture(params=["ext4", "vfat"])
def stick(request, kinds, tmp_path):
    """A stick that is plugged in."""
    if request.param not in kinds:
        pytest.skip(f"{request.param} can be mounted here, by root through a loop device")
    stick = Stick(tmp_path, request.param)
    yield stick
    stick.unmount()


def add(office, name, *words, **options):
    """Adds a route."""
    return office.run("route", "add", name, *map(str, words), **options)


def tried(office, name, **options):
    """What trying a route gave, and each step's result."""
    result = office.run("route", "test", name, "--json", **options).json
    return result, {step["step"]: step["result"] for step in result["steps"]}


def book(office):
    """The book of routes."""
    return office.home / ".config/fubako/routes.yaml"


def test_routes_are_added_shown_and_removed(office):
    (office.home / "nas").mkdir()
    add(office, "nas", "--folder", "nas", "--own", "--domain", "総務課", "--stated-by", "山田", "--stated-on", "2026-04-01")
    add(office, "sftp-a", "sftp://user@Files.Example:2222//srv/in%20box")
    add(office, "cloud", "--rclone", "remote:dir")
    add(office, "mail", "--mail", "to@example.jp", "--mail-limit", "100000")
    add(office, "courier", "--carried", "--medium", "USB", "--at", "/media/usb", "--serial", "4C53", "--uuid", "12AB-34CD",
        "--custodian", "田中", "--kept-at", "金庫 2", "--erased", "2026-10-01 佐藤")
    add(office, "own-way", "--command", "--account", "host-b", "--put", "put-file '{file}' to={name} 'a b'")
    routes = {route["name"]: route for route in office.run("route", "list", "--json").json["routes"]}
    assert list(routes) == ["nas", "sftp-a", "cloud", "mail", "courier", "own-way"]
    assert (routes["nas"]["own"], routes["nas"]["domain"], routes["nas"]["statedBy"]) == (True, "総務課", "山田")
    assert routes["sftp-a"]["identity"] == "host:files.example"
    assert routes["sftp-a"]["destination"] == "sftp://user@Files.Example:2222//srv/in box"
    assert (routes["cloud"]["own"], routes["cloud"]["destination"]) == (False, "remote:dir")
    assert routes["mail"]["fits"] < 100_000 * 3 // 4
    assert routes["courier"]["medium"] == {
        "name": "USB", "serial": "4C53", "uuid": "12AB-34CD", "custodian": "田中", "keptAt": "金庫 2",
        "erased": "2026-10-01 佐藤"}
    assert 'put: ["put-file", "{file}", "to={name}", "a b"]' in book(office).read_text()
    assert len(office.run("route", "list").out.splitlines()) == 6
    assert "金庫 2" in office.run("route", "show", "courier").out
    stated = office.run("route", "state", "cloud", "--by", "鈴木", "--on", "2026-05-01", "--json").json
    assert (stated["statedBy"], stated["statedOn"]) == ("鈴木", "2026-05-01")
    office.run("route", "remove", "cloud")
    office.run("route", "show", "cloud", code=3, err="no route of this name")
    assert [route["name"] for route in office.run("route", "list", "--json").json["routes"]][2] == "mail"


def test_changes_of_the_book_are_recorded_without_names_of_people(office):
    add(office, "nas", "--folder", "/", "--own", "--domain", "総務課", "--stated-by", "山田")
    office.run("route", "state", "nas", "--by", "鈴木")
    office.run("route", "remove", "nas")
    shown = office.run("ledger", "show", "--kind", "policy").out
    assert [re.search(r"route-\w+", line)[0] for line in shown.splitlines()] == [
        "route-added", "route-stated", "route-removed"]
    assert "nas folder own" in shown and "山田" not in shown and "鈴木" not in shown


def test_additions_at_the_same_time_lose_nothing(office):
    (office.home / ".config").mkdir()
    office.write("config.yaml", "ledger: false\n")
    running = [
        office.start("route", "add", f"r{number}", "--folder", "/", "--config", "config.yaml") for number in range(12)]
    assert {process.wait(timeout=60) for process in running} == {0}
    for process in running:
        process.communicate()
    names = {route["name"] for route in office.run("route", "list", "--json").json["routes"]}
    assert names == {f"r{number}" for number in range(12)}


WRONG = [
    ((), 2, "say where it leads"), (("--folder", "/", "--mail", "a@b"), 2, "exclude each other"),
    (("--folder", "/", "--serial", "x"), 2, "--serial does not go with --folder"),
    (("sftp://h/x", "--rclone-config", "c"), 2, "--rclone-config does not go with sftp"),
    (("ftp://h/x",), 2, "sftp://"), (("sftp://-oProxyCommand=x/",), 2, "not of its form"),
    (("sftp://h:x/",), 2, "sftp://"), (("sftp://h/%zz",), 2, "sftp://"), (("--rclone", ":local:/x"), 2, "remote"),
    (("--mail", "a@b\nBcc: c@d"), 2, "account@domain"), (("--mail", "a@b", "--mail-limit", "1"), 2, "10,000"),
    (("--carried",), 2, "--medium"), (("--carried", "--medium", "USB of nobody"), 3, "no medium of this name"),
    (("--carried", "--medium", "USB", "--at", "/"), 3, "no medium is mounted"), (("--command",), 2, "--account"),
    (("--command", "--account", "x", "--put", "p {file}"), 2, "{name}"),
    (("--command", "--account", "x", "--put", "p '{file} {name}"), 2, "quotation mark"),
    (("--folder", "/", "--stated-on", "2026-01-01"), 2, "--stated-by"),
    (("--folder", "/", "--stated-by", "x", "--stated-on", "2026-02-30"), 2, "YYYY-MM-DD"),
    (("--folder", "/", "--own", "--provider"), 2, ""), (("--folder", "/", "--domain", "a\x1bb"), 2, "one line"),
]


@pytest.mark.parametrize("words, code, err", WRONG)
def test_what_cannot_be_a_route_is_refused(office, words, code, err):
    add(office, "a", *words, code=code, err=re.escape(err))
    assert not book(office).exists()


def test_names_of_routes_are_checked_and_taken_once(office):
    for name in ("A", "a b", "-a", "経路", "a" * 65, ""):
        add(office, name, "--folder", "/", code=2)
    add(office, "a", "--folder", "/")
    add(office, "a", "--folder", "/tmp", code=10, err="a route of this name is there already")
    for command in ("show", "test", "remove"):
        office.run("route", command, "b", code=3, err="b: there is no route of this name")


BOOKS = [
    ("version: 2\nroutes: []\n", "line 1"), ("version: 1\nroutes:\n  - name: a\n    kind: pigeon\n", "line 4"),
    ("version: 1\nroutes:\n  - name: a\n    kind: folder\n    path: x\n", "line 5"),
    ("version: 1\nroutes:\n  - &a x\n", "line 3"), ("version: 1\nroutes: [\n", "line"),
    ("version: 1\nroutes:\n  - name: a\n    kind: folder\n    path: /x\n    colour: red\n", "colour"),
]


@pytest.mark.parametrize("text, err", BOOKS)
def test_a_faulty_book_is_told_with_its_line_and_left_alone(office, text, err):
    office.write(book(office), text)
    for words in (("list",), ("show", "a"), ("add", "z", "--folder", "/")):
        office.run("route", *words, code=2, err=f"routes.yaml.*{err}")
    assert book(office).read_text() == text
    told = office.run("route", "list", code=2, environment={"LC_ALL": "ja_JP.UTF-8"}).err
    assert "移送経路の設定" in told and "行目" in told
    assert office.run("route", "list", "--json", code=2).error["name"].startswith("route.")


def test_a_book_that_others_can_write_is_not_believed(office):
    add(office, "a", "--folder", "/")
    book(office).chmod(0o666)
    office.run("route", "list", code=10, err="others may use it")
    book(office).chmod(0o644)
    book(office).parent.chmod(0o777)
    office.run("route", "remove", "a", code=10, err="others may use it")
    for words in (("list",), ("show", "a"), ("test", "a")):
        office.run("route", *words, code=10, err="others may use it")
    book(office).parent.chmod(0o755)
    if IS_ROOT:
        os.chown(book(office).parent, 1000, -1)
        office.run("route", "list", code=10, err="others may use it")
        os.chown(book(office).parent, 0, -1)
    office.run("route", "remove", "a")


def test_a_folder_is_tried_and_left_as_it_was(office):
    (office.home / "nas").mkdir()
    add(office, "nas", "--folder", "nas")
    result, steps = tried(office, "nas")
    assert result["good"] and not result["staysThere"] and steps == dict.fromkeys(STEPS, "done")
    assert result["verification"] == "read-back" and result["place"].startswith(str(office.home / "nas"))
    assert os.listdir(office.home / "nas") == []
    (office.home / "nas").rmdir()
    office.run("route", "test", "nas", code=15, err="the folder is not there")
    told = office.run("route", "test", "nas", code=15, environment={"LC_ALL": "ja_JP.UTF-8"}).err
    assert "フォルダーがありません" in told and "→ " in told


@pytest.mark.skipif(IS_ROOT, reason="the tests do not run as root, to whom everything is allowed")
def test_a_folder_that_does_not_let_us_write_is_refused(office):
    (office.home / "nas").mkdir(mode=0o500)
    add(office, "nas", "--folder", "nas")
    office.run("route", "test", "nas", code=16, err="does not allow")


@needs_sshd
def test_a_server_is_tried_and_left_as_it_was(office, server):
    add(office, "a", *server.words())
    result, steps = tried(office, "a")
    assert result["good"] and steps == dict.fromkeys(STEPS, "done")
    assert os.listdir(server.folder / "in") == []


@needs_sshd
def test_what_is_wrong_with_a_server_is_told(office, server):
    server.know("other", "changed")
    server.know(None, "unknown")
    (server.folder / "empty-key").write_text("")
    add(office, "changed", *server.words(known="changed"))
    add(office, "unknown", *server.words(known="unknown"))
    add(office, "stranger", *server.words(key="other"))
    add(office, "elsewhere", *server.words(folder="none"))
    add(office, "down", "sftp://127.0.0.1:1/in")
    for name, code, err, cause in [
            ("changed", 16, "another host key", "route.host-key-changed"),
            ("unknown", 16, "host key is not known", "route.host-key-unknown"),
            ("stranger", 16, "did not let us in", "route.refused"), ("down", 15, "does not answer", "route.down"),
            ("elsewhere", 16, "no such folder", "route.wrong-remote")]:
        result = office.run("route", "test", name, code=code, err=err)
        assert "\n→ " in result.err and f"route: {name}" in result.err
        assert office.run("route", "test", name, "--json", code=code).error["name"] == cause
    assert os.listdir(server.folder / "in") == []


@needs_sshd
@pytest.mark.parametrize("sent", [0, 60, 3000])
def test_a_connection_that_is_lost_is_told_and_leaves_no_piece(office, server, sent):
    # head(1) holds back what does not fill its buffer.
    office.write("cut.py", f"""
import json
import os
left = {sent}
while left > 0 and (block := os.read(0, left)):
    os.write(1, block)
    left -= len(block)
""")
    cut = f"{sys.executable} '{office.home / 'cut.py'}'"
    office.write("bin/ssh", f"#!/bin/sh\n{cut} | {shutil.which('ssh')} \"$@\"\n", mode=0o700)
    add(office, "a", *server.words())
    path = {"PATH": f"{office.home / 'bin'}:{office.environment['PATH']}"}
    assert office.run("route", "test", "a", "--json", code=15, environment=path).error["name"] in (
        "route.connection-lost", "route.down")
    assert [name for name in os.listdir(server.folder / "in") if not name.startswith(".")] == []
    for name in os.listdir(server.folder / "in"):
        (server.folder / "in" / name).unlink()


@needs_sshd
def test_a_server_whose_disk_is_full_or_read_only_is_told(office, server, stick):
    add(office, "a", *server.words(folder=stick.mount_point))
    full = fill(stick)
    office.run("route", "test", "a", code=17, err="no room left")
    full.unlink()
    stick.remount_read_only()
    office.run("route", "test", "a", code=16, err="read-only")


@needs_rclone
@pytest.mark.parametrize("remote", ["plain:", "hidden:"])
def test_a_remote_is_tried_and_left_as_it_was(office, tmp_path, remote):
    configuration = rclone_configuration(tmp_path / "rclone")
    add(office, "cloud", "--rclone", remote, "--rclone-config", configuration)
    result, steps = tried(office, "cloud")
    assert result["good"] and steps == dict.fromkeys(STEPS, "done")
    assert os.listdir(tmp_path / "rclone/store") == []
    add(office, "none", "--rclone", "nobody:", "--rclone-config", configuration)
    office.run("route", "test", "none", code=16, err="rclone knows no such remote")
    office.run("route", "test", "cloud", code=3, err="program that the route needs", environment={"PATH": "/nowhere"})


def fill(stick):
    """Takes all the room of a stick."""
    path = stick.mount_point / "full"
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return path


def test_a_stick_is_registered_by_its_label_and_tried(office, stick):
    added = add(office, "courier", "--carried", "--medium", "USB", "--json").json
    assert added["destination"] == f"USB {stick.mount_point}"
    assert added["medium"]["uuid"] == stick.uuid
    result, steps = tried(office, "courier")
    assert result["good"] and steps == dict.fromkeys(STEPS, "done")
    found = result["medium"]
    assert (found["filesystem"], found["label"], found["uuid"]) == (stick.kind, "USB", stick.uuid)
    assert found["mountedAt"] == str(stick.mount_point) and os.path.ismount(stick.mount_point)
    add(office, "at", "--carried", "--at", stick.mount_point)
    assert office.run("route", "show", "at", "--json").json["sameAs"] == ["courier"]


def test_what_is_wrong_with_a_stick_is_told(office, stick):
    add(office, "courier", "--carried", "--medium", "USB")
    add(office, "other", "--carried", "--at", stick.mount_point, "--uuid", "0000-0000")
    office.run("route", "test", "other", code=16, err=f"not the registered one.*{stick.uuid}")
    full = fill(stick)
    office.run("route", "test", "courier", code=17, err="no room left")
    full.unlink()
    stick.remount_read_only()
    office.run("route", "test", "courier", code=16, err="read-only")
    stick.unmount()
    office.run("route", "test", "courier", code=16, err="not the registered one, or none is mounted")
    assert os.listdir(stick.mount_point) == []


def test_mail_is_sent_and_what_cannot_be_tried_is_told(office, tmp_path):
    maildir, program = mailbox(tmp_path / "mail")
    add(office, "mail", "--mail", "to@example.jp", "--sendmail", program)
    result, steps = tried(office, "mail")
    assert steps == {"deliver": "done", "list": "impossible", "collect": "impossible", "remove": "impossible"}
    assert result["good"] and result["staysThere"] and result["verification"] == "none"
    assert len(os.listdir(maildir / "new")) == 1
    text = office.run("route", "test", "mail").out
    assert "cannot be tried here" in text and "stays there" in text
    add(office, "back", "--mail", "to2@example.jp", "--sendmail", program, "--maildir", maildir)
    assert tried(office, "back")[1] == {"deliver": "done", "list": "done", "collect": "done", "remove": "impossible"}


@pytest.mark.parametrize("status, code", [(75, 15), (67, 16), (77, 16), (1, 11)])
def test_what_the_mail_system_answers_is_told(office, tmp_path, status, code):
    _, program = mailbox(tmp_path / "mail", last=f"exit {status}")
    add(office, "mail", "--mail", "to@example.jp", "--sendmail", program)
    office.run("route", "test", "mail", code=code, err="mail system")


def test_programs_of_ones_own_are_tried(office):
    shelf = office.home / "a shelf"
    shelf.mkdir()
    add(office, "own", "--command", "--account", "shelf", "--put", f"cp {{file}} '{shelf}/{{name}}'",
        "--get", f"cp '{shelf}/{{name}}' {{file}}", "--list", f"ls '{shelf}'")
    result, steps = tried(office, "own")
    assert steps == {"deliver": "done", "list": "done", "collect": "done", "remove": "impossible"}
    assert result["verification"] == "read-back" and os.listdir(shelf) == [result["name"]]
    add(office, "failing", "--command", "--account", "x", "--put", "sh -c 'echo no >&2; exit 3' {file} {name}")
    office.run("route", "test", "failing", code=11, err="own program failed.*no")


def test_a_slow_way_is_waited_for(office, tmp_path):
    _, program = mailbox(tmp_path / "mail", last="sleep 3")
    add(office, "mail", "--mail", "to@example.jp", "--sendmail", program)
    assert tried(office, "mail")[0]["good"]


def test_an_interrupted_trial_ends_with_its_programs(office):
    add(office, "slow", "--command", "--account", "x", "--put", "sh -c 'echo $$ > running; exec sleep 60' {file} {name}")
    process = office.start("route", "test", "slow")
    for _ in range(200):
        if (office.home / "running").exists() and (office.home / "running").read_text().strip():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 143
    child = int((office.home / "running").read_text())
    status = f"/proc/{child}/status"
    assert not os.path.exists(status) or "State:\tZ" in open(status, encoding="utf-8").read()


def test_a_piece_over_the_limit_of_mail_is_refused_before_anything_is_sent(sender, tmp_path):
    maildir, program = mailbox(tmp_path / "mail")
    shelf = sender.home / "nas"
    shelf.mkdir()
    add(sender, "nas", "--folder", "nas")
    add(sender, "mail", "--mail", "to@example.jp", "--sendmail", program, "--mail-limit", "200000")
    sender.write("big", os.urandom(300_000))
    told = unlock(
        sender, "send", "--to", "recipient", "--split", "1/2", "--via", "nas,mail", "big", code=18,
        err="mail.*larger than").err
    fits = int(re.search(r"at most (\d+) bytes fit", told)[1])
    assert fits == sender.run("route", "show", "mail", "--json").json["fits"]
    assert os.listdir(shelf) == [] and os.listdir(maildir / "new") == []


def test_a_piece_that_is_sent_on_a_stick_leaves_it_unmounted_and_recorded(sender, recipient, stick):
    add(sender, "courier", "--carried", "--medium", "USB", "--custodian", "田中", "--kept-at", "金庫 2")
    add(sender, "nas", "--folder", "nas", code=0)
    (sender.home / "nas").mkdir()
    sender.write("report", os.urandom(50_000))
    unlock(sender, "send", "--to", "recipient", "--split", "1/2", "--via", "courier,nas", "report")
    assert not os.path.ismount(stick.mount_point) and os.listdir(stick.mount_point) == []
    status = json.dumps(sender.run("transfer", "status", "report", "--json").json, ensure_ascii=False)
    assert stick.uuid in status and "unmounted" in status
    assert stick.uuid in sender.run("ledger", "show", "--kind", "delivery", "--json").out
    stick.mount()
    add(recipient, "from-soumu", "--carried", "--medium", "USB")
    unlock(recipient, "receive", "--from", "from-soumu", "-o", "inbox")
    assert (recipient.home / "inbox/report").read_bytes() == (sender.home / "report").read_bytes()
