"""From the text of a cell to a value, or to the word that it cannot be read (submission_format §3).

Each reader takes a cell as the file holds it and gives a value, ``None`` for an empty cell, or
:data:`UNREADABLE`. Nothing is guessed: what is not one of the accepted forms is unreadable.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum
from functools import cache, lru_cache, partial
from typing import Final, Literal

from majorprojects.entities import Field, FieldType
from majorprojects.ingest.text import (
    EMPTY_WORDS,
    SHORT,
    Cell,
    FaultyCell,
    cell_text,
    compact,
    plain,
)
from majorprojects.ingest.units import load_units


class _Unreadable(Enum):
    TOKEN = 0


UNREADABLE: Final = _Unreadable.TOKEN
Value = str | Decimal | int | bool | dt.date | None
Reading = Value | Literal[_Unreadable.TOKEN]
Reader = Callable[[Cell], Reading]

_NO_NUMBERS: Final = (bool, dt.date, dt.time, dt.timedelta)
_MICRO: Final = Decimal("0.000001")
_LIMIT: Final = Decimal(10) ** 14  # decimal(20,6)
# A comma or space stands before each three digits or nowhere: 1,5 is neither 15 nor 1.5.
_NUMBER: Final = re.compile(
    r"¥?\s*[+-]?\s*¥?\s*(\d{1,3}([, ]\d{3})+|\d+|(?=\.\d))(\.\d*)?([eE][+-]?\d{1,3})?"
)
_NO_DIGITS: Final = str.maketrans("", "", ", ¥")
_YES: Final = frozenset({"是", "有", "Y", "YES", "1", "√", "TRUE"})
_NO: Final = frozenset({"否", "无", "N", "NO", "0", "×", "X", "FALSE"})

_DAY: Final = re.compile(
    r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DAY_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})(?:月份?)?)")
_MONTH_DIGITS: Final = re.compile(r"(\d{4})(\d{2})")
_COMBINED: Final = re.compile(r"(\d{4})(?:年|\.)0?1月?(?:-|至|~)0?2(?:月份?)?")
_SERIAL: Final = re.compile(r"\d{5}")
# Serial numbers count days from here; the 1900 system has a 29 February 1900 that never was.
_EPOCH_1900: Final = dt.date(1899, 12, 30)
_EPOCH_1904: Final = dt.date(1904, 1, 1)


def read_decimal(cell: Cell, scale: Decimal = Decimal(1)) -> Decimal | _Unreadable | None:
    """A plain number times ``scale``, to six places (half up)."""
    if isinstance(cell, _NO_NUMBERS):
        return UNREADABLE
    text = cell_text(cell)
    if not isinstance(cell, float):
        text = plain(text)
        if text in EMPTY_WORDS:
            return None
        if not _NUMBER.fullmatch(text):
            return UNREADABLE
        text = text.translate(_NO_DIGITS)
    try:
        number = (Decimal(text) * scale).quantize(_MICRO, ROUND_HALF_UP)
    except InvalidOperation:
        return UNREADABLE
    return number if number.is_finite() and abs(number) < _LIMIT else UNREADABLE


def read_percent(cell: Cell) -> Decimal | _Unreadable | None:
    """Percent as 0-100: ``45%`` is 45, and a number counts as it stands."""
    if isinstance(cell, str):
        cell = plain(cell).removesuffix("%")
    return read_decimal(cell)


def read_integer(cell: Cell) -> int | _Unreadable | None:
    """A whole number; 12.0 is one, 12.5 is unreadable."""
    number = read_decimal(cell)
    if not isinstance(number, Decimal):
        return number
    return int(number) if number == number.to_integral_value() else UNREADABLE


def read_yes_no(cell: Cell) -> bool | _Unreadable | None:
    """是/否, 有/无, Y/N, 1/0, √/×; 无 is no here, not an empty cell."""
    word = compact(cell_text(cell)).upper()
    if word in _YES or word in _NO:
        return word in _YES
    return None if word in EMPTY_WORDS else UNREADABLE


def read_text(cell: Cell) -> str | None:
    """Text in its plain form; the record keeps what was written."""
    text = plain(cell_text(cell))
    return None if text in EMPTY_WORDS else text


def read_code(cell: Cell) -> str | None:
    """A code in capitals without spaces."""
    text = compact(cell_text(cell)).upper()
    return None if text in EMPTY_WORDS else text


def read_unit(cell: Cell) -> str | _Unreadable | None:
    """The code of a unit that is written as its code or as any of its names."""
    text = compact(cell_text(cell))
    if text in EMPTY_WORDS:
        return None
    found = (unit.unit_code for unit in load_units().values() if text in unit.names)
    return next(found, UNREADABLE)


def read_category(cell: Cell, values: tuple[str, ...]) -> str | _Unreadable | None:
    """One of the listed terms."""
    text = compact(cell_text(cell))
    if text in values:
        return text
    return None if text in EMPTY_WORDS else UNREADABLE


def _day(year: int, month: int, day: int) -> dt.date | _Unreadable:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return UNREADABLE


def read_date(
    cell: Cell, *, month_end: bool = False, uses_1904: bool = False
) -> dt.date | _Unreadable | None:
    """A day; a month alone is its first day, or its last with ``month_end``.

    A number is a serial number of five digits (1927 to 2173) or ``20220201``; 2022.1 as a number could
    be January or October, and is unreadable.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = plain(cell_text(cell))
    if text in EMPTY_WORDS:
        return None
    if match := _DAY.fullmatch(text) or _DAY_DIGITS.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.fullmatch(text):
        return (_EPOCH_1904 if uses_1904 else _EPOCH_1900) + dt.timedelta(days=int(text))
    if isinstance(cell, int | float):
        return UNREADABLE
    month = read_month(text)
    if month is None or month.is_combined:
        return UNREADABLE
    last = calendar.monthrange(month.first_day.year, month.first_day.month)[1]
    return month.first_day.replace(day=last) if month_end else month.first_day


