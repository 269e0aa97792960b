"""What the files of an inbox count of a month, by a reader that shares nothing with ingest, models and marts.

It knows the rules of the default rulebook's month, not of transfers or approved plans: enough for the
sample's January.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from tests.unit.sample.plain_reader import ANCHORS, Row, read

# (unit, indicator, item) → what it adds to numerator and denominator; 0 where nothing.
Items: TypeAlias = dict[tuple[str, str, str], tuple[Decimal, Decimal]]

STARTED: Final = {"在建", "停工", "竣工", "投产"}
FINISHED: Final = {"竣工", "投产"}
CLOSED: Final = {"已办结", "已销号"}
CITY: Final = "430400"
# Indicator, header of what was reached, and the name of the target of the year.
CAPITAL: Final = (
    ("domestic_capital", "当年累计引资", "引资"),
    ("foreign_capital", "当年累计实际使用外资", "实际使用外资"),
    ("upper_level_funds", "当年累计争资", "争资"),
    ("top500_projects", "三类500强项目数", "引进三类500强项目数"),
)


def read_inbox(inbox: Path) -> list[Row]:
    """All rows of all files that can be read."""
    rows: list[Row] = []
    for path in sorted(path for path in inbox.rglob("*") if path.is_file()):
        try:
            rows += read(path, tuple(ANCHORS))
        except Exception:  # noqa: S112 - a broken file says nothing
            continue
    return rows


def items_of(rows: Collection[Row], month: dt.date, units: dict[str, str]) -> Items:
    """What each unit's month counts by these rows; ``units`` has the code of each name."""
    found: Items = {}
    of_unit: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_unit[row.unit_code].append(row)
    targets = {
        (units[row.text("单位")], row.text("指标")): row
        for row in of_unit.pop(CITY, [])
        if row.sheet == "年度目标" and row.text("年度") == str(month.year)
    }
    reached: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for unit, its in of_unit.items():
        stands = _UnitMonth(its, month)
        if stands.reports:
            for indicator, item, numerator, denominator in (
                *stands.projects(),
                *stands.issues(),
                *stands.promises(),
            ):
                found[unit, indicator, item] = Decimal(numerator), Decimal(denominator)
            for indicator, amount in stands.capital():
                reached[unit, indicator] = amount
                reached[CITY, indicator] += amount
    for indicator, _, named in CAPITAL:
        for (unit, target), row in targets.items():
            if target == named and (unit, indicator) in reached:
                scale = 10_000 if row.text("计量单位") == "亿元" else 1
                amounts = reached[unit, indicator] / scale, row.number("目标值") or Decimal()
                found[unit, indicator, named] = amounts
    return found


