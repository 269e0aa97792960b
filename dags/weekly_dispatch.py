"""Writes what is due, overdue and red this week (周调度)."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.defaults import CADENCE
from majorprojects.orchestration.tasks import write_bulletin
from majorprojects.settings import TIMEZONE

DOC = """
### Writes what is due, overdue and red this week (周调度)

**When** Mondays at 08:00 (Asia/Shanghai), for the week that begins.

**In** the current version of the warehouse, as it is then. **Out**
`outbox/<day>/<unit_code>/weekly_dispatch.html` for each unit, and for the city (430400) the page of
all units and a table for each section: the promises and issues due in these seven days, those
overdue, the projects with a red light, and the units whose report of the last month is missing.
What it holds stands in `include/bulletins/weekly_dispatch.yml`.

**Again** any time: a run writes the day's files anew, and the same version gives the same bytes. By
hand: `majorprojects bulletin weekly_dispatch --day <day>`.

### When it fails

- **At once**: nothing is published yet, or a query of the bulletin does not fit the marts. The log's
  last line says which.
- **After its retries**: the disk, or somebody who holds the outbox's lock. Mend it, clear the task.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 8 * * 1", timezone=str(TIMEZONE)),
    doc_md=DOC,
    **CADENCE,
)
def weekly_dispatch() -> None:
    """Write the bulletin of the week that begins."""
    write_bulletin("weekly_dispatch")


weekly_dispatch()
