"""Pieces that are missing or damaged are rebuilt to the very bytes that were sealed, without any key."""

import os
import signal
import subprocess
import time
from xml.etree import ElementTree

import pytest
from fixtures import know, listing, own, unlock
from office import Office

SIZE = 20_000_000


@pytest.fixture(scope="module")
def sealed(program, tmp_path_factory):
    """A package of five pieces, any three of which open it: their bytes, by their names."""
    office = Office(program, tmp_path_factory.mktemp("sealed") / "sender")
    own(office, "sender")
    know(office, "recipient")
    office.write("plan", os.urandom(SIZE))
    unlock(office, "seal", "--to", "recipient", "--split", "3/5", "plan", "-o", "report")
    return {f"report.{number}.fubako": (office.home / f"report.{number}.fubako").read_bytes()
            for number in range(1, 6)}


@pytest.fixture
def clerk(program, tmp_path, sealed):
    """An office without keys that knows the sender, and has all pieces."""
    office = Office(program, tmp_path / "clerk")
    know(office, "sender")
    for name, data in sealed.items():
        office.write(name, data)
    return office


def pieces(office):
    return sorted(path.name for path in office.home.glob("*.fubako"))


def is_whole(office, sealed):
    return {name: (office.home / name).read_bytes() for name in pieces(office)} == sealed


def flip(office, name, offset):
    path = office.home / name
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x40
    path.write_bytes(data)


def lose(office, *numbers):
    for number in numbers:
        (office.home / f"report.{number}.fubako").unlink()


@pytest.mark.parametrize("lost", [(1,), (5,), (1, 2), (2, 4), (4, 5)])
def test_missing_pieces_appear_beside_the_others(clerk, sealed, lost):
    lose(clerk, *lost)
    result = clerk.run("repair", *pieces(clerk))
    for number in lost:
        assert f"report.{number}.fubako: piece {number} was missing and is rebuilt" in result.err
    assert is_whole(clerk, sealed)


def test_damage_in_every_piece_is_made_good_in_place(clerk, sealed):
    length = len(sealed["report.1.fubako"])
    flip(clerk, "report.1.fubako", 3)
    flip(clerk, "report.1.fubako", 2_000_000)
    flip(clerk, "report.2.fubako", 100)
    flip(clerk, "report.3.fubako", length - 40)
    flip(clerk, "report.4.fubako", length - 1_000)
    path = clerk.home / "report.5.fubako"
    path.write_bytes(sealed["report.5.fubako"][:-5_000_000])
    verdict = clerk.run("verify", "--json", *pieces(clerk), code=8).json["packages"][0]
    assert verdict["opens"] is True
    result = clerk.run("repair", *pieces(clerk))
    assert "report.5.fubako: piece 5 was damaged and is rebuilt" in result.err
    assert is_whole(clerk, sealed)
    assert clerk.run("repair", "--json", *pieces(clerk)).json["repaired"] == []


def test_what_is_replaced_keeps_its_permissions(clerk, sealed):
    path = clerk.home / "report.2.fubako"
    path.chmod(0o640)
    flip(clerk, "report.2.fubako", 2_000_000)
    clerk.run("repair", *pieces(clerk))
    assert is_whole(clerk, sealed) and path.stat().st_mode & 0o777 == 0o640


def test_nothing_to_repair_is_said_and_changes_nothing(clerk):
    before = listing(clerk.home)
    result = clerk.run("repair", *pieces(clerk))
    assert "nothing to repair" in result.err
    assert listing(clerk.home) == before


def test_a_folder_takes_what_is_rebuilt_and_the_inputs_stay(clerk, sealed):
    lose(clerk, 2)
    flip(clerk, "report.4.fubako", 3_000_000)
    damaged = (clerk.home / "report.4.fubako").read_bytes()
    (clerk.home / "rebuilt").mkdir()
    result = clerk.run("repair", "--json", *pieces(clerk), "-o", "rebuilt").json
    assert result["repaired"] == [
        {"piece": 2, "file": "rebuilt/report.2.fubako", "reason": "missing"},
        {"piece": 4, "file": "rebuilt/report.4.fubako", "reason": "damaged"}]
    assert result["pieces"]["present"] == [1, 3, 4, 5]
    assert [(place["piece"], place["region"]) for place in result["damage"]] == [(4, "unit")]
    for number in (2, 4):
        assert (clerk.home / f"rebuilt/report.{number}.fubako").read_bytes() == sealed[f"report.{number}.fubako"]
    assert (clerk.home / "report.4.fubako").read_bytes() == damaged
    assert not (clerk.home / "report.2.fubako").exists()


