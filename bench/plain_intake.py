"""The plain script of the intake: calamine in two processes → one Parquet file a sheet. No checks at all.

Usage: python -m bench.plain_intake INBOX FOLDER
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine as calamine

from bench.workbooks import SHEETS

PROCESSES = 2


def read(path: Path) -> dict[str, list[list[str]]]:
    """Rows of each sheet as text, with the unit's folder in front."""
    book = calamine.CalamineWorkbook.from_path(path)
    return {
        sheet: [
            [path.parent.name, *map(str, row)]
            for row in book.get_sheet_by_name(sheet).to_python()[3:-2]
        ]
        for sheet in SHEETS
    }


def main(inbox: Path, folder: Path) -> None:
    """Read all workbooks and write each sheet's rows."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    with multiprocessing.Pool(PROCESSES) as pool:
        for sheets in pool.imap(read, sorted(inbox.glob("*/*/*.xlsx")), chunksize=16):
            for sheet, found in sheets.items():
                rows[sheet] += found
    for sheet, found in rows.items():
        names = ["unit", *SHEETS[sheet][0]]
        columns = dict(zip(names, zip(*found, strict=True), strict=True))
        pq.write_table(
            pa.table({name: list(c) for name, c in columns.items()}), folder / f"{sheet}.parquet"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
