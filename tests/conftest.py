"""What holds for every test: no network beyond loopback, and nothing of this machine's set-up."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

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
    if "PYTEST_XDIST_WORKER" in os.environ:
        # A worker's main module has no file. pyspark, which Great Expectations imports where it is
        # there, takes that for its own doctests and ends the process, unless this looks like a shell.
        sys.ps1 = ">>> "
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share costly fixtures go to one worker: those of a folder, in some those of a file."""
    from xdist.scheduler import LoadScopeScheduling

    class ByPlace(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            place = Path(nodeid.partition("::")[0])
            by_file = {"unit", "chaos"}.intersection(place.parts)
            return str(place if by_file else place.parent)

    return ByPlace(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.airflow_home.cleanup()  # type: ignore[attr-defined]


def settings_at(home: Path) -> Settings:
    """Settings of an installation whose folders all lie in one home."""
    return Settings(home=home, lock_seconds=60)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty installation of its own."""
    return settings_at(tmp_path / "home")


@pytest.fixture
def ranked(settings: Settings) -> Settings:
    """An installation whose current version ranks four units for January and February 2022.

    Two units tie, one of them is silent in February, one has no entry in the register of units.
    """
    import duckdb

    folder = settings.warehouse / "versions" / "2022-03-06-00000000"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        connection.execute(_RANKED)
    (settings.warehouse / "current").symlink_to(folder.relative_to(settings.warehouse))
    return settings


_RANKED = """
    create schema marts;
    create table marts.dim_unit as
    select * from (values
        ('430424', '衡东县', 'Hengdong County', 'county'),
        ('430426', '祁东县', 'Qidong County', 'county'),
        ('430408', '蒸湘区', 'Zhengxiang District', 'urban')
    ) as units (unit_code, unit_name_zh, unit_name_en, league);
    create table marts.fct_appeals as
    select * from (values
        ('430426', date '2022-02-01', true),
        ('430424', date '2022-02-01', false),
        ('430408', date '2022-01-01', true)
    ) as appeals (unit_code, report_month, is_open);
    create table marts.fct_rankings as
    select * from (values
        ('430408', 'urban', date '2022-02-01', 2, 1, 1, 9, 0.5::decimal(18, 6), 61.005, 'red'),
        ('430424', 'county', date '2022-02-01', 1, 1, null, 12, 1.2345, 90.5, null),
        ('430426', 'county', date '2022-02-01', 2, 2, -1, 7, 0.5, 61.005, null),
        ('430499', 'county', date '2022-02-01', 4, 3, null, null, null, null, 'yellow'),
        ('430424', 'county', date '2022-01-01', 1, 1, 0, 12, 0.1, 70, null)
    ) as ranks (
        unit_code, league, report_month, city_rank, league_rank, rank_change, project_count,
        completion_ratio, total_score, list_colour
    )
    cross join (values ('hengyang-assumed', 1000.00, 500.00, 0.75, null)) as alike (
        rulebook_id, annual_plan_cny_10k, ytd_investment_cny_10k, start_ratio, resumption_ratio
    );
"""
