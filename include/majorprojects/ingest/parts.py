"""The rows of an entity: those of a sheet, or joined where the form splits the entity into sheets.

A row that stands in several sheets keeps its place in each. A key that does not stand exactly once in each of
them is joined with nothing: its rows go on alone, and validate says what is wrong with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from majorprojects.entities import Entity
from majorprojects.ingest.table import Table
from majorprojects.ingest.values import Value

_Place = tuple[Table, int]
_Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of one sheet: their numbers, and their cells as written."""

    sheet: str
    source_rows: list[int]
    records: list[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an entity whose columns stand in the same sheets, column by column.

    ``places`` are those sheets, each with as many rows; ``missing`` is None unless the rows are parts that
    were joined with nothing, and names for each the sheets that lack its key (None where it is there).
    """

    entity: str
    places: list[SheetRows]
    values: dict[str, list[Value]]
    unreadable: dict[str, list[str | None]]
    missing: list[str | None] | None = None


def rows_of(parts: Sequence[Sequence[Table]], entity: Entity) -> Iterator[Rows]:
    """The rows of an entity; ``parts`` are the tables of each of the form's sheets for it."""
    if len(parts) == 1:
        for table in parts[0]:
            rows = SheetRows(table.sheet, table.source_rows, table.records)
            yield Rows(entity.name, [rows], table.values, table.unreadable)
        return
    whole: defaultdict[tuple[str, ...], list[tuple[_Place, ...]]] = defaultdict(list)
    alone: defaultdict[str, list[_Place]] = defaultdict(list)
    missing: defaultdict[str, list[str | None]] = defaultdict(list)
    for key, places in _by_key(parts, entity).items():
        if key and all(len(found) == 1 for found in places):
            row = tuple(found[0] for found in places)
            whole[tuple(table.sheet for table, _ in row)].append(row)
            continue
        lacking = [
            t.sheet
            for tables, found in zip(parts, places, strict=True)
            if not found
            for t in tables
        ]
        for place in (place for found in places for place in found):
            alone[place[0].sheet].append(place)
            missing[place[0].sheet].append("、".join(lacking) or None if key else None)
    for joined in whole.values():
        yield _rows(entity, list(zip(*joined, strict=True)))
    for sheet, single in alone.items():
        yield _rows(entity, [single], missing[sheet])


def _by_key(parts: Sequence[Sequence[Table]], entity: Entity) -> dict[_Key, list[list[_Place]]]:
    """Where each key stands, part by part; rows without one are under the empty key."""
    found: defaultdict[_Key, list[list[_Place]]] = defaultdict(lambda: [[] for _ in parts])
    for number, tables in enumerate(parts):
        for table in tables:
            for row in range(len(table.source_rows)):
                found[_key(table, row, entity)][number].append((table, row))
    return found


def _key(table: Table, row: int, entity: Entity) -> _Key:
    key = tuple(table.values[name][row] if name in table.values else None for name in entity.key)
    has_all = all(
        value is not None or not entity.fields[name].required
        for name, value in zip(entity.key, key, strict=True)
    )
    return key if has_all else ()


def _rows(
    entity: Entity, parts: Sequence[Sequence[_Place]], missing: list[str | None] | None = None
) -> Rows:
    """Rows of which each part lies in one table; a key's field is that of the first part."""
    values: dict[str, list[Value]] = {}
    unreadable: dict[str, list[str | None]] = {}
    places = []
    for part in parts:
        table, rows = part[0][0], [row for _, row in part]
        places.append(
            SheetRows(
                table.sheet,
                [table.source_rows[row] for row in rows],
                [table.records[row] for row in rows],
            )
        )
        for name in table.values.keys() - values.keys():
            values[name] = [table.values[name][row] for row in rows]
            unreadable[name] = [table.unreadable[name][row] for row in rows]
    return Rows(entity.name, places, values, unreadable, missing)
