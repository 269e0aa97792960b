"""Forms say where fields stand, entities what they are; a wrong template is refused when it is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from majorprojects.entities import FieldType, load_entities
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.forms import Form, load_forms, sheet_key
from majorprojects.ingest.submission import read_submission
from majorprojects.settings import TEMPLATES, Settings
from tests.workbooks import CODE, Cell, sheet_rows, write_workbook

LATEST = load_forms()[-1]
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
    for sheet in form.sheets:
        entity = load_entities()[sheet.entity]
        row: dict[str, Cell] = {}
        for column in sheet.columns:
            field = entity.fields[column.field]
            header = column.header if column.unit is None else f"{column.header}（{column.unit}）"
            row[header] = field.values[0] if field.values else CELLS[field.type]
        unit, line = "430424", "填报单位：衡东县　报告月份：2022年2月"
        if sheet.reporter == "city":
            unit, line = "430400", "填报单位：衡阳市"
        path = write_workbook(
            tmp_path / f"{sheet.entity}.xlsx", {sheet.name: sheet_rows(row, line=line)}
        )
        submission = read_submission(InboxFile(path, dt.date(2022, 3, 5), unit), Settings())
        assert submission.refusal is None
        (table,) = submission.tables
        assert {name for name, values in table.values.items() if values[0] is None} == set()
        assert set(table.values) == {column.field for column in sheet.columns}
        assert submission.findings == []


def test_every_field_stands_in_the_first_form() -> None:
    first = load_forms()[0]
    for name, entity in load_entities().items():
        (sheet,) = (sheet for sheet in first.sheets if sheet.entity == name)
        assert {column.field for column in sheet.columns} == set(entity.fields)


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
    assert LATEST.sheet_named(name) is LATEST.sheet_named(key) is not None
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
    ],
)
def test_a_wrong_template_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Form(**broken(change))
