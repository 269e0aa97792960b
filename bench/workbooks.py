"""Workbooks in any number: 14 units, one workbook a unit and month, 60 rows in each sheet."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import xlsxwriter

from majorprojects.ingest.units import load_units

Row = tuple[object, ...]

ROWS: Final = 60
FIRST_YEAR: Final = 2021  # that of the first rulebook: months before it have no light
CATEGORIES: Final = ("产业科技", "园区建设", "社会民生", "生态文明", "城乡基础设施")
REGISTER = (
    "序号", "项目代码", "项目名称", "项目类别", "项目级别", "建设性质", "建设地点", "建设单位",
    "总投资(亿元)", "年度计划投资(万元)", "计划开工时间", "计划竣工时间", "备案日期", "项目批次",
)  # fmt: skip
PROGRESS = (
    "序号", "项目代码", "项目名称", "本月完成投资(万元)", "当年累计完成投资(万元)",
    "开工以来累计完成投资(万元)", "当年累计入库投资(万元)", "形象进度", "形象进度(%)", "建设状态",
    "实际开工时间", "是否复工", "现场人数", "备注",
)  # fmt: skip
COMMITMENTS = (
    "序号", "承诺编号", "项目代码", "承诺类型", "承诺内容", "承诺时限", "承诺值", "承诺人", "承诺日期",
    "变更批准文号", "变更原因",
)  # fmt: skip
ISSUES = (
    "序号", "问题编号", "项目代码", "问题类别", "问题描述", "提出日期", "解决措施", "责任单位", "责任人",
    "办结时限", "办结状态", "办结日期",
)  # fmt: skip
SUPPORT = ("序号", "项目代码", "措施类型", "内容", "金额(万元)", "日期", "状态")


def write_inbox(inbox: Path, workbooks: int, *, sheets: int = 2, faulty: float = 0) -> int:
    """Write this many workbooks with the first so many of `SHEETS`; returns their bytes.

    A multiple of 14 is a whole number of months. Of the rows this share has a project code that none
    can read.
    """
    months, left = divmod(workbooks, len(_units()))
    written = 0
    for number in range(months + bool(left)):
        month = dt.date(FIRST_YEAR + number // 12, number % 12 + 1, 1)
        day = (month + dt.timedelta(days=31)).replace(day=3)
        for code, name in _units()[: left if number == months else None]:
            path = inbox / day.isoformat() / code / f"{name} {month:%Y-%m}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, code, name, month, sheets, faulty)
            written += path.stat().st_size
    return written


def _units() -> list[tuple[str, str]]:
    return [(u.unit_code, u.name_zh) for u in load_units().values() if u.unit_code != "430400"]


def _write(path: Path, code: str, name: str, month: dt.date, sheets: int, faulty: float) -> None:
    line = f"填报单位：{name}　报告月份：{month.year}年{month.month}月　单位：万元"
    dice = random.Random(path.name)  # noqa: S311 - the same faults on every machine
    with xlsxwriter.Workbook(str(path)) as book:
        for title, (headers, rows) in list(SHEETS.items())[:sheets]:
            sheet = book.add_worksheet(title)
            sheet.merge_range(0, 0, 0, len(headers) - 1, f"{name}重点项目{title}表")
            sheet.merge_range(1, 0, 1, len(headers) - 1, line)
            sheet.write_row(2, 0, headers)
            code_at = headers.index("项目代码")
            for y, row in enumerate(rows(code, month), 3):
                sheet.write_row(y, 0, row)
                if dice.random() < faulty:
                    sheet.write(y, code_at, "涉密")
            sheet.write(3 + ROWS, 0, "合计")
            sheet.write(4 + ROWS, 0, "填报人：样例　联系电话：000")


def _projects(code: str) -> Iterator[tuple[int, str, str, float]]:
    dice = random.Random(code)  # noqa: S311 - invented figures, the same on every machine
    for number in range(ROWS):
        yield number, f"1912-{code}-04-01-{number:06}", f"样例项目{number}", dice.uniform(1, 60)


def _register(code: str, month: dt.date) -> Iterator[Row]:
    for number, project, name, total in _projects(code):
        plan = round(total * 1000 + month.year % 7, 2)
        yield (
            number + 1, project, name, CATEGORIES[number % 5], "市重点", "续建", "样例片区", "样例公司",
            round(total, 4), plan, "2020年1月", "2035-12-31", "2019/12/15", f"{month.year}年第一批",
        )  # fmt: skip


def _progress(code: str, month: dt.date) -> Iterator[Row]:
    for number, project, name, total in _projects(code):
        done = round(total * 70 * (1 + number % 3 / 10), 2)
        ytd = round(done * month.month, 2)
        yield (
            number + 1, project, name, done, ytd, ytd, round(ytd * 0.9, 2), "主体施工",
            round(month.month * 8.1, 1), "在建", "2020-01-15", "", 120, "",
        )  # fmt: skip


def _commitments(code: str, month: dt.date) -> Iterator[Row]:
    for number, project, name, total in _projects(code):
        yield (
            number + 1, f"CN-{code}-{month.year}-{number:03}", project, "年度投资",
            f"{name}完成年度投资", f"{month.year}-12-31", round(total * 1000, 2), "样例",
            f"{month.year}年1月", "", "",
        )  # fmt: skip


def _issues(code: str, month: dt.date) -> Iterator[Row]:
    for number, project, name, _ in _projects(code):
        yield (
            number + 1, f"WT-{code}-{month:%Y%m}-{number:03}", project, "用地", f"{name}用地手续未办结",
            f"{month:%Y-%m}-02", "专班推进", "自然资源局", "样例", f"{month:%Y-%m}-28", "未办结", "",
        )  # fmt: skip


def _support(code: str, month: dt.date) -> Iterator[Row]:
    for number, project, name, total in _projects(code):
        yield (
            number + 1, project, "企业奖补", f"{name}奖补", round(total, 2), f"{month:%Y-%m}-15", "已兑现",
        )  # fmt: skip


SHEETS: Final[dict[str, tuple[tuple[str, ...], Callable[[str, dt.date], Iterator[Row]]]]] = {
    "项目备案": (REGISTER, _register),
    "月度进展": (PROGRESS, _progress),
    "承诺事项": (COMMITMENTS, _commitments),
    "三张清单": (ISSUES, _issues),
    "支持措施": (SUPPORT, _support),
}
