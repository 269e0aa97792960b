"""The summary page of a unit and a day of arrival: what arrived, what was accepted, what to mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final
from urllib.parse import quote

from majorprojects.pages import page_template
from majorprojects.receipts.outbox import JSON_ENDING, WORKBOOK_ENDING, base_name
from majorprojects.receipts.receipt import (
    OUTCOMES,
    SEVERITIES,
    Receipt,
    count_of,
    month_text,
    skipped_text,
)

# Enough to see what is wrong; the rest stands in the workbook beside the page.
LISTED_FINDINGS: Final = 30


def summary_page(receipts: Sequence[Receipt]) -> str:
    """The page of one unit and day as HTML that needs nothing else; by report month, then by path."""
    ordered = sorted(receipts, key=lambda r: (r.report_month or dt.date.max, r.source_path))
    months = [
        (month_text(month) if month else "未分月份", list(group))
        for month, group in groupby(ordered, key=lambda receipt: receipt.report_month)
    ]
    counted = [receipt for receipt in receipts if receipt.outcome != "duplicate"]
    to_mend = [finding for receipt in receipts for finding in receipt.to_mend]
    return _fill()(
        unit_name=receipts[0].unit_name,
        unit_code=receipts[0].unit_code,
        received_on=receipts[0].received_on,
        months=months,
        files=len(receipts),
        outcomes={outcome: sum(r.outcome == outcome for r in receipts) for outcome in OUTCOMES},
        accepted=sum(receipt.counts.rows_accepted or 0 for receipt in counted),
        rejected=sum(receipt.counts.rows_rejected or 0 for receipt in counted),
        critical=count_of(to_mend, "critical"),
        warning=count_of(to_mend, "warning"),
    )


@cache
def _fill() -> Callable[..., str]:
    return page_template(
        Path(__file__).with_name("summary.html.jinja"),
        outcome_words=OUTCOMES,
        severity_words=SEVERITIES,
        listed=LISTED_FINDINGS,
        skipped_text=skipped_text,
        json_link=lambda receipt: quote(base_name(receipt.file_name) + JSON_ENDING),
        workbook_link=lambda receipt: quote(base_name(receipt.file_name) + WORKBOOK_ENDING),
    )
