"""From the rows that count to the cells of the submitted files that say it, read from the landing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from majorprojects.explain.rows import Landing, Row, Said, absent, carried, replaced, rows_before
from majorprojects.landing import landing_lock

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings

Value = Decimal | date | str | bool | int | None


@dataclass(frozen=True)
class RowWanted:
    """A row of a submitted file, and those of its fields whose cells are asked for.

    ``about`` has the code of its project, promise or issue, among others: where an entity goes on on another
    sheet, one number stands for two rows.
    """

    submission_id: str
    entity: str
    source_row: int
    fields: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell with what was read in it: money in 万元, whatever ``money_unit`` the column has.

    ``cell`` is its place (``F7``); of merged cells it is the first, which holds the text.
    """

    field: str
    header: str
    sheet: str
    cell: str
    value: Value
    money_unit: str | None
    source_path: str
    sha256: str
    received_on: date
    submission_id: str


@dataclass(frozen=True)
class ReplacedRow:
    """An earlier row on the same month, whose place a later one took; ``values`` of the fields it has."""

    source_path: str
    sha256: str
    received_on: date
    sheet: str
    source_row: int
    values: dict[str, Value]


@dataclass(frozen=True)
class SubmittedRow:
    """A row as it was submitted; ``report_month`` is None where a city sheet names none.

    A field for which its sheet has no column has the cell of the earlier row that said it last; one
    that no sheet has a column for has none. ``replaced`` are the rows that it took the place of, the
    first one first.
    """

    wanted: RowWanted
    unit_code: str
    report_month: date | None
    source_path: str
    sha256: str
    received_on: date
    cells: tuple[Cell, ...]
    replaced: tuple[ReplacedRow, ...] = ()


def read_rows(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    wanted: Iterable[RowWanted],
    last_day: date = date.max,
) -> dict[RowWanted, SubmittedRow]:
    """Read rows of the landing with their cells, and the rows that they took the place of.

    Args:
        settings: where the landing is.
        connection: an open version of the warehouse, which says when each submission arrived.
        wanted: the rows; one that the landing does not hold, or not once, is missing in the answer.
        last_day: what arrived after it is not known.

    Raises:
        MachineError: another process holds the landing for too long.
    """
    asked = tuple(dict.fromkeys(wanted))
    with landing_lock(settings):  # the tables are of one load
        landing = Landing(settings, connection, last_day)
        found = landing.rows(asked)
        said = {(want, field): row for want, row in found.items() for field in want.fields}
        before = rows_before(landing, found)
        cells = _cells(landing, said | carried(found, before))
    return {
        want: SubmittedRow(
            want,
            row["unit_code"],
            row["report_month"],
            row["source_path"],
            row["sha256"],
            row["received_on"],
            tuple(cells[want, field] for field in want.fields if (want, field) in cells),
            tuple(_replaced(want, one) for one in replaced(row, before[want])),
        )
        for want, row in found.items()
    }


def _replaced(want: RowWanted, row: Row) -> ReplacedRow:
    return ReplacedRow(
        row["source_path"],
        row["sha256"],
        row["received_on"],
        row["sheet"],
        row["source_row"],
        {field: row[field] for field in want.fields if field not in absent(row)},
    )


def rows_of_round(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    unit_code: str,
    item: str,
    last_day: date = date.max,
) -> tuple[RowWanted, ...]:
    """The votes and marks of a round for a unit, one row a judge; what a judge said last counts.

    Args:
        settings: where the landing is.
        connection: an open version of the warehouse.
        unit_code: the unit that was seen.
        item: `round_id/project_code`, as fct_indicator_items names it.
        last_day: what arrived after it is not known.

    Raises:
        MachineError: another process holds the landing for too long.
    """
    round_id, _, project_code = item.partition("/")
    ask = RowWanted("", "observations", 0, ("judge_id", "vote_rank", "score", "is_look_back"))
    with landing_lock(settings):
        rows = Landing(settings, connection, last_day).register(ask.entity, [round_id], [ask])
    seen = unit_code, project_code
    last = {
        row["judge_id"]: replace(
            ask, submission_id=row["submission_id"], source_row=row["source_row"]
        )
        for row in rows
        if (row["subject_unit_code"], row["project_code"] or "") == seen
    }
    return tuple(last.values())


def _cells(landing: Landing, said: Mapping[Said, Row]) -> dict[Said, Cell]:
    """The cells of fields in rows that have a column for them."""
    submissions = {row["submission_id"] for row in said.values()}
    days = {row["received_on"] for row in said.values()}
    columns: defaultdict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    for column in landing.all_of("submission_columns", submissions, days):
        place = column["submission_id"], column["entity"], column["field"]
        columns[place][column["sheet"]] = column
    parts: defaultdict[tuple[str, str, str, int], list[tuple[str, int]]] = defaultdict(list)
    for part in landing.all_of("row_parts", submissions, days):
        parts[_place(part)].append((part["part_sheet"], part["part_row"]))
    found = {}
    for key, row in said.items():
        here = columns[row["submission_id"], row["entity"], key[1]]
        for sheet, number in [(row["sheet"], row["source_row"]), *parts[_place(row)]]:
            if sheet in here:
                found[key] = _cell(row, here[sheet], number)
                break
    return found


def _place(row: Row) -> tuple[str, str, str, int]:
    return row["submission_id"], row["entity"], row["sheet"], row["source_row"]


def _cell(row: Row, column: Row, number: int) -> Cell:
    """The cell of a column in a row of its sheet; of merged cells the first one."""
    for span in filter(None, (column["merged_rows"] or "").split(",")):
        first, last = map(int, span.split("-"))
        number = first if first <= number <= last else number
    return Cell(
        column["field"],
        column["header"],
        column["sheet"],
        f"{column['column_letter']}{number}",
        row[column["field"]],
        column["money_unit"],
        row["source_path"],
        row["sha256"],
        row["received_on"],
        row["submission_id"],
    )