class _UnitMonth:
    """A unit's sheets as they stand at the end of a month; what came last of a thing holds."""

    def __init__(self, rows: list[Row], month: dt.date) -> None:
        self.month = month
        self.end = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        self.rows = sorted(rows, key=lambda row: (row.month, row.received_on))
        until = [row for row in self.rows if row.month <= month]
        self.reports = self._last("月度进展", "项目代码", [r for r in until if r.month == month])
        self.register = self._last("项目备案", "项目代码", [r for r in until if r.month == month])
        self.issue_rows = [row for row in until if row.sheet == "三张清单"]
        self.promise_rows = [row for row in until if row.sheet == "承诺事项"]
        self.filed: defaultdict[str, list[Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.received_on, row.month)):
            if row.sheet == "项目备案":
                self.filed[row.text("项目代码")].append(row)
        self.capital_rows = [r for r in until if r.sheet == "引资争资" and r.month == month]

    @staticmethod
    def _last(sheet: str, key: str, rows: list[Row]) -> dict[str, Row]:
        return {row.text(key): row for row in rows if row.sheet == sheet}

    def _is_withdrawn(self, code: str) -> bool:
        """Whether the year's last row of the register takes it out of the month."""
        rows = [r for r in self.rows if r.sheet == "项目备案" and r.month.year == self.month.year]
        day = self._last("项目备案", "项目代码", rows)[code].day("退库日期")
        return day is not None and day <= self.end

    def _first_plan(self, code: str) -> Decimal:
        """Of the year, by arrival; nothing of the sample's January was approved otherwise."""
        plans = (
            row.money("年度计划投资")
            for row in self.filed[code]
            if row.month.year == self.month.year
        )
        return next((plan for plan in plans if plan is not None), Decimal())

    def _approved_start(self, code: str) -> dt.date | None:
        """Of the last row up to the month that brought an approval number."""
        brought: dict[str, Row] = {}
        for row in self.filed[code]:
            if number := row.text("计划变更批准文号"):
                brought.setdefault(number, row)
        rows = [row for row in brought.values() if row.month <= self.month]
        return max(rows, key=lambda row: row.month).day("计划开工时间") if rows else None

    def projects(self) -> Iterator[tuple[str, str, Decimal | int, Decimal | int]]:
        for code, filed in self.register.items():
            if self._is_withdrawn(code):
                continue
            report = self.reports.get(code)
            status = report.text("建设状态") if report else ""
            invested = report.money("当年累计完成投资") if report else None
            plan = filed.money("年度计划投资") or Decimal()
            first_plan = self._first_plan(code)
            if plan > 0:
                yield "completion", code, invested or 0, plan
                yield "plan_size", code, plan, 1
            if first_plan > 0:
                yield "first_plan_completion", code, invested or 0, first_plan
                yield "baseline_completion", code, invested or 0, first_plan
            if invested:
                yield "invested", code, invested, 0
            if filed.text("项目类别") == "产业科技" and status in STARTED - FINISHED:
                yield "industrial_projects", code, 1, 0
                if invested:
                    yield "industrial_investment", code, invested, 0
            if filed.text("建设性质") == "新开工":
                yield from self._starts(code, filed, report, is_started=status in STARTED)
            if report and report.text("是否复工") in {"是", "否", "Y", "N"}:
                yield "resumption", code, report.text("是否复工") in {"是", "Y"}, 1

    def _starts(
        self, code: str, filed: Row, report: Row | None, *, is_started: bool
    ) -> Iterator[tuple[str, str, int, int]]:
        planned = filed.day("计划开工时间")
        known = (row.day("计划开工时间") for row in self.filed[code])
        first = next((day for day in known if day is not None), None)
        approved = self._approved_start(code) or first
        if first and first <= self.end:
            yield "first_start", code, is_started, 1
        if approved and approved <= self.end:
            yield "baseline_start", code, is_started, 1
        if planned is None or planned.year <= self.month.year:
            yield "full_year_start", code, is_started, 1
        if planned and planned <= self.end:
            started = report.day("实际开工时间") if report else None
            is_late = not is_started or (started is not None and started > planned)
            yield "start", code, is_started, 1
            yield "late_start", code, is_late, 1

    def issues(self) -> Iterator[tuple[str, str, int, int]]:
        first = self._last("三张清单", "问题编号", self.issue_rows[::-1])
        for code, row in self._last("三张清单", "问题编号", self.issue_rows).items():
            closed = row.day("办结日期") if row.text("办结状态") in CLOSED else None
            closed = closed if closed and closed <= self.end else None
            due = first[code].day("办结时限")
            assert due
            if closed is None or closed.year >= self.month.year:
                yield "issue_clearance", code, closed is not None, 1
                if closed or self.end > due:
                    yield "issue_on_time", code, closed is not None and closed <= due, 1

    def promises(self) -> Iterator[tuple[str, str, int, int]]:
        for code, row in self._last("承诺事项", "承诺编号", self.promise_rows[::-1]).items():
            due, report = row.day("承诺时限"), self.reports.get(row.text("项目代码"))
            if due and due.year == self.month.year and due <= self.end and report:
                kinds = {"开工": (STARTED, "实际开工时间"), "竣工": (FINISHED, "实际竣工时间")}
                states, stated = kinds[row.text("承诺类型")]
                is_reached = report.text("建设状态") in states
                yield "commitment", code, is_reached and (report.day(stated) or self.end) <= due, 1

    def capital(self) -> Iterator[tuple[str, Decimal]]:
        """In 万元, or as a number."""
        for row in self.capital_rows[-1:]:
            for indicator, header, _ in CAPITAL:
                is_money = row.units[header] in {"万元", "亿元"}
                amount = row.money(header) if is_money else row.number(header)
                if amount is not None:
                    yield indicator, amount
