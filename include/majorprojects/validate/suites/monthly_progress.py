"""Rules for 月度进展 (submission_format §4)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import great_expectations.expectations as gxe
import pyarrow as pa
import pyarrow.compute as pc
from great_expectations.expectations.row_conditions import Column

from majorprojects.entities import FieldType
from majorprojects.tables import FIELD_TYPES, UNREADABLE_SUFFIX
from majorprojects.validate.suites.check import Check, check

STARTED = ["在建", "停工", "竣工", "投产"]
FINISHED = ["竣工", "投产"]
CUMULATIVE_LIMIT = "cumulative_limit"
YTD_LIMIT = "ytd_limit"
_LIMITS = {
    CUMULATIVE_LIMIT: ("total_investment", Decimal("1.1")),
    YTD_LIMIT: ("annual_plan", Decimal(2)),
}


def prepare(progress: pa.Table, frames: Mapping[str, pa.Table]) -> pa.Table:
    """Lay limits beside each row from the register in the same file; the warehouse looks elsewhere."""
    keys = ["submission_id", "project_code"]
    columns = [column for column, _ in _LIMITS.values()]
    # A key that stands twice in the file has no row that counts: max only makes the join a function.
    register = frames["projects"].group_by(keys).aggregate([(name, "max") for name in columns])
    place = progress.select(keys).append_column("row_id", pa.array(range(len(progress))))
    found = place.join(register, keys, join_type="left outer").sort_by("row_id")
    for name, (column, factor) in _LIMITS.items():
        # Without a figure above 0 there is nothing to compare with.
        figure = found[f"{column}_max"]
        figure = pc.if_else(pc.greater(figure, pa.scalar(Decimal(0))), figure, None)
        limit = pc.multiply(figure, pa.scalar(factor))
        rounded = pc.round(limit, 6).cast(FIELD_TYPES[FieldType.MONEY], safe=False)
        progress = progress.append_column(name, rounded)
    return progress


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return [
        check(
            "progress_out_of_range",
            "critical",
            gxe.ExpectColumnValuesToBeBetween(
                column="physical_progress_pct", min_value=0, max_value=100
            ),
            field="physical_progress_pct",
            zh="形象进度应在 0 到 100 之间，{cell} 填的是“{value}”，请核对。",
            en="Physical progress lies between 0 and 100; {cell} holds {value}. Please check.",
        ),
        check(
            "actual_finish_before_start",
            "critical",
            _not_less("actual_finish", "actual_start"),
            field="actual_finish",
            beside="actual_start",
            zh="实际竣工时间“{value}”（{cell}）早于实际开工时间“{other}”，请核对。",
            en="The actual finish {value} ({cell}) is before the actual start {other}. Please check.",
        ),
        check(
            "month_above_ytd",
            "warning",
            _not_less("ytd_investment", "month_investment"),
            field="month_investment",
            beside="ytd_investment",
            zh="本月完成投资“{value}”（{cell}）大于当年累计完成投资“{other}”，请核对两列及其单位。",
            en="The month's investment {value} ({cell}) is above the year to date {other}.",
        ),
        check(
            "ytd_above_cumulative",
            "warning",
            _not_less("cumulative_investment", "ytd_investment"),
            field="ytd_investment",
            beside="cumulative_investment",
            zh="当年累计完成投资“{value}”（{cell}）大于开工以来累计完成投资“{other}”，请核对。",
            en="The year to date {value} ({cell}) is above the cumulative investment {other}.",
        ),
        check(
            "cumulative_above_total",
            "warning",
            _not_less(CUMULATIVE_LIMIT, "cumulative_investment"),
            field="cumulative_investment",
            zh="开工以来累计完成投资“{value}”（{cell}）超过总投资的 110%，请核对单位（万元、亿元）或调整总投资。",
            en="The cumulative investment {value} ({cell}) is above 110% of the total investment.",
        ),
        check(
            "ytd_above_plan",
            "warning",
            _not_less(YTD_LIMIT, "ytd_investment"),
            field="ytd_investment",
            zh="当年累计完成投资“{value}”（{cell}）超过年度计划的 200%，请核对单位（万元、亿元）或说明原因。",
            en="The year to date {value} ({cell}) is above 200% of the annual plan.",
        ),
        check(
            "started_without_date",
            "warning",
            gxe.ExpectColumnValuesToNotBeNull(
                column="actual_start",
                row_condition=Column("status").is_in(STARTED)
                & Column("actual_start" + UNREADABLE_SUFFIX).is_null(),
            ),
            field="actual_start",
            beside="status",
            # The sheet may have no column for it, so that there is no cell to name.
            zh="第 {row} 行的建设状态为“{other}”，但没有填写实际开工时间，请补填。",
            en="The status in row {row} is {other}, but there is no actual start. Fill it in.",
        ),
        check(
            "stopped_with_workers",
            "warning",
            gxe.ExpectColumnValuesToBeBetween(
                column="workers_on_site", max_value=0, row_condition=Column("status") == "停工"
            ),
            field="workers_on_site",
            zh="建设状态为“停工”，但现场人数（{cell}）为“{value}”，请核对。",
            en="The status is 停工, but there are {value} workers on site ({cell}). Please check.",
        ),
        check(
            "finished_below_100",
            "warning",
            gxe.ExpectColumnValuesToBeBetween(
                column="physical_progress_pct",
                min_value=100,
                row_condition=Column("status").is_in(FINISHED),
            ),
            field="physical_progress_pct",
            beside="status",
            zh="建设状态为“{other}”，但形象进度（{cell}）为“{value}”，不足 100，请核对。",
            en="The status is {other}, but physical progress ({cell}) is {value}. Please check.",
        ),
    ]


def _not_less(larger: str, smaller: str) -> gxe.ExpectColumnPairValuesAToBeGreaterThanB:
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=larger,
        column_B=smaller,
        or_equal=True,
        ignore_row_if="either_value_is_missing",
    )
