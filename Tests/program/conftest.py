"""What the tests of the program share: the program, and offices that use it."""

import os
from pathlib import Path

import pytest
from office import Office


@pytest.fixture(scope="session")
def program():
    """The program as it is installed: $FUBAKO_PROGRAM. Without it tests are skipped; where CI is "true" they fail."""
    path = os.environ.get("FUBAKO_PROGRAM", "")
    if Path(path).is_file():
        return str(Path(path).resolve())
    message = f"the program is found through FUBAKO_PROGRAM, but there is nothing at '{path}'"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def office(program, tmp_path):
    """An office with an empty keyring."""
    return Office(program, tmp_path / "office")


@pytest.fixture(scope="session")
def soumu(program, tmp_path_factory):
    """An office that has the identity "soumu" and its exported certificates. Tests only read it."""
    office = Office(program, tmp_path_factory.mktemp("offices") / "soumu")
    office.make_identity("soumu", "--mail", "soumu@example.jp", "--unit", "総務課")
    office.run("key", "export", "soumu", "-o", "soumu.cert.pem")
    return office
