"""Why a unit stands where it stands, as the command line shows it: the summary first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_options import Json, Month
from majorprojects.cli_restated import show_restated
from majorprojects.cli_show import console, tell
from majorprojects.settings import load_settings
from majorprojects.wording import (
    INDICATORS,
    LEAGUES,
    PARTS,
    figure,
    half_up,
    percent,
    signed,
    told,
)

if TYPE_CHECKING:
    from majorprojects.explain import ExplainedIndicator, Explanation, Item, Lift, Moved, Part

# Items of an indicator that the screen shows; JSON and the page have all of them.
_SHOWN: Final = 8
_NOTHING: Final = "–"


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
    from majorprojects.explain import explain as explained
    from majorprojects.explain import explanation_page
    from majorprojects.rankings import read_restated

    settings = load_settings()
    found = explained(
        settings,
        unit,
        month.date(),
        publication=publication,
        cells=cells or as_json or html is not None,
    )
    if html is not None:
        html.write_text(explanation_page(found), encoding="utf-8")
    restated = read_restated(settings, publication, unit) if publication is not None else None
    if as_json:
        tell({**vars(found), "restated": restated}, as_json)
        return
    _summary(found)
    _indicators(found)
    _movement(found)
    _lifts(found)
    for indicator in found.indicators:
        if cells:
            _cells(found, indicator)
        else:
            _items(found, indicator)
    if restated is not None:
        show_restated(restated)


def _say(text: str, style: str = "") -> None:
    console.print(text, style=style, markup=False, soft_wrap=True)


def _summary(found: Explanation) -> None:
    month = found.report_month
    source = f"第{found.publication}号发布" if found.publication else "当前版本"
    _say(
        f"{found.name_zh} {found.name_en}  {month.year}年{month.month}月"
        f"  {LEAGUES.get(found.league, found.league)}第{_text(found.league_rank)}位"
        f"（共{found.league_size}个）  得分{_points(found.total_score)}/{_text(found.full_marks)}",
        "bold",
    )
    _say(f"规则 Rulebook: {found.rulebook_name_zh or _NOTHING}  来源 From: {source}")
    if found.is_silent:
        _say("本月未报送，率和得分均为空。No report this month: no rates, no score.", "yellow")
    if not found.differences:
        _say("逐步复算一致 Every step recomputed: it adds up within 0.005.", "green")
    for one in found.differences:
        _say(
            f"✗ {one.what}: 发布 published {_text(one.published)}, 复算 recomputed "
            f"{_text(one.recomputed)}",
            "bold red",
        )


def _indicators(found: Explanation) -> None:
    table = Table(title="得分构成 Points", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("指标\nIndicator")
    for header in (
        "完成\nReached", "应完成\nPossible", "率\nRate", "目标\nTarget", "得分\nScore",
        "权重\nWeight", "计入总分\nIn total",
    ):  # fmt: skip
        table.add_column(header, justify="right")
    table.add_column("规则来源\nSource", overflow="fold")
    for one in found.indicators:
        said = one.told
        table.add_row(
            INDICATORS.get(one.indicator, one.indicator),
            figure(said.numerator),
            figure(said.denominator),
            _rate(one),
            _text(said.target),
            _points(said.score),
            _text(said.weight),
            _points(said.points_in_total),
            one.source,
        )
    console.print(table)


def _rate(one: ExplainedIndicator) -> str:
    if one.told.value is None:
        return _NOTHING
    shares = any(item.denominator is not None for item in one.items)
    marks = (one.told.target or 0) > 1
    return percent(one.told.value) if shares and not marks else figure(one.told.value)


def _movement(found: Explanation) -> None:
    moved = found.movement
    if moved is None:
        _say("与上月无可比得分。No total of the month before to compare with.\n")
        return
    _say(
        f"较上月 Since the month before: {_points(moved.previous_total)} → "
        f"{_points(found.total_score)}（{signed(moved.points)}）",
        "bold",
    )
    for rule in moved.rules:
        name = INDICATORS.get(rule.indicator, rule.indicator) or PARTS["rounding"]
        _say(f"  {name} {signed(rule.points)}：{_parts(found, rule)}")
    for label, units in (("超过 Passed", moved.passed), ("被超过 Passed by", moved.passed_by)):
        if units:
            _say(f"  {label}: {'、'.join(found.names.get(unit, unit) for unit in units)}")
    console.print()


def _parts(found: Explanation, rule: Moved) -> str:
    rest = sum((part.points for part in rule.parts[_SHOWN:]), Decimal())
    shown = [f"{_part(found, part)} {signed(part.points)}" for part in rule.parts[:_SHOWN]]
    if len(rule.parts) > _SHOWN:
        shown.append(f"其余{len(rule.parts) - _SHOWN}项 {signed(rest)}")
    return "，".join(shown) or "无变化"


def _part(found: Explanation, part: Part) -> str:
    if part.item is None:
        return PARTS.get(part.kind, part.kind)
    return found.names.get(part.item, part.item)


def _lifts(found: Explanation) -> None:
    if not found.lifts:
        return
    _say("前进一位需要 What would lift it one place (all else as it is):", "bold")
    for lift in found.lifts:
        _say(f"  {INDICATORS.get(lift.indicator, lift.indicator)}：{_lift(found, lift)}")
    console.print()


def _lift(found: Explanation, lift: Lift) -> str:
    if lift.change is None:
        return "仅此一项无法前进 no change of this one alone would do"
    unit = "项" if found.kinds[lift.indicator].adds_up == "count" else ""
    item = "" if lift.item is None else found.names.get(lift.item, lift.item) + " "
    return (
        f"{item}{'+' if lift.change > 0 else ''}{figure(lift.change)}{unit}"
        f"（至{figure(lift.numerator)}）→ 第{lift.league_rank}位"
    )


def _items(found: Explanation, one: ExplainedIndicator) -> None:
    if not one.items:
        return
    name = INDICATORS.get(one.indicator, one.indicator)
    table = Table(title=f"{name}（{len(one.items)}项）", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("项目\nItem", overflow="fold")
    table.add_column("编号\nCode", no_wrap=True)
    for header in ("完成\nReached", "应完成\nPossible", "较上月\nMoved"):
        table.add_column(header, justify="right")
    did = _did(found, one)
    for item in sorted(one.items, key=lambda item: _weightiest(item, did))[:_SHOWN]:
        table.add_row(
            found.names.get(item.project_code or "", _NOTHING),
            item.item,
            figure(item.numerator),
            figure(item.denominator),
            signed(did[item.item]) if item.item in did else _NOTHING,
        )
    console.print(table)
    if len(one.items) > _SHOWN:
        _say(f"  …其余{len(one.items) - _SHOWN}项见 --cells")


def _cells(found: Explanation, one: ExplainedIndicator) -> None:
    """Every item with its figures, and below it the cells that say them."""
    _say(f"{INDICATORS.get(one.indicator, one.indicator)}（{len(one.items)}项）", "bold")
    did = _did(found, one)
    for item in sorted(one.items, key=lambda item: _weightiest(item, did)):
        name = found.names.get(item.project_code or "", "")
        figures = f"{figure(item.numerator)} / {figure(item.denominator)}"
        _say(f"  {name} {item.item}：{figures}")
        for row in one.rows.get(item.item, ()):
            file = f"{row.source_path}  收到 {row.received_on}  sha256 {row.sha256[:12]}…"
            _say(f"    {file}  第{row.wanted.source_row}行")
            for cell in row.cells:
                elsewhere = "" if cell.source_path == row.source_path else f"  {cell.source_path}"
                unit = cell.money_unit or ""
                unit = "" if unit in cell.header else f"（{unit}）"
                _say(
                    f"      {cell.sheet} {cell.cell}  {cell.header}{unit} = {told(cell.value)}{elsewhere}"
                )
            for earlier in row.replaced:
                values = "，".join(
                    f"{cell.header} = {told(earlier.values[cell.field])}"
                    for cell in row.cells
                    if cell.field in earlier.values
                )
                _say(
                    f"      替代 Replaces: {earlier.source_path}  收到 {earlier.received_on}"
                    f"  {earlier.sheet} 第{earlier.source_row}行  {values}",
                    "dim",
                )


def _did(found: Explanation, one: ExplainedIndicator) -> dict[str, Decimal]:
    """What the items did to the total since the month before."""
    rules: Iterable[Moved] = found.movement.rules if found.movement else ()
    return {
        part.item: part.points
        for rule in rules
        if rule.rule_id == one.told.rule_id
        for part in rule.parts
        if part.item is not None
    }


def _weightiest(item: Item, did: dict[str, Decimal]) -> tuple[Decimal, Decimal, str]:
    """What moved the score most stands first, then what lacks most."""
    return -abs(did.get(item.item, Decimal())), item.numerator - (item.denominator or 0), item.item


def _text(value: Decimal | int | None) -> str:
    return _NOTHING if value is None else f"{Decimal(value).normalize():f}"


def _points(value: Decimal | None) -> str:
    return _NOTHING if value is None else str(half_up(value, "0.01"))
