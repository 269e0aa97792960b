"""A sheet of a unit's file as values, each at its own address, with the faulty cells coloured and explained.

Lines of names and telephone numbers (submission_format §5) are left out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from majorprojects.ingest.forms import load_forms
from majorprojects.ingest.reader import Grid
from majorprojects.ingest.text import Cell, begins_footer, cell_text, compact
from majorprojects.receipts.receipt import SEVERITIES, Receipt
from majorprojects.receipts.styles import (
    FONT,
    LINE_HEIGHT,
    Styles,
    lines_of,
    set_up_print,
    text_width,
)
from majorprojects.rules import Finding

# Spreadsheet programs count days from 1900 on; an earlier date has no number.
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_ADDRESS: Final = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_TITLE_LENGTH: Final = 31
# Columns are as wide as their values, within these bounds; a header that is wider wraps.
_WIDTHS: Final = (8, 30)
_HEADER_WIDTH: Final = 16
_MOST_LINES: Final = 12
_COMMENT_WIDTH: Final = 300
_COMMENTS: Final = 2000

_Place = tuple[int, int]


def anchor(finding: Finding) -> str | None:
    """The address that a finding speaks of: its cell, or the beginning of its row."""
    if finding.cell and _ADDRESS.fullmatch(finding.cell):
        return finding.cell
    return f"A{finding.source_row}" if finding.source_row else None


def sheet_titles(names: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """A title for each sheet that a workbook can have, by the name that the file gives it."""
    used = {title.casefold() for title in taken}
    titles: dict[str, str] = {}
    for name in names:
        plain = _NOT_IN_TITLES.sub("_", name)[:_TITLE_LENGTH].strip() or "_"
        title, number = plain, 1
        while title.casefold() in used:
            number += 1
            title = f"{plain[: _TITLE_LENGTH - len(str(number)) - 1]}~{number}"
        used.add(title.casefold())
        titles[name] = title
    return titles


def write_data_sheet(sheet: Worksheet, grid: Grid, receipt: Receipt, styles: Styles) -> None:
    """Write a sheet's cells where they stand; colour what the receipt speaks of and say why."""
    found: defaultdict[_Place, list[Finding]] = defaultdict(list)
    rejected: set[int] = set()
    for finding in receipt.findings:
        if finding.sheet == grid.name and (address := anchor(finding)):
            found[xl_cell_to_rowcol(address)].append(finding)
            if finding.severity == "critical" and finding.source_row:
                rejected.add(finding.source_row - 1)
    header = next(s.header_row for s in receipt.sheets if s.sheet == grid.name)
    rows = list(_shown_rows(grid, header, receipt.form_version))
    _merge(sheet, grid, rows, header, styles)
    width = max((_filled(row) for y, row in rows if y >= header - 1), default=0)
    written = set()
    for y, row in rows:
        # The table is as wide in each of its rows, so that its lines are whole.
        cells = [*row[: _filled(row)], *[None] * (width - _filled(row) if y >= header - 1 else 0)]
        for x, cell in enumerate(cells, grid.first_column):
            colour = _colour(found.get((y, x))) or ("rejected" if y in rejected else None)
            _write(sheet, (y, x), cell, _kind(y, grid, header), styles, colour)
            written.add((y, x))
    for place in found.keys() - written:
        sheet.write_blank(*place, None, styles("text", _colour(found[place])))
    for place, findings in sorted(found.items())[:_COMMENTS]:
        _comment(sheet, place, findings)
    _set_up(sheet, grid, rows, header)


def _shown_rows(
    grid: Grid, header: int, form_version: str | None
) -> Iterator[tuple[int, list[Cell]]]:
    """(row, cells) counted from 0 in the sheet, without what follows a word of the footer."""
    forms = [form for form in load_forms() if form.form_version == form_version]
    words = tuple(word for form in forms for word in form.footer_words)
    for y, row in enumerate(grid.rows, grid.first_row):
        if y < header:
            yield y, _cut(row, words)
        elif not _is_footer(row, words):
            yield y, row


def _is_footer(row: list[Cell], words: tuple[str, ...]) -> bool:
    first = next((text for cell in row if compact(text := cell_text(cell))), "")
    return begins_footer(first, words)


