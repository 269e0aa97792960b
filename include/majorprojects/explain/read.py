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
from majorprojects.ledger import PREVIOUS, Publication, read_entries
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
# Name of a table → what to select it from.
Tables = Mapping[str, str]
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


def current_tables() -> Tables:
    """The marts of the current version."""
    return dict(_MARTS)


def published_tables(settings: Settings, number: int, month: date) -> tuple[Tables, Tables | None]:
    """The frozen tables of a publication, and those of the month before; None where it has none.

    Raises:
        DataError: the entry is no publication of the month, or does not hold what an explanation needs.
    """
    known = {entry.number: entry for entry in read_entries(settings)}
    entry = known.get(number)
    if not isinstance(entry, Publication) or entry.report_month != month:
        raise DataError(
            f"Entry {number} of the ledger is no publication of {month:%Y-%m}: give the month "
            "that it published, or another --publication."
        )
    now, before = (_frozen(settings, number, prefix) for prefix in ("", PREVIOUS))
    if now is None:
        raise DataError(
            f"Publication {number} does not hold all that an explanation needs: run `majorprojects "
            "verify`, or explain the current version without --publication."
        )
    return now, before


def _frozen(settings: Settings, number: int, prefix: str) -> Tables | None:
    folder = entry_folder(settings.ledger, number)
    files = {name: folder / f"{prefix}{name}.parquet" for name in _MARTS}
    if not all(file.is_file() for file in files.values()):
        return None
    return {name: f"read_parquet({quoted(file)})" for name, file in files.items()}


def read_month(
    connection: duckdb.DuckDBPyConnection, tables: Tables, unit: str, month: date
) -> Month | None:
    """Read a unit's month; None where it is not ranked then."""
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


def _rules(
    connection: duckdb.DuckDBPyConnection, tables: Tables, rulebook_id: str | None
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
    connection: duckdb.DuckDBPyConnection, tables: Tables, league: str, month: date
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
    connection: duckdb.DuckDBPyConnection, tables: Tables, league: str, month: date
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
    connection: duckdb.DuckDBPyConnection, tables: Tables, unit: str, month: date
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
