"""Writes the ranking of the month that ended (月排名)."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.defaults import DEFAULT_ARGS, START, Tag
from majorprojects.orchestration.tasks import write_bulletin
from majorprojects.settings import TIMEZONE

DOC = """
### Writes the ranking of the month that ended (月排名)

**When** on the 8th of each month at 08:00 (Asia/Shanghai), after the deadline on the 5th.

**In** the current version of the warehouse, as it is then. **Out**
`outbox/<day>/<unit_code>/monthly_ranking.html` for each unit, and for the city (430400) the page of
all units and a table for each section: the ranking of all units, each unit's indicators, and its
projects behind schedule. What it holds stands in `include/bulletins/monthly_ranking.yml`.

**Again** any time: a run writes the day's files anew, and the same version gives the same bytes. By
hand: `majorprojects bulletin monthly_ranking --day <day>`.

### When it fails

- **At once**: nothing is published yet, or a query of the bulletin does not fit the marts. The log's
  last line says which.
- **After its retries**: the disk, or somebody who holds the outbox's lock. Mend it, clear the task.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 8 8 * *", timezone=str(TIMEZONE)),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS,
    tags=[Tag.WAREHOUSE, Tag.CADENCE],
    doc_md=DOC,
)
def publish_rankings() -> None:
    """Write the bulletin of the month that ended."""
    write_bulletin("monthly_ranking")


publish_rankings()
