"""Why a total rose or fell: the difference to the month before, split until nothing is left over.

A rule's points are a chain of steps from then to now, so their differences add up by themselves:
the old rule on the old figures, the new rule on them, that in a league whose others have moved, the
unit's own figures, and what a point is worth once the weights of other indicators apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from majorprojects.explain.read import Item, Month
from majorprojects.explain.score import Rule, points_before_limits, step_points
from majorprojects.explain.sides import Side, placed, sides_of

UNIT: Final = Decimal("0.0001")  # the step of a total


@dataclass(frozen=True)
class Part:
    """A part of a difference: an item's, or of a kind that belongs to the rule.

    ``kind`` is item, limits (cap or floor), others (places that others took or left), rulebook (another
    rule or target), weights (other weights apply, so a point is worth more or less), applies (there was
    nothing to judge before), falls_away (there is nothing any more) or rounding.
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

    ``passed`` are the units of the league that are behind now and were before us, ``passed_by`` the
    other way round.
    """

    previous_total: Decimal
    points: Decimal
    rules: tuple[Moved, ...]
    passed: tuple[str, ...]
    passed_by: tuple[str, ...]


def movement(now: Month, before: Month) -> Movement | None:
    """Split the difference of a unit's totals; None where one of the months has no total."""
    if now.own.total_score is None or before.own.total_score is None:
        return None
    whole = now.own.total_score - before.own.total_score
    sides = [side for side in _sides(now, before) if any(side)]
    split = [(new, old, list(_parts(new, old, now, before))) for new, old in sides]
    shares = apportion([sum((p for _, _, p in parts), Fraction()) for *_, parts in split], whole)
    rules = []
    for (new, old, parts), share in zip(split, shares, strict=True):
        rule = next(side for side in (new, old) if side).rule
        rules.append(Moved(rule.indicator, rule.rule_id, share, _rounded(parts, share)))
    rest = whole - sum((moved.points for moved in rules), Decimal())
    if rest:
        rules.append(Moved("", "", rest, (Part("rounding", None, rest),)))
    return Movement(before.own.total_score, whole, tuple(rules), *_passed(now))


