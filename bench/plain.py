"""The plain script: calamine → DuckDB SQL. No checks, no history, no receipts; the same fct_investment.

Usage: python -m bench.plain INBOX DUCKDB_FILE
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb
import pandas as pd
import python_calamine as calamine

from bench.workbooks import PROGRESS, REGISTER

SQL = """
create schema marts;
create table marts.fct_investment as
with register as (
    select *, last_day(month) as month_end, year(month) as year,
        cast("年度计划投资(万元)" as decimal(18, 2)) as plan
    from register_rows
),
first_plans as (
    select "项目代码", year, first(plan order by month) as first_plan from register group by all
),
joined as (
    select
        progress."项目代码" as project_code, progress.unit as unit_code, progress.month as report_month,
        register.plan as annual_plan_cny_10k, first_plans.first_plan as first_annual_plan_cny_10k,
        cast("本月完成投资(万元)" as decimal(18, 2)) as month_investment_cny_10k,
        cast("当年累计完成投资(万元)" as decimal(18, 2)) as ytd_investment_cny_10k,
        cast("开工以来累计完成投资(万元)" as decimal(18, 2)) as cumulative_investment_cny_10k,
        cast("当年累计入库投资(万元)" as decimal(18, 2)) as statistical_ytd_investment_cny_10k,
        cast(round(month(progress.month) / 12, 6) as decimal(18, 6)) as time_progress_ratio
    from progress_rows as progress
    left join register using ("项目代码", unit, month)
    left join first_plans on first_plans."项目代码" = progress."项目代码"
        and first_plans.year = year(progress.month)
),
rated as (
    select *,
        cast(round(ytd_investment_cny_10k / annual_plan_cny_10k, 6) as decimal(18, 6))
            as completion_ratio,
        cast(round(ytd_investment_cny_10k / first_annual_plan_cny_10k, 6) as decimal(18, 6))
            as first_plan_completion_ratio
    from joined
)
select *,
    cast((completion_ratio - time_progress_ratio) * 100 as decimal(18, 4)) as ahead_of_schedule_pp,
    case
        when completion_ratio - time_progress_ratio < -0.30 then 'red'
        when completion_ratio - time_progress_ratio <= -0.10 then 'yellow'
        else 'green'
    end as investment_light
from rated
"""


def read(inbox: Path, sheet: str, headers: tuple[str, ...]) -> pd.DataFrame:
    """Rows of one sheet of all workbooks, with unit and month."""
    rows = []
    for path in sorted(inbox.glob("*/*/*.xlsx")):
        cells = calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
        year, month = re.search(r"(\d{4})年(\d+)月", str(cells[1][0])).groups()  # type: ignore[union-attr]
        extra = [path.parent.name, f"{year}-{int(month):02}-01"]
        rows += [row + extra for row in cells[3:] if isinstance(row[0], float)]
    return pd.DataFrame(rows, columns=[*headers, "unit", "month"])


def main(inbox: Path, file: Path) -> None:
    """Read all workbooks and make fct_investment."""
    with duckdb.connect(str(file)) as connection:
        for name, sheet, headers in (
            ("register_rows", "项目备案", REGISTER),
            ("progress_rows", "月度进展", PROGRESS),
        ):
            connection.register("frame", read(inbox, sheet, headers))
            connection.execute(
                f"create table {name} as select * replace (cast(month as date) as month) from frame"
            )
        connection.execute(SQL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
