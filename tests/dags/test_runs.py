"""Each DAG once from end to end over real files, as `airflow dags test` runs it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from majorprojects.ingest import inbox_files
from majorprojects.landing import landing_days
from majorprojects.publish import read_current
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


def test_a_backfill_in_parts_a_build_a_bulletin_and_nothing_new_the_second_time(
    home: Settings, run_dag: RunDag
) -> None:
    """A dry run loads nothing; then units one after the other, one build, and no second one."""
    span = {"from": "2022-01-01", "to": "2022-01-04"}
    assert "would load 2022-01-0" in run_dag("backfill_submissions", conf=span)
    assert landing_days(home) == []

    files = [file for n in range(1, 5) for file in inbox_files(home, dt.date(2022, 1, n))]
    first_unit = files[0].unit_code
    run_dag("backfill_submissions", conf=span | {"dry_run": False, "units": [first_unit]})
    assert set(_receipts(home)) == {f.source_path for f in files if f.unit_code == first_unit}
    run_dag("backfill_submissions", conf=span | {"dry_run": False})
    assert set(_receipts(home)) == {file.source_path for file in files}

    run_dag("build_warehouse")
    published = read_current(home)
    assert published
    assert published.mart_rows["fct_submissions"] == len(files)

    run_dag("weekly_dispatch", "2022-01-10T08:00:00+08:00")
    assert (home.outbox / "2022-01-10" / "430424" / "weekly_dispatch.html").exists()

    before = _bytes(home.landing) | _bytes(home.warehouse)
    run_dag("backfill_submissions", conf=span | {"dry_run": False})
    assert "is current already" in run_dag("build_warehouse")
    assert _bytes(home.landing) | _bytes(home.warehouse) == before
