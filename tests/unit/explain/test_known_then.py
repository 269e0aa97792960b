"""What a publication is explained with is what had arrived by then: votes, carried cells and owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from majorprojects.explain.cells import RowWanted, read_rows, rows_of_round
from majorprojects.settings import Settings
from tests.dbt.small_landing import SmallLanding, progress, project

THEN, SINCE = dt.date(2022, 4, 5), dt.date(2022, 5, 5)


@pytest.fixture
def landing() -> SmallLanding:
    """March is published on 5 April; then votes, a correction of February and an approval arrive."""
    found = SmallLanding()
    vote = {"round_id": "Q1", "observed_on": dt.date(2022, 3, 30), "judge_id": "评委01"}
    vote |= {"subject_unit_code": "430424", "project_code": "P"}
    march = [project("P", location="原址"), project("Q")]
    for day, rank in ((THEN, 1), (SINCE, 5)):
        found.hand_in(
            f"{day}",
            "430400",
            "2022-03",
            observations=[vote | {"vote_rank": rank}],
            content=f"{day}",
        )
    found.hand_in("2022-03-03", "430424", "2022-02", projects=march)
    found.hand_in(
        f"{THEN}", "430424", "2022-03", projects=march, monthly_progress=[progress("P", 1)],
        absent=("location",),
    )  # fmt: skip
    found.hand_in(
        f"{SINCE}", "430424", "2022-02", name="更正.xlsx", projects=[project("P", location="新址")]
    )
    return found


@pytest.fixture
def warehouse(landing: SmallLanding, tmp_path: Path) -> Iterator[tuple[Settings, Any]]:
    import duckdb

    landing.write(tmp_path / "landing")
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            f"create table marts.fct_submissions as from '{tmp_path}/landing/*/submissions.parquet'"
        )
        connection.execute(
            f"""
            create table marts.dim_project_owners as from (values
                ('P', '430424', date '2022-01-01', date '2022-02-01', date '2022-03-03'),
                ('P', '430426', date '2022-02-01', null, date '{SINCE}')
            ) as owners (project_code, unit_code, from_month, to_month, received_on)
            """
        )
        yield Settings(home=tmp_path), connection


def test_a_vote_that_came_later_was_not_counted_then(warehouse: tuple[Settings, Any]) -> None:
    settings, connection = warehouse
    ranks = {}
    for last_day in (THEN, SINCE):
        votes = rows_of_round(settings, connection, "430424", "Q1/P", last_day)
        (row,) = read_rows(settings, connection, votes, last_day).values()
        ranks[last_day] = [cell.value for cell in row.cells if cell.field == "vote_rank"]
    assert ranks == {THEN: [1], SINCE: [5]}


def test_a_correction_that_came_later_was_not_carried_then(
    warehouse: tuple[Settings, Any],
) -> None:
    settings, connection = warehouse
    connection.execute("delete from marts.dim_project_owners where unit_code = '430426'")
    assert _location(settings, connection, THEN) == "原址"
    assert _location(settings, connection, SINCE) == "新址"


def test_whose_project_it_was_is_what_was_known_then(warehouse: tuple[Settings, Any]) -> None:
    """Since then it is another unit's from February on, so that the row of February counts no more."""
    settings, connection = warehouse
    assert _location(settings, connection, THEN) == "原址"
    assert _location(settings, connection, SINCE) is None


def _location(settings: Settings, connection: Any, last_day: dt.date) -> object:
    ((submission,),) = connection.execute(
        "select submission_id from marts.fct_submissions "
        "where received_on = ? and unit_code = '430424'",
        [THEN],
    ).fetchall()
    wanted = RowWanted(submission, "projects", 4, ("annual_plan", "location"), ("P",))
    (row,) = read_rows(settings, connection, [wanted], last_day).values()
    values = {cell.field: cell.value for cell in row.cells}
    assert values["annual_plan"] == Decimal(12_000)
    return values.get("location")
