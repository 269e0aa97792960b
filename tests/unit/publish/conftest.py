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
        case i when 0 then 'cannot be opened' end as refusal_reason,
        date '2022-01-01' as report_month,
        false as is_combined_month,
        'monthly_progress,projects' as entities
    from range(3) as numbers (i)
"""

# One unit's January of one project: what the totals are read from, and the rows that name their files.
_MONTH = {
    "unit_code": "text default '430424'",
    "report_month": "date default date '2022-01-01'",
}
_FILES = {
    "submission_id": "text default '01'",
    "plan_submission_id": "text default '01'",
}
_STANDING = {
    "unit_code": "text default '430424'",
    "league": "text default 'county'",
    "total_score": "decimal(18, 4) default 80",
    "completion_ratio": "decimal(18, 6) default 0.5",
    "league_rank": "integer default 1",
    "city_rank": "integer default 1",
    "list_colour": "text",
}
_COLUMNS = {
    "fct_rankings": _STANDING
    | _MONTH
    | {
        "rulebook_id": "text default 'ours'",
        "is_silent": "boolean default false",
        "project_count": "bigint default 1",
        "annual_plan_cny_10k": "decimal(18, 2) default 200",
        "ytd_investment_cny_10k": "decimal(18, 2) default 100",
    },
    "fct_period_rankings": _STANDING
    | {
        "period_type": "text default 'quarter'",
        "first_month": "date default date '2021-11-01'",
        "last_month": "date default date '2022-01-01'",
        "judged_months": "integer default 1",
    },
    "fct_investment": _MONTH
    | {
        "project_code": "text default 'P-1'",
        "annual_plan_cny_10k": "decimal(18, 2) default 200",
        "ytd_investment_cny_10k": "decimal(18, 2) default 100",
        "total_investment_cny_10k": "decimal(18, 2) default 900",
    },
    "fct_progress": _MONTH | _FILES | {"project_code": "text default 'P-1'"},
    "fct_indicator_items": _MONTH
    | _FILES
    | {
        "indicator": "text default 'completion'",
        "item": "text default 'P-1'",
        "project_code": "text default 'P-1'",
        "numerator": "decimal(18, 4) default 100",
        "denominator": "decimal(18, 4) default 200",
    },
    "fct_unit_indicators": _MONTH
    | {
        "league": "text default 'county'",
        "rulebook_id": "text default 'ours'",
        "rule_id": "text default 'completion'",
        "indicator": "text default 'completion'",
        "value": "decimal(18, 6) default 0.5",
        "score": "decimal(18, 4) default 80",
        "weight": "decimal(9, 2) default 100",
    },
    "fct_commitments_monthly": _MONTH | _FILES | {"commitment_id": "text default 'C-1'"},
    "fct_observations": {
        "observed_on": "date default date '2022-01-15'",
        "submission_id": "text default '01'",
    },
    "dim_month": {
        "report_month": "date default date '2022-01-01'",
        "max_total_move_ratio": "decimal(18, 6) default 0.001",
    },
    "dim_project_history": {
        "changed_columns": "text default 'annual_plan_cny_10k'",
        "project_code": "text default 'P-1'",
        "report_month": "date default date '2022-01-01'",
        "submission_id": "text default '01'",
    },
    "dim_rulebook": {
        "rulebook_id": "text default 'ours'",
        "rule_id": "text default 'completion'",
        "mode": "text default 'linear'",
    },
}
TOTALS = ";".join(
    f"alter table marts.{mart} add column {column} {kind}"
    for mart, columns in _COLUMNS.items()
    for column, kind in columns.items()
)


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
        connection.execute(TOTALS)
        connection.execute(FCT_SUBMISSIONS)
        for statement in statements:
            connection.execute(statement)
    write_record(folder, build)
    return build


@pytest.fixture
def make_build(settings: Settings) -> Callable[..., Build]:
    """Makes a build: (number, *SQL statements that change its warehouse)."""
    return lambda number, *statements: _make_build(settings, number, *statements)
