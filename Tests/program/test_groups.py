"""fubako group: one name for several identities."""

import pytest


def test_groups_grow_and_shrink(staffed):
    assert staffed.run("group", "add", "kyoku", "zaimu", "soumu").out == "kyoku: soumu zaimu\n"
    assert staffed.run("group", "add", "kyoku", "jinji", "soumu", "--json").json == {
        "name": "kyoku", "members": ["jinji", "soumu", "zaimu"]}
    staffed.run("group", "add", "ka", "jinji")
    assert staffed.run("group", "list").out == "ka: jinji\nkyoku: jinji soumu zaimu\n"
    assert staffed.run("group", "remove", "kyoku", "jinji").out == "kyoku: soumu zaimu\n"
    assert staffed.run("group", "remove", "ka", "--json").json == {"removed": "ka"}
    staffed.run("group", "remove", "kyoku", "soumu", "zaimu", err="removed")
    assert staffed.run("group", "list", "--json").json == {"groups": []}
    assert len(staffed.run("key", "list", "--json").json["identities"]) == 3


ERRORS = [
    (("add", "kyoku", "nobody"), 3, "nobody: a member of the group is not in the keyring"),
    (("add", "soumu", "zaimu"), 10, "there already"), (("add", "../x", "zaimu"), 2, "not a name"),
    (("add", "kyoku", "-x"), 2, "usage"), (("remove", "none"), 3, "none of that name"),
    (("remove", "none", "soumu"), 3, "none of that name"), (("remove", "ka", "zaimu"), 3, "not in the"),
]


@pytest.mark.parametrize("arguments, code, pattern", ERRORS)
def test_errors(staffed, arguments, code, pattern):
    staffed.run("group", "add", "ka", "jinji")
    staffed.run("group", *arguments, code=code, err=pattern)
    assert staffed.run("group", "list").out == "ka: jinji\n"


def test_a_name_is_an_identity_or_a_group(staffed):
    staffed.run("group", "add", "kyoku", "soumu")
    staffed.run("key", "new", "kyoku", "--passphrase-file", "passphrase", code=10, err="a group has this name")


def test_a_damaged_group_is_named_with_its_line(staffed):
    staffed.run("group", "add", "kyoku", "soumu")
    (staffed.keyring / "groups/kyoku").write_text("soumu\n../x\n")
    staffed.run("group", "list", code=8, err="kyoku.*line 2")
