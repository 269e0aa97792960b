"""Rules for 承诺事项 (submission_format §4)."""

from __future__ import annotations

import great_expectations.expectations as gxe

from majorprojects.validate.suites.check import Check, check


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return [
        check(
            "due_before_promised",
            "warning",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="due_on",
                column_B="promised_on",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            field="due_on",
            beside="promised_on",
            zh="承诺时限“{value}”（{cell}）早于承诺日期“{other}”，请核对。",
            en="The promise is due on {value} ({cell}), before it was made on {other}. Please check.",
        )
    ]
