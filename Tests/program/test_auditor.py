"""What an auditor finds in an export: the script that goes along and the program name the same faults."""

import json
import os
import runpy
import subprocess
import sys
import tarfile
import unicodedata

import pytest
from cryptography.hazmat.primitives import serialization
from export_faults import FAULTS, FLIPPED, edit_line
from fixtures import KEYS, certificates, own
from made_export import ADDED, MadeLedger, Signer, archive, canonical, root_of, sha256
from office import Office

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "auditor", "check.py")


@pytest.fixture(scope="session")
def exported(program, tmp_path_factory):
    """An export that the program wrote, of a ledger with an owner and a witness."""
    office = Office(program, tmp_path_factory.mktemp("exported") / "home")
    own(office, "sender")
    office.run("ledger", "pin", "--from", "sender", "--passphrase-file", "key-passphrase")
    office.run("ledger", "witnesses", "add", Signer("kansa.example/1", 4, "w1").text, "--organisation", "監査室")
    office.run("ledger", "export", "--with-personal", "audit.tar", err="personal values")
    return office.home / "audit.tar"


@pytest.fixture(scope="session")
def schemas(exported):
    """The schemas as the program exports them."""
    with tarfile.open(exported) as tar:
        return tar.extractfile("schemas.json").read()


#: Of the made ledger, as an auditor knows it.
KEY = MadeLedger(0).signer.text


class Audit:
    """Both verdicts on one export."""

    def __init__(self, program, folder, files, *options):
        path = folder / "audit.tar"
        path.write_bytes(files if isinstance(files, bytes) else archive(files))
        self.script = run(sys.executable, SCRIPT, "--key", KEY, *options, path)
        self.program = run(program, "ledger", "verify-export", "--json", "--key", KEY, *options, path)

    @property
    def findings(self):
        return {finding["finding"] for finding in json.loads(self.program.stdout)["findings"]}


def run(*words):
    environment = {"HOME": "/nonexistent", "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(word) for word in words], env=environment, capture_output=True, text=True, timeout=60, check=False)


def made(schemas):
    one = MadeLedger()
    return one, one.files(schemas, personal=True)


def test_nothing_is_wrong_with_a_sound_export(program, schemas, tmp_path):
    one, files = made(schemas)
    (tmp_path / "kept").write_bytes(one.note(9))
    audit = Audit(program, tmp_path, files, "--checkpoint", tmp_path / "kept")
    assert (audit.script.returncode, audit.script.stdout) == (0, ""), audit.script
    assert audit.program.returncode == 0, audit.program
    assert audit.findings == set()
    verdict = json.loads(audit.program.stdout)
    assert verdict["entries"] == 21 and verdict["personalValues"] == 42
    assert verdict["root"] == root_of(one.leaves).hex()
    # Two witnesses of one organisation count once.
    assert verdict["cosigned"] == {"size": 21, "organisations": ["監査室", "Audit+Office"]}
    assert "the last checkpoint: 21 entries, witnessed by Audit+Office, 監査室" in audit.script.stderr


@pytest.mark.parametrize("name", ["rsa"])
def test_both_accept_an_owner_with_another_kind_of_key(program, tmp_path, name):
    office = Office(program, tmp_path / "home")
    own(office, name)
    office.run("ledger", "pin", "--from", name, "--passphrase-file", "key-passphrase")
    office.run("ledger", "export", "audit.tar")
    script = run(sys.executable, SCRIPT, "--owner", KEYS / f"{name}.cert.pem", office.home / "audit.tar")
    assert (script.returncode, script.stdout) == (0, ""), script
    assert run(program, "ledger", "verify-export", office.home / "audit.tar").returncode == 7


def certificate(name):
    return certificates(name)[0].public_bytes(serialization.Encoding.PEM)


def test_an_export_of_the_program_is_sound(program, exported, tmp_path):
    with tarfile.open(exported) as tar:
        key = tar.extractfile("key").read()
        (tmp_path / "key").write_bytes(key)
        (tmp_path / "pin.p7s").write_bytes(tar.extractfile("pin.p7s").read())
    command = "openssl cms -verify -binary -inform DER -in pin.p7s -content key -noverify -signer signer.pem -out /dev/null"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    owner = (tmp_path / "signer.pem").read_bytes()
    (tmp_path / "owner.pem").write_bytes(b"another: " + owner + certificate("recipient"))
    (tmp_path / "other.pem").write_bytes(certificate("recipient"))
    words = {0: [("--key", key.decode().strip()), ("--owner", tmp_path / "owner.pem")], 3: [(), ("--owner", tmp_path / "other.pem")]}
    for code, options in ((code, options) for code, several in words.items() for options in several):
        script = run(sys.executable, SCRIPT, *options, exported)
        assert (script.returncode, script.stdout) == (code, ""), script
        assert "key: signed by" in script.stderr
    named = run(sys.executable, SCRIPT, "--key", KEY, exported)
    assert (named.returncode, named.stdout) == (1, "key: it is not the one that you named\n")
    # The signer is in nobody's keyring.
    for options, code in (((), 7), (("--key", KEY), 7), (("--key", key.decode().strip()), 0)):
        verified = run(program, "ledger", "verify-export", "--json", *options, exported)
        assert verified.returncode == code and json.loads(verified.stdout)["findings"] == [], verified


def test_a_key_that_nobody_signed_is_vouched_for_by_nobody(program, schemas, tmp_path):
    (tmp_path / "audit.tar").write_bytes(archive(made(schemas)[1]))
    script = run(sys.executable, SCRIPT, tmp_path / "audit.tar")
    assert (script.returncode, script.stdout) == (3, "") and "no owner has signed it" in script.stderr
    verified = run(program, "ledger", "verify-export", "--json", tmp_path / "audit.tar")
    assert verified.returncode == 6 and json.loads(verified.stdout)["findings"] == []


def test_a_pin_of_another_key_is_found(program, exported, tmp_path):
    with tarfile.open(exported) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}
    assert archive(files) == exported.read_bytes()
    other = MadeLedger()
    audit = Audit(program, tmp_path, other.files(files["schemas.json"]) | {"pin.p7s": files["pin.p7s"]})
    assert audit.script.returncode == 1 and "the owner's signature is not valid" in audit.script.stdout, audit.script
    assert audit.program.returncode == 8 and audit.findings == {"pin"}


