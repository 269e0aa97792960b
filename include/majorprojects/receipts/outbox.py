"""The outbox as a place: where a unit's receipts lie, and what was told of duplicates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from majorprojects.outbox import write_new
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate

SUMMARY_PAGE: Final = "summary.html"
_NAME_BYTES: Final = 255  # what file systems take
JSON_ENDING: Final = ".receipt.json"
WORKBOOK_ENDING: Final = ".receipt.xlsx"
_TOLD: Final = ".duplicates.json"


def json_path(settings: Settings, source_path: str) -> Path:
    """Where the receipt of a file lies: the whole file name, so that a.xls and a.xlsx do not meet."""
    return _beside(settings, source_path, JSON_ENDING)


def workbook_path(settings: Settings, source_path: str) -> Path:
    """Where the receipt of a file lies as a workbook."""
    return _beside(settings, source_path, WORKBOOK_ENDING)


def base_name(file_name: str) -> str:
    """A file's name as its receipts have it: one that would be too long is cut and gets a hash."""
    room = _NAME_BYTES - len(WORKBOOK_ENDING)
    if len(file_name.encode()) <= room:
        return file_name
    mark = "~" + hashlib.sha256(file_name.encode()).hexdigest()[:8]
    return file_name.encode()[: room - len(mark)].decode(errors="ignore") + mark


def _beside(settings: Settings, source_path: str, ending: str) -> Path:
    folder, _, name = source_path.rpartition("/")
    return settings.outbox / folder / (base_name(name) + ending)


def read_told(settings: Settings) -> dict[str, Duplicate]:
    """The duplicates that the receipts tell of, by submission id."""
    try:
        rows = json.loads((settings.outbox / _TOLD).read_bytes())
    except FileNotFoundError:
        return {}
    return {row["submission_id"]: Duplicate(**row) for row in rows}


def write_told(settings: Settings, duplicates: Mapping[str, Duplicate]) -> None:
    """Keep the duplicates that the receipts tell of, so that a later run tells the same."""
    rows = [asdict(duplicate) for _, duplicate in sorted(duplicates.items())]
    content = json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n"
    write_new(settings.outbox / _TOLD, content)
