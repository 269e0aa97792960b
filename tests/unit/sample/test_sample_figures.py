"""The sample gives back the published figures: read straight from the written files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from plain_reader import Row, read

from majorprojects.settings import DBT_PROJECT, SAMPLE_FACTS

CITY = ("省重点", "市重点")
RowsOf = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def figures() -> dict[str, Decimal]:
    with (DBT_PROJECT / "seeds" / "seed_figures.csv").open(encoding="utf-8") as file:
        return {row["figure_id"]: Decimal(row["value"] or 0) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def rows_of(sample: Path) -> RowsOf:
    """Rows of a sheet and report month: per unit those that were received last until a day."""

    def rows(sheet: str, month: date, as_of: date) -> list[Row]:
        last: dict[str, tuple[date, list[Row]]] = {}
        for day in sorted(sample.iterdir()):
            if not day.is_dir() or not month < date.fromisoformat(day.name) <= as_of:
                continue
            for path in sorted(day.rglob("*.*")):
                found = [row for row in read(path) if row.sheet == sheet and row.month == month]
                if found:
                    last[path.parent.name] = (found[0].received_on, found)
        assert len(last) == 14
        return [row for _, found in last.values() for row in found]

    return rows


@pytest.fixture(scope="module")
def year_2021(rows_of: RowsOf) -> tuple[list[Row], dict[str, Decimal]]:
    """Registers of December 2021, and what each project completed in the year (万元)."""
    day = date(2022, 1, 20)
    city = [r for r in rows_of("项目备案", date(2021, 12, 1), day) if r.text("项目级别") in CITY]
    progress = rows_of("月度进展", date(2021, 12, 1), day)
    return city, {r.text("项目代码"): r.money("当年累计完成投资") or Decimal(0) for r in progress}


@pytest.fixture(scope="module")
def first_batch(rows_of: RowsOf) -> list[Row]:
    rows = rows_of("项目备案", date(2022, 1, 1), date(2022, 2, 7))
    return [row for row in rows if row.text("项目批次") == "2022年第一批"]


def rate(rows: list[Row], completed: dict[str, Decimal]) -> Decimal:
    done = sum(completed[row.text("项目代码")] for row in rows)
    planned = sum(row.money("年度计划投资") or 0 for row in rows)
    return round(Decimal(100 * done) / planned, 1)


def test_281_municipal_projects_of_2021_and_their_completion(
    year_2021: tuple[list[Row], dict[str, Decimal]], figures: dict[str, Decimal]
) -> None:
    city, completed = year_2021
    assert len({row.text("项目代码") for row in city}) == len(city) == figures["F24"]
    assert rate(city, completed) == figures["F25"]


def test_52_provincial_projects_of_2021_and_their_completion(
    year_2021: tuple[list[Row], dict[str, Decimal]], figures: dict[str, Decimal]
) -> None:
    city, completed = year_2021
    provincial = [row for row in city if row.text("项目级别") == "省重点"]
    assert len(provincial) == figures["F21"]
    assert rate(provincial, completed) == figures["F22"]


def test_17_single_unit_projects_of_2021_15_of_them_industrial(
    year_2021: tuple[list[Row], dict[str, Decimal]], figures: dict[str, Decimal]
) -> None:
    single = [row for row in year_2021[0] if row.text("省单体项目") in ("是", "√", "Y")]
    assert len(single) == figures["F26"]
    assert all(row.text("项目级别") == "省重点" for row in single)
    industrial = [row for row in single if row.text("项目类别") == "产业科技"]
    assert len(industrial) == figures["F27"]


def test_first_batch_of_2022(first_batch: list[Row], figures: dict[str, Decimal]) -> None:
    assert len({row.text("项目代码") for row in first_batch}) == len(first_batch) == figures["F01"]
    assert {row.text("项目级别") for row in first_batch} == set(CITY)
    assert sum(row.money("总投资") or 0 for row in first_batch) == figures["F02"] * 10_000
    assert sum(row.money("年度计划投资") or 0 for row in first_batch) == figures["F03"] * 10_000
    assert len({row.text("项目类别") for row in first_batch}) == figures["F04"]


def test_named_projects_of_the_high_tech_zone(
    first_batch: list[Row], figures: dict[str, Decimal]
) -> None:
    named = {row.text("项目名称"): row for row in first_batch if row.unit_code == "430476"}
    assert named["高新区总部基地"].money("总投资") == figures["F11"] * 10_000
    finish = named["联通衡阳大数据中心"].day("计划竣工时间")
    assert finish is not None
    assert finish.year == figures["F12"]


def test_93_new_starts_of_more_than_50_million(
    rows_of: RowsOf, figures: dict[str, Decimal]
) -> None:
    rows = rows_of("项目备案", date(2022, 2, 1), date(2022, 2, 18))
    starts = [
        row
        for row in rows
        if row.text("建设性质") == "新开工"
        and row.text("项目批次") == "2022年第一批"
        and (row.money("总投资") or 0) > 5_000
    ]
    assert len(starts) == figures["F16"]
    assert sum(row.money("总投资") or 0 for row in starts) == figures["F17"] * 10_000


@pytest.mark.parametrize(
    ("as_of", "figure"), [(date(2022, 2, 18), "F14"), (date(2022, 3, 31), "F15")]
)
def test_resumption_is_one_month_known_on_two_days(
    rows_of: RowsOf,
    first_batch: list[Row],
    figures: dict[str, Decimal],
    as_of: date,
    figure: str,
) -> None:
    asked = {row.text("项目代码") for row in first_batch}
    progress = rows_of("月度进展", date(2022, 2, 1), as_of)
    answers = [row.text("是否复工") for row in progress if row.text("项目代码") in asked]
    assert len(answers) == figures["F01"]
    assert set(answers) <= {"是", "否", "√", "×", "Y", "N"}
    yes = sum(answer in ("是", "√", "Y") for answer in answers)
    assert round(Decimal(100 * yes) / len(answers)) == figures[figure]


def test_named_projects_stand_under_their_names_and_say_what_is_invented(
    rows_of: RowsOf, first_batch: list[Row]
) -> None:
    with (SAMPLE_FACTS / "named_projects.csv").open(encoding="utf-8") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert len(names) == 15
    assert names <= {row.text("项目名称") for row in first_batch}
    for row in rows_of("月度进展", date(2022, 2, 1), date(2022, 3, 31)):
        assert "样例" in row.text("备注")
        assert row.text("项目名称") in names or row.text("项目名称").endswith("（样例）")
