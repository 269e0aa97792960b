"""What would lift a unit one place: the smallest change of one indicator, all else as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from majorprojects.explain.read import Month, Scored
from majorprojects.explain.score import Counted, Rule, place_of, rounded, scale, score
from majorprojects.explain.sides import counted_in

# Whole things, or 0.01 万元.
STEPS: Final = {"count": Decimal(1), "amount": Decimal("0.01")}
_DOUBLINGS: Final = 60
_TOTAL: Final = 10_000
_RATE: Final = 1_000_000


@dataclass(frozen=True)
class Lift:
    """The smallest change of an indicator's numerator that gives a better place; null where none does.

    Where each thing has points by its own size, ``item`` is the one that has to change least.
    """

    indicator: str
    change: Decimal | None
    numerator: Decimal
    league_rank: int | None
    item: str | None = None


@dataclass(frozen=True)
class Table:
    """A league whose places can be computed again for another figure of one unit."""

    month: Month
    adds_up: Mapping[str, str]

    def lifts(self) -> tuple[Lift, ...]:
        """The lift of every indicator that is scored; empty for the first of the league and the silent."""
        own = self.month.own
        if own.is_silent or own.league_rank is None or own.league_rank == 1:
            return ()
        return tuple(self._lift(indicator) for indicator in sorted(self.counted))

    def place(self, indicator: str, counted: Counted) -> int:
        """The unit's place in the league if the indicator counted that."""
        totals = {unit: Fraction(total) for unit, total in self._totals.items()}
        scored: dict[str, Fraction | None] = {}
        for rule_id, rule in self.month.rules.items():
            if rule.indicator != indicator:
                scored[rule_id] = self._own_scores[rule_id]
            elif rule.mode == "rank_bands":
                scored[rule_id] = self._places_again(rule_id, rule, counted, totals)
            else:
                scored[rule_id] = score(rule, counted, self._target(rule))
        own = rounded(self._total(scored), _TOTAL)
        rate = counted.value if indicator == "completion" else self._rates[self.month.unit_code]
        rate = None if rate is None else rounded(rate, _RATE)
        others = [
            (totals.get(unit), self._rates[unit])
            for unit in self.month.standings
            if unit != self.month.unit_code
        ]
        return place_of((own, rate), others)

    @cached_property
    def counted(self) -> dict[str, Counted]:
        """What the unit's indicators count."""
        return {
            rule.indicator: counted_in(self.month, rule.indicator)
            for rule in self.month.rules.values()
        }

    def limit(self, indicator: str) -> Fraction | None:
        """The largest numerator that is possible: no more things than there are; None without a limit."""
        shares = any(i.denominator is not None for i in self.month.items.get(indicator, ()))
        if self.adds_up[indicator] == "count":
            return self.counted[indicator].denominator if shares else None
        if indicator == "observation":
            return 100 * (self.counted[indicator].denominator or Fraction())
        return None

    def _lift(self, indicator: str) -> Lift:
        counted = self.counted[indicator]
        now = counted.numerator or Fraction()
        step = self._direction(indicator) * STEPS[self.adds_up[indicator]]
        end = self.limit(indicator) if step > 0 else Fraction()
        most = None if end is None else max(int(abs(end - now) / Fraction(abs(step))), 0)
        if not counted.denominator:
            most = 0
        best: tuple[int, int | None] | None = None
        for number in self._single(indicator):
            steps = self._least(indicator, step, number, most if best is None else best[0])
            if steps is not None and (best is None or steps < best[0]):
                best = steps, number
        told = Decimal(now.numerator) / Decimal(now.denominator)
        if best is None:
            return Lift(indicator, None, told, None)
        steps, number = best
        place = self.place(indicator, _changed(counted, steps * Fraction(step), number))
        item = None if number is None else self.month.items[indicator][number].item
        return Lift(indicator, steps * step, told + steps * step, place, item)

    def _least(
        self, indicator: str, step: Decimal, number: int | None, most: int | None
    ) -> int | None:
        """The fewest steps, of one item or of any, that give a better place."""
        counted, own = self.counted[indicator], self.month.own.league_rank or 1

        def better(steps: int) -> bool:
            changed = _changed(counted, steps * Fraction(step), number)
            return self.place(indicator, changed) < own

        return _smallest(better, most)

    def _single(self, indicator: str) -> tuple[int | None, ...]:
        """The items that may change alone, one of each size, where a rule has points for each by its size."""
        modes = {r.mode for r in self.month.rules.values() if r.indicator == indicator}
        if "steps" not in modes:
            return (None,)
        sizes = self.counted[indicator].steps
        return tuple(sizes.index(size) for size in sorted(set(sizes), reverse=True))

    def _direction(self, indicator: str) -> int:
        """-1 where each thing takes points away, such as a late start."""
        points = [r.points for r in self.month.rules.values() if r.indicator == indicator]
        return -1 if all(p is not None and p < 0 for p in points) else 1

    @cached_property
    def _totals(self) -> dict[str, Decimal]:
        return {
            unit: one.total_score
            for unit, one in self.month.standings.items()
            if one.total_score is not None and unit != self.month.unit_code
        }

    @cached_property
    def _rates(self) -> dict[str, Fraction | None]:
        return {
            unit: None if one.completion_ratio is None else Fraction(one.completion_ratio)
            for unit, one in self.month.standings.items()
        }

    @cached_property
    def _own_scores(self) -> dict[str, Fraction | None]:
        rows = {row.rule_id: row for row in self.month.scored[self.month.unit_code] if row.rule_id}
        return {
            rule_id: None if (told := rows[rule_id].score) is None else Fraction(told)
            for rule_id in self.month.rules
        }

    def _target(self, rule: Rule) -> Fraction | None:
        return rule.target_in(self.month.report_month)

    def _total(self, scores: Mapping[str, Fraction | None]) -> Fraction:
        rules = self.month.rules
        worth = scale(
            self.month.null_policy,
            self.month.full_marks,
            (rules[rule_id].weight for rule_id, points in scores.items() if points is not None),
        )
        return sum(
            (
                points * (worth if rules[rule_id].weight is not None else 1)
                for rule_id, points in scores.items()
                if points is not None
            ),
            Fraction(),
        )

    def _places_again(
        self, rule_id: str, rule: Rule, counted: Counted, totals: dict[str, Fraction]
    ) -> Fraction | None:
        """The unit's points by its place; the others' totals change with the place that it takes."""
        values = self.month.values(rule_id)
        own = counted.value
        values[self.month.unit_code] = None if own is None else rounded(own, _RATE)
        keys = [(value,) for value in values.values()]
        for unit, row in self._peers(rule_id).items():
            if unit not in totals or values[unit] is None or row.score is None:
                continue
            there = replace(counted, place=place_of((values[unit],), keys))
            points = score(rule, there, None)
            if points is not None and points != row.score:
                totals[unit] += (points - Fraction(row.score)) * self._worth(unit, rule)
        place = place_of((values[self.month.unit_code],), keys)
        return score(rule, replace(counted, place=place), None)

    def _peers(self, rule_id: str) -> dict[str, Scored]:
        return {
            unit: row
            for unit, rows in self.month.scored.items()
            for row in rows
            if row.rule_id == rule_id and unit != self.month.unit_code
        }

    def _worth(self, unit: str, rule: Rule) -> Fraction:
        """What a point of a unit's score is worth in its total."""
        if rule.weight is None:
            return Fraction(1)
        scored = [row.weight for row in self.month.scored[unit] if row.score is not None]
        return scale(self.month.null_policy, self.month.full_marks, scored)


def _changed(counted: Counted, change: Fraction, number: int | None) -> Counted:
    """What is counted with another numerator, that of one item where a number is given."""
    sizes = list(counted.steps)
    if number is not None:
        sizes[number] += change
    numerator = (counted.numerator or Fraction()) + change
    return replace(counted, numerator=numerator, steps=tuple(sizes))


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
