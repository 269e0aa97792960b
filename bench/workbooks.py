"""Clean workbooks in any number: 14 units, one workbook a unit and month, 60 projects in each sheet."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from majorprojects.ingest.units import load_units

ROWS = 60
FIRST_YEAR = 2020
REGISTER = (
    "序号", "项目代码", "项目名称", "项目类别", "项目级别", "建设性质", "建设地点", "建设单位",
    "总投资(亿元)", "年度计划投资(万元)", "计划开工时间", "计划竣工时间", "备案日期", "项目批次",
)  # fmt: skip
PROGRESS = (
    "序号", "项目代码", "项目名称", "本月完成投资(万元)", "当年累计完成投资(万元)",
    "开工以来累计完成投资(万元)", "当年累计入库投资(万元)", "形象进度", "形象进度(%)", "建设状态",
    "实际开工时间", "是否复工", "现场人数", "备注",
)  # fmt: skip
CATEGORIES = ("产业科技", "园区建设", "社会民生", "生态文明", "城乡基础设施")


def write_inbox(inbox: Path, workbooks: int) -> int:
    """Write this many workbooks (a multiple of 14 is a whole number of months); returns their bytes."""
    months, left = divmod(workbooks, len(_units()))
    written = 0
    for number in range(months + bool(left)):
        month = dt.date(FIRST_YEAR + number // 12, number % 12 + 1, 1)
        day = (month + dt.timedelta(days=31)).replace(day=3)
        for code, name in _units()[: left if number == months else None]:
            path = inbox / day.isoformat() / code / f"{name} {month:%Y-%m}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, code, name, month)
            written += path.stat().st_size
    return written


def _units() -> list[tuple[str, str]]:
    return [(u.unit_code, u.name_zh) for u in load_units().values() if u.unit_code != "430400"]


def _write(path: Path, code: str, name: str, month: dt.date) -> None:
    line = f"填报单位：{name}　报告月份：{month.year}年{month.month}月　单位：万元"
    with xlsxwriter.Workbook(str(path)) as book:
        for title, headers, rows in (
            ("项目备案", REGISTER, _register(code, month)),
            ("月度进展", PROGRESS, _progress(code, month)),
        ):
            sheet = book.add_worksheet(title)
            sheet.merge_range(0, 0, 0, len(headers) - 1, f"{name}重点项目{title}表")
            sheet.merge_range(1, 0, 1, len(headers) - 1, line)
            sheet.write_row(2, 0, headers)
            for y, row in enumerate(rows, 3):
                sheet.write_row(y, 0, row)
            sheet.write(3 + ROWS, 0, "合计")
            sheet.write(4 + ROWS, 0, "填报人：样例　联系电话：000")


def _projects(code: str) -> Iterator[tuple[int, str, str, float]]:
    dice = random.Random(code)  # noqa: S311 - invented figures, the same on every machine
    for number in range(ROWS):
        yield number, f"1912-{code}-04-01-{number:06}", f"样例项目{number}", dice.uniform(1, 60)


def _register(code: str, month: dt.date) -> Iterator[tuple[object, ...]]:
    for number, project, name, total in _projects(code):
        plan = round(total * 1000 + month.year % 7, 2)
        yield (
            number + 1, project, name, CATEGORIES[number % 5], "市重点", "续建", "样例片区", "样例公司",
            round(total, 4), plan, "2020年1月", "2035-12-31", "2019/12/15", f"{month.year}年第一批",
        )  # fmt: skip


def _progress(code: str, month: dt.date) -> Iterator[tuple[object, ...]]:
    for number, project, name, total in _projects(code):
        done = round(total * 70 * (1 + number % 3 / 10), 2)
        ytd = round(done * month.month, 2)
        yield (
            number + 1, project, name, done, ytd, ytd, round(ytd * 0.9, 2), "主体施工",
            round(month.month * 8.1, 1), "在建", "2020-01-15", "", 120, "",
        )  # fmt: skip
