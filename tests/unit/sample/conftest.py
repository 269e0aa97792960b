from pathlib import Path

import pytest

from majorprojects.sample import write_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample inbox, written once for all tests that only read it."""
    inbox = tmp_path_factory.mktemp("sample") / "inbox"
    write_sample(inbox)
    return inbox
