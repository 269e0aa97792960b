"""Why a unit stands where it stands, as the command line shows it: the summary first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects import cli_explain_items
from majorprojects.cli_explain_items import NOTHING, SHOWN
from majorprojects.cli_options import Json, Month
from majorprojects.cli_restated import show_restated
from majorprojects.cli_show import console, say, tell
from majorprojects.settings import load_settings
from majorprojects.wording import (
    INDICATORS,
    LEAGUES,
    NOTHING_BEFORE,
    PARTS,
    SILENT,
    figure,
    half_up,
    percent,
    signed,
)

if TYPE_CHECKING:
    from majorprojects.explain import (
        ExplainedIndicator,
        Explanation,
        Lift,
        Moved,
        Movement,
        Part,
    )


def explain(
    unit: Annotated[str, typer.Option(help="Code of the unit.")],
    month: Month,
    *,
    publication: Annotated[
        int | None,
        typer.Option(
            help="Number of a publication: explain what was published, not what is known now."
        ),
    ] = None,
    cells: Annotated[
        bool, typer.Option("--cells", help="Show all items, each with the cells that say it.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write it all as a page, too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain a unit's place: the points, what they rest on, why they moved, what would lift it."""
    from majorprojects.explain import as_shown
    from majorprojects.explain import explain as explained

    settings = load_settings()
    with _pandas_hidden():
        found = explained(
            settings,
            unit,
            month.date(),
            publication=publication,
            cells=cells or as_json or html is not None,
        )
    if html is not None:
        from majorprojects.explain.page import explanation_page

        html.write_text(explanation_page(found), encoding="utf-8")
    restated = None
    if publication is not None:
        from majorprojects.rankings import read_restated

        restated = read_restated(settings, publication, unit)
    if as_json:
        tell({**vars(found), "restated": restated}, as_json)
        return
    moved = as_shown(found.movement) if found.movement else None
    show = cli_explain_items.cells if cells else cli_explain_items.items
    _summary(found)
    _indicators(found)
    _movement(found, moved)
    _lifts(found)
    for indicator in found.indicators:
        show(found, indicator, moved)
    if publication is not None:
        show_restated(restated)


@contextmanager
def _pandas_hidden() -> Iterator[None]:
    """Spare the answer pandas, which DuckDB imports at the first parameter to know its nulls by."""
    is_here = "pandas" in sys.modules
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if not is_here:
            del sys.modules["pandas"]


def _summary(found: Explanation) -> None:
    month = found.report_month
    source = f"第{found.publication}号发布" if found.publication else "当前版本"
    say(
        f"{found.name_zh} {found.name_en}  {month.year}年{month.month}月"
        f"  {LEAGUES.get(found.league, found.league)}第{_text(found.league_rank)}位"
        f"（共{found.league_size}个）  得分{_points(found.total_score)}/{_text(found.full_marks)}",
        "bold",
    )
    say(f"规则 Rulebook: {found.rulebook_name_zh or NOTHING}  来源 From: {source}")
    if found.is_silent:
        say(f"{SILENT}No report this month: no rates, no score.", "yellow")
    _checked(found)


def _checked(found: Explanation) -> None:
    """What was computed again and what was not, and where it does not add up."""
    from majorprojects.explain.sentences import held_against_cells

    for one in found.differences:
        say(
            f"✗ {one.what}: 发布 published {_text(one.published)}, 复算 recomputed "
            f"{_text(one.recomputed)}",
            "bold red",
        )
    if not found.differences:
        steps = "Every step from what counts to the place recomputed"
        say(f"逐步复算一致 {steps}: it adds up within 0.005.", "green")
    if not found.has_cells:
        say("单元格未对照 Not held against the cells: --cells does that.", "dim")
        return
    for said, is_read_again in (
        ("已对照单元格 Held against their cells", True),
        ("只列出单元格 Cells shown, not computed from", False),
    ):
        if names := held_against_cells(found, is_read_again=is_read_again):
            say(f"{said}: {names}")


def _indicators(found: Explanation) -> None:
    from majorprojects.explain import points_as_shown

    table = Table(title="得分构成 Points", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("指标\nIndicator")
    for header in (
        "完成\nReached", "应完成\nPossible", "率\nRate", "目标\nTarget", "得分\nScore",
        "权重\nWeight", "计入总分\nIn total",
    ):  # fmt: skip
        table.add_column(header, justify="right")
    table.add_column("规则来源\nSource", overflow="fold")
    points = points_as_shown(
        [one.told.points_in_total for one in found.indicators], found.total_score
    )
    for one, in_total in zip(found.indicators, points, strict=True):
        said = one.told
        table.add_row(
            INDICATORS.get(one.indicator, one.indicator),
            figure(said.numerator),
            figure(said.denominator),
            _rate(one),
            _text(said.target),
            _points(said.score),
            _text(said.weight),
            _points(in_total),
            one.source,
        )
    console.print(table)


def _rate(one: ExplainedIndicator) -> str:
    if one.told.value is None:
        return NOTHING
    shares = any(item.denominator is not None for item in one.items)
    marks = (one.told.target or 0) > 1
    return percent(one.told.value) if shares and not marks else figure(one.told.value)


def _movement(found: Explanation, moved: Movement | None) -> None:
    if moved is None:
        say(f"{NOTHING_BEFORE}No total of the month before to compare with.\n")
        return
    say(
        f"较上月 Since the month before: {moved.previous_total} → "
        f"{moved.previous_total + moved.points}（{signed(moved.points)}）",
        "bold",
    )
    for rule in moved.rules:
        name = INDICATORS.get(rule.indicator, rule.indicator) or PARTS[rule.parts[0].kind]
        say(f"  {name} {signed(rule.points)}：{_parts(found, rule)}")
    for label, units in (("超过 Passed", moved.passed), ("被超过 Passed by", moved.passed_by)):
        if units:
            say(f"  {label}: {'、'.join(found.names.get(unit, unit) for unit in units)}")
    console.print()


def _parts(found: Explanation, rule: Moved) -> str:
    rest = sum((part.points for part in rule.parts[SHOWN:]), Decimal())
    shown = [f"{_part(found, part)} {signed(part.points)}" for part in rule.parts[:SHOWN]]
    if len(rule.parts) > SHOWN:
        shown.append(f"其余{len(rule.parts) - SHOWN}项 {signed(rest)}")
    return "，".join(shown) or "无变化"


def _part(found: Explanation, part: Part) -> str:
    if part.item is None:
        return PARTS.get(part.kind, part.kind)
    return found.names.get(part.item, part.item)


def _lifts(found: Explanation) -> None:
    if not found.lifts:
        return
    say("前进一位需要 What would lift it one place (all else as it is):", "bold")
    for lift in found.lifts:
        say(f"  {INDICATORS.get(lift.indicator, lift.indicator)}：{_lift(found, lift)}")
    console.print()


def _lift(found: Explanation, lift: Lift) -> str:
    from majorprojects.explain.sentences import lift_sentence

    said = lift_sentence(found, lift)
    if lift.untried_for:
        return f"{said} not tried: its cells count there too"
    if lift.change is None:
        one = "of a single project" if lift.is_of_one_item else "of this one alone"
        return f"{said} no change {one} would do"
    return said


def _text(value: Decimal | int | None) -> str:
    return NOTHING if value is None else f"{Decimal(value).normalize():f}"


def _points(value: Decimal | None) -> str:
    return NOTHING if value is None else str(half_up(value, "0.01"))
