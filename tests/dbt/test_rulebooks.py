"""Rulebooks: published formulas at their edges, and changes of rules by seed rows alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from rankings_project import LIGHT_INPUTS, RankingsProject, Row, make_project, months

from majorprojects.explain.read import read_month
from majorprojects.explain.recompute import differences
from majorprojects.explain.source import current_source

IN_FORCE = {
    "yanan-2017": "2021-01",
    "comprehensive-2020": "2021-02",
    "yinchuan-2025": "2021-03",
    "wuhan": "2021-04",
    "hengyang-default": "2021-05",
    "jining-2015": "2021-06",
}


def month_end(month: str) -> str:
    _, days = monthrange(int(month[:4]), int(month[5:]))
    return f"{month}-{days}"


def units(
    codes: Iterable[str], league: str = "county", valid_from: str = "2020-01-01"
) -> list[Row]:
    return [{"unit_code": code, "league": league, "valid_from": valid_from} for code in codes]


def investment(unit: str, month: str, *amounts: tuple[str | int, str | int]) -> list[Row]:
    """Projects of a unit, each (annual plan, completed this year) in 万元."""
    return [
        {
            "project_code": f"{unit}-{number}",
            "unit_code": unit,
            "report_month": f"{month}-01",
            "annual_plan_cny_10k": plan,
            "ytd_investment_cny_10k": completed,
        }
        for number, (plan, completed) in enumerate(amounts)
    ]


def progress(unit: str, month: str, started: int = 0, late: int = 0) -> list[Row]:
    """New starts of a unit that were due: made in time, and not made."""
    return [
        {
            "project_code": f"{unit}-start-{number}",
            "unit_code": unit,
            "report_month": f"{month}-01",
            "construction_type": "新开工",
            "planned_start_date": f"{month}-01",
            "is_started": number < started,
            "start_delay_days": 0 if number < started else 9,
        }
        for number in range(started + late)
    ] or [{"project_code": unit, "unit_code": unit, "report_month": f"{month}-01"}]


# Plan of a single project and its points in Yan'an, at and beside each edge.
YANAN_STEPS = {
    "below_1": ("9999.99", 3),
    "at_1": ("10000", 6),
    "below_5": ("49999.99", 6),
    "at_5": ("50000", 10),
    "below_10": ("99999.99", 10),
    "at_10": ("100000", 20),
}

# Completed of a plan of 100 in the table of 2020: (points, place among eleven, points of the place).
COMPREHENSIVE = {
    "at_200": ("200", 35, 1, 7),
    "at_180": ("180", 35, 2, 7),
    "at_170": ("170", 35, 3, 7),
    "at_131": ("131", Decimal("31.1"), 4, 5),
    "at_130": ("130", 31, 5, 5),
    "at_129": ("129", Decimal("30.8"), 6, 5),
    "at_101": ("101", Decimal("25.2"), 7, 3),
    "at_100": ("100", 25, 8, 3),
    "at_99": ("99", Decimal("24.9"), 9, 3),
    "at_0": ("0", 15, 10, 3),
    "at_0_too": ("0", 15, 10, 3),
    "no_plan": ("", None, None, None),
}

# What a light reads and the colour that it shows, at and beside each edge.
BEHIND = {"-9.9999": "green", "-10": "yellow", "-30": "yellow", "-30.0001": "red", "5": "green"}
SHARE = {"0.8": "green", "0.799999": "yellow", "0.6": "yellow", "0.599999": "red"}
DAYS_LATE = {-2: "green", 0: "green", 1: "yellow", 7: "yellow", 8: "orange", 14: "orange"} | {
    15: "red"
}
# Planned start of a project that has not started by the end of March.
NOT_STARTED = {"2021-04-01": "green", "2021-03-31": "yellow", "2021-02-01": "yellow"} | {
    "2021-01-31": "red"
}
# Real start of a project that is not in the statistics by the end of March.
NOT_ENTERED = {"2021-03-01": "green", "2021-02-28": "yellow", "2021-01-31": "yellow"} | {
    "2021-01-30": "red"
}


DATED = {"valid_from": "date", "valid_to": "date"}
JUDGES = ("judge_id", "unit_code")
VOTES = dict.fromkeys(("round_id", "unit_code", "project_code", "judge_id"), "string") | {
    "observed_on": "date",
    "submission_id": "string",
    "received_on": "date",
    "source_path": "string",
    "source_row": "bigint",
    "vote_rank": "bigint",
    "score": "decimal(20, 6)",
    "is_look_back": "boolean",
}

# Places that seven judges give thirteen units: each judge begins with another unit, but for the last
# two, who agree with the first. The scores are counted by hand: (103 - 3k) summed, by seven.
OBSERVED = [f"seen_{number}" for number in range(13)]
ORDERS = [[*OBSERVED[first:], *OBSERVED[:first]] for first in (0, 1, 2, 3, 4, 0, 0)]
VOTED = {
    # places 1, 13, 12, 11, 10, 1, 1 add up to 49
    "seen_0": Decimal(721 - 147) / 7,
    # places 2, 1, 13, 12, 11, 2, 2 add up to 43
    "seen_1": Decimal(721 - 129) / 7,
    # places 13, 12, 11, 10, 9, 13, 13 add up to 81
    "seen_12": Decimal(721 - 243) / 7,
}


def votes(month: str) -> list[Row]:
    return [
        {
            "round_id": "Q",
            "observed_on": f"{month}-20",
            "unit_code": unit,
            "judge_id": f"judge {judge}",
        }
        | {"project_code": f"{unit}-seen", "vote_rank": place, "is_look_back": False}
        for judge, order in enumerate(ORDERS)
        for place, unit in enumerate(order, start=1)
    ]


def light(code: str, month: str, **measured: object) -> Row:
    """A project as its lights see it; what is not said is unknown."""
    row = {"project_code": code, "report_month": f"{month}-01", "month_end": month_end(month)}
    return row | {"time_progress_ratio": 1} | measured


@pytest.fixture(scope="module")
def presets(tmp_path_factory: pytest.TempPathFactory) -> RankingsProject:
    """The presets, each in force for a month, over hand-made projects at the edges of its bands."""
    yanan, comprehensive, yinchuan, wuhan, default, jining = IN_FORCE.values()
    lights = [
        *(light(x, yinchuan, ahead_of_schedule_pp=x) for x in BEHIND),
        *(light(f"due {x}", yinchuan, is_started=False, planned_start_date=x) for x in NOT_STARTED),
        *(
            light(
                f"begun {x}",
                yinchuan,
                is_started=True,
                is_in_statistics=False,
                actual_start_date=x,
            )
            for x in NOT_ENTERED
        ),
        light(
            "entered",
            yinchuan,
            is_started=True,
            is_in_statistics=True,
            actual_start_date="2020-01-01",
        ),
        *(light(x, wuhan, completion_ratio=x) for x in SHARE),
        *(light(x, default, ahead_of_schedule_pp=x) for x in BEHIND),
        *(light(f"{x} days", default, is_started=True, start_delay_days=x) for x in DAYS_LATE),
    ]
    rows = [
        *(
            row
            for unit, (plan, _) in YANAN_STEPS.items()
            for row in investment(unit, yanan, (plan, 0))
        ),
        *investment("three_projects", yanan, (100_000, 50_000), (9_000, 9_000), (0, 500)),
        *(
            row
            for unit, (completed, *_) in COMPREHENSIVE.items()
            for row in investment(
                unit, comprehensive, ("" if unit == "no_plan" else 100, completed)
            )
        ),
    ]
    project = make_project(
        tmp_path_factory.mktemp("presets"),
        units=[
            *units([*YANAN_STEPS, "three_projects", *COMPREHENSIVE, "many_starts"]),
            *units([*OBSERVED, "not_seen"], "observed", f"{jining}-01"),
        ],
        dim_month=months(*(f"{month}-01" for month in IN_FORCE.values())),
        dim_project=[
            {"project_code": code} for code in sorted({str(r["project_code"]) for r in rows})
        ],
        fct_investment=rows,
        fct_progress=[
            *(row for unit in YANAN_STEPS for row in progress(unit, yanan)),
            *progress("three_projects", yanan, started=3, late=1),
            *(row for unit in COMPREHENSIVE for row in progress(unit, comprehensive)),
            *progress("many_starts", comprehensive, started=12, late=2),
            *progress("many_starts", yinchuan),
            *(row for unit in (*OBSERVED, "not_seen") for row in progress(unit, jining)),
        ],
        **{
            name: [{key: row[key] for key in row.keys() & types.keys()} for row in lights]
            for name, types in LIGHT_INPUTS.items()
        },
    )
    project.give("judges", dict.fromkeys(JUDGES, "string") | DATED, [])
    project.give("int_observations__registered", VOTES, votes(jining))
    project.take("int_observations__votes")
    project.take("fct_observations")
    for rulebook_id, month in IN_FORCE.items():
        project.change_row(
            "rulebooks",
            {"rulebook_id": rulebook_id},
            valid_from=f"{month}-01",
            valid_to=month_end(month),
        )
    built = project.build()
    assert built.returncode == 0, built.stdout
    return project


def scores(project: RankingsProject, rulebook_id: str, rule_id: str) -> dict[str, Decimal | None]:
    return dict(
        project.rows(
            f"select unit_code, score from marts.fct_unit_indicators"  # noqa: S608 - names from this file
            f" where rulebook_id = '{rulebook_id}' and rule_id = '{rule_id}'"
        )
    )


def test_every_preset_is_computed_again_without_a_difference(presets: RankingsProject) -> None:
    """By code that shares nothing with the SQL."""
    import duckdb

    seen = set()
    with duckdb.connect(str(presets.folder / "warehouse.duckdb"), read_only=True) as connection:
        of = connection.execute("select unit_code, report_month from marts.fct_rankings").fetchall()
        for unit, month in of:
            now = read_month(connection, current_source().tables, unit, month)
            assert now is not None
            assert [*differences(now)] == [], (unit, month)
            seen.add(now.rulebook_id)
    # in the months of the other two no unit reports; the sample is judged by one of them
    assert seen == IN_FORCE.keys() - {"wuhan", "hengyang-default"}


def test_yanans_steps_hold_at_their_edges(presets: RankingsProject) -> None:
    steps = scores(presets, "yanan-2017", "size")
    assert {unit: steps[unit] for unit in YANAN_STEPS} == {
        unit: points for unit, (_, points) in YANAN_STEPS.items()
    }


def test_yanans_total_adds_up_progress_starts_and_projects(presets: RankingsProject) -> None:
    """60 x 59000 / 109000, 5 for each of three starts, 20 and 3 for two projects with a plan."""
    [(total,)] = presets.rows(
        "select total_score from marts.fct_rankings"
        " where unit_code = 'three_projects' and rulebook_id = 'yanan-2017'"
    )
    assert total == pytest.approx(Decimal(60 * 59) / 109 + 15 + 23, abs=Decimal("0.0001"))


def test_each_band_of_the_table_of_2020_holds_at_its_edges(presets: RankingsProject) -> None:
    points = scores(presets, "comprehensive-2020", "plan_completion")
    assert {unit: points[unit] for unit in COMPREHENSIVE} == {
        unit: expected for unit, (_, expected, _, _) in COMPREHENSIVE.items()
    }


def test_places_of_2020_give_their_points(presets: RankingsProject) -> None:
    """Shared tenth place gives the tenth's points to both; who has no rate has no place."""
    points = scores(presets, "comprehensive-2020", "completion_place")
    assert {unit: points[unit] for unit in COMPREHENSIVE} == {
        unit: expected for unit, (*_, expected) in COMPREHENSIVE.items()
    }


