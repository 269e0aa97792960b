"""Every step from what is counted to the place, computed again and held against what is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from majorprojects.explain.score import place_of
from majorprojects.explain.sides import counted_in, sides_of

if TYPE_CHECKING:
    from majorprojects.explain.movement import Movement
    from majorprojects.explain.read import Month

# What is published rounds at each step; more than this apart is an error, not rounding.
TOLERANCE: Final = Fraction(5, 1000)
_RATE_TOLERANCE: Final = Fraction(1, 1_000_000)


@dataclass(frozen=True)
class Difference:
    """Where the marts say something else than what they are made from gives."""

    what: str
    published: Decimal | None
    recomputed: Decimal | None


def differences(now: Month, moved: Movement | None) -> Iterator[Difference]:
    """What is published otherwise than it is computed here, beyond rounding."""
    sides = sides_of(now)
    for row in now.scored[now.unit_code]:
        side = sides.get(row.rule_id or "")
        counted = counted_in(now, row.indicator) if side is None else side.counted
        said = f"{row.indicator} {row.rule_id or ''}".strip()
        yield from _compared(f"{said}: numerator", row.numerator, counted.numerator)
        yield from _compared(f"{said}: denominator", row.denominator, counted.denominator)
        yield from _compared(f"{said}: value", row.value, counted.value, _RATE_TOLERANCE)
        if side is not None:
            yield from _compared(f"{said}: score", row.score, side.score)
            yield from _compared(f"{said}: points in the total", row.points_in_total, side.points)
    known = [side.points for side in sides.values() if side.points is not None]
    total = sum(known, Fraction()) if known else None
    yield from _compared("total", now.own.total_score, total)
    keys = {
        one.unit_code: (_exact(one.total_score), _exact(one.completion_ratio))
        for one in now.standings.values()
    }
    if now.own.league_rank is not None:
        place = place_of(keys[now.unit_code], keys.values())
        yield from _compared("place in the league", Decimal(now.own.league_rank), Fraction(place))
    if moved is not None:
        yield from _compared(
            "difference to the month before", now.own.score_change, Fraction(moved.points)
        )


def _compared(
    what: str,
    published: Decimal | None,
    recomputed: Fraction | None,
    tolerance: Fraction = TOLERANCE,
) -> Iterator[Difference]:
    if published is None and recomputed is None:
        return
    told = None if recomputed is None else round(_decimal(recomputed), 6)
    if published is None or recomputed is None or abs(Fraction(published) - recomputed) > tolerance:
        yield Difference(what, published, told)


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
