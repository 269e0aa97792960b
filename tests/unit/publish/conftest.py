"""Builds as dbt leaves them: real DuckDB files with the marts of the contract, a row or two each."""

from collections.abc import Callable
from datetime import date

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.build import Build
from majorprojects.build.version import build_folder, write_record
from majorprojects.publish.audit import MARTS
from majorprojects.settings import Settings

FCT_SUBMISSIONS = """
    create table marts.fct_submissions as
    select
        printf('%02d', i) as submission_id,
        '430424' as unit_code,
        cast(date '2022-02-01' + cast(i as integer) as date) as received_on,
        '2022-02-' || printf('%02d', i + 1) || '/430424/a.xlsx' as source_path,
        case when i = 2 then 'same' else 'sha' || i end as sha256,
        case i when 0 then 'refused' else 'accepted' end as outcome,
        case i when 0 then 'cannot be opened' end as refusal_reason
    from range(3) as numbers (i)
"""


def _make_build(settings: Settings, number: int, *statements: str) -> Build:
    build = Build(
        id=f"2022-02-18-{number:08d}",
        landing_fingerprint=f"landing {number}",
        code_version="code",
        target="duckdb",
        last_received_on=date(2022, 2, 18),
        landing_rows={"submissions": 3, "projects": 2, "monthly_progress": 2},
    )
    folder = build_folder(settings, build)
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        connection.execute("create schema marts")
        for mart in MARTS.keys() - {"fct_submissions"}:
            connection.execute(f"create table marts.{mart} as select {number} as version")
        connection.execute(FCT_SUBMISSIONS)
        for statement in statements:
            connection.execute(statement)
    write_record(folder, build)
    return build


@pytest.fixture
def make_build(settings: Settings) -> Callable[..., Build]:
    """Makes a build: (number, *SQL statements that change its warehouse)."""
    return lambda number, *statements: _make_build(settings, number, *statements)