def test_starts_of_2020_are_capped_and_late_ones_deducted(presets: RankingsProject) -> None:
    made = scores(presets, "comprehensive-2020", "starts")
    late = scores(presets, "comprehensive-2020", "late_starts")
    assert (made["many_starts"], late["many_starts"]) == (10, -6)
    assert (made["at_100"], late["at_100"]) == (0, 0)
    [(total,)] = presets.rows(
        "select total_score from marts.fct_rankings"
        " where unit_code = 'at_100' and rulebook_id = 'comprehensive-2020'"
    )
    assert total == 25 + 3 + 1  # the full plan, eighth by rate, eighth by amount


@pytest.mark.parametrize(
    ("rulebook_id", "column", "colours"),
    [
        ("yinchuan-2025", "investment_light", BEHIND),
        (
            "yinchuan-2025",
            "progress_light",
            {f"due {x}": c for x, c in NOT_STARTED.items()}
            | {f"begun {x}": c for x, c in NOT_ENTERED.items()}
            | {"entered": "green"},
        ),
        ("wuhan", "investment_light", SHARE),
        ("hengyang-default", "investment_light", BEHIND),
        ("hengyang-default", "progress_light", {f"{x} days": c for x, c in DAYS_LATE.items()}),
    ],
)
def test_lights_change_at_their_edges(
    presets: RankingsProject, rulebook_id: str, column: str, colours: dict[str, str]
) -> None:
    shown = presets.rows(
        f"select project_code, {column} from intermediate.int_lights__judged"  # noqa: S608 - names from this file
        f" where report_month = '{IN_FORCE[rulebook_id]}-01' and {column} is not null"
    )
    assert dict(shown) == colours


