"""Reads a month's ranking of the units from the current version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from majorprojects.errors import DataError
from majorprojects.publish import current_warehouse

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings


@dataclass(frozen=True)
class RankedUnit:
    """One unit in a month's ranking, in the order in which :func:`read_ranking` selects.

    Money is in 万元, ratios are 0-1 and null where there is nothing to divide by or the unit was
    silent; ``rank_change`` counts the places won in the league since the month before.
    ``is_appealed`` marks an appeal that is in time and not decided yet.
    """

    unit_code: str
    name_zh: str
    name_en: str
    league: str
    rulebook_id: str | None
    city_rank: int | None
    league_rank: int | None
    rank_change: int | None
    project_count: int
    annual_plan_cny_10k: Decimal | None
    ytd_investment_cny_10k: Decimal | None
    completion_ratio: Decimal | None
    start_ratio: Decimal | None
    resumption_ratio: Decimal | None
    total_score: Decimal | None
    list_colour: str | None
    is_appealed: bool


@dataclass(frozen=True)
class Ranking:
    """The units of a month, the best of the city first."""

    report_month: date
    units: tuple[RankedUnit, ...]


def read_ranking(settings: Settings, month: date) -> Ranking:
    """Read the ranking of a report month.

    Args:
        settings: where the warehouse is.
        month: any day of the month.

    Raises:
        DataError: nothing is published yet, or the month is not in the current version.
    """
    first = month.replace(day=1)
    with current_warehouse(settings) as connection:
        rows = connection.execute(
            """
            select
                unit_code,
                coalesce(unit_name_zh, unit_code),
                coalesce(unit_name_en, unit_code),
                fct_rankings.league,
                rulebook_id,
                city_rank,
                league_rank,
                rank_change,
                project_count,
                annual_plan_cny_10k,
                ytd_investment_cny_10k,
                completion_ratio,
                start_ratio,
                resumption_ratio,
                total_score,
                list_colour,
                exists (
                    from marts.fct_appeals as appeals
                    where
                        is_open and appeals.unit_code = fct_rankings.unit_code
                        and appeals.report_month = fct_rankings.report_month
                )
            from marts.fct_rankings
            left join marts.dim_unit using (unit_code)
            where report_month = ?
            order by city_rank nulls last, league, league_rank nulls last, unit_code
            """,
            [first],
        ).fetchall()
        if not rows:
            raise DataError(_no_such_month(connection, first))
    return Ranking(first, tuple(RankedUnit(*row) for row in rows))


def _no_such_month(connection: duckdb.DuckDBPyConnection, month: date) -> str:
    found = connection.execute(
        "select min(report_month), max(report_month) from marts.fct_rankings"
    ).fetchone()
    if not found or found[0] is None:
        return "The current version ranks no month yet: load submissions, build and publish first."
    return (
        f"The current version has no ranking for {month:%Y-%m}: it has {found[0]:%Y-%m} to "
        f"{found[1]:%Y-%m}."
    )
