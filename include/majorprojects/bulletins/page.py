"""The page of a bulletin, for one unit or for the city."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from majorprojects.bulletins.cadence import Cadence, Column, Format
from majorprojects.pages import page_template
from majorprojects.wording import INDICATORS, REGISTER, figure, half_up, percent, told

if TYPE_CHECKING:
    from majorprojects.bulletins.write import Table

# Enough for a page; the city's tables have all rows.
LISTED: Final = 200
# A value of so many characters is not broken.
SHORT: Final = 14
_MONEY: Final = re.compile(r"-?\d+\.\d\d")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# States that the product derives, in the words of the offices.
_WORDS: Final[dict[Any, str]] = {
    "red": "红", "yellow": "黄", "green": "绿", "blue": "蓝", "orange": "橙",
    "kept": "已兑现", "late": "逾期兑现", "broken": "未兑现", "pending": "未到期",
    True: "是", False: "否",
    "withdrawn": "退库", "plan_lowered": "调低年度计划", "blanked": "清空", "rewritten": "改动",
    "looks_swapped": "疑似月、日颠倒",
    **INDICATORS, **REGISTER,
}  # fmt: skip
_COLOURS: Final = frozenset({"red", "yellow", "orange", "blue", "broken", "late"})
_NUMBERS: Final = frozenset({Format.COUNT, Format.MONEY, Format.PERCENT, Format.POINTS})


def bulletin_page(
    cadence: Cadence,
    unit_name: str,
    unit_code: str | None,
    tables: Sequence[Table],
    names: Mapping[str, str],
    days: Mapping[str, dt.date],
) -> str:
    """The page as HTML that needs nothing else; without a unit's code that of the whole city."""
    return _fill()(
        cadence=cadence,
        unit_name=unit_name,
        unit_code=unit_code,
        tables=tables,
        names=names,
        **days,
    )


def shown(value: Any, how: Format) -> str:
    """A value as offices write it; an empty one as a dash."""
    if value is None or value == "":
        return "–"
    match how:
        case Format.PERCENT:
            return percent(value)
        case Format.POINTS:
            return str(half_up(value, "0.01"))
        case Format.MONEY:
            return f"{half_up(value, '1'):,}"
        case Format.DAY:
            return f"{value.year}年{value.month}月{value.day}日"
        case Format.VALUE:
            return _anything(value)
        case Format.WORD:
            return _WORDS.get(value, str(value))
        case _:
            return str(value)


def _anything(value: Any) -> str:
    """What a cell of a sheet held, as offices write it."""
    match value:
        case str() if _MONEY.fullmatch(value):
            return figure(Decimal(value))
        case str() if _DAY.fullmatch(value):
            return shown(dt.date.fromisoformat(value), Format.DAY)
        case "true" | "false":
            return told(value == "true")
        case _:
            return told(value)


def _look(column: Column, value: Any) -> str:
    """The class of a cell: a number, a day and a short value stay on one line, states have colours."""
    if column.format in _NUMBERS:
        return "number"
    if column.format is Format.DAY:
        return "place"
    if column.format is Format.VALUE:
        return "place" if len(_anything(value)) <= SHORT else ""
    return value if isinstance(value, str) and value in _COLOURS else ""


@cache
def _fill() -> Callable[..., str]:
    return page_template(
        Path(__file__).with_name("bulletin.html.jinja"),
        shown=shown,
        listed=LISTED,
        is_number=lambda column: column.format in _NUMBERS,
        look=_look,
    )
