"""Frames as the suites see them: Arrow-backed pandas, with the columns that a rule needs beside the row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from majorprojects.validate.suites.common import REGION
from majorprojects.validate.suites.monthly_progress import CUMULATIVE_LIMIT, YTD_LIMIT

_DECIMAL = pa.decimal128(20, 6)
_LIMITS = {
    CUMULATIVE_LIMIT: ("total_investment", Decimal("1.1")),
    YTD_LIMIT: ("annual_plan", Decimal(2)),
}


def suite_frame(entity: str, frames: Mapping[str, pa.Table]) -> pd.DataFrame:
    """The frame of an entity for GX: exact decimals, and an index that names the row.

    Adds the region of the project code; for 月度进展 the limits that follow from the register where the
    same file has it (elsewhere the warehouse looks).
    """
    table = frames[entity]
    if "project_code" in table.column_names:
        region = pc.utf8_slice_codeunits(table["project_code"], 5, 11)
        table = table.append_column(REGION, region)
    if entity == "monthly_progress":
        table = _with_limits(table, frames["projects"])
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.index.name = "row_id"
    return frame


def _with_limits(progress: pa.Table, projects: pa.Table) -> pa.Table:
    keys = ["submission_id", "project_code"]
    columns = [column for column, _ in _LIMITS.values()]
    # A key that stands twice in the file has no row that counts: max() only makes the join a function.
    register = projects.group_by(keys).aggregate([(column, "max") for column in columns])
    place = progress.select(keys).append_column("row_id", pa.array(range(len(progress))))
    found = place.join(register, keys, join_type="left outer").sort_by("row_id")
    for name, (column, factor) in _LIMITS.items():
        limit = pc.multiply(found[f"{column}_max"], pa.scalar(factor))
        progress = progress.append_column(name, pc.round(limit, 6).cast(_DECIMAL, safe=False))
    return progress