def apportion(parts: Sequence[Fraction], whole: Decimal) -> list[Decimal]:
    """Round parts so that they add up to the whole, the largest remainders first (in steps of UNIT).

    A part that is 0 stays 0; what no part can take is left over.
    """
    exact = [part / Fraction(UNIT) for part in parts]
    floors = [part.numerator // part.denominator for part in exact]
    rest = int(whole / UNIT) - sum(floors)
    order = sorted((n for n, part in enumerate(exact) if part), key=lambda n: floors[n] - exact[n])
    if rest < 0:
        order.reverse()
    step = 1 if rest > 0 else -1
    for number in order[: abs(rest)]:
        floors[number] += step
    return [floor * UNIT for floor in floors]


def _rounded(parts: list[tuple[str, str | None, Fraction]], share: Decimal) -> tuple[Part, ...]:
    points = apportion([part for _, _, part in parts], share)
    found = [Part(kind, item, p) for (kind, item, _), p in zip(parts, points, strict=True) if p]
    rest = share - sum(points, Decimal())
    if rest:
        found.append(Part("rounding", None, rest))
    return tuple(sorted(found, key=lambda part: (-abs(part.points), part.kind, part.item or "")))


def _sides(now: Month, before: Month) -> Iterator[tuple[Side | None, Side | None]]:
    """The rules of both months: the same rule, or those of one indicator where the rulebook is another."""
    new, old = sides_of(now), sides_of(before)
    if now.rulebook_id != before.rulebook_id:
        old = {_like(rule_id, side, new, old): side for rule_id, side in old.items()}
    for rule_id in sorted({*new, *old}):
        yield new.get(rule_id), old.get(rule_id)


def _like(rule_id: str, side: Side, new: Mapping[str, Side], old: Mapping[str, Side]) -> str:
    """The rule of the new rulebook that stands where a rule of the old one stood."""
    indicator = side.rule.indicator
    then = [name for name, other in old.items() if other.rule.indicator == indicator]
    there = [name for name, other in new.items() if other.rule.indicator == indicator]
    number = then.index(rule_id)
    return there[number] if number < len(there) else f"{rule_id} (before)"


def _parts(
    new: Side | None, old: Side | None, now: Month, before: Month
) -> Iterator[tuple[str, str | None, Fraction]]:
    """The steps from the old points in the total to the new ones."""
    was = None if old is None else old.score
    becomes = None if new is None else new.score
    if was is None or becomes is None or new is None or old is None:
        if new is not None and becomes is not None:
            yield "rulebook" if old is None else "applies", None, becomes * new.scale
        if old is not None and was is not None:
            yield "rulebook" if new is None else "falls_away", None, -was * old.scale
        return
    yield "weights", None, was * (new.scale - old.scale)
    ruled = replace(old, rule=new.rule, target=new.target)
    if new.rule.mode == "rank_bands":
        ruled = replace(
            ruled,
            counted=placed(old.counted, new.rule.rule_id, before)
            if old.rule.mode != "rank_bands"
            else old.counted,
        )
    moved = ruled
    if new.rule.mode == "rank_bands":
        moved = replace(ruled, counted=placed(old.counted, new.rule.rule_id, now))
    judged, among_others = _zero(ruled.score), _zero(moved.score)
    yield "rulebook", None, (judged - was) * new.scale
    yield "others", None, (among_others - judged) * new.scale
    raw = _raw(new) - _raw(moved)
    yield "limits", None, (becomes - among_others - raw) * new.scale
    for item, points in _of_items(new, moved, raw):
        yield "item", item, points * new.scale


def _of_items(new: Side, old: Side, raw: Fraction) -> Iterator[tuple[str, Fraction]]:
    """What each item did to the points before limits; together `raw`."""
    names = sorted({*new.items, *old.items})
    if new.rule.mode in {"per_item", "steps"}:
        for name in names:
            yield (
                name,
                _single(new.rule, new.items.get(name)) - _single(new.rule, old.items.get(name)),
            )
        return
    then, value, possible = old.counted.value, new.counted.value, new.counted.denominator
    if then is None or value is None or not possible:
        return
    slope = raw / (value - then) if value != then else _slope(new)
    for name in names:
        gained = _above(new.items.get(name), new, then) - _above(old.items.get(name), old, then)
        yield name, slope * gained / possible


def _above(item: Item | None, side: Side, rate: Fraction) -> Fraction:
    """What an item has beyond the rate of all before; an amount stands against its share of 1."""
    if item is None:
        return Fraction()
    if item.denominator is None:
        return Fraction(item.numerator)
    return Fraction(item.numerator) - rate * Fraction(item.denominator)


def _single(rule: Rule, item: Item | None) -> Fraction:
    if item is None:
        return Fraction()
    number = Fraction(item.numerator)
    return (
        step_points(rule, number) if rule.mode == "steps" else Fraction(rule.points or 0) * number
    )


def _slope(side: Side) -> Fraction:
    """Points of a whole 1 of the value where it stands, so that items that offset each other show."""
    if side.rule.mode == "linear" and side.target:
        return Fraction(side.rule.weight or 0) / side.target
    return Fraction()


def _raw(side: Side) -> Fraction:
    return _zero(points_before_limits(side.rule, side.counted, side.target))


def _zero(points: Fraction | None) -> Fraction:
    return Fraction() if points is None else points


def _passed(now: Month) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own, places = now.own, list(now.standings.values())
    here, there = own.league_rank, own.previous_league_rank
    if here is None or there is None:
        return (), ()
    known = [
        (one.unit_code, one.league_rank, one.previous_league_rank)
        for one in places
        if one.league_rank is not None and one.previous_league_rank is not None
    ]
    return (
        tuple(sorted(unit for unit, is_at, was in known if is_at > here and was < there)),
        tuple(sorted(unit for unit, is_at, was in known if is_at < here and was > there)),
    )
