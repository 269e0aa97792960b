"""Loads the files that arrived on one day."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.assets import LANDING
from majorprojects.orchestration.defaults import DEFAULT_ARGS, START, Tag
from majorprojects.orchestration.tasks import ingest_day, load_batch, validate_batch, write_receipts
from majorprojects.settings import TIMEZONE

DOC = """
### Loads the files that arrived on one day

**When** daily at 02:00 (Asia/Shanghai), for the day that ended. The run's data interval begins on
that day; it is the day of arrival, `received_on`, never the report month.

**In** `inbox/<received_on>/<unit>/*`, only read. **Out** the landing's day, replaced as a whole, a
receipt for every file in the outbox, and news on the asset `landing`. A day without files is
skipped in a second.

**Again** any day, any number of times, in any order, also side by side: clear the run's tasks, or
`airflow backfill create --dag-id ingest_submissions --from-date 2022-01-01 --to-date 2022-02-01`
for January (the last day is the one before `--to-date`). After an outage that is how the missed
days come in; for long spans `backfill_submissions` is quicker.

### When it fails

A bad workbook never fails a run: it is refused with a receipt. So a failure is one of these.

- **Failed at once, without retries**: a fault of the data or of the rules. The log's last line says
  what to do.
- **Failed after its retries**: a fault of the machine, mostly a full disk or a folder without
  rights. Mend it, then clear the failed task and those after it.
- **validate or load says that the batch is gone**: clear the run from `ingest` on.

Nothing is half done in any of these cases: the landing's day is the old one or the new one.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone=str(TIMEZONE)),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS,
    tags=[Tag.SUBMISSIONS, Tag.DAILY],
    doc_md=DOC,
)
def ingest_submissions() -> None:
    """Chain the stages up to the receipts."""
    # The news is told by load: a build need not wait for receipts.
    write_receipts(load_batch.override(outlets=[LANDING])(validate_batch(ingest_day())))


ingest_submissions()
