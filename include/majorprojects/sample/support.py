"""支持措施: what the city does for projects, mostly for those in trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course
from majorprojects.sample.issues import Issue
from majorprojects.sample.rows import SupportRow


@dataclass(frozen=True)
class Measure:
    """A measure for one project; ``amount`` in 万元, ``done_on`` may lie beyond the sample."""

    project_code: str
    kind: str
    content: str
    amount: int | None
    dated_on: date
    done_on: date | None
    status: tuple[str, str]

    def row(self, month: date, day: date) -> SupportRow | None:
        """The row as it is told on ``day``; None before the measure, and after the year of its end."""
        is_done = self.done_on is not None and self.done_on <= day
        last = self.done_on if self.done_on and is_done else day
        if self.dated_on > day or last.year < month.year:
            return None
        return SupportRow(
            project_code=self.project_code,
            measure_type=self.kind,
            content=f"{self.content}（样例）",
            amount=self.amount,
            dated_on=self.dated_on,
            status=self.status[is_done],
        )


def _for_issue(issue: Issue) -> Iterator[Measure]:
    """A special class takes up what is overdue; who lacks money comes on the relief list."""
    trouble, code = issue.trouble, issue.course.project.code
    rng = stream("support", issue.issue_id)
    ends = max(trouble.closed_on, trouble.closed_again_on or trouble.closed_on)
    if trouble.closed_on > trouble.due_on and rng.random() < 0.5:
        day = trouble.due_on + timedelta(days=rng.randrange(1, 8))
        yield Measure(
            code, "专班推进", f"成立工作专班，专项推进{trouble.category}问题", None, day,
            max(day, ends), ("推进中", "已完成"),
        )  # fmt: skip
    if trouble.category == "资金" and rng.random() < 0.6:
        day = trouble.raised_on + timedelta(days=rng.randrange(3, 15))
        yield Measure(
            code, "纾困解难", "列入纾困解难清单，协调过桥资金", rng.randrange(4, 60) * 50, day,
            max(day, ends), ("协调中", "已落实"),
        )  # fmt: skip


def _for_itself(course: Course, *, is_troubled: bool) -> Iterator[Measure]:
    """A protecting code for some that are filed, a subsidy for industry that produces."""
    project = course.project
    rng = stream("support", project.code)
    chance = 0.35 if is_troubled else 0.06
    if project.counts_for_the_city and rng.random() < chance:
        day = project.known_from + timedelta(days=rng.randrange(20, 160))
        yield Measure(
            project.code, "赋码保护", "项目赋码，入企检查须经批准", None, day, day,
            ("已赋码", "已赋码"),
        )  # fmt: skip
    if project.category == "产业科技" and project.actual_finish.year < 2023 and rng.random() < 0.5:
        day = project.actual_finish + timedelta(days=rng.randrange(20, 50))
        paid = day + timedelta(days=rng.randrange(15, 50))
        yield Measure(
            project.code, "企业奖补", "竣工投产奖补资金", rng.randrange(2, 30) * 10, day, paid,
            ("审核中", "已兑现"),
        )  # fmt: skip


def make_measures(course: Course, issues: Sequence[Issue]) -> list[Measure]:
    """The measures for one project, the oldest first."""
    measures = [measure for issue in issues for measure in _for_issue(issue)]
    measures += _for_itself(course, is_troubled=bool(issues))
    return sorted(measures, key=lambda measure: (measure.dated_on, measure.kind))
