"""What the tests of the program share: the program, and offices that use it."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from desk import Desk
from fixtures import know, own
from office import Office


# Whoever runs the tests in the background has these ignored, and every program that they start inherits it.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


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


def copied(office, home):
    """An office of its own with the same keyring: making keys takes long."""
    copy = Office(office.program, home)
    shutil.copytree(office.keyring, copy.keyring)
    return copy


@pytest.fixture
def own_soumu(soumu, tmp_path):
    """An office that has the identity "soumu", to be changed."""
    return copied(soumu, tmp_path / "soumu")


@pytest.fixture(scope="session")
def ministry(program, tmp_path_factory):
    """An office with three identities. Tests only read it."""
    office = Office(program, tmp_path_factory.mktemp("offices") / "ministry")
    for name in ("jinji", "soumu", "zaimu"):
        office.make_identity(name, "--type", "p256")
    return office


@pytest.fixture
def staffed(ministry, tmp_path):
    """An office with three identities, to be changed."""
    return copied(ministry, tmp_path / "ministry")


@pytest.fixture
def sender(program, tmp_path):
    """An office with the key "sender" that knows "recipient"."""
    office = Office(program, tmp_path / "sender")
    own(office, "sender")
    know(office, "recipient")
    return office


@pytest.fixture
def recipient(program, tmp_path):
    """An office with the key "recipient" that knows "sender"."""
    office = Office(program, tmp_path / "recipient")
    own(office, "recipient")
    know(office, "sender")
    return office


@pytest.fixture(scope="session")
def desk(program, tmp_path_factory):
    """An office with things to seal and packages to open. Tests put their output into its folder "work".

    It lies in memory where there is room for it: hundreds of runs would wait for the disk most of their time."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 << 30
    place = memory if has_room else tmp_path_factory.mktemp("desks")
    with tempfile.TemporaryDirectory(prefix="fubako-desk-", dir=place) as folder:
        yield Desk(program, Path(folder) / "desk")


@pytest.fixture(scope="session")
def faults():
    """The library that lets system calls fail: $FUBAKO_FAULTS. Without it tests are skipped; where CI is "true" they fail."""
    path = os.environ.get("FUBAKO_FAULTS", "")
    if Path(path).is_file():
        return str(Path(path).resolve())
    message = f"the library of faults is found through FUBAKO_FAULTS, but there is nothing at '{path}'"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
