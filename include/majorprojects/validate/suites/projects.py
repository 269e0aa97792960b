"""Rules for 项目备案 (submission_format §4)."""

from __future__ import annotations

import great_expectations.expectations as gxe

from majorprojects.validate.suites.check import Check, check
from majorprojects.validate.suites.uscc import ExpectColumnValuesToBeValidUscc


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return [
        check(
            "planned_finish_before_start",
            "critical",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="planned_finish",
                column_B="planned_start",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            field="planned_finish",
            beside="planned_start",
            zh="计划竣工时间“{value}”（{cell}）早于计划开工时间“{other}”，请核对。",
            en="The planned finish {value} ({cell}) is before the planned start {other}. Please check.",
        ),
        check(
            "owner_uscc_invalid",
            "warning",
            ExpectColumnValuesToBeValidUscc(column="owner_uscc"),
            field="owner_uscc",
            zh="统一社会信用代码“{value}”（{cell}）未通过校验，请对照营业执照核对 18 位代码。",
            en="The enterprise code {value} ({cell}) fails its check. Compare it with the licence.",
        ),
    ]
