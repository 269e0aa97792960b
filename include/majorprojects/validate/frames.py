"""Frames as the suites see them: Arrow-backed pandas, with the columns that rules need beside a row."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from majorprojects.entities import Entity
from majorprojects.tables import RECORD
from majorprojects.validate.suites import prepare
from majorprojects.validate.suites.common import (
    PROJECT_CODE,
    ROW_KEY,
    UNKNOWN_REGION,
    division_codes,
)


def suite_frame(entity: Entity, frames: Mapping[str, pa.Table]) -> pd.DataFrame:
    """The frame of an entity for GX: exact decimals, and an index that names the row.

    Adds the row's key within its file, the region of its project code if it is unknown, and what the entity's own suite
    prepares.
    """
    table = prepare(entity, frames)
    table = table.append_column(ROW_KEY, _row_key(entity, table))
    if "project_code" in table.column_names:
        table = table.append_column(UNKNOWN_REGION, _unknown_region(table["project_code"]))
    # What no check looks at is left out: GX hashes and copies all that it is given.
    table = table.drop_columns(["submission_id", "source_path", "sheet", "absent_fields", RECORD])
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.index.name = "row_id"
    return frame


def _unknown_region(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """The second part of a project code if it is no division; a malformed code has its own rule."""
    region = pc.utf8_slice_codeunits(codes, 5, 11)
    is_unknown = pc.and_(
        pc.match_substring_regex(codes, PROJECT_CODE),
        pc.invert(pc.is_in(region, pa.array(division_codes()))),
    )
    return pc.if_else(is_unknown, region, None)


def _row_key(entity: Entity, table: pa.Table) -> pa.ChunkedArray:
    """The key as one text; null where a required part is missing, empty where an optional one is."""
    parts = [
        table[name].cast(pa.string())
        if entity.fields[name].required
        else pc.fill_null(table[name].cast(pa.string()), "")
        for name in entity.key
    ]
    return pc.binary_join_element_wise(table["submission_id"], *parts, "\x1f")
