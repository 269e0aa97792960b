"""A small reader of the written files, which shares nothing with the generator or with ingest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

SHEETS = {"项目备案": "projects", "月度进展": "monthly_progress"}
# A header of each sheet that stands alone in its column, under which no data cell is empty.
ANCHORS = {
    "项目备案": "项目代码", "月度进展": "项目代码", "承诺事项": "承诺编号", "三张清单": "问题编号",
    "引资争资": "新签约项目数", "支持措施": "项目代码", "现场观摩": "观摩批次", "年度目标": "年度",
    "统计数据": "期间",
}  # fmt: skip
NO_DATA = ("合计", "小计", "填报人")
SCALES = {"万元": 1, "亿元": 10_000}


@dataclass(frozen=True)
class Row:
    """A data row: header without its unit → text as it stands, money in 万元 through `money`."""

    unit_code: str
    received_on: date
    month: date  # of a city sheet, which has none: the month of its arrival
    sheet: str
    cells: dict[str, object]
    units: dict[str, str]

    def text(self, header: str) -> str:
        value = self.cells[header]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    def number(self, header: str) -> Decimal | None:
        text = self.text(header).replace(",", "")
        try:
            return Decimal(text)
        except ArithmeticError:
            return None

    def money(self, header: str) -> Decimal | None:
        number = self.number(header)
        return None if number is None else number * SCALES[self.units[header]]

    def day(self, header: str) -> date | None:
        value = self.cells[header]
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        parts = [int(part) for part in re.findall(r"\d+", self.text(header))]
        if len(parts) == 1 and parts[0] > 10_000_000:
            return date(parts[0] // 10_000, parts[0] // 100 % 100, parts[0] % 100)
        if len(parts) == 2:
            following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
            return (
                following - timedelta(days=1) if re.search("竣工|时限", header) else date(*parts, 1)
            )
        return date(*parts) if len(parts) == 3 else None


def _tables(path: Path) -> dict[str, list[list[object]]]:
    if path.suffix.lower() == ".csv":
        text = path.read_bytes().decode("gb18030")
        rows: list[list[object]] = [[*row] for row in csv.reader(io.StringIO(text))]
        return {path.stem: rows}
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def _clean(value: object) -> str:
    return re.sub(r"\s", "", str(value)).replace("（", "(").replace("）", ")")


def _header(table: list[list[object]], anchor: str) -> tuple[int, list[str]]:
    """Index of the first row below the header, and the headers with their units."""
    place = next(i for i, row in enumerate(table) if anchor in map(_clean, row))
    above, here, below = ([*map(_clean, table[i])] for i in (place - 1, place, place + 1))
    if not below[here.index(anchor)]:  # it is merged over both header rows
        above, here, place = here, below, place + 1
    unit = re.compile(r"\((万元|亿元|万美元|%)\)")
    names = [
        top + bottom if unit.fullmatch(bottom) else bottom or top
        for top, bottom in zip(above, here, strict=True)
    ]
    return place + 1, names


def _month(table: list[list[object]], day: str) -> date:
    lines = "".join(_clean(cell) for row in table[:4] for cell in row)
    written = re.search(r"报告月份：(\d{4})[年.-]?(?:1-)?(\d{1,2})", lines)
    if written is None:
        assert "报告月份" not in lines
        return date.fromisoformat(day).replace(day=1)
    return date(int(written[1]), int(written[2]), 1)


def read(path: Path, sheets: Collection[str] = tuple(SHEETS)) -> list[Row]:
    """All data rows of these sheets of a file with the month that the file says."""
    day, unit_code = path.parts[-3:-1]
    found = []
    for name, table in _tables(path).items():
        sheet = next((sheet for sheet in sheets if sheet in name), None)
        if sheet is None:
            continue
        first, headers = _header(table, ANCHORS[sheet])
        split = [re.fullmatch(r"(.+?)(?:\((.+)\))?", header) for header in headers]
        names = [(match[1], match[2] or "") if match else ("", "") for match in split]
        # 形象进度 stands twice: as words, and in percent.
        names = [
            ("形象进度(%)" if (name, unit) == ("形象进度", "%") else name, unit)
            for name, unit in names
        ]
        anchor = [name for name, _ in names].index(ANCHORS[sheet])
        category, month = "", _month(table, day)
        for line in table[first:]:
            first_text = next((text for cell in line if (text := _clean(cell))), "")
            if first_text.startswith(NO_DATA) or not _clean(line[anchor]):
                continue
            cells = {name: value for (name, _), value in zip(names, line, strict=True) if name}
            if sheet == "项目备案":
                category = str(cells["项目类别"]) or category  # merged cells
                cells["项目类别"] = category
            found.append(Row(unit_code, date.fromisoformat(day), month, sheet, cells, dict(names)))
    return found