#: What is done to the owner's signature.
PINS = [
    ("another name in the certificate", lambda pin: pin.replace(b"sender", b"SENDER"), False),
    ("a byte behind it", lambda pin: pin + b"\0", False),
    ("it twice", lambda pin: pin + pin, False),
    ("the last byte gone", lambda pin: pin[:-1], False),
    ("nothing", lambda pin: b"", False),
    ("a length in another form", lambda pin: pin[:1] + b"\x83\0" + pin[2:], False),
    ("nothing changed", lambda pin: pin, True),
]


@pytest.fixture(scope="session")
def pinned(exported):
    """The files of the program's export."""
    with tarfile.open(exported) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def verdicts(program, folder, files):
    key = files["key"].decode().strip()
    (folder / "audit.tar").write_bytes(archive(files))
    script = run(sys.executable, SCRIPT, "--key", key, folder / "audit.tar")
    verified = run(program, "ledger", "verify-export", "--json", "--key", key, folder / "audit.tar")
    return script.returncode, verified.returncode


@pytest.mark.parametrize("name, change, is_sound", PINS, ids=[one[0] for one in PINS])
def test_both_agree_on_the_owners_signature(program, pinned, tmp_path, name, change, is_sound):
    pin = change(pinned["pin.p7s"])
    assert is_sound == (pin == pinned["pin.p7s"]), "nothing was changed"
    assert verdicts(program, tmp_path, pinned | {"pin.p7s": pin}) == ((0, 0) if is_sound else (1, 8))


