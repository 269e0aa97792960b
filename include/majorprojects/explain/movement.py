"""Why a total rose or fell: the difference to the month before, split until nothing is left over.

A rule's points are a chain of steps from then to now, so their differences add up by themselves:
the old rule on the old figures, the new rule on them, that in a league whose others have moved, the
unit's own figures, and what a point is worth once the weights of other indicators apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from majorprojects.explain.apportion import ExactPart, Movement, rounded_rules
from majorprojects.explain.month import Item, Month
from majorprojects.explain.recompute import TOLERANCE
from majorprojects.explain.score import Rule, points_before_limits, step_points
from majorprojects.explain.sides import Side, placed, sides_of


def movement(now: Month, before: Month) -> Movement | None:
    """Split the difference of a unit's totals; None where one of the months has no total."""
    if now.own.total_score is None or before.own.total_score is None:
        return None
    whole = now.own.total_score - before.own.total_score
    rules = []
    for new, old in _sides(now, before):
        rule = next(side for side in (new, old) if side).rule
        rules.append((rule.indicator, rule.rule_id, list(_parts(new, old, now, before))))
    computed = sum((points for *_, parts in rules for *_, points in parts), Fraction())
    is_explained = abs(computed - Fraction(whole)) <= TOLERANCE
    return Movement(
        before.own.total_score,
        whole,
        round(Decimal(computed.numerator) / computed.denominator, 6),
        rounded_rules(rules, whole, left_over="rounding" if is_explained else "unexplained"),
        *_passed(now),
    )


def _sides(now: Month, before: Month) -> Iterator[tuple[Side | None, Side | None]]:
    """The rules of both months: the same rule, or those of one indicator where the rulebook is another."""
    new, old = sides_of(now), sides_of(before)
    if now.rulebook_id != before.rulebook_id:
        old = _renamed(old, new)
    for rule_id in sorted({*new, *old}):
        yield new.get(rule_id), old.get(rule_id)


def _renamed(old: Mapping[str, Side], new: Mapping[str, Side]) -> dict[str, Side]:
    """The old rules by the names of the new ones in their place: the most alike first."""
    found: dict[str, Side] = {}
    rest = dict(old)
    for is_like in (_is_same, _is_of_mode, _is_of_indicator):
        for rule_id, side in old.items():
            there = (n for n, one in new.items() if n not in found and is_like(side.rule, one.rule))
            if rule_id in rest and (name := next(there, None)) is not None:
                found[name] = rest.pop(rule_id)
    return found | {f"{rule_id} (before)": side for rule_id, side in rest.items()}


def _is_of_indicator(one: Rule, other: Rule) -> bool:
    return one.indicator == other.indicator


def _is_of_mode(one: Rule, other: Rule) -> bool:
    return _is_of_indicator(one, other) and one.mode == other.mode


def _is_same(one: Rule, other: Rule) -> bool:
    return _is_of_mode(one, other) and one.rule_id == other.rule_id


def _parts(new: Side | None, old: Side | None, now: Month, before: Month) -> Iterator[ExactPart]:
    """The steps from the old points in the total to the new ones."""
    was = None if old is None else old.score
    becomes = None if new is None else new.score
    ruled = None if old is None or new is None else _under(new, old, before)
    judged = None if ruled is None else ruled.score
    if new is None or old is None or was is None or becomes is None or judged is None:
        if new is not None and becomes is not None:
            yield "rulebook" if old is None else "applies", None, becomes * new.scale
        if old is not None and was is not None:
            yield "rulebook" if new is None else "falls_away", None, -was * old.scale
        return
    yield "weights", None, was * (new.scale - old.scale)
    moved = _under(new, old, now)
    among_others = _zero(moved.score)
    yield "rulebook", None, (judged - was) * new.scale
    yield "others", None, (among_others - judged) * new.scale
    raw = _raw(new) - _raw(moved)
    yield "limits", None, (becomes - among_others - raw) * new.scale
    for kind, item, points in _of_items(new, moved, raw):
        yield kind, item, points * new.scale


def _under(new: Side, old: Side, month: Month) -> Side:
    """The old figures under the new rule, where it judges places among those of a month."""
    ruled = replace(old, rule=new.rule, target=new.target)
    if new.rule.mode == "rank_bands":
        ruled = replace(ruled, counted=placed(old.counted, new.rule.indicator, month))
    return ruled


def _of_items(new: Side, old: Side, raw: Fraction) -> Iterator[ExactPart]:
    """What each item did to the points before limits, and the rounding of the sums; together `raw`."""
    names = sorted({*new.items, *old.items})
    if new.rule.mode == "steps":
        for name in names:
            points = (_stepped(new.rule, side.items.get(name)) for side in (new, old))
            yield "item", name, next(points) - next(points)
        return
    net, worth, rate = _net(new, old, raw)
    gained = {
        name: _beyond(new.items.get(name), rate) - _beyond(old.items.get(name), rate)
        for name in names
    }
    # What offsets each other in a sum has no share in a place: that is the unit's own.
    if new.rule.mode == "rank_bands" and any(gain * net < 0 for gain in gained.values()):
        yield "place", None, raw
        return
    for name, gain in gained.items():
        yield "item", name, worth * gain
    yield "rounding", None, worth * (_off(new, rate) - _off(old, rate))


def _net(new: Side, old: Side, raw: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """How far the value moved, what 1 of an item's gain is worth, and the rate that it has to exceed."""
    if new.rule.mode == "per_item":
        return Fraction(), Fraction(new.rule.points or 0), Fraction()
    then, value, possible = old.counted.value, new.counted.value, new.counted.denominator
    if then is None or value is None or not possible:
        raise ValueError(f"The rule {new.rule.rule_id} judges what has no value.")
    slope = raw / (value - then) if value != then else _slope(new)
    return value - then, slope / possible, then


def _beyond(item: Item | None, rate: Fraction) -> Fraction:
    """What an item has beyond the rate of all before; an amount stands against its share of 1."""
    if item is None:
        return Fraction()
    return Fraction(item.numerator) - rate * Fraction(item.denominator or 0)


def _off(side: Side, rate: Fraction) -> Fraction:
    """What the sums have beyond their items: they are rounded, to two places."""
    summed = sum((_beyond(item, rate) for item in side.items.values()), Fraction())
    is_amount = all(item.denominator is None for item in side.items.values())
    possible = Fraction() if is_amount else _zero(side.counted.denominator)
    return _zero(side.counted.numerator) - rate * possible - summed


def _stepped(rule: Rule, item: Item | None) -> Fraction:
    return Fraction() if item is None else step_points(rule, Fraction(item.numerator))


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
