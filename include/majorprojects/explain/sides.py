"""What the rules give a unit in a month, computed again from what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from majorprojects.explain.month import Item, Month
from majorprojects.explain.score import Counted, Rule, place_of, rounded, scale, score, summed


@dataclass(frozen=True)
class Side:
    """A rule with the unit's figures of a month; ``scale`` is what a point is worth in the total."""

    rule: Rule
    counted: Counted
    target: Fraction | None
    items: Mapping[str, Item]
    scale: Fraction

    @property
    def score(self) -> Fraction | None:
        """The points of the rule; null where it has nothing to judge."""
        return score(self.rule, self.counted, self.target)

    @property
    def points(self) -> Fraction | None:
        """What they are in the total."""
        return None if self.score is None else self.score * self.scale


def sides_of(month: Month) -> dict[str, Side]:
    """Every rule that scores the month, by its name."""
    sides = {}
    for rule_id, rule in month.rules.items():
        counted = counted_in(month, rule.indicator)
        if rule.mode == "rank_bands":
            counted = placed(counted, rule.indicator, month)
        items = {item.item: item for item in month.items.get(rule.indicator, ())}
        sides[rule_id] = Side(rule, counted, rule.target_in(month.report_month), items, Fraction(1))
    scored = [side.rule.weight for side in sides.values() if side.score is not None]
    worth = scale(month.null_policy, month.full_marks, scored)
    return {
        rule_id: replace(side, scale=worth if side.rule.weight is not None else Fraction(1))
        for rule_id, side in sides.items()
    }


def counted_in(month: Month, indicator: str) -> Counted:
    """What an indicator of the unit counts in the month."""
    items = month.items.get(indicator, ())
    return summed(((i.numerator, i.denominator) for i in items), silent=month.own.is_silent)


def placed(counted: Counted, indicator: str, month: Month) -> Counted:
    """The figures with the place that their value has among the others of the month."""
    values = month.values(indicator)
    others = [(value,) for unit, value in values.items() if unit != month.unit_code]
    value = counted.value
    told = None if value is None else rounded(value, 1_000_000)
    return replace(counted, place=place_of((told,), others))
