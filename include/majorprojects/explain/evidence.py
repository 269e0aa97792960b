"""The submitted rows, with their cells, that say what the items of an indicator count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from majorprojects.explain.cells import RowWanted, SubmittedRow, read_rows, rows_of_round
from majorprojects.explain.readings import differences_to_cells

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from majorprojects.explain.kinds import Kind
    from majorprojects.explain.month import Item
    from majorprojects.explain.recompute import Difference
    from majorprojects.settings import Settings


@dataclass(frozen=True)
class Evidence:
    """The rows of each indicator's items, and what they say otherwise than the items; empty unless read."""

    rows: Mapping[str, dict[str, tuple[SubmittedRow, ...]]] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


def read_evidence(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    unit: str,
    items: Mapping[str, tuple[Item, ...]],
    kinds: Mapping[str, Kind],
    last_day: date,
) -> Evidence:
    """Read the rows of each indicator's items, as far as they had arrived by a day."""
    wanted = {
        indicator: {
            item: (
                rows_of_round(settings, connection, unit, item.item, last_day)
                if indicator == "observation"
                else tuple(_wanted(item, kinds[indicator]))
            )
            for item in of
        }
        for indicator, of in items.items()
    }
    asked = [row for of in wanted.values() for rows in of.values() for row in rows]
    found = read_rows(settings, connection, asked, last_day) if asked else {}
    return Evidence(
        {
            indicator: {
                item.item: tuple(found[row] for row in rows if row in found)
                for item, rows in of.items()
            }
            for indicator, of in wanted.items()
        },
        tuple(
            difference
            for indicator, of in wanted.items()
            for item, rows in of.items()
            for difference in differences_to_cells(indicator, item, rows, found)
        ),
    )


def _wanted(item: Item, kind: Kind) -> Iterator[RowWanted]:
    about = tuple(filter(None, (item.item, item.project_code)))
    for submission, entity, row, fields in (
        (item.submission_id, kind.entity, item.source_row, kind.fields),
        (item.plan_submission_id, kind.plan_entity, item.plan_source_row, kind.plan_fields),
    ):
        if submission is not None and row is not None:
            yield RowWanted(submission, entity, row, fields, about)
