"""A small installation that went all the way once; each test damages a copy of its own."""

import shutil
from pathlib import Path

import pytest

from majorprojects import cli_stages
from majorprojects.settings import Settings
from tests.conftest import settings_at
from tests.small_inbox import DAYS, write_small_inbox


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small inbox, loaded, built and published."""
    settings = settings_at(tmp_path_factory.mktemp("small") / "home")
    write_small_inbox(settings.inbox)
    assert cli_stages.load_days(settings, DAYS[0], DAYS[-1])
    cli_stages.build(settings)
    cli_stages.publish(settings)
    return settings.home


@pytest.fixture
def settings(small_home: Path, tmp_path: Path) -> Settings:
    """Settings of the test's own copy."""
    return settings_at(shutil.copytree(small_home, tmp_path / "home", symlinks=True))
