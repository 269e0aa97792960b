"""Writes the assessment of the year that ended (年考核)."""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from majorprojects.orchestration.defaults import CADENCE
from majorprojects.orchestration.tasks import write_bulletin
from majorprojects.settings import TIMEZONE

DOC = """
### Writes the assessment of the year that ended (年考核)

**When** on 20 January at 08:00 (Asia/Shanghai).

**In** the current version of the warehouse, as it is then. **Out**
`outbox/<day>/<unit_code>/annual_assessment.html` for each unit, and for the city (430400) the page
of all units and a table for each section: the ranking of the year, the promises kept, late and
broken, and each project against its plan and its first plan. What it holds stands in
`include/bulletins/annual_assessment.yml`.

**Again** any time: a run writes the day's files anew, and the same version gives the same bytes. By
hand: `majorprojects bulletin annual_assessment --day <day>`.

### When it fails

- **At once**: nothing is published yet, or a query of the bulletin does not fit the marts. The log's
  last line says which.
- **After its retries**: the disk, or somebody who holds the outbox's lock. Mend it, clear the task.
"""


@dag(
    schedule=CronDataIntervalTimetable("0 8 20 1 *", timezone=str(TIMEZONE)),
    doc_md=DOC,
    **CADENCE,
)
def annual_assessment() -> None:
    """Write the bulletin of the year that ended."""
    write_bulletin("annual_assessment")


annual_assessment()
