"""The plain script of the build: DuckDB SQL over the landing → fct_investment and fct_rankings.

For a landing without corrections, duplicates or faults, under the default rulebook as it stands in the
SQL below: no history, no other marts, no tests.

Usage: python -m bench.plain_rankings HOME DUCKDB_FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SQL = """
create schema marts;
create table marts.fct_investment as
with register as (
    select
        project_code, unit_code, report_month, annual_plan, construction_type, planned_start,
        first_value(annual_plan) over (
            partition by project_code, year(report_month) order by report_month
        ) as first_plan
    from read_parquet($landing || '/*/projects.parquet')
),
joined as (
    select
        progress.*, construction_type, planned_start, annual_plan, first_plan,
        cast(round(month(progress.report_month) / 12, 6) as decimal(18, 6)) as time_progress_ratio
    from read_parquet($landing || '/*/monthly_progress.parquet') as progress
    join register using (project_code, unit_code, report_month)
),
rated as (
    select *,
        cast(round(ytd_investment / annual_plan, 6) as decimal(18, 6)) as completion_ratio,
        cast(round(ytd_investment / first_plan, 6) as decimal(18, 6)) as first_plan_completion_ratio
    from joined
)
select
    project_code, unit_code, report_month,
    cast(annual_plan as decimal(18, 2)) as annual_plan_cny_10k,
    cast(first_plan as decimal(18, 2)) as first_annual_plan_cny_10k,
    cast(month_investment as decimal(18, 2)) as month_investment_cny_10k,
    cast(ytd_investment as decimal(18, 2)) as ytd_investment_cny_10k,
    cast(cumulative_investment as decimal(18, 2)) as cumulative_investment_cny_10k,
    cast(statistical_ytd_investment as decimal(18, 2)) as statistical_ytd_investment_cny_10k,
    time_progress_ratio, completion_ratio, first_plan_completion_ratio,
    cast((completion_ratio - time_progress_ratio) * 100 as decimal(18, 4)) as ahead_of_schedule_pp,
    case
        when completion_ratio - time_progress_ratio < -0.30 then 'red'
        when completion_ratio - time_progress_ratio <= -0.10 then 'yellow'
        else 'green'
    end as investment_light,
    construction_type, planned_start, status, is_resumed
from rated;

create table marts.fct_rankings as
with rates as (
    select
        unit_code, report_month,
        count(*) as project_count,
        sum(annual_plan_cny_10k) as annual_plan_cny_10k,
        sum(ytd_investment_cny_10k) as ytd_investment_cny_10k,
        count(*) filter (where is_start and status <> '未开工') as started,
        count(*) filter (where is_start) as due,
        count(*) filter (where is_resumed) as resumed,
        count(is_resumed) as stopped
    from (
        select *, construction_type = '新开工' and planned_start <= last_day(report_month) as is_start
        from marts.fct_investment
    )
    group by unit_code, report_month
),
scored as (
    select *,
        cast(round(ytd_investment_cny_10k / annual_plan_cny_10k, 6) as decimal(18, 6)) as completion_ratio,
        cast(round(started / nullif(due, 0), 6) as decimal(18, 6)) as start_ratio,
        cast(round(resumed / nullif(stopped, 0), 6) as decimal(18, 6)) as resumption_ratio
    from rates
),
points as (
    select *,
        cast(least(round(40 * completion_ratio, 4), 40) as decimal(18, 4)) as completion,
        cast(round(30 * start_ratio, 4) as decimal(18, 4)) as start,
        cast(round(30 * resumption_ratio, 4) as decimal(18, 4)) as resumption
    from scored
),
totalled as (
    select *,
        cast(round(
            100 * (completion + coalesce(start, 0) + coalesce(resumption, 0))
            / (40 + if(start is null, 0, 30) + if(resumption is null, 0, 30)), 4
        ) as decimal(18, 4)) as total_score
    from points
)
select
    totalled.unit_code, report_month, league, cast(project_count as integer) as project_count,
    cast(annual_plan_cny_10k as decimal(18, 2)) as annual_plan_cny_10k,
    cast(ytd_investment_cny_10k as decimal(18, 2)) as ytd_investment_cny_10k,
    completion_ratio, start_ratio, resumption_ratio, total_score,
    cast(rank() over (
        partition by report_month, league order by total_score desc, completion_ratio desc
    ) as integer) as league_rank,
    cast(rank() over (
        partition by report_month order by total_score desc, completion_ratio desc
    ) as integer) as city_rank
from totalled
join read_csv($units, all_varchar = true) as units using (unit_code);
"""


def main(home: Path, file: Path) -> None:
    """Make both tables from the landing of a home, with the units of its dbt project."""
    places = {
        "$landing": f"'{home / 'landing'}'",
        "$units": f"'{home / 'dbt_project' / 'seeds' / 'units.csv'}'",
    }
    sql = SQL
    for name, value in places.items():
        sql = sql.replace(name, value)
    with duckdb.connect(str(file)) as connection:
        connection.execute(sql)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
