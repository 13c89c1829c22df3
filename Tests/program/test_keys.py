"""fubako key: making, showing, exchanging, trusting and removing identities."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from office import FINGERPRINT, PASSPHRASE, Office

TYPES = {"p256": "prime256v1", "p384": "secp384r1", "p521": "secp521r1", "rsa3072": "3072 bit", "rsa4096": "4096 bit"}
FILES = {"signing.cert.pem", "encryption.cert.pem", "signing.key.pem", "encryption.key.pem", "trusted"}


def openssl(*arguments, cwd):
    return subprocess.run(["openssl", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def zaimu(program, tmp_path, soumu):
    """An office without an identity, which has soumu's certificates as a file."""
    office = Office(program, tmp_path / "zaimu")
    office.write("soumu.cert.pem", (soumu.home / "soumu.cert.pem").read_bytes())
    return office


@pytest.mark.parametrize("kind", TYPES)
def test_openssl_reads_the_new_keys(office, kind):
    office.make_identity("soumu", "--type", kind)
    folder = office.keyring / "identities/soumu"
    assert {path.name for path in folder.iterdir()} == FILES
    for role in ("signing", "encryption"):
        key = openssl("pkey", "-in", folder / f"{role}.key.pem", "-passin", "file:passphrase", "-text", cwd=office.home)
        assert TYPES[kind] in key
        public = openssl(
            "pkey", "-in", folder / f"{role}.key.pem", "-passin", "file:passphrase", "-pubout", cwd=office.home)
        assert openssl("x509", "-in", folder / f"{role}.cert.pem", "-noout", "-pubkey", cwd=office.home) == public
    openssl("verify", "-CAfile", folder / "signing.cert.pem", folder / "encryption.cert.pem", cwd=office.home)
    assert office.run("key", "show", "soumu", "--json").json["signing"]["type"] == kind


def test_keys_are_encrypted_and_private(own_soumu):
    folder = own_soumu.keyring / "identities/soumu"
    assert all(path.stat().st_mode & 0o077 == 0 for path in own_soumu.keyring.rglob("*"))
    assert (folder / "signing.key.pem").read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    parameters = openssl("asn1parse", "-in", folder / "signing.key.pem", cwd=own_soumu.home)
    for part in ("PBES2", "PBKDF2", "hmacWithSHA512", "aes-256-cbc"):
        assert part in parameters


def test_what_was_asked_for_stands_in_the_certificates(soumu):
    shown = soumu.run("key", "show", "soumu", "--json").json
    assert (shown["name"], shown["commonName"], shown["unit"], shown["mail"]) == (
        "soumu", "soumu", "総務課", "soumu@example.jp")
    assert shown["own"] and shown["trust"] == "trusted"
    assert shown["signing"]["validity"] == shown["encryption"]["validity"] == "valid"
    begin, end = shown["signing"]["notBefore"], shown["signing"]["notAfter"]
    assert int(end[:4]) - int(begin[:4]) in (4, 5)
    text = openssl("x509", "-in", "soumu.cert.pem", "-noout", "-subject", "-nameopt", "utf8,sep_multiline", "-ext",
                   "subjectAltName", cwd=soumu.home)
    assert "総務課" in text and "soumu@example.jp" in text


def test_decomposed_text_is_composed(office):
    office.make_identity("か\u3099", "--unit", "か\u3099い")
    shown = office.run("key", "show", "が", "--json").json
    assert (shown["name"], shown["unit"]) == ("が", "がい")


def test_show_and_list_say_the_same(soumu):
    fingerprint = soumu.fingerprint("soumu")
    listing = soumu.run("key", "list")
    assert listing.err == "" and re.fullmatch(rf"soumu  own  p384  \d{{4}}-\d\d-\d\d  {fingerprint}\n", listing.out)
    assert soumu.run("key", "list", "--json").json == {
        "identities": [soumu.run("key", "show", "soumu", "--json").json]}


def test_an_empty_keyring_lists_nothing(office):
    assert office.run("key", "list").out == ""
    assert office.run("key", "list", "--json").json == {"identities": []}
    assert not office.keyring.exists()


def test_export_writes_two_certificates_and_never_over_a_file(soumu, tmp_path):
    exported = soumu.run("key", "export", "soumu").out
    assert exported.count("BEGIN CERTIFICATE") == 2 and "PRIVATE" not in exported
    assert (soumu.home / "soumu.cert.pem").read_text() == exported
    assert soumu.run("key", "export", "soumu", "-o", "-").out == exported
    assert soumu.run("key", "export", "soumu", "--json").json["pem"] == exported
    soumu.run("key", "export", "soumu", "-o", "soumu.cert.pem", code=10, err="exists already")
    soumu.run("key", "export", "soumu", "-o", str(tmp_path / "none/x"), code=3, err="no such file")
    soumu.run("key", "export", "nobody", code=3, err="nobody: there is none of that name")


def test_a_name_is_given_once(soumu):
    before = soumu.fingerprint("soumu")
    soumu.run("key", "new", "soumu", "--passphrase-file", "passphrase", code=10, err="there already")
    assert soumu.fingerprint("soumu") == before


