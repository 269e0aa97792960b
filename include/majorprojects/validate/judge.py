"""Validate: what of a batch is accepted, what is rejected and why; nothing is lost (invariant I2)."""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from majorprojects.entities import Entity, load_entities
from majorprojects.rules import rules_version
from majorprojects.settings import Settings
from majorprojects.tables import (
    FINDINGS,
    JUDGED,
    READ,
    REJECTED_ROWS,
    ROW_PARTS,
    SUBMISSION_SHEETS,
    SUBMISSIONS,
    from_rows,
    landing_schemas,
    read_frame,
    sorted_table,
    write_frame,
)
from majorprojects.validate.findings import PLACE, judge_rows, unlisted_note
from majorprojects.validate.record import Records

logger = logging.getLogger(__name__)

_ROW = ["submission_id", "sheet", "source_row"]


class LostRowsError(AssertionError):
    """Rows read are not accepted + rejected + skipped: a fault of the program; nothing may be loaded."""


def validate_batch(settings: Settings, batch: Path) -> Path:
    """Judge the frames of a batch and write the landing's tables beside them.

    One Great Expectations run for each entity that has rows; a batch without rows does not import it.

    Raises:
        LostRowsError: rows read differ from accepted + rejected + skipped, for a file and sheet.
        SuiteError: a check could not be carried out.
    """
    names = [*landing_schemas()]
    frames = {name: read_frame(batch / READ, name) for name in names if name != "rejected_rows"}
    records = Records(frames["submission_columns"], frames["row_parts"])
    findings: list[dict[str, Any]] = frames["findings"].to_pylist()
    rejected: list[dict[str, Any]] = []
    unlisted: Counter[tuple[str, str]] = Counter()
    tables: dict[str, pa.Table] = {"submission_columns": frames["submission_columns"]}
    for entity in load_entities().values():
        judged = judge_rows(entity, frames, records)
        findings += judged.findings
        unlisted += judged.unlisted
        rejected += _rejected(entity, frames[entity.name], judged.broken, records)
        bad = pa.array(sorted(judged.broken), pa.int64())
        kept = pc.invert(pc.is_in(pa.array(range(len(frames[entity.name]))), bad))
        accepted = frames[entity.name].filter(kept)
        tables[entity.name] = accepted.select(landing_schemas()[entity.name].names)
    tables["findings"] = from_rows(FINDINGS, findings)
    tables["rejected_rows"] = from_rows(REJECTED_ROWS, rejected)
    tables["row_parts"] = _accepted_parts(frames["row_parts"], tables)
    tables["submission_sheets"] = _sheets(frames["submission_sheets"], tables)
    tables["submissions"] = _submissions(frames["submissions"], tables, unlisted)
    for name in names:
        write_frame(batch / JUDGED, name, sorted_table(name, tables[name]))
    logger.info(
        "validate: %d rows accepted, %d rejected, %d findings",
        sum(len(tables[name]) for name in load_entities()),
        len(rejected),
        len(findings),
    )
    return batch


def _rejected(
    entity: Entity, table: pa.Table, broken: Mapping[int, set[str]], records: Records
) -> Iterator[dict[str, Any]]:
    """The rejected rows, in each sheet where they stand, with every critical rule that they break."""
    for positions in _chunks(sorted(broken)):
        rows = table.take(pa.array(positions, pa.int64())).to_pylist()
        for position, row in zip(positions, rows, strict=True):
            for place in records.places(row):
                yield {name: row[name] for name in PLACE} | {
                    "entity": entity.name,
                    "sheet": place.sheet,
                    "source_row": place.source_row,
                    "raw_record": records.as_json(row, place),
                    "rule_ids": ",".join(sorted(broken[position])),
                }


def _chunks(positions: list[int], size: int = 1000) -> Iterator[list[int]]:
    """A few at a time: as objects, the rows of a whole batch would fill the memory."""
    return (positions[start : start + size] for start in range(0, len(positions), size))


def _accepted_parts(parts: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Where else the accepted rows stand."""
    if not len(parts):
        return parts.select(ROW_PARTS.names)
    places = pa.concat_tables([tables[name].select(_ROW) for name in load_entities()])
    return parts.join(places, _ROW, join_type="left semi").select(ROW_PARTS.names)


def _sheets(sheets: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The sheets with their counts; asserts I2 for each."""
    parts = tables["row_parts"].select(["submission_id", "part_sheet"])
    parts = parts.rename_columns(["submission_id", "sheet"])
    accepted = _counts([*(tables[name] for name in load_entities()), parts])
    rejected = _counts([tables["rejected_rows"]])
    rows = sheets.to_pylist()
    for row in rows:
        key = row["submission_id"], row["sheet"]
        row["rows_accepted"], row["rows_rejected"] = accepted[key], rejected[key]
        judged = row["rows_accepted"] + row["rows_rejected"] + row["rows_skipped"]
        if row["rows_read"] != judged:
            raise LostRowsError(
                f"sheet {row['sheet']} of submission {row['submission_id']}: {row['rows_read']} rows "
                f"were read, but {judged} are accepted, rejected or skipped"
            )
    return from_rows(SUBMISSION_SHEETS, rows)


def _counts(tables: list[pa.Table]) -> defaultdict[tuple[str, str], int]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for table in tables:
        keys = table.select(["submission_id", "sheet"])
        for row in keys.group_by(keys.column_names).aggregate([([], "count_all")]).to_pylist():
            counts[row["submission_id"], row["sheet"]] += row["count_all"]
    return counts


def _submissions(
    submissions: pa.Table, tables: Mapping[str, pa.Table], unlisted: Mapping[tuple[str, str], int]
) -> pa.Table:
    """The files with their outcomes, the sums of their sheets' counts, and what was not listed."""
    sums: dict[str, dict[str, int]] = {}
    for sheet in tables["submission_sheets"].to_pylist():
        total = sums.setdefault(sheet["submission_id"], {})
        for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped"):
            total[name] = total.get(name, 0) + sheet[name]
    notes = defaultdict(list)
    for (submission_id, rule_id), count in sorted(unlisted.items()):
        notes[submission_id].append(unlisted_note(rule_id, count))
    spoken_of = set(tables["findings"]["submission_id"].to_pylist())
    rows = submissions.to_pylist()
    for row in rows:
        row |= sums.get(row["submission_id"], {})
        row["rules_version"] = rules_version()
        if more := notes.get(row["submission_id"]):
            row["notes"] = json.dumps([*json.loads(row["notes"]), *more], ensure_ascii=False)
        if row["refusal_rule_id"]:
            row["outcome"] = "refused"
        elif row["submission_id"] in spoken_of:
            row["outcome"] = "accepted_with_findings"
        else:
            row["outcome"] = "accepted"
    return from_rows(SUBMISSIONS, rows)
