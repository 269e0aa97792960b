"""A row's cells as they were written: texts, headers and addresses, from what ingest kept of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from majorprojects.rules import RECORD_SEPARATOR
from majorprojects.tables import RECORD

_Key = tuple[str, str]


class Records:
    """Finds the cells of a row by the columns of its sheet."""

    def __init__(self, columns: pa.Table) -> None:
        """Take the frame `submission_columns`, in the order in which the columns stand."""
        self._columns: Final[defaultdict[_Key, list[dict[str, Any]]]] = defaultdict(list)
        self._places: Final[defaultdict[_Key, dict[str, int]]] = defaultdict(dict)
        for column in columns.to_pylist():
            key = column["submission_id"], column["sheet"]
            if column["field"]:
                self._places[key][column["field"]] = len(self._columns[key])
            self._columns[key].append(column)

    def text(self, row: Mapping[str, Any], field: str) -> str | None:
        """The text of a field as written; None where the sheet has no such column."""
        place = self._places[_key(row)].get(field)
        return None if place is None else row[RECORD].split(RECORD_SEPARATOR)[place]

    def header(self, row: Mapping[str, Any], field: str) -> str | None:
        """The header under which a field stands."""
        column = self._column(row, field)
        return column["header"] if column else field

    def cell(self, row: Mapping[str, Any], field: str) -> str | None:
        """The address of a field's cell; of a vertically merged one, its first row's."""
        column = self._column(row, field)
        if column is None:
            return None
        number = row["source_row"]
        for span in filter(None, (column["merged_rows"] or "").split(",")):
            first, last = map(int, span.split("-"))
            if first <= number <= last:
                number = first
        return f"{column['column_letter']}{number}"

    def as_json(self, row: Mapping[str, Any]) -> str:
        """The whole row, header → text as written."""
        texts = row[RECORD].split(RECORD_SEPARATOR)
        headers = (column["header"] for column in self._columns[_key(row)])
        return json.dumps(dict(zip(headers, texts, strict=True)), ensure_ascii=False)

    def _column(self, row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
        key = _key(row)
        place = self._places[key].get(field)
        return None if place is None else self._columns[key][place]


def _key(row: Mapping[str, Any]) -> _Key:
    return row["submission_id"], row["sheet"]
