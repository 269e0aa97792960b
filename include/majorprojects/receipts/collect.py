"""The receipts of a day: from the landing, and from the duplicates that the last build found."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from majorprojects.ingest.units import load_units
from majorprojects.landing import landing_lock, read_day
from majorprojects.receipts.outbox import base_name
from majorprojects.receipts.receipt import Counts, Outcome, Receipt, SheetCounts, summary
from majorprojects.rules import Finding
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate
from majorprojects.tables import SKIP_REASONS

_SAME: Final = (
    "submission_id",
    "source_path",
    "unit_code",
    "received_on",
    "report_month",
    "sha256",
    "form_version",
    "rules_version",
)
_FINDING: Final = [field.name for field in fields(Finding)]


def read_receipts(
    settings: Settings, day: dt.date, duplicates: Mapping[str, Duplicate]
) -> list[Receipt]:
    """The receipts of all files that arrived on a day, by path; duplicates are by submission id.

    Raises:
        MachineError: another process holds the landing for too long.
    """
    with landing_lock(settings):  # the three tables are of one load
        submissions = read_day(settings, day, "submissions")
        found = read_day(settings, day, "findings")
        read = read_day(settings, day, "submission_sheets")
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for row in found.to_pylist():
        findings[row["submission_id"]].append(Finding(**{name: row[name] for name in _FINDING}))
    sheets: defaultdict[str, list[SheetCounts]] = defaultdict(list)
    for row in read.to_pylist():
        # A day of an older landing does not know why.
        skipped = {reason: row.get(f"skipped_{reason}") or 0 for reason in SKIP_REASONS}
        sheet = SheetCounts(row["sheet"], row["header_row"], _counts(row), skipped)
        sheets[row["submission_id"]].append(sheet)
    return [
        _receipt(
            row,
            tuple(sheets[row["submission_id"]]),
            tuple(findings[row["submission_id"]]),
            duplicates.get(row["submission_id"]),
        )
        for row in submissions.to_pylist()
    ]


def _receipt(
    row: dict[str, Any],
    sheets: tuple[SheetCounts, ...],
    findings: tuple[Finding, ...],
    duplicate: Duplicate | None,
) -> Receipt:
    outcome: Outcome = "duplicate" if duplicate else row["outcome"]
    duplicate_of = duplicate.first_source_path if duplicate else None
    counts = _counts(row)
    zh, en = summary(outcome, counts, duplicate_of)
    unit = load_units().get(row["unit_code"])
    return Receipt(
        **{name: row[name] for name in _SAME},
        unit_name=unit.name_zh if unit else "",
        outcome=outcome,
        duplicate_of=duplicate_of,
        summary_zh=zh,
        summary_en=en,
        counts=counts,
        sheets=sheets,
        notes=(*json.loads(row["notes"]), *_name_note(row["source_path"])),
        findings=findings,
    )


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(**{field.name: row[field.name] for field in fields(Counts)})


def _name_note(source_path: str) -> tuple[str, ...]:
    name = source_path.rsplit("/", 1)[-1]
    short = base_name(name)
    return () if short == name else (f"文件名过长，回执的文件名缩短为“{short}”。",)
