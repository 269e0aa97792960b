"""Publishes the ranking of the month that ended (月排名)."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.assets import LEDGER
from majorprojects.orchestration.defaults import CADENCE
from majorprojects.orchestration.tasks import freeze_ranking, write_bulletin
from majorprojects.settings import TIMEZONE

DOC = """
### Publishes the ranking of the month that ended (月排名)

**When** on the 8th of each month at 08:00 (Asia/Shanghai), after the deadline on the 5th.

**In** the current version of the warehouse, as it is then. **Out** an entry of the publication
ledger, `ledger/<number>/`, that is never written again: every row and score of the month, the
rulebook, and what they were made from. Then `outbox/<day>/<unit_code>/monthly_ranking.html` for each
unit, and for the city (430400) the page of all units and a table for each section; beside it
`project_changes.html`, what each unit wrote over in its register since January, the heaviest first.
What they hold stands in `include/bulletins/`. The news on the asset `ledger` lets
`build_warehouse` put the publication into the warehouse.

**Again** any time: a month that stands in the ledger with the same rows is not published twice. One
with other rows is only ever corrected by hand, with a number and a reason:
`majorprojects publish-ranking --month 2022-01 --correction-of 1 --reason '…'`.

### When it fails

- **At once**: nothing is published yet, the current version is behind the landing (a build is due, or
  its audit stopped it), the month was published with other rows (see above), or the ledger was changed.
  The log's last line says which.
- **After its retries**: the disk, or somebody who holds the outbox's lock. Mend it, clear the task.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 8 8 * *", timezone=str(TIMEZONE)),
    doc_md=DOC,
    **CADENCE,
)
def publish_rankings() -> None:
    """Freeze the month that ended, then write its bulletin and what was written over."""
    changes = write_bulletin.override(task_id="write_changes")("project_changes")
    freeze_ranking.override(outlets=[LEDGER])() >> write_bulletin("monthly_ranking") >> changes


publish_rankings()
