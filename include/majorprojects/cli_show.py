"""What the command line shows to people: tables on stdout, faults in one line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from majorprojects.publish import Status
    from majorprojects.publish.status import Submission
    from majorprojects.rankings import RankedUnit, Ranking
    from majorprojects.settings import Settings

# A pipe has no width of its own; a table that a log keeps should not be cut at 80 columns.
_WIDTH = None if sys.stdout.isatty() else 120
console = Console(highlight=False, width=_WIDTH)
errors = Console(stderr=True, highlight=False, width=_WIDTH)

_LEAGUES = {"county": "县市组 Counties", "urban": "城区组 Districts", "park": "园区组 Parks"}
_LISTS = {"red": ("红榜", "bold red"), "yellow": ("黄榜", "yellow")}


def fault(message: str) -> None:
    """Say a fault on stderr, in one line."""
    errors.print("error:", style="bold red", end=" ")
    errors.print(" ".join(message.split()), markup=False, soft_wrap=True)


def result(what: Any, then: str) -> None:
    """Show what a command did, name by name, and where to look."""
    if what is None:
        console.print("No file arrived in these days: nothing to do.")
        return
    for name, value in _flat(what):
        console.print(f"{name.replace('_', ' '):<20} {value}", markup=False, soft_wrap=True)
    if then:
        console.print(then, markup=False, soft_wrap=True)


def ranking(found: Ranking, settings: Settings, *, by_league: bool) -> None:
    """Show a month's ranking, and where the warehouse and the receipts lie."""
    table = Table(
        title=f"{found.report_month:%Y年%-m月}重点项目排名  Ranking {found.report_month:%Y-%m}",
        header_style="bold",
        title_style="bold",
    )
    for header in ("名次\nRank", "组内\nLeague", "升降\nChange"):
        table.add_column(header, justify="right")
    for header in ("单位\nUnit", "\n", "组别\nLeague"):
        table.add_column(header, no_wrap=True)
    for header in ("项目\nProjects", "投资完成率\nCompletion", "开工率\nStarts"):
        table.add_column(header, justify="right")
    for header in ("复工率\nResumed", "得分\nScore"):
        table.add_column(header, justify="right")
    table.add_column("榜单\nList")
    units = sorted(found.units, key=_place_in_league) if by_league else found.units
    for unit, following in zip(units, (*units[1:], None), strict=True):
        ends = by_league and following is not None and following.league != unit.league
        label, style = _LISTS.get(unit.list_colour or "", ("", ""))
        table.add_row(*_cells(unit), label, style=style, end_section=ends)
    console.print(table)
    result({"warehouse": current_file(settings), "receipts": settings.outbox}, "")


def current_file(settings: Settings) -> Path:
    """The file that a BI tool opens, read only."""
    return settings.warehouse / "current" / "warehouse.duckdb"


def _place_in_league(unit: RankedUnit) -> tuple[str, bool, int]:
    return unit.league, unit.league_rank is None, unit.league_rank or 0


def _cells(unit: RankedUnit) -> list[str | Text]:
    return [
        _whole(unit.city_rank),
        _whole(unit.league_rank),
        _change(unit.rank_change),
        unit.name_zh,
        unit.name_en,
        _LEAGUES.get(unit.league, unit.league),
        _whole(unit.project_count),
        _percent(unit.completion_ratio),
        _percent(unit.start_ratio),
        _percent(unit.resumption_ratio),
        "–" if unit.total_score is None else f"{unit.total_score:.2f}",
    ]


def _whole(value: int | None) -> str:
    return "–" if value is None else str(value)


def _percent(ratio: Decimal | None) -> str:
    return "–" if ratio is None else f"{ratio * 100:.1f}%"


def _change(places: int | None) -> Text:
    if not places:
        return Text("–" if places is None else "=")
    return Text(f"▲{places}", "green") if places > 0 else Text(f"▼{-places}", "red")


def status(found: Status) -> None:
    """Show where the installation stands."""
    if found.published:
        fresh = "up to date" if found.is_current else "the landing has news: build and publish"
        console.print(f"current   {found.published.id}  ({fresh})")
        console.print(f"published {found.published_at:%Y-%m-%d %H:%M %Z}")
        console.print(f"behind    {found.days_behind} days of arrival")
    else:
        console.print("current   nothing is published yet")
    span = f", {found.first_day} to {found.last_day}" if found.landing_days else ""
    console.print(f"landing   {found.landing_days} days{span}")
    if found.published:
        rows = Table(title="Rows of the marts", title_justify="left", show_header=False)
        for mart, count in found.published.mart_rows.items():
            rows.add_row(mart, f"{count:,}")
        console.print(rows)
    _submissions("Last submissions", found.last_submissions)
    _submissions("Last refusals", found.last_refusals)


def _submissions(title: str, submissions: Iterable[Submission]) -> None:
    table = Table("Received on", "Unit", "File", "Outcome", title=title, title_justify="left")
    for one in submissions:
        outcome = f"{one.outcome}: {one.refusal_reason}" if one.refusal_reason else one.outcome
        table.add_row(str(one.received_on), one.unit_code, one.source_path, outcome)
    if table.row_count:
        console.print(table)


def _flat(what: Any, prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Name and value of what a command did, with the names of nested results in front."""
    items = asdict(what) if is_dataclass(what) and not isinstance(what, type) else what
    for name, value in items.items():
        if isinstance(value, dict) or is_dataclass(value):
            yield from _flat(value, f"{prefix}{name} ")
        elif isinstance(value, list | tuple):
            yield f"{prefix}{name}", len(value)
        elif value is not None:
            yield f"{prefix}{name}", value
