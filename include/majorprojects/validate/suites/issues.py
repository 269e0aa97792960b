"""Rules for 三张清单 (submission_format §4)."""

from __future__ import annotations

import great_expectations.expectations as gxe

from majorprojects.validate.suites.check import Check, check


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return [
        check(
            "closed_before_raised",
            "critical",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="closed_on",
                column_B="raised_on",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            field="closed_on",
            beside="raised_on",
            zh="办结日期“{value}”（{cell}）早于提出日期“{other}”，请核对。",
            en="The issue was closed on {value} ({cell}), before it was raised on {other}. Please check.",
        )
    ]
