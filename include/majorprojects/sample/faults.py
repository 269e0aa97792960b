"""Which rows are faulty, and in which way: the plan of include/sample/faults.yml laid over the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from majorprojects.entities import load_entities
from majorprojects.errors import DataError
from majorprojects.sample.amounts import stream
from majorprojects.sample.facts import FaultPlan, RowFault, SheetFault
from majorprojects.sample.rows import (
    CapitalRow,
    Cell,
    CommitmentRow,
    IssueRow,
    ProgressRow,
    RegisterRow,
    Row,
)
from majorprojects.sample.world import Report

# The rows of a report's sheets, by entity.
Sheets = Mapping[str, Sequence[Row]]
# The register of a report, by project code: some faults are measured by it.
Register = Mapping[Cell, RegisterRow]

_UNKNOWN_REGION = "439900"


def _malformed_code(row: Row, _: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    return [replace(row, project_code=str(row.project_code)[:-1])]


def _unknown_region(row: Row, _: Register) -> list[Row]:
    row = cast(RegisterRow, row)
    head, _region, *tail = str(row.project_code).split("-")
    return [replace(row, project_code="-".join((head, _UNKNOWN_REGION, *tail)))]


def _negative_month(row: Row, _: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    return [replace(row, month_investment=-max(120, cast(int, row.month_investment)))]


def _negative_plan(row: Row, _: Register) -> list[Row]:
    row = cast(RegisterRow, row)
    return [replace(row, annual_plan=-cast(int, row.annual_plan))]


def _twice(row: Row, _: Register) -> list[Row]:
    return [row, row]


def _plan_backwards(row: Row, _: Register) -> list[Row]:
    row = cast(RegisterRow, row)
    start = cast(date, row.planned_start)
    return [replace(row, planned_finish=start - timedelta(days=45))]


def _finish_backwards(row: Row, _: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    start = cast(date, row.actual_start)
    return [replace(row, actual_finish=start - timedelta(days=30))]


def _month_above_ytd(row: Row, _: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    return [replace(row, month_investment=cast(int, row.ytd_investment) + 260)]


def _ytd_above_cumulative(row: Row, _: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    return [replace(row, cumulative_investment=cast(int, row.ytd_investment) * 9 // 10)]


def _cumulative_above_total(row: Row, register: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    total = cast(int, register[row.project_code].total_investment)
    return [replace(row, cumulative_investment=total * 5 // 4)]


def _ytd_above_twice_plan(row: Row, register: Register) -> list[Row]:
    row = cast(ProgressRow, row)
    ytd = cast(int, register[row.project_code].annual_plan) * 9 // 4
    cumulative = max(ytd, cast(int, row.cumulative_investment))
    return [replace(row, ytd_investment=ytd, cumulative_investment=cumulative)]


def _wrong_enterprise_code(row: Row, _: Register) -> list[Row]:
    row = cast(RegisterRow, row)
    code = str(row.owner_uscc)
    return [replace(row, owner_uscc=code[:-1] + ("7" if code[-1] != "7" else "8"))]


def _due_before_promised(row: Row, _: Register) -> list[Row]:
    row = cast(CommitmentRow, row)
    return [replace(row, due_on=cast(date, row.promised_on) - timedelta(days=10))]


def _closed_before_raised(row: Row, _: Register) -> list[Row]:
    row = cast(IssueRow, row)
    return [replace(row, closed_on=cast(date, row.raised_on) - timedelta(days=20))]


def _negative_capital(row: Row, _: Register) -> list[Row]:
    row = cast(CapitalRow, row)
    return [replace(row, domestic_capital_ytd=-cast(int, row.domestic_capital_ytd))]


_CHANGES: dict[str, Callable[[Row, Register], list[Row]]] = {
    "malformed_code": _malformed_code,
    "unknown_region": _unknown_region,
    "negative_month": _negative_month,
    "negative_plan": _negative_plan,
    "twice": _twice,
    "plan_backwards": _plan_backwards,
    "finish_backwards": _finish_backwards,
    "month_above_ytd": _month_above_ytd,
    "ytd_above_cumulative": _ytd_above_cumulative,
    "cumulative_above_total": _cumulative_above_total,
    "ytd_above_twice_plan": _ytd_above_twice_plan,
    "wrong_enterprise_code": _wrong_enterprise_code,
    "due_before_promised": _due_before_promised,
    "closed_before_raised": _closed_before_raised,
    "negative_capital": _negative_capital,
}


def _key(entity: str, row: Row) -> tuple[Cell, ...]:
    """What tells the row from the others of its sheet."""
    return tuple(getattr(row, field) for field in load_entities()[entity].key)


class Faults:
    """The chosen rows and what is wrong with each."""

    def __init__(self, plan: FaultPlan, reports: Mapping[Report, Sheets]) -> None:
        """Choose the rows.

        Raises:
            DataError: there are not enough rows that can have one of the faults.
        """
        self._plan = plan
        self._chosen: dict[tuple[Report, str, tuple[Cell, ...]], RowFault] = {}
        for number, fault in enumerate(plan.faults):
            first, last = plan.months["quiet" if fault.quiet else "loud"]
            places = [
                (report, fault.sheet, _key(fault.sheet, row))
                for report, sheets in reports.items()
                if first <= report.month <= last
                for row in sheets.get(fault.sheet, ())
                if _can_have(fault, row)
            ]
            free = [place for place in places if place not in self._chosen]
            if len(free) < fault.rows:
                raise DataError(
                    f"only {len(free)} rows of the sample can have the fault {fault.kind}: "
                    "lower its `rows` in include/sample/faults.yml"
                )
            for place in stream("fault", number, fault.kind).sample(free, fault.rows):
                self._chosen[place] = fault

    def __len__(self) -> int:
        """How many rows are faulty; a row that stands twice counts twice."""
        return sum(2 if fault.change == "twice" else 1 for fault in self._chosen.values())

    def __iter__(self) -> Iterator[tuple[Report, tuple[Cell, ...], RowFault]]:
        """Report, key of the row and fault, of each row that has one."""
        for (report, _, key), fault in self._chosen.items():
            yield report, key, fault

    def spoil(self, report: Report, sheets: Sheets) -> dict[str, list[Row]]:
        """The rows of a report with its faults in them."""
        register = {
            row.project_code: row for row in cast(Sequence[RegisterRow], sheets["projects"])
        }
        spoilt: dict[str, list[Row]] = {}
        for entity, rows in sheets.items():
            spoilt[entity] = []
            for row in rows:
                fault = self._chosen.get((report, entity, _key(entity, row)))
                if fault is None:
                    spoilt[entity].append(row)
                elif fault.change:
                    spoilt[entity] += _CHANGES[fault.change](row, register)
                else:
                    spoilt[entity].append(_with(row, fault.set))
        return spoilt

    def of_sheet(self, report: Report, entity: str) -> SheetFault | None:
        """The fault that the whole sheet has."""
        return next(
            (
                fault
                for fault in self._plan.sheets
                if (fault.unit, fault.sheet) == (report.unit_code, entity)
                and report.month in fault.months
            ),
            None,
        )


def _with(row: Row, values: Mapping[str, str | None]) -> Row:
    changes: dict[str, Any] = dict(values)
    return replace(row, **changes)


def _can_have(fault: RowFault, row: Row) -> bool:
    if any(getattr(row, field) not in values for field, values in fault.where.items()):
        return False
    # A fault must show: a field that is to become empty holds something.
    return all(value is not None or getattr(row, field) for field, value in fault.set.items())