def test_jinings_formula_scores_votes_by_hand(presets: RankingsProject) -> None:
    """Scores have two decimals, as Jining published them."""
    found = scores(presets, "jining-2015", "observation")
    for unit, expected in VOTED.items():
        assert found[unit] == expected.quantize(Decimal("0.01"), ROUND_HALF_UP)
    # Each judge gives out 103 - 3k over thirteen places.
    assert sum(found[unit] or 0 for unit in OBSERVED) == pytest.approx(1066, abs=Decimal("0.05"))


def test_a_unit_without_observation_has_no_score_and_stands_last(presets: RankingsProject) -> None:
    [(total, rank)] = presets.rows(
        "select total_score, league_rank from marts.fct_rankings"
        " where unit_code = 'not_seen' and rulebook_id = 'jining-2015'"
    )
    assert (total, rank) == (None, 14)


def test_a_rulebook_of_lights_places_nobody(presets: RankingsProject) -> None:
    ranked = presets.rows("select rulebook_id, count(city_rank) from marts.fct_rankings group by 1")
    everybody = len(YANAN_STEPS) + len(COMPREHENSIVE) + 2
    assert dict(ranked) == {
        "yanan-2017": everybody,
        "comprehensive-2020": everybody,
        "yinchuan-2025": 0,
        "jining-2015": everybody + len(OBSERVED) + 1,
    }


