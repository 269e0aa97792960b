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
        false as is_combined_month
    from range(3) as numbers (i)
"""

# One unit's January: what the totals are read from, with the columns that say so.
TOTALS = """
    alter table marts.fct_rankings add column unit_code text default '430424';
    alter table marts.fct_rankings add column report_month date default date '2022-01-01';
    alter table marts.fct_rankings add column rulebook_id text default 'ours';
    alter table marts.fct_rankings add column project_count bigint default 1;
    alter table marts.fct_rankings add column annual_plan_cny_10k decimal(18, 4) default 200;
    alter table marts.fct_rankings add column ytd_investment_cny_10k decimal(18, 4) default 100;
    alter table marts.fct_rankings add column total_score decimal(18, 4) default 80;
    alter table marts.fct_rankings add column league_rank bigint default 1;
    alter table marts.fct_investment add column unit_code text default '430424';
    alter table marts.fct_investment add column report_month date default date '2022-01-01';
    alter table marts.fct_investment add column project_code text default 'P-1';
    alter table marts.fct_investment add column total_investment_cny_10k decimal(18, 4) default 900;
    alter table marts.dim_month add column report_month date default date '2022-01-01';
    alter table marts.dim_month add column max_total_move_ratio decimal(18, 6) default 0.001;
    alter table marts.dim_unit add column unit_code text default '430424';
    alter table marts.dim_unit add column unit_type text default 'county';
    alter table marts.dim_project add column unit_code text default '430424';
    alter table marts.dim_project add column project_code text default 'P-1';
    alter table marts.dim_rulebook add column rulebook_id text default 'ours';
    alter table marts.dim_rulebook add column topic text default 'score';
    alter table marts.dim_rulebook add column mode text default 'linear';
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
