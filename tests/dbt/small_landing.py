"""A landing of a few files, written down as who handed in what and when.

Everything is made of the landing's own schemas: a field that no entity has is an error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from majorprojects.entities import load_entities
from majorprojects.tables import from_rows, landing_schemas, sorted_table

Row = dict[str, Any]

_FIRST_ROW = 4  # title, unit and month, header: where the data of a county's sheet begins


def project(code: str, **fields: Any) -> Row:
    """A row of 项目备案; what is not said is ordinary."""
    ordinary: Row = {
        "project_name": f"项目{code}",
        "category": "产业科技",
        "level": "市重点",
        "construction_type": "新开工",
        "total_investment": Decimal(100_000),
        "annual_plan": Decimal(12_000),
    }
    return ordinary | {"project_code": code} | fields


def progress(code: str, ytd: int | str, **fields: Any) -> Row:
    """A row of 月度进展 with its year-to-date investment in 万元."""
    ordinary: Row = {"ytd_investment": Decimal(ytd), "status": "在建"}
    return ordinary | {"project_code": code} | fields


@dataclass
class SmallLanding:
    """Collects files; :meth:`write` lays them down as the landing does."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all files."""
        return frozenset(row["submission_id"] for row in self.tables["submissions"])

    def hand_in(
        self,
        received_on: str,
        unit_code: str,
        month: str,
        *,
        projects: list[Row] | None = None,
        monthly_progress: list[Row] | None = None,
        name: str = "报表.xlsx",
        content: str | None = None,
        outcome: str = "accepted",
        absent: tuple[str, ...] = (),
        rejected: tuple[str, ...] = (),
        is_combined: bool = False,
        rules_version: str = "small",
        **others: list[Row],
    ) -> str:
        """Add a file and give its id.

        Args:
            received_on: day of arrival.
            unit_code: the folder.
            month: report month, `2022-03`.
            projects: rows of 项目备案, None where the sheet is missing.
            monthly_progress: rows of 月度进展, None where the sheet is missing.
            name: file name; the order of files of one day.
            content: what stands for the bytes; the same text from the same unit is a duplicate.
            outcome: of the file.
            absent: fields for which no sheet of it has a column.
            rejected: codes of projects whose row in 月度进展 was rejected.
            is_combined: the month was written as 1-2月.
            rules_version: of the rules that judged it; those of the build are `small`.
            others: rows of further sheets, by entity.
        """
        path = f"{received_on}/{unit_code}/{name}"
        place: Row = {
            "submission_id": hashlib.sha256(path.encode()).hexdigest()[:16],
            "received_on": dt.date.fromisoformat(received_on),
            "unit_code": unit_code,
            "report_month": dt.date.fromisoformat(f"{month}-01"),
        }
        sheets = {"projects": projects, "monthly_progress": monthly_progress, **others}
        rows = sum(len(sheet) for sheet in sheets.values() if sheet is not None)
        refused = outcome == "refused"
        self.tables["submissions"].append(
            place
            | {
                "source_path": path,
                "sha256": hashlib.sha256((content or path).encode()).hexdigest(),
                "size_bytes": 1,
                "form_version": "county_v1",
                "rules_version": rules_version,
                "is_combined_month": is_combined,
                "outcome": outcome,
                "refusal_rule_id": "file_encrypted" if refused else None,
                "rows_read": None if refused else rows + len(rejected),
                "rows_accepted": None if refused else rows,
                "rows_rejected": None if refused else len(rejected),
                "rows_skipped": None if refused else 0,
                "notes": "[]",
            }
        )
        for entity, sheet in sheets.items():
            if sheet is not None and not refused:
                self._add_sheet(place, path, entity, sheet, absent)
        for code in rejected:
            self._reject(place, code)
        return str(place["submission_id"])

    def _add_sheet(
        self, place: Row, path: str, entity: str, sheet: list[Row], absent: tuple[str, ...]
    ) -> None:
        meaning = load_entities()[entity]
        label = {"sheet": meaning.label}
        self.tables["submission_sheets"].append(
            place | label | {"entity": entity, "header_row": _FIRST_ROW - 1}
        )
        columns = [name for name in meaning.fields if name not in absent]
        for index, name in enumerate(columns):
            is_money = meaning.fields[name].type == "money"
            self.tables["submission_columns"].append(
                {"submission_id": place["submission_id"], "received_on": place["received_on"]}
                | label
                | {"entity": entity, "field": name, "column_letter": chr(ord("A") + index)}
                | {"header": name, "money_unit": "万元" if is_money else None}
            )
        missing = [name for name in meaning.fields if name in absent]
        for number, row in enumerate(sheet):
            self.tables[entity].append(
                place
                | label
                | {
                    "source_path": path,
                    "source_row": _FIRST_ROW + number,
                    "absent_fields": f",{','.join(missing)}," if missing else "",
                }
                | {key: value for key, value in row.items() if key not in absent}
            )

    def _reject(self, place: Row, code: str) -> None:
        where = {"entity": "monthly_progress", "sheet": "月度进展", "source_row": 90}
        self.tables["rejected_rows"].append(
            place | where | {"raw_record": "{}", "rule_ids": "required_missing"}
        )
        self.tables["findings"].append(
            place
            | where
            | {
                "project_code": code,
                "rule_id": "required_missing",
                "severity": "critical",
                "message_zh": "请填写当年累计完成投资。",
                "message_en": "Fill in the year-to-date investment.",
            }
        )

    def write(self, landing: Path) -> None:
        """Write one folder a day of arrival, and the folder of empty tables."""
        for name, schema in landing_schemas().items():
            rows = self.tables.get(name, [])
            if rows and (unknown := {key for row in rows for key in row} - set(schema.names)):
                raise ValueError(f"{name} has no such columns: {', '.join(sorted(unknown))}")
            for day in sorted({row["received_on"] for row in self.tables["submissions"]}):
                of_day = from_rows(schema, [row for row in rows if row["received_on"] == day])
                self._write_table(landing / f"received_on={day}", name, of_day)
            self._write_table(landing / "empty", name, schema.empty_table())

    @staticmethod
    def _write_table(folder: Path, name: str, table: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(sorted_table(name, table), folder / f"{name}.parquet")
