"""Every package of Fixtures/bad gets exactly its verdict from the opener, and leaves nothing behind."""

import json
import os
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "docs", "opener")]

import fubako_open  # noqa: E402

BAD = os.path.join(ROOT, "Fixtures", "bad")
KEYS = os.path.join(ROOT, "Fixtures", "keys")
with open(os.path.join(BAD, "verdicts.json"), encoding="utf-8") as file:
    TABLE = json.load(file)
PACKAGES = TABLE["packages"]
PIECES = TABLE["pieces"]
ROWS = PACKAGES + PIECES


def test_every_file_has_a_verdict():
    assert sorted(row["file"] for row in PACKAGES) == sorted(f for f in os.listdir(BAD) if f.endswith(".fubako"))
    files = sum((row["files"] for row in PIECES), [])
    assert sorted(files) == sorted("pieces/" + name for name in os.listdir(os.path.join(BAD, "pieces")))
    assert len(PACKAGES) >= 170 and len(PIECES) >= 40
    assert sum(os.path.getsize(os.path.join(BAD, row["file"])) for row in PACKAGES) < 1_000_000


def paths(row):
    """The files that are named together."""
    return [os.path.join(BAD, name) for name in row.get("files", [row.get("file")])]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_verify_gives_the_verdict(row):
    signer = os.path.join(KEYS, row["signer"] + ".cert.pem")
    assert fubako_open.main(["verify", *paths(row), "--signer", signer]) == row["verify"]["code"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_open_gives_the_verdict_and_leaves_nothing(row, tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text((row["passphrase"] or TABLE["keyPassphrase"]) + "\n", encoding="utf-8")
    words = ["open", *paths(row), "--signer", os.path.join(KEYS, row["signer"] + ".cert.pem")]
    words += [f"--allow-{what}" for what in row["allow"]]
    if row["passphrase"]:
        words += ["--package-passphrase-file", str(secret)]
    else:
        words += ["--key", os.path.join(KEYS, row["key"] + ".encryption.pem"), "--passphrase-file", str(secret)]
    target = tmp_path / "target"
    target.mkdir()
    assert fubako_open.main(words + ["-o", str(target / "out")]) == row["open"]["code"]
    assert os.listdir(target) == (["out"] if row["open"]["code"] == 0 else [])
