"""A value reads back exactly in whatever accepted form it was written, and nothing else is guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from majorprojects.entities import Field, FieldType, load_entities
from majorprojects.ingest.money import MONEY_UNITS, money_unit
from majorprojects.ingest.text import Cell, FaultyCell, cell_text, column_letter, text_cell
from majorprojects.ingest.units import Unit, load_units
from majorprojects.ingest.values import (
    UNREADABLE,
    Month,
    read_code,
    read_date,
    read_decimal,
    read_integer,
    read_month,
    read_percent,
    read_text,
    read_unit,
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
    grouped = f"{amount:,}"
    for written in (
        plain, grouped, f"¥{amount}", f"￥ {grouped}", f"+{plain}", f" {plain} ", grouped.replace(",", " "),
        plain.translate(FULL_WIDTH), grouped.translate(FULL_WIDTH), f"{amount:E}",
    ):  # fmt: skip
        assert read_decimal(written, scale) == expected
    assert read_decimal(float(amount), scale) == expected


@given(st.decimals(-9999, 9999, places=4))
def test_a_percentage_reads_back_exactly_in_each_form(share: Decimal) -> None:
    plain = f"{share:f}"
    forms: list[Cell] = [
        f"{plain}%",
        f"{plain}％",
        f"{plain} %",
        plain,
        plain.translate(FULL_WIDTH),
        float(share),
    ]
    assert {read_percent(form) for form in forms} == {share}


@given(st.integers(-(10**13), 10**13))
def test_a_whole_number_reads_back_in_each_form(number: int) -> None:
    forms: list[Cell] = [
        number, float(number), str(number), f"{number:,}", f" {number} ", f"{number}.0", f"{number}.",
        str(number).translate(FULL_WIDTH), f"{number:,}".translate(FULL_WIDTH),
    ]  # fmt: skip
    assert {read_integer(form) for form in forms} == {number}


texts = st.text("年月甲乙丙丁样例abcXYZ019-._：（）《》 ", min_size=1).filter(
    lambda t: read_text(t) is not None
)


@given(texts)
def test_a_text_reads_back_in_its_plain_form(text: str) -> None:
    expected = unicodedata.normalize("NFKC", text).strip()
    for written in (text, f"  {text}\n", f"\u3000{text}\u3000"):
        assert read_text(written) == expected


@given(st.from_regex(r"[0-9]{4}-[0-9]{6}-[A-Z0-9]{2}", fullmatch=True))
def test_a_code_reads_back_in_each_form(code: str) -> None:
    full_width = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in code)
    dashes = [code.replace("-", dash) for dash in "‐‑–—－"]
    spaced = " ".join(code)
    for written in (code, code.lower(), full_width, f"\t{code} ", spaced, *dashes):
        assert read_code(written) == code


@given(st.sampled_from(sorted(load_units().values(), key=lambda unit: unit.unit_code)))
def test_a_unit_reads_back_from_its_code_and_each_of_its_names(unit: Unit) -> None:
    for name in unit.names:
        assert read_unit(name) == unit.unit_code
        assert read_unit(f" {' '.join(name)}\u3000") == unit.unit_code
    assert read_unit(float(unit.unit_code)) == unit.unit_code


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        (entity.name, name)
        for entity in load_entities().values()
        for name in entity.fields_of(FieldType.CATEGORY)
    ],
)
def test_each_listed_term_reads_back(entity: str, name: str) -> None:
    field = load_entities()[entity].fields[name]
    read = reader_for(field)
    for term in field.values:
        assert {read(written) for written in (term, f" {term}\n", "\u3000".join(term))} == {term}
        assert read(f"{term}项目") is UNREADABLE


@pytest.mark.parametrize("written", ["", "  ", "/", "-", "—", "无", "N/A", None, "／"])
@pytest.mark.parametrize("kind", FieldType)
def test_words_for_nothing_are_empty_in_every_column(kind: FieldType, written: Cell) -> None:
    field = Field(type=kind, values=("在建",) if kind is FieldType.CATEGORY else ())
    # 无 beside 有 is an answer.
    expected = False if kind is FieldType.YES_NO and written == "无" else None
    assert reader_for(field)(written) is expected


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("万元", "万元"), ("单位：万元", "万元"), ("人民币 亿元", "亿元"), ("亿", "亿元"), ("万元、%", "万元"),
        ("元", "元"), ("万美元", "万美元"), ("亿元、万元", None), ("个", None),
        ("保留两位小数", None), ("每万人", None), ("", None),
    ],
)  # fmt: skip
def test_the_one_unit_of_money_that_a_text_names(written: str, unit: str | None) -> None:
    assert money_unit(written) == unit


@pytest.mark.parametrize(
    "written",
    [
        "涉密",
        "约100",
        "12万",
        "1.2.3",
        "#REF!",
        "=A1",
        True,
        dt.date(2022, 1, 1),
        "1e20",
        "1,5",
        "12,34",
        "1,2345",
        "1,234,5",
        ",5",
        "5 0",
        "1 2",
        "5¥",
        "+-5",
        "5-",
        ".",
        "1..2",
        "¥",
        "1e",
        "0x10",
        "1_000",
    ],
)
def test_what_is_no_number_is_unreadable(written: Cell) -> None:
    assert read_decimal(written) is UNREADABLE


def test_numbers_keep_what_a_spreadsheet_program_shows() -> None:
    assert read_decimal(0.1 + 0.2) == Decimal("0.3")
    assert cell_text(12.0) == "12"
    assert cell_text(1234567.89) == "1234567.89"


def test_what_is_no_whole_number_is_unreadable() -> None:
    assert read_integer(12.5) is UNREADABLE
    assert read_integer("12人") is UNREADABLE


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
        f"{y} 年 {m} 月 {d} 日",
        f"{y}年{m}月{d}",
        f"{y}－{m:02}－{d:02}",
        f"{y}{m:02}{d:02}".translate(FULL_WIDTH),
        f"{y}-{m:02}-{d:02} 00:00:00",
        f"{y}/{m}/{d} 0:00",
        f"{y}年{m}月{d}号",
        str((day - dt.date(1899, 12, 30)).days),
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
    "written",
    [
        2022.1,
        2022.02,
        2022.0,
        44593.5,
        "2022-02-30",
        "2022-2-1-3",
        "22-2-1",
        "2022-02-01 午后",
        "二月",
        "2022年13月",
        "1-2月",
        12.0,
    ],
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


@pytest.mark.parametrize("kind", [t for t in FieldType if t is not FieldType.CATEGORY])
def test_an_error_cell_is_unreadable_as_whatever_type(kind: FieldType) -> None:
    read = reader_for(Field(type=kind))
    assert read(FaultyCell("#REF!")) is UNREADABLE
    assert read(text_cell("#N/A")) is UNREADABLE


@given(st.integers(0, 16383))
def test_column_letters_are_those_of_the_spreadsheet_program(index: int) -> None:
    assert column_letter(index) == get_column_letter(index + 1)
