"""Every package of Fixtures/bad gets its verdict from the program, which leaves nothing behind."""

import json
import re

import pytest
from fixtures import BAD, know, listing, own
from office import Office

TABLE = json.loads((BAD / "verdicts.json").read_text(encoding="utf-8"))
PACKAGES = TABLE["packages"]
ROWS = PACKAGES + TABLE["pieces"]


def paths(row):
    """The files that are named together."""
    return [str(BAD / name) for name in row.get("files", [row.get("file")])]


@pytest.fixture
def reader(program, tmp_path, row):
    """An office that has the key and knows the signer, if a keyring takes the certificates at all."""
    office = Office(program, tmp_path / "office")
    own(office, row["key"] or "recipient")
    if row["signer"] not in ("wronguse", row["key"]):
        know(office, row["signer"])
    return office


def run(office, words, verdict):
    """Ends with the code of the verdict, or another one that is right."""
    process = office.start(*words)
    out, err = (stream.decode() for stream in process.communicate(timeout=60))
    assert process.returncode in [verdict["code"], *verdict["also"]], out + err
    return process.returncode, out, err


def test_every_row_has_its_package():
    assert len(PACKAGES) >= 170
    assert sorted(row["file"] for row in PACKAGES) == sorted(path.name for path in BAD.glob("*.fubako"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_verify_gives_the_verdict(reader, row):
    _, out, err = run(reader, ["verify", *paths(row)], row["verify"])
    file = paths(row)[0]
    if "files" in row:
        # What is named first may be a stray, whose error comes beside the verdict on the others.
        assert any(text.startswith(str(BAD)) for text in out.splitlines()) or err.startswith("fubako: ")
    elif err:
        # No verdict, but why there is none.
        assert out == "" and err.startswith("fubako: ") and f"{file}: " in err
    else:
        assert out.startswith(file + ": ")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_open_gives_the_verdict_and_leaves_nothing(reader, row):
    words = ["open", *paths(row), "-o", "out", *(f"--allow-{what}" for what in row["allow"])]
    if row["passphrase"]:
        reader.write("package-passphrase", row["passphrase"] + "\n")
        words += ["--package-passphrase-file", "package-passphrase"]
    before = listing(reader.home)
    code, out, err = run(reader, words + ["--passphrase-file", "key-passphrase"], row["open"])
    assert out == ""
    if code:
        assert "fubako: package: " in err
        assert listing(reader.home) == before
    else:
        assert (reader.home / "out").is_dir()


ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_japanese_has_no_english_sentences(reader, row):
    reader.environment["LC_ALL"] = "ja_JP.UTF-8"
    _, out, _ = run(reader, ["verify", *paths(row)], row["verify"])
    process = reader.start("open", *paths(row), "--passphrase-file", "key-passphrase", "-o", "out")
    _, err = process.communicate(timeout=60)
    assert not ENGLISH.search(out + err.decode())
