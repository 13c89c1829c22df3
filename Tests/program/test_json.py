"""Everything that --json writes is described in docs/json.md."""

import json
import re

from fixtures import BAD, ROOT, know, own, unlock
from notes import COSIGNATURE, Signer
from transfers import Places, send

LABEL = (
    "--grade", "C3/I2/A1", "--site-grade", "極秘", "--important-design", "--restrict", "複製禁止", "--decider", "課長",
    "--decided-on", "2026-04-01", "--c3-until", "2027-03-31", "--retain-until", "2027-03-31", "--serial", "1",
    "--personal-count", "3")


def keys(value):
    """All keys of all objects inside."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def ledger(office):
    """Everything that the ledger's sub-commands write."""
    unlock_key = ("--passphrase-file", "key-passphrase")
    yield office.run("ledger", "pin", "--json", *unlock_key).json
    yield office.run("ledger", "key", "--json").json
    yield office.run("ledger", "show", "--json").json
    yield office.run("ledger", "retention", "set", "--keep", "1d", "--kind", "open", "--json").json
    yield office.run("ledger", "retention", "apply", "--json").json
    yield office.run("ledger", "prove", "0", "--json").json
    office.run("ledger", "prove", "0", "-o", "a.proof")
    yield office.run("ledger", "check", "a.proof", "--json").json
    yield office.run("ledger", "consistency", "1", "--json").json
    office.run("ledger", "consistency", "1", "-o", "a.growth")
    yield office.run("ledger", "check", "a.growth", "--json").json
    yield office.run("ledger", "checkpoint", "--since", "1", "--json").json
    key = Signer("witness", COSIGNATURE).text
    yield office.run("ledger", "witnesses", "add", key, "--organisation", "x", "--json").json
    office.run("ledger", "checkpoint", "-o", "a.checkpoint")
    yield office.run("ledger", "collect", "a.checkpoint", "--json").json
    yield office.run("ledger", "verify", "--json", "--quorum", "1", "--checkpoint", "a.checkpoint", code=8).json
    yield office.run("ledger", "forget", "--person", "fixture sender", "--reason", "x", "--json").json
    yield office.run("ledger", "show", "--json").json


def transfers(office):
    """Everything that sub-commands about transfers write."""
    places = Places(office, "a", "b", "c")
    places.mark("b", "down")
    office.write("report", "text")
    words = ("--split", "2/3", "--deadline", "1d", "--stated-by", "x")
    yield send(office, "a,b,c", *words, "--json", to="other", code=19).json
    handover = ("--carrier", "x", "--container", "x", "--seal", "x", "--place", "x")
    yield office.run("transfer", "handover", "--piece", "1", *handover, "--json").json
    yield office.run("transfer", "close", "--json").json
    yield office.run("transfer", "list", "--all", "--json").json


def test_every_key_is_described(office):
    own(office, "sender")
    know(office, "other")
    office.write("folder/file", "text")
    office.write("package-passphrase", "x" * 20 + "\n")
    words = ("--package-passphrase-file", "package-passphrase", "--to", "other", *LABEL, "folder", "-o", "a.fubako")
    damaged = str(BAD / "unit-flipped.fubako")
    told = [
        unlock(office, "seal", "--json", *words).json,
        office.run("inspect", "--json", "a.fubako").json,
        office.run("verify", "--json", "a.fubako", damaged, "none.fubako", code=8).json,
        unlock(office, "list", "--json", "a.fubako").json,
        unlock(office, "open", "--json", "a.fubako", "-o", "out").json,
        unlock(
            office, "reseal", "--json", "--package-passphrase-file", "package-passphrase", "a.fubako", "-o", "c").json,
        unlock(office, "list", "--json", "--package-passphrase-file", "package-passphrase", "c").json,
        office.run("policy", "withdraw", "--json", "AES-256-GCM", "--reason", "announcement").json,
        office.run("policy", "show", "--json").json,
        office.run("policy", "restore", "--json", "AES-256-GCM", "--reason", "it was wrong").json,
        office.run("key", "list", "--json").json,
        office.run("key", "export", "--json", "other").json,
        office.run("group", "add", "--json", "g", "other").json,
        office.run("group", "list", "--json").json,
        office.run("group", "remove", "--json", "g").json,
        office.run("version", "--json", "--self-test").json,
        *transfers(office),
        *ledger(office),
        {"error": office.run("verify", "--json", code=2).error},
        json.loads(office.run("seal", "--json", "--unsigned", "--to", "other", "folder", "-o", "b.fubako").err),
    ]
    written = set().union(*map(keys, told))
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    described = {word for part in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", part)}
    assert written - described == set()
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", key) for key in written)
