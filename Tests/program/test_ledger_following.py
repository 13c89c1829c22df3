"""What is remembered of the ledgers of senders, beyond the last checkpoint that was proved to have grown."""

import shutil

from test_ledger_story import FORK, deliver, opened, seal, state_of


def test_what_was_consistent_once_stays_so(sender, recipient):
    for name in ("one", "two", "three"):
        seal(sender, f"{name}.fubako")
    deliver(sender, recipient, "one.fubako", "two.fubako", "three.fubako")
    for name in ("one", "two", "three"):
        opened(recipient, f"{name}.fubako")
    assert [state_of(recipient, f"{name}.fubako") for name in ("one", "two", "three")] == ["consistent"] * 3


def test_two_roots_of_one_size_are_a_fork_also_where_neither_could_be_checked(sender, recipient):
    seal(sender, "one.fubako")
    deliver(sender, recipient, "one.fubako")
    opened(recipient, "one.fubako")
    # A package that never arrives, so that nothing leads from what is known here to what comes next.
    seal(sender, "other.fubako")
    ledger, anchors = sender.home / ".local/share/fubako/ledger", sender.home / ".local/state/fubako/ledgers"
    shutil.copytree(ledger, sender.home / "copy")
    for name in ("left", "right"):
        seal(sender, f"{name}.fubako")
        shutil.rmtree(ledger)
        shutil.copytree(sender.home / "copy", ledger)
        shutil.rmtree(anchors)
    deliver(sender, recipient, "left.fubako", "right.fubako")
    assert state_of(recipient, "left.fubako") == "not-checked"
    assert state_of(recipient, "left.fubako") == "not-checked"
    assert state_of(recipient, "right.fubako", code=FORK) == "fork"
    assert "FORK" in opened(recipient, "right.fubako", code=FORK)
