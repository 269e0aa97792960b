"""Each sign of tuned figures is told of the unit that was doctored for it, and of nobody else.

A year of fourteen units with the same ragged figures; all but the first one are doctored, each in one way.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.dbt.small_landing import SmallLanding, progress, project
from tests.dbt_build import build

Year = list[list[dict[str, Any]]]
"""Six projects, each with what it reports in the twelve months."""

_TOTAL = 100_000
_CLEAN = "430405"


def _plan(place: int) -> int:
    return 11_137 + 1_411 * place


def _honest_year() -> Year:
    """Figures that have nothing in common: each project at its own pace, each month a little off it."""
    year: Year = []
    for place in range(6):
        pace, ytd = 62 + 7 * place, 0
        months = []
        for month in range(1, 13):
            wobble = 80 + (place * 37 + month * 53) % 41
            made = _plan(place) * pace * wobble // 120_000 + 13 * place + month
            ytd += made
            months.append(_report(ytd, made))
        year.append(months)
    return year


def _report(ytd: int, made: int) -> dict[str, Any]:
    """What an honest row says beside its investment: entered, and visible on the site."""
    return {
        "ytd": ytd,
        "month_investment": Decimal(made),
        "cumulative_investment": Decimal(ytd),
        "statistical_ytd_investment": Decimal(ytd * 95 // 100),
        "physical_progress_pct": Decimal(ytd * 100 // _TOTAL),
        "annual_plan": None,
    }


def _retell(months: list[dict[str, Any]], made: list[int]) -> None:
    """Tell the year of a project anew, by what it made in each month."""
    ytd = 0
    for month, amount in enumerate(made):
        ytd += amount
        months[month] = _report(ytd, amount)


def _made(months: list[dict[str, Any]]) -> list[int]:
    return [int(month["month_investment"]) for month in months]


def _jump_in_june(year: Year) -> None:
    made = _made(year[0])
    made[3:6] = [made[3] // 9, made[4] // 9, made[5] + made[3] // 9 * 8 + made[4] // 9 * 8]
    _retell(year[0], made)


def _rush_in_december(year: Year) -> None:
    made = [amount // 2 for amount in _made(year[0])]
    _retell(year[0], [*made[:11], sum(made[:11])])


def _round_to_hundreds(year: Year) -> None:
    for months in year:
        ytd, before = round(months[8]["ytd"], -2), months[7]["ytd"]
        months[8] = _report(ytd, ytd - before)


def _share_an_amount(year: Year) -> None:
    for months in year[:3]:
        made = _made(months)
        made[4] = 777
        _retell(months, made)


def _raise_by_a_fifth(year: Year) -> None:
    for months in year:
        made = _made(months)
        made[6] = sum(made[:6]) // 5
        _retell(months, made)


def _spend_ahead(year: Year) -> None:
    for month in year[0]:
        month["cumulative_investment"] += 40_000


def _repeat_a_month(year: Year) -> None:
    made = _made(year[0])
    made[4:7] = [made[4]] * 3
    _retell(year[0], made)


def _stand_still(year: Year) -> None:
    made = _made(year[0])
    made[6:10] = [0] * 4
    _retell(year[0], made)


def _lower_a_plan(year: Year) -> None:
    for month in year[0][10:]:
        month["annual_plan"] = Decimal(_plan(0) * 4 // 5)


def _triple_the_entry(year: Year) -> None:
    year[0][6]["statistical_ytd_investment"] = Decimal(year[0][6]["ytd"] // 3)


def _enter_nothing(year: Year) -> None:
    for month in year[0][4:6]:
        month["statistical_ytd_investment"] = Decimal(0)


def _end_just_above_plan(year: Year) -> None:
    for place, months in enumerate(year[:3]):
        scale = _plan(place) * (1005 + 2 * place) // months[11]["ytd"]
        made = [amount * scale // 1000 for amount in _made(months)]
        _retell(months, made)


def _exceed_without_evidence(year: Year) -> None:
    scale = (_plan(0) + 500) * 1000 // year[0][11]["ytd"]
    _retell(year[0], [amount * scale // 1000 for amount in _made(year[0])])
    year[0][11] |= {
        "statistical_ytd_investment": Decimal(year[0][11]["ytd"] * 85 // 100),
        "physical_progress_pct": Decimal(0),
    }


_DOCTORED: dict[str, tuple[str, Callable[[Year], None]]] = {
    "430406": ("quarter_end_jump", _jump_in_june),
    "430407": ("december_rush", _rush_in_december),
    "430408": ("round_figures", _round_to_hundreds),
    "430412": ("value_shared", _share_an_amount),
    "430421": ("one_factor", _raise_by_a_fifth),
    "430422": ("spending_ahead_of_progress", _spend_ahead),
    "430423": ("month_repeated", _repeat_a_month),
    "430424": ("ytd_unchanged", _stand_still),
    "430426": ("annual_plan_lowered", _lower_a_plan),
    "430473": ("far_from_statistics", _triple_the_entry),
    "430476": ("no_statistical_entry", _enter_nothing),
    "430481": ("bunched_above_plan", _end_just_above_plan),
    "430482": ("completion_without_evidence", _exceed_without_evidence),
}


def _hand_in(landing: SmallLanding, unit: str, year: Year) -> None:
    for month in range(1, 13):
        next_month = f"{2022 + month // 12}-{month % 12 + 1:02d}-03"
        reports = [dict(months[month - 1]) for months in year]
        plans = [report.pop("annual_plan") or Decimal(_plan(i)) for i, report in enumerate(reports)]
        landing.hand_in(
            next_month,
            unit,
            f"2022-{month:02d}",
            projects=[
                project(f"{unit}-{i}", annual_plan=plan, total_investment=Decimal(_TOTAL))
                for i, plan in enumerate(plans)
            ],
            monthly_progress=[
                progress(f"{unit}-{i}", report.pop("ytd"), **report)
                for i, report in enumerate(reports)
            ],
        )


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    """Unit, rule, strength and cell of each sign that was told."""
    import duckdb

    folder = tmp_path_factory.mktemp("signs")
    landing = SmallLanding()
    _hand_in(landing, _CLEAN, _honest_year())
    for unit, (_, doctor) in _DOCTORED.items():
        year = _honest_year()
        doctor(year)
        _hand_in(landing, unit, year)
    landing.write(folder / "landing")
    with duckdb.connect(str(build(folder / "landing", folder)), read_only=True) as connection:
        return connection.execute(
            "select unit_code, rule_id, strength, cell, report_month"
            " from marts.fct_submission_findings where strength is not null"
        ).fetchall()


def test_each_doctored_unit_shows_its_sign_and_the_honest_one_none(
    signs: list[tuple[Any, ...]],
) -> None:
    told = {unit: {rule for at, rule, *_ in signs if at == unit} for unit in (_CLEAN, *_DOCTORED)}

    assert told == {_CLEAN: set()} | {unit: {sign} for unit, (sign, _) in _DOCTORED.items()}


def test_every_sign_names_a_cell_and_has_a_strength(signs: list[tuple[Any, ...]]) -> None:
    assert all(0 <= strength <= 1 for _, _, strength, _, _ in signs)
    assert [sign for sign in signs if sign[3] is None] == []


def test_a_whole_sheet_is_evidence_for_what_only_all_its_rows_show(
    signs: list[tuple[Any, ...]],
) -> None:
    cells = {
        rule: len({cell for at, of, _, cell, _ in signs if of == rule})
        for rule in ("one_factor", "round_figures", "value_shared", "bunched_above_plan")
    }

    assert cells == {
        "one_factor": 6,
        "round_figures": 6,
        "value_shared": 3,
        "bunched_above_plan": 3,
    }
