"""Files into sheets of cells: xlsx and xls by calamine, CSV by the csv module.

Runs in a child process under limits; imports neither pandas nor pyarrow, so that a child starts quickly.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import python_calamine as calamine

from majorprojects.ingest import refusals
from majorprojects.ingest.package import Package, Place, look_into
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import Cell, FaultyCell, printable, text_cell
from majorprojects.ingest.xls import look_into_xls
from majorprojects.settings import Settings

_ZIP: Final = (b"PK\3\4", b"PK\5\6")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Name of a stream in an OLE file, which may also be an encrypted xlsx.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_HEAD_BYTES: Final = 2048
_TEXT_KINDS: Final = {
    "HTML": ("<html", "<!doctype html", "<table", "<meta", "<head", "<style"),
    "MHTML": ("mime-version:", "from: <saved by"),
    "SpreadsheetML": ("<?xml", "<workbook"),
    "PDF": ("%pdf",),
    "RTF": ("{\\rtf",),
}
_SEPARATORS: Final = (",", ";", "\t")
# Rows by which the separator of a CSV is found.
_SAMPLE_ROWS: Final = 200


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
    if not content.strip(b"\0 \r\n") or kind == "":
        raise RefusedError(refusals.UNOPENABLE)
    if ending == ".csv":
        if kind not in {"TXT", "TSV"}:
            raise RefusedError(refusals.DISGUISED, ending=ending, value=kind)
        return Workbook(_limited(iter([_csv_grid(name, content)]), settings))
    if kind == "ZIP":
        package = look_into(content, ending, settings)
    elif kind == "XLS" and _ENCRYPTED in content:
        raise RefusedError(refusals.ENCRYPTED)
    elif kind == "XLS" and ending == ".xls":
        package = look_into_xls(content, settings)
    else:
        raise RefusedError(refusals.DISGUISED, ending=ending, value=kind)
    return Workbook(_grids(content, package, settings), package.notes)


def content_kind(content: bytes) -> str:
    """What a file is: ZIP, XLS (any OLE file), HTML, MHTML, …, TSV, TXT, or "" where it is no text."""
    if content.startswith(_ZIP):
        return "ZIP"
    if content.startswith(_OLE):
        return "XLS"
    try:
        # A character may be cut in two at the end of the head.
        head = next(
            t for cut in range(4) if (t := _decoded(content[: _HEAD_BYTES - cut])) is not None
        )
    except StopIteration:
        return ""
    head = head.lstrip("\ufeff \t\r\n").lower()
    kind = next((k for k, starts in _TEXT_KINDS.items() if head.startswith(starts)), None)
    if kind == "SpreadsheetML" and "<html" in head:
        return "HTML"
    return kind or ("TSV" if "\t" in head else "TXT")


@contextlib.contextmanager
def _parser_refuses() -> Iterator[None]:
    """Say what the parser says of a file as a refusal."""
    try:
        yield
    except calamine.PasswordError as error:
        raise RefusedError(refusals.ENCRYPTED) from error
    except calamine.CalamineError as error:
        raise RefusedError(refusals.UNOPENABLE) from error
    except BaseException as error:
        # A damaged file may make the parser panic: that is no Exception, and no module has its type.
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(refusals.UNOPENABLE) from error


@_parser_refuses()
def _grids(content: bytes, package: Package, settings: Settings) -> list[Grid]:
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return _limited(
        (_grid(workbook, meta, package, settings) for meta in workbook.sheets_metadata), settings
    )


def _grid(
    workbook: calamine.CalamineWorkbook,
    meta: calamine.SheetMetadata,
    package: Package,
    settings: Settings,
) -> Grid:
    if meta.typ in (calamine.SheetTypeEnum.MacroSheet, calamine.SheetTypeEnum.Vba):
        raise RefusedError(refusals.MACROS)
    if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
        return Grid(meta.name, rows=[])
    sheet = workbook.get_sheet_by_name(meta.name)
    # Before its cells become objects: a far row may have escaped the look into the file.
    _refuse_beyond(settings, meta.name, rows=sheet.height, columns=sheet.width)
    grid = Grid(
        name=meta.name,
        rows=[list(row) for row in sheet.to_python()],
        merges=sheet.merged_cell_ranges or [],
        is_hidden=meta.visible is not calamine.SheetVisibleEnum.Visible,
        uses_1904=package.uses_1904,
    )
    grid.first_row, grid.first_column = sheet.start or (0, 0)
    _put_faults(grid, package.faults.get(meta.name, {}), settings)
    return grid


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
        # No spreadsheet program writes this; a cell of such a sheet has no address of its own.
        if any(grid.name == other.name for other in kept):
            raise RefusedError(refusals.UNSAFE, value="同名的工作表")
        kept.append(grid)
        width = max((len(row) for row in grid.rows), default=0)
        _refuse_beyond(settings, grid.name, sheets=len(kept), rows=len(grid.rows), columns=width)
    return kept


def _refuse_beyond(
    settings: Settings, sheet: str, *, rows: int, columns: int, sheets: int = 0
) -> None:
    for what, value, limit in (
        ("工作表数", sheets, settings.max_sheets),
        ("行数", rows, settings.max_rows),
        ("列数", columns, settings.max_columns),
    ):
        if value > limit:
            raise RefusedError(refusals.TOO_LARGE, sheet=sheet, what=what, value=value, limit=limit)


def _csv_grid(name: str, content: bytes) -> Grid:
    text = _decoded(content)
    if text is None:
        raise RefusedError(refusals.UNOPENABLE)
    try:
        rows = list(_csv_rows(text, max(_SEPARATORS, key=lambda mark: _table_size(text, mark))))
    except csv.Error as error:
        raise RefusedError(refusals.UNOPENABLE) from error
    stem = printable(PurePosixPath(name).stem)
    return Grid(name=stem, rows=[[text_cell(cell) for cell in row] for row in rows])


def _csv_rows(text: str, separator: str) -> Iterator[list[str]]:
    # Strict: a quote that is never closed would swallow all rows after it.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _table_size(text: str, separator: str) -> tuple[int, int]:
    """How many rows have the width that most have, and that width: a table's rows are alike."""
    try:
        rows = list(itertools.islice(_csv_rows(text, separator), _SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _decoded(content: bytes) -> str | None:
    """The text of a file in one of the encodings that are taken; None where it is in none of them."""
    encodings: tuple[str, ...] = _ENCODINGS
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\0" in content:
        # Text in the other encodings holds no NUL; in UTF-16 it is the upper half of digits and commas.
        low_first = content[1::2].count(0) > content[0::2].count(0)
        encodings = ("utf-16-le" if low_first else "utf-16-be",)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
