"""What is said to be wrong in the sample is wrong in its rows, and the honest city has nothing wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from majorprojects.sample.amounts import drawn_by
from majorprojects.sample.deliveries import Sender, make_deliveries
from majorprojects.sample.months import add_months, last_day
from majorprojects.sample.planted import Planted, honest, planted
from majorprojects.sample.read_facts import load_facts
from majorprojects.sample.world import Report, World, make_world


@pytest.fixture(scope="module")
def truth() -> list[Planted]:
    return planted(load_facts())


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(load_facts())


def _rows(world: World, thing: Planted, months_before: int = 0) -> dict[object, Any]:
    month = add_months(thing.month, -months_before)
    report = Report(thing.unit_code, month, last_day(month))
    key = "commitment_id" if thing.sheet == "commitments" else "project_code"
    return {getattr(row, key): row for row in world.rows(report)[thing.sheet]}


def _of_kind(truth: list[Planted], kind: str) -> list[Planted]:
    return [thing for thing in truth if thing.kind == kind]


def test_every_faulty_row_is_told_with_its_sheet_and_key(truth: list[Planted]) -> None:
    plan = load_facts().faults
    counts = Counter((thing.kind, thing.sheet) for thing in truth if thing.key is not None)

    for kind, sheet in {(fault.kind, fault.sheet) for fault in plan.faults}:
        rows = sum(f.rows for f in plan.faults if (f.kind, f.sheet) == (kind, sheet))
        assert counts[kind, sheet] == rows


def test_a_plan_lowered_silently_is_lower_and_has_no_number(
    truth: list[Planted], world: World
) -> None:
    lowered = _of_kind(truth, "plan_lowered_silently")

    assert lowered
    for thing in lowered:
        now, before = _rows(world, thing)[thing.key], _rows(world, thing, 1)[thing.key]
        assert now.annual_plan < before.annual_plan
        assert now.plan_change_approval is None


def test_a_promise_changed_silently_is_another_one_and_has_no_number(
    truth: list[Planted], world: World
) -> None:
    changed = _of_kind(truth, "promise_changed_silently")

    assert changed
    for thing in changed:
        now, before = _rows(world, thing)[thing.key], _rows(world, thing, 1)[thing.key]
        assert (now.due_on, now.promised_value) != (before.due_on, before.promised_value)
        assert now.change_approval is None


def test_a_row_of_the_month_before_is_that_row(truth: list[Planted], world: World) -> None:
    stale = _of_kind(truth, "row_of_month_before")
    deliveries = make_deliveries(world.facts)
    sender = Sender(world, deliveries)
    sent = {code: row for delivery in deliveries for code, row in sender.stale(delivery).items()}

    assert len(stale) == world.facts.deliveries.corrected.stale_rows
    for thing in stale:
        assert sent[thing.key] == _rows(world, thing, 1)[thing.key]


def _changes(world: World) -> Iterator[tuple[object, object]]:
    """Number and reason of each plan that is lower than in June, of July 2021."""
    for unit in world.facts.units:
        at = Planted("", unit, date(2021, 7, 1), "projects", None)
        before = _rows(world, at, 1)
        for code, row in _rows(world, at).items():
            earlier = before.get(code, row)
            if row.annual_plan != earlier.annual_plan:
                yield row.plan_change_approval, row.plan_change_reason


def test_an_honest_city_has_nothing_wrong_and_still_changes_its_plans() -> None:
    facts = honest(load_facts())
    changes = list(_changes(make_world(facts)))

    assert planted(facts) == []
    assert changes
    assert all(number and reason for number, reason in changes)


def test_another_seed_draws_another_city_with_the_published_sums(world: World) -> None:
    with drawn_by("another"):
        other = make_world(load_facts())
    again = make_world(load_facts())

    plans = [
        sum(c.budget.plan.get(2022, 0) for c in city.courses if c.project.counts_for_the_city)
        for city in (world, other, again)
    ]
    assert plans == [int(world.facts.figures["F03"] * 10_000)] * 3
    codes = [{course.project.code for course in city.courses} for city in (world, other, again)]
    assert codes[0] == codes[2] != codes[1]
