"""承诺事项: what the heads of the units promise of their projects, and how they change it later.

A promise is made from the plan. Whether it is kept shows in 月度进展 and is nowhere claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course
from majorprojects.sample.months import add_months, last_day, months_between
from majorprojects.sample.register import plan_in
from majorprojects.sample.rows import CommitmentRow

Kind = Literal["开工", "年度投资", "进度节点", "竣工"]

_LAST_MONTH: Final = date(2022, 2, 1)
# Who sees that a promise will fail changes it more often than who keeps it.
_CHANGES_IF_IT_FAILS, _CHANGES_IF_KEPT = 0.3, 0.02


@dataclass(frozen=True)
class Terms:
    """When a promise is due, and how much: 万元 for 年度投资, percent for 进度节点."""

    due_on: date
    value: int | None = None


@dataclass(frozen=True)
class Change:
    """Other terms from a report month on; without a number nobody approved them."""

    month: date
    terms: Terms
    approval: str | None
    reason: str | None


@dataclass(frozen=True)
class Promise:
    """A promise of one project, as made and as changed."""

    commitment_id: str
    kind: Kind
    project_code: str
    promised_on: date
    terms: Terms
    change: Change | None = None

    def row(self, month: date) -> CommitmentRow | None:
        """The row of the promise in a report month; None where it is not made yet, or of a past year."""
        change = self.change if self.change and self.change.month <= month else None
        terms = change.terms if change else self.terms
        if last_day(month) < self.promised_on or terms.due_on.year < month.year:
            return None
        return CommitmentRow(
            commitment_id=self.commitment_id,
            project_code=self.project_code,
            commitment_type=self.kind,
            content=_content(self.kind, terms),
            due_on=terms.due_on,
            promised_value=terms.value,
            promised_by="样例",
            promised_on=self.promised_on,
            change_approval=change.approval if change else None,
            change_reason=change.reason if change else None,
        )


def _content(kind: Kind, terms: Terms) -> str:
    year, month = terms.due_on.year, terms.due_on.month
    return {
        "开工": f"{year}年{month}月底前开工建设（样例）",
        "年度投资": f"{year}年完成投资{terms.value}万元（样例）",
        "进度节点": f"{year}年{month}月底前形象进度达到{terms.value}%（样例）",
        "竣工": f"{year}年{month}月底前竣工（样例）",
    }[kind]


def _offers(course: Course, year: int) -> Iterator[tuple[Kind, Terms]]:
    """What the project promises in the year: a new one all four kinds, one that ends its finish."""
    project = course.project
    is_new = project.construction_type(year) == "新开工"
    was_new_before = year == 2022 and project.cohort.in_2021 == "新开工"
    if is_new and not was_new_before:
        yield "开工", Terms(last_day(project.planned_start))
    if is_new:
        rng = stream("promised investment", project.code, year)
        plan = plan_in(course, max(project.known_from, date(year, 1, 1)))
        value = round(plan * rng.choice((1.0, 1.0, 1.0, 1.2, 1.35)) / 50) * 50
        yield "年度投资", Terms(date(year, 12, 31), value)
        yield "进度节点", _milestone(course, year)
    if (is_new and not was_new_before) or project.construction_type(year) == "竣工投产":
        yield "竣工", Terms(project.planned_finish)


def _milestone(course: Course, year: int) -> Terms:
    """A share of the work that the year's plan lets one expect some months after the start."""
    project = course.project
    rng = stream("promised progress", project.code, year)
    start = project.planned_start
    if project.replanned_start and year == 2022:
        start = project.replanned_start
    due = min(add_months(start, rng.randrange(3, 7)), date(year, 12, 1))
    months = list(months_between(start, date(year, 12, 1)))
    passed = len([month for month in months if month <= due])
    share = course.budget.plan[year] / course.budget.total * passed / len(months)
    pct = round(100 * share * rng.uniform(0.9, 1.5) / 5) * 5
    return Terms(last_day(due), min(90, max(5, pct)))


def _fails(course: Course, kind: Kind, terms: Terms) -> bool:
    """Whether the promise will not be kept on time."""
    project = course.project
    if kind == "开工":
        return project.actual_start > terms.due_on
    if kind == "竣工":
        return project.actual_finish > terms.due_on
    reading = course.read(terms.due_on.replace(day=1), terms.due_on)
    reached = reading.ytd if kind == "年度投资" else reading.physical_pct
    return reached < (terms.value or 0)


def _change(course: Course, promise: Promise, unapproved: float) -> Change | None:
    """Softer terms, where the unit comes to ask for them before the promise is due."""
    project, terms = course.project, promise.terms
    rng = stream("promise", promise.commitment_id)
    first = add_months(promise.promised_on.replace(day=1), 1)
    months = list(months_between(first, min(terms.due_on, _LAST_MONTH)))
    starts_anew = promise.kind == "开工" and project.replanned_start is not None
    fails = _fails(course, promise.kind, terms)
    chance = _CHANGES_IF_IT_FAILS if fails else _CHANGES_IF_KEPT
    if not months or project.cohort.withdrawn_in or (rng.random() > chance and not starts_anew):
        return None
    if promise.kind == "年度投资":
        value = round((terms.value or 0) * rng.uniform(0.7, 0.9) / 50) * 50
        softer = Terms(terms.due_on, value)
    elif starts_anew and project.replanned_start:
        softer = Terms(last_day(project.replanned_start), terms.value)
    else:
        due = add_months(terms.due_on.replace(day=1), rng.randrange(1, 4))
        softer = Terms(last_day(due), terms.value)
    month = rng.choice(months[-3:])
    is_approved = rng.random() < 1 - unapproved
    reason = rng.choice(("用地手续延后", "资金到位延后", "设计方案调整", "征拆进度滞后"))
    return Change(
        month=month,
        terms=softer,
        approval=f"样例承诺批〔{month.year}〕{rng.randrange(1, 90)}号" if is_approved else None,
        reason=f"{reason}（样例）" if is_approved or rng.random() < 0.4 else None,
    )


def make_promises(courses: Sequence[Course], unapproved: float) -> Mapping[str, Sequence[Promise]]:
    """Let the units promise, year by year; the promises of each project by its code.

    Args:
        courses: of all projects.
        unapproved: share of the changed promises that are changed without a number.
    """
    made: dict[str, list[Promise]] = {}
    numbers: Counter[tuple[int, str]] = Counter()
    for year in (2021, 2022):
        for course in courses:
            project = course.project
            first = max(project.known_from, date(year, 1, 1))
            day = first + timedelta(days=stream("promised", project.code, year).randrange(5, 25))
            for kind, terms in _offers(course, year):
                numbers[year, project.unit.code] += 1
                number = numbers[year, project.unit.code]
                identity = f"CN{year}-{project.unit.code}-{number:03}"
                promise = Promise(identity, kind, project.code, day, terms)
                promise = replace(promise, change=_change(course, promise, unapproved))
                made.setdefault(project.code, []).append(promise)
    return made
