"""Each sign of tuned figures is told of the unit that was doctored for it, and of nobody else.

Years of units with the same ragged figures; all but the first one are doctored, each in one way, or
have a mistake that stands.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from majorprojects.settings import DBT_PROJECT
from tests.dbt.small_landing import SmallLanding, progress, project
from tests.dbt_build import build

Year = list[list[dict[str, Any]]]
"""Six projects, each with what it reports in the twelve months, and in a correction of December."""

_TOTAL = 100_000
_CLEAN = ("430405", 2022)


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


def _report(ytd: int, made: int, total: int = _TOTAL) -> dict[str, Any]:
    """What an honest row says beside its investment: entered, and visible on the site."""
    return {
        "ytd": ytd,
        "month_investment": Decimal(made),
        "cumulative_investment": Decimal(ytd),
        "statistical_ytd_investment": Decimal(ytd * 95 // 100),
        "physical_progress_pct": Decimal(ytd * 100 // total),
        "annual_plan": None,
        "total_investment": Decimal(total),
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


def _send_a_row_again(year: Year) -> None:
    year[0][9] = dict(year[0][8])  # not within a quarter: its end would have to make up for it


def _file_just_above_the_threshold(year: Year) -> None:
    for place, months in enumerate(year[:3]):
        total, ytd = 5_030 + 70 * place, 0
        for month, made in enumerate(_made(months)):
            ytd += made // 20
            months[month] = _report(ytd, made // 20, total)
            months[month]["annual_plan"] = Decimal(_plan(place) // 20)


def _correct_all_by_one_factor(year: Year) -> None:
    for months in year:
        ytd = months[11]["ytd"] * 107 // 100
        months.append(_report(ytd, ytd - months[10]["ytd"]))


def _report_one_share_of_the_plan(year: Year) -> None:
    for place, months in enumerate(year):
        aim = _plan(place) * 55 // 100
        made = [amount * aim // months[7]["ytd"] for amount in _made(months)]
        made[7] += aim - sum(made[:8])
        _retell(months, made)


def _raise_the_month_by_one_factor(year: Year) -> None:
    for months in year:
        made = _made(months)
        made[6] = made[6] // 4 * 4
        made[7] = made[6] * 5 // 4
        _retell(months, made)


def _misplace_a_point_in_november(year: Year) -> None:
    year[0][10]["ytd"] //= 10


def _misplace_a_point_in_august(year: Year) -> None:
    year[0][7]["ytd"] //= 10


def _misplace_one_where_no_month_is_told(year: Year) -> None:
    _misplace_a_point_in_november(year)
    for month in year[0]:
        month["month_investment"] = None


# What is told of them is the mistake, and no sign in the month that makes up for it.
_MISTAKEN: dict[tuple[str, int], Callable[[Year], None]] = {
    ("430473", 2021): _misplace_a_point_in_november,
    ("430476", 2021): _misplace_a_point_in_august,
    ("430481", 2021): _misplace_one_where_no_month_is_told,
}
_DOCTORED: dict[tuple[str, int], tuple[str, Callable[[Year], None]]] = {
    ("430405", 2021): ("row_repeated", _send_a_row_again),
    ("430406", 2021): ("bunched_above_filing_threshold", _file_just_above_the_threshold),
    ("430407", 2021): ("one_factor", _correct_all_by_one_factor),
    ("430408", 2021): ("one_factor", _report_one_share_of_the_plan),
    ("430412", 2021): ("one_factor", _raise_the_month_by_one_factor),
    ("430406", 2022): ("quarter_end_jump", _jump_in_june),
    ("430407", 2022): ("december_rush", _rush_in_december),
    ("430408", 2022): ("round_figures", _round_to_hundreds),
    ("430412", 2022): ("value_shared", _share_an_amount),
    ("430421", 2022): ("one_factor", _raise_by_a_fifth),
    ("430422", 2022): ("spending_ahead_of_progress", _spend_ahead),
    ("430423", 2022): ("month_repeated", _repeat_a_month),
    ("430424", 2022): ("ytd_unchanged", _stand_still),
    ("430426", 2022): ("annual_plan_lowered", _lower_a_plan),
    ("430473", 2022): ("far_from_statistics", _triple_the_entry),
    ("430476", 2022): ("no_statistical_entry", _enter_nothing),
    ("430481", 2022): ("bunched_above_plan", _end_just_above_plan),
    ("430482", 2022): ("completion_without_evidence", _exceed_without_evidence),
}


def _hand_in(landing: SmallLanding, unit: str, year: int, reported: Year) -> None:
    for place in range(len(reported[0])):
        month = min(place + 1, 12)
        following = f"{year + month // 12}-{month % 12 + 1:02d}"
        reports = [dict(months[place]) for months in reported]
        plans = [report.pop("annual_plan") or Decimal(_plan(i)) for i, report in enumerate(reports)]
        totals = [report.pop("total_investment") for report in reports]
        codes = [f"{unit}-{year}-{i}" for i in range(len(reports))]
        landing.hand_in(
            f"{following}-{'03' if place < 12 else '20'}",
            unit,
            f"{year}-{month:02d}",
            projects=[
                project(code, annual_plan=plan, total_investment=total)
                for code, plan, total in zip(codes, plans, totals, strict=True)
            ],
            monthly_progress=[
                progress(code, report.pop("ytd"), **report)
                for code, report in zip(codes, reports, strict=True)
            ],
        )


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    """Unit and year, rule, strength, cell and sentence of each sign that was told."""
    import duckdb

    folder = tmp_path_factory.mktemp("signs")
    landing = SmallLanding()
    _hand_in(landing, *_CLEAN, _honest_year())
    doctored = {unit: doctor for unit, (_, doctor) in _DOCTORED.items()}
    for (unit, year), doctor in (doctored | _MISTAKEN).items():
        reported = _honest_year()
        doctor(reported)
        _hand_in(landing, unit, year, reported)
    landing.write(folder / "landing")
    with duckdb.connect(str(build(folder / "landing", folder)), read_only=True) as connection:
        told = connection.execute(
            "select unit_code, year(report_month), rule_id, strength, cell, message_en"
            " from marts.fct_submission_findings where strength is not null"
        ).fetchall()
    return [((unit, year), *sign) for unit, year, *sign in told]


def test_each_doctored_unit_shows_its_sign_and_the_honest_ones_none(
    signs: list[tuple[Any, ...]],
) -> None:
    units = (_CLEAN, *_MISTAKEN, *_DOCTORED)
    told = {unit: {rule for at, rule, *_ in signs if at == unit} for unit in units}

    signs_of = {unit: {sign} for unit, (sign, _) in _DOCTORED.items()}
    assert told == {unit: set() for unit in (_CLEAN, *_MISTAKEN)} | signs_of


def test_every_sign_of_the_rules_has_its_doctored_unit() -> None:
    with (DBT_PROJECT / "seeds" / "thresholds.csv").open(encoding="utf-8") as file:
        signs = {row["rule_id"] for row in csv.DictReader(file) if "strength" in row["parameter"]}

    assert {sign for sign, _ in _DOCTORED.values()} == signs


def test_every_sign_names_a_cell_and_has_a_strength(signs: list[tuple[Any, ...]]) -> None:
    assert all(0 <= strength <= 1 for _, _, strength, *_ in signs)
    assert [sign for sign in signs if sign[3] is None] == []


def test_a_whole_sheet_is_evidence_for_what_only_all_its_rows_show(
    signs: list[tuple[Any, ...]],
) -> None:
    cells = {
        (rule, *unit): len({cell for at, of, _, cell, _ in signs if (at, of) == (unit, rule)})
        for unit, (rule, _) in _DOCTORED.items()
    }

    assert {what: count for what, count in cells.items() if count > 1} == {
        ("one_factor", "430407", 2021): 6,
        ("one_factor", "430408", 2021): 6,
        ("one_factor", "430412", 2021): 6,
        ("one_factor", "430421", 2022): 6,
        ("round_figures", "430408", 2022): 6,
        ("value_shared", "430412", 2022): 3,
        ("bunched_above_plan", "430481", 2022): 3,
        ("bunched_above_filing_threshold", "430406", 2021): 3,
    }


def test_one_factor_says_what_the_sheet_was_made_from(signs: list[tuple[Any, ...]]) -> None:
    said = {at: message for at, rule, *_, message in signs if rule == "one_factor"}

    for unit, words in {
        ("430407", 2021): "1.070 times the figure before the correction",
        ("430408", 2021): "0.550 times the annual plan",
        ("430412", 2021): "1.250 times that of the month before",
        ("430421", 2022): "1.200 times the year to date of the month before",
    }.items():
        assert words in said[unit]
