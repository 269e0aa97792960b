"""The formulas of the rulebook once more, in exact fractions: what the warehouse says is checked with them.

They follow the columns of seeds/rulebook_rules.csv and rulebook_bands.csv, and share nothing with
the SQL that publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from operator import truediv
from typing import Final

_FULL_PLAN: Final = Fraction(100)


@dataclass(frozen=True)
class Band:
    """A band of a rule: it begins at ``at_least`` (with it) or ``above`` (without), the lowest nowhere."""

    at_least: Decimal | None
    above: Decimal | None
    points: Decimal | None
    points_per_pp: Decimal | None

    @property
    def begin(self) -> Fraction | None:
        """Where it begins."""
        begins = self.above if self.at_least is None else self.at_least
        return None if begins is None else Fraction(begins)

    def holds(self, measure: Fraction) -> bool:
        """Whether the measure lies behind the begin."""
        if self.at_least is not None:
            return measure >= self.at_least
        return self.above is None or measure > self.above


@dataclass(frozen=True)
class Rule:
    """A rule of the topic score, and its bands from the lowest up."""

    rule_id: str
    indicator: str
    mode: str
    weight: Decimal | None
    cap: Decimal | None
    floor: Decimal | None
    points: Decimal | None
    target: Decimal | None
    target_of_time_progress: Decimal | None
    source: str
    bands: tuple[Band, ...]

    def target_in(self, month: date) -> Fraction | None:
        """The target of a month: fixed, or a share of the year that is over at its end."""
        if self.target is not None:
            return Fraction(self.target)
        if self.target_of_time_progress is None:
            return None
        return Fraction(self.target_of_time_progress) * Fraction(month.month, 12)


@dataclass(frozen=True)
class Counted:
    """What a unit's indicator counts in a month; ``steps`` are the numerators of the single items.

    Both sums are null for a silent unit. ``place`` is the place of the value in the league.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    steps: tuple[Fraction, ...] = ()
    place: int | None = None

    @property
    def value(self) -> Fraction | None:
        """Reached by possible; null where nothing was possible."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


def summed(items: Iterable[tuple[Decimal, Decimal | None]], *, silent: bool) -> Counted:
    """Add up the items (numerator, denominator) of an indicator; amounts have no denominators, so 1.

    A value is what the published sums give, and these have two places.
    """
    if silent:
        return Counted(None, None)
    found = list(items)
    denominators = [Fraction(d) for _, d in found if d is not None]
    numerators = tuple(Fraction(n) for n, _ in found)
    one = Fraction(1 if found and not denominators else 0)
    return Counted(
        rounded(sum(numerators, Fraction()), 100), rounded(sum(denominators, one), 100), numerators
    )


def points_before_limits(
    rule: Rule,
    counted: Counted,
    target: Fraction | None,
    divided: Callable[[Fraction, Fraction], Fraction] = truediv,
) -> Fraction | None:
    """The points of a rule before its floor and cap; null where it has nothing to judge.

    ``divided`` makes the quotients, exact ones unless told otherwise.
    """
    if counted.numerator is None:
        return None
    if rule.mode == "per_item":
        return Fraction(rule.points or 0) * counted.numerator
    if rule.mode == "steps":
        return sum((step_points(rule, step) for step in counted.steps), Fraction())
    if not counted.denominator:
        return None
    if rule.mode == "rank_bands":
        return None if counted.place is None else _on_line(rule, Fraction(counted.place))
    if not target:
        return None
    attained = divided(divided(counted.numerator, counted.denominator), target)
    if rule.mode == "points_per_pp":
        return _on_line(rule, attained * 100)
    if rule.mode == "linear":
        return Fraction(rule.weight or 0) * attained
    raise ValueError(f"The mode {rule.mode} is not known here: add its formula.")


def limited(rule: Rule, points: Fraction | None) -> Fraction | None:
    """Points within the floor and the cap of the rule."""
    if points is None:
        return None
    if rule.floor is not None and points < rule.floor:
        return Fraction(rule.floor)
    if rule.cap is not None and points > rule.cap:
        return Fraction(rule.cap)
    return points


def score(rule: Rule, counted: Counted, target: Fraction | None) -> Fraction | None:
    """The points of a rule."""
    return limited(rule, points_before_limits(rule, counted, target))


def scale(
    null_policy: str | None, full_marks: Decimal | None, scored: Iterable[Decimal | None]
) -> Fraction:
    """What a point of a weighted score is worth in the total; ``scored``: weights of what has a score.

    Under `rebase` what could not be judged is left out and the rest stretched to the full marks.
    """
    applied = sum((Fraction(weight) for weight in scored if weight is not None), Fraction())
    if null_policy != "rebase" or not applied or full_marks is None:
        return Fraction(1)
    return Fraction(full_marks) / applied


def place_of(key: tuple[Fraction | None, ...], among: Iterable[tuple[Fraction | None, ...]]) -> int:
    """The place of a key among all: the largest first, null last, equal ones share the better place."""
    own = order(key)
    return 1 + sum(order(other) > own for other in among)


def order(key: tuple[Fraction | None, ...]) -> tuple[tuple[bool, Fraction], ...]:
    """A key by which the last of a league sorts first: null before all."""
    return tuple((part is not None, part or Fraction()) for part in key)


def rounded(value: Fraction, steps: int) -> Fraction:
    """Rounded to so many steps in one, halves away from zero."""
    whole = (abs(value) * steps * 2 + 1).__floor__() // 2
    return Fraction(whole if value >= 0 else -whole, steps)


def step_points(rule: Rule, measure: Fraction) -> Fraction:
    """Points of one item under steps."""
    return _on_line(rule, measure)


def _on_line(rule: Rule, measure: Fraction) -> Fraction:
    """Points of a measure: those of its band, or the full weight at 100 less what each point costs."""
    bands = rule.bands
    number = max(n for n, band in enumerate(bands) if band.holds(measure))
    band = bands[number]
    if band.points is None:
        return Fraction(rule.weight or 0) + _risen(bands, measure) - _risen(bands, _FULL_PLAN)
    end = bands[number + 1].begin if number + 1 < len(bands) else None
    anchor = next((x for x in (band.begin, end) if x is not None), _FULL_PLAN)
    return Fraction(band.points) + Fraction(band.points_per_pp or 0) * (measure - anchor)


def _risen(bands: Sequence[Band], measure: Fraction) -> Fraction:
    """What the points rise from the end of the lowest band to the measure."""
    lowest, *_ = bands
    begins = [band.begin for band in bands[1:] if band.begin is not None]
    if not begins:
        return Fraction(lowest.points_per_pp or 0) * measure
    if measure < begins[0]:
        return Fraction(lowest.points_per_pp or 0) * (measure - begins[0])
    risen = Fraction()
    for (begin, end), band in zip(
        pairwise([*begins, max(measure, begins[-1])]), bands[1:], strict=True
    ):
        risen += Fraction(band.points_per_pp or 0) * (min(end, measure) - min(begin, measure))
    return risen
