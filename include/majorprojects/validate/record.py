"""A row's cells as they were written: texts, headers and addresses, from what ingest kept of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from majorprojects.rules import RECORD_SEPARATOR
from majorprojects.tables import RECORD

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in one sheet, and its texts there as written."""

    sheet: str
    source_row: int
    record: str


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell of a row: its header, its address (of a vertically merged one, its first row's), its text."""

    sheet: str
    source_row: int
    header: str
    address: str
    text: str


class Records:
    """Finds the cells of a row by the columns of the sheets in which it stands."""

    def __init__(self, columns: pa.Table, parts: pa.Table) -> None:
        """Take the frames `submission_columns`, in the order in which columns stand, and `row_parts`."""
        self._columns: Final[defaultdict[tuple[str, str], list[dict[str, Any]]]] = defaultdict(list)
        for column in columns.to_pylist():
            self._columns[column["submission_id"], column["sheet"]].append(column)
        self._parts: Final[defaultdict[tuple[str, str, int], list[Place]]] = defaultdict(list)
        for part in parts.to_pylist():
            key = part["submission_id"], part["sheet"], part["source_row"]
            self._parts[key].append(Place(part["part_sheet"], part["part_row"], part[RECORD]))

    def places(self, row: _Row) -> list[Place]:
        """Where the row stands: in its sheet, then in the others of a form that splits it."""
        key = row["submission_id"], row["sheet"], row["source_row"]
        return [Place(row["sheet"], row["source_row"], row[RECORD]), *self._parts.get(key, [])]

    def cell(self, row: _Row, field: str) -> WrittenCell | None:
        """The first cell of a field; None where no sheet of the row has a column for it."""
        for place in self.places(row):
            columns = self._columns[row["submission_id"], place.sheet]
            for number, column in enumerate(columns):
                if column["field"] == field:
                    text = place.record.split(RECORD_SEPARATOR)[number]
                    return WrittenCell(
                        place.sheet,
                        place.source_row,
                        column["header"],
                        f"{column['column_letter']}{_first_row(column, place.source_row)}",
                        text,
                    )
        return None

    def text(self, row: _Row, field: str) -> str | None:
        """The text of a field as written; None where it has no column."""
        cell = self.cell(row, field)
        return cell.text if cell else None

    def as_json(self, row: _Row, place: Place) -> str:
        """The whole row of one sheet, header → text as written."""
        texts = place.record.split(RECORD_SEPARATOR)
        headers = (c["header"] for c in self._columns[row["submission_id"], place.sheet])
        return json.dumps(dict(zip(headers, texts, strict=True)), ensure_ascii=False)


def _first_row(column: Mapping[str, Any], number: int) -> int:
    """The first row of the merged cell that covers this row of a column, or the row itself."""
    for span in filter(None, (column["merged_rows"] or "").split(",")):
        first, last = map(int, span.split("-"))
        if first <= number <= last:
            return first
    return number
