"""Validate: what of a batch is accepted, what is rejected and why; nothing is lost (invariant I2)."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from majorprojects.entities import Entity, load_entities
from majorprojects.rules import Finding, rules_version
from majorprojects.settings import Settings
from majorprojects.tables import (
    FINDINGS,
    IS_PART,
    JUDGED,
    MISSING_PARTS,
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
from majorprojects.validate.record import Records

if TYPE_CHECKING:
    from majorprojects.validate.suites.check import Check

logger = logging.getLogger(__name__)

_ROW = ["submission_id", "sheet", "source_row"]
_PLACE = ("submission_id", "received_on", "unit_code", "report_month")


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
    tables: dict[str, pa.Table] = {"submission_columns": frames["submission_columns"]}
    for entity in load_entities().values():
        found = list(_findings(entity, frames, records))
        bad = sorted({position for position, row in found if row["severity"] == "critical"})
        findings += [row for _, row in found]
        rejected += _rejected(entity, frames[entity.name], found, records)
        kept = pc.invert(
            pc.is_in(pa.array(range(len(frames[entity.name]))), pa.array(bad, pa.int64()))
        )
        accepted = frames[entity.name].filter(kept)
        tables[entity.name] = accepted.select(landing_schemas()[entity.name].names)
    tables["findings"] = from_rows(FINDINGS, findings)
    tables["rejected_rows"] = from_rows(REJECTED_ROWS, rejected)
    tables["row_parts"] = _accepted_parts(frames["row_parts"], tables)
    tables["submission_sheets"] = _sheets(frames["submission_sheets"], tables)
    tables["submissions"] = _submissions(frames["submissions"], tables)
    for name in names:
        write_frame(batch / JUDGED, name, sorted_table(name, tables[name]))
    logger.info(
        "validate: %d rows accepted, %d rejected, %d findings",
        sum(len(tables[name]) for name in load_entities()),
        len(rejected),
        len(findings),
    )
    return batch


def _findings(
    entity: Entity, frames: Mapping[str, pa.Table], records: Records
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Findings of an entity's rows, each with the position of its row."""
    table = frames[entity.name]
    if not len(table):
        return
    # GX takes seconds to import: a day without rows does not pay for it.
    from majorprojects.validate.frames import suite_frame
    from majorprojects.validate.runner import failing_rows
    from majorprojects.validate.suites import checks_of

    failing = failing_rows(entity.name, suite_frame(entity, frames), checks_of(entity))
    for check, rows in failing:
        for position, row in zip(rows, table.take(rows).to_pylist(), strict=True):
            # A part that was joined with nothing is rejected for that, not for what the others hold.
            if row[IS_PART] and records.cell(row, check.field) is None:
                continue
            finding = asdict(_finding(entity, check, row, records))
            code = row.get("project_code") or records.text(row, "project_code")
            yield position, {n: row[n] for n in _PLACE} | finding | {"project_code": code}


def _finding(entity: Entity, check: Check, row: dict[str, Any], records: Records) -> Finding:
    cell = records.cell(row, check.field)
    beside = records.cell(row, check.beside) if check.beside else None
    place = cell or beside or records.places(row)[0]
    return Finding.of(
        check.rule,
        entity=entity.name,
        sheet=place.sheet,
        source_row=place.source_row,
        cell=cell.address if cell else None,
        field=check.field,
        value_found=cell.text if cell else None,
        words={
            "header": cell.header if cell else check.field,
            "other": beside.text if beside else None,
            "missing": row[MISSING_PARTS],
            "row": place.source_row,
        },
    )


def _rejected(
    entity: Entity, table: pa.Table, found: list[tuple[int, dict[str, Any]]], records: Records
) -> Iterator[dict[str, Any]]:
    """The rejected rows, in each sheet where they stand, with every critical rule that they break."""
    rules: defaultdict[int, set[str]] = defaultdict(set)
    for position, finding in found:
        if finding["severity"] == "critical":
            rules[position].add(finding["rule_id"])
    positions = sorted(rules)
    rows = table.take(pa.array(positions, pa.int64())).to_pylist()
    for position, row in zip(positions, rows, strict=True):
        for place in records.places(row):
            yield {name: row[name] for name in _PLACE} | {
                "entity": entity.name,
                "sheet": place.sheet,
                "source_row": place.source_row,
                "raw_record": records.as_json(row, place),
                "rule_ids": ",".join(sorted(rules[position])),
            }


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


def _submissions(submissions: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The files with their outcomes and the sums of their sheets' counts."""
    sums: dict[str, dict[str, int]] = {}
    for sheet in tables["submission_sheets"].to_pylist():
        total = sums.setdefault(sheet["submission_id"], {})
        for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped"):
            total[name] = total.get(name, 0) + sheet[name]
    spoken_of = set(tables["findings"]["submission_id"].to_pylist())
    rows = submissions.to_pylist()
    for row in rows:
        row |= sums.get(row["submission_id"], {})
        row["rules_version"] = rules_version()
        if row["refusal_rule_id"]:
            row["outcome"] = "refused"
        elif row["submission_id"] in spoken_of:
            row["outcome"] = "accepted_with_findings"
        else:
            row["outcome"] = "accepted"
    return from_rows(SUBMISSIONS, rows)
