"""What arrives when: the monthly workbooks, and what happens to some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import cast

from majorprojects.sample.amounts import stream
from majorprojects.sample.facts import Deliveries, Facts, Unit
from majorprojects.sample.faults import Faults
from majorprojects.sample.layout import guide_sheet, lay_out
from majorprojects.sample.months import add_months, last_day, months_between
from majorprojects.sample.rows import Cell, ProgressRow, Row
from majorprojects.sample.world import Report, World
from majorprojects.sample.writers import csv_bytes, xls_bytes, xlsx_bytes


@dataclass(frozen=True)
class Delivery:
    """One sending of a unit; ``keeps_pct`` below 100: the file is cut off on its way."""

    received_on: date
    report: Report
    name: str
    keeps_pct: int = 100
    stale_rows: int = 0

    @property
    def folder(self) -> PurePosixPath:
        """Folder in the inbox."""
        return PurePosixPath(self.received_on.isoformat(), self.report.unit_code)


def _name(unit: Unit, pattern: str, month: date) -> str:
    return pattern.format(name=unit.name, short=unit.short, year=month.year, month=month.month)


def _arrival(unit: Unit, month: date) -> date:
    first, last = unit.arrives
    day = unit.arrives_in.get(month) or stream("arrival", unit.code, month).randint(first, last)
    return add_months(month, 1).replace(day=day)


def _of_unit(unit: Unit, facts: Deliveries) -> Iterator[Delivery]:
    combined = facts.combined
    incidents = (facts.repeated, facts.broken, facts.corrected)
    for month in months_between(facts.first_month, facts.last_month):
        if unit.code == combined.unit and month == add_months(combined.month, -1):
            continue
        report = Report(unit.code, month, last_day(month))
        name = _name(unit, unit.form.file_name, month)
        arrival = _arrival(unit, month)
        again = next((i for i in incidents if (i.unit, i.month) == (unit.code, month)), None)
        if again is None:
            yield Delivery(arrival, report, name)
            continue
        yield Delivery(arrival, report, name, again.keeps_pct, again.stale_rows)
        yield Delivery(again.day, report, again.name)


def _progress(sheets: dict[str, list[Row]]) -> list[ProgressRow]:
    return cast(list[ProgressRow], sheets["monthly_progress"])


def make_deliveries(facts: Facts) -> list[Delivery]:
    """All deliveries of the sample in the order of their paths."""
    deliveries = [
        delivery for unit in facts.units.values() for delivery in _of_unit(unit, facts.deliveries)
    ]
    extra = facts.deliveries.extra_round
    for unit in facts.units.values():
        suffix = PurePosixPath(unit.form.file_name).suffix
        name = _name(unit, extra.name, extra.month) + suffix
        report = Report(unit.code, extra.month, extra.day, extra.share_of_month)
        deliveries.append(Delivery(extra.day, report, name))
    return sorted(deliveries, key=lambda delivery: (delivery.folder, delivery.name))


class Sender:
    """Turns deliveries into files."""

    def __init__(self, world: World, deliveries: list[Delivery]) -> None:
        """Report every month of every unit and choose the faulty rows among them."""
        self._world = world
        self._facts = world.facts
        reports = dict.fromkeys(delivery.report for delivery in deliveries)
        self._rows = {report: world.rows(report) for report in reports}
        corrected = self._facts.deliveries.corrected
        regular = {
            report: rows
            for report, rows in self._rows.items()
            if report.share_of_month == 1
            and (report.unit_code, report.month) != (corrected.unit, corrected.month)
        }
        self.faults = Faults(self._facts.faults, regular)

    def files(self, delivery: Delivery) -> dict[PurePosixPath, bytes]:
        """Path in the inbox and bytes of each file of the delivery."""
        report = delivery.report
        unit = self._facts.units[report.unit_code]
        rows = self.faults.spoil(report, self._with_stale(delivery))
        combined = self._facts.deliveries.combined
        month_text = _name(unit, unit.form.month, report.month)
        if (unit.code, report.month) == (combined.unit, combined.month):
            month_text = combined.written
        grids = []
        for entity, of_entity in rows.items():
            sheet = self._facts.sheets[entity]
            grid = lay_out(
                entity,
                sheet,
                unit,
                of_entity,
                title=_name(unit, sheet.title, report.month),
                month_text=month_text,
                fault=self.faults.of_sheet(report, entity),
            )
            grids.append(grid)
        if unit.form.file == "csv":
            return {delivery.folder / f"{grid.name}.csv": csv_bytes(grid) for grid in grids}
        if unit.form.guide_sheet:
            grids.append(guide_sheet())
        whole = xls_bytes(grids) if unit.form.file == "xls" else xlsx_bytes(grids)
        return {delivery.folder / delivery.name: whole[: len(whole) * delivery.keeps_pct // 100]}

    def count(self, delivery: Delivery) -> int:
        """Rows that the delivery reports."""
        return sum(len(rows) for rows in self._rows[delivery.report].values())

    def stale(self, delivery: Delivery) -> dict[Cell, ProgressRow]:
        """Rows of the month before that the delivery carries once more, by project code."""
        if not delivery.stale_rows:
            return {}
        month = add_months(delivery.report.month, -1)
        before = self._world.rows(Report(delivery.report.unit_code, month, last_day(month)))
        old = {row.project_code: row for row in _progress(before)}
        moving = [
            row.project_code
            for row in _progress(self._rows[delivery.report])
            if row.project_code in old and old[row.project_code] != row
        ]
        return {code: old[code] for code in moving[: delivery.stale_rows]}

    def _with_stale(self, delivery: Delivery) -> dict[str, list[Row]]:
        rows, stale = self._rows[delivery.report], self.stale(delivery)
        if not stale:
            return rows
        progress = [stale.get(row.project_code, row) for row in _progress(rows)]
        return {**rows, "monthly_progress": [*progress]}
