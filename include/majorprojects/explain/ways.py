"""The ways in which an indicator of a unit can change: by which things, and what moves with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from majorprojects.explain.kinds import Kind
from majorprojects.explain.month import Item, Month
from majorprojects.explain.readings import REACHED
from majorprojects.explain.score import Counted, Rule
from majorprojects.explain.sides import counted_in
from majorprojects.explain.table import TIE_BREAK

# Whole things, or 0.01 万元.
STEPS: Final = {"count": Decimal(1), "amount": Decimal("0.01")}
_FULL_MARK: Final = 100  # of a round of observation


@dataclass(frozen=True)
class Way:
    """Steps of one thing, or of one thing after the other where each has but one.

    ``most`` is how many steps there are, None where they have no end. ``only`` is the thing where no
    other may share in them.
    """

    path: tuple[Item, ...]
    most: int | None
    only: Item | None = None

    def taken(self, steps: int) -> tuple[tuple[Item, int], ...]:
        """The things that change, each with its steps."""
        if len(self.path) == 1:
            return ((self.path[0], steps),)
        return tuple((item, 1) for item in self.path[:steps])


@dataclass(frozen=True)
class Change:
    """How an indicator changes, and ``alike`` what reads the same cells in the same way.

    ``otherwise`` are indicators that read them in another way, or gain where this one loses: what the
    change does there cannot be said. ``step`` is below 0 where each thing takes points away.
    """

    month: Month
    indicator: str
    step: Decimal
    alike: tuple[str, ...]
    otherwise: tuple[str, ...]
    ways: tuple[Way, ...]

    def after(self, way: Way, steps: int) -> dict[str, Counted]:
        """What the indicators count after so many steps; what no step touches is left out."""
        found = {}
        for name in (self.indicator, *self.alike):
            places = {item.item: n for n, item in enumerate(self.month.items.get(name, ()))}
            counted = counted_in(self.month, name)
            sizes = list(counted.steps)
            moved = Fraction()
            for item, number in way.taken(steps):
                if item.item in places:
                    sizes[places[item.item]] += number * Fraction(self.step)
                    moved += number * Fraction(self.step)
            if moved:
                numerator = (counted.numerator or Fraction()) + moved
                found[name] = replace(counted, numerator=numerator, steps=tuple(sizes))
        return found


def change_of(month: Month, indicator: str, kinds: Mapping[str, Kind]) -> Change:
    """How an indicator of the unit can change."""
    alike, otherwise = _readers(month, indicator, kinds)
    group = {indicator, *alike}
    signs = {_sign(rule) for rule in month.rules.values() if rule.indicator in group}
    signs |= {1} if TIE_BREAK in group else set()
    step = STEPS[kinds[indicator].adds_up] * (-1 if signs == {-1} else 1)
    counted = {name: {item.item for item in month.items.get(name, ())} for name in alike}
    items = {
        item: frozenset(name for name in alike if item.item in counted[name])
        for item in month.items.get(indicator, ())
    }
    # Of things that count in more places than others it is plain which are best to change.
    nested = all(few <= many for many, few in pairwise(sorted(set(items.values()), key=_number)))
    if signs not in ({1}, {-1}) or not nested:
        otherwise = tuple(sorted({*otherwise, *(alike or (indicator,))}))
    ordered = sorted(items, key=lambda item: (_number(items[item]), item.item))
    each_once = _is_each_once(kinds[indicator], ordered)
    ways = tuple(_ways(month, indicator, ordered, step, items, each_once=each_once))
    return Change(month, indicator, step, alike, otherwise, ways)


def _readers(
    month: Month, indicator: str, kinds: Mapping[str, Kind]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who reads the cells that would change in the same way, and who otherwise."""
    cells, reading = kinds[indicator].reached, REACHED.get(indicator)
    others = {rule.indicator for rule in month.rules.values()} | {TIE_BREAK}
    alike, otherwise = [], []
    for other in sorted((others & kinds.keys()) - {indicator}):
        if cells & kinds[other].reached and reading and REACHED.get(other) is reading:
            alike.append(other)
        elif cells & (kinds[other].reached | kinds[other].possible):
            otherwise.append(other)
    return tuple(alike), tuple(otherwise)


def _number(names: frozenset[str]) -> int:
    """What counts in most stands first."""
    return -len(names)


def _sign(rule: Rule) -> int:
    """1 where more never costs points, -1 where it does, 0 where neither can be said."""
    if rule.mode == "per_item":
        points = rule.points or 0
        return (points > 0) - (points < 0)
    if rule.mode == "linear":
        return 1
    rises = [band.points_per_pp or Decimal() for band in rule.bands]
    if rule.mode != "points_per_pp":
        points_of = [band.points or Decimal() for band in rule.bands]
        rises = [after - before for before, after in pairwise(points_of)]
    if rule.mode == "rank_bands":  # the first place is the lowest number
        rises = [-rise for rise in rises]
    return int(all(rise >= 0 for rise in rises))


def _is_each_once(kind: Kind, items: Sequence[Item]) -> bool:
    """Whether things are reached or not, each once; of a target more may be reached than was asked."""
    singles = all(item.denominator == 1 and item.numerator in {0, 1} for item in items)
    return kind.adds_up == "count" and kind.plan_entity != "targets" and singles


def _ways(
    month: Month,
    indicator: str,
    items: Sequence[Item],
    step: Decimal,
    counts_in: Mapping[Item, frozenset[str]],
    *,
    each_once: bool,
) -> Iterator[Way]:
    if not items:
        return
    group = {indicator, *counts_in[items[0]]}
    modes = {rule.mode for rule in month.rules.values() if rule.indicator in group}
    if each_once:
        path = tuple(item for item in items if item.numerator == (0 if step > 0 else 1))
        yield Way(path, len(path))
    elif "steps" in modes:
        by_size = {(item.numerator, counts_in[item]): item for item in items}
        for item in by_size.values():
            yield Way((item,), _most(indicator, [item], step), item)
    else:
        yield Way((items[0],), _most(indicator, items, step))


def _most(indicator: str, items: Sequence[Item], step: Decimal) -> int | None:
    """How many steps there are up to what is possible at all, or down to nothing."""
    now = sum(item.numerator for item in items)
    if step > 0 and indicator != "observation":
        return None
    end = sum(_FULL_MARK * (i.denominator or 0) + min(i.numerator, Decimal()) for i in items)
    return max(int(((end if step > 0 else 0) - now) / step), 0)
