"""Builds and publishes the warehouse whenever the landing or the ledger has news."""

from __future__ import annotations

from airflow.sdk import dag

from majorprojects.orchestration.assets import LANDING, LEDGER, WAREHOUSE
from majorprojects.orchestration.defaults import DEFAULT_ARGS, Tag
from majorprojects.orchestration.tasks import build_version, publish_version

DOC = """
### Builds and publishes the warehouse whenever the landing or the ledger has news

**When** on news of the asset `landing`, or of the asset `ledger` after a ranking was published;
several pieces of news may become one run. It may be triggered by hand at any moment.

**In** the landing and the ledger as they stand (the run has no date of its own). **Out**
`warehouse/versions/<id>/`, the link `warehouse/current` moved to it, and news on the asset
`warehouse`. If landing, ledger and code are those of the current version, both tasks are skipped
and nothing is written.

**Again** any number of times: the same landing, ledger and code give the same version.

### When it fails

Whatever fails, readers keep the version that they have.

- **build, at once**: a model or a data test failed. The log names the node, dbt's message and the
  path of dbt's log. Mend the model, or the data by a corrected workbook; the next news builds
  again.
- **build or publish, after their retries**: the disk, the memory, or somebody who holds the
  warehouse's lock. Mend it, clear the task.
- **publish, at once**: the audit refused the version; its sentence names the mart, or the total that
  moved without a submission, and the next command. The current version stays.
"""


@dag(
    schedule=LANDING | LEDGER,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS,
    tags=[Tag.WAREHOUSE],
    doc_md=DOC,
)
def build_warehouse() -> None:
    """Build a version, then publish it."""
    publish_version.override(outlets=[WAREHOUSE])(build_version())


build_warehouse()
