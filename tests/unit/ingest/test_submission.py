"""A file is read as the form says, or refused as a whole with the rule and the sentence."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.submission import Submission, read_submission
from majorprojects.settings import Settings
from tests.workbooks import (
    CODE,
    PROGRESS,
    PROJECT,
    UNIT_LINE,
    county_workbook,
    sheet_rows,
    write_workbook,
)

DAY = dt.date(2022, 3, 5)


def read(path: Path, unit: str = "430424", **limits: int) -> Submission:
    return read_submission(InboxFile(path, DAY, unit), Settings(**limits))


def refusal(path: Path, unit: str = "430424", **limits: int) -> str | None:
    submission = read(path, unit, **limits)
    assert submission.tables == [] or submission.refusal is None
    return submission.refusal.rule_id if submission.refusal else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "衡东县 2022年2月.xlsx"


def test_a_plain_workbook(path: Path) -> None:
    submission = read(county_workbook(path))
    assert submission.refusal is None
    assert submission.month is not None
    assert submission.month.first_day == dt.date(2022, 2, 1)
    projects, progress = submission.tables
    assert projects.values["total_investment"] == [Decimal(125000)]
    assert projects.values["annual_plan"] == [Decimal(30000)]
    assert progress.values["actual_start"] == [dt.date(2022, 1, 5)]
    assert projects.source_rows == [4]
    assert submission.findings == []


@pytest.mark.parametrize("ending", [".XLSX", ".xls"])
def test_endings_in_any_case_but_what_they_say(path: Path, ending: str) -> None:
    expected = None if ending == ".XLSX" else "file_disguised"
    assert refusal(county_workbook(path).rename(path.with_suffix(ending))) == expected


def test_the_unit_of_the_header_then_of_the_line_then_of_the_form(path: Path) -> None:
    def annual_plan(header: str, line: str) -> object:
        row = {k: v for k, v in PROJECT.items() if k != "年度计划投资(万元)"} | {header: 3}
        table = read(county_workbook(path, projects=[row], progress=[], line=line)).tables[0]
        return table.values["annual_plan"][0]

    without = "填报单位：衡东县　报告月份：2022年2月"
    assert annual_plan("年度计划投资（亿元）", UNIT_LINE) == 30000
    assert annual_plan("年度计划投资(单位：元)", UNIT_LINE) == Decimal("0.0003")
    assert annual_plan("年度计划投资", without + "　单位：亿元") == 30000
    assert annual_plan("年度计划投资", without) == 3


def test_a_unit_unlike_line_and_form_is_named(path: Path) -> None:
    row = {k: v for k, v in PROJECT.items() if k != "年度计划投资(万元)"} | {
        "年度计划投资(亿元)": 3
    }
    (finding,) = read(county_workbook(path, projects=[row])).findings
    assert (finding.rule_id, finding.cell) == ("column_unit_unusual", "G3")


def test_two_row_header_with_merged_groups_shifted_to_the_right(path: Path) -> None:
    rows = sheet_rows(PROGRESS)
    upper = ["项目代码", "项目名称", "完成投资", None, "建设状态", "实际开工时间"]
    lower = [None, None, "本月完成投资(万元)", "当年累计\n完成投资（万元）", None, None]
    data = [CODE, "样例", 1, 5, "在建", "2022-01-05"]
    write_workbook(
        path,
        {"2、月度进展表": [[], *([None, None, *row] for row in (*rows[:2], upper, lower, data))]},
    )
    (table,) = read(path).tables
    assert table.heading.header_row == 5
    assert table.heading.fields["ytd_investment"].letter == "F"
    assert (table.source_rows, table.values["ytd_investment"]) == ([6], [Decimal(5)])


def test_two_row_header_whose_second_row_holds_the_units(path: Path) -> None:
    rows = sheet_rows(PROJECT)
    upper, lower = [], []
    for header in PROJECT:
        name, bracket, unit = header.partition("(")
        upper.append(name)
        lower.append(bracket + unit)
    write_workbook(path, {"项目备案": [*rows[:2], upper, lower, *rows[3:]]})
    (table,) = read(path).tables
    assert table.heading.header_row == 4
    assert table.values["total_investment"] == [Decimal(125000)]
    assert table.source_rows == [5]


def test_progress_as_words_and_as_percent_are_two_columns(path: Path) -> None:
    row = PROGRESS | {"形象进度": "主体封顶", "形象进度（%）": "45%"}
    table = read(county_workbook(path, progress=[row])).tables[1]
    assert table.values["progress_text"] == ["主体封顶"]
    assert table.values["physical_progress_pct"] == [Decimal(45)]


def test_totals_blanks_nils_and_footers_are_skipped_and_counted(path: Path) -> None:
    rows = sheet_rows({"序号": 1, **PROGRESS}, {"序号": "小 计"}, {"序号": "", "项目代码": "/"})
    footer = ["填报人：样例　联系电话：000"]
    rows += [
        [],
        [2, *PROGRESS.values()],
        [3, "", "合计", 9],
        ["合计", None, 9],
        [],
        footer,
        [],
        [""],
    ]
    write_workbook(path, {"月度进展": rows})
    (table,) = read(path).tables
    assert table.source_rows == [4, 8]
    assert dict(table.skipped) == {"total": 3, "nil": 1, "blank": 2, "footer": 1}
    assert table.rows_read == 9


def test_a_vertically_merged_cell_holds_for_its_rows(path: Path) -> None:
    import xlsxwriter

    rows = sheet_rows(PROJECT, PROJECT | {"项目代码": "2201-430424-04-01-123457"})
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目备案")
        for y, row in enumerate(rows):
            sheet.write_row(y, 0, row)
        sheet.merge_range(3, 2, 4, 2, "社会民生")
    (table,) = read(path).tables
    assert table.values["category"] == ["社会民生", "社会民生"]
    assert table.merged_rows == {"category": [(4, 5)]}


def test_errors_and_formulas_without_a_stored_value_are_kept_as_unreadable(path: Path) -> None:
    import xlsxwriter

    rows = sheet_rows(PROJECT)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目备案")
        for y, row in enumerate(rows):
            sheet.write_row(y, 0, row)
        sheet.write_formula(3, 5, "=A1+1", None, "")
        sheet.write_formula(3, 6, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 1, '="甲"&"乙"', None, "甲乙")
    (table,) = read(path).tables
    assert table.unreadable["total_investment"] == ["=A1+1"]
    assert table.unreadable["annual_plan"] == ["#DIV/0!"]
    assert table.values["project_name"] == ["甲乙"]


def test_unknown_columns_and_sheets_are_named(path: Path) -> None:
    sheets = {"项目备案": sheet_rows(PROJECT | {"随想": "x"}), "说明": [["填表说明"]]}
    submission = read(write_workbook(path, sheets))
    assert [f.rule_id for f in submission.findings] == ["column_unknown"]
    assert submission.notes == ["工作表“说明”不在表样中或没有内容，未读取。"]


def test_all_percents_at_most_one_propose_the_scale(path: Path) -> None:
    rows = [PROGRESS | {"形象进度(%)": value} for value in (0.45, 0, 1)]
    (finding,) = read(county_workbook(path, progress=rows)).findings
    assert finding.rule_id == "column_percent_scale"
    assert read(path).tables[1].values["physical_progress_pct"][0] == Decimal("0.45")


def test_a_combined_month_is_february_and_said(path: Path) -> None:
    submission = read(county_workbook(path, line=UNIT_LINE.replace("2月", "1—2月")))
    assert submission.month is not None
    assert submission.month.is_combined
    assert [f.rule_id for f in submission.findings] == ["month_combined"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        separator.join("" if cell is None else str(cell) for cell in row)
        for row in sheet_rows(PROGRESS)
    ]
    path = tmp_path / "月度进展.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (table,) = read(path).tables
    assert table.values["ytd_investment"] == [Decimal(5000)]
    assert table.source_rows == [4]


def test_refusals_of_whole_files(path: Path) -> None:
    book = county_workbook(path).read_bytes()

    def of(name: str, content: bytes, **limits: int) -> str | None:
        file = path.with_name(name)
        file.write_bytes(content)
        return refusal(file, **limits)

    assert of("a.docx", book) == "file_unsupported_ending"
    assert of("a.xlsx", book[: len(book) // 2]) == "file_unopenable"
    assert of("b.xlsx", b"") == "file_unopenable"
    assert of("a.xls", b"<html><table></table></html>") == "file_disguised"
    assert of("b.xls", "项目代码\t项目名称".encode()) == "file_disguised"
    assert of("c.xls", b'<?xml version="1.0"?><Workbook/>') == "file_disguised"
    assert of("a.csv", book) == "file_disguised"
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert of("c.xlsx", encrypted) == "file_encrypted"
    assert of("d.xlsx", book, max_file_bytes=100) == "file_too_large"
    assert of("e.xlsx", book, max_inflated_bytes=100) == "file_too_large"
    assert of("f.xlsx", book, max_columns=3) == "file_too_large"
    assert of("g.xlsx", book, max_rows=3) == "file_too_large"
    assert of("h.xlsx", book, max_sheets=1) == "file_too_large"
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    assert refusal(path) == "file_has_macros"


def test_refusals_of_what_stands_above_the_rows(path: Path) -> None:
    def of(line: str, unit: str = "430424") -> str | None:
        return refusal(county_workbook(path, line=line), unit)

    assert of(UNIT_LINE) is None
    assert of("填报单位:衡东 报告月份:2022.02") is None
    assert of("填报单位：430424　报告月份：202202") is None
    assert of("填报单位：祁东县　报告月份：2022年2月") == "file_unit_mismatch"
    assert of("报告月份：2022年2月") == "file_unit_missing"
    assert of(UNIT_LINE, unit="999999") == "file_unit_unknown"
    assert of("填报单位：衡东县") == "file_month_missing"
    assert of("填报单位：衡东县　报告月份：二月") == "file_month_unreadable"
    assert of("填报单位：衡东县　报告月份：2022年4月") == "file_month_in_future"
    assert of("填报单位：衡东县　报告月份：2022年3月") is None


def test_a_name_beside_the_month_neither_refuses_the_file_nor_leaves_it(path: Path) -> None:
    submission = read(county_workbook(path, line=UNIT_LINE + "　填报人：某某　联系电话：000"))
    assert submission.refusal is None
    heading = submission.tables[0].heading
    assert (heading.month, heading.money_unit) == ("2022年2月", "万元")
    line = "填报单位：衡东县　填报人：某某　报告月份：二月　审核人：某某"
    refused = read(county_workbook(path, line=line)).refusal
    assert refused is not None
    assert refused.value_found == "二月"


def test_refusals_of_sheets(path: Path) -> None:
    other = UNIT_LINE.replace("2022年2月", "2022年1月")
    twice = sheet_rows(PROJECT)
    twice[2].append("项目编码")
    without = {k: v for k, v in PROJECT.items() if k != "项目类别"}
    cases = {
        "file_no_known_sheet": {"Sheet1": [["x"]]},
        "sheet_header_not_found": {"项目备案": [["项"], ["x"]]},
        "sheet_required_column_missing": {"项目备案": sheet_rows(without)},
        "sheet_header_twice": {"项目备案": twice},
        "file_without_rows": {"项目备案": sheet_rows(PROJECT)[:3]},
        "file_sheets_disagree": {
            "项目备案": sheet_rows(PROJECT),
            "月度进展": sheet_rows(PROGRESS, line=other),
        },
    }
    assert {rule: refusal(write_workbook(path, sheets)) for rule, sheets in cases.items()} == {
        rule: rule for rule in cases
    }