def test_one_piece_can_be_asked_for(clerk, sealed):
    lose(clerk, 2, 3)
    clerk.run("repair", "--piece", "3", *pieces(clerk))
    assert pieces(clerk) == [f"report.{number}.fubako" for number in (1, 3, 4, 5)]
    assert (clerk.home / "report.3.fubako").read_bytes() == sealed["report.3.fubako"]
    clerk.run("repair", "--piece", "6", *pieces(clerk), code=2, err="no piece 6")


def test_names_that_say_nothing_need_a_folder(clerk, sealed):
    lose(clerk, 1)
    for number in range(2, 6):
        (clerk.home / f"report.{number}.fubako").rename(clerk.home / f"part-{number}")
    names = [f"part-{number}" for number in range(2, 6)]
    clerk.run("repair", *names, code=2, err="-o FOLDER")
    (clerk.home / "new").mkdir()
    result = clerk.run("repair", "--json", *names, "-o", "new").json
    expected = f"new/{result['packageId'][:8]}.1.fubako"
    assert [piece["file"] for piece in result["repaired"]] == [expected]
    assert (clerk.home / expected).read_bytes() == sealed["report.1.fubako"]


def test_too_few_pieces_and_too_few_units_write_nothing(clerk):
    lose(clerk, 1, 2, 3)
    before = listing(clerk.home)
    result = clerk.run("repair", "--json", *pieces(clerk), code=14)
    assert result.error["name"] == "package.too-few-pieces"
    assert listing(clerk.home) == before


def test_a_stripe_with_too_few_units_is_named(clerk):
    lose(clerk, 1, 2)
    flip(clerk, "report.4.fubako", 2_500_000)
    before = listing(clerk.home)
    clerk.run("repair", *pieces(clerk), code=8, err="piece 4, content, unit 2")
    assert listing(clerk.home) == before
    assert "does not open as it is" in clerk.run("verify", *pieces(clerk), code=8).out


def test_what_has_the_name_of_a_missing_piece_is_kept_unless_forced(clerk, sealed):
    (clerk.home / "report.2.fubako").write_text("a letter")
    names = [name for name in pieces(clerk) if name != "report.2.fubako"]
    clerk.run("repair", *names, code=10)
    assert (clerk.home / "report.2.fubako").read_text() == "a letter"
    clerk.run("repair", "--force", *names)
    assert is_whole(clerk, sealed)


def test_only_a_trusted_signers_package_is_repaired(program, tmp_path, sealed):
    office = Office(program, tmp_path / "stranger")
    for name in sorted(sealed)[1:]:
        office.write(name, sealed[name])
    office.run("repair", *pieces(office), code=7)
    office.run("repair", "--allow-unknown-signer", *pieces(office))
    assert is_whole(office, sealed)


def test_a_repair_that_is_killed_leaves_the_damaged_file_as_it_was(clerk, sealed):
    lose(clerk, 5)
    flip(clerk, "report.2.fubako", 2_000_000)
    damaged = (clerk.home / "report.2.fubako").read_bytes()
    for moment in (0.01, 0.02, 0.04):
        process = clerk.start("repair", *pieces(clerk))
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode == 0:
            break
        for name in pieces(clerk):
            data = (clerk.home / name).read_bytes()
            assert data == sealed[name] or name == "report.2.fubako" and data == damaged
    clerk.run("repair", *pieces(clerk))
    assert is_whole(clerk, sealed)
    assert not [name for name in listing(clerk.home) if ".fubako-" in name]


@pytest.fixture
def disk(clerk):
    """Mounts a filesystem of 2 MiB in the home, with further options. Only root can mount one."""
    folder = clerk.home / "disk"
    folder.mkdir()

    def make(*options):
        words = ["mount", "-t", "tmpfs", "-o", ",".join(["size=2m", *options]), "fubako-test", str(folder)]
        if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode != 0:
            pytest.skip("a filesystem can be mounted by root only")
        return folder

    yield make
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize("option", ["mode=700", "ro"])
def test_a_disk_that_is_full_or_takes_nothing_stays_as_it_is(clerk, disk, option):
    folder = disk(option)
    lose(clerk, 1, 4)
    clerk.run("repair", *pieces(clerk), "-o", "disk", code=11)
    assert list(folder.iterdir()) == []
    assert pieces(clerk) == [f"report.{number}.fubako" for number in (2, 3, 5)]


