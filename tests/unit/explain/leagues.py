"""Leagues of every mode, and what the warehouse would publish of them: each rounds where the SQL rounds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from majorprojects.explain.kinds import Kind
from majorprojects.explain.month import Item, Month, Scored, Standing
from majorprojects.explain.score import Band, Counted, Rule, limited, points_before_limits, summed

FEBRUARY, MARCH = dt.date(2022, 2, 1), dt.date(2022, 3, 1)
# unit → indicator → item → (numerator, denominator)
Figures = dict[str, dict[str, dict[str, tuple[Decimal, Decimal | None]]]]

_REPORT, _REGISTER = "monthly_progress", "projects"
_STARTS = ("construction_type", "planned_start")
KINDS = {
    "completion": Kind("amount", _REPORT, ("ytd_investment",), _REGISTER, ("annual_plan",)),
    "invested": Kind("amount", _REPORT, ("ytd_investment",), _REGISTER, ()),
    "plan_size": Kind("amount", _REGISTER, ("annual_plan",), _REGISTER, ()),
    "start": Kind("count", _REPORT, ("status",), _REGISTER, _STARTS),
    "full_year_start": Kind("count", _REPORT, ("status",), _REGISTER, _STARTS),
    "late_start": Kind("count", _REPORT, ("status", "actual_start"), _REGISTER, _STARTS),
    "size": Kind("amount", _REGISTER, ("total_investment",), _REGISTER, ()),
    "signed": Kind("count", "capital_attraction", ("top500",), "targets", ("target_value",)),
}


def rule(rule_id: str, indicator: str, mode: str, **said: object) -> Rule:
    given = dict.fromkeys(("weight", "cap", "floor", "points", "target", "target_of_time_progress"))
    words = {k: Decimal(str(v)) for k, v in said.items() if k != "bands"}
    return Rule(rule_id, indicator, mode, **(given | words), source="", bands=said.get("bands", ()))  # type: ignore[arg-type]


def band(begin: object, points: object = None, per_pp: object = None) -> Band:
    numbers = [None if x is None else Decimal(str(x)) for x in (begin, points, per_pp)]
    return Band(numbers[0], None, numbers[1], numbers[2])


LINEAR = rule("completion", "completion", "linear", weight=40, cap=40, floor=0, target=1)
START = rule("start", "start", "linear", weight=30, cap=30, floor=0, target=1)
PER_PP = rule(
    "completion", "completion", "points_per_pp", weight=25, cap=35, floor=15, target=1,
    bands=(band(None, None, "0.1"), band(100, None, "0.2"), band(130, None, "0.1")),
)  # fmt: skip
PLACES = rule(
    "place", "completion", "rank_bands", weight=7, bands=(band(None, 7), band(2, 5), band(3, 0))
)
AMOUNTS = rule(
    "amounts", "invested", "rank_bands", weight=5, bands=(band(None, 5), band(2, 3), band(4, 0))
)
SCALES = rule("scales", "invested", "steps", bands=(band(None, 0), band(100, 2), band(300, 5)))
STARTS = rule("starts", "full_year_start", "per_item", points=2, cap=9)
LATE = rule("late", "late_start", "per_item", points=-3, floor=-9)
SIZE = rule("size", "size", "steps", bands=(band(None, 3), band(100, 6)))
SIGNED = rule("signed", "signed", "linear", weight=10, target=1)
RULEBOOKS = {
    "linear": (LINEAR, START),
    "bands": (PER_PP, PLACES, START),
    "things": (LINEAR, LATE, SIZE),
    "shared": (PER_PP, PLACES, AMOUNTS, START, STARTS),
    "scales": (LINEAR, SCALES, SIGNED),
    "all": (PER_PP, PLACES, START, LATE, SIZE),
}


def month(
    figures: Figures,
    rules: tuple[Rule, ...],
    policy: str = "rebase",
    day: dt.date = MARCH,
    rulebook: str = "a",
) -> Month:
    """The month as the warehouse would publish it for unit `a`, whole league from scratch."""
    indicators = {name for of in figures.values() for name in of} | {r.indicator for r in rules}
    counted = {
        u: {i: summed(of.get(i, {}).values(), silent=False) for i in indicators}
        for u, of in figures.items()
    }
    values = {
        u: {i: _ratio(one.numerator, one.denominator) for i, one in of.items()}
        for u, of in counted.items()
    }
    standings, scored = {}, {}
    for unit in figures:
        scores = {
            r: _score(r, counted[unit][r.indicator], _places(values, r.indicator)[unit])
            for r in rules
        }
        applied = sum(Fraction(r.weight) for r, s in scores.items() if s is not None and r.weight)
        points = {r: _in_total(r, s, applied, policy) for r, s in scores.items()}
        standings[unit] = (_total(scores, applied, policy), values[unit].get("completion"))
        judged = {r.indicator for r in rules}
        scored[unit] = (
            *(_scored(unit, r, counted[unit], values[unit], scores[r], points[r]) for r in rules),
            *(
                Scored(
                    unit, None, i, *_sums(counted[unit][i]), _told(values[unit][i], 6), *[None] * 4
                )
                for i in sorted(indicators - judged)
            ),
        )
    ranked = {
        u: Standing(u, False, _told(total, 4), _told(rate, 6), _rank(standings, u), None, None)
        for u, (total, rate) in standings.items()
    }
    items = {
        indicator: tuple(
            Item(name, name, n, d, None, None, None, None) for name, (n, d) in found.items()
        )
        for indicator, found in figures["a"].items()
    }
    by_id = {r.rule_id: r for r in rules}
    return Month(
        day, "a", "county", rulebook, None, Decimal(100), policy, by_id, ranked, scored, items
    )


def _score(one: Rule, counted: Counted, place: int | None) -> Fraction | None:
    judged = Counted(counted.numerator, counted.denominator, counted.steps, place)
    target = None if one.target is None else Fraction(one.target)
    points = points_before_limits(one, judged, target, lambda n, d: _ratio(n, d) or Fraction())
    return limited(one, None if points is None else Fraction(_told(points, 4) or 0))


def _in_total(one: Rule, score: Fraction | None, applied: Any, policy: str) -> Fraction | None:
    if score is None or one.weight is None or policy != "rebase":
        return score
    return _ratio(100 * score, Fraction(applied))


def _total(scores: Mapping[Rule, Fraction | None], applied: Any, policy: str) -> Fraction | None:
    known = {one: score for one, score in scores.items() if score is not None}
    weighted = sum((s for one, s in known.items() if one.weight is not None), Fraction())
    added = sum((s for one, s in known.items() if one.weight is None), Fraction())
    if policy == "rebase" and applied:
        weighted = _ratio(100 * weighted, Fraction(applied)) or Fraction()
    return Fraction(_told(weighted + added, 4) or 0) if known else None


def _scored(
    unit: str,
    one: Rule,
    counted: Mapping[str, Counted],
    values: Mapping[str, Fraction | None],
    score: Fraction | None,
    points: Fraction | None,
) -> Scored:
    return Scored(
        unit, one.rule_id, one.indicator, *_sums(counted[one.indicator]),
        _told(values[one.indicator], 6), one.target, _told(score, 4), one.weight, _told(points, 6),
    )  # fmt: skip


def _sums(counted: Counted) -> tuple[Decimal | None, Decimal | None]:
    return _told(counted.numerator, 2), _told(counted.denominator, 2)


def _places(values: Mapping[str, Mapping[str, Any]], indicator: str) -> dict[str, int | None]:
    known = {unit: of[indicator] for unit, of in values.items()}
    return {
        unit: None if own is None else 1 + sum(v is not None and v > own for v in known.values())
        for unit, own in known.items()
    }


def _rank(standings: Mapping[str, tuple[Any, Any]], unit: str) -> int:
    keys = {u: [(x is not None, x or 0) for x in key] for u, key in standings.items()}
    return 1 + sum(key > keys[unit] for key in keys.values())


def _ratio(numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
    """The macro `ratio`: a quotient of doubles, halves away from zero."""
    if numerator is None or not denominator:
        return None
    quotient = float(numerator) / float(denominator)
    sign = -1 if quotient < 0 else 1
    return sign * Fraction(math.floor(abs(quotient) * 1_000_000 + 0.5), 1_000_000)


def _told(value: Fraction | None, places: int) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


amounts = st.integers(0, 40_000).map(lambda n: Decimal(n) / 100)
plans = st.integers(1, 300).map(Decimal)
flags = st.sampled_from([Decimal(0), Decimal(1)])
ones = st.just(Decimal(1))


def things(numerators: st.SearchStrategy, denominators: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.dictionaries(st.sampled_from("pqrs"), st.tuples(numerators, denominators), max_size=4)


@st.composite
def units(draw: st.DrawFn) -> dict[str, dict[str, tuple[Decimal, Decimal | None]]]:
    """One figure of a project stands in all that reads it; some count in one indicator alone."""
    completion = draw(things(amounts, plans))
    unplanned = draw(st.dictionaries(st.just("z"), st.tuples(amounts, st.none())))
    start = draw(things(flags, ones))
    later = draw(st.dictionaries(st.sampled_from("xyz"), st.tuples(flags, ones)))
    target = draw(st.integers(1, 5).map(Decimal))
    return {
        "completion": completion,
        "invested": {name: (n, None) for name, (n, _) in completion.items()} | unplanned,
        "start": start,
        "full_year_start": start | later,
        "late_start": draw(things(flags, ones)),
        "size": draw(things(amounts, st.none())),
        "signed": {"signed": (draw(st.integers(0, 6).map(Decimal)), target)},
    }


leagues = st.fixed_dictionaries(dict.fromkeys("abcd", units()))
rulebooks = st.sampled_from(sorted(RULEBOOKS)).map(RULEBOOKS.__getitem__)
policies = st.sampled_from(["rebase", "zero"])
