"""Totals, scores and places of the units in two versions: which ones moved, and what explains it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from majorprojects.publish import places, reasons

if TYPE_CHECKING:
    import duckdb

Worth = Decimal | int | str | None


@dataclass(frozen=True)
class Move:
    """A total, a score or a place of a unit that differs between two versions.

    Money is in 万元, a place a number, a league or a colour its name; ``report_month`` is the last month
    of the quarter or year that ``period_type`` may say. ``is_beyond``: a month's total or score went
    further than the rulebook's `total_moved` allows, a share of what it was before; anything else moved
    although nothing did that it follows from. ``explained_by`` names the files that explain a move
    beyond, the last ones first.
    """

    unit_code: str
    period_type: str
    report_month: date
    total: str
    before: Worth
    after: Worth
    is_beyond: bool
    explained_by: tuple[str, ...]

    @property
    def is_unexplained(self) -> bool:
        """Whether it moved beyond what is allowed and no file says why."""
        return self.is_beyond and not self.explained_by


def read_moves(connection: duckdb.DuckDBPyConnection) -> tuple[Move, ...]:
    """Read what differs between the attached warehouses `one` and `other`.

    A month of which `one` knows nothing has nothing that could have moved. Of two limits, the narrower
    one counts: who widens it does not widen it for the version that does so.

    Raises:
        duckdb.BinderException, duckdb.CatalogException: a version has not the marts that it takes.
    """
    for step in (_BEYOND, *reasons.STEPS, *places.STEPS):
        connection.execute(step)
    return tuple(
        Move(unit, period, month, total, _worth(before), _worth(after), is_beyond, tuple(files))
        for unit, period, month, total, before, after, is_beyond, files in connection.execute(
            _MOVES
        ).fetchall()
    )


def read_lost_files(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Read the paths of the files that `one` was told by and that `other` knows nothing of."""
    return tuple(path for (path,) in connection.execute(_LOST_FILES).fetchall())


def _worth(text: str | None) -> Worth:
    """Amounts have decimals, places none, leagues and colours are words."""
    if text is None or not text.lstrip("-").replace(".", "", 1).isdigit():
        return text
    return Decimal(text) if "." in text else int(text)


def _totals_of(side: str) -> str:
    # A silent unit has no projects and no money; no score is not a score of 0.
    amounts = [f"coalesce({total}, 0)" for total in reasons.SUMS]
    return f"""
    select
        unit_code, report_month,
        unnest({[*reasons.SUMS, "total_score"]}) as total,
        unnest([{", ".join(f"cast({sql} as decimal(20, 4))" for sql in (*amounts, "total_score"))}]) as amount
    from {side}.marts.fct_rankings
    left join (
        select unit_code, report_month, sum(total_investment_cny_10k) as total_investment_cny_10k
        from {side}.marts.fct_investment
        group by all
    ) as invested using (unit_code, report_month)
    """  # noqa: S608 - the words come from this file


_BEYOND: Final = f"""
    create or replace temp table moved as
    with one_totals as ({_totals_of("one")}), other_totals as ({_totals_of("other")})
    select
        unit_code, report_month, total, one_totals.amount as before, other_totals.amount as after,
        abs(before) * least(
            coalesce(one_months.max_total_move_ratio, 0), coalesce(other_months.max_total_move_ratio, 0)
        ) as tolerance,
        before is null or after is null or abs(after - before) > tolerance as is_beyond
    from one_totals
    full join other_totals using (unit_code, report_month, total)
    left join one.marts.dim_month as one_months using (report_month)
    left join other.marts.dim_month as other_months using (report_month)
    where
        before is distinct from after
        and (total = 'total_score' or coalesce(before, 0) <> coalesce(after, 0))
        and report_month in (select report_month from one.marts.fct_rankings);
    create or replace temp view beyond as from moved where is_beyond
"""  # noqa: S608 - the words come from this file

_MOVES: Final = """
    select
        unit_code, period_type, report_month, total, before, after, is_beyond,
        coalesce(files, []) as explained_by
    from (
        select unit_code, 'month' as period_type, report_month, total, before, after, is_beyond from moved
        union all
        from period_moves
        union all
        from place_moves
    )
    left join explained using (unit_code, report_month, total, period_type)
    order by is_beyond desc, files is not null, unit_code, report_month, total
"""

_LOST_FILES: Final = """
    select source_path
    from one.marts.fct_submissions anti join other.marts.fct_submissions using (submission_id)
    where outcome <> 'refused'
    order by source_path
"""
