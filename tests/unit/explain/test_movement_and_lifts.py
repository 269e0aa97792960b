"""Movement and lifts on leagues of every mode: what they say is held against a league made anew."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majorprojects.explain.lifts import STEPS, Lift, Table
from majorprojects.explain.movement import Movement, apportion, movement
from majorprojects.explain.read import Item, Month, Scored, Standing
from majorprojects.explain.score import Band, Rule, place_of, rounded, scale, score, summed

FEBRUARY, MARCH = dt.date(2022, 2, 1), dt.date(2022, 3, 1)
ADDS_UP = {"completion": "amount", "start": "count", "late_start": "count", "size": "amount"}
# unit → indicator → item → (numerator, denominator)
Figures = dict[str, dict[str, dict[str, tuple[Decimal, Decimal | None]]]]


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
LATE = rule("late", "late_start", "per_item", points=-3, floor=-9)
SIZE = rule("size", "size", "steps", bands=(band(None, 3), band(100, 6)))
RULEBOOKS = {
    "linear": (LINEAR, START),
    "bands": (PER_PP, PLACES, START),
    "things": (LINEAR, LATE, SIZE),
    "all": (PER_PP, PLACES, START, LATE, SIZE),
}


def month(
    figures: Figures,
    rules: tuple[Rule, ...],
    policy: str,
    day: dt.date = MARCH,
    rulebook: str = "a",
) -> Month:
    """The month as the warehouse would publish it for unit `a`, whole league from scratch."""
    values = {u: {r.rule_id: _counted(figures[u], r).value for r in rules} for u in figures}
    told = {
        u: {r: None if v is None else rounded(v, 1_000_000) for r, v in of.items()}
        for u, of in values.items()
    }
    standings, scored = {}, {}
    for unit, of in figures.items():
        scores = {}
        for one in rules:
            place = place_of((told[unit][one.rule_id],), [(told[u][one.rule_id],) for u in figures])
            counted = replace(_counted(of, one), place=place)
            scores[one] = score(one, counted, one.target_in(day))
        worth = scale(policy, Decimal(100), [r.weight for r, s in scores.items() if s is not None])
        points = {
            r: None if s is None else s * (worth if r.weight is not None else 1)
            for r, s in scores.items()
        }
        known = [p for p in points.values() if p is not None]
        total = _decimal(sum(known, Fraction()), "0.0001") if known else None
        rate = told[unit].get("completion")
        standings[unit] = [unit, total, None if rate is None else _decimal(rate, "0.000001")]
        scored[unit] = tuple(
            Scored(
                unit, r.rule_id, r.indicator, None, None,
                _decimal(told[unit][r.rule_id], "0.000001"), r.target,
                _decimal(s, "0.000001"), r.weight, _decimal(points[r], "0.000001"),
            )
            for r, s in scores.items()
        )  # fmt: skip
    keys = {u: _key(row) for u, row in standings.items()}
    ranked = {
        u: Standing(u, False, row[1], row[2], place_of(keys[u], keys.values()), None, None)
        for u, row in standings.items()
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


def _counted(of: dict, one: Rule):  # type: ignore[no-untyped-def, type-arg]
    return summed(of.get(one.indicator, {}).values(), silent=False)


def _decimal(value: Fraction | None, step: str) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return number.quantize(Decimal(step), ROUND_HALF_UP)


def _key(row: list) -> tuple[Fraction | None, ...]:  # type: ignore[type-arg]
    return tuple(None if part is None else Fraction(part) for part in row[1:])


amounts = st.integers(0, 40_000).map(lambda n: Decimal(n) / 100)
plans = st.integers(1, 300).map(Decimal)
flags = st.sampled_from([Decimal(0), Decimal(1)])
ones = st.just(Decimal(1))


def things(numerators: st.SearchStrategy, denominators: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.dictionaries(st.sampled_from("pqrs"), st.tuples(numerators, denominators), max_size=4)


units = st.fixed_dictionaries(
    {
        "completion": things(amounts, plans),
        "start": things(flags, ones),
        "late_start": things(flags, ones),
        "size": things(amounts, st.none()),
    }
)
leagues = st.fixed_dictionaries(dict.fromkeys("abcd", units))
rulebooks = st.sampled_from(sorted(RULEBOOKS)).map(RULEBOOKS.__getitem__)
policies = st.sampled_from(["rebase", "zero"])


@given(now=leagues, before=leagues, rules=rulebooks, older=rulebooks, policy=policies)
def test_the_parts_of_a_movement_add_up_exactly(
    now: Figures, before: Figures, rules: tuple[Rule, ...], older: tuple[Rule, ...], policy: str
) -> None:
    here = month(now, rules, policy)
    there = month(before, older, policy, FEBRUARY, "a" if rules is older else "b")
    found = movement(here, there)
    if found is None:
        assert here.own.total_score is None or there.own.total_score is None
        return
    assert found.points == here.own.total_score - there.own.total_score  # type: ignore[operator]
    assert sum(moved.points for moved in found.rules) == found.points
    for moved in found.rules:
        assert sum(part.points for part in moved.parts) == moved.points
        # what no part can take is the rounding of totals, never a share of the score
        assert all(abs(p.points) < Decimal("0.001") for p in moved.parts if p.kind == "rounding")


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
    "completion": [Decimal(3)], "start": [Decimal(1)], "late_start": [Decimal(1)], "size": [None],
}  # fmt: skip


@given(figures=leagues, rules=rulebooks, policy=policies)
def test_a_lift_lifts_and_one_step_less_does_not(
    figures: Figures, rules: tuple[Rule, ...], policy: str
) -> None:
    here = month(figures, rules, policy)
    table = Table(here, ADDS_UP)
    for lift in table.lifts():
        limit = table.limit(lift.indicator)
        if lift.change is None:
            assert lift.league_rank is None
            continue
        step = STEPS[ADDS_UP[lift.indicator]] * (1 if lift.change > 0 else -1)
        assert lift.numerator >= 0
        assert limit is None or lift.numerator <= limit
        again = _again(figures, lift, lift.change, rules, policy)
        assert again == lift.league_rank < here.own.league_rank  # type: ignore[operator]
        assert _again(figures, lift, lift.change - step, rules, policy) >= (
            here.own.league_rank or 0
        )


def test_of_things_with_points_by_size_the_one_nearest_its_band_lifts() -> None:
    sizes = {"a": (40, 90, 20), "b": (10, 100, 30)}
    figures: Figures = {
        unit: {"size": {str(n): (Decimal(n), None) for n in of}} for unit, of in sizes.items()
    }
    (lift,) = Table(month(figures, (SIZE,), "zero"), ADDS_UP).lifts()
    assert (lift.item, lift.change, lift.numerator) == ("90", Decimal("10.00"), Decimal("160.00"))
    assert lift.league_rank == 1


def _again(
    figures: Figures, lift: Lift, change: Decimal, rules: tuple[Rule, ...], policy: str
) -> int:
    """The unit's place in the league made anew with another figure of one item."""
    indicator = lift.indicator
    of = {name: dict(items) for name, items in figures["a"].items()}
    item = lift.item or next(iter(of[indicator]))
    numerator, denominator = of[indicator][item]
    of[indicator][item] = numerator + change, denominator
    rank = month(figures | {"a": of}, rules, policy).own.league_rank
    assert rank is not None
    return rank


def _moved(
    change: Callable[[Figures], None], rules: tuple[Rule, ...] = (LINEAR, START)
) -> Movement:
    figures: Figures = {
        u: {
            "completion": {"p": (Decimal(n), Decimal(100)), "q": (Decimal(10), Decimal(100))},
            "start": {"p": (Decimal(1), Decimal(1))},
        }
        for u, n in (("a", 30), ("b", 40), ("c", 20))
    }
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
