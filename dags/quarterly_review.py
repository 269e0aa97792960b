"""Writes the review of the quarter that ended (季讲评)."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.defaults import CADENCE
from majorprojects.orchestration.tasks import write_bulletin
from majorprojects.settings import TIMEZONE

DOC = """
### Writes the review of the quarter that ended (季讲评)

**When** on 10 January, April, July and October at 08:00 (Asia/Shanghai).

**In** the current version of the warehouse, as it is then. **Out**
`outbox/<day>/<unit_code>/quarterly_review.html` for each unit, and for the city (430400) the page
of all units and a table for each section: the ranking of the quarter, each month's place, the
promises that fell due and the issues raised or settled. What it holds stands in
`include/bulletins/quarterly_review.yml`.

**Again** any time: a run writes the day's files anew, and the same version gives the same bytes. By
hand: `majorprojects bulletin quarterly_review --day <day>`.

### When it fails

- **At once**: nothing is published yet, or a query of the bulletin does not fit the marts. The log's
  last line says which.
- **After its retries**: the disk, or somebody who holds the outbox's lock. Mend it, clear the task.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 8 10 1,4,7,10 *", timezone=str(TIMEZONE)),
    doc_md=DOC,
    **CADENCE,
)
def quarterly_review() -> None:
    """Write the bulletin of the quarter that ended."""
    write_bulletin("quarterly_review")


quarterly_review()
