"""The receipt as a workbook: in front what became of the file and what to mend, then its data sheets."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from majorprojects.ingest.reader import Grid
from majorprojects.pages import shortened
from majorprojects.receipts.data_sheets import anchor, sheet_titles, write_data_sheet
from majorprojects.receipts.receipt import (
    OUTCOMES,
    SEVERITIES,
    Outcome,
    Receipt,
    count_of,
    counts_text,
    month_text,
)
from majorprojects.receipts.styles import LINE_HEIGHT, Styles, lines_of, set_up_print
from majorprojects.rules import Finding

SUMMARY_SHEET: Final = "汇总"
# A list that nobody reads to its end helps nobody; the JSON receipt has all findings.
LISTED_FINDINGS: Final = 2000
_SHOWN: Final = 300
_COLUMNS: Final = (
    ("序号", 6),
    ("程度", 10),
    ("工作表", 16),
    ("单元格", 10),
    ("填报内容", 24),
    ("怎样处理", 58),
    ("规则编号", 24),
)
_ADVICE_COLUMN: Final = 5
_LAST: Final = len(_COLUMNS) - 1
_VALUE_WIDTH: Final = sum(width for _, width in _COLUMNS[2:])
_BAND_COLOURS: Final[dict[Outcome, str]] = {
    "accepted": "good",
    "accepted_with_findings": "warning",
    "refused": "critical",
}
_MARK: Final = "receipt"


def make_workbook(receipt: Receipt, grids: Sequence[Grid], note: str | None = None) -> bytes:
    """The workbook of a receipt, with these sheets of its file as values; the same bytes each time.

    ``note`` says something of this workbook alone.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        # The day of arrival, not the clock: the same receipt is the same file.
        made = dt.datetime.combine(receipt.received_on, dt.time())
        book.set_properties({"title": "报送回执", "created": made})
        book.set_custom_property(_MARK, workbook_mark(receipt))
        styles = Styles(book)
        front = book.add_worksheet(SUMMARY_SHEET)
        titles = sheet_titles([grid.name for grid in grids], taken=[SUMMARY_SHEET])
        _write_front(front, receipt, note, styles, titles)
        for grid in grids:
            sheet = book.add_worksheet(titles[grid.name])
            write_data_sheet(sheet, grid, receipt, styles)
    return content.getvalue()


def workbook_mark(receipt: Receipt) -> str:
    """Stands in a workbook for all that it was made from: the receipt, and the code that made it."""
    return hashlib.sha256((_code_version() + receipt.as_json()).encode()).hexdigest()


def is_current(path: Path, receipt: Receipt) -> bool:
    """Whether the workbook of this very receipt lies there."""
    try:
        with zipfile.ZipFile(path) as book:
            return workbook_mark(receipt).encode() in book.read("docProps/custom.xml")
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


@cache
def _code_version() -> str:
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _write_front(
    sheet: Worksheet,
    receipt: Receipt,
    note: str | None,
    styles: Styles,
    titles: dict[str, str],
) -> None:
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    set_up_print(sheet)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "报送回执", styles("title"))
    row = _write_band(sheet, 1, receipt, styles)
    row = _write_facts(sheet, row + 1, receipt, note, styles)
    if receipt.has_to_mend:
        _write_findings(sheet, row + 1, receipt, styles, titles)


def _write_band(sheet: Worksheet, row: int, receipt: Receipt, styles: Styles) -> int:
    """The outcome in words, across the sheet; returns the next row."""
    text = f"{OUTCOMES[receipt.outcome]}。{receipt.summary_zh}"
    look = styles("band", _BAND_COLOURS[receipt.outcome])
    sheet.merge_range(row, 0, row, _LAST, "", look)
    sheet.write_string(row, 0, text, look)
    width = sum(width for _, width in _COLUMNS)
    sheet.set_row(row, LINE_HEIGHT * lines_of(text, width - 12) + 14)
    return row + 1


