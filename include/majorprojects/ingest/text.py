"""Cells as text: what a cell holds, written down exactly, and the plain form that is compared."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from functools import lru_cache
from typing import Final

# What calamine and the csv module give for a cell.
Cell = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_SPACE: Final = re.compile(r"\s+")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LETTERS: Final = 26

# Written where there is nothing to write (submission_format §3); compared after `plain`.
EMPTY_WORDS: Final = frozenset({"", "/", "-", "--", "无", "N/A", "NA", "n/a"})


class FaultyCell(str):
    """A cell that shows an error, or a formula without a stored value; the text says which."""

    __slots__ = ()


_ERRORS: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)


def text_cell(text: str) -> Cell:
    """The cell of a text: an error that was written out as text is faulty like the error itself."""
    return FaultyCell(text) if text.strip() in _ERRORS else text


def cell_text(cell: Cell) -> str:
    """The text of a cell: numbers in their shortest exact form, dates as ISO, no cell as ``""``."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # 15 digits are what a spreadsheet program keeps; it shows 0.1+0.2 as 0.3.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)


def plain(text: str) -> str:
    """NFKC, all dashes alike, outer spaces away: the form that values are read from."""
    if text.isascii():
        return text.strip()
    return _plain(text) if len(text) <= SHORT else _plain.__wrapped__(text)


def compact(text: str) -> str:
    """`plain` without any white space or line break: the form that names are compared in."""
    return _compact(text) if len(text) <= SHORT else _compact.__wrapped__(text)


# Units write the same words month after month: short texts are remembered, so that a long one of a file
# made to fills no memory that the next file needs.
SHORT: Final = 64


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


@lru_cache(maxsize=1 << 14)
def _compact(text: str) -> str:
    return _SPACE.sub("", plain(text))


def begins_footer(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text begins like a footer's: a word of it with a colon after it, white space, or nothing."""
    name = compact(text)
    if not name.startswith(words):
        return False
    return ":" in name or name in words or compact(plain(text).split(maxsplit=1)[0]) in words


def printable(name: str) -> str:
    """A file's name as text: one that is not in UTF-8 was written in GB18030, as older systems do."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def column_index(letters: str) -> int:
    """Place of a column, counted from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


def column_letter(index: int) -> str:
    """Letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
