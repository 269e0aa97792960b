"""The reconstructed city: what a unit reports of its projects in a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from majorprojects.sample.capital import Capital, make_capital
from majorprojects.sample.commitments import Promise, make_promises
from majorprojects.sample.course import Course, Reading, Resumption, make_resumption
from majorprojects.sample.facts import Facts
from majorprojects.sample.issues import Issue, make_issues
from majorprojects.sample.money import make_budgets
from majorprojects.sample.portfolio import Project, make_projects
from majorprojects.sample.register import register_row
from majorprojects.sample.rows import ProgressRow, Row
from majorprojects.sample.support import Measure, make_measures

_LEVELS = ("省重点", "市重点", "县重点")
_CATEGORIES = ("产业科技", "园区建设", "社会民生", "生态文明", "城乡基础设施")


@dataclass(frozen=True)
class Report:
    """What a unit reports: the month, the day up to which it is told, the share of the month done."""

    unit_code: str
    month: date
    day: date
    share_of_month: float = 1.0


@dataclass(frozen=True)
class World:
    """The reconstructed city: every project with its course, and what follows from it, by code."""

    facts: Facts
    courses: Sequence[Course]
    resumption: Resumption
    promises: Mapping[str, Sequence[Promise]]
    issues: Mapping[str, Sequence[Issue]]
    measures: Mapping[str, Sequence[Measure]]
    capital: Capital

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
        """The rows of every sheet of the report that has something to say, by entity.

        The extra round asks for the projects alone.
        """
        courses = list(self.reported(report))
        unapproved = self.facts.faults.unapproved.plans
        sheets: dict[str, list[Row]] = {
            "projects": [register_row(course, report.month, unapproved) for course in courses],
            "monthly_progress": [self._progress_row(course, report) for course in courses],
        }
        if report.share_of_month == 1:
            codes = [course.project.code for course in courses]
            sheets |= {
                "commitments": self._commitments(codes, report),
                "issues": self._issues(codes, report),
                "capital_attraction": [self.capital.row(report.unit_code, report.month)],
                "support_measures": self._support(codes, report),
            }
        return {entity: rows for entity, rows in sheets.items() if rows}

    def _commitments(self, codes: Sequence[str], report: Report) -> list[Row]:
        promises = [promise for code in codes for promise in self.promises.get(code, ())]
        rows = [row for promise in promises if (row := promise.row(report.month))]
        return [*sorted(rows, key=lambda row: str(row.commitment_id))]

    def _issues(self, codes: Sequence[str], report: Report) -> list[Row]:
        issues = [issue for code in codes for issue in self.issues.get(code, ())]
        rows = [row for issue in issues if (row := issue.row(report.month, report.day))]
        return [*sorted(rows, key=lambda row: str(row.issue_id))]

    def _support(self, codes: Sequence[str], report: Report) -> list[Row]:
        measures = [measure for code in codes for measure in self.measures.get(code, ())]
        rows = [measure.row(report.month, report.day) for measure in measures]
        return [row for row in rows if row]

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


def make_world(facts: Facts) -> World:
    """Reconstruct all projects of the sample.

    Raises:
        DataError: the facts allow no way to reach a published sum.
    """
    projects = make_projects(facts)
    budgets = make_budgets(facts, projects)

    def order(project: Project) -> tuple[int, int, str]:
        return (_CATEGORIES.index(project.category), _LEVELS.index(project.level), project.code)

    courses = [Course(p, budgets[p.code]) for p in sorted(projects, key=order)]
    issues = make_issues(facts.words, courses)
    return World(
        facts=facts,
        courses=courses,
        resumption=make_resumption(facts, projects),
        promises=make_promises(courses, facts.faults.unapproved.promises),
        issues=issues,
        measures={
            course.project.code: make_measures(course, issues.get(course.project.code, ()))
            for course in courses
        },
        capital=make_capital(facts),
    )