def _write_facts(
    sheet: Worksheet, row: int, receipt: Receipt, note: str | None, styles: Styles
) -> int:
    """What arrived and its counts, one fact a row; returns the next row."""
    facts = [
        ("文件", receipt.file_name),
        ("报送单位", f"{receipt.unit_name}（{receipt.unit_code}）"),
        ("收到日期", receipt.received_on.isoformat()),
        ("报告月份", month_text(receipt.report_month)),
        *((sheet.sheet, counts_text(sheet)) for sheet in receipt.sheets),
        *(("说明", said) for said in (*receipt.notes, note) if said),
        ("文件编号", receipt.submission_id),
    ]
    label, value = styles("label"), styles("fact")
    for name, text in facts:
        shown = shortened(text, 3 * _SHOWN)
        # Over the columns of the value: a merged cell, because only these wrap over several columns.
        sheet.merge_range(row, 2, row, _LAST, "", value)
        sheet.write_string(row, 0, shortened(name, 40), label)
        sheet.write_string(row, 2, shown, value)
        sheet.set_row(row, LINE_HEIGHT * lines_of(shown, _VALUE_WIDTH - 4))
        row += 1
    return row


def _write_findings(
    sheet: Worksheet, row: int, receipt: Receipt, styles: Styles, titles: dict[str, str]
) -> None:
    critical, warning = (count_of(receipt.findings, s) for s in ("critical", "warning"))
    heading = f"待处理的内容：须改正 {critical} 处，请核对 {warning} 处"
    sheet.write_string(row, 0, heading, styles("heading"))
    legend = "须改正：整份文件" if receipt.outcome == "refused" else "须改正：所在的行"
    advice = f"{legend}未采用，改正后才能采用。请核对：已经采用，确认有误时再改。"
    if titles:
        advice += "点单元格地址可看到它在表中的位置；请在原文件中修改，不要报送本回执。"
    if len(receipt.findings) > LISTED_FINDINGS:
        advice += f"此处只列出前 {LISTED_FINDINGS} 处。"
    sheet.write_string(row + 1, 0, advice, styles("label"))
    sheet.set_row(row + 1, LINE_HEIGHT + 4)
    top = row + 2
    sheet.set_row(top, 22)
    for column, (header, _) in enumerate(_COLUMNS):
        sheet.write_string(top, column, header, styles("header"))
    findings = receipt.to_mend[:LISTED_FINDINGS]
    for number, finding in enumerate(findings, 1):
        _write_finding(sheet, top + number, number, finding, styles, titles)
    sheet.autofilter(top, 0, top + len(findings), _LAST)


def _write_finding(
    sheet: Worksheet,
    row: int,
    number: int,
    finding: Finding,
    styles: Styles,
    titles: dict[str, str],
) -> None:
    middle, text = styles("middle"), styles("text")
    found, advice = (shortened(t, _SHOWN) for t in (finding.value_found, finding.message_zh))
    sheet.write_number(row, 0, number, styles("ordinal"))
    sheet.write_string(row, 1, SEVERITIES[finding.severity], styles("middle", finding.severity))
    sheet.write_string(row, 2, shortened(finding.sheet, 40), middle)
    place = anchor(finding)
    if place and finding.sheet in titles:
        target = f"internal:{quote_sheetname(titles[finding.sheet])}!{place}"
        sheet.write_url(row, 3, target, styles("link"), string=finding.cell or place)
    else:
        sheet.write_string(row, 3, shortened(finding.cell, 40), middle)
    sheet.write_string(row, 4, found, text)
    sheet.write_string(row, _ADVICE_COLUMN, advice, text)
    sheet.write_string(row, 6, finding.rule_id, styles("id"))
    lines = max(lines_of(found, _COLUMNS[4][1] - 2), lines_of(advice, _COLUMNS[5][1] - 3))
    sheet.set_row(row, LINE_HEIGHT * lines + 5)