def test_two_processes_that_make_the_same_name(office):
    arguments = ("key", "new", "soumu", "--passphrase-file", "passphrase")
    runs = [office.start(*arguments) for _ in range(4)]
    outputs = [run.communicate() for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 10, 10, 10]
    winner = next(out for run, (out, _) in zip(runs, outputs) if run.returncode == 0)
    assert FINGERPRINT.search(winner.decode()).group() == office.fingerprint("soumu")
    assert os.listdir(office.keyring / "identities") == ["soumu"]


def test_import_with_the_fingerprint_that_the_owner_told(zaimu, soumu):
    fingerprint = soumu.fingerprint("soumu")
    for told in (fingerprint, fingerprint.replace(" ", ""), fingerprint.lower().replace(" ", ":")):
        shown = zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", told, "--json").json
        assert shown["trust"] == "trusted" and not shown["own"] and shown["fingerprint"] == fingerprint.replace(" ", "").lower()
        zaimu.run("key", "remove", "soumu")
    zaimu.run("key", "import", "-", "--name", "総務", "--fingerprint", fingerprint,
              input=Path(zaimu.home / "soumu.cert.pem").read_bytes())
    assert zaimu.fingerprint("総務") == fingerprint


def test_import_refuses_another_fingerprint(zaimu, soumu):
    fingerprint = soumu.fingerprint("soumu")
    other = ("1" if fingerprint[0] == "0" else "0") + fingerprint[1:]
    zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", other, code=10, err="the fingerprint is another")
    zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", fingerprint[:-1], code=2, err="64 hexadecimal")
    zaimu.run("key", "import", "soumu.cert.pem", code=2, err="no terminal on which to confirm")
    assert zaimu.run("key", "list").out == ""


def spoiled(pem):
    """Files that are not a pair, with the exit code and a part of the message."""
    first, second = re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----\n", pem, re.DOTALL)
    middle = len(first) // 2
    flipped = first[:middle] + ("A" if first[middle] != "A" else "B") + first[middle + 1:]
    return {
        "one": (first, 10, "not exactly two"), "three": (first + second + second, 10, "not exactly two"),
        "twice": (first + first, 10, "same key"), "empty": ("", 8, "not what it must be|cannot be used"),
        "flipped": (flipped + second, None, ""), "binary": (b"\x30\x82\xff" * 99, 8, ""),
        "large": ("x" * 300_000, 8, "larger than any valid one"),
    }


@pytest.mark.parametrize("case", ["one", "three", "twice", "empty", "flipped", "binary", "large"])
def test_import_refuses_what_is_not_a_pair(zaimu, case):
    content, code, pattern = spoiled((zaimu.home / "soumu.cert.pem").read_text())[case]
    zaimu.write("bad.pem", content)
    process = zaimu.start("key", "import", "bad.pem", "--name", "x", "--fingerprint", "0" * 64)
    errors = process.communicate()[1].decode()
    assert process.returncode in ({code} if code is not None else {8, 10}), errors
    assert re.search(pattern, errors) and "bad.pem" in errors
    assert not (zaimu.keyring / "identities/x").exists()


def test_import_refuses_halves_of_two_pairs(zaimu, soumu, ministry):
    pems = [re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----\n", office.run("key", "export", name).out, re.DOTALL)
            for office, name in ((soumu, "soumu"), (ministry, "jinji"))]
    zaimu.write("mixed.pem", pems[0][0] + pems[1][1])
    zaimu.run("key", "import", "mixed.pem", "--name", "x", code=10, err="not issued by the signing key")


def test_one_key_has_one_name(zaimu, soumu):
    fingerprint = soumu.fingerprint("soumu")
    zaimu.take_in(soumu, "soumu")
    for name in ("other", "soumu"):
        zaimu.run("key", "import", "soumu.cert.pem", "--name", name, "--fingerprint", fingerprint, code=10,
                  err="there already")
        # Nobody is asked to compare in vain.
        zaimu.run("key", "import", "soumu.cert.pem", "--name", name, code=10, err="there already")


def test_import_says_what_is_missing(zaimu):
    zaimu.run("key", "import", "none.pem", code=3, err="none.pem: there is no such file")
    zaimu.run("key", "import", ".", code=11, err="folder")
    zaimu.run("key", "import", b"\xff\xfe", code=3, err=r"\\xFF\\xFE: there is no such file")


def test_trust_is_withdrawn_and_given_again(zaimu, soumu):
    zaimu.take_in(soumu, "soumu")
    assert zaimu.run("key", "untrust", "soumu", "--json").json["trust"] == "untrusted"
    assert "not trusted" in zaimu.run("key", "list").out
    zaimu.run("key", "trust", "soumu", code=2, err="no terminal on which to confirm")
    zaimu.run("key", "trust", "soumu", "--fingerprint", "0" * 64, code=10, err="the fingerprint is another")
    shown = zaimu.run("key", "trust", "soumu", "--fingerprint", soumu.fingerprint("soumu"), "--json").json
    assert shown["trust"] == "trusted" and shown["trustedSince"].endswith("Z")
    for command in ("trust", "untrust", "remove"):
        zaimu.run("key", command, "nobody", code=3, err="there is none of that name")


