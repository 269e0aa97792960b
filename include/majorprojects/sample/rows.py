"""The rows of the sheets: a dataclass an entity, its fields those of include/templates/entities.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course, Reading, Resumption, make_resumption
from majorprojects.sample.facts import Facts
from majorprojects.sample.money import make_budgets
from majorprojects.sample.months import last_day
from majorprojects.sample.portfolio import Project, make_projects

# What a cell may hold. Money is whole 万元; a text in place of another type is a fault.
Cell = str | int | date | bool | None

_LEVELS = ("省重点", "市重点", "县重点")
_CATEGORIES = ("产业科技", "园区建设", "社会民生", "生态文明", "城乡基础设施")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of 项目备案."""

    project_code: Cell
    project_name: Cell
    category: Cell
    level: Cell
    is_provincial_single: Cell
    construction_type: Cell
    industry_chain: Cell
    location: Cell
    owner_name: Cell
    owner_uscc: Cell
    total_investment: Cell
    annual_plan: Cell
    planned_start: Cell
    planned_finish: Cell
    is_top500: Cell
    responsible_unit: Cell
    responsible_leader: Cell
    parent_project_code: Cell
    filed_on: Cell
    batch: Cell
    plan_change_approval: Cell
    plan_change_reason: Cell
    withdrawn_on: Cell
    withdrawal_reason: Cell


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A row of 月度进展."""

    project_code: Cell
    project_name: Cell
    month_investment: Cell
    ytd_investment: Cell
    cumulative_investment: Cell
    statistical_ytd_investment: Cell
    progress_text: Cell
    physical_progress_pct: Cell
    status: Cell
    actual_start: Cell
    is_resumed: Cell
    resumed_on: Cell
    actual_finish: Cell
    workers_on_site: Cell
    remarks: Cell


Row = RegisterRow | ProgressRow


@dataclass(frozen=True)
class Report:
    """What a unit reports: the month, the day up to which it is told, the share of the month done."""

    unit_code: str
    month: date
    day: date
    share_of_month: float = 1.0


@dataclass(frozen=True)
class World:
    """The reconstructed county: every project with its course."""

    facts: Facts
    courses: Sequence[Course]
    resumption: Resumption

    def reported(self, report: Report) -> Iterator[Course]:
        """Courses of the projects that are in the unit's register of the report month."""
        for course in self.courses:
            project = course.project
            gone = project.cohort.withdrawn_in
            if (
                project.unit.code == report.unit_code
                and project.construction_type(report.month.year)
                and project.known_from <= report.month
                and (gone is None or report.month <= gone)
            ):
                yield course

    def rows(self, report: Report) -> dict[str, list[Row]]:
        """The rows of every sheet of the report, by entity."""
        courses = list(self.reported(report))
        return {
            "projects": [register_row(course, report.month) for course in courses],
            "monthly_progress": [self._progress_row(course, report) for course in courses],
        }

    def _progress_row(self, course: Course, report: Report) -> ProgressRow:
        project, month = course.project, report.month
        reading = course.read(month, report.day, report.share_of_month)
        asked = month.month == 2 or (month.month == 3 and month.year == 2021)
        back = self.resumption.on(project, month) if asked else None
        is_back = back is not None and back <= report.day
        if report.share_of_month < 1 and not is_back:
            # Nothing was built in this month on a site that still rests.
            reading = course.read(month, report.day, 0.0)
        return ProgressRow(
            project_code=project.code,
            project_name=project.name,
            month_investment=reading.month_investment,
            ytd_investment=reading.ytd,
            cumulative_investment=reading.cumulative,
            statistical_ytd_investment=reading.entered_ytd,
            progress_text=self._progress_text(project, month, reading),
            physical_progress_pct=reading.physical_pct,
            status=reading.status,
            actual_start=project.actual_start if reading.is_started else None,
            is_resumed=is_back if asked else None,
            resumed_on=back if is_back else None,
            actual_finish=project.actual_finish if reading.is_finished else None,
            workers_on_site=reading.workers if is_back or not asked else min(reading.workers, 4),
            remarks=_remarks(project),
        )

    def _progress_text(self, project: Project, month: date, reading: Reading) -> str:
        stated = project.named.progress_2022_02 if project.named else None
        if stated and (month.year, month.month) == (2022, 2):
            return stated
        if reading.status == "停工":
            return "暂停施工"
        stages = [text for least, text in self.facts.words.stages if reading.physical_pct >= least]
        return stages[-1]


def _remarks(project: Project) -> str:
    if project.named:
        return f"{project.named.note}；其余数据为样例"
    return "虚构项目（样例）"


def register_row(course: Course, month: date) -> RegisterRow:
    """The row of 项目备案 that the project has in a report month."""
    project, budget = course.project, course.budget
    replanned = project.replanned_start if month.year == 2022 else None
    plan, change = _plan_in(course, month)
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
        annual_plan=plan,
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


def _plan_in(course: Course, month: date) -> tuple[int, str | None]:
    """The plan as it stands in the month: some plans of 2021 were lowered in July."""
    plan, project = course.budget.plan[month.year], course.project
    rng = stream("plan change", project.code)
    changes = month.year == 2021 and project.known_from.month == 1 and not project.named
    if not changes or rng.random() > 0.05:
        return plan, None
    if month.month < 7:
        return round(plan * 1.2 / 50) * 50, None
    return plan, ("年中调整计划（样例）" if rng.random() < 0.5 else None)


def _approval(project: Project, month: date) -> str:
    number = stream("approval", project.code, month.year).randrange(1, 90)
    return f"样例批〔{month.year}〕{number}号"


def make_world(facts: Facts) -> World:
    """Reconstruct all projects of the sample.

    Raises:
        DataError: the facts allow no way to reach a published sum.
    """
    projects = make_projects(facts)
    budgets = make_budgets(facts, projects)

    def order(project: Project) -> tuple[int, int, str]:
        return (_CATEGORIES.index(project.category), _LEVELS.index(project.level), project.code)

    return World(
        facts=facts,
        courses=[Course(p, budgets[p.code]) for p in sorted(projects, key=order)],
        resumption=make_resumption(facts, projects),
    )
