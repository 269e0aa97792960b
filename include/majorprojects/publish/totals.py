"""Totals of the units' months in two versions: which ones moved, and the files that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

# Total → what it is in `totals`. A silent unit has no projects and no money; no score is not a score of 0.
_TOTALS: Final = {
    "project_count": "coalesce(project_count, 0)",
    "annual_plan_cny_10k": "coalesce(annual_plan_cny_10k, 0)",
    "ytd_investment_cny_10k": "coalesce(ytd_investment_cny_10k, 0)",
    "total_investment_cny_10k": "coalesce(total_investment_cny_10k, 0)",
    "total_score": "total_score",
    "league_rank": "league_rank",
}


@dataclass(frozen=True)
class Move:
    """A total of a unit's month that differs between two versions.

    Money is in 万元. ``is_beyond``: by more than the rulebook's `total_moved`, a share of what it was
    before; a place has no limit, since it follows from the scores of others. ``explained_by`` names
    the files behind a move beyond the limit, the last ones first: those that only one of the
    versions has and that can move this total.
    """

    unit_code: str
    report_month: date
    total: str
    before: Decimal | None
    after: Decimal | None
    is_beyond: bool
    explained_by: tuple[str, ...]

    @property
    def is_unexplained(self) -> bool:
        """Whether it moved beyond the limit and no file says why."""
        return self.is_beyond and not self.explained_by


def read_moves(connection: duckdb.DuckDBPyConnection) -> tuple[Move, ...]:
    """Read the totals that differ between the attached warehouses `one` and `other`.

    A month of which `one` knows nothing has no totals that could have moved. The limit is that of
    `other`, by month.

    Raises:
        duckdb.BinderException, duckdb.CatalogException: a version has not the marts that it takes.
    """
    rows = connection.execute(_MOVES).fetchall()
    return tuple(Move(*row[:6], *map(tuple, row[6:])) for row in rows)


def _totals_of(side: str) -> str:
    return f"""
    select
        rankings.unit_code, rankings.report_month,
        unnest({list(_TOTALS)}) as total,
        unnest([{", ".join(f"cast({sql} as decimal(20, 4))" for sql in _TOTALS.values())}]) as amount
    from {side}.marts.fct_rankings as rankings
    left join (
        select unit_code, report_month, sum(total_investment_cny_10k) as total_investment_cny_10k
        from {side}.marts.fct_investment
        group by all
    ) as invested using (unit_code, report_month)
    """  # noqa: S608 - the words come from this file


# Which files explain a move:
# - of the unit itself, about this month or an earlier one (figures and registers carry on);
# - where projects joined or left the month, any of the year or before, also of the units that have
#   them otherwise: a register without a project and a withdrawal look back;
# - of a score also the city's (votes, targets), and where the rulebook scores by place anybody's.
_MOVES: Final = f"""
    with one_totals as ({_totals_of("one")}),
    other_totals as ({_totals_of("other")}),
    moved as (
        select
            unit_code, report_month, total,
            one_totals.amount as before, other_totals.amount as after,
            total <> 'league_rank' and (
                before is null or after is null
                or abs(after - before) > coalesce(max_total_move_ratio, 0) * abs(before)
            ) as is_beyond
        from one_totals
        full join other_totals using (unit_code, report_month, total)
        left join other.marts.dim_month using (report_month)
        where
            before is distinct from after
            and (total in ('total_score', 'league_rank') or coalesce(before, 0) <> coalesce(after, 0))
            and report_month in (select report_month from one.marts.fct_rankings)
    ),
    beyond as (from moved where is_beyond),
    files as (
        select
            unit_code, source_path,
            coalesce(
                case when is_combined_month then date_trunc('year', report_month) end,
                report_month, date '0001-01-01'
            ) as first_month
        from (
            from one.marts.fct_submissions anti join other.marts.fct_submissions using (submission_id)
            union all by name
            from other.marts.fct_submissions anti join one.marts.fct_submissions using (submission_id)
        )
        where outcome in ('accepted', 'accepted_with_findings')
    ),
    of_one as (
        select unit_code, report_month, project_code from one.marts.fct_investment
        semi join beyond using (unit_code, report_month)
    ),
    of_other as (
        select unit_code, report_month, project_code from other.marts.fct_investment
        semi join beyond using (unit_code, report_month)
    ),
    changed_members as (
        (from of_one except from of_other) union (from of_other except from of_one)
    ),
    owners as (
        select project_code, unit_code
        from (
            select project_code, unit_code from one.marts.fct_investment
            union all select project_code, unit_code from other.marts.fct_investment
            union all select project_code, unit_code from one.marts.dim_project
            union all select project_code, unit_code from other.marts.dim_project
        )
        semi join changed_members using (project_code)
        group by all
    ),
    by_place as (
        select distinct rankings.report_month
        from other.marts.fct_rankings as rankings
        join other.marts.dim_rulebook using (rulebook_id)
        where topic = 'score' and mode = 'rank_bands'
    ),
    reasons as (
        select unit_code, report_month, total, source_path
        from beyond join files using (unit_code)
        where first_month <= report_month
        union
        select members.unit_code, members.report_month, total, source_path
        from changed_members as members
        join owners using (project_code)
        join files on owners.unit_code = files.unit_code
        join beyond
            on members.unit_code = beyond.unit_code and members.report_month = beyond.report_month
        where year(first_month) <= year(members.report_month)
        union
        select beyond.unit_code, beyond.report_month, total, source_path
        from beyond
        cross join files
        left join other.marts.dim_unit as senders on files.unit_code = senders.unit_code
        left join by_place on beyond.report_month = by_place.report_month
        where
            total = 'total_score' and first_month <= beyond.report_month
            and (senders.unit_type = 'city' or by_place.report_month is not null)
    ),
    explained as (
        select unit_code, report_month, total, list(source_path order by source_path desc) as files
        from reasons
        group by all
    )
    select
        unit_code, report_month, total, before, after, is_beyond,
        coalesce(files, []) as explained_by
    from moved
    left join explained using (unit_code, report_month, total)
    order by is_beyond desc, files is not null, unit_code, report_month, total
"""  # noqa: S608 - the words come from this file
