"""What the marts promise about corrections, ownership and presence, told by the small landing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from majorprojects.settings import Settings
from tests.dbt.small_landing import SmallLanding
from tests.dbt_build import build

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


def _of(ask: Ask, table: str, columns: str, project_code: str) -> Rows:
    return ask(
        f"select {columns} from marts.{table}"  # noqa: S608 - names from this file
        " where project_code = ? order by report_month",
        project_code,
    )


def _findings(ask: Ask, project_code: str, columns: str = "") -> Rows:
    return ask(
        f"""
        select month(report_month), unit_code, rule_id {columns} from marts.fct_submission_findings
        where project_code = ? and stage = 'history' order by report_month, unit_code, rule_id
        """,  # noqa: S608 - names from this file
        project_code,
    )


def test_a_plan_lowered_in_june_does_not_touch_march(query: Ask) -> None:
    plans = _of(
        query,
        "fct_investment",
        "month(report_month), annual_plan_cny_10k, first_annual_plan_cny_10k, completion_ratio,"
        " first_plan_completion_ratio",
        "LOWERED",
    )

    quarter, half = Decimal("0.25"), Decimal("0.5")
    assert plans == [(3, 12_000, 12_000, quarter, quarter), (6, 6_000, 12_000, half, quarter)]


def test_a_late_correction_of_march_does_not_overwrite_june(query: Ask) -> None:
    plans = _of(query, "fct_investment", "month(report_month), annual_plan_cny_10k, batch", "LATE")
    known_now = query(
        "select annual_plan_cny_10k, first_annual_plan_cny_10k, batch from marts.dim_project"
        " where project_code = 'LATE'"
    )

    assert plans == [(3, 9_000, "2022-03 2022-07-20"), (6, 8_000, "2022-06 2022-07-03")]
    assert known_now == [(8_000, 10_000, "2022-06 2022-07-03")]


def test_also_what_a_late_correction_wrote_over_is_told_and_weighed(query: Ask) -> None:
    changes = query(
        "select received_on, value_before, value_after, first_value, change_kind, weight"
        " from marts.fct_project_changes"
        " where project_code = 'LATE' and changed_column = 'annual_plan_cny_10k'"
        " order by report_month, received_on"
    )
    first = ("10000.00", "plan_lowered")

    assert changes == [
        (dt.date(2022, 7, 20), "10000.00", "9000.00", *first, Decimal("20.00")),
        (dt.date(2022, 7, 3), "10000.00", "8000.00", *first, Decimal("40.00")),
    ]


def test_what_a_unit_wrote_over_is_there_without_the_plan_of_a_new_year(query: Ask) -> None:
    changes = query(
        "select project_code, changed_column, value_before, value_after, change_kind,"
        " change_approval from marts.fct_project_changes"
        " where project_code in ('APPROVED', 'REWRITTEN', 'CARRIED', 'MOVED', 'WITHDRAWN')"
        " order by all"
    )

    plan = ("APPROVED", "annual_plan_cny_10k")
    assert changes == [
        (*plan, "11000.00", "7000.00", "plan_lowered", "衡发1号"),
        (*plan, "12000.00", "11000.00", "plan_lowered", None),
        (*plan, "7000.00", "5000.00", "plan_lowered", None),
        ("CARRIED", "location", "南岳镇", None, "blanked", None),
        ("MOVED", "annual_plan_cny_10k", "12000.00", "9000.00", "plan_lowered", "衡发2号"),
        ("MOVED", "unit_code", "430421", "430422", "rewritten", "衡发2号"),
        ("REWRITTEN", "planned_start_date", "2022-05-03", "2022-03-05", "looks_swapped", None),
    ]


def test_what_arrived_first_stays_first_whatever_month_a_later_file_is_of(query: Ask) -> None:
    kept = query(
        "select unit_code, first_annual_plan_cny_10k, baseline_annual_plan_cny_10k,"
        " first_planned_finish_date from marts.dim_project where project_code = 'BACKDATED'"
    )
    told = query(
        "select unit_code, report_month, rule_id from marts.fct_submission_findings"
        " where project_code = 'BACKDATED' and report_month < '2022-03-01' order by all"
    )

    assert kept == [("430406", 1_000, 1_000, dt.date(2022, 12, 31))]
    assert told == [
        ("430406", dt.date(2022, 1, 1), "annual_plan_lowered"),
        ("430407", dt.date(2022, 1, 1), "filed_by_other_unit"),
    ]


def test_only_an_approval_moves_the_baseline_and_only_once(query: Ask) -> None:
    plans = _of(
        query, "fct_investment", "annual_plan_cny_10k, baseline_annual_plan_cny_10k", "APPROVED"
    )
    known_now = query(
        "select plan_year, baseline_number, baseline_annual_plan_cny_10k from marts.dim_project"
        " where project_code = 'APPROVED'"
    )

    assert plans == [
        (12_000, 12_000),
        (11_000, 12_000),
        (7_000, 7_000),
        (5_000, 7_000),
        (20_000, 20_000),
    ]
    assert known_now == [(2023, 1, 20_000)]


def test_a_file_sent_again_changes_nothing_even_after_a_correction(query: Ask) -> None:
    outcomes = query(
        "select outcome from marts.fct_submissions where unit_code = '430408' order by received_on"
    )

    assert outcomes == [("accepted",), ("accepted",), ("duplicate",)]
    assert _of(query, "fct_investment", "ytd_investment_cny_10k", "RESENT") == [(120,)]


def test_a_missing_column_leaves_the_value_and_a_blank_cell_blanks_it(query: Ask) -> None:
    registered = query(
        "select batch, filed_on, location from marts.dim_project where project_code = 'CARRIED'"
    )
    investment = _of(query, "fct_investment", "month_investment_cny_10k", "CARRIED")
    workers = _of(query, "fct_progress", "workers_on_site", "CARRIED")

    assert registered == [("第一批", dt.date(2022, 1, 9), None)]
    assert investment == [(None,), (None,)]
    assert workers == [(9,), (None,)], "a month's facts do not carry on into the next month"
    assert _findings(query, "CARRIED", ", field, cell") == [
        (1, "430412", "blanked_value", "month_investment", "C4"),
        (2, "430412", "blanked_value", "location", "H4"),
    ]


def test_a_project_moves_with_a_new_approval_from_that_month_on(query: Ask) -> None:
    owners = _of(query, "fct_investment", "month(report_month), unit_code", "MOVED")
    now = query("select unit_code from marts.dim_project where project_code = 'MOVED'")

    assert owners == [(1, "430421"), (2, "430421"), (3, "430422"), (4, "430422")]
    assert now == [("430422",)]
    assert _findings(query, "MOVED", ", value_found") == [
        (2, "430422", "filed_by_other_unit", "430421"),
        (2, "430422", "reported_by_other_unit", "430421"),
        (4, "430421", "filed_by_other_unit", "430422"),
        (4, "430421", "reported_by_other_unit", "430422"),
    ]


@pytest.mark.parametrize("code", ["SILENT", "REJECTED"])
def test_a_project_without_a_report_keeps_its_plan_and_has_a_finding(query: Ask, code: str) -> None:
    figures = _of(
        query,
        "fct_investment",
        "report_month, annual_plan_cny_10k, ytd_investment_cny_10k, completion_ratio, submission_id",
        code,
    )
    states = _of(query, "fct_progress", "is_started, progress_light", code)

    assert figures == [(dt.date(2022, 1, 1), 12_000, None, None, None)]
    assert states == [(None, None)]
    assert _findings(query, code) == [
        (1, "430423", "project_not_reported"),
        (2, "430423", "project_vanished"),
    ]


def test_a_month_without_a_progress_sheet_has_no_rows(query: Ask) -> None:
    months = query(
        "select distinct report_month from marts.fct_progress where unit_code = '430423'"
    )

    assert months == [(dt.date(2022, 1, 1),)]


def test_a_project_that_was_never_filed_belongs_to_the_unit_that_reported_it(query: Ask) -> None:
    known = query(
        "select unit_code, is_filed, project_name, annual_plan_cny_10k from marts.dim_project"
        " where project_code = 'UNFILED'"
    )
    figures = _of(
        query, "fct_investment", "is_filed, ytd_investment_cny_10k, completion_ratio", "UNFILED"
    )

    assert known == [("430423", False, "未备案", None)]
    assert figures == [(False, 50, None)]
    assert _findings(query, "UNFILED") == [(1, "430423", "project_not_filed")]


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("STAYING", [10, 11, 1]),
        ("FINISHED", [10, 11]),
        ("WITHDRAWN", [10]),
        ("DROPPED", [10, 11]),
    ],
)
def test_a_project_leaves(query: Ask, code: str, months: list[int]) -> None:
    assert _of(query, "fct_progress", "month(report_month)", code) == [(m,) for m in months]


def test_who_reports_a_project_that_left_is_told(query: Ask) -> None:
    assert _findings(query, "FINISHED") == [(1, "430424", "reported_after_leaving")]
    assert _findings(query, "STAYING") == []


def test_a_combined_report_stands_for_february(query: Ask) -> None:
    figures = _of(
        query,
        "fct_investment",
        "report_month, is_combined_month, ytd_investment_cny_10k",
        "COMBINED",
    )

    assert figures == [(dt.date(2022, 2, 1), True, 1_000)]


def test_files_of_one_day_are_held_against_each_other(query: Ask) -> None:
    assert _findings(query, "OVER", ", value_found") == [
        (1, "430473", "cumulative_above_total", "110000.01"),
        (1, "430473", "ytd_above_plan", "24000.01"),
    ]
    assert _findings(query, "GONE") == [(1, "430473", "key_dropped")]
    assert _of(query, "fct_investment", "ytd_investment_cny_10k", "GONE") == [(24_000,)]
    assert _findings(query, "TWICE") == [(1, "430473", "same_day_conflict")]
    assert _of(query, "fct_investment", "ytd_investment_cny_10k", "TWICE") == [(2,)]


def test_a_finding_names_the_file_and_says_what_to_do(query: Ask) -> None:
    (file, stage, severity, zh, en), *others = query(
        "select source_path, stage, severity, message_zh, message_en"
        " from marts.fct_submission_findings join marts.fct_submissions using (submission_id)"
        " where rule_id = 'key_dropped'"
    )

    assert not others
    assert (file, stage, severity) == ("2022-02-03/430473/3进展.xlsx", "history", "warning")
    assert "GONE" in zh
    assert "GONE" in en
    assert not query(
        "select * from marts.fct_submission_findings"
        " where message_zh is null or message_en is null or contains(message_zh, '{')"
    )


def test_figures_that_contradict_what_was_known_are_told_cell_by_cell(query: Ask) -> None:
    columns = ", cell, value_found"

    assert _findings(query, "VANISHED", columns) == [
        (4, "430481", "project_vanished", None, "VANISHED"),
        (4, "430481", "ytd_fell", "D4", "450.00"),
    ]
    assert _findings(query, "REWRITTEN", columns) == [
        (4, "430481", "baseline_changed", "M4", "2022-03-05"),
        (4, "430481", "slip_against_before", "D5", "12000000.00"),
    ]
    assert query("select outcome from marts.fct_submissions where unit_code = '430481'") == [
        ("accepted",),
        ("accepted",),
    ]


def test_a_finding_proposes_and_leaves_the_figure_alone(query: Ask) -> None:
    (messages,) = query(
        """
        select string_agg(message_zh, ' ') from marts.fct_submission_findings
        where project_code = 'REWRITTEN' and stage = 'history'
        """
    )
    figures = _of(query, "fct_investment", "ytd_investment_cny_10k", "REWRITTEN")

    assert "可能是按元填写" in messages[0]
    assert "计划开工时间 2022-05-03 → 2022-03-05（疑似月、日颠倒）" in messages[0]
    assert figures == [(1_000,), (12_000_000,)]


def test_a_unit_that_sends_nothing_is_told_without_a_file(query: Ask) -> None:
    told = query(
        """
        select report_month, submission_id, message_zh from marts.fct_submission_findings
        where rule_id = 'nothing_handed_in' and unit_code = '430426' and report_month >= '2021-12-01'
        order by report_month limit 3
        """
    )

    # January came together with February.
    assert [(month, file) for month, file, _ in told] == [
        (dt.date(2021, 12, 1), None),
        (dt.date(2022, 3, 1), None),
        (dt.date(2022, 4, 1), None),
    ]
    assert "2021-12" in told[0][2]
    assert "2022-01-05" in told[0][2]


def test_the_first_file_that_was_not_refused_decides_a_units_timeliness(query: Ask) -> None:
    files = query(
        "select received_on, outcome, is_on_time, days_late, decides_timeliness"
        " from marts.fct_submissions where unit_code = '430476' order by received_on"
    )

    assert files == [
        (dt.date(2022, 2, 4), "refused", True, 0, False),
        (dt.date(2022, 2, 7), "accepted", False, 2, True),
        (dt.date(2022, 2, 20), "accepted", False, 15, False),
        (dt.date(2022, 3, 5), "accepted", True, 0, True),
    ]


def test_a_file_says_by_which_rules_it_was_judged(query: Ask) -> None:
    files = query(
        "select rules_version, is_judged_by_current_rules from marts.fct_submissions"
        " where unit_code = '430482' order by received_on"
    )

    assert files == [("older", False), ("small", True)]


def test_a_promise_is_judged_by_what_was_reported(query: Ask) -> None:
    promises = query(
        "select commitment_id, commitment_state, fulfilled_on, fulfilled_value, due_on,"
        " baseline_due_on, days_late from marts.fct_commitments"
        " where unit_code = '430405' order by commitment_id"
    )
    told = query(
        "select rule_id, report_month from marts.fct_submission_findings"
        " where unit_code = '430405' and entity = 'commitments' order by rule_id, report_month"
    )

    assert promises == [
        ("MONEY", "broken", None, 3_000, dt.date(2022, 12, 31), dt.date(2022, 6, 30), 218),
        ("START", "kept", dt.date(2022, 3, 31), None, *[dt.date(2022, 3, 31)] * 2, 0),
    ], "put off without approval: June binds; the project of another unit counts for nobody"
    assert told == [
        ("promise_changed", dt.date(2022, 6, 1)),
        ("told_by_other_unit", dt.date(2022, 3, 1)),
        ("told_by_other_unit", dt.date(2022, 6, 1)),
    ]


def test_an_issue_is_settled_in_time_or_not(query: Ask) -> None:
    issues = query(
        "select closed_on, age_days, is_closed_on_time, days_overdue, dunning_level"
        " from marts.fct_issues where issue_id = 'ISSUE'"
    )

    assert issues == [(dt.date(2022, 6, 20), 102, False, 66, None)]


def test_a_judge_does_not_count_for_his_own_unit(query: Ask) -> None:
    scores = query(
        "select unit_code, votes, own_votes, observation_score, observation_rank"
        " from marts.fct_observations where round_id = '2022Q1' order by unit_code"
    )

    assert scores == [("430405", 1, 1, 97, 2), ("430406", 2, 0, 100, 1)]


def test_a_file_is_known_by_what_it_holds_and_a_vote_by_its_file(query: Ask) -> None:
    held = query(
        "select distinct entities from marts.fct_observations"
        " join marts.fct_submissions using (submission_id)"
    )
    promises = query(
        "select distinct entities from marts.fct_submissions where source_path like '%承诺和问题%'"
    )
    refused = query("select distinct entities from marts.fct_submissions where outcome = 'refused'")

    assert (held, promises, refused) == (
        [("observations",)],
        [("commitments,issues",)],
        [(None,)],
    )


def test_the_build_says_what_it_did(query: Ask) -> None:
    runs = dict(query("select node, rows from marts.fct_model_runs where version = 'small'"))
    (investments,) = query("select count(*) from marts.fct_investment")

    assert runs["model.majorprojects.fct_investment"] == investments[0]
    assert not query("select * from marts.fct_model_runs where status in ('error', 'fail')")


def test_as_of_leaves_out_what_came_later(landing: Path, warehouse: Path, tmp_path: Path) -> None:
    """The warehouse as of a day equals the one built from the landing of that day."""
    day = dt.date(2022, 3, 31)
    then = tmp_path / "then"
    shutil.copytree(landing, then)
    for folder in then.glob("received_on=*"):
        if dt.date.fromisoformat(folder.name.removeprefix("received_on=")) > day:
            shutil.rmtree(folder)

    as_of = build(landing, tmp_path / "a", as_of=day.isoformat())
    cut_off = build(then, tmp_path / "b")

    assert _contents(as_of) == _contents(cut_off)
    now = _firsts(warehouse)
    changed = {key: value for key, value in _firsts(as_of).items() if now.get(key, value) != value}
    assert not changed, "what was first that day is first for ever"


def _firsts(warehouse: Path) -> dict[tuple[Any, ...], str]:
    """First values that are known, by project and year or unit and promise, and column."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            tuple(key): value
            for mart, keys, columns in (
                ("dim_project_history", "project_code, plan_year", "first_.*"),
                ("fct_commitments", "unit_code, commitment_id", "first_(due|promised).*"),
            )
            for *key, value in connection.execute(
                f"unpivot (select {keys}, cast(columns('{columns}') as varchar)"  # noqa: S608
                f" from marts.{mart}) on columns('first_.*')"
            ).fetchall()
        }


def _contents(warehouse: Path) -> dict[str, Rows]:
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'marts' and table_name <> 'fct_model_runs'"
        ).fetchall()
        contents = {
            name: connection.table(f"marts.{name}").order("all").fetchall() for (name,) in tables
        }
    assert contents["fct_investment"]
    return contents


def test_a_landing_without_a_file_gives_empty_marts(tmp_path: Path, settings: Settings) -> None:
    import duckdb

    SmallLanding().write(settings.landing)

    warehouse = build(settings.landing, tmp_path)

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_investment").fetchall() == [(0,)]
        assert connection.execute("select count(*) from marts.dim_unit").fetchall() == [(15,)]
