"""From a sheet's cells to the rows of an entity: what is data, what is skipped, what each cell holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from majorprojects.entities import Entity, Field, FieldType
from majorprojects.ingest import refusals
from majorprojects.ingest.forms import Form, Sheet
from majorprojects.ingest.heading import Heading, ReadColumn, find_heading
from majorprojects.ingest.money import MONEY_UNITS, USD_UNITS, money_unit
from majorprojects.ingest.reader import Grid
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.rows import data_rows, hold_merged_cells
from majorprojects.ingest.text import Cell, cell_text
from majorprojects.ingest.values import UNREADABLE, Value, reader_for
from majorprojects.rules import RECORD_SEPARATOR, Finding, Rule

UNKNOWN_COLUMN: Final = Rule(
    "column_unknown",
    "warning",
    "工作表“{sheet}”的“{value}”列（{cell}）不在表样中，平台未读取；如属规定内容，请改用表样中的列名。",
    "Column {value} ({cell}) of sheet {sheet} is not in the form and was not read.",
)
UNUSUAL_UNIT: Final = Rule(
    "column_unit_unusual",
    "warning",
    "“{value}”列（{cell}）的单位是{unit}，与表头上方的{above}和表样的{usual}都不同；平台按{unit}换算，请确认。",
    "Column {value} ({cell}) is in {unit}, unlike the {above} above the header and the form's {usual}; "
    "it was read as {unit}. Please confirm.",
)
UNCLEAR_UNIT: Final = Rule(
    "sheet_unit_unclear",
    "warning",
    "工作表“{sheet}”表头上方的单位“{value}”无法识别，列名中没有写明单位的金额按表样的单位读取，请核对并改写为“单位：万元”的样式。",
    "The unit {value} above the header of sheet {sheet} is not known; amounts whose header names none were "
    "read in the form's unit. Please check, and write it like 单位：万元.",
)
PERCENT_SCALE: Final = Rule(
    "column_percent_scale",
    "warning",
    "“{value}”列（{cell}）的数值都不大于 1，可能把 45% 写成了 0.45；平台未作改动，请按 0-100 填写。",
    "No value of column {value} ({cell}) is above 1: 45% may stand as 0.45. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet, column by column.

    ``values`` and ``unreadable`` are by field, ``source_rows`` and ``records`` by row; ``records`` hold
    the texts of the columns of ``heading`` as written, joined by :data:`RECORD_SEPARATOR`.
    """

    entity: str
    sheet: str
    heading: Heading
    money_units: dict[str, str]
    source_rows: list[int]
    records: list[str]
    values: dict[str, list[Value]]
    unreadable: dict[str, list[str | None]]
    skipped: Counter[str]
    findings: list[Finding]
    merged_rows: dict[str, list[tuple[int, int]]]

    @property
    def rows_read(self) -> int:
        """Rows below the header up to the last that holds something."""
        return len(self.source_rows) + self.skipped.total()


def read_table(grid: Grid, sheet: Sheet, form: Form, entity: Entity) -> Table:
    """Read a sheet's table.

    Raises:
        RefusedError: no header, a header twice, or a required column is missing.
    """
    heading = find_heading(grid, sheet, form)
    _refuse_missing(grid, sheet, entity, heading)
    _refuse_other_currency(grid, entity, heading)
    merged_rows = hold_merged_cells(grid, heading)
    rows, source_rows, skipped = data_rows(grid, heading, form, entity)
    columns = [_column(rows, column.index) for column in heading.columns]
    texts = [[_written(cell) for cell in column] for column in columns]
    values: dict[str, list[Value]] = {}
    unreadable: dict[str, list[str | None]] = {}
    findings = [*_column_findings(grid, heading), *_line_findings(grid, heading, entity)]
    units: dict[str, str] = {}
    for column, cells, written in zip(heading.columns, columns, texts, strict=True):
        if column.column is None:
            continue
        name, field = column.column.field, entity.fields[column.column.field]
        scale = Decimal(1)
        if unit := _money_unit(column, field, heading):
            units[name] = unit
            scale = (MONEY_UNITS if field.type is FieldType.MONEY else USD_UNITS)[unit]
            findings += _unit_findings(grid, heading, column, unit, field)
        values[name], unreadable[name] = _read(cells, written, field, scale, grid.uses_1904)
        findings += _percent_findings(grid, heading, column, field, values[name])
    return Table(
        entity=entity.name,
        sheet=grid.name,
        heading=heading,
        money_units=units,
        source_rows=source_rows,
        records=[RECORD_SEPARATOR.join(record) for record in zip(*texts, strict=True)],
        values=values,
        unreadable=unreadable,
        skipped=skipped,
        findings=findings,
        merged_rows=merged_rows,
    )


