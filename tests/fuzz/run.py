"""Files through the real readers under the real limits, and what must hold whatever is in them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from majorprojects.ingest import ingest_days
from majorprojects.landing import read_day
from majorprojects.load import load_batch
from majorprojects.receipts import write_receipts
from majorprojects.receipts.outbox import json_path, workbook_path
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch

DAY: Final = dt.date(2022, 3, 5)
OUTCOMES: Final = frozenset({"accepted", "accepted_with_findings", "refused"})


class BrokenPromiseError(AssertionError):
    """A promise that does not hold for a file; ``name`` is its unit and name."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"{name}: {why}")


def outcomes(files: Mapping[str, bytes]) -> Counter[str]:
    """Take files in, by ``unit/name``, and count what became of them.

    Raises:
        BrokenPromiseError: a file has no outcome, no reason or no receipt, or our own code stumbled.
    """
    home = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        settings = Settings(home=home)
        for name, content in files.items():
            path = settings.inbox / DAY.isoformat() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
        write_receipts(settings, [DAY])
        landed = read_day(settings, DAY, "submissions").to_pylist()
        by_name = {file["source_path"].partition("/")[2]: file for file in landed}
        for name in files:
            if fault := _fault(settings, by_name.get(name)):
                raise BrokenPromiseError(name, fault)
        assert len(landed) == len(files)
        return Counter(map(_said, landed))
    finally:
        shutil.rmtree(home)


def _said(file: dict[str, Any]) -> str:
    rule = file["refusal_rule_id"]
    return file["refusal_reason_en"] if rule == "file_reader_failed" else rule or file["outcome"]


def _fault(settings: Settings, file: dict[str, Any] | None) -> str | None:
    """What does not hold for a file of the landing."""
    if file is None or file["outcome"] not in OUTCOMES:
        return "no outcome"
    receipt = json_path(settings, file["source_path"])
    if not receipt.exists() or json.loads(receipt.read_bytes())["outcome"] != file["outcome"]:
        return "no receipt of its outcome"
    if file["outcome"] != "accepted" and not workbook_path(settings, file["source_path"]).exists():
        return "no workbook that shows what to mend"
    if file["outcome"] == "refused":
        if not file["refusal_reason"] or file["rows_read"] is not None:
            return "refused without a reason, or with counts"
        return "our own code stumbled" if "stumbled" in file["refusal_reason_en"] else None
    judged = file["rows_accepted"] + file["rows_rejected"] + file["rows_skipped"]
    return None if file["rows_read"] == judged else "lost rows"
