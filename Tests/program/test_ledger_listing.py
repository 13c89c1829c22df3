"""Whoever had the names in a package shown leaves an entry, and Japanese readers get it in Japanese."""

import pytest
from fixtures import unlock
from keeper import Keeper
from test_ledger_story import deliver, entries, seal


def test_showing_the_names_in_a_package_is_recorded(sender, recipient):
    seal(sender, "report.fubako")
    deliver(sender, recipient, "report.fubako")
    recipient.run("inspect", "report.fubako")
    unlock(recipient, "list", "report.fubako")
    (listed,) = [entry for entry in entries(recipient) if entry["kind"] == "open"]
    assert (listed["kind"], listed["result"], listed["entries"], listed["bytes"]) == ("open", "listed", 1, 0)
    assert recipient.run("ledger", "verify").code == 0
    recipient.write("wrong", "not this one\n")
    recipient.run("list", "--passphrase-file", "wrong", "report.fubako", code=4)
    last = entries(recipient)[-1]
    assert (last["kind"], last["result"], last["cause"]) == ("open", "refused", "keyring.wrong-passphrase")
    shown = recipient.run("ledger", "show", "--lang", "ja").out
    assert "一覧を表示" in shown and "拒否" in shown and "listed" not in shown and "refused" not in shown
    assert "（keyring.wrong-passphrase）" in shown


#: What is set; what is shown in English and in Japanese.
PERIODS = [("90d", "90d", "90 日間"), ("6m", "6m", "6 か月間"), ("3y", "3y", "3 年間"), ("forever", "for ever", "無期限")]


@pytest.mark.parametrize("period, english, japanese", PERIODS)
def test_periods_are_shown_in_words(program, tmp_path, period, english, japanese):
    keeper = Keeper(program, tmp_path / "home")
    keeper.ledger("retention", "set", "--keep", period, "--kind", "verify")
    assert f"verify: {english}" in keeper.ledger("retention").out
    told = keeper.ledger("retention", "--lang", "ja").out
    assert f"verify の期間: {japanese}" in told and "の間" not in told
    assert keeper.ledger("retention", "--lang", "ja", "--json").json["retention"][0] == {"kind": "verify", "keep": period}
    shown = keeper.ledger("show", "--lang", "ja").out
    assert "保存期間の設定" in shown and "作成" not in keeper.ledger("show", "--json").out
