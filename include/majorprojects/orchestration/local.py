"""Airflow on this machine alone: `python -m majorprojects.orchestration.local run | up`.

``run`` takes the whole inbox through the DAGs in this process; ``up`` starts the scheduler, the DAG
processor, the triggerer and the web UI, and stops them on Ctrl-C. Both keep everything (a SQLite
database, logs, the generated password) in ``MP_HOME/airflow``. A server is set up by
``docker-compose.yml`` instead.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from majorprojects.errors import MachineError, MajorProjectsError
from majorprojects.orchestration.defaults import WAREHOUSE_POOL
from majorprojects.settings import PROJECT_ROOT, TIMEZONE, load_settings

if TYPE_CHECKING:
    from majorprojects.settings import Settings

DAGS: Final = PROJECT_ROOT / "dags"


def airflow_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with what Airflow needs here; an AIRFLOW__ variable that is set wins."""
    port = os.environ.get("AIRFLOW__API__PORT", "8080")
    return {
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": str(TIMEZONE),
        # A task is a process that may use a whole core.
        "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
        # Whoever opens the UI can start loads: this machine only, and by password even here,
        # because a machine may have several users.
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "GX_ANALYTICS_ENABLED": "False",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        **os.environ,
        "AIRFLOW_HOME": str(settings.home / "airflow"),
        "MP_HOME": str(settings.home),
        "MP_INBOX": str(settings.inbox),
        "MP_LANDING": str(settings.landing),
        "MP_OUTBOX": str(settings.outbox),
        "MP_WAREHOUSE": str(settings.warehouse),
        # Airflow starts its own parts by the name `airflow`.
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
    }


def prepare(environment: dict[str, str]) -> None:
    """Make Airflow's database and the pool of the builds, or bring them up to date.

    Raises:
        MachineError: a command failed; the message names its log.
    """
    log = Path(environment["AIRFLOW_HOME"]) / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    pool = ("pools", "set", WAREHOUSE_POOL, "1", "Whatever opens the file of a build")
    with log.open("w", encoding="utf-8") as out:
        for command in (("db", "migrate"), pool):
            done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
                [sys.executable, "-m", "airflow", *command],
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
            if done.returncode:
                raise MachineError(
                    f"`airflow {' '.join(command)}` failed: see {log}; a damaged database is made "
                    f"anew when the folder {log.parent} is deleted."
                )


def run(settings: Settings) -> None:
    """Load every day of the inbox and build, through the DAGs, in this process.

    Raises:
        MachineError: a task failed; the message names the log.
    """
    environment = airflow_environment(settings)
    prepare(environment)
    os.environ.update(environment)
    log = settings.home / "airflow" / "run.log"
    with _only_stages_on_screen(log):
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(DAGS)
        span = {"from": "2000-01-01", "to": "2099-12-31", "dry_run": False}
        _test(bag, "backfill_submissions", log, run_conf=span)
        # The asset event of the load waits for a scheduler; here the build follows by name. Like a
        # run that an asset triggers it has no logical date.
        _test(bag, "build_warehouse", log, logical_date=None)


def _test(bag: Any, dag_id: str, log: Path, **kwargs: Any) -> None:
    dag = bag.dags[dag_id]
    for task in dag.tasks:
        task.retries = 0  # somebody is waiting in front of the screen
    state = dag.test(**kwargs).state
    if state != "success":
        raise MachineError(f"{dag_id} ended as {state}: see {log}, mend the cause, run again.")


@contextmanager
def _only_stages_on_screen(log: Path) -> Iterator[None]:
    """Send stdout and stderr to a log file, and the lines of the stages to the screen too."""
    sys.stdout.flush()
    screen, errors = os.dup(1), os.dup(2)
    stages = logging.getLogger("majorprojects")
    with log.open("w", encoding="utf-8") as file, os.fdopen(screen, "w") as out:
        handler = logging.StreamHandler(out)
        stages.addHandler(handler)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            stages.removeHandler(handler)
            sys.stdout.flush()
            os.dup2(screen, 1)
            os.dup2(errors, 2)
            os.close(errors)


def up(settings: Settings) -> None:
    """Become Airflow's scheduler, DAG processor, triggerer and web UI, until Ctrl-C.

    Raises:
        MachineError: the port of the web UI is taken.
    """
    environment = airflow_environment(settings)
    port = environment["AIRFLOW__API__PORT"]
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(port))) == 0:
            raise MachineError(
                f"Port {port} is taken: choose one, `AIRFLOW__API__PORT=8081 make up`."
            )
    prepare(environment)
    passwords = Path(environment["AIRFLOW_HOME"]) / "simple_auth_manager_passwords.json.generated"
    sys.stdout.write(
        f"Airflow comes up on {environment['AIRFLOW__API__BASE_URL']} for the user admin; its password "
        f"is made at the first start and kept in {passwords}. Ctrl-C ends it.\n"
    )
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "airflow", "standalone"], environment)  # noqa: S606


if __name__ == "__main__":
    commands = {"run": run, "up": up}
    try:
        commands[sys.argv[1]](load_settings())
    except MajorProjectsError as error:
        sys.exit(str(error))
