"""DuckDB and Spark make the same marts of the same landing: the way out when one machine is too small."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from majorprojects import cli_stages
from majorprojects.rankings import file_appeal, publish_ranking
from majorprojects.settings import Settings
from tests.dbt_build import build

if TYPE_CHECKING:
    import duckdb

pytestmark = [pytest.mark.integration, pytest.mark.spark]

# What the build says of itself: the one mart that may differ.
_OF_THE_BUILD = "fct_model_runs"


# January is published on the day before a unit hands it in.
LAST_DAY, LATE_UNIT = "received_on=2022-02-04", "430421"


@pytest.fixture(scope="module")
def ledger(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which January stands as it was known early in February, and an appeal against it."""
    settings = Settings(home=tmp_path_factory.mktemp("ledger") / "home")
    shutil.copytree(
        Settings(home=sample_home).landing,
        settings.landing,
        ignore=lambda _, names: [name for name in names if LAST_DAY < name < "received_on=9"],
    )
    cli_stages.build(settings)
    cli_stages.publish(settings)
    first = publish_ranking(settings, dt.date(2022, 1, 1))
    day = first.published_on
    file_appeal(settings, first.number, LATE_UNIT, "1月报表已补报", day, today=day)
    return settings.ledger


@pytest.fixture(scope="module")
def both(
    sample_home: Path, ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the marts of one engine in schema `duckdb`, of the other in `spark`."""
    import duckdb

    if shutil.which("java") is None:
        pytest.skip("NO JAVA ON THIS MACHINE: DuckDB and Spark were NOT compared; install Java 17")
    landing = Settings(home=sample_home).landing
    home = tmp_path_factory.mktemp("engines")
    file = build(landing, home / "duckdb", ledger=ledger)
    folder = build(landing, home / "spark", target="spark", ledger=ledger)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as built (read_only)")
        connection.execute("create schema duckdb")
        connection.execute("create schema spark")
        for name in _tables(connection):
            connection.execute(f"create view duckdb.{name} as from built.marts.{name}")
            files = folder / "marts.db" / name / "*.parquet"
            connection.execute(f"create view spark.{name} as from read_parquet('{files}')")
        yield connection


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    names = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'built'"
        " and schema_name = 'marts' order by table_name"
    ).fetchall()
    return [name for (name,) in names if name != _OF_THE_BUILD]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    relation = connection.sql("from " + table)
    return list(zip(relation.columns, map(str, relation.types), strict=True))


def _digest(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    digest = hashlib.sha256()
    for row in connection.sql("from " + table).order("all").fetchall():
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _only_in(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[Any]:
    return (
        connection.sql("from " + one).except_(connection.sql("from " + other)).limit(5).fetchall()
    )


def test_every_mart_is_equal_row_for_row(both: duckdb.DuckDBPyConnection) -> None:
    tables = _tables(both)
    assert {"dim_project", "fct_investment", "fct_progress", "fct_submission_findings"} <= {*tables}
    for name in tables:
        ours, theirs = f"duckdb.{name}", f"spark.{name}"
        assert _columns(both, ours) == _columns(both, theirs), name
        assert not _only_in(both, ours, theirs), f"{name}: rows that Spark lacks"
        assert not _only_in(both, theirs, ours), f"{name}: rows that DuckDB lacks"
        assert _digest(both, ours) == _digest(both, theirs), f"{name}: a row occurs more often"


def test_the_comparison_had_something_to_compare(both: duckdb.DuckDBPyConnection) -> None:
    for name in (
        *("fct_investment", "fct_rankings", "fct_submission_findings", "fct_rejected_rows"),
        *("fct_published_rankings", "fct_restatements", "fct_restated_items", "fct_appeals"),
    ):
        assert both.sql(f"from spark.{name}").count("*").fetchall() > [(0,)], name
