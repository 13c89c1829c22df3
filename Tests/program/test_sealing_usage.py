"""What `fubako seal` refuses or warns of before anything is asked or sealed."""

import pytest
from fixtures import listing, own, refuses, unlock

IN_VAIN = [
    (("--iterations", "700000"), "--iterations goes with --passphrase only"),
    (("--hide-recipients", "--passphrase"), "--hide-recipients and --passphrase exclude each other"),
    (("--hide-recipients", "--generate-passphrase"), "--hide-recipients and --passphrase exclude each other"),
]


@pytest.mark.parametrize("options, message", IN_VAIN)
def test_options_that_contradict_are_refused_before_anything_is_asked(sender, options, message):
    sender.write("file", "text")
    refuses(sender, 2, message, "seal", "--to", "recipient", *options, "file", "-o", "out.fubako")
    told = sender.run("seal", *options, "file", "-o", "x", code=2, environment={"LC_ALL": "ja_JP.UTF-8"}).err
    assert "使い" in told


def test_help_shows_nothing_of_the_inside(office):
    told = office.run("seal", "--help").out
    assert "PathArgument" not in told and "600000" in told


def test_short_passphrase_is_warned_about(sender):
    sender.write("file", "text")
    sender.write("short", "秘密秘密秘密七\n")
    sender.write("long", "秘密秘密秘密秘密\n")
    told = unlock(sender, "seal", "--package-passphrase-file", "short", "file", "-o", "a.fubako").err
    assert "fewer than 8 characters" in told
    told = unlock(sender, "seal", "--package-passphrase-file", "long", "file", "-o", "b.fubako").err
    assert "characters" not in told
    assert "fewer than 8" in sender.run("key", "new", "x", "--type", "p256", "--passphrase-file", "short").err
    assert {"a.fubako", "b.fubako"} <= listing(sender.home)


@pytest.mark.parametrize("option", ["--passphrase-fd", "--package-passphrase-fd"])
def test_closed_descriptor_is_named_with_its_option(sender, option):
    sender.write("file", "text")
    other = () if option == "--passphrase-fd" else ("--passphrase-file", "key-passphrase")
    sender.run("seal", "--to", "recipient", option, "9", *other, "file", "-o", "x", code=11,
               err=f"passphrase: {option} 9: this descriptor is not open")


def test_empty_passphrase_file_is_named(sender):
    sender.write("file", "text")
    sender.write("empty", "")
    sender.write("blank", "\n")
    for name in ("empty", "blank"):
        sender.run("seal", "--to", "recipient", "--passphrase-file", name, "file", "-o", "x", code=2,
                   err=f"passphrase: {name}: ")


def test_existing_package_is_not_called_opened(sender):
    sender.write("file", "text")
    sender.write("out.fubako", "text")
    refuses(sender, 10, "(?m)^fubako: writing: out.fubako: it exists already", "seal", "--to", "recipient", "file",
            "-o", "out.fubako")


@pytest.fixture
def inbox(sender):
    """A folder in which a file was opened whose label is C3/I2/A1 with one restriction."""
    own(sender, "recipient")
    sender.write("file", "text")
    label = ("--grade", "C3/I2/A1", "--restrict", "複製禁止")
    unlock(sender, "seal", "--from", "sender", "--to", "recipient", *label, "file", "-o", "a.fubako")
    unlock(sender, "open", "a.fubako", "-o", "inbox")
    return ("--from", "sender", "--to", "recipient", "inbox/file", "-o", "b.fubako")


CHANGES = [
    (("--restrict", "持出禁止"), "C3/I2/A1", {"複製禁止", "持出禁止"}, None),
    (("--grade", "C3/I2/A2"), "C3/I2/A2", {"複製禁止"}, None),
    (("--decider", "課長", "--restrict", "持出禁止"), "C3/I2/A1", {"持出禁止"}, "no-copying"),
    (("--decider", "課長", "--grade", "C2/I2/A1"), "C2/I2/A1", set(), "C3, no-copying"),
]


@pytest.mark.parametrize("options, grade, restrictions, dropped", CHANGES)
def test_options_change_an_inherited_label_only_where_they_say(sender, inbox, options, grade, restrictions, dropped):
    told = unlock(sender, "seal", *options, *inbox).err
    assert ("by decision" in told) == (dropped is not None)
    assert dropped is None or f"by decision: {dropped}\n" in told
    shown = sender.run("inspect", "--lang", "ja", "b.fubako").out
    assert {name for name in ("複製禁止", "持出禁止") if name in shown} == restrictions
    assert grade in sender.run("inspect", "b.fubako").out


def test_lowering_is_refused_with_what_would_be_lower(sender, inbox):
    unlock(sender, "seal", "--grade", "C2/I1/A2", *inbox, code=10, err="below what the inputs bring along: C3, I2")


def test_restriction_without_any_grade_needs_one(sender):
    sender.write("file", "text")
    unlock(sender, "seal", "--to", "recipient", "--restrict", "持出禁止", "file", "-o", "x", code=2, err="label: grade: ")
