"""Loads the files of many days in few batches, and has the warehouse built once."""

from __future__ import annotations

from airflow.sdk import Param, dag, task_group

from majorprojects.orchestration.assets import LANDING
from majorprojects.orchestration.defaults import DEFAULT_ARGS, Tag
from majorprojects.orchestration.tasks import (
    announce_landing,
    ingest_batch,
    load_batch,
    plan_batches,
    validate_batch,
    write_receipts,
)

DOC = """
### Loads the files of many days in few batches, and has the warehouse built once

**When** by hand: for a first filling, after an outage, or when rules changed and old days are to be
judged again.

**Params** `from` and `to`, the first and the last day of arrival; `units`, codes of the units whose
files are read (empty: all; the other units' rows of a day stay as they are); `dry_run`, on unless
you take it off: `plan` then names in its log every file that would be loaded, and the rest is
skipped.

**In** the inbox. **Out** the landing's days, receipts, and one piece of news on the asset `landing`
when all batches are in.

**Again** any number of times. The daily `ingest_submissions` may run meanwhile.

### When it fails

Batches that were loaded stay loaded, but the news is not told, so nothing is built yet. Mend the
cause as for `ingest_submissions`, then clear the failed batch from its `ingest` on: the rest of the
run follows.
"""

PARAMS = {
    "from": Param(type="string", format="date", description="First day of arrival."),
    "to": Param(type="string", format="date", description="Last day of arrival."),
    "units": Param(
        [],
        type="array",
        items={"type": "string"},
        description="Codes of the units to load, such as 430424, one a line; empty for all.",
    ),
    "dry_run": Param(True, type="boolean", description="Only name the files in the log."),
}


@dag(
    schedule=None,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params=PARAMS,
    # A batch goes all the way before the next one is read.
    default_args={**DEFAULT_ARGS, "weight_rule": "upstream"},
    tags=[Tag.SUBMISSIONS, Tag.MANUAL],
    doc_md=DOC,
)
def backfill_submissions() -> None:
    """Plan batches, load each of them, then tell the news once."""

    @task_group
    def batch(days: list[str]) -> None:
        write_receipts(load_batch(validate_batch(ingest_batch(days))))

    batch.expand(days=plan_batches()) >> announce_landing.override(outlets=[LANDING])()


backfill_submissions()
