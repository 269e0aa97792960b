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
}
# rule:field → (what makes a good row that the rule looks at, what makes it bad)
CASES: dict[str, dict[str, tuple[Row, Row]]] = {
    "projects": {
        "project_code_malformed:project_code": (
            {"project_code": "2112-430400-04-01-000002"},
            {"project_code": "2113-430424-04-01-000003"},
        ),
        "project_code_region_unknown:project_code": (
            {"project_code": "2201-430000-04-01-000004"},
            {"project_code": "2201-430999-04-01-000005"},
        ),
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
        "project_code_malformed:project_code": (
            {"project_code": "2201-430424-04-01-000002"},
            {"project_code": "2201-430424-04-01-0000003"},
        ),
        "project_code_region_unknown:project_code": (
            {"project_code": "2201-430400-04-01-000004"},
            {"project_code": "2201-999999-04-01-000005"},
        ),
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
            {"status": "在建", "actual_start": JAN},
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
}
REGISTER = [{"project_code": f"2201-430424-04-01-00000{n}"} for n in (8, 9)]


def cases_of(name: str) -> dict[str, tuple[Row, Row]]:
    """The cases above, and those that follow from the fields: missing, unreadable, negative, twice."""
    cases = dict(CASES[name])
    for field, meta in load_entities()[name].fields.items():
        text = {field: None, field + UNREADABLE_SUFFIX: "涉密"}
        if meta.required:
            # A key that cannot be read is unreadable, not missing too.
            cases[f"required_missing:{field}"] = text, {field: None}
        rule = "required_unreadable" if meta.required else "optional_unreadable"
        cases[f"{rule}:{field}"] = {}, text
        if meta.type == "money":
            more = (
                {"cumulative_investment": Decimal(50)} if field != "cumulative_investment" else {}
            )
            cases[f"money_negative:{field}"] = {field: Decimal(0)}, more | {field: Decimal(-1)}
    cases["key_twice:project_code"] = {}, {"submission_id": "twice"}
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
    frames = {"projects": rows if name == "projects" else register, "monthly_progress": rows}
    failing = failing_rows(name, suite_frame(name, frames), checks)
    found = {check.check_id: set(positions) for check, positions in failing}
    for number, check_id in enumerate(cases):
        assert number not in found[check_id], f"{check_id} catches a good row"
        assert number + len(cases) in found[check_id], f"{check_id} misses a bad row"


@pytest.mark.parametrize("name", list(load_entities()))
def test_a_good_row_breaks_no_rule(name: str) -> None:
    frames = {n: rows_of(n, [{}]) for n in load_entities()}
    assert failing_rows(name, suite_frame(name, frames), checks_of(load_entities()[name])) == []


def test_a_check_that_cannot_be_carried_out_is_an_error_not_a_pass() -> None:
    import great_expectations.expectations as gxe

    broken = check(
        "broken", "critical", gxe.ExpectColumnValuesToNotBeNull(column="nowhere"),
        field="nowhere", zh="", en="",
    )  # fmt: skip
    frame = suite_frame("projects", {"projects": rows_of("projects", [{}])})
    with pytest.raises(SuiteError, match="broken:nowhere"):
        failing_rows("projects", frame, [broken])


@pytest.mark.parametrize("name", list(load_entities()))
def test_every_rule_has_its_sentences_in_both_languages(name: str) -> None:
    words = {"header": "表头", "value": "值", "cell": "A1", "other": "旁", "sheet": "表"}
    for each in checks_of(load_entities()[name]):
        assert each.rule.zh.format(**words).endswith("。")
        assert each.rule.en.format(**words).rstrip().endswith(".")
        assert each.expectation.meta["rule_id"] == each.rule.rule_id
        assert each.expectation.severity == each.rule.severity
