"""Explain a unit's month from its place down to the rows of the sheets, each step checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from majorprojects.errors import DataError
from majorprojects.explain.evidence import Evidence, read_evidence
from majorprojects.explain.lifts import Lift, Table
from majorprojects.explain.movement import Movement, movement
from majorprojects.explain.read import (
    Item,
    Month,
    Scored,
    Tables,
    current_tables,
    published_tables,
    read_month,
)
from majorprojects.explain.recompute import Difference, differences
from majorprojects.publish import current_warehouse

if TYPE_CHECKING:
    import duckdb

    from majorprojects.explain.cells import SubmittedRow
    from majorprojects.settings import Settings


@dataclass(frozen=True)
class Kind:
    """What an indicator adds up and where the sheets say it, as in dim_indicator."""

    adds_up: str
    entity: str
    fields: tuple[str, ...]
    plan_entity: str
    plan_fields: tuple[str, ...]


@dataclass(frozen=True)
class ExplainedIndicator:
    """An indicator under the rule that scores it; ``items`` add up to numerator and denominator.

    ``rows`` has for each item the submitted rows that say it, with their cells.
    """

    indicator: str
    mode: str
    source: str
    told: Scored
    items: tuple[Item, ...]
    rows: dict[str, tuple[SubmittedRow, ...]]


@dataclass(frozen=True)
class Explanation:
    """A unit's place in a month and all that it rests on.

    ``differences`` is empty where everything adds up within 0.005 points. ``movement`` is null where
    this or the month before has no total; with a publication the month before is what was known of it
    that day.
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
        DataError: nothing is published yet, or the unit is not ranked in the month.
    """
    first = month.replace(day=1)
    last = (first - date.resolution).replace(day=1)
    tables: Tables = current_tables()
    of_before: Tables | None = tables
    if publication is not None:
        tables, of_before = published_tables(settings, publication, first)
    with current_warehouse(settings) as connection:
        now = read_month(connection, tables, unit, first)
        if now is None:
            raise DataError(
                f"The unit {unit} is not ranked in {first:%Y-%m}: `majorprojects ranking --month "
                f"{first:%Y-%m}` shows who is."
            )
        before = read_month(connection, of_before, unit, last) if of_before else None
        kinds = _kinds(connection)
        names = _names(connection, now)
        scored = {rule.indicator for rule in now.rules.values()}
        items = {name: of for name, of in now.items.items() if cells and name in scored}
        evidence = read_evidence(settings, connection, unit, items, kinds)
    table = Table(now, {name: kind.adds_up for name, kind in kinds.items()})
    found = movement(now, before) if before is not None else None
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
        indicators=tuple(_indicators(now, evidence)),
        kinds=kinds,
        differences=tuple(differences(now, found)),
        movement=found,
        lifts=table.lifts(),
        names={code: zh for code, (zh, _) in names.items()},
    )


def _indicators(now: Month, evidence: Evidence) -> Iterator[ExplainedIndicator]:
    for row in now.scored[now.unit_code]:
        if row.rule_id is not None:
            rule = now.rules[row.rule_id]
            items = now.items.get(row.indicator, ())
            rows = evidence.get(row.indicator, {})
            yield ExplainedIndicator(row.indicator, rule.mode, rule.source, row, items, rows)


def _kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, Kind]:
    rows = connection.execute(
        "select indicator, adds_up, entity, fields, plan_entity, plan_fields from marts.dim_indicator"
    ).fetchall()
    return {
        name: Kind(adds_up, entity, _fields(fields), plan_entity, _fields(plan_fields))
        for name, adds_up, entity, fields, plan_entity, plan_fields in rows
    }


def _fields(listed: str) -> tuple[str, ...]:
    return tuple(name for name in listed.split(",") if name)


def _names(connection: duckdb.DuckDBPyConnection, now: Month) -> dict[str, tuple[str, str]]:
    """Names of the units of the league, and of the projects that count."""
    units = connection.execute(
        "select unit_code, unit_name_zh, unit_name_en from marts.dim_unit"
    ).fetchall()
    names = {code: (zh or code, en or code) for code, zh, en in units if code in now.standings}
    for code in now.standings:
        names.setdefault(code, (code, code))
    projects = {i.project_code for items in now.items.values() for i in items if i.project_code}
    rows = connection.execute(
        "select project_code, project_name from marts.dim_project where project_code in (select unnest(?))",
        [sorted(projects)],
    ).fetchall()
    return names | {code: (name or code, code) for code, name in rows}
