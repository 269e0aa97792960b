"""The tasks of the DAGs: each is one call into a stage, imported when it runs.

What travels between tasks are paths, days and ids as text. A fault of the data ends a task at once,
because running it again cannot help; every other fault is left to Airflow's retries.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from majorprojects.errors import DataError, MajorProjectsError
from majorprojects.orchestration.defaults import WAREHOUSE_POOL
from majorprojects.settings import TIMEZONE, load_settings

logger = logging.getLogger(__name__)


@contextmanager
def stage_errors() -> Iterator[None]:
    """Turn a fault of the data into a failure without retries; say the sentence of any fault."""
    try:
        yield
    except MajorProjectsError as error:
        logger.error("%s", error)  # noqa: TRY400 - the sentence; Airflow logs the traceback
        if isinstance(error, DataError):
            raise AirflowFailException(str(error)) from error
        raise


@task(task_id="ingest")
def ingest_day(data_interval_start: datetime | None = None, dag_run: Any = None) -> str:
    """Read the files that arrived on the run's day; returns the batch's folder.

    The day is that of the data interval's start; a run that was triggered without a logical date
    reads yesterday. A day without files skips the rest of the run, before anything heavy is imported.
    """
    from majorprojects.ingest import inbox_files

    moment = data_interval_start or dag_run.run_after - timedelta(days=1)
    day = moment.astimezone(TIMEZONE).date()
    if not inbox_files(load_settings(), day):
        raise AirflowSkipException(f"No file arrived on {day}: nothing to do.")
    return _ingest([day])


@task(task_id="ingest")
def ingest_batch(days: Sequence[str], params: Mapping[str, Any] | None = None) -> str:
    """Read the files of several days, of some units only where the run's params name them."""
    return _ingest([date.fromisoformat(day) for day in days], (params or {}).get("units") or None)


def _ingest(days: Sequence[date], units: Sequence[str] | None = None) -> str:
    from majorprojects.ingest import ingest_days

    with stage_errors():
        return str(ingest_days(load_settings(), days, units=units))


@task(task_id="validate")
def validate_batch(batch: str) -> str:
    """Decide row by row what may enter; returns the batch's folder."""
    from majorprojects import validate

    with stage_errors():
        return str(validate.validate_batch(load_settings(), Path(batch)))


@task(task_id="load")
def load_batch(batch: str) -> list[str]:
    """Replace the landing's days with those of the batch; returns the days."""
    from majorprojects import load

    with stage_errors():
        done = load.load_batch(load_settings(), Path(batch))
    logger.info("load: %d files, %d of them refused", done.files, done.refused)
    logger.info(
        "load: %d rows read = %d accepted + %d rejected + %d skipped",
        done.rows_read,
        done.rows_accepted,
        done.rows_rejected,
        done.rows_skipped,
    )
    return [day.isoformat() for day in done.days]


@task(task_id="receipts")
def write_receipts(days: Sequence[str]) -> int:
    """Answer every file of the days in the outbox; returns how many receipts are new."""
    from majorprojects import receipts

    with stage_errors():
        new = receipts.write_receipts(load_settings(), [date.fromisoformat(day) for day in days])
    logger.info("receipts: %d new", new)
    return new


@task(task_id="plan")
def plan_batches(params: Mapping[str, Any] | None = None) -> list[list[str]]:
    """Cut the days between the run's params into batches, in order.

    A dry run names the files in the log and returns no batch, so that nothing is loaded.
    """
    from majorprojects.ingest import cut_batches, inbox_days, inbox_files

    wanted, settings = params or {}, load_settings()
    first, last = date.fromisoformat(wanted["from"]), date.fromisoformat(wanted["to"])
    if first > last:
        raise AirflowFailException(f"The span ends before it begins ({first} > {last}): swap them.")
    files = {
        day: inbox_files(settings, day, wanted["units"] or None)
        for day in inbox_days(settings, first, last)
    }
    batches = cut_batches({day: len(found) for day, found in files.items()})
    counts = sum(map(len, files.values())), sum(map(len, batches)), len(batches)
    logger.info("plan: %d files of %d days, batches: %d", *counts)
    if not wanted["dry_run"]:
        return [[day.isoformat() for day in days] for days in batches]
    for file in (file for found in files.values() for file in found):
        logger.info("plan: would load %s", file.source_path)
    logger.info("plan: dry run, nothing is loaded; trigger again with dry_run=false")
    return []


@task(task_id="announce")
def announce_landing() -> None:
    """Say once, when all batches are in, that the landing has news; the task's outlet says it."""
    logger.info("announce: the landing is complete, a build may follow")


@task(task_id="build", pool=WAREHOUSE_POOL)
def build_version() -> str:
    """Build a version from the landing; returns its id, and skips what follows if it is current."""
    from majorprojects import build
    from majorprojects.publish import read_current

    settings = load_settings()
    with stage_errors():
        made = build.build_version(settings)
        current = read_current(settings)
    if current and current.id == made.id:
        raise AirflowSkipException(f"Version {made.id} is current already: nothing is new.")
    return made.id


@task(task_id="freeze")
def freeze_ranking(data_interval_start: datetime | None = None, dag_run: Any = None) -> int:
    """Freeze the month that the run's interval began in; returns the publication's number.

    A run that was triggered without a logical date freezes the month before its own.
    """
    from majorprojects.rankings import publish_ranking

    moment = data_interval_start or dag_run.run_after.replace(day=1) - timedelta(days=1)
    with stage_errors():
        entry = publish_ranking(load_settings(), moment.astimezone(TIMEZONE).date())
    return entry.number


@task(task_id="write")
def write_bulletin(
    name: str, data_interval_end: datetime | None = None, dag_run: Any = None
) -> int:
    """Write a cadence's bulletin on the day of the run; returns how many files are new."""
    from majorprojects import bulletins

    day = (data_interval_end or dag_run.run_after).astimezone(TIMEZONE).date()
    with stage_errors():
        written = bulletins.write_bulletin(load_settings(), name, day)
    logger.info("bulletin: %s of %s to %s, %s", name, written.first, written.last, written.rows)
    return written.new


@task(task_id="publish", pool=WAREHOUSE_POOL)
def publish_version(version: str) -> str:
    """Audit a version and make it the current one; returns its id."""
    from majorprojects import publish
    from majorprojects.build import read_build

    settings = load_settings()
    with stage_errors():
        published = publish.publish_version(settings, read_build(settings, version))
    logger.info("publish: %d rows in the marts", sum(published.mart_rows.values()))
    return published.id
