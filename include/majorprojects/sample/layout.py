"""A sheet as a county's clerk lays it out: title, who and when, header, rows, sums, signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from majorprojects.entities import FieldType
from majorprojects.sample.columns import Column, bracketed, columns_of
from majorprojects.sample.facts import SheetFault, SheetForm
from majorprojects.sample.form import Reporter
from majorprojects.sample.grid import ROW_HEIGHT, Grid, Sum
from majorprojects.sample.months import last_day
from majorprojects.sample.rows import Cell, Row
from majorprojects.sample.values import is_longer, money, written

# Plainly nobody: no name and no number of a person is in the sample.
_SIGNATURE = "填报人：样例　　联系电话：000-0000000　　审核人：样例"
_GUIDE = (
    "填报说明（样例）",
    "1. 每月5日前报送上月数据，项目备案表为本单位全部重点项目。",
    "2. 总投资以亿元为单位，其余金额以万元为单位。",
    "3. 项目代码为投资项目在线审批监管平台代码。",
)
_PLANNED = ("planned_start", "planned_finish")


def _stands_for_month(field: str, cell: Cell) -> bool:
    """Whether a month says the whole date: of plans, and of promises until a month's end."""
    is_end = field == "due_on" and isinstance(cell, date) and cell == last_day(cell)
    return field in _PLANNED or is_end


