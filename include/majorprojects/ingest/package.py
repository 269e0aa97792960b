"""A bounded look into an xlsx file before any parser opens it (submission_format §4).

Finds what makes a parser ask for the moon (bombs, far cells, entities), what is never taken (macros, DDE),
and the cells that the parser gives as empty although they hold an error or an unstored formula.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from majorprojects.ingest import refusals
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.text import column_index
from majorprojects.settings import Settings

Place = tuple[int, int]

_CHUNK: Final = 1 << 20
# A workbook's XML shrinks to a tenth; a thousandth is a bomb. Small parts may shrink as they like.
_MAX_RATIO: Final = 200
_RATIO_FROM: Final = 10 * _CHUNK
_MAX_ENTRIES: Final = 2_000

# What a workbook's parts may be packed with; other decoders know no bound while they inflate.
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

_MACRO_PART: Final = re.compile(r"vbaProject\.bin$|(^|/)macrosheets/", re.IGNORECASE)
_MACRO_TYPE: Final = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
_NOT_OURS: Final = ("xl/media/", "xl/embeddings/")
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DDE: Final = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink)\b")
# Searched in parts that nobody has parsed: what has matched is never given back (*+), so that the time
# grows with the part's size and not with its square.
_CELL_TAG: Final = re.compile(rb"<(/?)(?:\w+:)?c(?=[\s/>])([^<>]*+)>")
_FAR: Final = re.compile(
    rb" r=[\"']([A-Z]{2,3}\d+|[A-Z]\d{6,})[\"'][^<>]{0,99}+(?<!/)>\s*+<(?:\w+:)?(?:v|is|f)\b"
)
_ADDRESS: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ERROR: Final = re.compile(rb"\bt=[\"']e[\"']")
_TEXT_RESULT: Final = re.compile(rb"\bt=[\"']str[\"']")
_MAY_BE_FAULTY: Final = (b't="e"', b"t='e'", b"<f", b":f")
_STORED: Final = re.compile(rb"<(?:\w+:)?v>([^<]+)</|<(?:\w+:)?is>")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^<>]*+>([^<]*)")
_DATE1904: Final = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
# What else a zip with this part would be.
_OTHER_KINDS: Final = {
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "content.xml": "ODS",
}


@dataclass(slots=True)
class Package:
    """What the look found: faulty cells by sheet name, the date system, notes for the receipt."""

    faults: dict[str, dict[Place, str]] = field(default_factory=dict)
    uses_1904: bool = False
    notes: list[str] = field(default_factory=list)


def look_into(content: bytes, ending: str, settings: Settings) -> Package:
    """Look into a zip file that calls itself an xlsx.

    Raises:
        RefusedError: it is none, is damaged, is over a limit, or holds what is never taken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive, settings)
            kind = zip_kind(archive)
            if kind != "XLSX" or ending != ".xlsx":
                raise RefusedError(refusals.DISGUISED, ending=ending, value=kind)
            return _look(archive, settings)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise RefusedError(refusals.UNOPENABLE) from error
    except (RuntimeError, OSError, ValueError, zlib.error) as error:
        # An encrypted entry, a broken stream or an impossible header, as zlib and zipfile say it.
        raise RefusedError(refusals.UNOPENABLE) from error


