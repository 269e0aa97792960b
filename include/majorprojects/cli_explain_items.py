"""What an indicator of an explanation counts, on the screen: the weightiest items, or all with their cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_show import console, say
from majorprojects.wording import INDICATORS, figure, signed, told

if TYPE_CHECKING:
    from majorprojects.explain import ExplainedIndicator, Explanation, Item, Movement
    from majorprojects.explain.cells import SubmittedRow

# Items of an indicator, or parts of a difference, that the screen shows; JSON and the page have all.
SHOWN: Final = 8
NOTHING: Final = "–"


def items(found: Explanation, one: ExplainedIndicator, moved: Movement | None) -> None:
    """Those that moved the score most, and what they did to it."""
    if not one.items:
        return
    name = INDICATORS.get(one.indicator, one.indicator)
    table = Table(title=f"{name}（{len(one.items)}项）", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("项目\nItem", overflow="fold")
    table.add_column("编号\nCode", no_wrap=True)
    for header in ("完成\nReached", "应完成\nPossible", "较上月\nMoved"):
        table.add_column(header, justify="right")
    did = _did(one, moved)
    for item in sorted(one.items, key=lambda item: _weightiest(item, did))[:SHOWN]:
        table.add_row(
            found.names.get(item.project_code or "", NOTHING),
            item.item,
            figure(item.numerator),
            figure(item.denominator),
            signed(did[item.item]) if item.item in did else NOTHING,
        )
    console.print(table)
    if len(one.items) > SHOWN:
        say(f"  …其余{len(one.items) - SHOWN}项见 --cells")


def cells(found: Explanation, one: ExplainedIndicator, moved: Movement | None) -> None:
    """Every item with its figures, and below it the cells that say them."""
    say(f"{INDICATORS.get(one.indicator, one.indicator)}（{len(one.items)}项）", "bold")
    did = _did(one, moved)
    for item in sorted(one.items, key=lambda item: _weightiest(item, did)):
        name = found.names.get(item.project_code or "", "")
        figures = f"{figure(item.numerator)} / {figure(item.denominator)}"
        say(f"  {name} {item.item}：{figures}")
        for row in one.rows.get(item.item, ()):
            _row(row)


def _row(row: SubmittedRow) -> None:
    file = f"{row.source_path}  收到 {row.received_on}  sha256 {row.sha256[:12]}…"
    say(f"    {file}  第{row.wanted.source_row}行")
    for cell in row.cells:
        elsewhere = "" if cell.source_path == row.source_path else f"  {cell.source_path}"
        unit = cell.money_unit or ""
        unit = "" if unit in cell.header else f"（{unit}）"
        say(f"      {cell.sheet} {cell.cell}  {cell.header}{unit} = {told(cell.value)}{elsewhere}")
    for earlier in row.replaced:
        values = "，".join(
            f"{cell.header} = {told(earlier.values[cell.field])}"
            for cell in row.cells
            if cell.field in earlier.values
        )
        say(
            f"      替代 Replaces: {earlier.source_path}  收到 {earlier.received_on}"
            f"  {earlier.sheet} 第{earlier.source_row}行  {values}",
            "dim",
        )


def _did(one: ExplainedIndicator, moved: Movement | None) -> dict[str, Decimal]:
    """What the items did to the total since the month before."""
    return {
        part.item: part.points
        for rule in (moved.rules if moved else ())
        if rule.rule_id == one.told.rule_id
        for part in rule.parts
        if part.item is not None
    }


def _weightiest(item: Item, did: dict[str, Decimal]) -> tuple[Decimal, Decimal, str]:
    """What moved the score most stands first, then what lacks most."""
    return -abs(did.get(item.item, Decimal())), item.numerator - (item.denominator or 0), item.item
