"""Checks that follow from an entity's fields alone: required, readable, not negative, unique, whole."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from majorprojects.entities import Entity, FieldType
from majorprojects.settings import PROJECT_ROOT
from majorprojects.tables import MISSING_PARTS, UNREADABLE_SUFFIX
from majorprojects.validate.suites.check import Check, check

# GB/T 40058-2021: time (YYMM), region, guiding department, type, five random digits and a check digit,
# whose algorithm is not public and is therefore not tested.
PROJECT_CODE = r"^\d{2}(?:0[1-9]|1[0-2])-\d{6}-\d{2}-\d{2}-\d{6}$"
UNKNOWN_REGION = "unknown_region"
ROW_KEY = "row_key"

_KINDS = {
    FieldType.MONEY: ("数字", "a number"),
    FieldType.USD: ("数字", "a number"),
    FieldType.NUMBER: ("数字", "a number"),
    FieldType.INTEGER: ("整数", "a whole number"),
    FieldType.PERCENT: ("百分数", "a percentage"),
    FieldType.YES_NO: ("“是”或“否”", "是 or 否"),
    FieldType.DATE: ("日期（如 2022-02-01）", "a date such as 2022-02-01"),
    FieldType.TEXT: ("文字", "text"),
    FieldType.CODE: ("代码", "a code"),
    FieldType.UNIT: ("单位名称或代码", "a unit's name or code"),
}


def field_checks(entity: Entity) -> list[Check]:
    """Checks for each field by its type, and for the key."""
    checks: list[Check] = []
    for name, field in entity.fields.items():
        if field.required:
            checks.append(_required(name))
        checks.append(_readable(entity, name))
        if field.type in {FieldType.MONEY, FieldType.USD}:
            checks.append(_not_negative(name))
    checks.append(_unique(entity))
    if entity.key:
        checks.append(_whole(entity))
    return checks


def _required(name: str) -> Check:
    return check(
        "required_missing",
        "critical",
        gxe.ExpectColumnValuesToNotBeNull(
            column=name, row_condition=Column(name + UNREADABLE_SUFFIX).is_null()
        ),
        field=name,
        zh="“{header}”为必填项，{cell} 是空的，请补填。",
        en="{header} is required and {cell} is empty. Fill it in.",
    )


def _readable(entity: Entity, name: str) -> Check:
    field = entity.fields[name]
    if field.type is FieldType.CATEGORY:
        kind, kind_en = f"下列之一：{'、'.join(field.values)}", "one of " + ", ".join(field.values)
    else:
        kind, kind_en = _KINDS[field.type]
    effect, effect_en = (
        ("本行未采用", "The row was not taken")
        if field.required
        else ("该值按空处理", "It was taken as empty")
    )
    return check(
        "required_unreadable" if field.required else "optional_unreadable",
        "critical" if field.required else "warning",
        gxe.ExpectColumnValuesToBeNull(column=name + UNREADABLE_SUFFIX),
        field=name,
        zh=f"“{{header}}”应填{kind}，{{cell}} 填的是“{{value}}”，无法识别，{effect}，请改正。",
        en=f"{{header}} takes {kind_en}; {{cell}} holds {{value}}. {effect_en}. Please correct it.",
    )


def _not_negative(name: str) -> Check:
    return check(
        "money_negative",
        "critical",
        gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0),
        field=name,
        zh="“{header}”不能为负数，{cell} 填的是“{value}”，请核对。",
        en="{header} cannot be negative; {cell} holds {value}. Please check.",
    )


def _unique(entity: Entity) -> Check:
    return check(
        "key_twice",
        "critical",
        gxe.ExpectColumnValuesToBeUnique(column=ROW_KEY),
        field=entity.key[0] if entity.key else next(iter(entity.fields)),
        zh="“{header}”为“{value}”（{cell}）的记录在同一文件中出现多次，各行均未采用，请只保留一行。",
        en="The record of {value} ({cell}) stands more than once in the file. None was taken; keep one.",
    )


def _whole(entity: Entity) -> Check:
    return check(
        "row_part_missing",
        "critical",
        gxe.ExpectColumnValuesToBeNull(column=MISSING_PARTS),
        field=entity.key[0],
        zh="“{value}”（工作表“{sheet}”{cell}）在“{missing}”中没有对应的行，本行未采用，请在“{missing}”中补上，或删去本行。",
        en="{value} ({sheet} {cell}) has no row in {missing} and was not taken. Add it there, or remove it.",
    )


def project_code_checks() -> list[Check]:
    """Form and region of a project code; needs the column :data:`UNKNOWN_REGION`."""
    return [
        check(
            "project_code_malformed",
            "critical",
            gxe.ExpectColumnValuesToMatchRegex(column="project_code", regex=PROJECT_CODE),
            field="project_code",
            zh="项目代码“{value}”（{cell}）格式不对，应如 2201-430424-04-01-123456，请按审批平台的代码填写。",
            en="The project code {value} ({cell}) is malformed; it is like 2201-430424-04-01-123456.",
        ),
        check(
            "project_code_region_unknown",
            "critical",
            # Not a set of 3,300 codes: GX copies what an expectation holds hundreds of times.
            gxe.ExpectColumnValuesToBeNull(column=UNKNOWN_REGION),
            field="project_code",
            zh="项目代码“{value}”（{cell}）第二段不是全国行政区划代码，请核对项目代码。",
            en="The second part of the project code {value} ({cell}) is no division of the country.",
        ),
    ]


@cache
def division_codes(
    path: Path = PROJECT_ROOT / "include" / "reference" / "divisions_cn.csv",
) -> tuple[str, ...]:
    """Codes of the nation's divisions, province to county."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(file))
