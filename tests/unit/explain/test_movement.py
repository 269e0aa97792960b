"""Movement on leagues of every mode: the parts are what the formulas give, and they add up to the totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from leagues import (
    FEBRUARY,
    LINEAR,
    PLACES,
    START,
    Figures,
    leagues,
    month,
    policies,
    rule,
    rulebooks,
)

from majorprojects.explain.apportion import Movement, apportion, as_shown
from majorprojects.explain.movement import movement
from majorprojects.explain.recompute import differences_in
from majorprojects.explain.score import Rule


@settings(deadline=None)
@given(now=leagues, before=leagues, rules=rulebooks, older=rulebooks, policy=policies)
def test_the_parts_of_a_movement_add_up_by_themselves(
    now: Figures, before: Figures, rules: tuple[Rule, ...], older: tuple[Rule, ...], policy: str
) -> None:
    here = month(now, rules, policy)
    there = month(before, older, policy, FEBRUARY, "a" if rules is older else "b")
    found = movement(here, there)
    if found is None:
        assert here.own.total_score is None or there.own.total_score is None
        return
    assert found.points == here.own.total_score - there.own.total_score  # type: ignore[operator]
    assert abs(found.computed - found.points) < Decimal("0.005")
    assert [*differences_in(found, found.points)] == []
    for moved in found.rules:
        # what no part can take is the rounding of totals, never a share of the score
        assert all(abs(p.points) < Decimal("0.001") for p in moved.parts if p.kind == "rounding")
    _assert_adds_up(found)
    shown = as_shown(found)
    _assert_adds_up(shown)
    for told, exact in (
        (shown.previous_total, there.own.total_score),
        (shown.previous_total + shown.points, here.own.total_score),
    ):
        assert abs(told - (exact or 0)) <= Decimal("0.005")
    points = [
        *(points for rule in shown.rules for points in (rule.points, *_points(rule.parts))),
        shown.previous_total,
        shown.points,
    ]
    assert all(number == round(number, 2) for number in points)


def _points(parts: tuple[object, ...]) -> list[Decimal]:
    return [part.points for part in parts]  # type: ignore[attr-defined]


def _assert_adds_up(found: Movement) -> None:
    assert sum(moved.points for moved in found.rules) == found.points
    for moved in found.rules:
        assert sum(_points(moved.parts)) == moved.points


@settings(deadline=None)
@given(now=leagues, before=leagues, rules=rulebooks, policy=policies)
def test_a_project_that_changed_nothing_moved_nothing(
    now: Figures, before: Figures, rules: tuple[Rule, ...], policy: str
) -> None:
    for indicator, items in now["a"].items():
        items["q"] = before["a"][indicator]["q"] = (Decimal(1), next(iter(DENOMINATORS[indicator])))
    found = movement(month(now, rules, policy), month(before, rules, policy, FEBRUARY))
    assert found is not None
    assert not [p for moved in found.rules for p in moved.parts if p.item == "q"]


DENOMINATORS = {
    "completion": [Decimal(3)], "invested": [None], "start": [Decimal(1)], "full_year_start": [Decimal(1)],
    "late_start": [Decimal(1)], "size": [None], "signed": [Decimal(3)],
}  # fmt: skip


def _two_months() -> Figures:
    return {
        u: {
            "completion": {"p": (Decimal(n), Decimal(100)), "q": (Decimal(10), Decimal(100))},
            "start": {"p": (Decimal(1), Decimal(1))},
        }
        for u, n in (("a", 30), ("b", 40), ("c", 20))
    }


def _moved(
    change: Callable[[Figures], None], rules: tuple[Rule, ...] = (LINEAR, START)
) -> Movement:
    figures = _two_months()
    before = month(figures, rules, "rebase", FEBRUARY)
    now = {u: {i: dict(items) for i, items in of.items()} for u, of in figures.items()}
    change(now)
    found = movement(month(now, rules, "rebase"), before)
    assert found is not None
    return found


def _kinds(found: Movement, rule_id: str) -> dict[str, Decimal]:
    return {
        part.item or part.kind: part.points
        for moved in found.rules
        if moved.rule_id == rule_id
        for part in moved.parts
    }


def test_an_item_moves_the_total_by_what_it_did() -> None:
    found = _moved(lambda now: now["a"]["completion"].update(p=(Decimal(50), Decimal(100))))
    # 20 of 200 planned, of 40 points in 70 that count, of 100
    assert _kinds(found, "completion") == {"p": Decimal("5.7143")}


def test_an_indicator_that_nobody_can_be_judged_by_any_more_falls_away() -> None:
    found = _moved(lambda now: now["a"].update(start={}))
    assert _kinds(found, "start") == {"falls_away": Decimal("-42.8571")}
    assert _kinds(found, "completion") == {"weights": Decimal("8.5714")}


def test_a_cap_takes_back_what_goes_beyond_it() -> None:
    found = _moved(lambda now: now["a"]["completion"].update(p=(Decimal(250), Decimal(100))))
    parts = _kinds(found, "completion")
    assert set(parts) == {"p", "limits"}
    assert parts["limits"] < 0


def test_the_places_of_others_are_no_item_of_ours() -> None:
    found = _moved(
        lambda now: now["c"]["completion"].update(p=(Decimal(90), Decimal(100))), (PLACES,)
    )
    assert set(_kinds(found, "place")) == {"others"}


def test_what_offsets_each_other_in_a_value_has_no_share_in_its_place() -> None:
    """p gains 32 and q loses 20, so that the unit passes another: neither of them won 32 / 12 places."""
    found = _moved(
        lambda now: now["a"]["completion"].update(
            p=(Decimal(62), Decimal(100)), q=(Decimal(-10), Decimal(100))
        ),
        (PLACES,),
    )
    assert _kinds(found, "place") == {"place": Decimal("28.5714")}


def test_what_all_gained_shares_the_place_that_it_won() -> None:
    found = _moved(
        lambda now: now["a"]["completion"].update(
            p=(Decimal(39), Decimal(100)), q=(Decimal(13), Decimal(100))
        ),
        (PLACES,),
    )
    assert _kinds(found, "place") == {"p": Decimal("21.4286"), "q": Decimal("7.1428")}


def test_a_total_that_is_not_what_the_parts_give_is_a_difference_and_no_rounding() -> None:
    figures = _two_months()
    before = month(figures, (LINEAR, START), "rebase", FEBRUARY)
    right = month(figures, (LINEAR, START), "rebase")
    own = replace(right.own, total_score=(right.own.total_score or Decimal()) + 50)
    found = movement(replace(right, standings={**right.standings, "a": own}), before)
    assert found is not None
    assert (found.points, found.computed) == (50, 0)
    assert _kinds(found, "") == {"unexplained": Decimal(50)}
    assert {one.what for one in differences_in(found, Decimal(50))} == {
        "difference to the month before", "total less the one before",
    }  # fmt: skip


def test_what_a_new_rule_could_not_have_judged_before_is_no_rounding() -> None:
    """No start was due: 0 points for each were a score, of a share of nothing there is none."""
    figures = _two_months()
    figures["a"]["start"] = {}
    per_item = rule("start", "start", "per_item", weight=50, points=1)
    before = month(figures, (per_item,), "zero", FEBRUARY, "old")
    figures["a"]["start"] = {"p": (Decimal(1), Decimal(1))}
    linear = rule("start", "start", "linear", weight=50, target=1)
    found = movement(month(figures, (linear,), "zero"), before)
    assert found is not None
    assert _kinds(found, "start") == {"applies": Decimal(50)}
    assert found.computed == found.points == 50


def test_a_new_rule_by_places_is_the_rulebooks_and_not_the_others_doing() -> None:
    figures = _two_months()
    before = month(figures, (LINEAR,), "zero", FEBRUARY, "old")
    found = movement(month(figures, (PLACES,), "zero"), before)
    assert found is not None
    # 20% of the plan gave 8 points, the second place gives 5
    assert _kinds(found, "place") == {"rulebook": Decimal(-3)}


def test_rules_of_one_mode_follow_each_other_whatever_they_are_called() -> None:
    """By their names the places would follow on the rate, and the rate on the places."""
    figures = _two_months()
    before = month(figures, (LINEAR, PLACES), "zero", FEBRUARY, "old")
    renamed = replace(PLACES, rule_id="a_place"), replace(LINEAR, rule_id="z_rate")
    found = movement(month(figures, renamed, "zero"), before)
    assert found is not None
    assert [moved.parts for moved in found.rules] == [(), ()]


@pytest.mark.parametrize(
    ("parts", "whole", "rounded_to"),
    [
        pytest.param(["1/3", "1/3", "1/3"], "1.0000", ["0.3334", "0.3333", "0.3333"], id="thirds"),
        pytest.param(["0", "1"], "1.0001", ["0.0000", "1.0001"], id="nothing_stays_nothing"),
        pytest.param(["-1/3", "1/3"], "0.0000", ["-0.3333", "0.3333"], id="signs"),
    ],
)
def test_parts_are_rounded_so_that_they_add_up(
    parts: list[str], whole: str, rounded_to: list[str]
) -> None:
    found = apportion([Fraction(part) for part in parts], Decimal(whole))
    assert found == [Decimal(part) for part in rounded_to]


def test_parts_are_rounded_once_more_to_what_people_see() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert apportion(thirds, Decimal("1.00"), Decimal("0.01")) == [
        Decimal("0.34"), Decimal("0.33"), Decimal("0.33"),
    ]  # fmt: skip
