"""What would lift a unit one place: the smallest change of one indicator, all else as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from majorprojects.explain.kinds import Kind
from majorprojects.explain.month import Month
from majorprojects.explain.sides import counted_in
from majorprojects.explain.table import Table
from majorprojects.explain.ways import Change, Way, change_of

_DOUBLINGS: Final = 60


@dataclass(frozen=True)
class Lift:
    """The smallest change of an indicator's numerator that gives a better place; null where none does.

    Where things have points by their own size only one of them is changed at a time
    (``is_of_one_item``), and ``item`` has to change least. ``moves_too`` are the scored indicators that
    the same cells move, as was computed. Where cells count otherwise in ``untried_for`` nothing was tried.
    """

    indicator: str
    change: Decimal | None
    numerator: Decimal
    league_rank: int | None
    item: str | None = None
    is_of_one_item: bool = False
    moves_too: tuple[str, ...] = ()
    untried_for: tuple[str, ...] = ()


def lifts(month: Month, kinds: Mapping[str, Kind]) -> tuple[Lift, ...]:
    """The lift of every indicator that is scored.

    Empty for the first of the league and the silent, and where the league's places do not follow from
    what is published of it.
    """
    own, table = month.own, Table(month)
    if own.is_silent or own.league_rank in {None, 1} or table.place({}) != own.league_rank:
        return ()
    scored = sorted({rule.indicator for rule in month.rules.values()})
    return tuple(_lift(table, change_of(month, indicator, kinds)) for indicator in scored)


def _lift(table: Table, change: Change) -> Lift:
    numerator = counted_in(table.month, change.indicator).numerator or 0
    told = Decimal(numerator.numerator) / numerator.denominator
    is_of_one = any(way.only for way in change.ways)
    if change.otherwise:
        return Lift(change.indicator, None, told, None, untried_for=change.otherwise)
    best: tuple[int, Way] | None = None
    for way in change.ways:
        steps = _least(table, change, way, way.most if best is None else best[0])
        if steps is not None and (best is None or steps < best[0]):
            best = steps, way
    if best is None:
        return Lift(change.indicator, None, told, None, is_of_one_item=is_of_one)
    steps, way = best
    after = change.after(way, steps)
    scored = {rule.indicator for rule in table.month.rules.values()}
    return Lift(
        change.indicator,
        steps * change.step,
        told + steps * change.step,
        table.place(after),
        None if way.only is None else way.only.item,
        is_of_one,
        tuple(name for name in change.alike if name in after.keys() & scored),
    )


def _least(table: Table, change: Change, way: Way, most: int | None) -> int | None:
    """The fewest steps that give a better place."""
    own = table.month.own.league_rank or 1
    return _smallest(lambda steps: table.place(change.after(way, steps)) < own, most)


def _smallest(better: Callable[[int], bool], most: int | None) -> int | None:
    """The fewest steps that are better, none above `most`; None where no number of them is."""
    high = 1
    for _ in range(_DOUBLINGS):
        if most is not None and high >= most:
            high = most
            break
        if better(high):
            break
        high *= 2
    if high == 0 or not better(high):
        return None
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if better(middle) else (middle, high)
    return high
