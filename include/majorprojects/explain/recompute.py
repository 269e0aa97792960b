"""Every step from what is counted to the place, computed again and held against what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from majorprojects.explain.score import place_of
from majorprojects.explain.sides import counted_in, sides_of

if TYPE_CHECKING:
    from majorprojects.explain.apportion import Movement
    from majorprojects.explain.month import Month, Scored
    from majorprojects.explain.score import Counted
    from majorprojects.explain.sides import Side

# What is published rounds at each step; more than this apart is an error, not rounding.
TOLERANCE: Final = Fraction(5, 1000)
_RATE_TOLERANCE: Final = Fraction(1, 1_000_000)


@dataclass(frozen=True)
class Difference:
    """Where the marts say something else than what they are made from gives."""

    what: str
    published: Decimal | None
    recomputed: Decimal | None


def differences(month: Month) -> Iterator[Difference]:
    """What is published of a month otherwise than it is computed here, beyond rounding."""
    sides = sides_of(month)
    own = month.own
    for row in month.scored.get(month.unit_code, ()):
        yield from _of_row(row, sides.get(row.rule_id or ""), counted_in(month, row.indicator))
    for rule_id in sorted(sides.keys() - month.rows_of(month.unit_code).keys()):
        side = sides[rule_id]
        yield Difference(f"{side.rule.indicator} {rule_id}: no row", None, _told(side.score))
    rate = counted_in(month, "completion").value
    yield from _compared("completion ratio", own.completion_ratio, rate, _RATE_TOLERANCE)
    yield from _compared("total", own.total_score, _sum(s.points for s in sides.values()))
    for unit in sorted(month.standings.keys() - {month.unit_code}):
        points = _sum(_exact(row.points_in_total) for row in month.scored.get(unit, ()))
        yield from _compared(f"total of {unit}", month.standings[unit].total_score, points)
    keys = {
        one.unit_code: (_exact(one.total_score), _exact(one.completion_ratio))
        for one in month.standings.values()
    }
    if own.league_rank is not None:
        place = place_of(keys[month.unit_code], keys.values())
        yield from _compared("place in the league", Decimal(own.league_rank), Fraction(place))


def differences_in(moved: Movement, published: Decimal | None) -> Iterator[Difference]:
    """Whether the parts of a movement add up to what is published, and to what the two totals give."""
    computed = Fraction(moved.computed)
    yield from _compared("difference to the month before", published, computed)
    yield from _compared("total less the one before", moved.points, computed)


def _of_row(row: Scored, side: Side | None, counted: Counted) -> Iterator[Difference]:
    said = f"{row.indicator} {row.rule_id or ''}".strip()
    counted = counted if side is None else side.counted
    yield from _compared(f"{said}: numerator", row.numerator, counted.numerator)
    yield from _compared(f"{said}: denominator", row.denominator, counted.denominator)
    yield from _compared(f"{said}: value", row.value, counted.value, _RATE_TOLERANCE)
    if side is not None:
        yield from _compared(f"{said}: target", row.target, side.target, _RATE_TOLERANCE)
        yield from _compared(f"{said}: score", row.score, side.score)
        yield from _compared(f"{said}: points in the total", row.points_in_total, side.points)
    elif row.rule_id is not None:
        yield Difference(f"{said}: no such rule", row.score, None)


def _compared(
    what: str,
    published: Decimal | None,
    recomputed: Fraction | None,
    tolerance: Fraction = TOLERANCE,
) -> Iterator[Difference]:
    if published is None and recomputed is None:
        return
    if published is None or recomputed is None or abs(Fraction(published) - recomputed) > tolerance:
        yield Difference(what, published, _told(recomputed))


def _sum(points: Iterable[Fraction | None]) -> Fraction | None:
    known = [each for each in points if each is not None]
    return sum(known, Fraction()) if known else None


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _told(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / value.denominator, 6)
