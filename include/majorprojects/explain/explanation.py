"""Explain a unit's month from its place down to the rows of the sheets, each step checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from majorprojects.errors import DataError
from majorprojects.explain.apportion import Movement
from majorprojects.explain.evidence import Evidence, read_evidence
from majorprojects.explain.kinds import Kind, read_kinds
from majorprojects.explain.lifts import Lift, lifts
from majorprojects.explain.month import Item, Month, Scored
from majorprojects.explain.movement import movement
from majorprojects.explain.read import read_month
from majorprojects.explain.readings import REACHED
from majorprojects.explain.recompute import Difference, differences, differences_in
from majorprojects.explain.source import Source, current_source, published_source
from majorprojects.publish import current_warehouse

if TYPE_CHECKING:
    import duckdb

    from majorprojects.explain.cells import SubmittedRow
    from majorprojects.settings import Settings


@dataclass(frozen=True)
class ExplainedIndicator:
    """An indicator under the rule that scores it; ``items`` add up to numerator and denominator.

    ``rows`` has for each item the submitted rows that say it, with their cells. ``is_read_again`` is
    whether the items were held against what their cells say, too.
    """

    indicator: str
    mode: str
    source: str
    told: Scored
    items: tuple[Item, ...]
    rows: dict[str, tuple[SubmittedRow, ...]]
    is_read_again: bool


@dataclass(frozen=True)
class Explanation:
    """A unit's place in a month and all that it rests on.

    ``differences`` is empty where everything adds up within 0.005 points, and, if ``has_cells``, every
    row of an item is in the landing. ``movement`` is null where this or the month before has no total;
    with a publication the month before is what was known of it that day. ``names`` has those of units
    and projects, also of projects that counted in the month before alone.
    """

    unit_code: str
    name_zh: str
    name_en: str
    report_month: date
    publication: int | None
    rulebook_id: str | None
    rulebook_name_zh: str | None
    full_marks: Decimal | None
    league: str
    league_rank: int | None
    league_size: int
    is_silent: bool
    total_score: Decimal | None
    has_cells: bool
    indicators: tuple[ExplainedIndicator, ...]
    kinds: dict[str, Kind]
    differences: tuple[Difference, ...]
    movement: Movement | None
    lifts: tuple[Lift, ...]
    names: dict[str, str]


def explain(
    settings: Settings,
    unit: str,
    month: date,
    *,
    publication: int | None = None,
    cells: bool = True,
) -> Explanation:
    """Explain a unit's place in a report month.

    Args:
        settings: where the warehouse and the ledger are.
        unit: code of the unit.
        month: any day of the month.
        publication: number of a ledger entry, whose frozen tables are explained instead of what is
            known now.
        cells: whether to read the submitted rows and their cells from the landing.

    Raises:
        DataError: nothing is published yet, the unit is not ranked in the month, or the publication is
            not one of the month as it was written.
    """
    first = month.replace(day=1)
    source = current_source()
    if publication is not None:
        source = published_source(settings, publication, first)
    with current_warehouse(settings) as connection:
        now, before = _months(connection, source, unit, first)
        kinds = read_kinds(connection)
        names = _names(connection, now, before)
        evidence = Evidence()
        if cells:
            scored = {rule.indicator for rule in now.rules.values()}
            items = {name: of for name, of in now.items.items() if name in scored}
            evidence = read_evidence(settings, connection, unit, items, kinds, source.last_day)
    found = None if before is None else movement(now, before)
    return Explanation(
        unit_code=unit,
        name_zh=names[unit][0],
        name_en=names[unit][1],
        report_month=first,
        publication=publication,
        rulebook_id=now.rulebook_id,
        rulebook_name_zh=now.rulebook_name_zh,
        full_marks=now.full_marks,
        league=now.league,
        league_rank=now.own.league_rank,
        league_size=len(now.standings),
        is_silent=now.own.is_silent,
        total_score=now.own.total_score,
        has_cells=cells,
        indicators=tuple(_indicators(now, evidence, cells)),
        kinds=kinds,
        differences=(*_differences(now, before, found), *evidence.differences),
        movement=found,
        lifts=lifts(now, kinds),
        names={code: zh for code, (zh, _) in names.items()},
    )


def _months(
    connection: duckdb.DuckDBPyConnection, source: Source, unit: str, first: date
) -> tuple[Month, Month | None]:
    """The month and the one before, as far as the unit is ranked there."""
    now = read_month(connection, source.tables, unit, first)
    if now is None:
        raise DataError(
            f"The unit {unit} is not ranked in {first:%Y-%m}: `majorprojects ranking --month "
            f"{first:%Y-%m}` shows who is."
        )
    if source.of_before is None:
        return now, None
    last = (first - date.resolution).replace(day=1)
    return now, read_month(connection, source.of_before, unit, last)


def _differences(now: Month, before: Month | None, moved: Movement | None) -> Iterator[Difference]:
    """Those of the month, of the one before, and of what lies between."""
    yield from differences(now)
    if before is not None:
        for one in differences(before):
            yield replace(one, what=f"{before.report_month:%Y-%m} {one.what}")
    if moved is not None:
        yield from differences_in(moved, now.own.score_change)


def _indicators(now: Month, evidence: Evidence, cells: bool) -> Iterator[ExplainedIndicator]:
    for row in now.scored.get(now.unit_code, ()):
        if (rule := now.rules.get(row.rule_id or "")) is not None:
            yield ExplainedIndicator(
                row.indicator,
                rule.mode,
                rule.source,
                row,
                now.items.get(row.indicator, ()),
                evidence.rows.get(row.indicator, {}),
                cells and row.indicator in REACHED,
            )


def _names(
    connection: duckdb.DuckDBPyConnection, now: Month, before: Month | None
) -> dict[str, tuple[str, str]]:
    """Names of the units of the league, and of the projects that count or counted the month before."""
    units = connection.execute(
        "select unit_code, unit_name_zh, unit_name_en from marts.dim_unit"
    ).fetchall()
    names = {code: (zh or code, en or code) for code, zh, en in units if code in now.standings}
    for code in now.standings:
        names.setdefault(code, (code, code))
    counted = [items for month in (now, before) if month for items in month.items.values()]
    projects = {item.project_code for items in counted for item in items if item.project_code}
    rows = connection.execute(
        "select project_code, project_name from marts.dim_project where project_code in (select unnest(?))",
        [sorted(projects)],
    ).fetchall()
    return names | {code: (name or code, code) for code, name in rows}
