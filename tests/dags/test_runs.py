"""Each DAG once from end to end over real files, as `airflow dags test` runs it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from majorprojects.ingest import inbox_files
from majorprojects.landing import landing_days
from majorprojects.settings import Settings
from tests.dags.conftest import RunDag

pytestmark = pytest.mark.integration

BROKEN_FILE_DAY = dt.date(2021, 9, 2)


def _receipts(settings: Settings) -> dict[str, str]:
    """Outcome by the path of the file."""
    return {
        str(path.relative_to(settings.outbox)).removesuffix(".receipt.json"): json.loads(
            path.read_text(encoding="utf-8")
        )["outcome"]
        for path in settings.outbox.rglob("*.receipt.json")
    }


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_day_comes_in_with_its_receipts_and_a_broken_workbook_does_not_fail_it(
    home: Settings, run_dag: RunDag
) -> None:
    """The run at 02:00 of the next morning reads the day that ended."""
    day = BROKEN_FILE_DAY
    run_dag("ingest_submissions", f"{day + dt.timedelta(days=1)}T02:00:00+08:00")
    assert landing_days(home) == [day]
    receipts = _receipts(home)
    assert set(receipts) == {file.source_path for file in inbox_files(home, day)}
    assert "refused" in receipts.values()