def test_certificates_exchanged_behind_the_keyring_are_not_trusted(zaimu, soumu, ministry):
    zaimu.write("soumu.cert.pem", soumu.run("key", "export", "soumu").out)
    zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", soumu.fingerprint("soumu"))
    for file in ("signing.cert.pem", "encryption.cert.pem"):
        path = "identities/soumu/" + file
        (zaimu.keyring / path).write_bytes((ministry.keyring / path).read_bytes())
    assert zaimu.run("key", "show", "soumu", "--json").json["trust"] == "mismatched"


def test_only_others_are_removed(soumu, zaimu):
    soumu.run("key", "remove", "soumu", code=10, err="one's own")
    zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", soumu.fingerprint("soumu"))
    assert zaimu.run("key", "remove", "soumu", "--json").json == {"removed": "soumu"}
    assert os.listdir(zaimu.keyring / "identities") == []


def test_passphrase_changes_for_both_keys(own_soumu):
    own_soumu.write("new", "another\n")
    change = ("key", "passphrase", "soumu", "--new-passphrase-file", "new", "--passphrase-file")
    own_soumu.run(*change, "new", code=4, err="wrong passphrase")
    own_soumu.run(*change, "passphrase", err="was changed")
    own_soumu.run(*change, "passphrase", code=4)
    for role in ("signing", "encryption"):
        openssl("pkey", "-in", own_soumu.keyring / f"identities/soumu/{role}.key.pem", "-passin", "file:new", "-noout",
                cwd=own_soumu.home)
    own_soumu.run("key", "passphrase", "nobody", "--passphrase-file", "new", code=3)


def test_the_passphrase_of_somebody_else_is_not_here(zaimu, soumu):
    zaimu.run("key", "import", "soumu.cert.pem", "--fingerprint", soumu.fingerprint("soumu"))
    zaimu.run("key", "passphrase", "soumu", "--passphrase-file", "passphrase", code=3, err="no private key of it here")


def test_passphrases_from_descriptors_follow_one_another(office):
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\r\nsecond\nthird\n".encode())
    os.close(writing)
    passed = {"pass_fds": [reading]}
    office.run("key", "new", "soumu", "--passphrase-fd", str(reading), **passed)
    assert os.read(reading, 99) == b"second\nthird\n"
    os.close(reading)
    office.run("key", "passphrase", "soumu", "--passphrase-fd", "0", "--new-passphrase-fd", "0",
               input=f"{PASSPHRASE}\nsecond\n".encode())
    office.run("key", "new", "jinji", "--passphrase-fd", "77", code=11,
               err="--passphrase-fd 77: this descriptor is not open")


BAD_PASSPHRASES = [(b"", "nothing was entered"), (b"\n", "it is empty"), (b"x" * 1025, "longer than 1024"),
                   (b"\xff\xfe\n", "cannot be used")]


@pytest.mark.parametrize("content, pattern", BAD_PASSPHRASES)
def test_passphrases_that_cannot_be_used(office, content, pattern):
    office.write("bad", content)
    office.run("key", "new", "soumu", "--passphrase-file", "bad", code=2, err=pattern)
    assert not (office.keyring / "identities/soumu").exists()


def test_a_passphrase_file_that_others_read_gets_a_warning(office):
    office.write("passphrase", PASSPHRASE, mode=0o644)
    result = office.run("key", "new", "soumu", "--passphrase-file", "passphrase", err="others can read")
    assert "chmod 600" in result.err


@pytest.mark.parametrize("path, mode", [
    (".", 0o755), ("identities", 0o750), ("identities/soumu", 0o711), ("identities/soumu/signing.key.pem", 0o640),
    ("identities/soumu/signing.cert.pem", 0o644), ("identities/soumu/trusted", 0o604)])
def test_loose_permissions_are_refused(own_soumu, path, mode):
    (own_soumu.keyring / path).chmod(mode)
    result = own_soumu.run("key", "passphrase", "soumu", "--passphrase-file", "passphrase", "--new-passphrase-file",
                        "passphrase", code=10, err="others may use it")
    assert "chmod" in result.err


def test_a_damaged_identity_hides_no_other(staffed):
    (staffed.keyring / "identities/soumu/signing.cert.pem").write_text("damaged")
    result = staffed.run("key", "list", code=8, err="soumu, .*signing.cert.pem")
    assert [line.split()[0] for line in result.out.splitlines()] == ["jinji", "zaimu"]
    staffed.run("key", "show", "soumu", code=8)
    staffed.run("key", "show", "jinji")


def test_the_keyring_is_where_it_was_said_to_be(office):
    office.make_identity("soumu", "--keyring", "elsewhere")
    assert (office.home / "elsewhere/identities/soumu").is_dir() and not office.keyring.exists()
    office.run("key", "show", "soumu", environment={"XDG_DATA_HOME": str(office.home / "x")}, code=3)
    office.make_identity("here", "--quiet")
    office.run("key", "list", environment={"HOME": ""}, code=3, err="the environment does not say")