class _Clerk:
    """Writes one sheet from top to bottom."""

    def __init__(
        self, entity: str, sheet: SheetForm, unit: Reporter, fault: SheetFault | None
    ) -> None:
        self.unit, self.form, self.sheet, self.fault = unit, unit.form, sheet, fault
        self.entity = entity
        self.by_category = entity == "projects" and (
            unit.form.subtotals or unit.form.merge_categories
        )
        self.columns = columns_of(entity, sheet, unit.form)
        numbered = unit.form.sheet_names == "numbered"
        self.grid = Grid(sheet.numbered_name if numbered else sheet.name)
        self.first = unit.form.margin + (1 if unit.form.serial else 0)
        self.last = self.first + len(self.columns) - 1
        if fault and fault.kind == "unknown_column":
            self.last += 1
        self.row = 0
        self.grid.widths = [3] * unit.form.margin + [6] * unit.form.serial
        self.grid.widths += [column.width for column in self.columns] + [16]

    def head(self, title: str, month_text: str | None) -> None:
        """Title rows, and the line that says who reports which month in which unit."""
        margin = self.form.margin
        if self.form.title_rows > 1:
            self.grid.put(self.row, margin, "附件", "plain")
            self.row += 1
        self.grid.put(self.row, margin, title, "title", last_column=self.last)
        self.grid.heights[self.row] = 34
        self.row += 1
        parts = [f"填报单位：{self.unit.name}"]
        if month_text:
            parts.append(f"报告月份：{month_text}")
        if unit := self._money_unit():
            parts.append(f"单位：{unit}")
        if self.form.meta_cells:
            # Side by side, where narrow sheets have room for it too.
            places = (margin, margin + min(5, (self.last - margin) // 2), self.last - 1)
            for column, part in zip(places, parts, strict=False):
                self.grid.put(self.row, column, part, "plain")
        else:
            line = "　　".join(parts)
            self.grid.put(self.row, margin, line, "meta", last_column=self.last)
        self.grid.heights[self.row] = 20
        self.row += 1

    def _money_unit(self) -> str | None:
        """The unit that the line above the header names; none where the sheet has no money."""
        if self.fault and self.fault.kind == "money_unit_differs":
            return self.fault.row_2_unit
        if not any(column.kind is FieldType.MONEY for column in self.columns):
            return None
        return self.form.plan_unit if self.entity == "projects" else "万元"

    def header(self) -> None:
        """The header in one or two rows."""
        top = self.row
        bottom = top + (0 if self.form.header == "plain" else 1)
        if self.form.serial:
            self.grid.put(top, self.form.margin, "序号", "header", last_row=bottom)
        column = self.first
        for group, members in groupby(self.columns, key=lambda c: c.group):
            members_list = list(members)
            if self.form.header == "grouped" and group:
                last = column + len(members_list) - 1
                self.grid.put(top, column, group, "header", last_column=last)
            for place, member in enumerate(members_list, column):
                self._name(member, place, top, bottom)
            column += len(members_list)
        if self.fault and self.fault.kind == "unknown_column":
            self.grid.put(top, self.last, self.fault.header, "header", last_row=bottom)
        self.grid.header_rows = (top, bottom)
        self.grid.heights |= dict.fromkeys(range(top, bottom + 1), 32 if bottom == top else 24)
        self.row = bottom + 1

    def _name(self, column: Column, place: int, top: int, bottom: int) -> None:
        if self.form.header == "split" and column.unit:
            self.grid.put(top, place, column.name, "header")
            self.grid.put(bottom, place, bracketed(column.unit, self.form), "header")
        elif self.form.header == "grouped" and column.group:
            self.grid.put(bottom, place, column.header(self.form), "header")
        else:
            self.grid.put(top, place, column.header(self.form), "header", last_row=bottom)

    def body(self, rows: Sequence[Row]) -> None:
        """The rows, with what stands between them, and the sums."""
        start = self.row
        serial = 0
        for _, members in groupby(rows, key=self._section):
            section = list(members)
            first_of_section = self.row
            for row in section:
                if self.form.blank_rows and serial and serial % self.form.blank_rows == 0:
                    self.row += 1
                serial += 1
                self._data(row, serial)
            if self.form.subtotals and self.by_category:
                self._sums("小计", section)
            if self.form.merge_categories and self.by_category:
                self._merge_category(first_of_section, self.row - 1)
        adds_up = not (self.form.subtotals or self.form.money_as_text)
        if self.sheet.total:
            self._sums("合计", rows, (start, self.row - 1) if adds_up else None)

    def _section(self, row: Row) -> object:
        return getattr(row, "category", None) if self.by_category else None

    def _data(self, row: Row, serial: int) -> None:
        if self.form.serial:
            self.grid.put(self.row, self.form.margin, serial, "number")
        for place, column in enumerate(self.columns, self.first):
            cell = getattr(row, column.field)
            month_only = self.form.planned_months and _stands_for_month(column.field, cell)
            value, style = written(cell, column.kind, column.unit, self.form, month_only=month_only)
            if self.fault and self.fault.kind == "progress_as_share" and column.unit == "%":
                value, style = Decimal(int(cell)) / 100, "share"
            self.grid.put(self.row, place, value, style)
            if style == "text" and is_longer(str(value), column.width):
                self.grid.heights[self.row] = 2 * ROW_HEIGHT
        if self.fault and self.fault.kind == "unknown_column":
            self.grid.put(self.row, self.last, self.fault.value, "centre")
        self.row += 1

    def _merge_category(self, first: int, last: int) -> None:
        """One cell for the category of neighbouring rows."""
        place = self.first + [column.field for column in self.columns].index("category")
        if first == last:
            return
        boxes = self.grid.boxes
        value = next(box.value for box in boxes if (box.row, box.column) == (first, place))
        kept = [box for box in boxes if not (box.column == place and first <= box.row <= last)]
        self.grid.boxes = kept
        self.grid.put(first, place, value, "centre", last_row=last)

    def _sums(self, label: str, rows: Sequence[Row], span: tuple[int, int] | None = None) -> None:
        margin = self.form.margin
        self.grid.put(self.row, margin, label, "total", last_column=self.first + 1)
        for place, column in enumerate(self.columns[2:], self.first + 2):
            if column.field not in self.sheet.total:
                self.grid.put(self.row, place, "", "total")
                continue
            cells = (getattr(row, column.field) for row in rows)
            amount = money(sum(cell for cell in cells if isinstance(cell, int)), column.unit)
            in_100m = column.unit == "亿元"
            value = Sum(*span, amount) if span else amount
            shown = f"{amount:,}" if self.form.money_as_text else value
            self.grid.put(self.row, place, shown, "total_money_100m" if in_100m else "total_money")
        self.row += 1

    def sign(self) -> None:
        """The last line: who filled it in."""
        margin = self.form.margin
        self.grid.put(self.row, margin, _SIGNATURE, "footer", last_column=self.last)
        self.grid.heights[self.row] = 24


def lay_out(
    entity: str,
    sheet: SheetForm,
    unit: Reporter,
    rows: Sequence[Row],
    *,
    title: str,
    month_text: str | None,
    fault: SheetFault | None = None,
) -> Grid:
    """Lay a sheet out.

    Args:
        entity: name of the entity in include/templates/entities.yml.
        sheet: headers and sums of the sheet.
        unit: who reports, with its habits.
        rows: the rows, in the order in which they stand.
        title: what stands above it.
        month_text: the report month as the unit writes it; None where there is none.
        fault: the fault of the whole sheet.
    """
    clerk = _Clerk(entity, sheet, unit, fault)
    clerk.head(title, month_text)
    clerk.header()
    clerk.body(rows)
    clerk.sign()
    return clerk.grid


def guide_sheet() -> Grid:
    """A hidden sheet that explains the form, as some units send it along."""
    grid = Grid("填报说明", widths=[80], is_hidden=True)
    for row, line in enumerate(_GUIDE):
        grid.put(row, 0, line, "plain")
    return grid
