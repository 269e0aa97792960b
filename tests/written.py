"""A reader of single cells in files as they came, which shares nothing with ingest."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from majorprojects.explain.cells import Cell

SCALES = {
    "元": Decimal("0.0001"),
    "万元": Decimal(1),
    "亿元": Decimal(10_000),
    "万美元": Decimal(1),
}
BLANKS = {"", "-", "—", "/", "无"}
MONTH_END = {"actual_finish", "due_on", "closed_on"}


def plain(value: object) -> str:
    """The text of a cell without white space, in half width."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@dataclass
class Inbox:
    """The files of an inbox; each is opened once."""

    folder: Path
    books: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)

    def rows(self, path: str, sheet: str) -> list[list[Any]]:
        if path not in self.books:
            self.books[path] = self._open(self.folder / path)
        return self.books[path][sheet]

    @staticmethod
    def _open(path: Path) -> dict[str, list[list[Any]]]:
        match path.suffix.lower():
            case ".csv":
                text = path.read_bytes().decode("gb18030")
                return {path.stem: [list(row) for row in csv.reader(io.StringIO(text))]}
            case ".xlsx":
                book = openpyxl.load_workbook(path, data_only=True)
                return {
                    ws.title: [list(row) for row in ws.iter_rows(values_only=True)] for ws in book
                }
            case _:
                old = CalamineWorkbook.from_path(str(path))
                return {
                    name: old.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    for name in old.sheet_names
                }


@dataclass(frozen=True)
class Written:
    """A cell as it stands in its file."""

    cell: Cell
    rows: list[list[Any]]

    @cached_property
    def _place(self) -> tuple[int, int]:
        match = re.fullmatch(r"([A-Z]+)(\d+)", self.cell.cell)
        assert match, self.cell.cell
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return int(match[2]) - 1, column - 1

    @property
    def here(self) -> Any:
        row, column = self._place
        return self.rows[row][column]

    @property
    def above(self) -> str:
        """What stands above the data in the column: its header, in one row or two."""
        row, column = self._place
        texts = [plain(line[column]) for line in self.rows[:5] if len(line) > column]
        return "".join(texts[: min(row, 5)])

    @property
    def scale(self) -> Decimal:
        """万元 in the unit of the header, or else of the line above it."""
        if not self.cell.money_unit:
            return Decimal(1)
        lines = "".join(plain(value) for line in self.rows[:3] for value in line)
        named = re.search(r"\((?:.*?)(万美元|万元|亿元|元)\)", self.above)
        unit = named or re.search(r"(?<!填报)单位:(万元|亿元|元)", lines)
        assert unit, (self.cell, self.above)
        return SCALES[unit[1]]

    def value(self) -> Any:
        """What a person reads there, in the kind of the value that was read."""
        text = plain(self.here)
        match self.cell.value:
            case None:
                return None if text in BLANKS else text
            case bool():
                return {"是": True, "√": True, "Y": True, "否": False, "×": False, "N": False}[text]
            case int():
                return int(text)
            case Decimal():
                return Decimal(text.replace(",", "").rstrip("%")) * self.scale
            case dt.date():
                return self._day(text)
            case _:
                return text

    def _day(self, text: str) -> dt.date:
        if isinstance(self.here, dt.datetime | dt.date):
            return dt.date(self.here.year, self.here.month, self.here.day)
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if len(numbers) == 1:
            return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day
        if len(numbers) == 2 and self.cell.field in MONTH_END:
            return dt.date(numbers[0] + numbers[1] // 12, numbers[1] % 12 + 1, 1) - dt.timedelta(1)
        return dt.date(*numbers, *[1] * (3 - len(numbers)))
