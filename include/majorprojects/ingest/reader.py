"""Files into sheets of cells: xlsx and xls by calamine, CSV by the csv module.

Runs in a child process under limits; imports neither pandas nor pyarrow, so that a child starts quickly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import python_calamine as calamine

from majorprojects.ingest import refusals
from majorprojects.ingest.package import Package, Place, look_into
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import Cell, FaultyCell, text_cell
from majorprojects.settings import Settings

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in an OLE file, which may also be an encrypted xlsx.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_VBA: Final = "_VBA_PROJECT".encode("utf-16-le")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_TEXT_KINDS: Final = {
    "HTML": (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style"),
    "MHTML": (b"mime-version:", b"from: <saved by"),
    "SpreadsheetML": (b"<?xml", b"<workbook"),
    "PDF": (b"%pdf",),
    "RTF": (b"{\\rtf",),
}


@dataclass(slots=True)
class Grid:
    """The cells of a sheet, from the first filled row and column on.

    ``first_row`` and ``first_column`` say where that is, counted from 0; ``merges`` are
    ((row, column), (row, column)) inclusive, counted from 0 in the sheet.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 0
    first_column: int = 0
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    is_hidden: bool = False
    uses_1904: bool = False


@dataclass(slots=True)
class Workbook:
    """A file's sheets, hidden ones too, and notes on what was not read."""

    grids: list[Grid]
    notes: list[str] = field(default_factory=list)


def read_workbook(name: str, content: bytes, settings: Settings) -> Workbook:
    """Read every sheet of a file called ``name``.

    Raises:
        RefusedError: the file is not what its ending says, cannot be opened, or is over a limit.
    """
    ending, kind = PurePosixPath(name).suffix.lower(), content_kind(content)
    if ending == ".csv":
        if kind not in {"TXT", "TSV"}:
            raise RefusedError(refusals.DISGUISED, ending=ending, value=kind)
        return Workbook(_limited(iter([_csv_grid(name, content)]), settings))
    package = Package()
    if kind == "ZIP":
        package = look_into(content, ending, settings)
    elif kind == "XLS" and _ENCRYPTED in content:
        raise RefusedError(refusals.ENCRYPTED)
    elif kind != "XLS" or ending != ".xls":
        rule = refusals.DISGUISED if content.strip(b"\0 \r\n") else refusals.UNOPENABLE
        raise RefusedError(rule, ending=ending, value=kind)
    elif _VBA in content:
        raise RefusedError(refusals.MACROS)
    return Workbook(_limited(_grids(content, package, settings), settings), package.notes)


def content_kind(content: bytes) -> str:
    """What a file is by its first bytes: ZIP, XLS (any OLE file), HTML, MHTML, …, TSV or TXT."""
    if content.startswith(_ZIP):
        return "ZIP"
    if content.startswith(_OLE):
        return "XLS"
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for kind, starts in _TEXT_KINDS.items():
        if head.startswith(starts):
            return kind
    return "TSV" if b"\t" in content[:2048] else "TXT"


def _grids(content: bytes, package: Package, settings: Settings) -> Iterator[Grid]:
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in workbook.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            grid = Grid(
                name=meta.name,
                rows=[list(row) for row in sheet.to_python()],
                merges=sheet.merged_cell_ranges or [],
                is_hidden=meta.visible is not calamine.SheetVisibleEnum.Visible,
                uses_1904=package.uses_1904,
            )
            grid.first_row, grid.first_column = sheet.start or (0, 0)
            _put_faults(grid, package.faults.get(meta.name, {}), settings)
            yield grid
    except calamine.PasswordError as error:
        raise RefusedError(refusals.ENCRYPTED) from error
    except calamine.CalamineError as error:
        raise RefusedError(refusals.UNOPENABLE) from error


def _put_faults(grid: Grid, faults: dict[Place, str], settings: Settings) -> None:
    """Write the faulty cells into the grid, which grows where they stand outside what was read."""
    for (row, column), text in faults.items():
        y, x = row - grid.first_row, column - grid.first_column
        if not (0 <= y < settings.max_rows and 0 <= x < settings.max_columns):
            continue
        grid.rows.extend([] for _ in range(y + 1 - len(grid.rows)))
        grid.rows[y].extend([""] * (x + 1 - len(grid.rows[y])))
        grid.rows[y][x] = FaultyCell(text)


def _limited(grids: Iterator[Grid], settings: Settings) -> list[Grid]:
    kept: list[Grid] = []
    for grid in grids:
        kept.append(grid)
        width = max((len(row) for row in grid.rows), default=0)
        for what, value, limit in (
            ("工作表数", len(kept), settings.max_sheets),
            ("行数", len(grid.rows), settings.max_rows),
            ("列数", width, settings.max_columns),
        ):
            if value > limit:
                raise RefusedError(
                    refusals.TOO_LARGE, sheet=grid.name, what=what, value=value, limit=limit
                )
    return kept


def _csv_grid(name: str, content: bytes) -> Grid:
    text = _decode(content)
    try:
        candidates = [
            list(csv.reader(io.StringIO(text, newline=""), delimiter=d)) for d in (",", ";", "\t")
        ]
    except csv.Error as error:
        raise RefusedError(refusals.UNOPENABLE) from error
    # The separator is the one that cuts the table into most cells.
    rows = max(candidates, key=lambda rows: sum(len(row) for row in rows))
    stem = PurePosixPath(name).stem
    return Grid(name=stem, rows=[[text_cell(cell) for cell in row] for row in rows])


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        # Text in the other encodings holds no NUL; in UTF-16 it is the upper half of digits and commas.
        low_first = content[1::2].count(0) > content[0::2].count(0)
        encodings = ("utf-16-le" if low_first else "utf-16-be",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(refusals.UNOPENABLE)