@dataclass(frozen=True, slots=True)
class Month:
    """A report month: its first day, and whether January and February came as one."""

    first_day: dt.date
    is_combined: bool = False


def read_month(text: str) -> Month | None:
    """A month in one of the accepted forms, else ``None``; 1-2月 stands for February."""
    text = compact(text)
    if match := _COMBINED.fullmatch(text):
        return Month(dt.date(int(match[1]), 2, 1), is_combined=True)
    if match := _MONTH.fullmatch(text) or _MONTH_DIGITS.fullmatch(text):
        year, *months = (int(part) for part in match.groups() if part)
        day = _day(year, months[0], 1)
        return None if isinstance(day, _Unreadable) else Month(day)
    return None


@cache
def reader_for(field: Field, *, scale: Decimal = Decimal(1), uses_1904: bool = False) -> Reader:
    """The reader of a field's cells; ``scale`` turns the column's money into 万元 (万美元).

    A :class:`FaultyCell` is unreadable whatever the field's type. Short texts are remembered.
    """
    read = _reader_by_type(field, scale, uses_1904)
    remembered = lru_cache(maxsize=1 << 12)(read)

    def reader(cell: Cell) -> Reading:
        if not isinstance(cell, str):
            return read(cell)
        if isinstance(cell, FaultyCell):
            return UNREADABLE
        return remembered(cell) if len(cell) <= SHORT else read(cell)

    return reader


_PLAIN_READERS: Final[dict[FieldType, Reader]] = {
    FieldType.NUMBER: read_decimal,
    FieldType.PERCENT: read_percent,
    FieldType.INTEGER: read_integer,
    FieldType.YES_NO: read_yes_no,
    FieldType.UNIT: read_unit,
    FieldType.CODE: read_code,
    FieldType.TEXT: read_text,
}


def _reader_by_type(field: Field, scale: Decimal, uses_1904: bool) -> Reader:
    match field.type:
        case FieldType.MONEY | FieldType.USD:
            return partial(read_decimal, scale=scale)
        case FieldType.CATEGORY:
            return partial(read_category, values=field.values)
        case FieldType.DATE:
            return partial(read_date, month_end=field.month_end, uses_1904=uses_1904)
        case plain_type:
            return _PLAIN_READERS[plain_type]