def zip_kind(archive: zipfile.ZipFile) -> str:
    """What a zip file is by its parts."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "XLSX"
    return next((kind for part, kind in _OTHER_KINDS.items() if part in names), "ZIP")


def _check_entries(archive: zipfile.ZipFile, settings: Settings) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    for what, value, limit in (
        ("压缩包条目数", len(entries), _MAX_ENTRIES),
        ("工作表数", sum(_is_sheet(name) for name in names), settings.max_sheets),
    ):
        if value > limit:
            raise RefusedError(refusals.TOO_LARGE, what=what, value=value, limit=limit)
    for name in names:
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise RefusedError(refusals.UNSAFE, value=name)
    if len(set(names)) < len(names):
        raise RefusedError(refusals.UNSAFE, value="重复的部件")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise RefusedError(refusals.UNSAFE, value="不常见的压缩方式")
    if any(_MACRO_PART.search(name) for name in names):
        raise RefusedError(refusals.MACROS)


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _look(archive: zipfile.ZipFile, settings: Settings) -> Package:
    found = Package()
    by_part: dict[str, dict[Place, str]] = {}
    left = settings.max_inflated_bytes
    for entry in archive.infolist():
        part = _inflate(archive, entry, left, settings)
        left -= len(part)
        if entry.filename.startswith(_NOT_OURS) and b"sheetData" not in part:
            continue
        _refuse_unsafe(entry.filename, part)
        # By what it holds: a workbook's relations may name a sheet's part as they like.
        if b"sheetData" in part:
            _refuse_far_cells(part, settings)
            if any(mark in part for mark in _MAY_BE_FAULTY):
                by_part[entry.filename] = dict(_faulty_cells(part))
        elif entry.filename == "xl/workbook.xml":
            found.uses_1904 = bool(_DATE1904.search(part))
    if any(by_part.values()):
        parts = _sheet_parts(archive)
        found.faults = {name: by_part.get(part, {}) for name, part in parts.items()}
    found.notes = list(_notes(archive.namelist()))
    return found


def _refuse_unsafe(name: str, part: bytearray) -> None:
    if part.startswith(_UTF16):
        raise RefusedError(refusals.UNSAFE, value="UTF-16 编码的部件")
    if _ENTITY.search(part):
        raise RefusedError(refusals.UNSAFE, value="DTD")
    if b"Link" in part and _DDE.search(part):
        raise RefusedError(refusals.UNSAFE, value="DDE")
    if name == "[Content_Types].xml" and _MACRO_TYPE.search(part):
        raise RefusedError(refusals.MACROS)


def _inflate(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, settings: Settings
) -> bytearray:
    """A part, counted while it inflates: what the header says of its size is not believed."""
    part = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            part += chunk
            size = len(part)
            ratio = size / max(entry.compress_size, 1)
            if size > left or (size > _RATIO_FROM and ratio > _MAX_RATIO):
                raise RefusedError(
                    refusals.TOO_LARGE,
                    what="解压后字节",
                    value=f">{size}",
                    limit=settings.max_inflated_bytes,
                )
    return part


def _refuse_far_cells(xml: bytearray, settings: Settings) -> None:
    """A cell that holds something beyond the limits: the parser would lay out all before it."""
    for address in _FAR.findall(xml):
        letters = address.rstrip(b"0123456789")
        row, column = int(address[len(letters) :]), column_index(letters.decode()) + 1
        for what, value, limit in (
            ("行数", row, settings.max_rows),
            ("列数", column, settings.max_columns),
        ):
            if value > limit:
                raise RefusedError(
                    refusals.TOO_LARGE, what=what, value=value, limit=limit, cell=address.decode()
                )


def _faulty_cells(xml: bytearray) -> Iterator[tuple[Place, str]]:
    for attributes, body in _cells(xml):
        is_error, stored = _ERROR.search(attributes), _STORED.search(body)
        # A formula of text may have stored the empty text.
        if not is_error and (stored or _TEXT_RESULT.search(attributes)):
            continue
        address, formula = _ADDRESS.search(attributes), _FORMULA.search(body)
        if address is None or not (is_error or formula):
            continue
        if is_error and stored and stored[1]:
            text = stored[1].decode(errors="replace")
        else:
            text = "=" + (html.unescape(formula[1].decode(errors="replace")) if formula else "")
        yield (int(address[2]) - 1, column_index(address[1].decode())), text


def _cells(xml: bytearray) -> Iterator[tuple[bytes, bytearray]]:
    """Attributes and body of each cell that is not empty, between its tags."""
    opened: re.Match[bytes] | None = None
    for tag in _CELL_TAG.finditer(xml):
        is_end, attributes = tag.groups()
        if is_end and opened:
            yield opened[2], xml[opened.end() : tag.start()]
        opened = None if is_end or attributes.endswith(b"/") else tag


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name, through the workbook's relations."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        # Neither part holds an entity: that was looked for above.
        book = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (ParseError, KeyError) as error:
        raise RefusedError(refusals.UNOPENABLE) from error
    target = {
        r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target", "")))[1:]
        for r in relations
    }
    parts = {}
    for sheet in book.iterfind(".//{*}sheet"):
        relation = next((v for k, v in sheet.items() if k.endswith("}id")), None)
        parts[sheet.get("name", "")] = target.get(relation, "")
    return parts


def _notes(names: list[str]) -> Iterator[str]:
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield "文件引用了其他工作簿，平台只读取已保存的数值。"
    if any(name.startswith("xl/embeddings/") for name in names):
        yield "文件内嵌了其他文档，平台不读取内嵌内容。"
