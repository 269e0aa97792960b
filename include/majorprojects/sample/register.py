"""项目备案: the register of a unit, and how its plans change."""

from __future__ import annotations

from datetime import date

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course
from majorprojects.sample.months import last_day
from majorprojects.sample.portfolio import Project
from majorprojects.sample.rows import RegisterRow


def register_row(course: Course, month: date, unapproved: float) -> RegisterRow:
    """The row of 项目备案 that the project has in a report month.

    Args:
        course: of the project.
        month: the report month.
        unapproved: share of the lowered plans that are lowered without a number and a reason.
    """
    project, budget = course.project, course.budget
    replanned = project.replanned_start if month.year == 2022 else None
    change = None
    if month.year == 2021 and month.month >= 7 and is_plan_lowered(course):
        change = None if is_lowered_silently(course, unapproved) else "年中调整计划（样例）"
    if replanned:
        change = "用地手续延后（样例）"
    gone = project.cohort.withdrawn_in == month
    first = 2022 if month.year == 2022 else (1 if project.cohort.known_from is None else 2)
    batch = "2022年第一批" if first == 2022 else f"2021年第{'一' if first == 1 else '二'}批"
    return RegisterRow(
        project_code=project.code,
        project_name=project.name,
        category=project.category,
        level=project.level,
        is_provincial_single=project.is_single,
        construction_type=project.construction_type(month.year),
        industry_chain=project.industry_chain,
        location=project.location,
        owner_name=project.owner_name,
        owner_uscc=project.owner_uscc,
        total_investment=budget.total,
        annual_plan=plan_in(course, month),
        planned_start=replanned or project.planned_start,
        planned_finish=project.planned_finish,
        is_top500=project.is_top500,
        responsible_unit=project.responsible_unit,
        responsible_leader="样例",
        parent_project_code=None,
        filed_on=project.filed_on,
        batch=batch if project.counts_for_the_city else None,
        plan_change_approval=_approval(project, month) if change else None,
        plan_change_reason=change,
        withdrawn_on=last_day(month) if gone else None,
        withdrawal_reason="资金未落实（样例）" if gone else None,
    )


def plan_in(course: Course, month: date) -> int:
    """The year's plan as it stands in the month, in 万元: some were lowered in July 2021."""
    plan = course.budget.plan[month.year]
    if month.year == 2021 and month.month < 7 and is_plan_lowered(course):
        return round(plan * 1.2 / 50) * 50
    return plan


def is_plan_lowered(course: Course) -> bool:
    """Whether the plan of 2021 was lowered in the middle of the year."""
    project = course.project
    changes = 2021 in course.budget.plan and project.known_from.month == 1 and not project.named
    return changes and stream("plan change", project.code).random() <= 0.05


def is_lowered_silently(course: Course, unapproved: float) -> bool:
    """Whether that was done without a number and a reason."""
    rng = stream("plan change", course.project.code)
    rng.random()  # it decided whether the plan was lowered
    return rng.random() >= 1 - unapproved


def _approval(project: Project, month: date) -> str:
    number = stream("approval", project.code, month.year).randrange(1, 90)
    return f"样例批〔{month.year}〕{number}号"