@pytest.mark.parametrize("start", range(8))
def test_both_find_flipped_bits_of_the_owners_signature(program, pinned, tmp_path, start):
    pin = pinned["pin.p7s"]
    for place in range(start, len(pin), 8 * 11):
        changed = pin[:place] + bytes([pin[place] ^ 1 << place // 88 % 8]) + pin[place + 1:]
        assert verdicts(program, tmp_path, pinned | {"pin.p7s": changed}) == (1, 8), place


def test_the_script_finds_every_flipped_bit_of_the_owners_signature(pinned):
    script = runpy.run_path(SCRIPT)
    pin, key = pinned["pin.p7s"], pinned["key"]
    assert script["signer_of"](pin, key)
    for bit in range(8 * len(pin)):
        changed = bytearray(pin)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Exception):  # noqa: B017, PT011: the script takes any for one fault
            script["signer_of"](bytes(changed), key)


@pytest.mark.parametrize("name, fault, findings, told", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_both_find(program, schemas, tmp_path, name, fault, findings, told):
    one = MadeLedger()
    files = one.files(schemas, personal="personal" in name or bool({"personal-value-changed", "personal-value-missing"} & findings))
    fault(one, files)
    audit = Audit(program, tmp_path, files)
    if not findings:
        assert (audit.script.returncode, audit.program.returncode) == (0, 0)
        return
    assert audit.script.returncode == 1, audit.script
    assert told in audit.script.stdout, audit.script
    assert audit.program.returncode == 8, audit.program
    assert audit.findings == findings


KEPT = [
    ("rolled back", MadeLedger(30).note(31), {"kept-longer"}, "it had more entries before: 31"),
    ("another history", MadeLedger(history="x").note(15), {"kept-other-history"}, "the entries do not have the root that was signed"),
    ("another ledger", MadeLedger(seed="b").note(15), {"kept-other-ledger"}, "the ledger's key has not signed it"),
]


@pytest.mark.parametrize("name, kept, findings, told", KEPT, ids=[kept[0] for kept in KEPT])
def test_a_kept_checkpoint_shows(program, schemas, tmp_path, name, kept, findings, told):
    (tmp_path / "kept").write_bytes(kept)
    audit = Audit(program, tmp_path, made(schemas)[1], "--checkpoint", tmp_path / "kept")
    assert audit.script.returncode == 1 and told in audit.script.stdout, audit.script
    assert audit.program.returncode == (13 if name == "another history" else 8), audit.program
    assert audit.findings == findings, audit.program
    kept = str(tmp_path / "kept")
    assert [one["file"] for one in json.loads(audit.program.stdout)["findings"]] == [kept]
    told = run(program, "ledger", "verify-export", "--checkpoint", kept, tmp_path / "audit.tar")
    assert f"{kept}: " in told.stdout and f"{kept}: " in audit.script.stdout


@pytest.mark.parametrize("signers, demanded, code", [
    (("w1", "w2", "w3"), 2, 0), (("w1", "w2", "w3"), 3, 8), (("w1", "w2"), 1, 0), (("w1", "w2"), 2, 0), ((), 2, 0), ((), 3, 8),
])
def test_organisations_are_demanded(program, schemas, tmp_path, signers, demanded, code):
    one, files = made(schemas)
    witnesses = dict(zip(("w1", "w2", "w3"), (witness for _, witness in one.witnesses)))
    files["checkpoint"] = one.note(21, one.signer, *(witnesses[name] for name in signers))
    path = tmp_path / "audit.tar"
    path.write_bytes(archive(files))
    # Two of the witnesses are of one organisation; all of them have cosigned an earlier checkpoint.
    told = run(program, "ledger", "verify-export", "--json", "--key", KEY, "--quorum", str(demanded), path)
    assert told.returncode == code, told
    assert [one["finding"] for one in json.loads(told.stdout)["findings"]] == (["quorum"] if code else [])


@pytest.mark.parametrize("names, count", [
    (("audit室", "Audit 室", "ＡＵＤＩＴ　室"), 1), (("カンサ", "ｶﾝｻ", "か\u3099んさ"), 2), (("Straße", "STRASSE", "㍿"), 2),
    (("第１課", "第1課", "第①課"), 1), (("監査室", "監査 室", "監査課"), 2), (("Audit", "Audit2", "Andit"), 3),
])
def test_names_that_look_the_same_are_one_organisation(program, schemas, tmp_path, names, count):
    one = MadeLedger()
    for position, name in zip(ADDED, names):
        one.change(position + 1, reason=unicodedata.normalize("NFC", name))
    path = tmp_path / "audit.tar"
    path.write_bytes(archive(one.files(schemas)))
    for demanded, code in ((count, 0), (count + 1, 8)):
        told = run(program, "ledger", "verify-export", "--json", "--key", KEY, "--quorum", str(demanded), path)
        assert told.returncode == code, told
        assert len(json.loads(told.stdout)["cosigned"]["organisations"]) == count


def test_an_earlier_quorum_counts_only_if_nothing_is_wrong(program, schemas, tmp_path):
    one, files = made(schemas)
    files["checkpoint"] = one.note(21, one.signer)
    edit_line(5, lambda line: None)(one, files)
    (tmp_path / "audit.tar").write_bytes(archive(files))
    told = run(program, "ledger", "verify-export", "--json", "--quorum", "2", tmp_path / "audit.tar")
    assert {one["finding"] for one in json.loads(told.stdout)["findings"]} >= {"entry-missing"} and told.returncode == 8


def test_signatures_of_unknown_keys_in_a_kept_checkpoint_change_nothing(program, schemas, tmp_path):
    one, files = made(schemas)
    others = [Signer(f"other.example/{number}", 1, str(number)) for number in range(16)]
    (tmp_path / "kept").write_bytes(one.note(20, one.signer, *others))
    audit = Audit(program, tmp_path, files, "--checkpoint", tmp_path / "kept")
    assert (audit.script.returncode, audit.program.returncode) == (0, 0)


def test_every_flipped_bit_of_what_is_signed_is_found(program, schemas, tmp_path):
    _, files = made(schemas)
    for name in ("key", "checkpoint", "leaves", "entries", "personal"):
        for place in range(3, len(files[name]), 997):
            changed = files | {name: FLIPPED(files[name], place)}
            audit = Audit(program, tmp_path, changed)
            assert audit.script.returncode != 0, (name, place)
            assert audit.program.returncode != 0, (name, place)


@pytest.mark.parametrize("change", [
    lambda data: data[:-1], lambda data: data[:5_000], lambda data: data + b"x", lambda data: b"", lambda data: data[512:],
    lambda data: data.replace(b"leaves", b"leaven"), lambda data: data[:100] + b"9" + data[101:],
], ids=["cut", "cut short", "longer", "empty", "headless", "renamed", "changed header"])
def test_another_archive_is_refused(program, schemas, tmp_path, change):
    _, files = made(schemas)
    audit = Audit(program, tmp_path, change(archive(files)))
    assert audit.program.returncode == 8, audit.program
    assert "not an export" in audit.program.stderr.replace("-", " ") and "offset" in audit.program.stderr
    assert audit.script.returncode == 2 and audit.script.stderr.startswith("cannot be checked: "), audit.script


def test_the_table_is_whole():
    assert len(FAULTS) == 92 and len(PINS) == 7
    assert sha256(b"").hex().startswith("e3b0c442")
