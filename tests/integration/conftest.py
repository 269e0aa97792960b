"""The whole sample once: loaded, and built and published, as the command line does it.

Each worker makes its own (about half a minute). Tests read these homes; whoever wants to change one
takes a copy.
"""

import shutil
from pathlib import Path

import pytest

from majorprojects import cli_stages
from majorprojects.settings import Settings


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MP_HOME with the sample ingested, validated and loaded, with its receipts."""
    settings = Settings(home=tmp_path_factory.mktemp("sample"))
    sample = cli_stages.write_sample(settings)
    loaded = cli_stages.load_days(settings, sample.first_day, sample.last_day)
    assert loaded
    assert loaded.files == sample.files
    return settings.home


@pytest.fixture(scope="session")
def published_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's home whose warehouse is built and published too."""
    home = shutil.copytree(sample_home, tmp_path_factory.mktemp("published") / "home")
    settings = Settings(home=home)
    cli_stages.build(settings)
    cli_stages.publish(settings)
    return home


@pytest.fixture
def own_copy(published_home: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of the published home that a test may change."""
    home = shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    return Settings(home=home)
