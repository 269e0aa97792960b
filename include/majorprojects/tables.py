"""The landing's tables as Arrow schemas (docs/landing.md), and the frames that stages hand on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from majorprojects.disk import writing
from majorprojects.entities import Entity, FieldType, load_entities

_TEXT, _DAY, _COUNT, _FLAG = pa.string(), pa.date32(), pa.int64(), pa.bool_()
_DECIMAL: Final = pa.decimal128(20, 6)

FIELD_TYPES: Final[dict[FieldType, pa.DataType]] = {
    FieldType.TEXT: _TEXT,
    FieldType.CODE: _TEXT,
    FieldType.CATEGORY: _TEXT,
    FieldType.MONEY: _DECIMAL,
    FieldType.USD: _DECIMAL,
    FieldType.NUMBER: _DECIMAL,
    FieldType.PERCENT: _DECIMAL,
    FieldType.INTEGER: _COUNT,
    FieldType.YES_NO: _FLAG,
    FieldType.DATE: _DAY,
    FieldType.UNIT: _TEXT,
}

_ROW_COUNTS: Final = [
    (f"rows_{what}", _COUNT) for what in ("read", "accepted", "rejected", "skipped")
]
# Why a row below the header is no data; the reasons' counts add up to rows_skipped.
SKIP_REASONS: Final = ("blank", "nil", "total", "footer")
SUBMISSIONS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("unit_code", _TEXT),
        ("source_path", _TEXT),
        ("sha256", _TEXT),
        ("size_bytes", _COUNT),
        ("form_version", _TEXT),
        ("rules_version", _TEXT),
        ("report_month", _DAY),
        ("is_combined_month", _FLAG),
        ("outcome", _TEXT),
        ("refusal_rule_id", _TEXT),
        ("refusal_reason", _TEXT),
        ("refusal_reason_en", _TEXT),
        *_ROW_COUNTS,
        ("notes", _TEXT),
    ]
)
SUBMISSION_SHEETS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("unit_code", _TEXT),
        ("report_month", _DAY),
        ("entity", _TEXT),
        ("sheet", _TEXT),
        ("header_row", _COUNT),
        *_ROW_COUNTS,
        *((f"skipped_{reason}", _COUNT) for reason in SKIP_REASONS),
    ]
)
SUBMISSION_COLUMNS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("entity", _TEXT),
        ("sheet", _TEXT),
        ("field", _TEXT),
        ("column_letter", _TEXT),
        ("header", _TEXT),
        ("money_unit", _TEXT),
        ("merged_rows", _TEXT),
    ]
)
FINDINGS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("unit_code", _TEXT),
        ("report_month", _DAY),
        ("entity", _TEXT),
        ("sheet", _TEXT),
        ("source_row", _COUNT),
        ("cell", _TEXT),
        ("field", _TEXT),
        ("project_code", _TEXT),
        ("rule_id", _TEXT),
        ("severity", _TEXT),
        ("value_found", _TEXT),
        ("message_zh", _TEXT),
        ("message_en", _TEXT),
    ]
)
REJECTED_ROWS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("unit_code", _TEXT),
        ("report_month", _DAY),
        ("entity", _TEXT),
        ("sheet", _TEXT),
        ("source_row", _COUNT),
        ("raw_record", _TEXT),
        ("rule_ids", _TEXT),
    ]
)
ROW_PARTS: Final = pa.schema(
    [
        ("submission_id", _TEXT),
        ("received_on", _DAY),
        ("entity", _TEXT),
        ("sheet", _TEXT),
        ("source_row", _COUNT),
        ("part_sheet", _TEXT),
        ("part_row", _COUNT),
    ]
)
ROW_PLACE: Final = [
    ("submission_id", _TEXT),
    ("unit_code", _TEXT),
    ("source_path", _TEXT),
    ("sheet", _TEXT),
    ("report_month", _DAY),
    ("received_on", _DAY),
    ("source_row", _COUNT),
    ("absent_fields", _TEXT),
]
# What each table is sorted by within a day, so that the same day gives the same bytes.
SORT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "submissions": ("source_path",),
    "submission_sheets": ("submission_id", "sheet"),
    "submission_columns": ("submission_id", "sheet", "column_letter"),
    "findings": ("submission_id", "sheet", "source_row", "cell", "rule_id"),
    "rejected_rows": ("submission_id", "sheet", "source_row"),
    "row_parts": ("submission_id", "sheet", "source_row", "part_sheet"),
}
_ENTITY_SORT: Final = ("source_path", "sheet", "source_row")


@cache
def landing_schemas() -> dict[str, pa.Schema]:
    """Every table of the landing, by name: the fixed ones, then one for each entity."""
    fixed = {
        "submissions": SUBMISSIONS,
        "submission_sheets": SUBMISSION_SHEETS,
        "submission_columns": SUBMISSION_COLUMNS,
        "findings": FINDINGS,
        "rejected_rows": REJECTED_ROWS,
        "row_parts": ROW_PARTS,
    }
    return fixed | {
        name: pa.schema(
            [*ROW_PLACE, *((f, FIELD_TYPES[field.type]) for f, field in entity.fields.items())]
        )
        for name, entity in load_entities().items()
    }


# Folders of a batch: what ingest read, and what validate judged.
READ: Final = "read"
JUDGED: Final = "judged"
# Besides the landing's columns a frame between ingest and validate has the texts of the row as written
# and, for each field, the text that could not be read. Where a form splits an entity into sheets, it says of
# a row that was joined with nothing that it is a part, and which sheets lack its key (null: none).
RECORD: Final = "record"
UNREADABLE_SUFFIX: Final = "__unreadable"
IS_PART: Final = "is_part"
MISSING_PARTS: Final = "missing_parts"


def frame_schema(entity: Entity) -> pa.Schema:
    """Schema of an entity's frame between ingest and validate."""
    fields = [(name, FIELD_TYPES[field.type]) for name, field in entity.fields.items()]
    unreadable = [(name + UNREADABLE_SUFFIX, _TEXT) for name in entity.fields]
    part = [(IS_PART, _FLAG), (MISSING_PARTS, _TEXT)]
    return pa.schema([*ROW_PLACE, (RECORD, _TEXT), *part, *fields, *unreadable])


def parts_frame_schema() -> pa.Schema:
    """Schema of the frame `row_parts` between ingest and validate."""
    return ROW_PARTS.append(pa.field(RECORD, _TEXT))


def sorted_table(name: str, table: pa.Table) -> pa.Table:
    """The table in its landing order."""
    keys = SORT_KEYS.get(name, _ENTITY_SORT)
    return table.sort_by([(key, "ascending") for key in keys])


def from_rows(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    """A table of a schema from row dicts; an unknown key is an error, a missing one is null.

    Raises:
        ValueError: a row has a key that the schema lacks.
    """
    if rows and (unknown := rows[0].keys() - set(schema.names)):
        raise ValueError(f"no such columns: {', '.join(sorted(unknown))}")
    return pa.Table.from_pylist(rows, schema=schema)


def write_frame(folder: Path, name: str, table: pa.Table) -> None:
    """Write a frame that passes between two stages.

    Raises:
        MachineError: the disk is full.
    """
    with writing(folder, "the landing is as it was"):
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / f"{name}.parquet", compression="lz4")


def read_frame(folder: Path, name: str) -> pa.Table:
    """Read a frame of :func:`write_frame`."""
    return pq.read_table(folder / f"{name}.parquet", partitioning=None)