def _cut(row: list[Cell], words: tuple[str, ...]) -> list[Cell]:
    """A line above the table up to the first word of the footer that is said something of."""
    said = re.compile(rf"({'|'.join(map(re.escape, words))})\s*[:：]")
    kept: list[Cell] = []
    for cell in row:
        match = said.search(cell) if isinstance(cell, str) else None
        if match:
            return [*kept, cell_text(cell)[: match.start()].rstrip()]
        kept.append(cell)
    return kept


def _filled(row: Sequence[Cell]) -> int:
    """How many cells of a row there are up to the last that holds something."""
    return max((x for x, cell in enumerate(row, 1) if cell not in {"", None}), default=0)


def _kind(y: int, grid: Grid, header: int) -> str:
    if y < header - 1:
        return "heading" if y == grid.first_row else "line"
    return "header" if y == header - 1 else "text"


def _colour(findings: Sequence[Finding] | None) -> str | None:
    if not findings:
        return None
    return "critical" if any(f.severity == "critical" for f in findings) else "warning"


def _write(
    sheet: Worksheet, place: _Place, cell: Cell, kind: str, styles: Styles, colour: str | None
) -> None:
    match cell:
        case "" | None:
            sheet.write_blank(*place, None, styles(kind, colour))
        case bool():
            sheet.write_boolean(*place, cell, styles("number", colour))
        case int() | float() if math.isfinite(cell):
            sheet.write_number(*place, cell, styles("number", colour))
        case dt.date() if _day(cell) >= _FIRST_DAY:
            sheet.write_datetime(*place, cell, styles("date", colour))
        case _:
            sheet.write_string(*place, cell_text(cell), styles(kind, colour))


def _day(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _merge(
    sheet: Worksheet,
    grid: Grid,
    rows: Sequence[tuple[int, list[Cell]]],
    header: int,
    styles: Styles,
) -> None:
    """Merge what the file merges, as far as its cells are shown."""
    shown = {y for y, _ in rows}
    last_row = max(shown, default=0)
    last_column = grid.first_column + max((len(row) for _, row in rows), default=0) - 1
    for (top, left), (bottom, right) in grid.merges:
        end = min(bottom, last_row), min(right, last_column)
        if top not in shown or end[0] < top or end[1] < left or end == (top, left):
            continue
        # A file with merges over one another is damaged: the first of them holds.
        with contextlib.suppress(OverlappingRange):
            sheet.merge_range(top, left, *end, "", styles(_kind(top, grid, header)))


def _comment(sheet: Worksheet, place: _Place, findings: Sequence[Finding]) -> None:
    text = "\n".join(f"【{SEVERITIES[f.severity]}】{f.message_zh}" for f in findings)[:2000]
    look = {
        "author": "平台",
        "font_name": FONT,
        "font_size": 9,
        "width": _COMMENT_WIDTH,
        "height": 24 + 17 * lines_of(text, _COMMENT_WIDTH // 7),
        "color": "#FFFBE6",
    }
    sheet.write_comment(*place, text, look)


def _set_up(
    sheet: Worksheet, grid: Grid, rows: Iterable[tuple[int, list[Cell]]], header: int
) -> None:
    low, high = _WIDTHS
    widths: defaultdict[int, int] = defaultdict(lambda: low)
    table = [(y, [cell_text(cell) for cell in row]) for y, row in rows if y >= header - 1]
    for y, texts in table:
        most = _HEADER_WIDTH if y < header else high
        for x, text in enumerate(texts, grid.first_column):
            widths[x] = max(widths[x], min(text_width(text) + 3, most))
    for x, width in widths.items():
        sheet.set_column(x, x, width)
    for y, texts in table:
        lines = max(
            (lines_of(t, widths[x] - 2) for x, t in enumerate(texts, grid.first_column)), default=1
        )
        if lines > 1:
            sheet.set_row(y, LINE_HEIGHT * min(lines, _MOST_LINES))
    sheet.freeze_panes(header, 0)
    sheet.repeat_rows(max(header - 1, 0))
    set_up_print(sheet)
