"""What holds for every test: no network beyond loopback, and nothing of this machine's set-up."""

import os
import tempfile
from pathlib import Path

import pytest

from majorprojects.settings import Settings

_OWN_VARIABLES = ("MP_", "AIRFLOW_", "AIRFLOW__", "DBT_", "GX_")


@pytest.hookimpl(tryfirst=True)  # before pytest-socket reads its options
def pytest_configure(config: pytest.Config) -> None:
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    for name in [name for name in os.environ if name.startswith(_OWN_VARIABLES)]:
        del os.environ[name]
    # Whoever imports Airflow makes a folder: not in the home of the person who runs the tests.
    config.airflow_home = tempfile.TemporaryDirectory(prefix="airflow-")  # type: ignore[attr-defined]
    os.environ["AIRFLOW_HOME"] = config.airflow_home.name  # type: ignore[attr-defined]
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"


def pytest_unconfigure(config: pytest.Config) -> None:
    config.airflow_home.cleanup()  # type: ignore[attr-defined]


def settings_at(home: Path) -> Settings:
    """Settings of an installation whose folders all lie in one home."""
    return Settings(home=home, lock_seconds=60)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty installation of its own."""
    return settings_at(tmp_path / "home")
