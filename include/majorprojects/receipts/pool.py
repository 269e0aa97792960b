"""Workbooks are made side by side in child processes under limits: the units' files are read again there."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from majorprojects.ingest.pool import limited_pool
from majorprojects.ingest.reader import Grid, read_workbook
from majorprojects.ingest.refusals import RefusedError
from majorprojects.receipts.receipt import Receipt
from majorprojects.receipts.workbook import make_workbook
from majorprojects.settings import Settings

logger = logging.getLogger(__name__)

# Above this a workbook of values helps nobody, and making it takes longer than reading the file did.
_MOST_CELLS: Final = 500_000
_ALONE: Final = (
    "原文件未能再次读取或内容过多，本回执不附数据表，请按工作表和单元格地址在原文件中查找。"
)


def make_workbooks(
    settings: Settings, receipts: Sequence[Receipt]
) -> Iterator[tuple[Receipt, bytes]]:
    """Make the workbooks of receipts, in their order; each within the reader's seconds and bytes.

    Where a file cannot be read again, its workbook is the summary alone and says so.
    """
    if not receipts:
        return
    with limited_pool(settings, len(receipts), preload=__name__) as pool:
        work = partial(_workbook, settings=settings)
        results = pool.map(work, receipts, timeout=settings.reader_seconds).result()
        for receipt in receipts:
            try:
                content = next(results)
            except Exception:  # what one file makes of its reader must not stop the others
                logger.exception("the workbook of %s has no data sheets", receipt.source_path)
                content = make_workbook(receipt, [], note=_ALONE)
            yield receipt, content


def _workbook(receipt: Receipt, settings: Settings) -> bytes:
    if receipt.outcome == "refused":
        return make_workbook(receipt, [])
    grids = _grids(receipt, settings)
    return make_workbook(receipt, grids, note=None if grids else _ALONE)


def _grids(receipt: Receipt, settings: Settings) -> list[Grid]:
    """The sheets of a receipt's file; none where it is not the same file any more, or too large."""
    path = settings.inbox / receipt.source_path
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != receipt.sha256:
            return []
        grids = read_workbook(path.name, content, settings).grids
    except (FileNotFoundError, RefusedError):
        return []
    read = {sheet.sheet for sheet in receipt.sheets}
    known = [grid for grid in grids if grid.name in read]
    cells = sum(len(row) for grid in known for row in grid.rows)
    return known if cells <= _MOST_CELLS else []
