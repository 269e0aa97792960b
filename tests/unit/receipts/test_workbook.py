"""The receipt as a workbook: it shows the faulty cells where they stand, and is safe to open."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from majorprojects.ingest.reader import Grid
from majorprojects.receipts import write_receipts
from majorprojects.receipts.data_sheets import sheet_titles
from majorprojects.receipts.receipt import Counts, Receipt, SheetCounts
from majorprojects.receipts.workbook import LISTED_FINDINGS, is_current, make_workbook
from majorprojects.rules import Finding
from majorprojects.settings import Settings
from tests.unit.receipts.documents import (
    DAY,
    HOSTILE,
    HOSTILE_NAME,
    Outbox,
    folder,
    load,
    texts,
    write_strings,
)
from tests.workbooks import PROGRESS, PROJECT, county_workbook, sheet_rows

FAULTY = "b 错.xlsx"


@pytest.fixture
def faulty(outbox: Outbox) -> openpyxl.Workbook:
    return outbox.book(FAULTY)


def listed(book: openpyxl.Workbook) -> list[list[Any]]:
    """The cells of the list of findings, below its header."""
    rows = list(book["汇总"].iter_rows())
    top = next(n for n, row in enumerate(rows) if row[0].value == "序号")
    return [list(row) for row in rows[top + 1 :]]


def test_the_summary_stands_in_front_and_the_known_sheets_behind(faulty: Any) -> None:
    assert faulty.sheetnames == ["汇总", "项目备案", "月度进展"]
    said = texts(faulty)
    for words in (FAULTY, "衡东县（430424）", "2022-03-05", "2022年2月", "有 1 行未采用"):
        assert words in said
    assert "读取 2 行：采用 1 行，未采用 1 行，跳过 0 行" in said
    assert "读取 2 行：采用 1 行，未采用 0 行，跳过 1 行（合计小计 1）" in said


def test_each_finding_is_listed_with_a_link_to_its_cell(faulty: Any) -> None:
    rows = listed(faulty)
    assert [[cell.value for cell in row[1:5]] for row in rows] == [
        ["须改正", "项目备案", "C4", "其它"],
        ["须改正", "项目备案", "F4", "涉密"],
        ["请核对", "月度进展", "F4", "很多"],
    ]
    assert [row[3].hyperlink.location for row in rows] == [
        "项目备案!C4", "项目备案!F4", "月度进展!F4",
    ]  # fmt: skip
    assert {row[6].value for row in rows} == {"required_unreadable", "optional_unreadable"}
    assert "F4 填的是“涉密”" in rows[1][5].value


def test_faulty_cells_are_coloured_and_explained_at_their_own_address(faulty: Any) -> None:
    register, progress = faulty["项目备案"], faulty["月度进展"]
    assert register["F4"].value == "涉密"
    assert register["F4"].fill.fgColor.rgb == "FFFFC7CE"
    assert register["F4"].comment.text.startswith("【须改正】“总投资(亿元)”应填数字")
    assert progress["F4"].fill.fgColor.rgb == "FFFFEB9C"
    assert progress["F4"].comment.text.startswith("【请核对】")
    assert register["A4"].fill.fgColor.rgb == "FFFDF1F2"  # the rest of a row that was not taken
    assert register["A5"].fill.fgColor.rgb == "00000000"
    commented = [c.coordinate for s in faulty for row in s.iter_rows() for c in row if c.comment]
    assert commented == ["C4", "F4", "F4"]


def test_values_keep_their_types_and_places(faulty: Any) -> None:
    assert faulty["项目备案"]["F5"].value == 12.5
    assert faulty["项目备案"]["A1"].value == "样例表"
    assert faulty["月度进展"]["A5"].value == "合计"


def test_sheets_print_and_scroll_well(faulty: Any) -> None:
    assert faulty["项目备案"].freeze_panes == "A4"
    for sheet in faulty:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_no_text_is_a_formula_and_each_is_quoted(outbox: Outbox) -> None:
    for name in (FAULTY, HOSTILE_NAME, "c 坏.xlsx"):
        path = outbox.folder / f"{name}.receipt.xlsx"
        with zipfile.ZipFile(path) as package:
            assert not any(re.search(rb"<f[ >]", package.read(n)) for n in package.namelist())
        for sheet in openpyxl.load_workbook(path):
            cells = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
            assert cells
            assert [c.coordinate for c in cells if not c.quotePrefix or c.data_type != "s"] == []


def test_hostile_texts_stand_as_they_were_written(outbox: Outbox) -> None:
    book = outbox.book(HOSTILE_NAME)
    remarks = [row[-1].value for row in book["月度进展"].iter_rows(min_row=4, max_row=10)]
    # XML knows one line end alone: a lone CR came in as LF.
    assert remarks == [text.replace("\r", "\n") for text in HOSTILE]
    assert HOSTILE_NAME in texts(book)


def test_names_and_numbers_of_the_footer_are_in_no_document(outbox: Outbox) -> None:
    said = texts(outbox.book(HOSTILE_NAME)) + outbox.page() + str(outbox.json(HOSTILE_NAME))
    assert "填报单位：衡东县　报告月份：2022年2月" in said
    for secret in ("小样", "大样", "中样", "钱样", "13700000000", "13800000000", "13900000000"):
        assert secret not in said


def test_a_refused_file_has_the_summary_alone(outbox: Outbox) -> None:
    book = outbox.book("c 坏.xlsx")
    assert book.sheetnames == ["汇总"]
    assert "文件未被接收" in texts(book)
    ((_, severity, _, _, _, advice, rule),) = [[c.value for c in row] for row in listed(book)]
    assert (severity, rule) == ("须改正", "file_unopenable")
    assert "无法打开" in advice


def test_a_file_that_cannot_be_read_again_has_the_summary_alone(settings: Settings) -> None:
    path = county_workbook(
        folder(settings) / "a.xlsx", projects=[PROJECT | {"总投资(亿元)": "涉密"}]
    )
    load(settings)
    county_workbook(path)  # not the file any more that was judged
    assert write_receipts(settings, [DAY]) == 1
    book = Outbox(settings).book("a.xlsx")
    assert book.sheetnames == ["汇总"]
    assert "不附数据表" in texts(book)
    assert write_receipts(settings, [DAY]) == 0


def test_merged_cells_shifted_tables_and_odd_sheet_names(settings: Settings) -> None:
    path = folder(settings) / "a.xlsx"
    second = PROJECT | {"项目代码": "2201-430424-04-01-123457", "总投资(亿元)": None}
    rows = [[None, *row] for row in sheet_rows(PROJECT | {"总投资(亿元)": "涉密"}, second)]
    write_strings(path, {"1.项目备案表（'22）": [[], *rows]})
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("G5:G6")
    book.active.merge_cells("B2:H2")
    book.save(path)
    load(settings)
    write_receipts(settings, [DAY])
    made = Outbox(settings).book("a.xlsx")
    sheet = made[made.sheetnames[1]]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["B2:H2", "G5:G6"]
    assert (sheet["G5"].value, sheet["G5"].fill.fgColor.rgb) == ("涉密", "FFFFC7CE")
    assert {row[3].hyperlink.location for row in listed(made)} == {f"'{sheet.title}'!G5"}


def test_a_csv_has_its_sheet_too(settings: Settings) -> None:
    rows = sheet_rows(PROGRESS | {"现场人数": "很多"})
    path = folder(settings) / f"月度进展 {'长' * 40}.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(",".join(str(c or "") for c in row) for row in rows), "utf-8")
    load(settings)
    write_receipts(settings, [DAY])
    book = Outbox(settings).book(path.name)
    assert len(book.sheetnames[1]) == 31
    assert book.worksheets[1]["F4"].comment.text.startswith("【请核对】")


def test_sheet_titles_are_valid_and_different() -> None:
    names = ["汇总", "a/b", "a:b", "'", "长" * 40, "长" * 41]
    titles = sheet_titles(names, taken=["汇总"])
    assert len({title.casefold() for title in titles.values()} | {"汇总"}) == len(names) + 1
    assert all(0 < len(title) <= 31 for title in titles.values())
    assert not re.search(r"[\[\]:*?/\\']", "".join(titles.values()))


def receipt_of(findings: int) -> Receipt:
    counts = Counts(findings, 0, findings, 0)
    finding = Finding(
        "rule", "critical", "请改。", "Mend.", sheet="月度进展", value_found="\x00\ufffe"
    )
    return Receipt(
        submission_id="0" * 16, source_path=f"{DAY}/430424/a.xlsx", unit_code="430424",
        unit_name="衡东县", received_on=DAY, report_month=None, sha256="", form_version="county_v1",
        rules_version="", outcome="accepted_with_findings", duplicate_of=None, summary_zh="有。",
        summary_en="", counts=counts, sheets=(SheetCounts("月度进展", 1, counts, {}),), notes=(),
        findings=tuple(replace(finding, source_row=n + 2, cell=f"A{n + 2}") for n in range(findings)),
    )  # fmt: skip


def test_a_long_list_ends_and_says_so(tmp_path: Path) -> None:
    receipt = receipt_of(LISTED_FINDINGS + 1)
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        make_workbook(receipt, [Grid("月度进展", [["项目代码"], ["\ufffe", float("nan")]])])
    )
    book = openpyxl.load_workbook(path)
    assert len(listed(book)) == LISTED_FINDINGS
    assert f"只列出前 {LISTED_FINDINGS} 处" in texts(book)
    assert is_current(path, receipt)
    assert not is_current(path, receipt_of(1))


def test_merges_of_a_damaged_file_do_no_harm(tmp_path: Path) -> None:
    far = ((0, 0), (1048575, 16383))
    grid = Grid("月度进展", [["项目代码", "b"], ["x", "y"]], merges=[far, far, ((0, 0), (0, 0))])
    path = tmp_path / "a.xlsx"
    path.write_bytes(make_workbook(receipt_of(1), [grid]))
    sheet = openpyxl.load_workbook(path)["月度进展"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B2"]