def _refuse_other_currency(grid: Grid, entity: Entity, heading: Heading) -> None:
    for name, column in heading.fields.items():
        units = USD_UNITS if entity.fields[name].type is FieldType.USD else MONEY_UNITS
        if column.column and column.column.unit and column.bracket_unit not in {None, *units}:
            raise RefusedError(
                refusals.OTHER_CURRENCY,
                sheet=grid.name,
                value=column.header,
                cell=f"{column.letter}{heading.header_row}",
                usual=column.column.unit,
            )


def _refuse_missing(grid: Grid, sheet: Sheet, entity: Entity, heading: Heading) -> None:
    headers = {column.field: column.header for column in sheet.columns}
    missing = [
        headers[name]
        for name, field in entity.fields.items()
        if field.required and name in headers and name not in heading.fields
    ]
    if missing:
        raise RefusedError(refusals.COLUMN_MISSING, sheet=grid.name, value="、".join(missing))


def _written(cell: Cell) -> str:
    # A text may hold the character that separates the texts of a record: it is shown by its picture.
    return cell_text(cell).replace(RECORD_SEPARATOR, "\N{SYMBOL FOR UNIT SEPARATOR}")


def _column(rows: list[list[Cell]], index: int) -> list[Cell]:
    return [row[index] if index < len(row) else None for row in rows]


def _read(
    cells: list[Cell], written: list[str], field: Field, scale: Decimal, uses_1904: bool
) -> tuple[list[Value], list[str | None]]:
    read = reader_for(field, scale=scale, uses_1904=uses_1904)
    values: list[Value] = []
    unreadable: list[str | None] = []
    for cell, text in zip(cells, written, strict=True):
        value = read(cell)
        if value is UNREADABLE:
            values.append(None)
            unreadable.append(text)
        else:
            values.append(value)
            unreadable.append(None)
    return values, unreadable


def _money_unit(column: ReadColumn, field: Field, heading: Heading) -> str | None:
    """The unit of a money column: its header's, then the line's above (CNY only), then the form's."""
    if column.column is None or column.column.unit is None:
        return None
    if column.bracket_unit or field.type is FieldType.USD:
        return column.bracket_unit or column.column.unit
    above = money_unit(heading.money_unit or "")
    return above if above in MONEY_UNITS else column.column.unit


def _column_findings(grid: Grid, heading: Heading) -> list[Finding]:
    return [
        Finding.of(
            UNKNOWN_COLUMN,
            sheet=grid.name,
            source_row=heading.header_row,
            cell=f"{column.letter}{heading.header_row}",
            value_found=column.header,
        )
        for column in heading.columns
        if column.column is None and not column.is_ignored
    ]


def _line_findings(grid: Grid, heading: Heading, entity: Entity) -> Iterator[Finding]:
    """A unit above the header that is none, where a column depends on it."""
    depends = any(
        entity.fields[name].type is FieldType.MONEY and column.bracket_unit is None
        for name, column in heading.fields.items()
    )
    if depends and heading.money_unit and money_unit(heading.money_unit) not in MONEY_UNITS:
        yield Finding.of(UNCLEAR_UNIT, sheet=grid.name, value_found=heading.money_unit)


def _unit_findings(
    grid: Grid, heading: Heading, column: ReadColumn, unit: str, field: Field
) -> Iterator[Finding]:
    if column.column is None or field.type is not FieldType.MONEY or unit != column.bracket_unit:
        return
    above = money_unit(heading.money_unit or "")
    if unit not in {above or column.column.unit, column.column.unit}:
        yield Finding.of(
            UNUSUAL_UNIT,
            sheet=grid.name,
            source_row=heading.header_row,
            cell=f"{column.letter}{heading.header_row}",
            field=column.column.field,
            value_found=column.header,
            words={
                "unit": unit,
                "above": heading.money_unit or "（未写）",
                "usual": column.column.unit,
            },
        )


def _percent_findings(
    grid: Grid, heading: Heading, column: ReadColumn, field: Field, values: list[Value]
) -> Iterator[Finding]:
    if field.type is not FieldType.PERCENT or column.column is None:
        return
    above = [value for value in values if isinstance(value, Decimal) and value > 0]
    if above and max(above) <= 1:
        yield Finding.of(
            PERCENT_SCALE,
            sheet=grid.name,
            source_row=heading.header_row,
            cell=f"{column.letter}{heading.header_row}",
            field=column.column.field,
            value_found=column.header,
        )
