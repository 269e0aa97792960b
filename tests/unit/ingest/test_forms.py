"""Forms say where fields stand, entities what they are; a wrong template is refused when it is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from majorprojects.entities import Entity, FieldType, load_entities
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.forms import Form, Sheet, load_forms, sheet_key
from majorprojects.ingest.submission import read_submission
from majorprojects.settings import TEMPLATES, Settings
from tests.workbooks import CODE, Cell, sheet_rows, write_workbook

FIRST = load_forms()[0]
# A cell that reads well as each type.
CELLS: dict[FieldType, Cell] = {
    FieldType.TEXT: "样例",
    FieldType.CODE: CODE,
    FieldType.MONEY: 12.5,
    FieldType.USD: "1,200",
    FieldType.NUMBER: 3,
    FieldType.INTEGER: "7",
    FieldType.PERCENT: "45%",
    FieldType.YES_NO: "是",
    FieldType.DATE: "2022年1月",
    FieldType.UNIT: "衡东",
}


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.form_version)
def test_every_sheet_of_every_form_is_read_completely(form: Form, tmp_path: Path) -> None:
    for entity in load_entities().values():
        parts = form.parts_of(entity.name)
        unit, line = "430424", "填报单位：衡东县　报告月份：2022年2月"
        if parts[0].reporter == "city":
            unit, line = "430400", "填报单位：衡阳市"
        path = write_workbook(
            tmp_path / f"{entity.name}.xlsx",
            {sheet.name: sheet_rows(good_row(sheet, entity), line=line) for sheet in parts},
        )
        submission = read_submission(InboxFile(path, dt.date(2022, 3, 5), unit), Settings())
        assert submission.refusal is None
        (rows,) = submission.rows
        assert {name for name, values in rows.values.items() if values[0] is None} == set()
        assert set(rows.values) == {column.field for sheet in parts for column in sheet.columns}
        assert submission.findings == []


def good_row(sheet: Sheet, entity: Entity) -> dict[str, Cell]:
    """A row of a sheet that fills every column."""
    row: dict[str, Cell] = {}
    for column in sheet.columns:
        field = entity.fields[column.field]
        header = column.header if column.unit is None else f"{column.header}（{column.unit}）"
        row[header] = field.values[0] if field.values else CELLS[field.type]
    return row


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.form_version)
def test_every_field_stands_in_every_form(form: Form) -> None:
    for name, entity in load_entities().items():
        fields = {column.field for sheet in form.parts_of(name) for column in sheet.columns}
        assert fields == set(entity.fields)


def test_a_form_has_what_it_does_not_say_from_the_form_that_it_is_based_on() -> None:
    first, second = load_forms()
    assert second.based_on == first.form_version
    assert second.parts_of("issues") == first.parts_of("issues")
    assert second.total_words == first.total_words
    assert second.parts_of("projects") != first.parts_of("projects")
    assert [sheet.name for sheet in second.parts_of("monthly_progress")] == ["投资进度", "建设进度"]


def test_a_city_sheet_from_a_county_is_not_read(tmp_path: Path) -> None:
    sheets = {"年度目标": sheet_rows({"年度": 2022, "指标": "投资", "目标值": 1})}
    path = write_workbook(tmp_path / "a.xlsx", sheets)
    submission = read_submission(InboxFile(path, dt.date(2022, 3, 5), "430424"), Settings())
    assert submission.refusal is not None
    assert submission.refusal.rule_id == "file_no_known_sheet"


def test_dates_that_end_something_take_the_last_day_of_a_month() -> None:
    ends = {
        (entity.name, name)
        for entity in load_entities().values()
        for name, field in entity.fields.items()
        if field.month_end
    }
    assert ends == {
        ("projects", "planned_finish"),
        ("monthly_progress", "actual_finish"),
        ("commitments", "due_on"),
        ("issues", "due_on"),
        ("issues", "closed_on"),
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("1.项目备案表", "项目备案"),
        ("附表2：月度进展", "月度进展"),
        ("三、 承诺事项 ", "承诺事项"),
        ("项目备案（2022年）", "项目备案"),
        ("三张清单", "三张清单"),
    ],
)
def test_sheet_names_are_compared_without_number_and_ending(name: str, key: str) -> None:
    assert FIRST.sheet_named(name) is FIRST.sheet_named(key) is not None
    assert sheet_key(key) == key


def broken(change: dict[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((TEMPLATES / "county_v1.yml").read_text("utf-8"))
    raw["sheets"][0] |= change
    return raw


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"entity": "nothing"}, "has no entity nothing"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
        ({"columns": [{"header": "甲", "field": "nothing"}]}, "has no field nothing"),
        ({"columns": [{"header": "总投资", "field": "total_investment"}]}, "needs a unit"),
        (
            {
                "columns": [
                    {"header": "甲", "field": "batch"},
                    {"header": "甲", "field": "location"},
                ]
            },
            "the same header twice",
        ),
        (
            {"entity": "monthly_progress", "columns": [{"header": "甲", "field": "remarks"}]},
            "each needs the columns of the key of monthly_progress",
        ),
        (
            {
                "entity": "monthly_progress",
                "columns": [
                    {"header": "甲", "field": "project_code"},
                    {"header": "乙", "field": "remarks"},
                ],
            },
            "the same field twice: remarks",
        ),
        (
            {
                "entity": "capital_attraction",
                "columns": [{"header": "甲", "field": "top500_projects_ytd"}],
            },
            "each needs the columns of the key of capital_attraction",
        ),
    ],
)
def test_a_wrong_template_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Form(**broken(change))
