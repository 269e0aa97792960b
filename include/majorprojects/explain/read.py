"""Read a unit's month from the marts, or from the tables that were frozen of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from majorprojects.explain.month import Item, Month, Scored, Standing
from majorprojects.explain.score import Band, Rule

if TYPE_CHECKING:
    import duckdb

    from majorprojects.explain.source import Tables

_PARAMS: Final = ("floor", "points", "target", "target_of_time_progress")


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
