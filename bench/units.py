"""The whole build for many units, 25 projects each, over 24 months, beside one hand-written script.

Usage: python -m bench.units [--units 140 2850] [--home DIR]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench.__main__ import SAME, Run, adopt_orphans, measure
from majorprojects.entities import load_entities
from majorprojects.settings import DBT_PROJECT
from majorprojects.tables import landing_schemas

PROJECTS = 25
FIRST, MONTHS = dt.date(2021, 1, 1), 24
RANKED = (
    "unit_code, report_month, league, project_count, annual_plan_cny_10k, ytd_investment_cny_10k, "
    "completion_ratio, start_ratio, resumption_ratio, total_score, league_rank, city_rank"
)

_TYPES = {pa.string(): "varchar", pa.date32(): "date", pa.int64(): "bigint", pa.bool_(): "boolean"}
# One row a unit, project and month; every figure follows from the three numbers.
_ROWS = f"""
    select
        u, p, m,
        lpad(cast(100000 + u as varchar), 6, '0') as unit_code,
        format('2001-{{:06d}}-04-01-{{:06d}}', 100000 + u, p) as project_code,
        cast(date '{FIRST}' + to_months(cast(m as integer)) as date) as report_month,
        cast(1000 + (u * 37 + p * 91) % 9000 as decimal(20, 6)) as plan,
        m % 12 + 1 as month_number,
        format('{{:016x}}', u * 1000 + m) as submission_id
    from range($units) as units (u), range({PROJECTS}) as projects (p), (values ($month)) as months (m)
"""
_FIELDS = {
    "source_row": "4 + p",
    "absent_fields": "''",
    "source_path": "received_on || '/' || unit_code || '/a.xlsx'",
    "project_name": "'样例项目' || p",
    "category": "['产业科技', '园区建设', '社会民生', '生态文明', '城乡基础设施'][1 + p % 5]",
    "level": "'市重点'",
    "construction_type": "case when p % 4 = 0 then '新开工' else '续建' end",
    "total_investment": "plan * 10",
    "annual_plan": "plan",
    "planned_start": "date '2021-01-01' + cast(p * 20 as integer)",
    "planned_finish": "date '2025-12-31'",
    "filed_on": "date '2020-12-15'",
    "month_investment": "cast(plan * (8 + (u + p) % 3) / 100 as decimal(20, 6))",
    "ytd_investment": "cast(plan * (8 + (u + p) % 3) * month_number / 100 as decimal(20, 6))",
    "cumulative_investment": "cast(plan * (8 + (u + p) % 3) * (m + 1) / 100 as decimal(20, 6))",
    "statistical_ytd_investment": "cast(plan * 8 * month_number / 100 as decimal(20, 6))",
    "physical_progress_pct": "cast(m * 2 as decimal(20, 6))",
    "status": "case when (u + p) % 7 = 0 then '未开工' else '在建' end",
    "actual_start": "case when (u + p) % 7 <> 0 then date '2021-01-01' + cast(p * 20 as integer) end",
    "is_resumed": "case when month_number = 2 and p % 4 <> 0 then (u + p) % 5 <> 0 end",
    "workers_on_site": "50",
}


def write_landing(landing: Path, units: int) -> int:
    """Write a landing of one file a unit and month; returns its rows."""
    rows = 0
    with duckdb.connect() as connection:
        for number in range(MONTHS):
            month = dt.date(FIRST.year + number // 12, number % 12 + 1, 1)
            day = (month + dt.timedelta(days=31)).replace(day=3)
            folder = landing / f"received_on={day}"
            folder.mkdir(parents=True)
            connection.execute(
                f"create or replace temp table rows as select *, date '{day}' as received_on from ({_ROWS})",
                {"units": units, "month": number},
            )
            for name, schema in landing_schemas().items():
                file = folder / f"{name}.parquet"
                query = _query(name, schema)
                if query is None:
                    pq.write_table(schema.empty_table(), file)
                    continue
                connection.execute(f"copy ({query}) to '{file}' (format parquet, compression zstd)")
                rows += pq.read_metadata(file).num_rows
    for name, schema in landing_schemas().items():
        (landing / "empty").mkdir(exist_ok=True)
        pq.write_table(schema.empty_table(), landing / "empty" / f"{name}.parquet")
    return rows


def _query(name: str, schema: pa.Schema) -> str | None:
    """The rows of a landing table, from the temp table `rows`."""
    if name in {"projects", "monthly_progress"}:
        return _select(schema, _FIELDS | {"sheet": f"'{load_entities()[name].label}'"}, "rows")
    files = (
        "(select distinct unit_code, submission_id, report_month, received_on from rows) as files"
    )
    counts = {f"rows_{what}": "0" for what in ("read", "accepted", "rejected", "skipped")}
    counts |= dict.fromkeys(("rows_read", "rows_accepted"), str(PROJECTS))
    if name == "submissions":
        said = {
            "source_path": _FIELDS["source_path"],
            "sha256": "sha256(submission_id)",
            "size_bytes": "1",
            "form_version": "'county_v1'",
            "rules_version": "'bench'",
            "is_combined_month": "false",
            "outcome": "'accepted'",
            "notes": "'[]'",
        }
        return _select(schema, said | counts, files)
    sheets = ", ".join(
        f"('{entity}', '{load_entities()[entity].label}')"
        for entity in ("projects", "monthly_progress")
    )
    if name == "submission_sheets":
        return _select(
            schema,
            counts | {"header_row": "3"},
            f"{files} cross join (values {sheets}) as sheets (entity, sheet)",
        )
    if name == "submission_columns":
        columns = ", ".join(
            f"('{entity}', '{load_entities()[entity].label}', '{field}', '{chr(65 + number)}', '{field}')"
            for entity in ("projects", "monthly_progress")
            for number, field in enumerate(list(load_entities()[entity].fields)[:26])
        )
        return _select(
            schema,
            {},
            f"{files} cross join (values {columns}) "
            "as columns (entity, sheet, field, column_letter, header)",
        )
    return None


def _select(schema: pa.Schema, said: dict[str, str], source: str) -> str:
    given = {"submission_id", "received_on", "unit_code", "report_month", "project_code"}
    given |= (
        {"entity", "sheet", "field", "column_letter", "header"}
        if " as columns" in source
        else set()
    )
    given |= {"entity", "sheet"} if " as sheets" in source else set()
    names = [
        f"cast({said.get(field.name, field.name if field.name in given else 'null')} "
        f'as {_TYPES.get(field.type, "decimal(20, 6)")}) as "{field.name}"'
        for field in schema
    ]
    return f"select {', '.join(names)} from {source}"


def write_project(project: Path, units: int) -> None:
    """Copy the dbt project with a register of so many units in three leagues."""
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    judges = project / "seeds" / "judges.csv"  # they are of the real units
    judges.write_text(judges.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    path = project / "seeds" / "units.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    city = next(row for row in rows if row[4] == "city")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerow(city)
        writer.writerows(_unit(number) for number in range(units))


def _unit(number: int) -> Iterator[str]:
    league = ("county", "urban", "park")[number % 3]
    code = f"{100000 + number}"
    return iter((code, f"单位{code}", "", f"Unit {code}", "county", league, "2020-01-01", ""))


def build(home: Path) -> None:
    """Build a version of MP_HOME with the project beside it; print dbt's slowest nodes."""
    from majorprojects.build import build_version, warehouse_file
    from majorprojects.settings import load_settings

    settings = load_settings()
    made = build_version(settings, project=home / "dbt_project")
    file = warehouse_file(settings, made)
    results = json.loads((file.parent / "run_results.json").read_text(encoding="utf-8"))["results"]
    slowest = sorted(results, key=lambda node: node["execution_time"], reverse=True)[:12]
    for node in slowest:
        print(f"{node['execution_time']:.1f} s {node['unique_id']}", file=sys.stderr)
    print(file)


