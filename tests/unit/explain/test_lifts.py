"""Lifts on leagues of every mode: what they say is held against a league that is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from leagues import (
    KINDS,
    LINEAR,
    PER_PP,
    PLACES,
    SIZE,
    Figures,
    band,
    leagues,
    month,
    policies,
    rule,
    rulebooks,
)

from majorprojects.explain.lifts import Lift, lifts
from majorprojects.explain.month import Month
from majorprojects.explain.score import Rule
from majorprojects.explain.ways import STEPS

READ_ALIKE = {
    "completion": ("invested",), "invested": ("completion",),
    "start": ("full_year_start",), "full_year_start": ("start",),
}  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(figures=leagues, rules=rulebooks, policy=policies)
def test_a_lift_lifts_and_no_smaller_change_of_any_things_does(
    figures: Figures, rules: tuple[Rule, ...], policy: str
) -> None:
    own = month(figures, rules, policy).own.league_rank or 0
    for lift in lifts(month(figures, rules, policy), KINDS):
        if lift.untried_for:
            assert lift.change is None
            continue
        step = STEPS[KINDS[lift.indicator].adds_up]
        if lift.change is None:
            assert lift.league_rank is None
            assert own <= _best(figures, lift.indicator, 10**7 * step, rules, policy)
            continue
        step = step if lift.change > 0 else -step
        assert lift.numerator >= 0
        assert lift.league_rank == _best(figures, lift.indicator, lift.change, rules, policy) < own
        assert own <= _best(figures, lift.indicator, lift.change - step, rules, policy)


def _best(
    figures: Figures, indicator: str, change: Decimal, rules: tuple[Rule, ...], policy: str
) -> int:
    """The best place that the change gives, of one thing or, where each has but one step, of several."""
    places = [
        month(figures | {"a": of}, rules, policy).own.league_rank or 0
        for of in _changed(figures["a"], indicator, change)
    ]
    return min(places, default=len(figures) + 1)


def _changed(
    of: dict[str, dict[str, tuple[Decimal, Decimal | None]]], indicator: str, change: Decimal
) -> Iterator[dict[str, dict[str, tuple[Decimal, Decimal | None]]]]:
    items = of.get(indicator, {})
    if indicator in {"start", "full_year_start", "late_start"}:
        open_ones = [name for name, (n, _) in items.items() if n == (0 if change > 0 else 1)]
        sizes = min(int(abs(change)), len(open_ones))
        chosen = combinations(open_ones, sizes)
        each = Decimal(1 if change > 0 else -1)
    else:
        chosen, each = ((name,) for name in items), change
    for names in chosen:
        changed = {name: dict(of.get(name, {})) for name in of}
        for one in (indicator, *READ_ALIKE.get(indicator, ())):
            for name in set(names) & changed[one].keys():
                n, d = changed[one][name]
                changed[one][name] = n + each, d
        yield changed


def _of(*counted: tuple[str, dict[str, tuple[object, object]]]) -> Figures:
    """A league of units, each with items of `completion` and what else is named."""
    return {
        unit: {
            indicator: {
                name: (Decimal(str(n)), None if d is None else Decimal(str(d)))
                for name, (n, d) in items.items()
            }
            for indicator, items in of.items()
        }
        for unit, of in counted  # type: ignore[attr-defined]
    }


def _lift(here: Month, indicator: str) -> Lift:
    return next(lift for lift in lifts(here, KINDS) if lift.indicator == indicator)


def test_of_things_with_points_by_size_the_one_nearest_its_band_lifts() -> None:
    figures = _of(
        ("a", {"completion": {"p": (3, 100)}, "size": {"x": (40, None), "y": (90, None)}}),
        ("b", {"completion": {"p": (2, 100)}, "size": {"x": (10, None), "y": (100, None)}}),
    )
    lift = _lift(month(figures, (LINEAR, SIZE), "zero"), "size")
    assert (lift.item, lift.change, lift.league_rank) == ("y", 10, 1)


def test_where_one_thing_by_its_size_is_not_enough_that_is_what_is_said() -> None:
    sizes = {f"{n}": (99, None) for n in range(3)}
    figures = _of(
        ("a", {"completion": {"p": (3, 100)}, "size": sizes}),
        ("b", {"completion": {"p": (2, 100)}, "size": dict.fromkeys(sizes, (100, None))}),
    )
    lift = _lift(month(figures, (LINEAR, SIZE), "zero"), "size")
    assert (lift.change, lift.is_of_one_item) == (None, True), "all three together would do"


def test_a_target_may_be_exceeded_and_a_share_may_not() -> None:
    signed = rule("signed", "signed", "linear", weight=10, target=1)
    starts = rule("start", "start", "linear", weight=30, target=1)
    figures = _of(
        ("a", {"completion": {"p": (1, 100)}, "signed": {"s": (5, 5)}, "start": {"p": (1, 1)}}),
        ("b", {"completion": {"p": (20, 100)}, "signed": {"s": (5, 5)}, "start": {"p": (1, 1)}}),
    )
    here = month(figures, (LINEAR, signed, starts), "zero")
    assert (_lift(here, "signed").change, _lift(here, "signed").numerator) == (4, 9)
    assert _lift(here, "start").change is None


def test_a_lift_counts_with_the_places_to_which_rates_are_published() -> None:
    """302 of 80,000 is 0.003775, and so is 301.97 once it is rounded: a tie shares the better place."""

    def league(invested: object) -> Month:
        mine, theirs = {"p": (invested, 80_000)}, {"p": (302, 80_000)}
        return month(_of(("a", {"completion": mine}), ("b", {"completion": theirs})), (LINEAR,))

    assert _lift(league(300), "completion").numerator == Decimal("301.97")
    assert league("301.97").own.league_rank == 1
    assert league("301.96").own.league_rank == 2


def test_cells_that_count_in_two_indicators_move_both() -> None:
    amounts = rule("amounts", "invested", "linear", weight=50, target=100)
    figures = _of(
        ("a", {"completion": {"p": (10, 100)}, "invested": {"p": (10, None)}}),
        ("b", {"completion": {"p": (19, 100)}, "invested": {"p": (19, None)}}),
    )
    both = month(figures, (LINEAR, amounts), "zero")
    assert [lift.moves_too for lift in lifts(both, KINDS)] == [("invested",), ("completion",)]
    # 40 + 50 points for each 100: it takes nine either way, as the other unit has both of them too
    assert [lift.change for lift in lifts(both, KINDS)] == [9, 9]
    figures["b"]["invested"]["p"] = Decimal("13.6"), None
    less = month(figures, (LINEAR, amounts), "zero")
    # 0.4 × 19 + 0.5 × 13.6 = 0.9 × 16: the totals are even, but the rate is not
    assert _lift(less, "completion").change == Decimal("6.01")


@pytest.mark.parametrize(
    ("others", "indicator", "untried_for"),
    [
        pytest.param(
            ("late_start",), "start", ("late_start",), id="late is told by the same state"
        ),
        pytest.param(("start",), "late_start", ("start",), id="and the other way round"),
        pytest.param(
            (), "plan_size", ("completion",), id="a plan is what completion is divided by"
        ),
    ],
)
def test_cells_that_count_otherwise_elsewhere_offer_no_lift(
    others: tuple[str, ...], indicator: str, untried_for: tuple[str, ...]
) -> None:
    items = {"p": (0, 1), "q": (1, 1)}
    names = (indicator, *others)
    figures = _of(
        *(
            (unit, {"completion": {"p": (n, 100)}} | dict.fromkeys(names, items))
            for unit, n in (("a", 1), ("b", 2))
        )
    )
    rules = [rule(name, name, "linear", weight=10, target=1) for name in names]
    lift = _lift(month(figures, (LINEAR, *rules), "zero"), indicator)
    assert (lift.change, lift.untried_for) == (None, untried_for)


def test_bands_that_fall_offer_no_lift() -> None:
    falling = replace(PLACES, bands=(band(None, 0), band(2, 5)))
    figures = _of(*((unit, {"completion": {"p": (n, 100)}}) for unit, n in (("a", 10), ("b", 100))))
    lift = _lift(month(figures, (PER_PP, falling), "zero"), "completion")
    assert lift.untried_for == ("completion",)
