"""Files into sheets of cells: xlsx and xls by calamine, CSV by the csv module.

Runs in a child process under limits; imports neither pandas nor pyarrow, so that a child starts quickly.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import python_calamine as calamine

from majorprojects.ingest import refusals
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import Cell, FaultyCell, text_cell
from majorprojects.settings import Settings

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MACRO_PART: Final = re.compile(r"vbaProject\.bin$|^xl/macrosheets/", re.IGNORECASE)
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STORED: Final = re.compile(rb"<(?:\w+:)?v>([^<]+)</|<(?:\w+:)?is>")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)</")
_DATE1904: Final = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


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
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    is_hidden: bool = False
    uses_1904: bool = False


def read_grids(name: str, content: bytes, settings: Settings) -> list[Grid]:
    """Read every sheet of a file called ``name``, hidden ones too.

    Raises:
        RefusedError: the file is not what its ending says, cannot be opened, or is over a limit.
    """
    ending, kind = PurePosixPath(name).suffix.lower(), content_kind(content)
    if ending == ".csv":
        if kind != "text":
            raise RefusedError(refusals.DISGUISED, ending=ending, value=kind)
        return _limited(iter([_csv_grid(PurePosixPath(name).stem, content)]), settings)
    if ending == ".xlsx" and kind == "OLE" and _ENCRYPTED in content:
        raise RefusedError(refusals.ENCRYPTED)
    if kind != {".xlsx": "zip", ".xls": "OLE"}[ending]:
        rule = refusals.DISGUISED if content.strip(b"\0 \r\n") else refusals.UNOPENABLE
        raise RefusedError(rule, ending=ending, value=kind)
    faults = _look_into_zip(content, settings) if kind == "zip" else {}
    return _limited(_workbook_grids(content, faults, settings), settings)


def content_kind(content: bytes) -> str:
    """What a file is by its first bytes: zip, OLE, HTML, MHTML, XML or text."""
    if content.startswith(_ZIP):
        return "zip"
    if content.startswith(_OLE):
        return "OLE"
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for kind, starts in {
        "HTML": (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head"),
        "MHTML": (b"mime-version:",),
        "SpreadsheetML": (b"<?xml", b"<workbook"),
    }.items():
        if head.startswith(starts):
            return kind
    return "text"


def _look_into_zip(content: bytes, settings: Settings) -> dict[str, dict[tuple[int, int], str]]:
    """Limits and macros before any parser; faulty cells by the path of the sheet's part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            inflated = sum(part.file_size for part in package.infolist())
            if inflated > settings.max_inflated_bytes:
                raise RefusedError(
                    refusals.TOO_LARGE,
                    what="解压后字节",
                    value=inflated,
                    limit=settings.max_inflated_bytes,
                )
            if any(_MACRO_PART.search(name) for name in package.namelist()):
                raise RefusedError(refusals.MACROS)
            return dict(_faulty_parts(package))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise RefusedError(refusals.UNOPENABLE) from error


def _faulty_parts(
    package: zipfile.ZipFile,
) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """Cells that calamine gives as empty although they hold something: errors, unstored formulas."""
    names = package.namelist()
    if "xl/workbook.xml" in names and _DATE1904.search(package.read("xl/workbook.xml")):
        yield "date1904", {}
    for name in names:
        if PurePosixPath(name).parent.name != "worksheets":
            continue
        xml = package.read(name)
        if b't="e"' in xml or b"<f" in xml or b":f>" in xml:
            yield PurePosixPath(name).name, dict(_faulty_cells(xml))


def _faulty_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, body in _CELL.findall(xml):
        is_error, stored = b't="e"' in attributes, _STORED.search(body)
        if not is_error and stored:
            continue
        address, formula = _ADDRESS.search(attributes), _FORMULA.search(body)
        if address is None or not (is_error or formula):
            continue
        if is_error and stored and stored[1]:
            text = stored[1].decode()
        else:
            text = "=" + (formula[1].decode(errors="replace") if formula else "")
        yield (int(address[2]) - 1, _column_index(address[1].decode())), text


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _workbook_grids(
    content: bytes, faults: dict[str, dict[tuple[int, int], str]], settings: Settings
) -> Iterator[Grid]:
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        parts = _sheet_parts(content) if any(faults.values()) else {}
        for meta in workbook.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            grid = Grid(
                name=meta.name,
                rows=[list(row) for row in sheet.to_python()],
                merges=sheet.merged_cell_ranges or [],
                is_hidden=meta.visible is not calamine.SheetVisibleEnum.Visible,
                uses_1904="date1904" in faults,
            )
            grid.first_row, grid.first_column = sheet.start or (0, 0)
            _put_faults(grid, faults.get(parts.get(meta.name, ""), {}), settings)
            yield grid
    except calamine.PasswordError as error:
        raise RefusedError(refusals.ENCRYPTED) from error
    except calamine.CalamineError as error:
        raise RefusedError(refusals.UNOPENABLE) from error


def _sheet_parts(content: bytes) -> dict[str, str]:
    """File name of each sheet's part, by the sheet's name, through the workbook's relations."""
    # Parsed only where a cell is faulty: the stream was already found to be within the limits.
    from xml.etree.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat's limits hold
        relations = fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = {r.get("Id"): PurePosixPath(r.get("Target", "")).name for r in relations}
    parts = {}
    for sheet in book.iterfind(".//{*}sheet"):
        relation = next((v for k, v in sheet.items() if k.endswith("}id")), None)
        parts[sheet.get("name", "")] = target.get(relation, "")
    return parts


def _put_faults(grid: Grid, faults: dict[tuple[int, int], str], settings: Settings) -> None:
    """Write the faulty cells into the grid, which grows where they stand outside what calamine saw."""
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


def _csv_grid(stem: str, content: bytes) -> Grid:
    text = _decode(content)
    candidates = [list(csv.reader(io.StringIO(text, newline=""), delimiter=d)) for d in ",;\t"]
    # The separator is the one that cuts the table into most cells.
    rows = max(candidates, key=lambda rows: sum(len(row) for row in rows))
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
