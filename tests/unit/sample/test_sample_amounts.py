"""Amounts add up exactly and stay within their bounds; facts that cannot add up say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majorprojects.errors import DataError
from majorprojects.sample.amounts import apportion, stream
from majorprojects.sample.deliveries import Sender, make_deliveries
from majorprojects.sample.read_facts import load_facts
from majorprojects.sample.world import make_world

PARTS = st.lists(
    st.tuples(st.floats(0, 1e6), st.integers(0, 5_000), st.integers(0, 50_000)),
    min_size=1,
    max_size=30,
)


@given(parts=PARTS, place=st.floats(0, 1), step=st.sampled_from([1, 50, 100]))
def test_parts_add_up_and_stay_within_their_bounds(
    parts: list[tuple[float, int, int]], place: float, step: int
) -> None:
    weights = [weight for weight, _, _ in parts]
    low = [bottom for _, bottom, _ in parts]
    high = [bottom + room for _, bottom, room in parts]
    target = sum(low) + int((sum(high) - sum(low)) * place)
    shares = apportion(weights, target, low, high, step)
    assert sum(shares) == target
    assert all(a <= b <= c for a, b, c in zip(low, shares, high, strict=True))


def test_free_parts_follow_their_weights() -> None:
    assert apportion([1, 2, 3, 4], 1_000, [0] * 4, [1_000] * 4) == [100, 200, 300, 400]


def test_a_sum_that_the_bounds_do_not_allow_is_an_error() -> None:
    with pytest.raises(DataError, match=r"cannot add up to 21.*cohorts\.csv"):
        apportion([1, 1], 21, [0, 0], [10, 10])


def test_a_stream_is_its_own() -> None:
    assert stream("total", 1).random() == stream("total", 1).random()
    assert stream("total", 1).random() != stream("total", 2).random()


def test_more_faults_than_rows_is_an_error() -> None:
    facts = load_facts()
    fault = facts.faults.faults[0].model_copy(update={"rows": 100_000})
    facts = replace(facts, faults=facts.faults.model_copy(update={"faults": (fault,)}))
    with pytest.raises(DataError, match=r"confidential_plan.*faults\.yml"):
        Sender(make_world(facts), make_deliveries(facts))
