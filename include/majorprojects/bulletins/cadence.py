"""What a bulletin holds: `include/bulletins/<cadence>.yml`, checked, and the days that it speaks of."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cache
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from majorprojects.errors import DataError
from majorprojects.settings import PROJECT_ROOT

_FOLDER: Final = PROJECT_ROOT / "include" / "bulletins"
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


class Format(StrEnum):
    """How a value is shown; tables hold it as it is.

    ``value`` is for what may be anything: money, a day, yes or no, words; also where a mart keeps it as text.
    """

    TEXT = "text"
    WORD = "word"
    VALUE = "value"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """A column of a section: its name in the query, its header, how it is shown."""

    name: str
    header: str
    format: Format = Format.TEXT


class Section(_Strict):
    """A table of a bulletin.

    ``query`` gives `unit_code` first, then the columns in their order; it may use $day, $first and
    $last. A section ``for_all`` is shown whole to every unit, any other one with its own rows alone.
    """

    name: str = Field(pattern=r"^[a-z_]+$")
    title: str
    for_all: bool = False
    columns: tuple[Column, ...]
    query: str


class Cadence(_Strict):
    """A bulletin that comes again and again; ``period`` is what it looks at."""

    name: str
    title: str
    period: Literal["week", "month", "quarter", "year", "year_so_far"]
    sections: tuple[Section, ...]

    def days(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day of the period.

        The week begins on ``day``, the year so far ends on it; the others ended before it.
        """
        if self.period == "week":
            return day, day + dt.timedelta(days=6)
        if self.period == "year_so_far":
            return day.replace(month=1, day=1), day
        months = _MONTHS[self.period]
        this = day.year * 12 + day.month - 1
        first = this - this % months - months
        return _first_of(first), _first_of(first + months) - dt.timedelta(days=1)


def _first_of(month: int) -> dt.date:
    """First day of a month counted from the year 0."""
    return dt.date(month // 12, month % 12 + 1, 1)


def cadences() -> list[str]:
    """Names of the cadences that there are."""
    return sorted(path.stem for path in _FOLDER.glob("*.yml"))


@cache
def load_cadence(name: str) -> Cadence:
    """Read a cadence.

    Raises:
        DataError: there is none of this name.
    """
    if name not in cadences():
        raise DataError(f"There is no bulletin {name}: take one of {', '.join(cadences())}.")
    return Cadence(
        name=name, **yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    )
