"""How somebody writes a workbook."""

from __future__ import annotations

from typing import Literal

from majorprojects.sample.fact import Fact


class Form(Fact):
    """How a unit writes its workbook; the defaults are a plain .xlsx."""

    file: Literal["xlsx", "xls", "csv"] = "xlsx"
    file_name: str = "{name}{year}年{month}月重点项目月报.xlsx"
    sheet_names: Literal["plain", "numbered"] = "plain"
    header: Literal["plain", "grouped", "split"] = "plain"
    brackets: Literal["half", "full"] = "half"
    line_breaks: bool = False
    title_rows: int = 1
    margin: int = 0
    serial: bool = True
    subtotals: bool = False
    blank_rows: int = 0
    merge_categories: bool = False
    meta_cells: bool = False
    month: str = "{year}年{month}月"
    plan_unit: Literal["万元", "亿元"] = "万元"
    money_as_text: bool = False
    money_first: bool = False
    dates: Literal["cell", "dash", "slash", "dot", "zh", "compact"] = "cell"
    planned_months: bool = False
    empty: str = ""
    yes_no: tuple[str, str] = ("是", "否")
    guide_sheet: bool = False


class Reporter(Fact):
    """Who sends workbooks, and how they are written."""

    code: str
    name: str
    form: Form = Form()
