"""A receipt as plain data: what became of one file, and what its unit has to mend, in words for a clerk.

It speaks of its own file alone; all documents are made from it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

from majorprojects.rules import Finding

Outcome = Literal["accepted", "accepted_with_findings", "refused", "duplicate"]

OUTCOMES: Final[dict[Outcome, str]] = {
    "accepted": "已接收",
    "accepted_with_findings": "已接收（有待处理）",
    "refused": "未接收",
    "duplicate": "重复文件",
}
# Why rows were skipped, by the landing's names.
SKIPPED: Final = {"blank": "空行", "nil": "未填内容", "total": "合计小计", "footer": "落款"}
SEVERITIES: Final = {"critical": "须改正", "warning": "请核对"}


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a file or a sheet: read = accepted + rejected + skipped; all None for a refused file."""

    rows_read: int | None
    rows_accepted: int | None
    rows_rejected: int | None
    rows_skipped: int | None


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """Rows of one sheet that was read.

    ``header_row`` is the last row of its header; ``skipped`` counts the skipped rows by their reason.
    """

    sheet: str
    header_row: int
    counts: Counts
    skipped: dict[str, int]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file.

    ``source_path`` is the path in the inbox, ``duplicate_of`` that of the file that it repeats.
    """

    submission_id: str
    source_path: str
    unit_code: str
    unit_name: str
    received_on: dt.date
    report_month: dt.date | None
    sha256: str
    form_version: str | None
    rules_version: str
    outcome: Outcome
    duplicate_of: str | None
    summary_zh: str
    summary_en: str
    counts: Counts
    sheets: tuple[SheetCounts, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def file_name(self) -> str:
        """The file's name, as the unit gave it."""
        return self.source_path.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """Folder of the file in the inbox and of its receipts in the outbox, day and unit."""
        return self.source_path.rpartition("/")[0]

    @property
    def has_to_mend(self) -> bool:
        """Whether there is something to mend or to look at: then there is a workbook, too."""
        return self.outcome == "refused" or bool(self.to_mend)

    @property
    def to_mend(self) -> list[Finding]:
        """The findings, those that cost a row or the file first; a duplicate's are the first file's."""
        if self.outcome == "duplicate":
            return []
        return sorted(self.findings, key=lambda finding: finding.severity != "critical")

    def as_json(self) -> str:
        """The receipt for machines."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=_iso) + "\n"


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a receipt holds no {type(value)}")


def summary(outcome: Outcome, counts: Counts, duplicate_of: str | None) -> tuple[str, str]:
    """What became of a file in one sentence, in Chinese and English."""
    if outcome == "accepted":
        return (
            "文件已接收，各行均已采用，无需修改。",
            "The file was taken; there is nothing to mend.",
        )
    if outcome == "refused":
        return (
            "文件未被接收，其中任何一行都没有采用，请按下列原因修改后重新报送。",
            "The file was refused and no row of it was taken: see the reason, then send it again.",
        )
    if duplicate_of is not None:
        day, _, name = duplicate_of.split("/", 2)
        return (
            f"本文件与 {day} 报送的“{name}”内容完全相同，不重复计入；需要修改的内容见该文件的回执。"
            "如在此之后报过更正、现在要恢复到本文件的内容，请在表中作出改动（如备注）后重新报送。",
            f"The file is the same as {name}, sent on {day}, and counts once; what is to mend "
            "stands in its receipt. To go back to it after a correction, change something in it (a "
            "remark) and send it again.",
        )
    if counts.rows_rejected:
        return (
            f"文件已接收，但有 {counts.rows_rejected} 行未采用，请按下列提示在原文件中改正后将整个文件再报一次。",
            f"The file was taken, but for {counts.rows_rejected} of its rows: mend them in your file, "
            "then send the whole file again.",
        )
    return (
        "文件已接收，各行均已采用；下列内容请核对，有误的在原文件中改正后将整个文件再报一次，无误的不必重报。",
        "The file was taken with all its rows. Please check the findings; where one of them is an error, "
        "mend it in your file and send the whole file again.",
    )


def month_text(month: dt.date | None) -> str:
    """A report month as a clerk writes it."""
    return f"{month.year}年{month.month}月" if month else "—"


def counts_text(sheet: SheetCounts) -> str:
    """Counts of a sheet in words."""
    counts, why = sheet.counts, skipped_text(sheet)
    return (
        f"读取 {counts.rows_read} 行：采用 {counts.rows_accepted} 行，"
        f"未采用 {counts.rows_rejected} 行，跳过 {counts.rows_skipped} 行{f'（{why}）' if why else ''}"
    )


def skipped_text(sheet: SheetCounts) -> str:
    """Why rows of a sheet were skipped, each reason that there is with its count."""
    return "、".join(
        f"{SKIPPED[reason]} {count}" for reason, count in sheet.skipped.items() if count
    )


def count_of(findings: Sequence[Finding], severity: str) -> int:
    """How many findings are of a severity."""
    return sum(finding.severity == severity for finding in findings)
