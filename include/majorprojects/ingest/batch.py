"""Ingest: the files of some days, read and laid down as frames for validate."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from majorprojects.disk import writing
from majorprojects.entities import load_entities
from majorprojects.ingest.discover import inbox_files
from majorprojects.ingest.parts import Rows
from majorprojects.ingest.pool import read_submissions
from majorprojects.ingest.submission import Submission
from majorprojects.ingest.table import Table
from majorprojects.settings import Settings
from majorprojects.staging import SCOPE_FILE, new_batch
from majorprojects.tables import (
    FINDINGS,
    IS_PART,
    MISSING_PARTS,
    READ,
    RECORD,
    SKIP_REASONS,
    SUBMISSION_COLUMNS,
    SUBMISSION_SHEETS,
    SUBMISSIONS,
    UNREADABLE_SUFFIX,
    frame_schema,
    from_rows,
    parts_frame_schema,
    write_frame,
)

logger = logging.getLogger(__name__)


def ingest_days(
    settings: Settings,
    days: Sequence[dt.date],
    *,
    units: Sequence[str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Read every file that arrived on the days (of these units only, where units are named).

    Returns the batch's folder under ``settings.staging``, for `validate_batch`. ``on_progress`` is
    called with (files read, files in all).

    Raises:
        MachineError: the disk is full, or the children that read files die one and all.
        OSError: the inbox cannot be read.
    """
    files = [file for day in days for file in inbox_files(settings, day, units)]
    frames = _Frames()
    scope = {
        "days": [day.isoformat() for day in days],
        "units": None if units is None else sorted(units),
    }
    with new_batch(settings) as batch:
        for number, submission in enumerate(read_submissions(files, settings), 1):
            frames.add(submission)
            if on_progress:
                on_progress(number, len(files))
        frames.write(batch / READ)
        with writing(batch, "the landing is as it was"):
            (batch / SCOPE_FILE).write_text(json.dumps(scope), encoding="utf-8")
    logger.info("ingest: %d files of %d days read into %s", len(files), len(days), batch.name)
    return batch


class _Frames:
    """Collects submissions column by column; a table's rows become Arrow at once."""

    def __init__(self) -> None:
        self.submissions: list[dict[str, Any]] = []
        self.sheets: list[dict[str, Any]] = []
        self.columns: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []
        self.rows: dict[str, list[pa.Table]] = {name: [] for name in load_entities()}
        self.parts: list[dict[str, Any]] = []

    def add(self, submission: Submission) -> None:
        place = _place(submission)
        refusal = submission.refusal
        self.submissions.append(
            place
            | {
                "source_path": submission.file.source_path,
                "sha256": submission.sha256,
                "size_bytes": submission.size_bytes,
                "form_version": submission.form_version,
                "is_combined_month": bool(submission.month and submission.month.is_combined),
                "refusal_rule_id": refusal.rule_id if refusal else None,
                "refusal_reason": refusal.message_zh if refusal else None,
                "refusal_reason_en": refusal.message_en if refusal else None,
                "notes": json.dumps(submission.notes, ensure_ascii=False),
            }
        )
        for finding in [refusal] if refusal else submission.findings:
            self.findings.append(place | asdict(finding))
        for table in submission.tables:
            self.sheets.append(place | _sheet(table))
            self.columns += _columns(table, submission)
        for rows in submission.rows:
            self.rows[rows.entity].append(_rows(rows, submission))
            self.parts += _parts(rows, submission)

    def write(self, folder: Path) -> None:
        write_frame(folder, "submissions", from_rows(SUBMISSIONS, self.submissions))
        write_frame(folder, "submission_sheets", from_rows(SUBMISSION_SHEETS, self.sheets))
        write_frame(folder, "submission_columns", from_rows(SUBMISSION_COLUMNS, self.columns))
        write_frame(folder, "findings", from_rows(FINDINGS, self.findings))
        write_frame(folder, "row_parts", from_rows(parts_frame_schema(), self.parts))
        for name, entity in load_entities().items():
            empty = frame_schema(entity).empty_table()
            write_frame(folder, name, pa.concat_tables([empty, *self.rows[name]]))


def _place(submission: Submission) -> dict[str, Any]:
    return {
        "submission_id": submission.submission_id,
        "received_on": submission.file.received_on,
        "unit_code": submission.file.unit_code,
        "report_month": submission.month.first_day if submission.month else None,
    }


def _sheet(table: Table) -> dict[str, Any]:
    return {
        "entity": table.entity,
        "sheet": table.sheet,
        "header_row": table.heading.header_row,
        "rows_read": table.rows_read,
        "rows_skipped": table.skipped.total(),
        **{f"skipped_{reason}": table.skipped[reason] for reason in SKIP_REASONS},
    }


def _columns(table: Table, submission: Submission) -> Iterator[dict[str, Any]]:
    for column in table.heading.columns:
        name = column.column.field if column.column else None
        yield {
            "submission_id": submission.submission_id,
            "received_on": submission.file.received_on,
            "entity": table.entity,
            "sheet": table.sheet,
            "field": name,
            "column_letter": column.letter,
            "header": column.header,
            "money_unit": table.money_units.get(name or ""),
            "merged_rows": _spans(table.merged_rows.get(name or "", [])),
        }


def _spans(rows: list[tuple[int, int]]) -> str | None:
    return ",".join(f"{first}-{last}" for first, last in sorted(rows)) or None


def _rows(rows: Rows, submission: Submission) -> pa.Table:
    entity, place = load_entities()[rows.entity], rows.places[0]
    schema, count = frame_schema(entity), len(place.source_rows)
    absent = [name for name in entity.fields if name not in rows.values]
    columns: dict[str, Any] = _place(submission) | {
        "source_path": submission.file.source_path,
        "sheet": place.sheet,
        "absent_fields": f",{','.join(absent)}," if absent else "",
        "source_row": place.source_rows,
        RECORD: place.records,
        IS_PART: rows.missing is not None,
        MISSING_PARTS: rows.missing,
    }
    columns |= rows.values
    columns |= {name + UNREADABLE_SUFFIX: texts for name, texts in rows.unreadable.items()}
    arrays = [_array(columns.get(field.name), field.type, count) for field in schema]
    return pa.table(arrays, schema=schema)


def _parts(rows: Rows, submission: Submission) -> Iterator[dict[str, Any]]:
    first, *others = rows.places
    for place in others:
        for number, row, record in zip(
            first.source_rows, place.source_rows, place.records, strict=True
        ):
            yield {
                "submission_id": submission.submission_id,
                "received_on": submission.file.received_on,
                "entity": rows.entity,
                "sheet": first.sheet,
                "source_row": number,
                "part_sheet": place.sheet,
                "part_row": row,
                RECORD: record,
            }


def _array(values: object, kind: pa.DataType, count: int) -> pa.Array:
    """A column from its values, or from the one value of all its rows."""
    if values is None:
        return pa.nulls(count, kind)
    if isinstance(values, list):
        return pa.array(values, kind)
    return pa.repeat(pa.scalar(values, kind), count)
