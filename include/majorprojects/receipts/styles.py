"""How a receipt's workbook looks: cell formats, print set-up, and how much room a text takes."""

from __future__ import annotations

from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT: Final = "Microsoft YaHei"
LINE_HEIGHT: Final = 16.5
_BORDER: Final = {"border": 1, "border_color": "#C9CFD8"}
_WRAP: Final = {"text_wrap": True}
# Signal colours as spreadsheet programs have them for bad and neutral; the words beside them say the same.
COLOURS: Final[dict[str, dict[str, Any]]] = {
    "critical": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFEB9C", "font_color": "#7F4F00"},
    "rejected": {"bg_color": "#FDF1F2"},
    "good": {"bg_color": "#E3F3E6", "font_color": "#1B5E20"},
    "muted": {"bg_color": "#ECEFF3", "font_color": "#3C4654"},
}
_KINDS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 11},
    "band": {"bold": True, "font_size": 11, "indent": 1} | _WRAP,
    "label": {"font_color": "#5B6675"},
    "line": {},
    "fact": {} | _WRAP,
    "id": {"font_size": 8, "font_color": "#5B6675", "align": "center"} | _BORDER,
    "header": {"bold": True, "bg_color": "#E6ECF4", "align": "center"} | _BORDER | _WRAP,
    "text": {"indent": 1} | _BORDER | _WRAP,
    "middle": {"align": "center"} | _BORDER | _WRAP,
    "link": {"font_color": "#0B57A4", "underline": 1, "align": "center"} | _BORDER,
    "number": _BORDER,
    "ordinal": {"align": "center"} | _BORDER,
    "date": {"num_format": "yyyy-mm-dd", "align": "center"} | _BORDER,
}
_TEXTS: Final = frozenset(_KINDS) - {"number", "ordinal", "date"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make formats in this workbook."""
        self._book = book
        self._made: dict[tuple[str, str | None], Format] = {}

    def __call__(self, kind: str, colour: str | None = None) -> Format:
        """The format of a kind of cell, in one of :data:`COLOURS`."""
        if (kind, colour) not in self._made:
            look = {"font_name": FONT, "font_size": 10, "valign": "vcenter"} | _KINDS[kind]
            look |= COLOURS[colour] if colour else {}
            # A text stays a text, whatever it begins with and whoever edits it.
            self._made[kind, colour] = self._book.add_format(
                look | {"quote_prefix": kind in _TEXTS}
            )
        return self._made[kind, colour]


def set_up_print(sheet: Worksheet) -> None:
    """A4 landscape, as wide as the paper, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&9第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def text_width(text: str) -> int:
    """Columns that a text takes; a Chinese sign takes two."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\u2e7f" for sign in text)


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a cell of this width."""
    return sum(max(1, -(-text_width(line) // width)) for line in text.split("\n"))
