"""Writes what is new in the outbox: for each file its receipt, for each unit and day a summary page."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from majorprojects.disk import writing
from majorprojects.outbox import outbox_lock, write_new
from majorprojects.receipts.collect import read_receipts
from majorprojects.receipts.outbox import (
    SUMMARY_PAGE,
    json_path,
    read_told,
    workbook_path,
    write_told,
)
from majorprojects.receipts.page import summary_page
from majorprojects.receipts.pool import make_workbooks
from majorprojects.receipts.receipt import Receipt
from majorprojects.receipts.workbook import is_current
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate

logger = logging.getLogger(__name__)

_Progress = Callable[[int, int], None]


def write_receipts(
    settings: Settings, days: Sequence[dt.date], *, on_progress: _Progress | None = None
) -> int:
    """Write the receipts of all files of these days of the landing; returns how many are new.

    For each file there is a JSON document; where there is something to mend, a workbook too; and for
    each unit and day a summary page. A document that says the same already is left alone. What the
    last build found to be a duplicate stays one. ``on_progress`` is called with (files done, files).

    Raises:
        MachineError: the outbox cannot be written, or another process holds it for too long.
    """
    with outbox_lock(settings):
        told = read_told(settings)
        receipts = [receipt for day in days for receipt in read_receipts(settings, day, told)]
        with writing(settings.outbox, "the days are loaded, only receipts are missing"):
            return _write(settings, receipts, on_progress)


def mark_duplicates(settings: Settings, duplicates: Iterable[Duplicate]) -> int:
    """Let the receipts say which files are duplicates; returns how many receipts changed.

    ``duplicates`` are all those of the current version: a file that was one and is none any more gets
    its first receipt again.

    Raises:
        OSError: the outbox cannot be read or written.
        MachineError: another process holds the outbox for too long.
    """
    found = {duplicate.submission_id: duplicate for duplicate in duplicates}
    with outbox_lock(settings):
        told = read_told(settings)
        changed = {d.source_path.rpartition("/")[0] for d in {*found.values()} ^ {*told.values()}}
        days = sorted({dt.date.fromisoformat(folder.partition("/")[0]) for folder in changed})
        receipts = [
            receipt
            for day in days
            for receipt in read_receipts(settings, day, found)
            if receipt.folder in changed
        ]
        written = _write(settings, receipts, None)
        write_told(settings, found)  # last: a run that dies before does all of it again
    return written


def _write(settings: Settings, receipts: Sequence[Receipt], on_progress: _Progress | None) -> int:
    """Write what is new of these receipts, which are all those of their folders."""
    new: set[str] = set()
    stale: list[Receipt] = []
    folders: defaultdict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        folders[receipt.folder].append(receipt)
        if write_new(json_path(settings, receipt.source_path), receipt.as_json().encode()):
            new.add(receipt.submission_id)
        workbook = workbook_path(settings, receipt.source_path)
        if not receipt.has_to_mend:
            workbook.unlink(missing_ok=True)
        elif not is_current(workbook, receipt):
            stale.append(receipt)
    done = len(receipts) - len(stale)
    for receipt, content in make_workbooks(settings, stale):
        write_new(workbook_path(settings, receipt.source_path), content)
        new.add(receipt.submission_id)
        done += 1
        if on_progress:
            on_progress(done, len(receipts))
    for folder, of_folder in folders.items():
        write_new(settings.outbox / folder / SUMMARY_PAGE, summary_page(of_folder).encode())
    logger.info(
        "receipts: %d new of %d, %d with a new workbook", len(new), len(receipts), len(stale)
    )
    return len(new)
