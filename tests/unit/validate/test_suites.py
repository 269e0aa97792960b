"""Each rule of the suites lets a good row pass and catches a bad one: one row of each for every rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from majorprojects.entities import load_entities
from majorprojects.tables import UNREADABLE_SUFFIX, frame_schema, from_rows
from majorprojects.validate.frames import suite_frame
from majorprojects.validate.runner import SuiteError, failing_rows
from majorprojects.validate.suites import checks_of
from majorprojects.validate.suites.check import check

Row = dict[str, Any]
JAN, FEB = dt.date(2022, 1, 1), dt.date(2022, 2, 1)

GOOD: dict[str, Row] = {
    "projects": {
        "project_code": "2201-430424-04-01-000001",
        "project_name": "样例",
        "category": "产业科技",
        "level": "市重点",
        "construction_type": "续建",
        "total_investment": Decimal(1000),
        "annual_plan": Decimal(100),
    },
    "monthly_progress": {
        "project_code": "2201-430424-04-01-000001",
        "ytd_investment": Decimal(50),
        "status": "未开工",
    },
    "commitments": {
        "commitment_id": "C-1",
        "project_code": "2201-430424-04-01-000001",
        "commitment_type": "开工",
        "due_on": FEB,
    },
    "issues": {
        "issue_id": "W-1",
        "project_code": "2201-430424-04-01-000001",
        "description": "用地未批",
        "raised_on": JAN,
        "due_on": FEB,
        "status": "未办结",
    },
    "capital_attraction": {"signed_projects_ytd": 0},
    "support_measures": {
        "project_code": "2201-430424-04-01-000001",
        "measure_type": "专班推进",
        "dated_on": JAN,
    },
    "observations": {
        "round_id": "2022Q1",
        "observed_on": FEB,
        "subject_unit_code": "430424",
        "judge_id": "J1",
    },
    "targets": {"year": 2022, "indicator": "投资", "target_value": Decimal(1)},
    "official_statistics": {"period": "2021", "indicator": "投资", "value": Decimal(1)},
}
PROJECT_CODES: dict[str, tuple[Row, Row]] = {
    "project_code_malformed:project_code": (
        {"project_code": "2112-430400-04-01-000002"},
        {"project_code": "2113-430424-04-01-000003"},
    ),
    "project_code_region_unknown:project_code": (
        {"project_code": "2201-430000-04-01-000004"},
        {"project_code": "2201-430999-04-01-000005"},
    ),
}
# rule:field → (what makes a good row that the rule looks at, what makes it bad)
CASES: dict[str, dict[str, tuple[Row, Row]]] = {
    "projects": {
        "planned_finish_before_start:planned_finish": (
            {"planned_start": JAN, "planned_finish": JAN},
            {"planned_start": FEB, "planned_finish": JAN},
        ),
        "owner_uscc_invalid:owner_uscc": (
            {"owner_uscc": "91110000600037341L"},
            {"owner_uscc": "91110000600037342L"},
        ),
    },
    "monthly_progress": {
        "progress_out_of_range:physical_progress_pct": (
            {"physical_progress_pct": Decimal(100)},
            {"physical_progress_pct": Decimal("100.1")},
        ),
        "actual_finish_before_start:actual_finish": (
            {"actual_start": JAN, "actual_finish": JAN},
            {"actual_start": FEB, "actual_finish": JAN},
        ),
        "month_above_ytd:month_investment": (
            {"month_investment": Decimal(50)},
            {"month_investment": Decimal("50.000001")},
        ),
        "ytd_above_cumulative:ytd_investment": (
            {"cumulative_investment": Decimal(50)},
            {"cumulative_investment": Decimal("49.999999")},
        ),
        # The register of the file has a total investment of 1000 and an annual plan of 100.
        "cumulative_above_total:cumulative_investment": (
            {"project_code": "2201-430424-04-01-000008", "cumulative_investment": Decimal(1100)},
            {
                "project_code": "2201-430424-04-01-000009",
                "cumulative_investment": Decimal("1100.000001"),
            },
        ),
        "ytd_above_plan:ytd_investment": (
            {"project_code": "2201-430424-04-01-000008", "ytd_investment": Decimal(200)},
            {"project_code": "2201-430424-04-01-000009", "ytd_investment": Decimal("200.000001")},
        ),
        "started_without_date:actual_start": (
            # A start that cannot be read is unreadable, not missing too.
            {"status": "在建", "actual_start__unreadable": "待定"},
            {"status": "竣工", "physical_progress_pct": Decimal(100)},
        ),
        "stopped_with_workers:workers_on_site": (
            {"status": "停工", "actual_start": JAN, "workers_on_site": 0},
            {"status": "停工", "actual_start": JAN, "workers_on_site": 3},
        ),
        "finished_below_100:physical_progress_pct": (
            {"status": "投产", "actual_start": JAN, "physical_progress_pct": Decimal(100)},
            {"status": "投产", "actual_start": JAN, "physical_progress_pct": Decimal(99)},
        ),
    },
    "commitments": {
        "due_before_promised:due_on": ({"promised_on": FEB}, {"promised_on": FEB, "due_on": JAN}),
    },
    "issues": {
        "closed_before_raised:closed_on": (
            {"closed_on": JAN},
            {"raised_on": FEB, "closed_on": JAN},
        ),
    },
    "capital_attraction": {
        "no_figure:domestic_capital_ytd": (
            {"signed_projects_ytd": None, "foreign_capital_ytd": Decimal(0)},
            {"signed_projects_ytd": None},
        ),
    },
}
# A plan of zero or below is nothing to compare with.
NO_PLAN = {"project_code": "2201-430424-04-01-000007", "annual_plan": Decimal(0)}
REGISTER = [{"project_code": f"2201-430424-04-01-00000{n}"} for n in (8, 9)]


def cases_of(name: str) -> dict[str, tuple[Row, Row]]:
    """The cases above, and those that follow from the fields: missing, unreadable, negative, twice."""
    cases = dict(CASES.get(name, {}))
    if "project_code" in load_entities()[name].fields:
        cases |= PROJECT_CODES
    for field, meta in load_entities()[name].fields.items():
        text = {field: None, field + UNREADABLE_SUFFIX: "涉密"}
        if meta.required:
            # A key that cannot be read is unreadable, not missing too.
            cases[f"required_missing:{field}"] = text, {field: None}
        rule = "required_unreadable" if meta.required else "optional_unreadable"
        cases[f"{rule}:{field}"] = {}, text
        if meta.type in {"money", "usd"}:
            cases[f"money_negative:{field}"] = {field: Decimal(0)}, {field: Decimal(-1)}
    entity = load_entities()[name]
    first = entity.key[0] if entity.key else next(iter(entity.fields))
    # The empty optional parts of both rows' keys are alike.
    cases[f"key_twice:{first}"] = {}, {"submission_id": "twice"}
    if entity.key:
        cases[f"row_part_missing:{first}"] = {"is_part": True}, {"missing_parts": "建设进度"}
    return cases


def rows_of(name: str, rows: list[Row]) -> pa.Table:
    """Good rows with these changes, each in a file of its own unless the change says otherwise."""
    base = {"sheet": "x", "source_row": 4, "absent_fields": "", "record": ""} | GOOD[name]
    return from_rows(
        frame_schema(load_entities()[name]),
        [base | {"submission_id": f"file-{n}"} | row for n, row in enumerate(rows)],
    )


@pytest.mark.parametrize("name", list(load_entities()))
def test_each_rule_has_a_row_that_passes_and_one_that_fails(name: str) -> None:
    cases, checks = cases_of(name), checks_of(load_entities()[name])
    assert {check.check_id for check in checks} == set(cases)
    good = [case[0] for case in cases.values()]
    bad = [case[1] for case in cases.values()] + [{"submission_id": "twice"}]
    rows = rows_of(name, [*good, *bad])
    files = [{"submission_id": file} for file in rows["submission_id"].unique().to_pylist()]
    register = rows_of("projects", [code | file for file in files for code in REGISTER])
    frames = {"projects": register, name: rows}
    failing = failing_rows(name, suite_frame(load_entities()[name], frames), checks)
    found = {check.check_id: set(positions) for check, positions in failing}
    for number, check_id in enumerate(cases):
        assert number not in found[check_id], f"{check_id} catches a good row"
        assert number + len(cases) in found[check_id], f"{check_id} misses a bad row"


def test_without_a_plan_there_is_no_limit() -> None:
    rows = rows_of("monthly_progress", [{"project_code": NO_PLAN["project_code"]}])
    register = rows_of("projects", [NO_PLAN])
    entity = load_entities()["monthly_progress"]
    frame = suite_frame(entity, {"projects": register, "monthly_progress": rows})
    assert failing_rows(entity.name, frame, checks_of(entity)) == []


@pytest.mark.parametrize("name", list(load_entities()))
def test_a_good_row_breaks_no_rule(name: str) -> None:
    frames = {n: rows_of(n, [{}]) for n in load_entities()}
    entity = load_entities()[name]
    assert failing_rows(name, suite_frame(entity, frames), checks_of(entity)) == []


def test_a_malformed_code_is_said_to_be_nothing_else() -> None:
    entity = load_entities()["projects"]
    # Its second part is no division either, but where a code is malformed it has no second part.
    rows = {"projects": rows_of("projects", [{"project_code": "2201-430999-04-01-00000"}])}
    failing = failing_rows(entity.name, suite_frame(entity, rows), checks_of(entity))
    assert [check.rule.rule_id for check, _ in failing] == ["project_code_malformed"]


def test_a_check_that_cannot_be_carried_out_is_an_error_not_a_pass() -> None:
    import great_expectations.expectations as gxe

    broken = check(
        "broken", "critical", gxe.ExpectColumnValuesToNotBeNull(column="nowhere"),
        field="nowhere", zh="", en="",
    )  # fmt: skip
    frame = suite_frame(load_entities()["projects"], {"projects": rows_of("projects", [{}])})
    with pytest.raises(SuiteError, match="broken:nowhere"):
        failing_rows("projects", frame, [broken])


@pytest.mark.parametrize("name", list(load_entities()))
def test_every_rule_has_its_sentences_in_both_languages(name: str) -> None:
    words = {
        "header": "表头",
        "value": "值",
        "cell": "A1",
        "other": "旁",
        "sheet": "表",
        "missing": "缺",
        "row": 4,
    }
    for each in checks_of(load_entities()[name]):
        assert each.rule.zh.format(**words).endswith("。")
        assert each.rule.en.format(**words).rstrip().endswith(".")
        assert each.expectation.meta["rule_id"] == each.rule.rule_id
        assert each.expectation.severity == each.rule.severity
