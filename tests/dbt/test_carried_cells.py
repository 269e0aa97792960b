"""The cells of a row say what the registers hold after it, also where its own sheet has no column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from majorprojects.entities import load_entities
from majorprojects.explain.cells import RowWanted, SubmittedRow, read_rows
from majorprojects.explain.evidence import read_evidence
from majorprojects.explain.kinds import read_kinds
from majorprojects.explain.read import read_month
from majorprojects.explain.source import current_source
from majorprojects.settings import Settings
from tests.dbt.conftest import Ask

REGISTERS = {
    "projects": "int_projects__registered",
    "monthly_progress": "int_progress__reported",
}


def _read(landing: Path, warehouse: Path, *wanted: RowWanted) -> dict[RowWanted, SubmittedRow]:
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return read_rows(Settings(home=landing.parent), connection, wanted)


@pytest.mark.parametrize("entity", ["projects", "monthly_progress"])
def test_cells_say_what_the_register_says(
    landing: Path, warehouse: Path, query: Ask, entity: str
) -> None:
    columns = [
        name
        for (name,) in query(
            "select column_name from information_schema.columns where table_name = ?",
            REGISTERS[entity],
        )
    ]
    fields = {
        field: column
        for field in load_entities()[entity].fields
        for column in columns
        if column in {field, f"{field}_cny_10k", f"{field}_date"}
    }
    registered = query(
        f"""
        select submission_id, source_row, {", ".join(fields.values())}
        from intermediate.{REGISTERS[entity]} where is_owners
        """  # noqa: S608 - names of our own
    )
    rows = _read(
        landing,
        warehouse,
        *(RowWanted(submission, entity, row, tuple(fields)) for submission, row, *_ in registered),
    )
    said = {
        (want.submission_id, want.source_row): {cell.field: cell.value for cell in row.cells}
        for want, row in rows.items()
    }
    assert len(said) > 20
    for submission, row, *values in registered:
        cells = said[submission, row]
        assert [cells.get(field) for field in fields] == values


def test_a_field_without_a_column_has_the_cell_of_the_row_that_said_it_last(
    landing: Path, warehouse: Path, query: Ask
) -> None:
    ((submission, row),) = query(
        "select submission_id, source_row from intermediate.int_projects__registered "
        "where project_code = 'CARRIED' and report_month = '2022-02-01'"
    )
    wanted = RowWanted(submission, "projects", row, ("annual_plan", "batch", "location"))
    ((_, found),) = _read(landing, warehouse, wanted).items()
    plan, batch, location = found.cells

    assert (plan.received_on, plan.value, plan.money_unit) == (dt.date(2022, 3, 3), 12_000, "万元")
    assert (batch.received_on, batch.value) == (dt.date(2022, 2, 3), "第一批")
    assert batch.source_path == "2022-02-03/430412/报表.xlsx"
    assert batch.sha256 != plan.sha256
    assert (location.received_on, location.value) == (dt.date(2022, 3, 3), None), "it was blanked"


def test_a_month_does_not_speak_for_the_next(landing: Path, warehouse: Path, query: Ask) -> None:
    workers = {}
    for month, arrived in (("2022-01-01", "2022-02-04"), ("2022-02-01", "2022-03-03")):
        ((submission, row),) = query(
            "select submission_id, source_row from intermediate.int_progress__reported "
            "where project_code = 'CARRIED' and report_month = ? and received_on = ?",
            month,
            arrived,
        )
        wanted = RowWanted(submission, "monthly_progress", row, ("workers_on_site",))
        (found,) = _read(landing, warehouse, wanted).values()
        workers[month] = [(cell.received_on, cell.value) for cell in found.cells]

    assert workers == {"2022-01-01": [(dt.date(2022, 2, 3), 9)], "2022-02-01": []}


def test_a_row_that_is_not_there_has_no_answer(landing: Path, warehouse: Path) -> None:
    assert _read(landing, warehouse, RowWanted("0" * 16, "projects", 4, ("annual_plan",))) == {}


def test_a_row_names_the_rows_whose_place_it_took(
    landing: Path, warehouse: Path, query: Ask
) -> None:
    january, february = query(
        "select submission_id, source_row from intermediate.int_progress__reported "
        "where project_code = 'CARRIED' and received_on in ('2022-02-04', '2022-03-03') "
        "order by received_on"
    )
    fields = ("ytd_investment", "workers_on_site")
    wanted = [RowWanted(said, "monthly_progress", row, fields) for said, row in (january, february)]
    rows = _read(landing, warehouse, *wanted)

    (first,) = rows[wanted[0]].replaced
    assert (first.received_on, first.values) == (
        dt.date(2022, 2, 3), {"ytd_investment": 100, "workers_on_site": 9},
    )  # fmt: skip
    assert first.source_path == "2022-02-03/430412/报表.xlsx"
    assert rows[wanted[1]].replaced == (), "another month replaces nothing"


@pytest.mark.parametrize(
    ("entity", "register", "fields"),
    [
        ("projects", "int_projects__registered where is_owners and", ("batch", "location")),
        ("issues", "int_issues__registered where", ("measure",)),
        ("commitments", "int_commitments__registered where", ("content",)),
    ],
)
def test_what_another_unit_said_of_a_project_is_not_carried(
    landing: Path, warehouse: Path, query: Ask, entity: str, register: str, fields: tuple[str, ...]
) -> None:
    """Also where the owner was silent in that month, so that no mart has a row of it."""
    ((submission, row, *values),) = query(
        f"select submission_id, source_row, {', '.join(fields)} from intermediate.{register} "  # noqa: S608
        "project_code = 'PASSED' and report_month = '2021-03-01'"
    )
    wanted = RowWanted(submission, entity, row, fields, ("PASSED",))
    (found,) = _read(landing, warehouse, wanted).values()
    cells = {cell.field: cell.value for cell in found.cells}

    assert [cells.get(field) for field in fields] == values
    assert "别家" not in cells.values()


def test_what_an_item_counts_is_what_its_cells_say(landing: Path, warehouse: Path) -> None:
    """In all stories of corrections, handed over projects and columns that come and go."""
    import duckdb

    settings, seen = Settings(home=landing.parent), set()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        kinds = read_kinds(connection)
        of = connection.execute("select unit_code, report_month from marts.fct_rankings").fetchall()
        for unit, month in of:
            now = read_month(connection, current_source().tables, unit, month)
            assert now is not None
            evidence = read_evidence(settings, connection, unit, now.items, kinds, dt.date.max)
            assert evidence.differences == (), (unit, month)
            seen |= {indicator for indicator, rows in evidence.rows.items() if any(rows.values())}
    assert seen >= {"completion", "full_year_start", "commitment", "issue_clearance", "observation"}
