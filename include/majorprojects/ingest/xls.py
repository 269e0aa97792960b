"""A bounded look into an xls file (an OLE file with BIFF records) before any parser opens it.

Finds what is never taken (macros), cells beyond the limits, and what the parser does not give: the cells
that hold an error, and the date system. [MS-CFB] and [MS-XLS] describe both formats.
"""

from __future__ import annotations

import itertools
import struct
from array import array
from collections.abc import Iterator
from typing import Final

from majorprojects.ingest import refusals
from majorprojects.ingest.package import Package
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import column_letter
from majorprojects.settings import Settings

_SECTORS_IN_HEADER: Final = 109
_END_OF_CHAIN: Final = 0xFFFFFFFA
_ENTRY: Final = 128
# Streams below this size lie in small sectors of their own, within the stream of the root entry.
_SMALL_STREAM: Final = 4096
_SMALL_SECTOR: Final = 64
_ROOT: Final = "Root Entry"

_EOF, _DATEMODE, _PASSWORD, _SHEET, _BOF = 0x0A, 0x22, 0x2F, 0x85, 0x809
_FORMULA, _ERROR = 0x06, 0x205
# Records that begin with the row and column of a cell that holds something.
_CELLS: Final = frozenset({_FORMULA, _ERROR, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x27E})
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_MACRO_SHEET: Final = 1
# What else an OLE file with this stream would be.
_OTHER_KINDS: Final = {"WordDocument": "DOC", "PowerPoint Document": "PPT"}


def look_into_xls(content: bytes, settings: Settings) -> Package:
    """Look into an OLE file that calls itself an xls; what cannot be followed is left to the parser.

    Raises:
        RefusedError: it is another kind of file, holds macros, or a cell beyond the limits.
    """
    try:
        streams = _directory(content)
        if kind := next((k for name, k in _OTHER_KINDS.items() if name in streams), None):
            raise RefusedError(refusals.DISGUISED, ending=".xls", value=kind)
        if any(name.startswith("_VBA_PROJECT") for name in streams):
            raise RefusedError(refusals.MACROS)
        start, size = streams.get("Workbook") or streams.get("Book") or (0, 0)
        if size >= _SMALL_STREAM:
            return _look(_stream(content, start), settings)
        return _look(_small_stream(content, start, streams[_ROOT][0]), settings)
    except (struct.error, LookupError, ValueError):
        return Package()


def _sector(content: bytes, number: int) -> bytes:
    shift = content[30]
    return content[(number + 1) << shift : (number + 2) << shift]


def _chain(table: array[int], start: int) -> Iterator[int]:
    """Sectors of a stream in order; at most as many as the file has."""
    number = start
    for _ in range(len(table)):
        if number >= _END_OF_CHAIN:
            return
        yield number
        number = table[number]


def _allocation(content: bytes) -> array[int]:
    """The next sector of each sector."""
    numbers = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", content, 76))
    next_list, lists = struct.unpack_from("<II", content, 68)
    for _ in range(min(lists, len(content) >> content[30])):
        more = array("I", _sector(content, next_list))
        numbers += more[:-1]
        next_list = more[-1]
    table = array("I")
    for number in itertools.takewhile(lambda number: number < _END_OF_CHAIN, numbers):
        table.frombytes(_sector(content, number))
    return table


def _stream(content: bytes, start: int) -> bytes:
    return b"".join(_sector(content, number) for number in _chain(_allocation(content), start))


def _small_stream(content: bytes, start: int, container_start: int) -> bytes:
    container = _stream(content, container_start)
    table = array("I", _stream(content, struct.unpack_from("<I", content, 60)[0]))
    places = (number * _SMALL_SECTOR for number in _chain(table, start))
    return b"".join(container[place : place + _SMALL_SECTOR] for place in places)


def _directory(content: bytes) -> dict[str, tuple[int, int]]:
    """First sector and size of each stream and storage, by name."""
    entries = _stream(content, struct.unpack_from("<I", content, 48)[0])
    streams = {}
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace")
        streams[name] = struct.unpack_from("<II", entries, at + 116)
    return streams


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records from a place on, to the end of their part of the stream."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _look(stream: bytes, settings: Settings) -> Package:
    found = Package()
    sheets: dict[str, int] = {}
    for kind, at, _ in _records(stream, 0):
        if kind == _DATEMODE:
            found.uses_1904 = stream[at] == 1
        elif kind == _PASSWORD:
            raise RefusedError(refusals.ENCRYPTED)
        elif kind == _SHEET:
            if stream[at + 5] == _MACRO_SHEET:
                raise RefusedError(refusals.MACROS)
            sheets[_sheet_name(stream, at + 6)] = struct.unpack_from("<I", stream, at)[0]
    found.faults = {name: dict(_faulty_cells(stream, at, settings)) for name, at in sheets.items()}
    return found


def _sheet_name(stream: bytes, at: int) -> str:
    length, is_wide = stream[at], stream[at + 1] & 1
    text = stream[at + 2 : at + 2 + length * (1 + is_wide)]
    return text.decode("utf-16-le" if is_wide else "latin-1")


def _faulty_cells(
    stream: bytes, start: int, settings: Settings
) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, at, _ in _records(stream, start):
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        if column >= settings.max_columns or row >= settings.max_rows:
            raise RefusedError(
                refusals.TOO_LARGE,
                what="列数" if column >= settings.max_columns else "行数",
                value=column + 1 if column >= settings.max_columns else row + 1,
                limit=settings.max_columns if column >= settings.max_columns else settings.max_rows,
                cell=f"{column_letter(column)}{row + 1}",
            )
        if kind == _ERROR and stream[at + 7]:
            yield (row, column), _ERRORS.get(stream[at + 6], "#N/A")
        # The result of a formula: eight bytes, of which the last two say that it is no number.
        elif kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            yield (row, column), _ERRORS.get(stream[at + 8], "#N/A")
