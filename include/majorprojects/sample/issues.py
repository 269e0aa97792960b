"""三张清单: difficulties of the projects, what is done about each, who answers for it until when.

Where a project starts late, stands still or falls behind its plan, an issue says why; others pass without a
trace. The office closes an issue for good in the month after the unit reports it closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course
from majorprojects.sample.facts import Words
from majorprojects.sample.months import last_day
from majorprojects.sample.rows import IssueRow


@dataclass(frozen=True)
class Trouble:
    """A difficulty and its days; ``closed_on`` may lie beyond the sample."""

    category: str
    raised_on: date
    due_on: date
    closed_on: date
    reopened_on: date | None = None
    closed_again_on: date | None = None

    def closed_as_of(self, day: date) -> date | None:
        """The day on which it was closed, as it stands on ``day``; None while it is open."""
        last = self.closed_on
        if self.reopened_on and self.closed_again_on and self.reopened_on <= day:
            last = self.closed_again_on
        return last if last <= day else None


@dataclass(frozen=True)
class Issue:
    """A trouble as it stands in the unit's list."""

    issue_id: str
    course: Course
    trouble: Trouble
    description: str
    measure: str
    responsible_unit: str

    def row(self, month: date, day: date) -> IssueRow | None:
        """The row as it is told on ``day``; None before it is raised, and after the year of its end."""
        trouble = self.trouble
        closed_on = trouble.closed_as_of(day)
        if trouble.raised_on > day or (closed_on and closed_on.year < month.year):
            return None
        status = "未办结"
        if closed_on:
            status = "已办结" if closed_on >= month else "已销号"
        return IssueRow(
            issue_id=self.issue_id,
            project_code=self.course.project.code,
            category=trouble.category,
            description=self.description,
            raised_on=trouble.raised_on,
            measure=self.measure,
            responsible_unit=self.responsible_unit,
            responsible_person="样例",
            due_on=trouble.due_on,
            status=status,
            closed_on=closed_on,
        )


def _late_start(course: Course) -> Iterator[Trouble]:
    project = course.project
    rng = stream("issue of start", project.code)
    if project.planned_start.year < 2021 or project.cohort.withdrawn_in:
        return
    late = (project.actual_start - project.planned_start).days
    if late < 30 or rng.random() < 0.1:
        return
    raised = project.planned_start + timedelta(days=rng.randrange(2, 16))
    closed = project.actual_start - timedelta(days=rng.randrange(1, 9))
    due = raised + timedelta(days=rng.choice((15, 20, 30, 45)))
    yield Trouble(rng.choice(("用地", "征拆", "手续")), raised, due, max(closed, raised))


def _standstill(course: Course) -> Iterator[Trouble]:
    if not course.halted:
        return
    rng = stream("issue of standstill", course.project.code)
    raised = course.halted[0] - timedelta(days=rng.randrange(3, 16))
    due = course.halted[0] + timedelta(days=rng.choice((20, 30, 60)))
    closed = last_day(course.halted[-1]) - timedelta(days=rng.randrange(2, 9))
    yield Trouble(rng.choice(("资金", "资金", "施工")), raised, due, closed)


def _behind_plan(course: Course) -> Iterator[Trouble]:
    """The year 2021 ends below its plan although the site works."""
    plan, project = course.budget.plan.get(2021, 0), course.project
    is_behind = 0 < course.budget.completed[2021] < plan
    rng = stream("issue of pace", project.code)
    if not is_behind or course.halted or rng.random() < 0.4:
        return
    first = max(date(2021, 5, 1), project.actual_start)
    raised = first + timedelta(days=rng.randrange(10, 100))
    due = raised + timedelta(days=rng.choice((30, 45, 60)))
    closed = raised + timedelta(days=rng.randrange(25, 160))
    yield Trouble(rng.choice(("资金", "要素", "征拆")), raised, due, closed)


def _in_passing(course: Course) -> Iterator[Trouble]:
    """Something small that is settled, in time as a rule."""
    project = course.project
    rng = stream("issue in passing", project.code)
    first = max(date(2021, 2, 1), project.actual_start, project.known_from)
    last = min(date(2022, 2, 20), project.actual_finish - timedelta(days=40))
    if first >= last or rng.random() > 0.3:
        return
    raised = first + timedelta(days=rng.randrange((last - first).days))
    allowed = rng.choice((30, 45, 60))
    longest = allowed if rng.random() < 0.8 else 2 * allowed
    closed = raised + timedelta(days=rng.randrange(8, longest))
    due = raised + timedelta(days=allowed)
    yield Trouble(rng.choice(("要素", "施工", "手续", "资金", "其他")), raised, due, closed)


def _again(trouble: Trouble, *names: object) -> Trouble:
    """Some issues that were closed come back some weeks later."""
    rng = stream("issue again", *names)
    back = trouble.closed_on + timedelta(days=rng.randrange(15, 60))
    if rng.random() > 0.1 or back > date(2022, 2, 15):
        return trouble
    settled = back + timedelta(days=rng.randrange(20, 60))
    return Trouble(
        trouble.category, trouble.raised_on, trouble.due_on, trouble.closed_on, back, settled
    )


def _troubles(course: Course) -> Iterator[Trouble]:
    for kind in (_late_start, _standstill, _behind_plan, _in_passing):
        for trouble in kind(course):
            yield _again(trouble, course.project.code, trouble.raised_on)


def make_issues(words: Words, courses: Sequence[Course]) -> Mapping[str, Sequence[Issue]]:
    """Put the troubles into the units' lists; the issues of each project by its code."""
    found = [(trouble, course) for course in courses for trouble in _troubles(course)]
    made: dict[str, list[Issue]] = {}
    numbers: Counter[tuple[int, str]] = Counter()
    for trouble, course in sorted(found, key=lambda t: (t[0].raised_on, t[1].project.code)):
        project = course.project
        year = trouble.raised_on.year
        numbers[year, project.unit.code] += 1
        identity = f"WT{year}-{project.unit.code}-{numbers[year, project.unit.code]:03}"
        said = words.issues[trouble.category]
        description, measure = stream("issue", identity).choice(said.texts)
        issue = Issue(
            issue_id=identity,
            course=course,
            trouble=trouble,
            description=f"{description}（样例）",
            measure=measure,
            responsible_unit=f"{project.unit.name}{said.office}（样例）",
        )
        made.setdefault(project.code, []).append(issue)
    return made
