"""Reads the documents of an outbox, and writes files that are hard on them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from majorprojects.ingest import ingest_days
from majorprojects.load import load_batch
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch
from tests.workbooks import PROGRESS, sheet_rows

DAY = dt.date(2022, 3, 5)
UNIT = "430424"
SECOND = "2201-430424-04-01-123457"
HOSTILE = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '<script>alert("1")</script>')
HOSTILE_NAME = "=d&<b>\"'.xlsx"
FOOTER = "填报人：王小样　联系电话：13900000000　审核人：李大样"


def load(settings: Settings, days: Sequence[dt.date] = (DAY,)) -> None:
    """Ingest, validate and load the days."""
    load_batch(settings, validate_batch(settings, ingest_days(settings, list(days))))


def folder(settings: Settings, unit: str = UNIT, day: dt.date = DAY) -> Path:
    """A unit's folder in the inbox."""
    return settings.inbox / day.isoformat() / unit


class Outbox:
    """The documents of a unit and day."""

    def __init__(self, settings: Settings, unit: str = UNIT, day: dt.date = DAY) -> None:
        self.folder = settings.outbox / day.isoformat() / unit

    def json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(
            (self.folder / f"{name}.receipt.json").read_text("utf-8")
        )
        return content

    def book(self, name: str) -> openpyxl.Workbook:
        return openpyxl.load_workbook(self.folder / f"{name}.receipt.xlsx")

    def page(self) -> str:
        return (self.folder / "summary.html").read_text("utf-8")

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def texts(book: openpyxl.Workbook) -> str:
    """All that a workbook says, its comments too."""
    return "\n".join(
        f"{cell.value}\n{cell.comment.text if cell.comment else ''}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


def write_hostile(path: Path) -> None:
    """A workbook whose texts would like to be formulas or markup, and with a footer."""
    rows = [
        PROGRESS | {"项目代码": f"2201-430424-04-01-12345{n}", "备注": text, "现场人数": text}
        for n, text in enumerate(HOSTILE)
    ]
    cells = [*sheet_rows(*rows), [FOOTER], ["联系人", "赵中样", "13800000000"]]
    cells[0] = ["样例表　填报人：钱样", "联系电话", "13700000000"]
    write_strings(path, {"月度进展": cells})


def write_strings(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """A workbook in which every text is a text, whatever it begins with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for y, row in enumerate(rows, 1):
            for x, value in enumerate(row, 1):
                cell = sheet.cell(y, x)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
