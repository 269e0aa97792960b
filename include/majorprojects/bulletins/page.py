"""The page of a bulletin, for one unit or for the city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from majorprojects.bulletins.cadence import Cadence, Format
from majorprojects.pages import page_template
from majorprojects.wording import INDICATORS, half_up, percent

if TYPE_CHECKING:
    from majorprojects.bulletins.write import Table

# Enough for a page; the city's tables have all rows.
LISTED: Final = 200
# States that the product derives, in the words of the offices.
_WORDS: Final[dict[Any, str]] = {
    "red": "红", "yellow": "黄", "green": "绿", "blue": "蓝", "orange": "橙",
    "kept": "已兑现", "late": "逾期兑现", "broken": "未兑现", "pending": "未到期",
    True: "是", False: "否",
    **INDICATORS,
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
        case Format.WORD:
            return _WORDS.get(value, str(value))
        case _:
            return str(value)


@cache
def _fill() -> Callable[..., str]:
    return page_template(
        Path(__file__).with_name("bulletin.html.jinja"),
        shown=shown,
        listed=LISTED,
        is_number=lambda column: column.format in _NUMBERS,
        colour=lambda value: value if isinstance(value, str) and value in _COLOURS else "",
    )
