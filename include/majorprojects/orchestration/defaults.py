"""What every DAG has in common: owner, retries, time limits, tags, the pool and the time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from majorprojects.settings import TIMEZONE

# One slot: whatever opens the file of a build waits for its turn. `airflow pools set` makes it.
WAREHOUSE_POOL: Final = "warehouse"

# The first month of the sample; a backfill may begin here and no earlier.
START: Final = datetime(2021, 1, 1, tzinfo=TIMEZONE)


class Tag(StrEnum):
    """The tags by which the DAGs are found in the UI."""

    SUBMISSIONS = "submissions"
    WAREHOUSE = "warehouse"
    DAILY = "daily"
    MANUAL = "manual"
    CADENCE = "cadence"


# Retries are for faults of the machine; a fault of the data fails at once (see `tasks`).
DEFAULT_ARGS: Final[dict[str, Any]] = {
    "owner": "key-project-office",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": True,
    "execution_timeout": timedelta(hours=2),
}

# What the DAGs of the cadences have in common: each reads the current version at its hour.
CADENCE: Final[dict[str, Any]] = {
    "start_date": START,
    "catchup": False,
    "max_active_runs": 1,
    "is_paused_upon_creation": False,
    "default_args": DEFAULT_ARGS,
    "tags": [Tag.WAREHOUSE, Tag.CADENCE],
}
