"""A month at a glance: the city against its plan, the lists, and who moved most and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from majorprojects.publish import current_warehouse
from majorprojects.rankings.read import RankedUnit, read_ranking

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings

MOVERS: Final = 3


@dataclass(frozen=True)
class CityRow:
    """The city's projects of a level and a category, or of all; money in 万元, ratios 0-1."""

    level: str
    category: str
    project_count: int
    started_count: int
    finished_count: int
    annual_plan_cny_10k: Decimal | None
    ytd_investment_cny_10k: Decimal | None
    completion_ratio: Decimal | None
    resumption_ratio: Decimal | None


@dataclass(frozen=True)
class Reason:
    """What one indicator did to a unit's total: its value in both months and the points gained."""

    indicator: str
    previous_value: Decimal | None
    value: Decimal | None
    points: Decimal


@dataclass(frozen=True)
class Mover:
    """A unit whose place in its league changed; the reasons, the weightiest first, add up to the points."""

    unit_code: str
    name_zh: str
    name_en: str
    league: str
    previous_league_rank: int
    league_rank: int
    points: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Overview:
    """A report month: the city's rows, the units on the lists, the units that moved most."""

    report_month: date
    city: tuple[CityRow, ...]
    red: tuple[RankedUnit, ...]
    yellow: tuple[RankedUnit, ...]
    movers: tuple[Mover, ...]


def read_overview(settings: Settings, month: date) -> Overview:
    """Read a report month at a glance; ``month`` is any day of it.

    Raises:
        DataError: nothing is published yet, or the month is not in the current version.
    """
    ranking = read_ranking(settings, month)
    with current_warehouse(settings) as connection:
        city = connection.execute(_CITY, [ranking.report_month]).fetchall()
        movers = tuple(_movers(connection, ranking.report_month))
    return Overview(
        ranking.report_month,
        tuple(CityRow(*row) for row in city),
        tuple(unit for unit in ranking.units if unit.list_colour == "red"),
        tuple(unit for unit in ranking.units if unit.list_colour == "yellow"),
        movers,
    )


def _movers(connection: duckdb.DuckDBPyConnection, month: date) -> list[Mover]:
    rows = connection.execute(_MOVERS, [month, MOVERS]).fetchall()
    found = []
    for unit, reasons in groupby(rows, key=lambda row: row[:7]):
        code, name_zh, name_en, league, previous_rank, rank, points = unit
        told = tuple(Reason(*reason[7:]) for reason in reasons)
        found.append(Mover(code, name_zh, name_en, league, previous_rank, rank, points, told))
    return found


_CITY: Final = """
    select
        level, category, project_count, started_count, finished_count, annual_plan_cny_10k,
        ytd_investment_cny_10k, completion_ratio, resumption_ratio
    from marts.fct_city_overview
    where report_month = ? and (level = 'all' or category = 'all')
    order by
        level = 'all' desc, category = 'all' desc,
        list_position(['省重点', '市重点', '县重点'], level), category
"""

# The change of a total is the sum of the changes of what each rule added to it.
_MOVERS: Final = """
    with months as (
        select cast(? as date) as this_month, this_month - interval 1 month as month_before
    ),
    points as (
        select
            unit_code, indicator,
            sum(points_in_total) filter (where report_month = this_month) as points,
            sum(points_in_total) filter (where report_month = month_before) as previous_points,
            max(value) filter (where report_month = this_month) as value,
            max(value) filter (where report_month = month_before) as previous_value
        from marts.fct_unit_indicators, months
        where report_month in (this_month, month_before)
        group by unit_code, indicator
    ),
    moved as (
        select unit_code, league, league_rank, previous_league_rank, score_change
        from marts.fct_rankings, months
        where report_month = this_month and rank_change <> 0 and score_change is not null
        order by abs(rank_change) desc, abs(score_change) desc, unit_code
        limit ?
    )
    select
        unit_code, unit_name_zh, unit_name_en, moved.league, previous_league_rank, league_rank,
        score_change, indicator, previous_value, value,
        coalesce(points, 0) - coalesce(previous_points, 0) as gained
    from moved
    join marts.dim_unit using (unit_code)
    join points using (unit_code)
    where points is not null or previous_points is not null
    order by
        abs(league_rank - previous_league_rank) desc, abs(score_change) desc, unit_code,
        abs(gained) desc, indicator
"""
