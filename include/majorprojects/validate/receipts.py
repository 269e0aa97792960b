"""Receipts: for each file a JSON document in the outbox that says what became of it and what to mend.

They are derived: from the landing, and for duplicates from the warehouse. A receipt speaks of its own
file alone.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from majorprojects.landing import read_day
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate

logger = logging.getLogger(__name__)

_FILE: Final = (
    "submission_id",
    "source_path",
    "unit_code",
    "received_on",
    "report_month",
    "sha256",
    "form_version",
    "rules_version",
    "outcome",
)
_COUNTS: Final = ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped")
_FINDING: Final = (
    "rule_id",
    "severity",
    "sheet",
    "cell",
    "source_row",
    "project_code",
    "value_found",
    "message_zh",
    "message_en",
)
_SUMMARY: Final = {
    "accepted": (
        "文件已接收，各行均已采用，无需修改。",
        "The file was taken; there is nothing to mend.",
    ),
    "accepted_with_findings": (
        "文件已接收，但有需要核对或修改的内容，请按下列提示处理后将整个文件再报一次。",
        "The file was taken, but there is something to mend: see the findings, then send it again.",
    ),
    "refused": (
        "文件未被接收，其中任何一行都没有采用，请按下列原因修改后重新报送。",
        "The file was refused and no row of it was taken: see the reason, then send it again.",
    ),
    "duplicate": (
        "本文件与先前报送的“{first}”内容完全相同，不重复计入；如需恢复到该版本，请在表中作出改动（如备注）后重新报送。",
        "The file is the same as {first}, sent before, and counts once. To go back to it after a "
        "correction, change something in it (a remark) and send it again.",
    ),
}


def write_receipts(settings: Settings, days: Sequence[dt.date]) -> int:
    """Write the receipts of all files of these days of the landing; returns how many are new.

    A receipt that says the same already is left alone, and so is one that a build has marked as a
    duplicate, as long as file and rules are the same.

    Raises:
        OSError: the outbox cannot be written.
    """
    return sum(
        _write_new(receipt_path(settings, receipt["source_path"]), receipt)
        for day in days
        for receipt in _receipts(settings, day)
    )


def mark_duplicates(settings: Settings, duplicates: Iterable[Duplicate]) -> int:
    """Rewrite the receipts of files that the warehouse found to be duplicates; returns how many changed.

    Raises:
        OSError: the outbox cannot be read or written.
    """
    marked = 0
    for duplicate in duplicates:
        path = receipt_path(settings, duplicate.source_path)
        receipt = _read(path)
        if receipt is None or receipt["submission_id"] != duplicate.submission_id:
            continue
        receipt |= {"outcome": "duplicate", "duplicate_of": duplicate.first_source_path}
        receipt |= _summary("duplicate", first=duplicate.first_source_path)
        marked += _write(path, receipt)
    return marked


def receipt_path(settings: Settings, source_path: str) -> Path:
    """Where the receipt of a file lies: the whole file name, so that a.xls and a.xlsx do not meet."""
    return settings.outbox / f"{source_path}.receipt.json"


def _receipts(settings: Settings, day: dt.date) -> list[dict[str, Any]]:
    findings: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_day(settings, day, "findings").to_pylist():
        findings[row["submission_id"]].append({name: row[name] for name in _FINDING})
    return [
        {name: row[name] for name in _FILE}
        | _summary(row["outcome"])
        | {
            "counts": {name: row[name] for name in _COUNTS},
            "notes": json.loads(row["notes"]),
            "findings": findings[row["submission_id"]],
        }
        for row in read_day(settings, day, "submissions").to_pylist()
    ]


def _summary(outcome: str, **words: str) -> dict[str, str]:
    zh, en = _SUMMARY[outcome]
    return {"summary_zh": zh.format(**words), "summary_en": en.format(**words)}


def _write_new(path: Path, receipt: dict[str, Any]) -> bool:
    there = _read(path)
    if there and there["outcome"] == "duplicate":
        same = ("submission_id", "rules_version")
        if all(there[name] == receipt[name] for name in same):
            return False
    return _write(path, receipt)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        receipt: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return receipt


def _write(path: Path, receipt: dict[str, Any]) -> bool:
    """Write a receipt whole or not at all; False where the same one is there."""
    text = json.dumps(receipt, ensure_ascii=False, indent=2, default=dt.date.isoformat) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
    return True
