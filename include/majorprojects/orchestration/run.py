"""`make run`: takes the whole inbox through the DAGs, in this process, without a scheduler."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from majorprojects.errors import MachineError, MajorProjectsError
from majorprojects.orchestration.local import DAGS, airflow_environment, airflow_home, prepare
from majorprojects.settings import load_settings

if TYPE_CHECKING:
    from majorprojects.settings import Settings


def run(settings: Settings) -> None:
    """Load every day of the inbox, then build and publish; Airflow's own words go to a log.

    Raises:
        MachineError: a task failed; the message names the log.
    """
    environment = airflow_environment(settings)
    prepare(environment)
    os.environ.update(environment)
    log = airflow_home(settings) / "run.log"
    with _only_stages_on_screen(log):
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(DAGS)
        span = {"from": "2000-01-01", "to": "2099-12-31", "dry_run": False}
        _test(bag, "backfill_submissions", log, run_conf=span)
        # The news of the landing waits for a scheduler, so the build is called by name; like a run
        # that an asset triggers it has no logical date.
        _test(bag, "build_warehouse", log, logical_date=None)


def _test(bag: Any, dag_id: str, log: Path, **kwargs: Any) -> None:
    dag = bag.dags[dag_id]
    for task in dag.tasks:
        task.retries = 0  # somebody is waiting in front of the screen
    state = dag.test(**kwargs).state
    if state != "success":
        raise MachineError(f"{dag_id} ended as {state}: see {log}, mend the cause and run again.")


@contextmanager
def _only_stages_on_screen(log: Path) -> Iterator[None]:
    """Send stdout and stderr into a file; what the package itself logs still shows on the screen.

    The descriptors are turned, not `sys.stdout`: children and libraries that kept the stream write too.
    """
    sys.stdout.flush()
    screen, errors = os.dup(1), os.dup(2)
    package = logging.getLogger("majorprojects")
    with log.open("w", encoding="utf-8") as file, os.fdopen(screen, "w", encoding="utf-8") as out:
        lines = logging.StreamHandler(out)
        lines.setLevel(logging.INFO)
        package.addHandler(lines)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            sys.stdout.flush()
            package.removeHandler(lines)
            os.dup2(screen, 1)
            os.dup2(errors, 2)
            os.close(errors)


if __name__ == "__main__":
    try:
        run(load_settings())
    except MajorProjectsError as error:
        sys.exit(str(error))