def test_a_folder_that_is_not_there_is_an_error(clerk):
    lose(clerk, 1)
    clerk.run("repair", *pieces(clerk), "-o", "nowhere", code=3)
    assert pieces(clerk) == [f"report.{number}.fubako" for number in range(2, 6)]


def test_nothing_is_recorded_and_no_ledger_is_needed(clerk, sealed):
    lose(clerk, 1)
    clerk.write("config.yaml", "ledger: false\n")
    clerk.run("repair", "--config", "config.yaml", *pieces(clerk))
    lose(clerk, 1)
    clerk.run("repair", *pieces(clerk))
    assert is_whole(clerk, sealed)
    assert not (clerk.home / ".local/share/fubako/ledger").exists()


def test_a_stranger_among_the_files_is_named_and_left_out(clerk, sealed):
    lose(clerk, 1)
    clerk.write("letter", "a letter")
    result = clerk.run("repair", *pieces(clerk), "letter")
    assert "letter: is no piece of it" in result.err
    assert is_whole(clerk, sealed)


def test_japanese(clerk, sealed):
    lose(clerk, 1)
    result = clerk.run("repair", "--lang", "ja", *pieces(clerk))
    assert "失われていたピース 1 を作り直しました" in result.err
    assert "修復は不要です" in clerk.run("repair", "--lang", "ja", *pieces(clerk)).err


def test_standard_input_is_no_piece(clerk):
    clerk.run("repair", "-", code=2, err="files only")


def test_a_map_shows_what_is_intact_damaged_and_missing(clerk):
    lose(clerk, 5)
    flip(clerk, "report.2.fubako", 2_500_000)
    result = clerk.run("inspect", "--map", *pieces(clerk), code=8)
    lines = result.out.splitlines()
    units = len(lines[0].split()[2])
    assert units == 7
    assert lines[:5] == [
        f"piece 1  {'█' * units}", f"piece 2  ██x{'█' * (units - 3)}", f"piece 3  {'█' * units}",
        f"piece 4  {'█' * units}", f"piece 5  {'.' * units}"]
    assert lines[5] == "█ intact  x damaged  . missing"
    result = clerk.run("inspect", "--map", "--json", *pieces(clerk), code=8).json
    assert result["map"][1] == {"piece": 2, "present": True, "intact": units - 1, "damaged": 1}
    assert result["map"][4] == {"piece": 5, "present": False, "intact": 0, "damaged": 0}
    assert result["opens"] and result["unitsChecked"]


def test_a_map_is_as_wide_as_the_terminal_and_coloured_only_there(clerk, program):
    command = f"stty cols 14 && {program} inspect --map {' '.join(pieces(clerk))}"
    environment = clerk.environment | {"TERM": "xterm"}
    for extra, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        out = subprocess.run(
            ["script", "-qec", command, "/dev/null"], cwd=clerk.home, env=environment | extra, capture_output=True,
            stdin=subprocess.DEVNULL, check=True).stdout.decode()
        first = out.splitlines()[0]
        assert first.count("█") == 5 and ("\x1b[32m" in first) is coloured
        assert "a place stands for up to 2 units" in out


@pytest.mark.parametrize("language, words", [("en", "piece 2"), ("ja", "ピース 2")])
def test_the_map_as_a_picture(clerk, language, words):
    flip(clerk, "report.2.fubako", 2_500_000)
    clerk.run("inspect", "--lang", language, "--svg", "map.svg", *pieces(clerk), code=8)
    root = ElementTree.parse(clerk.home / "map.svg").getroot()
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words in texts
    bars = [element.get("class") for element in root.iter("{http://www.w3.org/2000/svg}rect")]
    # The legend is the last three.
    assert bars[:-3].count("damaged") == 1 and bars[-3:] == ["intact", "damaged", "missing"]
    assert root.find("{http://www.w3.org/2000/svg}title").text.startswith("report.1.fubako")
    clerk.run("inspect", "--svg", "map.svg", *pieces(clerk), code=10)
