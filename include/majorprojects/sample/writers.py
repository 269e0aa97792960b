"""A grid as bytes: .xlsx, .xls or CSV; the same grid always gives the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
import xlwt

from majorprojects.sample.grid import ROW_HEIGHT, Box, Grid, Style, Sum, Value

_CREATED: Final = datetime(2021, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone
_CSV_ENCODING: Final = "gb18030"

_BORDERED: Final = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
_BARE: Final = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_TOTAL: Final = {**_BORDERED, "bold": True}
_MONEY: Final = "#,##0"
_MONEY_100M: Final = "#,##0.00##"
_XLSX: Final[dict[Style, dict[str, Any]]] = {
    "plain": _BARE,
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
    "meta": _BARE,
    "header": {
        **_BORDERED,
        "bold": True,
        "align": "center",
        "text_wrap": True,
        "bg_color": "#EDEDED",
    },
    "text": {**_BORDERED, "text_wrap": True},
    "centre": {**_BORDERED, "align": "center", "text_wrap": True},
    "money": {**_BORDERED, "num_format": _MONEY, "align": "right"},
    "money_100m": {**_BORDERED, "num_format": _MONEY_100M, "align": "right"},
    "number": {**_BORDERED, "align": "center", "num_format": "0"},
    "decimal": {**_BORDERED, "align": "center"},
    "share": {**_BORDERED, "align": "center", "num_format": "0.00"},
    "date": {**_BORDERED, "align": "center", "num_format": "yyyy-mm-dd"},
    "total": {**_TOTAL, "align": "center"},
    "total_money": {**_TOTAL, "num_format": _MONEY, "align": "right"},
    "total_money_100m": {**_TOTAL, "num_format": _MONEY_100M, "align": "right"},
    "footer": _BARE,
}


def xlsx_bytes(grids: Sequence[Grid]) -> bytes:
    """An Excel workbook with these sheets."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _CREATED, "author": "样例", "comments": "样例数据"})
    formats = {style: book.add_format(words) for style, words in _XLSX.items()}
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        sheet.set_default_row(ROW_HEIGHT)
        for column, width in enumerate(grid.widths):
            sheet.set_column(column, column, width)
        for row, height in grid.heights.items():
            sheet.set_row(row, height)
        for box in grid.boxes:
            _put_xlsx(sheet, box, formats[box.style])
        if grid.header_rows:
            sheet.freeze_panes(grid.header_rows[1] + 1, 0)
            sheet.repeat_rows(*grid.header_rows)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        if grid.is_hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def _put_xlsx(sheet: Any, box: Box, style: Any) -> None:
    value = box.value
    if box.is_merged:
        sheet.merge_range(box.row, box.column, box.last_row, box.last_column, "", style)
    if isinstance(value, Sum):
        name = xlsxwriter.utility.xl_col_to_name(box.column)
        formula = f"=SUM({name}{value.first + 1}:{name}{value.last + 1})"
        sheet.write_formula(box.row, box.column, formula, style, float(value.value))
    elif isinstance(value, date):
        sheet.write_datetime(box.row, box.column, value, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(box.row, box.column, _number(value), style)
    elif value:
        sheet.write_string(box.row, box.column, value, style)
    else:
        sheet.write_blank(box.row, box.column, None, style)


def _number(value: int | Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _xls_style(words: dict[str, Any]) -> Any:
    style = xlwt.XFStyle()
    style.font.name = words["font_name"]
    style.font.height = 20 * words["font_size"]
    style.font.bold = bool(words.get("bold"))
    style.alignment.vert = xlwt.Alignment.VERT_CENTER
    style.alignment.wrap = int(bool(words.get("text_wrap")))
    style.alignment.horz = {
        "center": xlwt.Alignment.HORZ_CENTER,
        "right": xlwt.Alignment.HORZ_RIGHT,
        None: xlwt.Alignment.HORZ_GENERAL,
    }[words.get("align")]
    if words.get("border"):
        for side in ("left", "right", "top", "bottom"):
            setattr(style.borders, side, xlwt.Borders.THIN)
    style.num_format_str = words.get("num_format", "General")
    return style


def xls_bytes(grids: Sequence[Grid]) -> bytes:
    """An Excel 97 workbook with these sheets; sums stand as numbers, not as formulas."""
    book = xlwt.Workbook(encoding="utf-8")
    styles = {style: _xls_style(words) for style, words in _XLSX.items()}
    for grid in grids:
        sheet = book.add_sheet(grid.name, cell_overwrite_ok=True)
        for column, width in enumerate(grid.widths):
            sheet.col(column).width = 256 * width
        for row in range(max(box.last_row for box in grid.boxes) + 1):
            sheet.row(row).height_mismatch = True
            sheet.row(row).height = 20 * grid.heights.get(row, ROW_HEIGHT)
        for box in grid.boxes:
            _put_xls(sheet, box, styles[box.style])
        sheet.portrait = False
        sheet.paper_size_code = 8  # A3
        sheet.fit_num_pages = 1
        sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 0
        if grid.header_rows:
            sheet.panes_frozen = True
            sheet.horz_split_pos = grid.header_rows[1] + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put_xls(sheet: Any, box: Box, style: Any) -> None:
    value: Any = box.value.value if isinstance(box.value, Sum) else box.value
    if isinstance(value, Decimal):
        value = _number(value)
    if box.is_merged:
        sheet.write_merge(box.row, box.last_row, box.column, box.last_column, value, style)
    else:
        sheet.write(box.row, box.column, value, style)


def _csv_text(value: Value) -> str:
    if isinstance(value, Sum):
        value = value.value
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_bytes(grid: Grid) -> bytes:
    """One sheet as CSV in GB18030; a merged range stands in its first cell."""
    rows = 1 + max(box.row for box in grid.boxes)
    columns = 1 + max(box.last_column for box in grid.boxes)
    table = [[""] * columns for _ in range(rows)]
    for box in grid.boxes:
        table[box.row][box.column] = _csv_text(box.value)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(_CSV_ENCODING)
