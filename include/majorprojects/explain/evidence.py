"""The submitted rows, with their cells, that say what the items of an indicator count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from majorprojects.explain.cells import RowWanted, SubmittedRow, read_rows, rows_of_round

if TYPE_CHECKING:
    import duckdb

    from majorprojects.explain.explanation import Kind
    from majorprojects.explain.read import Item
    from majorprojects.settings import Settings

# Indicator → item → the rows that say it.
Evidence: TypeAlias = dict[str, dict[str, tuple[SubmittedRow, ...]]]


def read_evidence(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    unit: str,
    items: Mapping[str, Iterable[Item]],
    kinds: Mapping[str, Kind],
) -> Evidence:
    """Read the rows of each indicator's items; an item that no row says has none."""
    wanted = {
        indicator: {
            item.item: (
                rows_of_round(settings, connection, unit, item.item)
                if indicator == "observation"
                else _wanted(item, kinds[indicator])
            )
            for item in of
        }
        for indicator, of in items.items()
    }
    asked = [row for of in wanted.values() for rows in of.values() for row in rows]
    found = read_rows(settings, connection, asked) if asked else {}
    return {
        indicator: {
            item: tuple(found[row] for row in rows if row in found) for item, rows in of.items()
        }
        for indicator, of in wanted.items()
    }


def _wanted(item: Item, kind: Kind) -> tuple[RowWanted, ...]:
    about = tuple(filter(None, (item.item, item.project_code)))
    places = (
        (item.submission_id, kind.entity, item.source_row, kind.fields),
        (item.plan_submission_id, kind.plan_entity, item.plan_source_row, kind.plan_fields),
    )
    return tuple(
        RowWanted(submission, entity, row, fields, about)
        for submission, entity, row, fields in places
        if submission is not None and row is not None
    )
