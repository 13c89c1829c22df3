"""Errors about checkpoints and proofs name the file or the argument, the reason, and what to do, in both languages."""

import pytest
from keeper import Keeper

CRLF = ("its lines end in CR LF", "行末が CR LF になっています")
MANY = ("the ledger has 5 entries: give a number from 1 to 5", "台帳の記録は 5 件です")
ORDER = ("the newer checkpoint has fewer entries than the older one", "新しいチェックポイントの件数が古いもの")
FORM = ("not of the one form that it must have", "定められた形ではありません")
OTHER = ("it is not signed by this ledger's key", "この台帳の鍵で署名されていません")

#: Words; exit code; what it is about; why in English and Japanese; the beginning of a hint, if there is one.
ERRORS = [
    (("consistency", "3", "2"), 2, "2", ORDER, ""),
    (("consistency", "kept", "2"), 2, "2", ORDER, ""),
    (("consistency", "0", "5"), 2, "0", MANY, ""),
    (("consistency", "1", "9"), 3, "9", MANY, ""),
    (("consistency", "9"), 3, "9", MANY, ""),
    (("consistency", "crlf"), 8, "crlf, line 1", CRLF, "get it again"),
    (("consistency", "1", "crlf"), 8, "crlf, line 1", CRLF, "get it again"),
    (("consistency", "cut"), 8, "cut", FORM, "get it again from whoever wrote it"),
    (("consistency", "other"), 2, "other", OTHER, ""),
    (("consistency", "nothing"), 3, "nothing", ("there is no such file or folder", "そのようなファイルやフォルダーはありません"), ""),
    (("checkpoint", "--since", "99"), 3, "--since 99", ("the ledger has 5 entries: give a number from 0 to 5", "台帳の記録は 5 件です。0 から 5 までの数"), ""),
    (("verify", "--checkpoint", "crlf"), 8, "crlf, line 1", CRLF, "get it again"),
    (("verify", "--checkpoint", "cut"), 8, "cut", FORM, "get it again"),
    (("verify-export", "--checkpoint", "crlf", "audit.tar"), 8, "crlf, line 1", CRLF, "get it again"),
    (("collect", "crlf"), 8, "crlf, line 1", CRLF, "get it again"),
    (("witness", "crlf"), 8, "crlf, line 1", CRLF, "get it again"),
    (("witness", "request-crlf"), 8, "request-crlf, line 1", CRLF, "get it again"),
    (("check", "proof-crlf"), 8, "proof-crlf, line 1", CRLF, "get it again"),
    (("check", "proof-cut"), 8, "proof-cut", FORM, "get it again"),
    (("check", "growth-crlf"), 8, "growth-crlf, line 1", CRLF, "get it again"),
    (("check", "growth-cut"), 8, "growth-cut", FORM, "get it again"),
]


@pytest.fixture(scope="module")
def keeper(program, tmp_path_factory):
    """A ledger of five entries, and texts of it that somebody changed."""
    keeper = Keeper(program, tmp_path_factory.mktemp("errors") / "home", count=3)
    other = Keeper(program, tmp_path_factory.mktemp("other") / "home")
    texts = {
        "crlf": keeper.ledger("checkpoint").data, "request-crlf": keeper.ledger("checkpoint", "--since", 3).data,
        "proof-crlf": keeper.ledger("prove", 2).data, "growth-crlf": keeper.ledger("consistency", 3).data,
    }
    for name, text in texts.items():
        keeper.write(name, text.replace(b"\n", b"\r\n"))
        keeper.write(name.replace("crlf", "cut"), text[:-1])
    keeper.write("cut", texts["crlf"][:-1])
    keeper.write("kept", texts["crlf"])
    keeper.write("other", other.ledger("checkpoint").data)
    keeper.ledger("export", "audit.tar")
    return keeper


@pytest.mark.parametrize("words, code, place, why, hint", ERRORS, ids=[" ".join(one[0]) for one in ERRORS])
def test_errors_name_the_file_the_reason_and_what_to_do(keeper, words, code, place, why, hint):
    english = keeper.ledger(*words, code=code).err
    assert f"{place}: {why[0]}" in english and hint in english, english
    japanese = keeper.ledger(*words, "--lang", "ja", code=code).err
    assert f"{place.replace(', line 1', '、1 行目')}: {why[1]}" in japanese, japanese
    assert not hint or "→" in japanese
    error = keeper.ledger(*words, "--json", code=code).error
    assert error["where"].startswith(place) and "defect" not in english


def test_a_damaged_hash_is_no_second_history(program, tmp_path):
    keeper = Keeper(program, tmp_path / "home", count=3)
    keeper.ledger("checkpoint", "-o", "kept")
    keeper.grow(3)
    keeper.ledger("consistency", "kept", "-o", "growth")
    # The hash over the first four entries: the root over five needs it, that over eight does not.
    keeper.sql("UPDATE hash SET value = zeroblob(32) WHERE position = 6")
    keeper.ledger("consistency", "kept", code=8, err="do not fit together")
    assert keeper.findings("--checkpoint", "kept") == {"hash-changed", "kept-not-comparable"}
    keeper.sql("DELETE FROM hash WHERE position = 6")
    keeper.ledger("consistency", "kept", code=8)
    assert keeper.findings("--checkpoint", "kept") == {"hash-missing", "kept-not-comparable"}


def test_the_table_is_whole():
    assert len(ERRORS) == 21
