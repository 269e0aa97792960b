"""The sheets besides 项目备案 and 月度进展: all are exercised, and what is in them reads back."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml
from plain_reader import Row, read

from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.submission import read_submission
from majorprojects.settings import DBT_PROJECT, SAMPLE_FACTS, Settings

CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
EMPTY = ("", "/", "-", "—")
TERMS = {
    "承诺类型": ("开工", "年度投资", "进度节点", "竣工"),
    "问题类别": ("用地", "资金", "征拆", "手续", "施工", "要素", "其他"),
    "办结状态": ("未办结", "已办结", "已销号"),
    "措施类型": ("专班推进", "赋码保护", "企业奖补", "纾困解难"),
}
Read = Callable[[Row, str], object]


def text(row: Row, header: str) -> object:
    written = row.text(header)
    return None if written in EMPTY else unicodedata.normalize("NFKC", written)


def term(row: Row, header: str) -> object:
    return row.text(header) if row.text(header) in TERMS[header] else None


def yes(row: Row, header: str) -> object:
    return {"是": True, "否": False}[row.text(header)]


@cache
def unit_codes() -> dict[str, str]:
    with (DBT_PROJECT / "seeds" / "units.csv").open(encoding="utf-8") as file:
        units = [*csv.DictReader(file)]
    return {row[name]: row["unit_code"] for row in units for name in ("unit_code", "name_zh")}


def unit(row: Row, header: str) -> object:
    return unit_codes()[row.text(header)]


# Sheet → header → field of the entity, and how a cell under it reads; written down once more, apart from the form.
SHEETS: dict[str, dict[str, tuple[str, Read]]] = {
    "承诺事项": {
        "承诺编号": ("commitment_id", text), "项目代码": ("project_code", text), "承诺类型": ("commitment_type", term),
        "承诺内容": ("content", text), "承诺时限": ("due_on", Row.day), "承诺值": ("promised_value", Row.number),
        "承诺人": ("promised_by", text), "承诺日期": ("promised_on", Row.day),
        "变更批准文号": ("change_approval", text), "变更原因": ("change_reason", text),
    },
    "三张清单": {
        "问题编号": ("issue_id", text), "项目代码": ("project_code", text), "问题类别": ("category", term),
        "问题描述": ("description", text), "提出日期": ("raised_on", Row.day), "解决措施": ("measure", text),
        "责任单位": ("responsible_unit", text), "责任人": ("responsible_person", text),
        "办结时限": ("due_on", Row.day), "办结状态": ("status", term), "办结日期": ("closed_on", Row.day),
    },
    "引资争资": {
        "当年累计引资": ("domestic_capital_ytd", Row.money),
        "当年累计实际使用外资": ("foreign_capital_ytd", Row.number),
        "当年累计争资": ("upper_level_funds_ytd", Row.money), "新签约项目数": ("signed_projects_ytd", Row.number),
        "三类500强项目数": ("top500_projects_ytd", Row.number),
    },
    "支持措施": {
        "项目代码": ("project_code", text), "措施类型": ("measure_type", term), "内容": ("content", text),
        "金额": ("amount", Row.money), "日期": ("dated_on", Row.day), "状态": ("status", text),
    },
    "现场观摩": {
        "观摩批次": ("round_id", text), "观摩日期": ("observed_on", Row.day), "单位": ("subject_unit_code", unit),
        "项目代码": ("project_code", text), "评委": ("judge_id", text), "名次": ("vote_rank", Row.number),
        "得分": ("score", Row.number), "回头看": ("is_look_back", yes),
    },
    "年度目标": {
        "年度": ("year", Row.number), "指标": ("indicator", text), "单位": ("subject_unit_code", unit),
        "目标值": ("target_value", Row.number), "计量单位": ("measure_unit", text),
    },
    "统计数据": {
        "期间": ("period", text), "指标": ("indicator", text), "单位": ("subject_unit_code", unit),
        "数值": ("value", Row.number), "同比": ("yoy_pct", Row.number), "全省位次": ("provincial_rank", Row.number),
    },
}  # fmt: skip
COUNTY = ("承诺事项", "三张清单", "引资争资", "支持措施")


@pytest.fixture(scope="module")
def paths(sample: Path) -> list[Path]:
    """All files, but for the one that cannot be opened."""
    broken = yaml.safe_load((SAMPLE_FACTS / "deliveries.yml").read_text("utf-8"))["broken"]
    return [
        path
        for path in sorted(sample.glob("*/*/[!.]*"))
        if not (
            path.parts[-2] == broken["unit"]
            and path.parts[-3].startswith("2021-09-0")
            and "重发" not in path.name
        )
    ]


@pytest.fixture(scope="module")
def rows(paths: list[Path]) -> dict[Path, dict[str, list[Row]]]:
    """The rows of these sheets as the plain reader finds them, by file and sheet."""
    found: dict[Path, dict[str, list[Row]]] = {}
    for path in paths:
        by_sheet: defaultdict[str, list[Row]] = defaultdict(list)
        for row in read(path, tuple(SHEETS)):
            by_sheet[row.sheet].append(row)
        found[path] = by_sheet
    return found


@pytest.fixture(scope="module")
def every(rows: dict[Path, dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """All rows by sheet."""
    return {name: [row for of in rows.values() for row in of.get(name, [])] for name in SHEETS}


def test_every_value_reads_back(rows: dict[Path, dict[str, list[Row]]]) -> None:
    settings = Settings()
    checked: Counter[str] = Counter()
    for path, by_sheet in rows.items():
        day, unit_code = path.parts[-3:-1]
        submission = read_submission(InboxFile(path, date.fromisoformat(day), unit_code), settings)
        tables = {
            name: table for table in submission.tables for name in SHEETS if name in table.sheet
        }
        assert {name for name, found in by_sheet.items() if found} == set(tables)
        for name, table in tables.items():
            assert len(by_sheet[name]) == len(table.source_rows)
            assert set(table.values) == {field for field, _ in SHEETS[name].values()}
            for header, (field, expected) in SHEETS[name].items():
                values = [expected(row, header) for row in by_sheet[name]]
                assert table.values[field] == values, (path.name, header)
                checked[name] += len(values)
    assert checked.keys() == SHEETS.keys()


def test_every_unit_sends_its_sheets_every_month(every: dict[str, list[Row]]) -> None:
    units = {row.unit_code for row in every["引资争资"]}
    assert len(units) == 14
    for name in COUNTY:
        assert {row.unit_code for row in every[name]} == units
        assert len({row.month for row in every[name]}) == 14
    for name in SHEETS.keys() - set(COUNTY):
        assert {row.unit_code for row in every[name]} == {"430400"}


def test_every_column_is_filled_somewhere_and_every_term_is_used(
    every: dict[str, list[Row]],
) -> None:
    for name, columns in SHEETS.items():
        for header, (field, expected) in columns.items():
            values = {expected(row, header) for row in every[name]} - {None}
            assert values, (name, field)
            if header in TERMS:
                assert values == set(TERMS[header])


def test_units_write_their_money_and_dates_each_in_their_own_way(
    every: dict[str, list[Row]],
) -> None:
    """Dates as cells and in several forms of text, amounts as numbers and as text with separators."""
    due = {type(row.cells["承诺时限"]).__name__ for row in every["承诺事项"]}
    assert {"date", "str"} <= due
    assert {"年", "/", "."} <= {mark for row in every["承诺事项"] for mark in row.text("承诺时限")}
    funds = [row.cells["当年累计争资"] for row in every["引资争资"]]
    assert {"str", "float"} <= {type(cell).__name__ for cell in funds}
    assert any("," in cell for cell in funds if isinstance(cell, str))


def faults_of_promise(row: Row) -> Iterator[str]:
    due, made = row.day("承诺时限"), row.day("承诺日期")
    if row.text("承诺类型") not in TERMS["承诺类型"]:
        yield "promise_type_not_listed"
    if due is None:
        yield "promise_due_missing" if row.text("承诺时限") in EMPTY else "promise_due_unreadable"
    if due and made and due < made:
        yield "promise_due_before_promised"
    if row.number("承诺值") is None and row.text("承诺值") not in EMPTY:
        yield "promise_value_unreadable"
    if made is None:
        yield "promise_day_unreadable"


def faults_of_issue(row: Row) -> Iterator[str]:
    raised, closed = row.day("提出日期"), row.day("办结日期")
    if raised and closed and closed < raised:
        yield "issue_closed_before_raised"
    if row.text("办结状态") not in TERMS["办结状态"]:
        yield "issue_status_not_listed"
    if row.text("问题描述") in EMPTY:
        yield "issue_description_missing"
    if row.text("问题类别") not in TERMS["问题类别"]:
        yield "issue_category_not_listed"
    if closed is None and row.text("办结日期") not in EMPTY:
        yield "issue_closing_unreadable"


def faults_of_capital(row: Row) -> Iterator[str]:
    figures = [row.number(header) for header in SHEETS["引资争资"]]
    if not any(figure is not None for figure in figures):
        yield "capital_without_figure"
    elif row.number("三类500强项目数") is None:
        yield "top500_unreadable"
    if any((figure or Decimal(0)) < 0 for figure in figures):
        yield "capital_negative"


def faults_of_measure(row: Row) -> Iterator[str]:
    if row.text("措施类型") not in TERMS["措施类型"]:
        yield "measure_type_not_listed"
    if row.number("金额") is None and row.text("金额") not in EMPTY:
        yield "measure_amount_unreadable"


FAULTS: dict[str, Callable[[Row], Iterator[str]]] = {
    "承诺事项": faults_of_promise,
    "三张清单": faults_of_issue,
    "引资争资": faults_of_capital,
    "支持措施": faults_of_measure,
}


def test_the_faults_of_these_sheets_are_those_of_the_plan_and_no_others(
    rows: dict[Path, dict[str, list[Row]]],
) -> None:
    plan = yaml.safe_load((SAMPLE_FACTS / "faults.yml").read_text("utf-8"))["faults"]
    entities = {"commitments", "issues", "capital_attraction", "support_measures"}
    meant: Counter[str] = Counter()
    for fault in plan:
        if fault["sheet"] in entities:
            meant[fault["kind"]] += fault["rows"]
    # A file that came twice has its faults twice: a fault counts once a unit, month and row.
    found: set[tuple[str, ...]] = set()
    for by_sheet in rows.values():
        for name, of in FAULTS.items():
            sheet = by_sheet.get(name, [])
            ids = Counter(row.text("承诺编号") for row in sheet if name == "承诺事项")
            for row in sheet:
                kinds = [*of(row)]
                key = (
                    row.cells.get("承诺编号")
                    or row.cells.get("问题编号")
                    or row.cells.get("项目代码")
                )
                if "项目代码" in row.cells and not CODE.fullmatch(row.text("项目代码")):
                    kinds.append("promise_code_malformed")
                if name == "承诺事项" and ids[row.text("承诺编号")] > 1:
                    kinds.append("promise_twice")
                found |= {(row.unit_code, str(row.month), str(key), kind) for kind in kinds}
    assert Counter(kind for *_, kind in found) == meant
