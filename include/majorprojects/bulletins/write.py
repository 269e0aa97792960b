"""Write a bulletin: a page for each unit and for the city, and the city's tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from majorprojects.bulletins.cadence import Cadence, Section, load_cadence
from majorprojects.bulletins.page import bulletin_page
from majorprojects.outbox import outbox_lock, write_new
from majorprojects.publish import current_warehouse

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings

Row = tuple[Any, ...]

_UNITS: Final = """
    select unit_code, unit_name_zh, unit_type = 'city' as is_city
    from marts.dim_unit
    where valid_from <= $day and (valid_to is null or valid_to >= $day)
    order by unit_code
"""
# A spreadsheet program takes a text that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """A section and what its query gave: unit_code first, then the columns."""

    section: Section
    rows: tuple[Row, ...]

    def of_unit(self, unit_code: str) -> Table:
        """What a unit may see of it."""
        if self.section.for_all:
            return self
        return Table(self.section, tuple(row for row in self.rows if row[0] == unit_code))


@dataclass(frozen=True)
class Bulletin:
    """What was written, and for which days; ``new`` counts the files that were not there before."""

    name: str
    day: dt.date
    first: dt.date
    last: dt.date
    rows: dict[str, int]
    files: int
    new: int


def write_bulletin(settings: Settings, name: str, day: dt.date) -> Bulletin:
    """Write the bulletin of a cadence on a day, from the current version of the warehouse.

    Each unit finds `outbox/<day>/<unit_code>/<cadence>.html`; the city's folder has the page of all
    units and, under `<cadence>/`, each section as CSV for a spreadsheet.

    Raises:
        DataError: nothing is published yet, or there is no such cadence.
        MachineError: the outbox is in use for longer than `lock_seconds`.
    """
    cadence = load_cadence(name)
    first, last = cadence.days(day)
    days = {"day": day, "first": first, "last": last}
    with current_warehouse(settings) as connection:
        units = _ask(connection, _UNITS, days)
        tables = [Table(s, tuple(_ask(connection, s.query, days))) for s in cadence.sections]
    files = dict(_files(cadence, units, tables, days))
    with outbox_lock(settings):
        new = sum(
            write_new(settings.outbox / day.isoformat() / path, content)
            for path, content in files.items()
        )
    rows = {table.section.name: len(table.rows) for table in tables}
    return Bulletin(name, day, first, last, rows, len(files), new)


def _ask(connection: duckdb.DuckDBPyConnection, query: str, days: dict[str, dt.date]) -> list[Row]:
    used = {name: value for name, value in days.items() if re.search(rf"\${name}\b", query)}
    return connection.execute(query, used).fetchall()


def _files(
    cadence: Cadence, units: Sequence[Row], tables: Sequence[Table], days: dict[str, dt.date]
) -> list[tuple[str, bytes]]:
    """Path below the day's folder and content of each file."""
    names = {code: name for code, name, _ in units}
    found = []
    for code, name, is_city in units:
        shown = tables if is_city else [table.of_unit(code) for table in tables]
        page = bulletin_page(cadence, name, None if is_city else code, shown, names, days)
        found.append((f"{code}/{cadence.name}.html", page.encode()))
        if is_city:
            for table in tables:
                path = f"{code}/{cadence.name}/{table.section.name}.csv"
                found.append((path, table_file(table, names)))
    return found


def table_file(table: Table, names: dict[str, str]) -> bytes:
    """A table for a spreadsheet: UTF-8 with its mark, and no text that could be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["单位代码", "单位", *(column.header for column in table.section.columns)])
    for row in table.rows:
        writer.writerow([_safe(value) for value in (row[0], names.get(row[0]), *row[1:])])
    return text.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