def bench(home: Path, units: int) -> tuple[int, Run, Run]:
    """Rows of the landing, the build and the script; checks that both say the same."""
    home.mkdir()
    rows = write_landing(home / "landing", units)
    write_project(home / "dbt_project", units)
    print(f"{units} units, {rows} rows in the landing", file=sys.stderr)
    ours = measure("build", ["-m", "bench.units", "--only", "build", "--home", str(home)], home)
    plain = home / "plain.duckdb"
    script = measure("plain", ["-m", "bench.plain_rankings", str(home), str(plain)], home)
    check_same(Path(ours.output.splitlines()[-1]), plain)
    return rows, ours, script


def check_same(ours: Path, plain: Path) -> None:
    """Stop where the marts of the build and of the script differ."""
    with duckdb.connect() as connection:
        for name, file in (("ours", ours), ("plain", plain)):
            connection.execute(f"attach '{file}' as {name} (read_only)")
        for mart, columns in (("fct_investment", SAME), ("fct_rankings", RANKED)):
            sides = [f"select {columns} from {name}.marts.{mart}" for name in ("ours", "plain")]
            for one, other in (sides, reversed(sides)):
                found = connection.execute(
                    f"select * from ({one} except {other}) limit 3"
                ).fetchall()
                if found:
                    raise SystemExit(f"{mart} differs from the plain script's: {found}")


def main() -> None:
    """Run the sizes asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.units", description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[140, 2850])
    parser.add_argument("--home", type=Path, help="an empty folder; a temporary one by default")
    parser.add_argument("--only", choices=["build"], help="one part, of --home")
    options = parser.parse_args()
    if options.only:
        build(options.home)
        return
    adopt_orphans()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print(
        "| units | rows in the landing | build s | build CPU s | build MB | script s | script MB | ratio |\n"
        "|" + " ---: |" * 8
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        home = options.home or Path(temporary)
        for units in options.units:
            rows, ours, plain = bench(home / f"units-{units}", units)
            print(
                f"| {units} | {rows} | {ours.seconds:.1f} | {ours.cpu_seconds:.1f} "
                f"| {ours.peak_mb:.0f} | {plain.seconds:.1f} | {plain.peak_mb:.0f} "
                f"| {ours.seconds / plain.seconds:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
