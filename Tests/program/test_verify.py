"""Verdicts on packages, without any secret."""

import os
import subprocess

import pytest
from fixtures import BAD, know, own, unlock
from office import Office


@pytest.fixture
def package(sender):
    """A sealed file of several units."""
    sender.write("file", os.urandom(3_500_000))
    unlock(sender, "seal", "--to", "recipient", "--grade", "C2/I2/A1", "file", "-o", "report.fubako")
    return sender.home / "report.fubako"


def flip(path, position):
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    changed = path.with_name("changed.fubako")
    changed.write_bytes(data)
    return changed.name


def test_intact_package_is_called_that_with_label_and_time(sender, package):
    told = sender.run("verify", "report.fubako").out
    assert told.startswith("report.fubako: intact, signed by sender\n")
    assert "as claimed" in told and "C2/I2/A1" in told
    assert sender.run("verify", "--quiet", "report.fubako").out == ""
    told = sender.run("verify", "--lang", "ja", "report.fubako").out
    assert "無傷です" in told and "機密性2・完全性2・可用性1" in told


def test_damage_is_named_with_its_place(sender, package):
    name = flip(package, 2_000_000)
    told = sender.run("verify", name, code=8).out
    assert told.startswith("changed.fubako: damaged; wrong places: 1\n")
    assert "piece 1, content, unit 1" in told
    damage = sender.run("verify", "--json", name, code=8).json["packages"][0]["damage"]
    assert [(place["region"], place["unit"]) for place in damage] == [("unit", 1)]


def test_damage_that_can_be_got_around_is_named_and_opened(sender, package):
    name = flip(package, 40)
    assert "header" in sender.run("verify", name, code=8).out
    told = unlock(sender, "open", name, "-o", "inbox").err
    assert "changed.fubako: damaged, and got around: header" in told
    assert (sender.home / "inbox" / "file").read_bytes() == (sender.home / "file").read_bytes()


SETS = [
    ((), 0), (("unsigned",), 6), (("unknown-signer", "unsigned"), 7), (("version-2", "unknown-signer"), 9),
    (("not-a-package", "version-2"), 12), (("unit-flipped", "not-a-package"), 8),
    (("signature-value", "unit-flipped", "unsigned"), 5), (("signer-expired", "unsigned"), 10),
]


@pytest.mark.parametrize("names, code", SETS, ids=lambda value: str(value))
def test_gravest_verdict_counts(program, tmp_path, names, code):
    office = Office(program, tmp_path / "office")
    for name in ("sender", "expired"):
        know(office, name)
    files = [str(BAD / f"{name}.fubako") for name in ("link-inside", *names)]
    for order in (files, files[::-1]):
        result = office.run("verify", *order, code=code)
        assert all(file in result.out + result.err for file in files)
    verdicts = office.run("verify", "--json", *files, code=code).json["packages"]
    assert [verdict["package"] for verdict in verdicts] == files
    assert verdicts[0]["verdict"] == "intact" and verdicts[0]["code"] == 0
    assert {verdict["code"] for verdict in verdicts} >= {code}


def test_missing_file_does_not_hide_the_others(sender, package):
    result = sender.run("verify", "missing", "report.fubako", code=3, err="^fubako: accessing: missing: ")
    assert "missing" not in result.out and result.out.startswith("report.fubako: intact")
    quiet = sender.run("verify", "-q", "missing", "report.fubako", code=3)
    assert (quiet.out, quiet.err) == ("", result.err)
    verdicts = sender.run("verify", "--json", "missing", "report.fubako", code=3).json["packages"]
    assert [verdict["code"] for verdict in verdicts] == [3, 0]


def test_verdict_without_a_reader_ends_in_silence(sender, package):
    finished = subprocess.run(
        ["bash", "-c", f"{{ sleep 0.3; '{sender.program}' verify report.fubako; echo $? >code; }} | true"],
        cwd=sender.home, env=sender.environment, capture_output=True, timeout=60)
    assert finished.stderr == b""
    assert (sender.home / "code").read_text() == "11\n"


def test_inspect_says_what_it_did_not_check(sender, package):
    own(sender, "sender")
    told = sender.run("inspect", "report.fubako").out
    for part in ("AES-256-GCM; recommended", "ECDH P-384", "ECDSA P-384", "SHA-256; recommended, 128 bits, until 2040",
                 "recipient: recipient", "as claimed", "not checked: the units of the content, 4"):
        assert part in " ".join(told.split()), part
    name = flip(package, 2_000_000)
    assert "not checked" in sender.run("inspect", name).out
    found = sender.run("inspect", "--json", "report.fubako").json
    assert found["unitsChecked"] is False and found["sender"]["judgement"] == "trusted"
    assert {one["use"]: one["name"] for one in found["algorithms"]} == {
        "content": "AES-256-GCM", "recipient": "ECDH P-384", "signature": "ECDSA P-384", "hash": "SHA-256"}
    assert all(one["status"] == "recommended" for one in found["algorithms"])


def test_list_shows_names_harmlessly(sender):
    sender.write("folder/backslash \\ and \u202e.txt", "x")
    unlock(sender, "seal", "--to", "recipient", "folder", "-o", "report.fubako")
    told = unlock(sender, "list", "report.fubako").out
    assert "folder/backslash \\\\ and \\u{202E}.txt" in told
    assert told.splitlines()[0].startswith("drwx")
