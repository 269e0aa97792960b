"""What is published is held against all that it rests on: each step, the inputs, and the other units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from leagues import LINEAR, START, Figures, leagues, month, policies, rulebooks

from majorprojects.explain.month import Month
from majorprojects.explain.recompute import differences
from majorprojects.explain.score import Rule


@settings(deadline=None)
@given(figures=leagues, rules=rulebooks, policy=policies)
def test_what_the_warehouse_would_publish_has_no_difference(
    figures: Figures, rules: tuple[Rule, ...], policy: str
) -> None:
    assert [*differences(month(figures, rules, policy))] == []


def _league() -> Month:
    figures: Figures = {
        unit: {
            "completion": {"p": (Decimal(n), Decimal(100))},
            "start": {"p": (Decimal(1), Decimal(1))},
        }
        for unit, n in (("a", 30), ("b", 40))
    }
    return month(figures, (LINEAR, START))


def _scored(of: Month, unit: str, rule: str, /, **other: object) -> Month:
    """The month with another row of a unit under a rule."""
    rows = tuple(
        replace(row, **other) if row.rule_id == rule else row  # type: ignore[arg-type]
        for row in of.scored[unit]
    )
    return replace(of, scored={**of.scored, unit: rows})


def _standing(of: Month, unit: str, **other: object) -> Month:
    return replace(
        of,
        standings={**of.standings, unit: replace(of.standings[unit], **other)},  # type: ignore[arg-type]
    )


def _without(of: Month, rule_id: str) -> Month:
    rows = tuple(row for row in of.scored["a"] if row.rule_id != rule_id)
    return replace(of, scored={**of.scored, "a": rows})


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (lambda m: _scored(m, "a", "start", score=Decimal(29)), {"start start: score"}),
        (lambda m: _scored(m, "a", "start", target=Decimal(2)), {"start start: target"}),
        (lambda m: _scored(m, "b", "start", points_in_total=Decimal(1)), {"total of b"}),
        (lambda m: _standing(m, "b", total_score=Decimal(1)), {"total of b", "place in the league"}),
        (lambda m: _standing(m, "a", completion_ratio=Decimal("0.31")), {"completion ratio"}),
        (lambda m: _without(m, "start"), {"start start: no row"}),
        (lambda m: _scored(m, "a", "start", rule_id="gone"), {"start start: no row", "start gone: no such rule"}),
        (lambda m: replace(m, scored={}), {"completion completion: no row", "start start: no row", "total of b"}),
    ],
    ids=["score", "target", "points of another", "total of another", "rate", "no row", "no rule", "no rows"],
)  # fmt: skip
def test_whatever_was_changed_is_told(tamper: Callable[[Month], Month], what: set[str]) -> None:
    assert {one.what for one in differences(tamper(_league()))} == what
