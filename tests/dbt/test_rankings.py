"""Rankings: published numbers come out again, rules change by rows, a faulty rulebook is refused."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from rankings_project import RankingsProject, Row, make_project, months, read_csv

PUBLISHED = Path(__file__).parents[1] / "fixtures" / "published"

# Xiangxi's sums of September 2021, told again for a month before every rulebook and for one under
# another rulebook.
MONTHS = ("2020-12-01", "2021-09-01", "2021-10-01")


def shares(total_cny_100m: str, count: int) -> list[Decimal]:
    """Split 亿元 into amounts of 万元 that add up to it exactly."""
    total = Decimal(total_cny_100m) * 10_000
    each = (total / count).quantize(Decimal("0.01"))
    return [*[each] * (count - 1), total - each * (count - 1)]


def projects_of(unit: dict[str, str], month: str) -> list[Row]:
    """As many projects as the unit has, adding up to its published plan and investment."""
    count = int(unit["project_count"])
    amounts = zip(
        shares(unit["annual_plan_yi_yuan"], count),
        shares(unit["completed_yi_yuan"], count),
        strict=True,
    )
    return [
        {
            "project_code": f"{unit['unit_name']}-{number}",
            "unit_code": unit["unit_name"],
            "report_month": month,
            "annual_plan_cny_10k": plan,
            "ytd_investment_cny_10k": completed,
        }
        for number, (plan, completed) in enumerate(amounts)
    ]


@pytest.fixture(scope="module")
def xiangxi(tmp_path_factory: pytest.TempPathFactory) -> RankingsProject:
    """Xiangxi under the default rulebook to September, then under one that an office wrote."""
    units = read_csv(PUBLISHED / "xiangxi_2021_01-09.csv")
    investment = [row for month in MONTHS for unit in units for row in projects_of(unit, month)]
    project = make_project(
        tmp_path_factory.mktemp("xiangxi"),
        fct_investment=investment,
        fct_progress=[
            {key: row[key] for key in ("project_code", "unit_code", "report_month")}
            for row in investment
        ],
        dim_project=[
            {"project_code": code}
            for code in sorted({str(row["project_code"]) for row in investment})
        ],
        units=[
            {"unit_code": unit["unit_name"], "league": "prefecture", "valid_from": "2020-01-01"}
            for unit in units
        ],
        dim_month=months(*MONTHS),
    )
    project.change_row("rulebooks", {"rulebook_id": "hengyang-default"}, valid_to="2021-09-30")
    project.add_rows(
        "rulebooks", [{"rulebook_id": "next", "full_marks": 100, "valid_from": "2021-10-01"}]
    )
    project.add_rows(
        "rulebook_rules",
        [
            {"rule_id": "completion", "topic": "score", "mode": "linear", "weight": 60, "cap": 50}
            | {"rulebook_id": "next", "indicator": "completion", "target_of_time_progress": 1},
            {"rule_id": "start", "topic": "score", "mode": "linear", "weight": 40, "cap": 40}
            | {"rulebook_id": "next", "indicator": "start", "target": 1},
            {"rule_id": "null_policy", "topic": "policy", "mode": "zero", "rulebook_id": "next"},
        ],
    )
    built = project.build()
    assert built.returncode == 0, built.stdout
    return project


def rate_pct(ratio: Decimal) -> Decimal:
    return (ratio * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_published_completion_rates_come_out_again(xiangxi: RankingsProject) -> None:
    published = {
        unit["unit_name"]: Decimal(unit["published_rate_pct"])
        for unit in read_csv(PUBLISHED / "xiangxi_2021_01-09.csv")
    }
    computed = {
        unit: rate_pct(ratio)
        for unit, ratio in xiangxi.rows(
            "select unit_code, completion_ratio from marts.fct_rankings"
            " where report_month = '2021-09-01'"
        )
    }
    # The published sums are rounded, so one rate of ten differs by a tenth of a point.
    assert computed.pop("州直") - published.pop("州直") == Decimal("-0.1")
    assert computed == published


def test_published_city_total_comes_out_again(xiangxi: RankingsProject) -> None:
    [(count, ratio)] = xiangxi.rows(
        "select project_count, completion_ratio from marts.fct_city_overview"
        " where report_month = '2021-09-01' and level = 'all' and category = 'all'"
    )
    assert (count, rate_pct(ratio)) == (316, Decimal("74.1"))


def test_units_stand_in_the_order_of_their_published_rates(xiangxi: RankingsProject) -> None:
    published = read_csv(PUBLISHED / "xiangxi_2021_01-09.csv")
    by_rate = sorted(published, key=lambda unit: -Decimal(unit["published_rate_pct"]))
    ranked = xiangxi.rows(
        "select unit_code from marts.fct_rankings where report_month = '2021-09-01'"
        " order by league_rank"
    )
    assert [unit for (unit,) in ranked] == [unit["unit_name"] for unit in by_rate]


def test_month_before_the_first_rulebook_is_not_judged(xiangxi: RankingsProject) -> None:
    judged = xiangxi.rows(
        "select count(*), count(completion_ratio), count(rulebook_id), count(total_score),"
        " count(league_rank), count(city_rank), count(list_colour)"
        " from marts.fct_rankings where report_month = '2020-12-01'"
    )
    assert judged == [(10, 10, 0, 0, 0, 0, 0)]


def test_points_of_the_indicators_add_up_to_each_total(xiangxi: RankingsProject) -> None:
    [(units, largest_difference)] = xiangxi.rows(
        "select count(*), max(abs(total_score - points)) from marts.fct_rankings inner join ("
        "  select unit_code, report_month, sum(points_in_total) as points"
        "  from marts.fct_unit_indicators group by unit_code, report_month"
        ") using (unit_code, report_month) where total_score is not null"
    )
    assert units == 20
    assert largest_difference <= Decimal("0.0001")


def test_rulebook_changes_within_a_year_by_rows_alone(xiangxi: RankingsProject) -> None:
    """Weight 60 on time progress with cap 50, and nothing for a start that was not due."""
    [(before, *default), (after, *changed)] = xiangxi.rows(
        "select rulebook_id, completion_ratio, applied_weight, total_score from marts.fct_rankings"
        " where unit_code = '州直' and report_month >= '2021-09-01' order by report_month"
    )
    assert (before, after) == ("hengyang-default", "next")
    ratio = default[0]
    assert default[1:] == [Decimal(40), pytest.approx(ratio * 100, abs=Decimal("0.001"))]
    assert changed[0] == ratio
    expected = 60 * ratio / Decimal("0.833333")
    assert changed[1:] == [Decimal(60), pytest.approx(expected, abs=Decimal("0.001"))]
    [(capped,)] = xiangxi.rows(
        "select count(*) from marts.fct_rankings"
        " where report_month = '2021-10-01' and total_score = 50"
    )
    assert capped == 9


def test_published_shared_ninth_place_comes_out_again(tmp_path: Path) -> None:
    published = read_csv(PUBLISHED / "jining_2015Q1.csv")
    project = make_project(tmp_path)
    project.give(
        "int_rankings__periods",
        {
            "unit_code": "string",
            "league": "string",
            "period_type": "string",
            "report_month": "date",
            "previous_report_month": "date",
            "is_judged": "boolean",
            "total_score": "decimal(18, 4)",
            "completion_ratio": "decimal(18, 6)",
        },
        [
            {
                "unit_code": unit["unit_name"],
                "league": "city",
                "period_type": "month",
                "report_month": "2015-03-01",
                "is_judged": "true",
                "total_score": unit["score"],
            }
            for unit in reversed(published)
        ],
    )
    built = project.build("--select", "int_rankings__periods", "int_rankings__placed")
    assert built.returncode == 0, built.stdout
    ranks = dict(
        project.rows("select unit_code, league_rank from intermediate.int_rankings__placed")
    )
    assert ranks == {unit["unit_name"]: int(unit["rank"]) for unit in published}
    assert sorted(ranks.values())[8:11] == [9, 9, 11]


def test_faulty_rulebook_ends_the_build_with_its_sentences(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    default = {"rulebook_id": "hengyang-default"}
    project.change_row("rulebook_rules", default | {"rule_id": "start"}, weight="20")
    project.change_row(
        "rulebook_rules", default | {"rule_id": "resumption"}, indicator="popularity"
    )
    built = project.build("--select", "+fct_rankings")
    assert built.returncode == 1
    [message] = project.messages()
    assert "weights that add up to 90.00; make them 100.00, its full marks" in message
    assert "unknown indicator popularity" in message
    # what counts is judged by nobody
    built_marts = "select table_name from information_schema.tables where table_schema = 'marts'"
    assert {*project.rows(built_marts)} <= {("dim_unit",), ("fct_indicator_items",)}
