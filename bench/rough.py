"""A city as honest as the sample and rougher: for signs that its tidy figures never set off.

In the sample physical progress is the share of money, entry follows what is reported at once, and
who rests says so. Here people estimate, round, and fill in what they have. All of it is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from majorprojects.sample.amounts import stream
from majorprojects.sample.course import Course
from majorprojects.sample.months import add_months, last_day
from majorprojects.sample.rows import ProgressRow, Row
from majorprojects.sample.world import Report, World

_STEPS = (1, 1, 1, 10, 10, 50)
"""To what a unit rounds its sums, in 万元."""
_LAGS = (0, 0, 1)
"""Months by which a project's statistical entry is behind."""
_ESTIMATE_POINTS = 8
"""Standard deviation of a project's physical progress from the share of money, in points."""


@dataclass(frozen=True)
class RoughWorld(World):
    """The same projects, told less tidily."""

    def rows(self, report: Report) -> dict[str, list[Row]]:
        """The rows of every sheet of the report, by entity."""
        sheets = super().rows(report)
        courses = {course.project.code: course for course in self.reported(report)}
        progress = cast(list[ProgressRow], sheets["monthly_progress"])
        sheets["monthly_progress"] = [
            _rough(row, courses[str(row.project_code)], report) for row in progress
        ]
        return sheets


def _rough(row: ProgressRow, course: Course, report: Report) -> ProgressRow:
    ytd, cumulative = int(str(row.ytd_investment)), int(str(row.cumulative_investment))
    now = _rounded(report.unit_code, ytd)
    before = 0
    if report.month.month > 1:
        month = add_months(report.month, -1)
        before = _rounded(report.unit_code, course.read(month, last_day(month)).ytd)
    return replace(
        row,
        month_investment=max(0, now - before),
        ytd_investment=now,
        cumulative_investment=cumulative - ytd + now,
        statistical_ytd_investment=_entered(row, course, report.month),
        physical_progress_pct=_estimated(row, course),
        # Half of those who rest do not say so.
        status="在建" if row.status == "停工" and _coin(course) else row.status,
    )


def _coin(course: Course) -> bool:
    return stream("says nothing", course.project.code).random() < 0.5


def _rounded(unit_code: str, amount: int) -> int:
    step = stream("rounds to", unit_code).choice(_STEPS)
    return round(amount / step) * step


def _entered(row: ProgressRow, course: Course, month: date) -> int:
    lag = stream("entry is behind", course.project.code).choice(_LAGS)
    then = add_months(month, -lag)
    if not lag:
        return int(str(row.statistical_ytd_investment))
    return course.read(then, last_day(then)).entered_ytd if then.year == month.year else 0


def _estimated(row: ProgressRow, course: Course) -> int:
    told = int(str(row.physical_progress_pct))
    if told in (0, 100):
        return told
    off = stream("estimates", course.project.code).gauss(0, _ESTIMATE_POINTS)
    return min(98, max(1, round((told + off) / 5) * 5))
