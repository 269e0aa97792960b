"""A league whose places are computed again for other figures of one unit, as the warehouse would.

The formulas are those of `score`, but each step rounds as in the SQL: what is said to lift a unit has to do
so in what will be published, to the last place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Final, TypeAlias

from majorprojects.explain.month import Month
from majorprojects.explain.score import Counted, Rule, limited, order, points_before_limits, rounded

# Its rate decides between equal totals, whether or not it is scored.
TIE_BREAK: Final = "completion"
_RATE: Final = 1_000_000
_POINTS: Final = 10_000

# The points of a unit under each rule.
Scores: TypeAlias = dict[str, Fraction | None]
# Values by indicator or by unit.
Values: TypeAlias = Mapping[str, Fraction | None]
# By what a unit is ranked: total and rate.
Key: TypeAlias = tuple[tuple[bool, Fraction], ...]


def ratio(numerator: Fraction, denominator: Fraction) -> Fraction:
    """A quotient to 6 places, through doubles as in the macro `ratio`."""
    quotient = float(numerator) / float(denominator)
    whole = floor(abs(quotient) * _RATE + 0.5)
    return Fraction(whole if quotient >= 0 else -whole, _RATE)


@dataclass(frozen=True)
class Table:
    """The league of a unit's month."""

    month: Month

    def place(self, changed: Mapping[str, Counted]) -> int:
        """The unit's place in the league if these indicators counted that, all else as it is."""
        own = self.month.unit_code
        values = {
            name: ratio(one.numerator, one.denominator)
            if one.numerator is not None and one.denominator
            else None
            for name, one in changed.items()
        }
        scores = self._scores(own)
        for rule_id, rule in self.month.rules.items():
            if (counted := changed.get(rule.indicator)) is not None:
                place = self._place_of(rule.indicator, values[rule.indicator])
                scores[rule_id] = self._points(rule, replace(counted, place=place))
        ours = order((self._total(scores), values.get(TIE_BREAK, self._rate(own))))
        above = len(self._keys) - bisect_right(self._sorted_keys, ours)
        for unit, rules in self._turned(values).items():
            above += (self._key_after(unit, rules) > ours) - (self._keys[unit] > ours)
        return 1 + above

    def _points(self, rule: Rule, counted: Counted) -> Fraction | None:
        row = self.month.rows_of(self.month.unit_code).get(rule.rule_id)
        target = None if row is None or row.target is None else Fraction(row.target)
        points = points_before_limits(rule, counted, target, ratio)
        return limited(rule, None if points is None else rounded(points, _POINTS))

    def _total(self, scores: Scores) -> Fraction | None:
        known = {
            rule_id: (score, self.month.rules[rule_id].weight)
            for rule_id, score in scores.items()
            if score is not None
        }
        added = sum((score for score, weight in known.values() if weight is None), Fraction())
        weighted = [(score, weight) for score, weight in known.values() if weight is not None]
        points = sum((score for score, _ in weighted), Fraction())
        applied = sum((Fraction(weight) for _, weight in weighted), Fraction())
        if self.month.null_policy == "rebase" and applied:
            points = ratio(Fraction(self.month.full_marks or 0) * points, applied)
        return rounded(points + added, _POINTS) if known else None

    def _scores(self, unit: str) -> Scores:
        """Its published points."""
        return {
            rule_id: None if row.score is None else Fraction(row.score)
            for rule_id, row in self.month.rows_of(unit).items()
            if rule_id in self.month.rules
        }

    def _rate(self, unit: str) -> Fraction | None:
        rate = self.month.standings[unit].completion_ratio
        return None if rate is None else Fraction(rate)

    @cached_property
    def _keys(self) -> dict[str, Key]:
        """Those of the others."""
        return {
            unit: order(
                (None if one.total_score is None else Fraction(one.total_score), self._rate(unit))
            )
            for unit, one in self.month.standings.items()
            if unit != self.month.unit_code
        }

    @cached_property
    def _sorted_keys(self) -> list[Key]:
        return sorted(self._keys.values())

    @cached_property
    def _values(self) -> dict[str, Values]:
        """The values of the league in each indicator that a rule judges by place."""
        judged = {r.indicator for r in self.month.rules.values() if r.mode == "rank_bands"}
        return {name: self.month.values(name) for name in judged}

    @cached_property
    def _rivals(self) -> dict[str, list[tuple[Fraction, str]]]:
        """The same of the others alone, the lowest first."""
        own = self.month.unit_code
        return {
            name: sorted((v, unit) for unit, v in values.items() if v is not None and unit != own)
            for name, values in self._values.items()
        }

    def _place_of(self, indicator: str, value: Fraction | None) -> int | None:
        """The place of a value among those of the others."""
        rivals = self._rivals.get(indicator)
        if rivals is None or value is None:
            return None
        return 1 + len(rivals) - bisect_right(rivals, value, key=lambda rival: rival[0])

    def _turned(self, values: Values) -> dict[str, list[str]]:
        """Units that our other values pass or let by, each with the rules that judge them by it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for rule_id, rule in self.month.rules.items():
            if rule.mode == "rank_bands" and rule.indicator in values:
                rivals = self._rivals[rule.indicator]
                now = self._values[rule.indicator].get(self.month.unit_code)
                ends = sorted(
                    0 if value is None else bisect_left(rivals, value, key=lambda rival: rival[0])
                    for value in (now, values[rule.indicator])
                )
                for _, unit in rivals[slice(*ends)]:
                    found[unit].append(rule_id)
        return found

    def _key_after(self, unit: str, rules: list[str]) -> Key:
        """The key of a unit that has a place more or less under these rules."""
        known = unit, tuple(rules)
        if known not in self._keys_after:
            scores = self._scores(unit)
            for rule_id in rules:
                rule = self.month.rules[rule_id]
                values = self._values[rule.indicator]
                theirs, ours = values[unit], values.get(self.month.unit_code)
                is_above = theirs is not None and ours is not None and ours > theirs
                place = (self._place_of(rule.indicator, theirs) or 1) + (not is_above)
                one = Fraction(1)  # a place needs no figures
                scores[rule_id] = self._points(rule, Counted(one, one, place=place))
            self._keys_after[known] = order((self._total(scores), self._rate(unit)))
        return self._keys_after[known]

    @cached_property
    def _keys_after(self) -> dict[tuple[str, tuple[str, ...]], Key]:
        return {}
