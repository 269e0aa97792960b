"""What stands above the data: the header row or rows, and the line with unit, month and money unit."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from majorprojects.ingest import refusals
from majorprojects.ingest.forms import Column, Form, Labels, Sheet
from majorprojects.ingest.reader import Grid
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import Cell, cell_text, column_letter, compact, plain

# A header stands near the top: forms have two or three lines above it, some units a few more.
_HEADER_WITHIN: Final = 30
# Where a form wants a stamp: 填报单位（盖章）：衡东县.
_STAMP: Final = re.compile(r"\([^()]*章\)")
# A label that the form does not know; it ends what is said before it.
_OTHER_LABEL: Final = re.compile(r"\s[^\s:]+\s*:")


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a sheet as it was found; ``index`` is its place in the grid's rows."""

    index: int
    letter: str
    header: str
    column: Column | None
    bracket_unit: str | None
    is_ignored: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet: where the data begin (index into the grid's rows) and what was said.

    ``is_month_a_fraction`` says that the month was typed as a number like 2022.1: January, or October.
    """

    header_row: int
    data_from: int
    columns: tuple[ReadColumn, ...]
    unit: str | None
    month: str | None
    money_unit: str | None
    is_month_a_fraction: bool

    @property
    def fields(self) -> dict[str, ReadColumn]:
        """The columns that fill a field, by field."""
        return {column.column.field: column for column in self.columns if column.column}


def find_heading(grid: Grid, sheet: Sheet, form: Form) -> Heading:
    """Find the header of one or two rows that knows most columns, and read the lines above it.

    Raises:
        RefusedError: there is no header, or a column stands in it twice.
    """
    row, height = _header_place(grid, sheet)
    if _said(grid, sheet, row, height) == (0, 0):
        raise RefusedError(refusals.HEADER_NOT_FOUND, sheet=grid.name)
    if any(top == grid.first_row + row < bottom for (top, _), (bottom, _) in grid.merges):
        height = 2
    headers = _headers(grid, row, height, sheet)
    columns = tuple(_columns(grid, headers, sheet, form))
    _refuse_twice(grid, columns, grid.first_row + row + height)
    above = grid.rows[:row]
    said = _labelled(above, form)
    fractions = {cell_text(c) for line in above for c in line if isinstance(c, float) and c % 1}
    return Heading(
        header_row=grid.first_row + row + height,
        data_from=row + height,
        columns=columns,
        unit=said.get("unit"),
        month=said.get("month"),
        money_unit=said.get("money_unit"),
        is_month_a_fraction=said.get("month") in fractions,
    )


def fields_named(grid: Grid, sheet: Sheet) -> int:
    """How many fields the header names, if the grid is this sheet of a form."""
    return _said(grid, sheet, *_header_place(grid, sheet))[0]


def _header_place(grid: Grid, sheet: Sheet) -> tuple[int, int]:
    """First row and height of the header: where most columns are known."""
    last = _search_depth(grid, sheet)
    # One row first: two rows are the header only where they say more than any row alone.
    candidates = [(row, height) for height in (1, 2) for row in range(last)]
    return max(candidates, key=lambda at: _said(grid, sheet, *at), default=(0, 1))


def _search_depth(grid: Grid, sheet: Sheet) -> int:
    """How many rows may be a header: those to the first that is one by the look of it, and one more."""
    depth = min(_HEADER_WITHIN, len(grid.rows))
    for row in range(depth):
        filled = [cell for cell in grid.rows[row] if cell not in {"", None}]
        if 2 * sum(_is_known(cell, sheet) for cell in filled) > max(len(filled), 3):
            return min(row + 2, depth)
    return depth


def _is_known(cell: Cell, sheet: Sheet) -> bool:
    return isinstance(cell, str) and sheet.match(cell)[0] is not None


def _said(grid: Grid, sheet: Sheet, row: int, height: int) -> tuple[int, int]:
    """How many fields, and how many units of them, a header at these rows would name."""
    matches = [sheet.match(header) for header in _headers(grid, row, height, sheet)]
    return len({c.field for c, _ in matches if c}), sum(unit is not None for _, unit in matches)


def _headers(grid: Grid, row: int, height: int, sheet: Sheet) -> list[str]:
    """The header of each column: one row, or two of which the upper is a group or the first part."""
    if row + height > len(grid.rows):
        return []
    upper = _spread(grid, row)
    if height == 1:
        return upper
    lower = _spread(grid, row + 1)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    return [_joined(a, b, sheet) for a, b in zip(upper, lower, strict=True)]


def _joined(upper: str, lower: str, sheet: Sheet) -> str:
    if not lower or not upper or upper == lower:
        return lower or upper
    if sheet.match(upper + lower)[0]:
        return upper + lower
    return lower


def _spread(grid: Grid, row: int) -> list[str]:
    """Texts of a row; a merged cell counts for each column that it covers in its first row."""
    texts = [cell_text(cell) for cell in grid.rows[row]]
    for (top, left), (_, right) in grid.merges:
        x = left - grid.first_column
        if top == grid.first_row + row and 0 <= x < len(texts):
            end = min(right - grid.first_column + 1, len(texts))
            texts[x:end] = [texts[x]] * (end - x)
    return texts


def _columns(grid: Grid, headers: list[str], sheet: Sheet, form: Form) -> list[ReadColumn]:
    ignored = {compact(header) for header in form.ignored_headers}
    columns = []
    for index, header in enumerate(headers):
        if not compact(header):
            continue
        column, unit = sheet.match(header)
        columns.append(
            ReadColumn(
                index=index,
                letter=column_letter(grid.first_column + index),
                header=plain(header),
                column=column,
                bracket_unit=unit,
                is_ignored=column is None and compact(header) in ignored,
            )
        )
    return columns


def _refuse_twice(grid: Grid, columns: tuple[ReadColumn, ...], row: int) -> None:
    seen: dict[str, ReadColumn] = {}
    for column in columns:
        name = column.column.field if column.column else compact(column.header)
        if name in seen and not column.is_ignored:
            raise RefusedError(
                refusals.COLUMN_TWICE,
                sheet=grid.name,
                value=column.header,
                cell=f"{seen[name].letter}{row}、{column.letter}{row}",
            )
        seen[name] = column


@cache
def _label_pattern(
    labels: Labels, footer_words: tuple[str, ...]
) -> tuple[re.Pattern[str], dict[str, str | None]]:
    """Finds labels, and what kind each is; a footer's label has none: it only ends what is before it."""
    kinds = {
        label: kind
        for kind, words in (
            (None, footer_words),
            ("unit", labels.unit),
            ("month", labels.month),
            ("money_unit", labels.money_unit),
        )
        for label in words
    }
    # The longest first: 填报单位 ends in 单位.
    words = "|".join(re.escape(w) for w in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"({words})\s*:\s*"), kinds


def _labelled(above: list[list[Cell]], form: Form) -> dict[str, str]:
    """What is said above the header after each label; a label may stand in a cell of its own.

    Names and numbers after a footer's label are dropped here: they leave no file.
    """
    pattern, kinds = _label_pattern(form.labels, form.footer_words)
    lines = [
        _STAMP.sub("", " ".join(plain(t) for cell in row if (t := _text_above(cell)).strip()))
        for row in above
    ]
    said: dict[str, str] = {}
    for line in lines:
        matches = list(pattern.finditer(line))
        ends = [*(match.start() for match in matches[1:]), len(line)]
        for match, end in zip(matches, ends, strict=False):
            value = _OTHER_LABEL.split(line[match.end() : end])[0].strip(" ()[];,、")
            if value and (kind := kinds[match[1]]):
                said.setdefault(kind, value)
    return said


def _text_above(cell: Cell) -> str:
    """The text of a cell above the header; 2022年2月 is a date on the 1st once a program has it."""
    if isinstance(cell, dt.date) and cell.day == 1:
        return f"{cell.year}年{cell.month}月"
    return cell_text(cell)
