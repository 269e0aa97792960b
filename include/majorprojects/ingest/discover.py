"""Which files of the inbox are submissions: `<received_on>/<unit_code>/<file name>`, and nothing else."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from majorprojects.ingest.text import printable
from majorprojects.settings import Settings

logger = logging.getLogger(__name__)

_NOT_YET: Final = (".part", ".tmp", ".crdownload")
_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})

# A batch's fixed cost is seconds, and its memory grows with its files (docs/benchmarks.md).
BATCH_FILES: Final = 500


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file that a unit handed in."""

    path: Path
    received_on: dt.date
    unit_code: str

    @property
    def source_path(self) -> str:
        """Path in the inbox, with ``/``; its order is the order of arrival within a day."""
        return f"{self.received_on.isoformat()}/{self.unit_code}/{printable(self.path.name)}"


def inbox_days(settings: Settings, first: dt.date, last: dt.date) -> list[dt.date]:
    """Days from first to last for which the inbox has a folder, in order."""
    if not settings.inbox.is_dir():
        return []
    days = (_day(entry) for entry in os.scandir(settings.inbox))
    return sorted(day for day in days if day and first <= day <= last)


def _day(entry: os.DirEntry[str]) -> dt.date | None:
    if not entry.is_dir(follow_symlinks=False):
        return None
    try:
        day = dt.date.fromisoformat(entry.name)
    except ValueError:
        return None
    return day if day.isoformat() == entry.name else None


def inbox_files(
    settings: Settings, day: dt.date, units: Sequence[str] | None = None
) -> list[InboxFile]:
    """Files that arrived on a day, by path; of these units only where units are named.

    What is left alone (unfinished uploads, hidden and system files, links, what does not lie directly
    in a unit's folder) is named in the log.
    """
    folder = settings.inbox / day.isoformat()
    if not folder.is_dir():
        return []
    files = [
        InboxFile(Path(entry.path), day, printable(unit.name))
        for unit in os.scandir(folder)
        if _is_unit_folder(unit) and (units is None or unit.name in units)
        for entry in _submissions(unit.path)
    ]
    return sorted(files, key=lambda file: file.source_path)


def _is_unit_folder(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
        return True
    logger.info("left alone, not a unit's folder: %s", entry.path)
    return False


def _submissions(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        name = entry.name.lower()
        if (
            entry.is_file(follow_symlinks=False)
            and not name.startswith((".", "~$"))
            and not name.endswith(_NOT_YET)
            and name not in _SYSTEM
        ):
            yield entry
        else:
            logger.info("left alone, no submission: %s", entry.path)


def cut_batches(files: Mapping[dt.date, int], limit: int = BATCH_FILES) -> list[list[dt.date]]:
    """Cut days with their numbers of files into batches of at most ``limit`` files.

    Days stay whole and in order, so a day with more files is a batch of its own; days without files
    are left out.
    """
    batches: list[list[dt.date]] = []
    room = 0
    for day, count in files.items():
        if not count:
            continue
        if count > room:
            batches.append([])
            room = limit
        batches[-1].append(day)
        room -= count
    return batches
