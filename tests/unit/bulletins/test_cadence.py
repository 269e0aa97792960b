"""A cadence looks at the days that its bulletin is about."""

import csv
import datetime as dt
import io

import pytest

from majorprojects.bulletins import load_cadence
from majorprojects.bulletins.cadence import Section, cadences
from majorprojects.bulletins.write import Table, table_file
from majorprojects.errors import DataError


def test_the_cadences_are_the_offices() -> None:
    assert cadences() == [
        "annual_assessment",
        "monthly_ranking",
        "project_changes",
        "quarterly_review",
        "weekly_dispatch",
    ]


@pytest.mark.parametrize(
    ("name", "day", "first", "last"),
    [
        ("weekly_dispatch", "2022-02-21", "2022-02-21", "2022-02-27"),
        ("monthly_ranking", "2022-03-08", "2022-02-01", "2022-02-28"),
        ("monthly_ranking", "2022-01-08", "2021-12-01", "2021-12-31"),
        ("project_changes", "2022-03-08", "2022-01-01", "2022-03-08"),
        ("quarterly_review", "2022-01-10", "2021-10-01", "2021-12-31"),
        ("quarterly_review", "2022-06-30", "2022-01-01", "2022-03-31"),
        ("annual_assessment", "2022-01-20", "2021-01-01", "2021-12-31"),
        ("annual_assessment", "2022-12-31", "2021-01-01", "2021-12-31"),
    ],
)
def test_what_a_bulletin_is_about(name: str, day: str, first: str, last: str) -> None:
    days = load_cadence(name).days(dt.date.fromisoformat(day))
    assert [day.isoformat() for day in days] == [first, last]


def test_a_cadence_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(
        DataError, match="no bulletin daily: take one of annual_assessment, monthly"
    ):
        load_cadence("daily")


def test_a_table_holds_no_text_that_a_spreadsheet_takes_for_a_formula() -> None:
    section = Section(
        name="s",
        title="表",
        query="",
        columns=({"name": "a", "header": "甲"}, {"name": "b", "header": "乙"}),
    )
    rows = (("430424", "=1+1", -5), ("430424", "@x", None), ("430424", "\tx", "plain"))
    content = table_file(Table(section, rows), {"430424": "衡东县"})
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read == [
        ["单位代码", "单位", "甲", "乙"],
        ["430424", "衡东县", "'=1+1", "-5"],
        ["430424", "衡东县", "'@x", ""],
        ["430424", "衡东县", "'\tx", "plain"],
    ]
