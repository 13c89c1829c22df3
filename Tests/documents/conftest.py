"""What the tests of the documents share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def program():
    """The program as it is installed: $FUBAKO_PROGRAM. Without it tests are skipped; where CI is "true" they fail."""
    path = os.environ.get("FUBAKO_PROGRAM", "")
    if Path(path).is_file():
        return path
    message = f"the program is found through FUBAKO_PROGRAM, but there is nothing at '{path}'"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
