"""The page says values as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from majorprojects.bulletins.cadence import Format, load_cadence
from majorprojects.bulletins.page import bulletin_page, shown
from majorprojects.bulletins.write import Table
from majorprojects.ingest.forms import load_forms
from majorprojects.wording import REGISTER

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2022, 3, 8)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("12000.00", "12,000"),
        ("12000.50", "12,000.50"),
        ("-3.00", "-3"),
        ("2022-03-05", "2022年3月5日"),
        ("true", "是"),
        ("false", "否"),
        ("城关镇", "城关镇"),
        ("2022-13-05路", "2022-13-05路"),
        (Decimal("10.00"), "10"),
        (None, "–"),
    ],
)
def test_what_may_be_anything_is_told_as_what_it_is(value: object, told: str) -> None:
    assert shown(value, Format.VALUE) == told


def test_a_swap_is_named_and_a_change_without_a_number_too() -> None:
    changes = load_cadence("project_changes").sections[0]
    received = dt.date(2022, 3, 3)
    rows = (
        (
            *("430421", "甲", "planned_start_date", "2022-03-05", "2022-05-03", "looks_swapped"),
            *("未备案", None, received, "59天×0.1", Decimal("5.90")),
        ),
        (
            *("430421", "乙", "annual_plan_cny_10k", "400.00", "300.00", "plan_lowered"),
            *("一号", "资金", received, "25.00%×200", Decimal("50.00")),
        ),
    )
    days = {"day": DAY, "first": DAY.replace(month=1, day=1), "last": DAY}
    page = bulletin_page(
        load_cadence("project_changes"), "衡阳县", "430421", [Table(changes, rows)], {}, days
    )
    cells = [re.sub(r"<[^>]+>", "|", row) for row in page.split("<tr")[2:4]]
    said = [[cell for cell in row.strip(">|\n ").split("|") if cell.strip()] for row in cells]
    assert said[0][:10] == [
        *("甲", "计划开工时间", "2022年3月5日", "2022年5月3日", "疑似月、日颠倒", "未备案"),
        *("–", "2022年3月3日", "59天×0.1", "5.90"),
    ]
    assert said[1][:10] == [
        *("乙", "年度计划投资（万元）", "400", "300", "调低年度计划", "一号"),
        *("资金", "2022年3月3日", "25.00%×200", "50.00"),
    ]


def test_the_columns_of_a_change_bear_the_headers_of_the_form() -> None:
    macro = (ROOT / "dbt_project" / "macros" / "register.sql").read_text(encoding="utf-8")
    listed = macro.partition("macro history_columns() -%}")[2].partition("{%-")[0].split()
    assert set(REGISTER) == set(listed) - {"plan_year"}
    (sheet,) = (sheet for sheet in load_forms()[0].sheets if sheet.entity == "projects")
    headers = {column.field: column.header for column in sheet.columns}
    for column, word in REGISTER.items():
        field = re.sub(r"_cny_10k$|_date$", "", column)
        if field != "unit_code":  # it stands above the table, not in a column
            assert word.removesuffix("（万元）") == headers[field], column
