"""What the failing rows of an entity are told, and which rules reject them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from majorprojects.entities import Entity
from majorprojects.rules import Finding
from majorprojects.tables import IS_PART, MISSING_PARTS
from majorprojects.validate.record import Records

if TYPE_CHECKING:
    from majorprojects.validate.suites.check import Check

PLACE: Final = ("submission_id", "received_on", "unit_code", "report_month")
# Of one check in one file. Nobody reads on, and a file made to would fill the memory with sentences.
LISTED: Final = 1000


@dataclass(slots=True)
class Judged:
    """What was found in the rows of an entity.

    ``broken`` are the critical rules by the position of each row that breaks one; ``unlisted`` counts,
    by file and rule, the findings beyond :data:`LISTED`.
    """

    findings: list[dict[str, Any]] = field(default_factory=list)
    broken: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    unlisted: Counter[tuple[str, str]] = field(default_factory=Counter)


def unlisted_note(rule_id: str, count: int) -> str:
    """The note of a receipt on findings that are not listed in it."""
    return f"规则 {rule_id} 的同类提示超过 {LISTED} 处，另有 {count} 处未逐一列出。"


def judge_rows(entity: Entity, frames: Mapping[str, pa.Table], records: Records) -> Judged:
    """Let Great Expectations judge the rows of an entity, and say what it found."""
    judged, table = Judged(), frames[entity.name]
    if not len(table):
        return judged
    # GX takes seconds to import: a day without rows does not pay for it.
    from majorprojects.validate.frames import suite_frame
    from majorprojects.validate.runner import failing_rows
    from majorprojects.validate.suites import checks_of

    failing = failing_rows(entity.name, suite_frame(entity, frames), checks_of(entity))
    for check, rows in failing:
        listed = _listed(entity, check, table, rows, judged)
        for position, row in zip(listed, table.take(listed).to_pylist(), strict=True):
            # A part that was joined with nothing is rejected for that, not for what the others hold.
            if row[IS_PART] and records.cell(row, check.field) is None:
                continue
            if check.rule.severity == "critical":
                judged.broken[position].add(check.rule.rule_id)
            finding = asdict(_finding(entity, check, row, records))
            code = row.get("project_code") or records.text(row, "project_code")
            place = {name: row[name] for name in PLACE}
            judged.findings.append(place | finding | {"project_code": code})
    return judged


def _listed(
    entity: Entity, check: Check, table: pa.Table, rows: list[int], judged: Judged
) -> list[int]:
    """The first failing rows of each file; those beyond are rejected without a sentence for each."""
    times: Counter[str] = Counter()
    listed = []
    for position, file, is_part in _files(table, rows):
        times[file] += 1
        if times[file] <= LISTED:
            listed.append(position)
            continue
        judged.unlisted[file, check.rule.rule_id] += 1
        if check.rule.severity == "critical" and (not is_part or check.field in entity.key):
            judged.broken[position].add(check.rule.rule_id)
    return listed


def _files(table: pa.Table, rows: list[int]) -> Iterator[tuple[int, str, bool]]:
    files, parts = (table[name].take(rows).to_pylist() for name in ("submission_id", IS_PART))
    return zip(rows, files, parts, strict=True)


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
