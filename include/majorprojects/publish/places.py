"""What follows from the totals of months: scores of quarters and years, places, colours.

None of them has a limit of its own. The score of a quarter goes with its months, a place with the
scores of all who compete, a colour with places and with what the lists look at. One that moved although
nothing moved that it follows from is beyond, and no file explains it; nor does one explain another
league.
"""

from __future__ import annotations

from typing import Final

# As text, so that they stand in one column.
_PLACES: Final = """
    cast(league_rank as varchar) as league_rank, cast(city_rank as varchar) as city_rank, list_colour
"""


def _standings_of(side: str) -> str:
    return f"""
    select
        unit_code, 'month' as period_type, report_month as first_month, report_month, league,
        total_score, completion_ratio, 1 as judged_months, {_PLACES}
    from {side}.marts.fct_rankings
    union all by name
    select
        unit_code, period_type, first_month, last_month as report_month, league,
        total_score, completion_ratio, judged_months, {_PLACES}
    from {side}.marts.fct_period_rankings
    """  # noqa: S608 - the words come from this file


# A period with a month of which `one` knows nothing is as new as that month.
_STANDINGS: Final = f"""
    create or replace temp table standings as
    with one_standings as ({_standings_of("one")}), other_standings as ({_standings_of("other")}),
    new_months as (
        select distinct report_month as month_of_other from other.marts.fct_rankings
        where report_month not in (select report_month from one.marts.fct_rankings)
    ),
    paired as (
        select
            unit_code, period_type, first_month, report_month,
            one_standings as before, other_standings as after
        from one_standings
        full join other_standings using (unit_code, period_type, first_month, report_month)
        where not exists (from new_months where month_of_other between first_month and report_month)
    ),
    compared as (
        select
            *,
            abs(coalesce(after.total_score, 0) - coalesce(before.total_score, 0)) as score_moved,
            before.league is distinct from after.league
            or before.total_score is distinct from after.total_score
            or before.completion_ratio is distinct from after.completion_ratio as has_moved
        from paired
    )
    select
        *,
        bool_or(has_moved) over (partition by period_type, report_month) as city_moved,
        bool_or(has_moved) over (partition by period_type, report_month, after.league) as league_moved
    from compared
"""  # noqa: S608 - the words come from this file

# A mean moves no further than its months together. Where other months count than before, a report of
# the unit says so: of a month that was silent, or one of February that stands for January too.
_PERIOD_MOVES: Final = """
    create or replace temp table period_moves as
    select
        unit_code, period_type, report_month, 'total_score' as total,
        before.total_score as before, after.total_score as after,
        case
            when before.judged_months = after.judged_months then score_moved > 0.0001 + (
                select coalesce(sum(months.score_moved), 0) from standings as months
                where
                    months.period_type = 'month' and months.unit_code = standings.unit_code
                    and months.report_month between standings.first_month and standings.report_month
            )
            else not exists (
                from new_files
                where
                    new_files.unit_code = standings.unit_code
                    and new_files.report_month between first_month and standings.report_month
                    and list_contains(entities, 'monthly_progress')
            )
        end as is_beyond
    from standings
    where period_type <> 'month' and before.total_score is distinct from after.total_score
"""

_PLACE_MOVES: Final = """
    create or replace temp table place_moves as
    with listed_otherwise as (
        select unit_code, report_month
        from one.marts.fct_unit_indicators as before
        full join other.marts.fct_unit_indicators as after using (unit_code, report_month, indicator, rule_id)
        where before.value is distinct from after.value and (unit_code, report_month) in (
            select (split_part(name, '/', 1), report_month) from named where kind = 'item'
        )
        union
        select unit_code, report_month from first_reports
        union
        select unit_code, cast(report_month - interval 1 month as date) from new_files where is_combined_month
    ),
    places as (
        select
            unit_code, period_type, report_month,
            unnest(['league', 'league_rank', 'city_rank', 'list_colour']) as total,
            unnest([before.league, before.league_rank, before.city_rank, before.list_colour]) as before,
            unnest([after.league, after.league_rank, after.city_rank, after.list_colour]) as after,
            unnest([true, not league_moved, not city_moved, not (
                league_moved or (unit_code, report_month) in (select (unit_code, report_month) from listed_otherwise)
            )]) as is_beyond
        from standings
    )
    from places where before is distinct from after
"""

STEPS: Final = (_STANDINGS, _PERIOD_MOVES, _PLACE_MOVES)
