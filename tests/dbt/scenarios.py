"""The small landing's stories: each unit lives one rule of correction, ownership or presence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.dbt.small_landing import SmallLanding, progress, project


def small_landing() -> SmallLanding:
    """All stories in one landing; no two share a unit and a year, but for those that quarrel over a project."""
    landing = SmallLanding()
    for story in (
        _plan_lowered_in_june,
        _late_correction_of_march,
        _an_earlier_month_told_later,
        _approved_change,
        _corrected_and_resent,
        _columns_come_and_go,
        _two_units_one_project,
        _present_and_missing,
        _leaving,
        _combined_months,
        _two_files,
        _in_time_and_late,
        _figures_go_wrong,
        _rules_changed_since,
        _promises_and_issues,
        _another_files_while_the_owner_is_silent,
    ):
        story(landing)
    return landing


def _plan_lowered_in_june(landing: SmallLanding) -> None:
    for month, day, plan in (
        ("2022-03", "2022-04-03", 12_000),
        ("2022-06", "2022-07-03", 6_000),
    ):
        landing.hand_in(
            day,
            "430405",
            month,
            projects=[project("LOWERED", annual_plan=Decimal(plan))],
            monthly_progress=[progress("LOWERED", 3_000)],
        )


def _late_correction_of_march(landing: SmallLanding) -> None:
    for month, day, plan in (
        ("2022-03", "2022-04-03", 10_000),
        ("2022-06", "2022-07-03", 8_000),
        ("2022-03", "2022-07-20", 9_000),
    ):
        landing.hand_in(
            day,
            "430406",
            month,
            projects=[project("LATE", annual_plan=Decimal(plan), batch=f"{month} {day}")],
            monthly_progress=[progress("LATE", 100)],
        )


def _an_earlier_month_told_later(landing: SmallLanding) -> None:
    """A unit, and another one, file for January what was first filed for February."""
    for unit, day, month, plan, finish in (
        ("430406", "2022-03-10", "2022-02", 1_000, dt.date(2022, 12, 31)),
        ("430406", "2022-07-25", "2022-01", 600, dt.date(2024, 12, 31)),
        ("430407", "2022-07-26", "2022-01", 10, dt.date(2029, 12, 31)),
    ):
        filing = project("BACKDATED", annual_plan=Decimal(plan), planned_finish=finish)
        own = [project("APPROVED", annual_plan=Decimal(12_000))] if unit == "430407" else []
        landing.hand_in(day, unit, month, name="补报.xlsx", projects=[filing, *own])


def _approved_change(landing: SmallLanding) -> None:
    for month, day, plan, approval in (
        ("2022-01", "2022-02-03", 12_000, None),
        ("2022-02", "2022-03-03", 11_000, None),
        ("2022-03", "2022-04-03", 7_000, "衡发1号"),
        ("2022-04", "2022-05-03", 5_000, "衡发1号"),
    ):
        landing.hand_in(
            day,
            "430407",
            month,
            projects=[
                project("APPROVED", annual_plan=Decimal(plan), plan_change_approval=approval)
            ],
            monthly_progress=[progress("APPROVED", 3_500)],
        )
    landing.hand_in(
        "2023-02-03",
        "430407",
        "2023-01",
        projects=[project("APPROVED", annual_plan=Decimal(20_000))],
        monthly_progress=[progress("APPROVED", 1_000)],
    )


def _corrected_and_resent(landing: SmallLanding) -> None:
    for day, ytd in (("2022-02-03", 100), ("2022-02-04", 120), ("2022-02-05", 100)):
        landing.hand_in(
            day,
            "430408",
            "2022-01",
            projects=[project("RESENT")],
            monthly_progress=[progress("RESENT", ytd)],
            content=f"year to date {ytd}",
        )


def _columns_come_and_go(landing: SmallLanding) -> None:
    landing.hand_in(
        "2022-02-03",
        "430412",
        "2022-01",
        projects=[
            project("CARRIED", batch="第一批", location="南岳镇", filed_on=dt.date(2022, 1, 9))
        ],
        monthly_progress=[
            progress("CARRIED", 100, month_investment=Decimal(100), workers_on_site=9)
        ],
    )
    landing.hand_in(
        "2022-02-04",
        "430412",
        "2022-01",
        monthly_progress=[progress("CARRIED", 110, month_investment=None)],
        absent=("workers_on_site",),
    )
    landing.hand_in(
        "2022-03-03",
        "430412",
        "2022-02",
        projects=[project("CARRIED", location=None)],
        monthly_progress=[progress("CARRIED", 200)],
        absent=("batch", "filed_on", "workers_on_site"),
    )


def _two_units_one_project(landing: SmallLanding) -> None:
    for month, day in (
        ("2022-01", "2022-02-03"),
        ("2022-02", "2022-03-03"),
        ("2022-04", "2022-05-03"),
    ):
        landing.hand_in(
            day,
            "430421",
            month,
            projects=[project("MOVED", plan_change_approval="衡发0号")],
            monthly_progress=[progress("MOVED", 100)],
        )
    for month, day, approval in (
        ("2022-02", "2022-03-04", None),
        ("2022-03", "2022-04-04", "衡发2号"),
        ("2022-04", "2022-05-04", "衡发2号"),
    ):
        landing.hand_in(
            day,
            "430422",
            month,
            projects=[
                project(
                    "MOVED",
                    annual_plan=Decimal(9_000),
                    plan_change_approval=approval,
                    plan_change_reason="移交",
                )
            ],
            monthly_progress=[progress("MOVED", 200)],
        )


def _present_and_missing(landing: SmallLanding) -> None:
    landing.hand_in(
        "2022-02-03",
        "430423",
        "2022-01",
        projects=[project("SILENT"), project("REJECTED"), project("SPOKEN")],
        monthly_progress=[progress("SPOKEN", 100), progress("UNFILED", 50, project_name="未备案")],
        rejected=("REJECTED",),
    )
    landing.hand_in("2022-03-03", "430423", "2022-02", projects=[project("SPOKEN")])


def _leaving(landing: SmallLanding) -> None:
    codes = ("FINISHED", "WITHDRAWN", "DROPPED", "STAYING")
    for month, day in (("2021-10", "2021-11-03"), ("2021-11", "2021-12-03")):
        landing.hand_in(
            day,
            "430424",
            month,
            projects=[
                project(code, withdrawn_on=dt.date(2021, 11, 20) if code == "WITHDRAWN" else None)
                for code in codes
            ],
            monthly_progress=[
                progress(code, 100 + place, status="竣工" if code == "FINISHED" else "在建")
                for place, code in enumerate(codes)
            ],
        )
    landing.hand_in(
        "2022-02-03",
        "430424",
        "2022-01",
        projects=[project("FINISHED"), project("STAYING")],
        monthly_progress=[progress("FINISHED", 10), progress("STAYING", 10)],
    )


def _combined_months(landing: SmallLanding) -> None:
    landing.hand_in(
        "2022-03-03",
        "430426",
        "2022-02",
        projects=[project("COMBINED")],
        monthly_progress=[progress("COMBINED", 1_000, month_investment=Decimal(1_000))],
        is_combined=True,
    )


def _two_files(landing: SmallLanding) -> None:
    unit, day, month = "430473", "2022-02-03", "2022-01"
    entered = {"statistical_ytd_investment": Decimal(24_000)}
    over = progress("OVER", "24000.01", cumulative_investment=Decimal("110000.01"), **entered)
    landing.hand_in(
        day,
        unit,
        month,
        name="1备案.xlsx",
        projects=[project("OVER"), project("GONE"), project("TWICE")],
    )
    landing.hand_in(
        day,
        unit,
        month,
        name="2进展.xlsx",
        monthly_progress=[
            over,
            progress("GONE", 24_000, cumulative_investment=Decimal(110_000), **entered),
            progress("TWICE", 1),
        ],
    )
    landing.hand_in(
        day,
        unit,
        month,
        name="3进展.xlsx",
        monthly_progress=[
            over,
            progress("TWICE", 2),
        ],
    )


def _in_time_and_late(landing: SmallLanding) -> None:
    unit = "430476"
    landing.hand_in("2022-02-04", unit, "2022-01", outcome="refused", content="broken")
    for day, ytd in (("2022-02-07", 5), ("2022-02-20", 6)):
        landing.hand_in(
            day,
            unit,
            "2022-01",
            projects=[project("TIMED")],
            monthly_progress=[progress("TIMED", ytd)],
        )
    landing.hand_in(
        "2022-03-05",
        unit,
        "2022-02",
        projects=[project("TIMED")],
        monthly_progress=[progress("TIMED", 9)],
    )
    # A folder that is no unit's: refused, and no reference of the marts may break on it.
    landing.hand_in("2022-02-04", "999999", "2022-01", outcome="refused")


def _figures_go_wrong(landing: SmallLanding) -> None:
    unit = "430481"
    landing.hand_in(
        "2022-04-03",
        unit,
        "2022-03",
        projects=[project("VANISHED"), project("REWRITTEN", planned_start=dt.date(2022, 5, 3))],
        monthly_progress=[
            progress("VANISHED", 500),
            progress("REWRITTEN", 1_000, month_investment=Decimal(400)),
        ],
    )
    landing.hand_in(
        "2022-05-03",
        unit,
        "2022-04",
        projects=[project("REWRITTEN", planned_start=dt.date(2022, 3, 5))],
        monthly_progress=[
            progress("VANISHED", 450),
            progress("REWRITTEN", 12_000_000, month_investment=Decimal(200)),
        ],
    )


def _rules_changed_since(landing: SmallLanding) -> None:
    for day, month, rules in (
        ("2022-02-03", "2022-01", "older"),
        ("2022-03-03", "2022-02", "small"),
    ):
        landing.hand_in(
            day, "430482", month, monthly_progress=[progress("JUDGED", 5)], rules_version=rules
        )


def _promises_and_issues(landing: SmallLanding) -> None:
    """Beside the plan that is lowered in June; on a day on which the landing may be cut off."""
    start = {"commitment_id": "START", "project_code": "LOWERED", "commitment_type": "开工"}
    money = start | {"commitment_id": "MONEY", "commitment_type": "年度投资"}
    money |= {"promised_value": Decimal(3_500)}
    issue = {
        "issue_id": "ISSUE",
        "project_code": "LOWERED",
        "description": "征拆未完成",
        "raised_on": dt.date(2022, 3, 10),
        "due_on": dt.date(2022, 4, 15),
    }
    for day, month, due_on, status in (
        ("2022-03-31", "2022-03", dt.date(2022, 6, 30), {"status": "未办结"}),
        (
            "2022-07-04",
            "2022-06",
            dt.date(2022, 12, 31),
            {"status": "已办结", "closed_on": dt.date(2022, 6, 20)},
        ),
    ):
        landing.hand_in(
            day,
            "430405",
            month,
            name="承诺和问题.xlsx",
            commitments=[
                start | {"due_on": dt.date(2022, 3, 31)},
                money | {"due_on": due_on},
                start | {"commitment_id": "ANOTHERS", "project_code": "LATE", "due_on": due_on},
            ],
            issues=[issue | status],
        )
    seen = {"round_id": "2022Q1", "observed_on": dt.date(2022, 3, 30), "project_code": "LOWERED"}
    landing.hand_in(
        "2022-03-31",
        "430400",
        "2022-03",
        observations=[
            seen | {"subject_unit_code": unit, "judge_id": judge, "vote_rank": rank}
            for judge, ranked in (
                ("评委01", ("430405", "430406")),
                ("评委15", ("430406", "430405")),
            )
            for rank, unit in enumerate(ranked, 1)
        ],
    )


def _another_files_while_the_owner_is_silent(landing: SmallLanding) -> None:
    """January is the owner's; February another unit's, for which it counts from March on."""
    owner, other = "430426", "430473"
    of_project = {"issue_id": "PASSED-1", "project_code": "PASSED", "description": "征拆未完成"}
    issue = of_project | {
        "raised_on": dt.date(2021, 2, 10), "due_on": dt.date(2021, 4, 15), "status": "未办结",
    }  # fmt: skip
    promise = {"commitment_id": "PASSED-2", "project_code": "PASSED", "commitment_type": "开工"}
    promise |= {"due_on": dt.date(2021, 6, 30)}
    landing.hand_in(
        "2021-02-03",
        owner,
        "2021-01",
        projects=[project("PASSED", batch="第一批", location="渔峡口")],
        monthly_progress=[progress("PASSED", 100)],
    )
    for month, day, said, approval, absent in (
        ("2021-02", "2021-03-03", "别家", None, ()),
        ("2021-03", "2021-04-03", None, "衡发3号", ("batch", "location", "measure", "content")),
    ):
        landing.hand_in(
            day,
            other,
            month,
            projects=[project("PASSED", batch=said, location=said, plan_change_approval=approval)],
            monthly_progress=[progress("PASSED", 200)],
            issues=[issue | {"measure": said}],
            commitments=[promise | {"content": said}],
            absent=absent,
        )
