"""What an explanation is made from: a month's marts, of the current version or as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from majorprojects.errors import DataError
from majorprojects.explain.score import Band, Rule
from majorprojects.ledger import Publication, read_entries
from majorprojects.ledger.entry import entry_folder
from majorprojects.publish.version import quoted

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings

_MARTS: Final = {
    "rankings": "marts.fct_rankings",
    "indicators": "marts.fct_unit_indicators",
    "items": "marts.fct_indicator_items",
    "rulebook": "marts.dim_rulebook",
    "rulebook_bands": "marts.dim_rulebook_bands",
}
_PARAMS: Final = ("floor", "points", "target", "target_of_time_progress")


@dataclass(frozen=True)
class Item:
    """One thing that an indicator counts, as in fct_indicator_items."""

    item: str
    project_code: str | None
    numerator: Decimal
    denominator: Decimal | None
    submission_id: str | None
    source_row: int | None
    plan_submission_id: str | None
    plan_source_row: int | None


@dataclass(frozen=True)
class Scored:
    """What the marts say of a unit's indicator under a rule, as in fct_unit_indicators."""

    unit_code: str
    rule_id: str | None
    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    target: Decimal | None
    score: Decimal | None
    weight: Decimal | None
    points_in_total: Decimal | None


@dataclass(frozen=True)
class Standing:
    """A unit of the league in the month, as in fct_rankings."""

    unit_code: str
    is_silent: bool
    total_score: Decimal | None
    completion_ratio: Decimal | None
    league_rank: int | None
    previous_league_rank: int | None
    score_change: Decimal | None


@dataclass(frozen=True)
class Month:
    """A unit's month: its league, the rules, what the marts say of all, and what the unit's counts."""

    report_month: date
    unit_code: str
    league: str
    rulebook_id: str | None
    rulebook_name_zh: str | None
    full_marks: Decimal | None
    null_policy: str | None
    rules: Mapping[str, Rule]
    standings: Mapping[str, Standing]
    scored: Mapping[str, tuple[Scored, ...]]
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    @property
    def own(self) -> Standing:
        """The unit itself."""
        return self.standings[self.unit_code]

    def values(self, rule_id: str) -> dict[str, Fraction | None]:
        """The values of the whole league that a rule reads."""
        return {
            unit: None if row.value is None else Fraction(row.value)
            for unit, rows in self.scored.items()
            for row in rows
            if row.rule_id == rule_id
        }


def find_publication(
    settings: Settings, month: date, number: int | None = None, before: int | None = None
) -> Publication | None:
    """The publication of a month: that number, or the last one before another entry; else None."""
    found = [
        entry
        for entry in read_entries(settings)
        if isinstance(entry, Publication) and entry.report_month == month
    ]
    if number is not None:
        found = [entry for entry in found if entry.number == number]
    if before is not None:
        found = [entry for entry in found if entry.number < before]
    return found[-1] if found else None


def read_month(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    unit: str,
    month: date,
    publication: Publication | None = None,
) -> Month | None:
    """Read a unit's month; None where it is not ranked then.

    Raises:
        DataError: the publication does not hold what an explanation needs.
    """
    tables = _tables(settings, publication)
    found = connection.execute(
        f"select league, rulebook_id from {tables['rankings']} where unit_code = ? and report_month = ?",  # noqa: S608
        [unit, month],
    ).fetchone()
    if found is None:
        return None
    league, rulebook_id = found
    names, marks, policy, rules = _rules(connection, tables, rulebook_id)
    return Month(
        month, unit, league, rulebook_id, names, marks, policy, rules,
        standings=_standings(connection, tables, league, month),
        scored=_scored(connection, tables, league, month),
        items=_items(connection, tables, unit, month),
    )  # fmt: skip


def _tables(settings: Settings, publication: Publication | None) -> dict[str, str]:
    if publication is None:
        return dict(_MARTS)
    folder = entry_folder(settings.ledger, publication.number)
    files = {name: folder / f"{name}.parquet" for name in _MARTS}
    for name, file in files.items():
        if not file.is_file():
            raise DataError(
                f"Publication {publication.number} holds no {name}, so it cannot be explained from itself: run "
                "`majorprojects verify`, or explain the current version without --publication."
            )
    return {name: f"read_parquet({quoted(file)})" for name, file in files.items()}


def _rules(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, str], rulebook_id: str | None
) -> tuple[str | None, Decimal | None, str | None, dict[str, Rule]]:
    bands: dict[str, list[Band]] = {}
    for rule_id, *band in connection.execute(
        f"""
        select rule_id, at_least, above, points, points_per_pp from {tables["rulebook_bands"]}
        where rulebook_id = ?
        order by rule_id, coalesce(at_least, above) nulls first, at_least nulls last
        """,  # noqa: S608
        [rulebook_id],
    ).fetchall():
        bands.setdefault(rule_id, []).append(Band(*band))
    rows = connection.execute(
        f"""
        select rulebook_name_zh, full_marks, topic, rule_id, indicator, mode, weight, cap, params, source
        from {tables["rulebook"]} where rulebook_id = ? order by rule_id
        """,  # noqa: S608
        [rulebook_id],
    ).fetchall()
    policy = next((row[5] for row in rows if row[2] == "policy"), None)
    rules = {
        rule_id: Rule(
            rule_id, indicator, mode, weight, cap, **_params(params), source=source,
            bands=tuple(bands.get(rule_id, ())),
        )
        for _, _, topic, rule_id, indicator, mode, weight, cap, params, source in rows
        if topic == "score"
    }  # fmt: skip
    name, marks = (rows[0][0], rows[0][1]) if rows else (None, None)
    return name, marks, policy, rules


def _params(params: str | None) -> dict[str, Any]:
    said = dict(param.split("=", 1) for param in (params or "").split(", ") if param)
    return {name: Decimal(said[name]) if name in said else None for name in _PARAMS}


def _standings(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, str], league: str, month: date
) -> dict[str, Standing]:
    rows = connection.execute(
        f"""
        select
            unit_code, is_silent, total_score, completion_ratio, league_rank,
            previous_league_rank, score_change
        from {tables["rankings"]} where league = ? and report_month = ?
        """,  # noqa: S608
        [league, month],
    ).fetchall()
    return {row[0]: Standing(*row) for row in rows}


def _scored(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, str], league: str, month: date
) -> dict[str, tuple[Scored, ...]]:
    rows = connection.execute(
        f"""
        select
            unit_code, rule_id, indicator, numerator, denominator, value, target, score, weight,
            points_in_total
        from {tables["indicators"]} where league = ? and report_month = ?
        order by unit_code, indicator, rule_id
        """,  # noqa: S608
        [league, month],
    ).fetchall()
    found: dict[str, list[Scored]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Scored(*row))
    return {unit: tuple(scored) for unit, scored in found.items()}


def _items(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, str], unit: str, month: date
) -> dict[str, tuple[Item, ...]]:
    rows = connection.execute(
        f"""
        select
            indicator, item, project_code, numerator, denominator, submission_id, source_row,
            plan_submission_id, plan_source_row
        from {tables["items"]} where unit_code = ? and report_month = ? order by indicator, item
        """,  # noqa: S608
        [unit, month],
    ).fetchall()
    found: dict[str, list[Item]] = {}
    for indicator, *row in rows:
        found.setdefault(indicator, []).append(Item(*row))
    return {indicator: tuple(items) for indicator, items in found.items()}
