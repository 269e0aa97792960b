"""What of a publication would be different today for a unit, and which files say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from majorprojects.publish import current_warehouse

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings


@dataclass(frozen=True)
class Told:
    """A file that the publication did not know, and where it says it; only the path where it has no row of it."""

    source_path: str
    received_on: date
    sheet: str | None = None
    source_row: int | None = None
    cell: str | None = None


@dataclass(frozen=True)
class RestatedItem:
    """A thing that counts otherwise today, as in fct_restated_items; figures are null where it does not count."""

    item: str
    project_name: str | None
    lost_as: str | None
    published_numerator: Decimal | None
    numerator: Decimal | None
    published_denominator: Decimal | None
    denominator: Decimal | None
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Restatement:
    """An indicator that would be different today, as in fct_restatements.

    ``rank_effect`` are the places that it alone wins. ``files`` are all that changed it, ``items``
    what they changed.
    """

    indicator: str
    changed_by: str
    published_numerator: Decimal | None
    numerator: Decimal | None
    published_denominator: Decimal | None
    denominator: Decimal | None
    published_score: Decimal | None
    score: Decimal | None
    total_score_with_it: Decimal | None
    rank_effect: int | None
    files: tuple[Told, ...]
    items: tuple[RestatedItem, ...]


@dataclass(frozen=True)
class Restated:
    """A unit's published total and place beside those of today; nothing else changed than ``restatements``."""

    publication: int
    unit_code: str
    published_total_score: Decimal | None
    total_score: Decimal | None
    published_league_rank: int | None
    league_rank: int | None
    restatements: tuple[Restatement, ...]


def read_restated(settings: Settings, publication: int, unit: str) -> Restated | None:
    """Read what of a publication would be different today for a unit, from the current version.

    None where that was built before the publication, and so cannot know of it.

    Raises:
        DataError: nothing is published yet.
    """
    with current_warehouse(settings) as connection:
        found = connection.execute(_STANDINGS, [publication, unit]).fetchone()
        if found is None:
            return None
        arrived = {
            row["submission_id"]: Told(row["source_path"], row["received_on"])
            for row in _rows(connection, _FILES, publication, unit)
        }
        items = defaultdict(list)
        for row in _rows(connection, _ITEMS, publication, unit):
            items[row["indicator"]].append(row)
        restatements = [
            _restatement(row, arrived, items[row["indicator"]])
            for row in _rows(connection, _RESTATEMENTS, publication, unit)
        ]
    published_total, total, published_rank, rank = found
    return Restated(
        publication, unit, published_total, total, published_rank, rank, tuple(restatements)
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, publication: int, unit: str
) -> list[dict[str, Any]]:
    found = connection.execute(query, [publication, unit])
    names = [name for name, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _restatement(
    row: dict[str, Any], arrived: dict[str, Told], items: list[dict[str, Any]]
) -> Restatement:
    new = (row.pop("submission_ids") or "").split(",")
    return Restatement(
        **row,
        files=tuple(arrived[one] for one in new if one in arrived),
        items=tuple(_item(item, new) for item in items),
    )


def _item(row: dict[str, Any], new: list[str]) -> RestatedItem:
    return RestatedItem(
        row["item"],
        row["project_name"],
        row["lost_as"],
        row["published_numerator"],
        row["numerator"],
        row["published_denominator"],
        row["denominator"],
        tuple(_told(row, new)),
    )


def _told(row: dict[str, Any], new: list[str]) -> Iterator[Told]:
    """The rows that say it in new files; where the rows that count are old ones, the files stand alone."""
    for of in ("", "plan_"):
        if row[f"{of}submission_id"] in new and row[f"{of}source_path"]:
            yield Told(
                row[f"{of}source_path"],
                row[f"{of}received_on"],
                row[f"{of}sheet"],
                row[f"{of}source_row"],
                row[f"{of}cell"],
            )


_STANDINGS = """
    select published.total_score, now.total_score, published.league_rank, now.league_rank
    from marts.fct_published_rankings as published
    left join marts.fct_rankings as now using (unit_code, report_month)
    where published.publication_id = ? and published.unit_code = ?
"""
_RESTATEMENTS = """
    select
        indicator, changed_by, submission_ids, published_numerator, numerator,
        published_denominator, denominator, published_score, score, total_score_with_it,
        rank_effect
    from marts.fct_restatements
    where publication_id = ? and unit_code = ?
    order by score is null and published_score is null, abs(rank_effect) desc nulls last, indicator
"""
_FILES = """
    select distinct submission_id, source_path, received_on
    from marts.fct_submissions
    inner join (
        select unnest(string_split(submission_ids, ',')) as submission_id
        from marts.fct_restatements
        where publication_id = ? and unit_code = ?
    ) using (submission_id)
"""
_ITEMS = """
    select fct_restated_items.*, project_name
    from marts.fct_restated_items
    left join marts.dim_project using (project_code)
    where publication_id = ? and fct_restated_items.unit_code = ?
    order by
        indicator,
        greatest(
            abs(coalesce(numerator, 0) - coalesce(published_numerator, 0)),
            abs(coalesce(denominator, 0) - coalesce(published_denominator, 0))
        ) desc,
        item
"""
