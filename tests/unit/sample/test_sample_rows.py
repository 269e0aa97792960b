"""The rows are believable, and the faults in them are those that were meant to be there."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from plain_reader import SHEETS, Row, read
from stdnum.cn import uscc

from majorprojects.settings import PROJECT_ROOT, SAMPLE_FACTS

CODE = re.compile(r"\d{4}-(\d{6})-\d{2}-\d{2}-\d{6}")
STARTED, FINISHED = ("在建", "停工", "竣工", "投产"), ("竣工", "投产")
MONEY = {
    "项目备案": ("总投资", "年度计划投资"),
    "月度进展": ("本月完成投资", "当年累计完成投资", "开工以来累计完成投资", "当年累计入库投资"),
}
EMPTY = ("", "/", "-", "—")
Files = dict[tuple[str, str], list[Row]]


@pytest.fixture(scope="module")
def files(sample: Path) -> Files:
    """The rows by unit and day of arrival; but for the one file that cannot be opened."""
    broken = yaml.safe_load((SAMPLE_FACTS / "deliveries.yml").read_text("utf-8"))["broken"]
    found: Files = defaultdict(list)
    for path in sorted(sample.rglob("[!.]*.*")):
        unit, day = path.parts[-2], path.parts[-3]
        if unit == broken["unit"] and day.startswith("2021-09-0") and "重发" not in path.name:
            continue
        found[unit, day] += read(path)
    return found


@pytest.fixture(scope="module")
def regions() -> set[str]:
    path = PROJECT_ROOT / "include" / "reference" / "divisions_cn.csv"
    with path.open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def faulty(files: Files, regions: set[str]) -> list[tuple[Row, str]]:
    """Each faulty row with the kind of its fault."""
    return [fault for rows in files.values() for fault in faults(rows, regions)]


def faults_of_register(row: Row) -> Iterator[str]:
    plan, total = row.money("年度计划投资"), row.money("总投资")
    start, finish = row.day("计划开工时间"), row.day("计划竣工时间")
    if plan is None:
        yield "confidential_plan"
    elif plan < 0:
        yield "plan_negative"
    if total is None:
        yield "confidential_total"
    if row.text("项目名称") in EMPTY:
        yield "name_missing"
    if row.text("项目类别") == "工业":
        yield "category_not_listed"
    if start and finish and finish < start:
        yield "plan_finishes_before_start"
    if row.text("计划竣工时间") == "年底前":
        yield "finish_unreadable"
    if not uscc.is_valid(row.text("统一社会信用代码")):
        yield "enterprise_code_invalid"


def faults_of_values(row: Row) -> Iterator[str]:
    """What a cell of 月度进展 shows by itself."""
    ytd = row.text("当年累计完成投资")
    if ytd == "涉密":
        yield "confidential_progress"
    if ytd == "#REF!":
        yield "broken_reference"
    if row.text("当年累计入库投资") == "涉密":
        yield "entry_unreadable"
    if row.text("建设状态") in EMPTY:
        yield "status_missing"
    if row.text("现场人数") == "约30人":
        yield "workers_unreadable"
    if row.text("实际开工时间") == "待定":
        yield "start_unreadable"
    if (row.number("形象进度(%)") or 0) > 100:
        yield "progress_135"
    if any((row.money(header) or 0) < 0 for header in MONEY["月度进展"]):
        yield "money_negative"


def faults_of_state(row: Row, as_share: bool) -> Iterator[str]:
    status, start = row.text("建设状态"), row.day("实际开工时间")
    finish, progress = row.day("实际竣工时间"), row.number("形象进度(%)")
    if start and finish and finish < start:
        yield "finished_before_start"
    if status in STARTED and start is None:
        yield "started_without_date"
    if status == "停工" and (row.number("现场人数") or 0) > 0:
        yield "stopped_with_workers"
    if status in FINISHED and not as_share and (progress or 0) < 100:
        yield "finished_below_100"


def faults_of_money(row: Row, register: Row | None) -> Iterator[str]:
    month, ytd = row.money("本月完成投资"), row.money("当年累计完成投资")
    cumulative = row.money("开工以来累计完成投资")
    if None not in (month, ytd) and month > ytd:
        yield "month_above_ytd"
    if None not in (cumulative, ytd) and ytd > cumulative:
        yield "ytd_above_cumulative"
    if register is None:
        return
    total, plan = register.money("总投资"), register.money("年度计划投资")
    if None not in (cumulative, total) and cumulative > total * Decimal("1.1"):
        yield "cumulative_above_total"
    if ytd is not None and plan is not None and plan > 0 and ytd > plan * 2:
        yield "ytd_above_twice_plan"


def faults(rows: list[Row], regions: set[str]) -> Iterator[tuple[Row, str]]:
    register = {r.text("项目代码"): r for r in rows if r.sheet == "项目备案"}
    times = Counter((row.sheet, row.text("项目代码")) for row in rows)
    for row in rows:
        code = row.text("项目代码")
        match = CODE.fullmatch(code)
        kinds = [] if match else ["code_malformed"]
        if match and match[1] not in regions:
            kinds.append("region_unknown")
        if times[row.sheet, code] > 1:
            kinds.append("key_twice")
        if row.sheet == "项目备案":
            kinds += faults_of_register(row)
        else:
            as_share = (row.unit_code, row.month) == ("430426", date(2021, 3, 1))
            kinds += faults_of_values(row)
            kinds += faults_of_state(row, as_share)
            kinds += faults_of_money(row, register.get(code))
        yield from ((row, kind) for kind in kinds)


def test_the_faults_are_those_of_the_plan_and_no_others(faulty: list[tuple[Row, str]]) -> None:
    plan = yaml.safe_load((SAMPLE_FACTS / "faults.yml").read_text("utf-8"))["faults"]
    meant: Counter[str] = Counter()
    for fault in plan:
        if fault["sheet"] in SHEETS.values():
            meant[fault["kind"]] += fault["rows"]
    found = {
        (row.unit_code, row.month, row.sheet, row.text("项目代码"), kind) for row, kind in faulty
    }
    assert Counter(kind for *_, kind in found) == meant


def test_about_one_row_in_a_hundred_is_faulty(files: Files, faulty: list[tuple[Row, str]]) -> None:
    share = len({id(row) for row, _ in faulty}) / sum(map(len, files.values()))
    assert 0.007 < share < 0.013


def test_months_with_published_figures_have_only_faults_that_leave_values_intact(
    faulty: list[tuple[Row, str]],
) -> None:
    kinds = {kind for row, kind in faulty if row.month >= date(2021, 12, 1)}
    assert kinds
    assert kinds <= {
        "enterprise_code_invalid", "workers_unreadable", "start_unreadable", "entry_unreadable",
    }  # fmt: skip


def test_money_grows_through_the_year_and_starts_again_in_january(
    files: Files, faulty: list[tuple[Row, str]]
) -> None:
    wrong = {id(row) for row, _ in faulty}
    ytd: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for (_, day), rows in sorted(files.items(), key=lambda item: item[0][1]):
        for row in rows:
            if row.sheet == "月度进展" and id(row) not in wrong and day != "2022-02-18":
                amount = row.money("当年累计完成投资")
                assert amount is not None
                ytd[row.text("项目代码")][row.month] = amount
    restarted = 0
    for months in ytd.values():
        for (before, less), (after, more) in pairwise(sorted(months.items())):
            if before.year == after.year:
                assert less <= more
            elif less:
                restarted += 1
                assert more < less
    assert restarted > 100


def test_a_code_belongs_to_one_project(files: Files, faulty: list[tuple[Row, str]]) -> None:
    wrong = {id(row) for row, _ in faulty}
    names: dict[str, set[str]] = defaultdict(set)
    for rows in files.values():
        for row in rows:
            if id(row) not in wrong:
                names[row.text("项目代码")].add(row.text("项目名称"))
    assert len(names) > 380
    assert all(len(found) == 1 for found in names.values())
    assert len(set.union(*names.values())) == len(names)


def test_units_differ_in_what_they_completed_by_february_2022(files: Files) -> None:
    done: Counter[str] = Counter()
    planned: Counter[str] = Counter()
    for (unit, day), rows in files.items():
        if day < "2022-03":
            continue
        for row in rows:
            if row.sheet == "项目备案":
                planned[unit] += int(row.money("年度计划投资") or 0)
            else:
                done[unit] += int(row.money("当年累计完成投资") or 0)
    rates = {round(100 * done[unit] / planned[unit], 1) for unit in planned}
    assert len(rates) == 14
    assert max(rates) > 1.5 * min(rates)
