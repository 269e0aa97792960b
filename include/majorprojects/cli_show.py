"""What the command line shows to people: tables on stdout, faults in one line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from pydantic_core import to_json
from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from majorprojects.wording import LEAGUES, half_up, percent

if TYPE_CHECKING:
    from majorprojects.publish import Status
    from majorprojects.publish.status import Submission
    from majorprojects.rankings import RankedUnit, Ranking
    from majorprojects.settings import Settings
    from majorprojects.verify import Promise

# A pipe has no width of its own; a table that a log keeps should not be folded at 80 columns.
_WIDTH = None if sys.stdout.isatty() else 130
console = Console(highlight=False, width=_WIDTH)
errors = Console(stderr=True, highlight=False, width=_WIDTH)

_LISTS = {"red": ("红榜", "bold red"), "yellow": ("黄榜", "yellow")}

_COLUMNS: dict[str, JustifyMethod] = {
    "名次\nRank": "right",
    "单位\n": "left",
    "\nUnit": "left",
    "组别\nLeague": "left",
    "组内\nRank": "right",
    "升降\nChange": "right",
    "项目\nProjects": "right",
    "完成率\nCompleted": "right",
    "开工率\nStarted": "right",
    "复工率\nResumed": "right",
    "得分\nScore": "right",
    "榜单\nList": "left",
}


def fault(message: str) -> None:
    """Say a fault on stderr, in one line."""
    errors.print("error:", style="bold red", end=" ")
    errors.print(" ".join(message.split()), markup=False, soft_wrap=True)


def say(text: str, style: str = "") -> None:
    """A line for people, as it is: not marked up, not folded."""
    console.print(text, style=style, markup=False, soft_wrap=True)


def tell(what: Any, as_json: bool, then: str = "") -> None:
    """Write a result: for machines as JSON (decimals as text, so that none is rounded)."""
    if as_json:
        typer.echo(to_json(what, indent=2))
    else:
        result(what, then)


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
    month = found.report_month
    table = Table(
        title=f"{month.year}年{month.month}月重点项目排名  Ranking {month:%Y-%m}",
        title_style="bold",
        collapse_padding=True,
        header_style="bold",
        box=SIMPLE_HEAD,
    )
    for header, justify in _COLUMNS.items():
        table.add_column(header, justify=justify, no_wrap=header != "\nUnit")
    units = sorted(found.units, key=_place_in_league) if by_league else found.units
    for unit, following in zip(units, (*units[1:], None), strict=True):
        ends = by_league and following is not None and following.league != unit.league
        label, style = _LISTS.get(unit.list_colour or "", ("", ""))
        label += " 申诉中" if unit.is_appealed else ""
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
        unit.name_zh,
        unit.name_en,
        LEAGUES.get(unit.league, unit.league),
        _whole(unit.league_rank),
        change(unit.rank_change),
        _whole(unit.project_count),
        rate(unit.completion_ratio),
        rate(unit.start_ratio),
        rate(unit.resumption_ratio),
        "–" if unit.total_score is None else str(half_up(unit.total_score, "0.01")),
    ]


def _whole(value: int | None) -> str:
    return "–" if value is None else str(value)


def rate(ratio: Decimal | None) -> str:
    """A ratio of 0-1 as percent, or a dash where there is none."""
    return "–" if ratio is None else percent(ratio)


def change(places: int | None) -> Text:
    """Places won or lost, as an arrow."""
    if not places:
        return Text("–" if places is None else "=")
    return Text(f"▲{places}", "green") if places > 0 else Text(f"▼{-places}", "red")


def status(found: Status) -> None:
    """Show where the installation stands."""
    if found.published:
        fresh = "up to date" if found.is_current else "the landing has news: build and publish"
        console.print(f"current   {found.published.id}  ({fresh})")
        console.print(f"published {found.published_at:%Y-%m-%d %H:%M %Z}")
        if accepted := found.published.accepted:
            what = {
                "totals moved": accepted.moves,
                "files gone": accepted.lost_files,
                "totals not compared": accepted.moves is None,
            }
            said = ", ".join(words for words, is_so in what.items() if is_so)
            said += f" since {accepted.compared_with}: {accepted.reason}"
            console.print(f"accepted  {said}", markup=False, soft_wrap=True)
        console.print(f"behind    {found.days_behind} days of arrival")
    else:
        console.print("current   nothing is published yet")
    span = f", {found.first_day} to {found.last_day}" if found.landing_days else ""
    console.print(f"landing   {found.landing_days} days{span}")
    if found.published:
        rows = Table(title="Rows of the marts", title_justify="left", show_header=False, box=None)
        for mart, count in found.published.mart_rows.items():
            rows.add_row(mart, f"{count:,}")
        console.print(rows)
    _submissions("Last submissions", found.last_submissions)
    _submissions("Last refusals", found.last_refusals)


def _submissions(title: str, submissions: Iterable[Submission]) -> None:
    table = Table("Received on", "Unit", title=title, title_justify="left", box=SIMPLE_HEAD)
    for header in ("File", "Outcome"):
        table.add_column(header, overflow="fold")
    for one in submissions:
        outcome = f"{one.outcome}: {one.refusal_reason}" if one.refusal_reason else one.outcome
        table.add_row(str(one.received_on), one.unit_code, one.source_path, outcome)
    if table.row_count:
        console.print(table)


_STATES = {
    "holds": ("✓", "green"),
    "behind": ("…", "yellow"),
    "broken": ("✗", "bold red"),
    "untold": ("?", "yellow"),
}


def promises(found: Iterable[Promise]) -> None:
    """Show a promise a line, with what was found, and below it the next step where it does not hold."""
    for promise in found:
        sign, style = _STATES[promise.state]
        console.print(f"{sign} {promise.invariant}", style=style, end=" ")
        said = f"{promise.promise}: {promise.found}"
        console.print(f"{promise.state:<6} {said}", markup=False, soft_wrap=True)
        if promise.next_step:
            console.print(f"            → {promise.next_step}", markup=False, soft_wrap=True)


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
