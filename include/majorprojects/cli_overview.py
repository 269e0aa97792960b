"""A month at a glance, as the command line shows it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_show import change, console, rate
from majorprojects.wording import INDICATORS, LEAGUES, half_up

if TYPE_CHECKING:
    from majorprojects.rankings import CityRow, Mover, Overview, RankedUnit

# 万元 in 亿元, the unit of the bulletins.
_CNY_10K: Decimal = Decimal(10_000)


def overview(found: Overview) -> None:
    """Show the city's rows, both lists and the largest movers with their reasons."""
    month = found.report_month
    console.print(_city(found.city, f"{month.year}年{month.month}月全市概况  City {month:%Y-%m}"))
    _list("红榜 Red list", "bold red", found.red)
    _list("黄榜 Yellow list", "yellow", found.yellow)
    console.print("升降最大 Largest movers", style="bold")
    for mover in found.movers:
        _mover(mover)
    if not found.movers:
        console.print("  –")


def _city(rows: Sequence[CityRow], title: str) -> Table:
    table = Table(title=title, title_style="bold", header_style="bold", box=SIMPLE_HEAD)
    table.add_column("级别\nLevel")
    table.add_column("类别\nCategory")
    for header in (
        "项目\nProjects", "计划(亿元)\nPlan", "完成(亿元)\nDone", "完成率\nCompleted",
        "开工\nStarted", "竣工\nFinished", "复工率\nResumed",
    ):  # fmt: skip
        table.add_column(header, justify="right")
    for row in rows:
        table.add_row(
            "全部" if row.level == "all" else row.level,
            "全部" if row.category == "all" else row.category,
            str(row.project_count),
            _cny_100m(row.annual_plan_cny_10k),
            _cny_100m(row.ytd_investment_cny_10k),
            rate(row.completion_ratio),
            str(row.started_count),
            str(row.finished_count),
            rate(row.resumption_ratio),
        )
    return table


def _list(title: str, style: str, units: Sequence[RankedUnit]) -> None:
    named = [
        f"{unit.name_zh}（{LEAGUES.get(unit.league, unit.league)}）"
        f"{' 申诉中' if unit.is_appealed else ''}"
        for unit in units
    ]
    console.print(f"{title}  ", style=style, end="")
    console.print("、".join(named) or "–", markup=False)


def _mover(mover: Mover) -> None:
    console.print(f"  {mover.name_zh} {mover.name_en}", markup=False, end="  ")
    console.print(change(mover.previous_league_rank - mover.league_rank), end=" ")
    console.print(
        f"{LEAGUES.get(mover.league, mover.league)}第{mover.previous_league_rank}→"
        f"{mover.league_rank}位，得分{_signed(mover.points)}：",
        markup=False,
        end="",
    )
    reasons = [
        f"{INDICATORS.get(reason.indicator, reason.indicator)} "
        f"{rate(reason.previous_value)}→{rate(reason.value)}（{_signed(reason.points)}）"
        for reason in mover.reasons
        if reason.points
    ]
    console.print("，".join(reasons) or "其他单位升降所致", markup=False, soft_wrap=True)


def _cny_100m(cny_10k: Decimal | None) -> str:
    return "–" if cny_10k is None else str(half_up(cny_10k / _CNY_10K, "0.1"))


def _signed(points: Decimal) -> str:
    return f"{'+' if points > 0 else ''}{half_up(points, '0.01')}"
