"""Three days of seven small files: what a unit may do to an inbox, once each."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Final

from tests.workbooks import CODE, PROGRESS, PROJECT, county_workbook

DAYS: Final = (dt.date(2022, 2, 5), dt.date(2022, 3, 5), dt.date(2022, 3, 9))
_OTHER_CODE: Final = "2201-430426-04-01-654321"


def write_small_inbox(inbox: Path) -> Path:
    """Write it: on time and late, a correction, a copy, a rejected row and a refused file."""
    first, second, third = (inbox / day.isoformat() for day in DAYS)
    hengdong, qidong = "衡东县", "祁东县"
    _report(first / "430424/衡东县.xlsx", hengdong, 1, CODE, 1000)
    _report(first / "430426/祁东县.xlsx", qidong, 1, _OTHER_CODE, 700)
    _report(second / "430424/衡东县.xlsx", hengdong, 2, CODE, 5000, "没有代码")
    correction = second / "430424/衡东县（更正）.xlsx"
    _report(correction, hengdong, 2, CODE, 5500)
    _report(third / "430426/祁东县.xlsx", qidong, 2, _OTHER_CODE, 1900)
    (third / "430424").mkdir()
    shutil.copy(correction, third / "430424/衡东县.xlsx")
    (third / "430424/坏.xlsx").write_bytes(b"not a workbook")
    return inbox


def _report(path: Path, unit: str, month: int, code: str, ytd: int, *bad: str) -> None:
    county_workbook(
        path,
        projects=[{**PROJECT, "项目代码": code}],
        progress=[
            {**PROGRESS, "项目代码": number, "当年累计完成投资(万元)": ytd}
            for number in (code, *bad)
        ],
        line=f"填报单位：{unit}　报告月份：2022年{month}月　单位：万元",
    )
