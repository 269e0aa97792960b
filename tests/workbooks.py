"""Small workbooks for tests: a sheet is rows of cells, written by xlsxwriter where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Cell = str | int | float | bool | dt.date | None

UNIT_LINE = "填报单位：衡东县　报告月份：2022年2月　单位：万元"
CODE = "2201-430424-04-01-123456"

PROJECT: dict[str, Cell] = {
    "项目代码": CODE,
    "项目名称": "样例一厂（样例）",
    "项目类别": "产业科技",
    "项目级别": "市重点",
    "建设性质": "续建",
    "总投资(亿元)": 12.5,
    "年度计划投资(万元)": 30000,
}
PROGRESS: dict[str, Cell] = {
    "项目代码": CODE,
    "项目名称": "样例一厂（样例）",
    "当年累计完成投资(万元)": 5000,
    "建设状态": "在建",
    "实际开工时间": "2022-01-05",
}


def sheet_rows(*rows: Mapping[str, Cell], line: str = UNIT_LINE) -> list[list[Cell]]:
    """A title, the line with unit and month, a header and the rows."""
    headers = list(rows[0])
    return [["样例表"], [line], [*headers], *([row.get(h) for h in headers] for row in rows)]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Path:
    """Write a workbook whose sheets hold these cells from A1 on; a text that begins with = is a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(y, x, cell)
    return path


def county_workbook(
    path: Path,
    *,
    projects: Sequence[Mapping[str, Cell]] = (PROJECT,),
    progress: Sequence[Mapping[str, Cell]] = (PROGRESS,),
    line: str = UNIT_LINE,
) -> Path:
    """A workbook of 衡东县 for 2022-02 with both sheets."""
    sheets = {"项目备案": projects, "月度进展": progress}
    return write_workbook(
        path, {name: sheet_rows(*rows, line=line) for name, rows in sheets.items() if rows}
    )
