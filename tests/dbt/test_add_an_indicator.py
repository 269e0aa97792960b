"""The page docs/add_an_indicator.md is followed as it is written, in a copy of the project."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

from rankings_project import make_project, months
from test_rulebooks import units

from majorprojects.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "add_an_indicator.md").read_text(encoding="utf-8")
MONTH = "2022-06-01"


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def path(step: str, ending: str) -> str:
    """The path in the step's text that ends so, within the dbt project."""
    (found,) = re.findall(rf"\*\*{step}\. .*?`dbt_project/(\S*{ending})`", PAGE, re.DOTALL)
    return str(found)


def test_the_page_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 80


def test_the_page_adds_workers_per_100m_yuan(tmp_path: Path) -> None:
    progress = [
        {"project_code": f"{unit}-{workers}", "unit_code": unit, "report_month": MONTH}
        | {"annual_plan_cny_10k": plan, "workers_on_site": workers}
        for unit, plan, workers in (
            ("busy", 20_000, 500),
            ("busy", 10_000, 220),
            ("quiet", 30_000, 300),
            ("unplanned", 0, 300),
        )
    ]
    plans = [
        {key: row[key] for key in row if key != "workers_on_site"} | {"ytd_investment_cny_10k": 0}
        for row in progress
    ]
    project = make_project(
        tmp_path,
        units=units(["busy", "quiet", "unplanned"]),
        dim_month=months(MONTH),
        dim_project=[{"project_code": row["project_code"]} for row in progress],
        fct_progress=progress,
        fct_investment=plans,
    )
    (tmp_path / path("1", ".sql")).write_text(block("sql"), encoding="utf-8")
    macros = tmp_path / path("2", ".sql")
    text = macros.read_text(encoding="utf-8")
    listed = text.index("{% endmacro %}", text.index("{% macro indicators() %}"))
    macros.write_text(text[:listed] + block("jinja") + text[listed:], encoding="utf-8")
    (tmp_path / path("3", "tests.yml")).write_text(
        f"version: 2\n\nunit_tests:\n{block('yaml')}", encoding="utf-8"
    )
    rules = list(csv.DictReader(io.StringIO(block("csv"))))
    project.add_rows("rulebook_rules", [dict(row) for row in rules])
    project.add_rows("rulebooks", [{"rulebook_id": "with-workers", "full_marks": 100}])

    built = project.build("--vars", "{rulebook: with-workers}")

    assert built.returncode == 0, built.stdout
    assert "workers_are_counted_against_the_plan" in built.stdout
    found = project.rows(
        "select unit_code, value, score from marts.fct_unit_indicators"
        " where indicator = 'workers' order by unit_code"
    )
    assert found == [
        ("busy", 240, 10),
        ("quiet", 100, Decimal(5)),
        ("unplanned", None, None),
    ]
