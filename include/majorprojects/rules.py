"""Rules and findings as plain data: what the stages say to each other of a cell, a row or a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from majorprojects.settings import DBT_PROJECT, PROJECT_ROOT, TEMPLATES

Severity = Literal["critical", "warning"]

# Between the texts of a row's record, in the order of the sheet's columns.
RECORD_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its sentences; ``{value}``, ``{header}`` and the like are filled by a finding.

    A critical rule rejects the row or refuses the file; a warning leaves it accepted.
    """

    rule_id: str
    severity: Severity
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a file, a sheet, a row or a cell of it.

    ``cell`` is the address as the spreadsheet program shows it, ``value_found`` the text there.
    """

    rule_id: str
    severity: Severity
    message_zh: str
    message_en: str
    entity: str | None = None
    sheet: str | None = None
    source_row: int | None = None
    cell: str | None = None
    field: str | None = None
    project_code: str | None = None
    value_found: str | None = None

    @classmethod
    def of(
        cls,
        rule: Rule,
        *,
        entity: str | None = None,
        sheet: str | None = None,
        source_row: int | None = None,
        cell: str | None = None,
        field: str | None = None,
        value_found: str | None = None,
        words: Mapping[str, object] | None = None,
    ) -> Finding:
        """Make a finding of a rule; ``words`` fill the rule's sentences besides the place.

        Raises:
            KeyError: a sentence of the rule asks for a word that was not given.
        """
        place = {"sheet": sheet, "cell": cell, "value": value_found, **(words or {})}
        return cls(
            rule_id=rule.rule_id,
            severity=rule.severity,
            message_zh=rule.zh.format(**place),
            message_en=rule.en.format(**place),
            entity=entity,
            sheet=sheet,
            source_row=source_row,
            cell=cell,
            field=field,
            value_found=value_found,
        )


@cache
def rules_version() -> str:
    """Fingerprint of what decides on a file: templates, reference lists, readers and suites."""
    package = PROJECT_ROOT / "include" / "majorprojects"
    files = [
        *TEMPLATES.glob("*.yml"),
        *(PROJECT_ROOT / "include" / "reference").glob("*.csv"),
        DBT_PROJECT / "seeds" / "units.csv",
        *package.glob("ingest/*.py"),
        *package.glob("validate/**/*.py"),
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(json.dumps([file.name, file.read_text(encoding="utf-8")]).encode())
    return digest.hexdigest()[:12]