def test_rules_units_and_leagues_change_by_seed_rows_alone(tmp_path: Path) -> None:
    """A weight changes in February; in March a band, a unit and its league are added."""
    judged = {
        "hengyang-default": ("2022-01-01", "2022-01-31"),
        "heavier": ("2022-02-01", "2022-02-28"),
        "with_a_band": ("2022-03-01", ""),
    }
    rows = [
        *investment("old", "2022-01", (100, 50)),
        *investment("old", "2022-02", (100, 50)),
        *investment("old", "2022-03", (100, 160)),
        *investment("new", "2022-03", (100, 140)),
    ]
    starts = [
        *(row for month in ("2022-01", "2022-02") for row in progress("old", month, started=1)),
        *(row for unit in ("old", "new") for row in progress(unit, "2022-03")),
    ]
    project = make_project(
        tmp_path,
        units=units(["old"]),
        dim_month=months("2022-01-01", "2022-02-01", "2022-03-01"),
        dim_project=[{"project_code": code} for code in ("old-0", "new-0")],
        fct_investment=rows,
        fct_progress=starts,
    )
    project.copy_rulebook("hengyang-default", "heavier")
    for rule_id, weight in (("completion", "60"), ("start", "20"), ("resumption", "20")):
        key = {"rulebook_id": "heavier", "rule_id": rule_id}
        project.change_row("rulebook_rules", key, weight=weight, cap=weight)
    project.copy_rulebook("comprehensive-2020", "with_a_band")
    band = {"rule_id": "plan_completion", "at_least": 150, "points_per_pp": "0.05"}
    project.add_rows("rulebook_bands", [{"rulebook_id": "with_a_band"} | band])
    project.add_rows("units", units(["new"], "newcomers", "2022-03-01"))
    project.add_rows(
        "rulebooks",
        [
            {"rulebook_id": "heavier", "full_marks": 100},
            {"rulebook_id": "with_a_band", "full_marks": 47},
        ],
    )
    for rulebook_id, (valid_from, valid_to) in judged.items():
        key = {"rulebook_id": rulebook_id}
        project.change_row("rulebooks", key, valid_from=valid_from, valid_to=valid_to)

    built = project.build()
    assert built.returncode == 0, built.stdout

    totals = project.rows(
        "select rulebook_id, league, unit_code, total_score, league_rank, city_rank"
        " from marts.fct_rankings order by report_month, city_rank"
    )
    first_places = 7 + 5
    assert totals == [
        ("hengyang-default", "county", "old", Decimal("71.4286"), 1, 1),  # (20 + 30) of 70
        ("heavier", "county", "old", Decimal("62.5"), 1, 1),  # (30 + 20) of 80
        # 25 + 30 x 0.2 + 20 x 0.1 + 10 x 0.05 at 160 in a hundred
        ("with_a_band", "county", "old", Decimal("33.5") + first_places, 1, 1),
        ("with_a_band", "newcomers", "new", 32 + first_places, 1, 2),
    ]
