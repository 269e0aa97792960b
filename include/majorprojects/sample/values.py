"""How a unit writes a value into a cell: dates, yes and no, money, nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from majorprojects.entities import FieldType
from majorprojects.sample.form import Form
from majorprojects.sample.grid import Style, Value
from majorprojects.sample.rows import Cell

_100M = 10_000  # 亿元 in 万元


def money(amount: int, unit: str) -> Decimal:
    """An amount in 万元 as a number of ``unit``: 亿元 with at least two places."""
    if unit != "亿元":
        return Decimal(amount)
    places = 2 if amount % 100 == 0 else 4
    return (Decimal(amount) / _100M).quantize(Decimal(10) ** -places)


def written(
    cell: Cell, kind: FieldType, unit: str, form: Form, *, month_only: bool
) -> tuple[Value, Style]:
    """The value that stands in the cell, and its style.

    Args:
        cell: the value; a text where the column has another type stands as it is.
        kind: type of the column.
        unit: unit in the column's header.
        form: habits of the unit.
        month_only: the unit writes this date as a month.
    """
    if cell is None:
        return form.empty, "centre"
    if isinstance(cell, bool):
        return form.yes_no[0 if cell else 1], "centre"
    if isinstance(cell, date):
        return (f"{cell.year}年{cell.month}月", "centre") if month_only else _day(cell, form)
    if isinstance(cell, str):
        return cell, "text" if kind is FieldType.TEXT else "centre"
    if isinstance(cell, Decimal):
        return cell, "decimal"
    if kind is FieldType.MONEY:
        amount = money(cell, unit)
        style: Style = "money_100m" if unit == "亿元" else "money"
        return (f"{amount:,}" if form.money_as_text else amount), style
    return cell, "number"


def _day(day: date, form: Form) -> tuple[Value, Style]:
    texts = {
        "dash": f"{day.year}-{day.month}-{day.day}",
        "slash": f"{day.year}/{day.month}/{day.day}",
        "dot": f"{day.year}.{day.month}.{day.day}",
        "zh": f"{day.year}年{day.month}月{day.day}日",
    }
    if form.dates == "cell":
        return day, "date"
    if form.dates == "compact":
        return int(f"{day:%Y%m%d}"), "number"
    return texts[form.dates], "centre"


def is_longer(text: str, width: int) -> bool:
    """Whether a text needs a second line; a Chinese character is twice as wide as a digit."""
    return sum(1 if character.isascii() else 2 for character in text) > width
