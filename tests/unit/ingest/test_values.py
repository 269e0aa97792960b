"""A value reads back exactly in whatever accepted form it was written, and nothing else is guessed."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from majorprojects.entities import Field, FieldType
from majorprojects.ingest.text import Cell, FaultyCell, cell_text, column_letter, text_cell
from majorprojects.ingest.values import (
    MONEY_UNITS,
    UNREADABLE,
    Month,
    read_category,
    read_date,
    read_decimal,
    read_integer,
    read_month,
    read_percent,
    read_text,
    read_yes_no,
    reader_for,
)

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
amounts = st.decimals(min_value=0, max_value=Decimal("99999999"), places=4)
days = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


@given(amounts, st.sampled_from(sorted(MONEY_UNITS)))
def test_money_reads_back_exactly_in_each_form_and_unit(amount: Decimal, unit: str) -> None:
    scale = MONEY_UNITS[unit]
    expected = (amount * scale).quantize(Decimal("0.000001"), rounding="ROUND_HALF_UP")
    plain = f"{amount:f}"
    for written in (plain, f"{amount:,}", f"¥{amount}", f" {plain} ", plain.translate(FULL_WIDTH)):
        assert read_decimal(written, scale) == expected
    assert read_decimal(float(amount), scale) == expected


@pytest.mark.parametrize("written", ["", "  ", "/", "-", "—", "无", "N/A", None, "／"])
def test_words_for_nothing_are_empty(written: Cell) -> None:
    assert read_decimal(written) is None
    assert read_date(written) is None
    assert read_text(written) is None


@pytest.mark.parametrize(
    "written", ["涉密", "约100", "12万", "1.2.3", "#REF!", "=A1", True, dt.date(2022, 1, 1), "1e20"]
)
def test_what_is_no_number_is_unreadable(written: Cell) -> None:
    assert read_decimal(written) is UNREADABLE


def test_numbers_keep_what_a_spreadsheet_program_shows() -> None:
    assert read_decimal(0.1 + 0.2) == Decimal("0.3")
    assert cell_text(12.0) == "12"
    assert cell_text(1234567.89) == "1234567.89"


def test_percent_and_integer() -> None:
    assert read_percent("45%") == 45
    assert read_percent("４５％") == 45
    assert read_percent(0.45) == Decimal("0.45")
    assert read_integer("1,200") == 1200
    assert read_integer(12.5) is UNREADABLE


@given(days)
def test_a_day_reads_back_in_each_form(day: dt.date) -> None:
    y, m, d = day.year, day.month, day.day
    forms: list[Cell] = [
        day,
        dt.datetime(y, m, d, 8, 30),  # noqa: DTZ001
        f"{y}-{m}-{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y}{m:02}{d:02}",
        float(f"{y}{m:02}{d:02}"),
        float((day - dt.date(1899, 12, 30)).days),
        f"{y} 年 {m} 月 {d} 日".replace(" ", ""),
    ]
    assert {read_date(form) for form in forms} == {day}
    assert read_date(float((day - dt.date(1904, 1, 1)).days), uses_1904=True) == day


@given(days)
def test_a_month_alone_is_its_first_or_its_last_day(day: dt.date) -> None:
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    for written in (f"{day.year}年{day.month}月", f"{day:%Y-%m}", f"{day:%Y.%m}"):
        assert read_date(written) == day.replace(day=1)
        assert read_date(written, month_end=True) == last


@pytest.mark.parametrize(
    "written", [2022.1, 2022.02, 2022.0, "2022-02-30", "二月", "2022年13月", "1-2月", 12.0]
)
def test_what_is_no_day_is_unreadable(written: Cell) -> None:
    assert read_date(written) is UNREADABLE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("是", True), ("有", True), ("Y", True), ("1", True), (1.0, True), ("√", True), (True, True),
        ("否", False), ("无", False), ("n", False), (0.0, False), ("×", False),
        ("", None), ("/", None), ("待定", UNREADABLE),
    ],
)  # fmt: skip
def test_yes_no(written: Cell, expected: object) -> None:
    assert read_yes_no(written) is expected


@pytest.mark.parametrize(
    "written", ["2022年2月", "2022年02月", "2022-02", "2022.02", "202202", "２０２２年２月"]
)
def test_report_months(written: str) -> None:
    assert read_month(written) == Month(dt.date(2022, 2, 1))


@pytest.mark.parametrize(
    "written", ["2022年1-2月", "2022年1—2月", "2022年1至2月", "2022年1月-2月", "2022年01－02月"]
)
def test_january_and_february_as_one_stand_for_february(written: str) -> None:
    assert read_month(written) == Month(dt.date(2022, 2, 1), is_combined=True)


@pytest.mark.parametrize("written", ["2022年", "2月", "2022年13月", "2022-1-2", "2022年1-3月", ""])
def test_what_is_no_report_month(written: str) -> None:
    assert read_month(written) is None


def test_a_category_is_one_of_the_listed_terms() -> None:
    assert read_category(" 产业 科技 ", ("产业科技",)) == "产业科技"
    assert read_category("产业", ("产业科技",)) is UNREADABLE


@pytest.mark.parametrize("kind", [t for t in FieldType if t is not FieldType.CATEGORY])
def test_an_error_cell_is_unreadable_as_whatever_type(kind: FieldType) -> None:
    read = reader_for(Field(type=kind))
    assert read(FaultyCell("#REF!")) is UNREADABLE
    assert read(text_cell("#N/A")) is UNREADABLE


@given(st.integers(0, 16383))
def test_column_letters_are_those_of_the_spreadsheet_program(index: int) -> None:
    assert column_letter(index) == get_column_letter(index + 1)
