"""One file as a submission: its sheets, unit and month, or why it is refused. Runs in a child process."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from majorprojects.entities import load_entities
from majorprojects.ingest import refusals
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.parts import Rows, rows_of
from majorprojects.ingest.reader import read_workbook
from majorprojects.ingest.recognise import recognise
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.table import Table, read_table
from majorprojects.ingest.text import compact
from majorprojects.ingest.units import load_units
from majorprojects.ingest.values import Month, read_month
from majorprojects.rules import Finding, Rule
from majorprojects.settings import Settings

ENDINGS: Final = frozenset({".xlsx", ".xls", ".csv"})
COMBINED_MONTH: Final = Rule(
    "month_combined",
    "warning",
    "报告月份“{value}”按 1-2 月合并报送处理，计入 2 月。",
    "The report month {value} was read as January and February together, for February.",
)


@dataclass(slots=True)
class Submission:
    """A file as read: either its tables, or the finding that refuses it."""

    file: InboxFile
    sha256: str
    size_bytes: int
    form_version: str | None = None
    month: Month | None = None
    tables: list[Table] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusal: Finding | None = None

    @property
    def submission_id(self) -> str:
        """16 hex digits from the path and the bytes: the same file at the same place is the same."""
        text = f"{self.file.source_path}\n{self.sha256}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def digest(file: InboxFile) -> tuple[str, int]:
    """sha256 and size of a file, without holding it in memory."""
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def read_submission(file: InboxFile, settings: Settings) -> Submission:
    """Read a file whole; a refusal is an outcome, not an error.

    Raises:
        OSError: the file cannot be read from the disk: a fault of the machine, not of the file.
    """
    content = _content(file, settings.max_file_bytes)
    if content is None:
        submission = Submission(file, *digest(file))
    else:
        submission = Submission(file, hashlib.sha256(content).hexdigest(), len(content))
    try:
        _read_into(submission, content, settings)
    except RefusedError as refused:
        submission.refusal = refused.finding
        submission.tables, submission.rows = [], []
    return submission


def _content(file: InboxFile, limit: int) -> bytes | None:
    """A file's bytes, read once: an upload may go on meanwhile. None where they are more than the limit."""
    with file.path.open("rb") as stream:
        content = stream.read(limit + 1)
    return content if len(content) <= limit else None


def _read_into(submission: Submission, content: bytes | None, settings: Settings) -> None:
    file = submission.file
    if file.unit_code not in load_units():
        raise RefusedError(refusals.UNIT_UNKNOWN, value=file.unit_code)
    if file.path.suffix.lower() not in ENDINGS:
        raise RefusedError(refusals.UNSUPPORTED_ENDING, value=file.path.suffix or file.path.name)
    if content is None:
        raise RefusedError(
            refusals.TOO_LARGE,
            what="字节",
            value=submission.size_bytes,
            limit=settings.max_file_bytes,
        )
    workbook = read_workbook(file.path.name, content, settings)
    form, known, notes = recognise(workbook.grids, file)
    submission.form_version = form.form_version
    submission.notes = workbook.notes + notes
    entities = load_entities()
    pairs = [
        (sheet, read_table(grid, sheet, form, entities[sheet.entity]))
        for grid in workbook.grids
        if (sheet := known.get(grid.name))
    ]
    tables = [table for _, table in pairs]
    needs_month = any(sheet.reporter == "unit" for sheet in known.values())
    submission.month = _agreed_month(tables, file) if needs_month else None
    _check_unit(tables, file)
    if not any(table.source_rows for table in tables):
        raise RefusedError(refusals.NO_DATA)
    submission.tables = tables
    for name in dict.fromkeys(table.entity for table in tables):
        parts = [[t for s, t in pairs if s is part] for part in form.parts_of(name)]
        submission.rows += rows_of(parts, entities[name])
    submission.findings = [finding for table in tables for finding in table.findings]
    if submission.month and submission.month.is_combined:
        said = next(table.heading.month for table in tables if table.heading.month)
        submission.findings.append(Finding.of(COMBINED_MONTH, value_found=said))


def _agreed_month(tables: list[Table], file: InboxFile) -> Month:
    said = {table.heading.month for table in tables if table.heading.month}
    if not said:
        raise RefusedError(refusals.MONTH_MISSING)
    if fraction := next((t.heading.month for t in tables if t.heading.is_month_a_fraction), None):
        raise RefusedError(refusals.MONTH_AMBIGUOUS, value=fraction)
    months = {text: read_month(text) for text in sorted(said)}
    for text, month in months.items():
        if month is None:
            raise RefusedError(refusals.MONTH_UNREADABLE, value=text)
    first, *others = (month for month in months.values() if month)
    if any(other.first_day != first.first_day for other in others):
        raise _disagree("报告月份", "report month", months)
    if first.first_day > file.received_on:
        raise RefusedError(
            refusals.MONTH_FUTURE,
            value=_month_text(first.first_day),
            received_on=file.received_on.isoformat(),
        )
    return first


def _check_unit(tables: list[Table], file: InboxFile) -> None:
    said = sorted({compact(table.heading.unit) for table in tables if table.heading.unit})
    unit = load_units()[file.unit_code]
    if not said:
        raise RefusedError(refusals.UNIT_MISSING, unit=unit.name_zh)
    strange = [name for name in said if name not in unit.names]
    if strange and len(strange) < len(said):
        raise _disagree("填报单位", "reporting unit", said)
    if strange:
        raise RefusedError(refusals.UNIT_MISMATCH, value=strange[0], unit=unit.name_zh)


def _disagree(what: str, what_en: str, values: Iterable[str]) -> RefusedError:
    return RefusedError(
        refusals.SHEETS_DISAGREE, what=what, what_en=what_en, value="、".join(values)
    )


def _month_text(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"
