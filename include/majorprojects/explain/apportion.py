"""Rounding that keeps sums: the parts of a difference add up to it at whatever step it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from majorprojects.wording import half_up

UNIT: Final = Decimal("0.0001")  # the step of a total
SHOWN: Final = Decimal("0.01")  # the step that people see


@dataclass(frozen=True)
class Part:
    """A part of a difference: an item's, or of a kind that belongs to the rule.

    ``kind`` is item, place (the unit's own place, where that is no item's doing alone), limits (cap or
    floor), others (places that others took or left), rulebook (another rule or target), weights (other
    weights apply, so a point is worth more or less), applies (there was nothing to judge before),
    falls_away (there is nothing any more), rounding or unexplained.
    """

    kind: str
    item: str | None
    points: Decimal


@dataclass(frozen=True)
class Moved:
    """What the points of a rule did to the total; the parts add up to ``points``."""

    indicator: str
    rule_id: str
    points: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Movement:
    """The difference of the totals to the month before; the rules' points add up to ``points``.

    ``computed`` is what they add up to by themselves, before they are rounded so that they do.
    ``passed`` are the units of the league that are behind now and were before us, ``passed_by`` the
    other way round.
    """

    previous_total: Decimal
    points: Decimal
    computed: Decimal
    rules: tuple[Moved, ...]
    passed: tuple[str, ...]
    passed_by: tuple[str, ...]


# A part before it is rounded: kind, item, points.
ExactPart = tuple[str, str | None, Fraction]
# A rule's parts before they are rounded, with its indicator and name.
ExactRule = tuple[str, str, Sequence[ExactPart]]


def apportion(parts: Sequence[Fraction], whole: Decimal, step: Decimal = UNIT) -> list[Decimal]:
    """Round parts so that they add up to the whole, the largest remainders first.

    A part that is 0 stays 0; what no part can take is left over.
    """
    exact = [part / Fraction(step) for part in parts]
    floors = [part.numerator // part.denominator for part in exact]
    rest = int(whole / step) - sum(floors)
    order = sorted((n for n, part in enumerate(exact) if part), key=lambda n: floors[n] - exact[n])
    if rest < 0:
        order.reverse()
    for number in order[: abs(rest)]:
        floors[number] += 1 if rest > 0 else -1
    return [floor * step for floor in floors]


def rounded_rules(
    rules: Sequence[ExactRule], whole: Decimal, step: Decimal = UNIT, left_over: str = "rounding"
) -> tuple[Moved, ...]:
    """The rules with their points and parts in steps, so that all sums hold.

    ``left_over`` is the kind of what no rule can take.
    """
    shares = apportion([_sum(parts) for *_, parts in rules], whole, step)
    found = [
        Moved(indicator, rule_id, share, _rounded_parts(parts, share, step))
        for (indicator, rule_id, parts), share in zip(rules, shares, strict=True)
    ]
    rest = whole - sum(shares, Decimal())
    if rest:
        found.append(Moved("", "", rest, (Part(left_over, None, rest),)))
    return tuple(found)


def as_shown(found: Movement) -> Movement:
    """The movement in hundredths, in which the shown totals, rules and parts add up too."""
    previous = half_up(found.previous_total, str(SHOWN))
    points = half_up(found.previous_total + found.points, str(SHOWN)) - previous
    rules = [
        (
            rule.indicator,
            rule.rule_id,
            [(part.kind, part.item, Fraction(part.points)) for part in rule.parts],
        )
        for rule in found.rules
    ]
    return Movement(
        previous,
        points,
        found.computed,
        rounded_rules(rules, points, SHOWN),
        found.passed,
        found.passed_by,
    )


def points_as_shown(
    points: Sequence[Decimal | None], total: Decimal | None
) -> list[Decimal | None]:
    """Points in a total in hundredths, which add up to the total that is shown."""
    known = [Fraction(each) for each in points if each is not None]
    shown = iter(apportion(known, half_up(total or 0, str(SHOWN)), SHOWN))
    return [None if each is None else next(shown) for each in points]


def _rounded_parts(parts: Iterable[ExactPart], share: Decimal, step: Decimal) -> tuple[Part, ...]:
    """The parts that are not 0, the largest first."""
    told = list(parts)
    points = apportion([part for *_, part in told], share, step)
    found = [Part(kind, item, p) for (kind, item, _), p in zip(told, points, strict=True) if p]
    rest = share - sum(points, Decimal())
    if rest:
        found.append(Part("rounding", None, rest))
    return tuple(sorted(found, key=lambda part: (-abs(part.points), part.kind, part.item or "")))


def _sum(parts: Iterable[ExactPart]) -> Fraction:
    return sum((points for *_, points in parts), Fraction())
