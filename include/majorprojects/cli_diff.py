"""What differs between two versions, as the command line shows it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from majorprojects.cli_show import console
from majorprojects.wording import half_up

if TYPE_CHECKING:
    from majorprojects.publish.compare import Difference, MartDifference, UnitRows
    from majorprojects.publish.totals import Move, Worth

# What a screen holds; `--json` has all of it.
_LISTED: Final = 40
_NAMED: Final = 3


def difference(found: Difference) -> None:
    """Show the marts that differ, then the totals and places that moved beyond what is allowed."""
    for name, build in (("one", found.one), ("other", found.other)):
        day = f"as of {build.as_of}" if build.as_of else f"arrivals up to {build.last_received_on}"
        console.print(f"{name:<6} {build.id}  ({day})", markup=False)
    if not (found.marts or found.moves):
        console.print("The versions say the same.")
        return
    if found.marts:
        console.print(_marts(found.marts))
    beyond = [move for move in found.moves if move.is_beyond]
    if beyond:
        console.print(_moves(sorted(beyond, key=lambda move: not move.is_unexplained)[:_LISTED]))
    if found.lost_files:
        console.print(f"{len(found.lost_files)} files of one are not in other.")
    unexplained = sum(move.is_unexplained for move in beyond)
    console.print(
        f"{len(found.moves)} totals and places differ, {len(beyond)} beyond what is allowed; no submission explains "
        f"{unexplained} of these.{' The first are listed, --json has all.' if len(beyond) > _LISTED else ''}",
        style="bold red" if unexplained else "",
        soft_wrap=True,
    )


def _marts(marts: Iterable[MartDifference]) -> Table:
    table = Table(title="Rows", title_justify="left", header_style="bold", box=SIMPLE_HEAD)
    table.add_column("Mart", no_wrap=True)
    for header in ("Added", "Removed", "Changed"):
        table.add_column(header, justify="right")
    table.add_column("Columns", overflow="fold")
    table.add_column("Units", overflow="fold")
    for mart in marts:
        rows = mart.rows
        columns = [f"{column} {count:,}" for column, count in mart.columns.items()]
        columns = [f"-{column}" for column in mart.only_in_one] + [
            *(f"+{column}" for column in mart.only_in_other),
            *columns,
        ]
        units = sorted(mart.units, key=_size, reverse=True)
        codes = [f"{unit.unit_code} {_size(unit):,}" for unit in units if unit.unit_code]
        counts = (rows.added, rows.removed, rows.changed)
        table.add_row(mart.mart, *map("{:,}".format, counts), _some(columns), _some(codes))
    return table


def _size(unit: UnitRows) -> int:
    return unit.added + unit.removed + unit.changed


def _some(words: list[str]) -> str:
    more = f", … {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return ", ".join(islice(words, _NAMED)) + more


def _moves(moves: Iterable[Move]) -> Table:
    table = Table(
        title="Beyond what is allowed", title_justify="left", header_style="bold", box=SIMPLE_HEAD
    )
    for header in ("Unit", "Month", "Total"):
        table.add_column(header, no_wrap=True)
    for header in ("Before", "After", "Change"):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("Explained by", overflow="fold")
    for move in moves:
        why = Text(_some(list(move.explained_by)))
        if move.is_unexplained:
            why = Text("no submission", style="bold red")
        table.add_row(
            move.unit_code,
            f"{move.report_month:%Y-%m}",
            move.total if move.period_type == "month" else f"{move.period_type}: {move.total}",
            _amount(move.before),
            _amount(move.after),
            _change(move.before, move.after),
            why,
        )
    return table


def _amount(amount: Worth) -> str:
    if isinstance(amount, Decimal):
        return f"{half_up(amount, '0.01'):,}"
    return "–" if amount is None else str(amount)


def _change(before: Worth, after: Worth) -> str:
    if not (isinstance(before, Decimal) and before and isinstance(after, Decimal)):
        return "–"
    return f"{half_up((after - before) / before * 100, '0.1'):+}%"
