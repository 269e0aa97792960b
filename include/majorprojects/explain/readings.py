"""What the cells of an item say that it counts, for the indicators of which that is plain.

Amounts are a cell, rounded to 0.01 万元; of whole things it is a state or an answer. Promises, issues,
rounds of observation and targets take more than the cells of one month: they are shown, not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from majorprojects.explain.recompute import Difference
from majorprojects.wording import half_up

if TYPE_CHECKING:
    from majorprojects.explain.cells import RowWanted, SubmittedRow
    from majorprojects.explain.month import Item

# The cells of an item's rows, by field.
Cells = Mapping[str, Any]

_STARTED: Final = {"在建", "停工", "竣工", "投产"}
_BUILT_ON: Final = {"在建", "停工"}
_INDUSTRIAL: Final = "产业科技"


def _invested(cells: Cells) -> Decimal:
    return _amount(cells.get("ytd_investment"))


def _planned(cells: Cells) -> Decimal:
    return _amount(cells.get("annual_plan"))


def _started(cells: Cells) -> Decimal:
    return Decimal(cells.get("status") in _STARTED)


def _started_late(cells: Cells) -> Decimal:
    """Late is also what has not started; of what has, the day that is stated says it."""
    status, started, planned = (cells.get(n) for n in ("status", "actual_start", "planned_start"))
    if status not in _STARTED:
        return Decimal(status is not None)
    return Decimal(isinstance(started, date) and isinstance(planned, date) and started > planned)


def _resumed(cells: Cells) -> Decimal:
    return Decimal(cells.get("is_resumed") is True)


def _industrial(cells: Cells) -> Decimal:
    return Decimal(cells.get("status") in _BUILT_ON and cells.get("category") == _INDUSTRIAL)


# How an indicator reads the cells of an item: what was reached. Who reads alike moves alike.
REACHED: Final[Mapping[str, Callable[[Cells], Decimal]]] = {
    "completion": _invested,
    "first_plan_completion": _invested,
    "baseline_completion": _invested,
    "invested": _invested,
    "industrial_investment": _invested,
    "plan_size": _planned,
    "start": _started,
    "first_start": _started,
    "baseline_start": _started,
    "full_year_start": _started,
    "late_start": _started_late,
    "resumption": _resumed,
    "industrial_projects": _industrial,
}
# What could be reached, where it is a cell too.
_POSSIBLE: Final[Mapping[str, Callable[[Cells], Decimal]]] = {
    "completion": _planned,
    "first_plan_completion": _planned,
    "baseline_completion": _planned,
}


def differences_to_cells(
    indicator: str,
    item: Item,
    wanted: Iterable[RowWanted],
    found: Mapping[RowWanted, SubmittedRow],
) -> Iterator[Difference]:
    """Rows of an item that the landing does not hold; where it holds all, what their cells say otherwise."""
    asked = tuple(wanted)
    missing = [row for row in asked if row not in found]
    for row in missing:
        place = f"row {row.source_row} of {row.entity} in {row.submission_id}"
        yield Difference(f"{indicator} {item.item}: {place}", item.numerator, None)
    if missing:
        return
    cells = {cell.field: cell.value for row in asked for cell in found[row].cells}
    if indicator in REACHED:
        yield from _compared(indicator, item.item, item.numerator, REACHED[indicator](cells))
    elif not asked and item.numerator:
        yield Difference(f"{indicator} {item.item}: no row says it", item.numerator, None)
    if indicator in _POSSIBLE:
        yield from _compared(indicator, item.item, item.denominator, _POSSIBLE[indicator](cells))


def _compared(
    indicator: str, item: str, published: Decimal | None, said: Decimal
) -> Iterator[Difference]:
    if published != said:
        yield Difference(f"{indicator} {item}: its cells", published, said)


def _amount(value: Any) -> Decimal:
    return half_up(value or 0, "0.01")
