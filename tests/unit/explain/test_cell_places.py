"""Where a value stands: parts of a row, units of money and merged cells, in files that were really loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from majorprojects.explain.cells import Cell, RowWanted, read_rows
from majorprojects.ingest import ingest_days
from majorprojects.load import load_batch
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch
from tests.fixtures.workbooks.forms import MONEY, REPORTS, SITE, half, halves
from tests.workbooks import CODE, PROJECT, UNIT_LINE, sheet_rows, write_workbook
from tests.written import Inbox, Written

DAY = dt.date(2022, 3, 5)
PATH = f"{DAY}/430424/a.xlsx"
REPORTED = ("ytd_investment", "status", "actual_start", "is_resumed", "physical_progress_pct")
OWNERS = """
    create table marts.dim_project_owners (
        project_code text, unit_code text, from_month date, to_month date, received_on date
    )
"""
Read = Callable[..., dict[int, dict[str, Cell]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Loads the file and gives the cells of its rows, by row and field."""

    def read(
        entity: str, rows: tuple[int, ...], fields: tuple[str, ...], *about: str
    ) -> dict[int, dict[str, Cell]]:
        import duckdb

        settings = Settings(home=tmp_path)
        load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
        with duckdb.connect() as connection:
            connection.execute("create schema marts")
            connection.execute(OWNERS)
            file = settings.landing / f"received_on={DAY}/submissions.parquet"
            connection.read_parquet(str(file)).to_table("marts.fct_submissions")
            ((submission,),) = connection.execute(
                "select submission_id from marts.fct_submissions"
            ).fetchall()
            wanted = [RowWanted(submission, entity, row, fields, about) for row in rows]
            found = read_rows(settings, connection, wanted)
        cells = {
            want.source_row: {cell.field: cell for cell in row.cells} for want, row in found.items()
        }
        inbox = Inbox(settings.inbox)
        for cell in (cell for row in cells.values() for cell in row.values()):
            assert Written(cell, inbox.rows(cell.source_path, cell.sheet)).value() == cell.value
        return cells

    return read


def test_a_value_stands_in_the_part_that_has_its_column(tmp_path: Path, read: Read) -> None:
    # The second sheet is in another order: parts are joined by the code, not by the row.
    write_workbook(tmp_path / "inbox" / PATH, halves(REPORTS[:2], REPORTS[1::-1]))

    first, second = read("monthly_progress", (4, 5), REPORTED).values()

    assert (first["ytd_investment"].sheet, first["ytd_investment"].cell) == (MONEY, "D4")
    assert (first["status"].sheet, first["status"].cell, first["status"].value) == (
        SITE,
        "E5",
        "在建",
    )
    assert (second["status"].sheet, second["status"].cell) == (SITE, "E4")


def test_money_is_in_its_own_unit_in_the_file_and_in_10k_here(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "inbox" / PATH
    plan = {key: value for key, value in PROJECT.items() if key != "年度计划投资(万元)"}
    write_workbook(
        file,
        {
            "项目备案": sheet_rows(
                {**plan, "年度计划投资": 3_000_000}, line=UNIT_LINE.replace("万元", "元")
            )
        },
    )

    (cells,) = read("projects", (4,), ("annual_plan", "total_investment", "batch")).values()

    assert cells.keys() == {"annual_plan", "total_investment"}, "no sheet has a column for 项目批次"
    assert (cells["annual_plan"].value, cells["annual_plan"].money_unit) == (300, "元")
    assert (cells["total_investment"].value, cells["total_investment"].money_unit) == (
        Decimal(125_000),
        "亿元",
    )


def test_of_merged_cells_the_first_one_holds_the_text(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "inbox" / PATH
    file.parent.mkdir(parents=True)
    codes = [f"{CODE[:-1]}{number}" for number in range(3)]
    rows = sheet_rows(*({**PROJECT, "项目代码": code} for code in codes))
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("项目备案")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.merge_range("C4:C5", "产业科技")

    cells = read("projects", (4, 5, 6), ("category", "annual_plan"))

    assert [row["category"].cell for row in cells.values()] == ["C4", "C4", "C6"]
    assert [row["annual_plan"].cell for row in cells.values()] == ["G4", "G5", "G6"]


def test_one_number_for_two_rows_names_the_one_that_is_meant_or_none(
    tmp_path: Path, read: Read
) -> None:
    one, two = REPORTS[0], REPORTS[1]
    continued = {
        MONEY: half(MONEY, one),
        f"{MONEY}(续)": half(MONEY, two),
        SITE: half(SITE, one, two),
    }
    write_workbook(tmp_path / "inbox" / PATH, continued)

    assert read("monthly_progress", (4,), REPORTED) == {}
    (cells,) = read("monthly_progress", (4,), REPORTED, str(two["项目代码"])).values()
    assert cells["ytd_investment"].sheet == f"{MONEY}(续)"
    assert cells["status"].cell == "E5"
