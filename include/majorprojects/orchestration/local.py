"""Airflow on this machine alone: its environment and its database, all under `MP_HOME/airflow`.

A server is set up by ``docker-compose.yml`` instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from majorprojects.errors import MachineError
from majorprojects.orchestration.defaults import WAREHOUSE_POOL
from majorprojects.settings import PROJECT_ROOT, TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from majorprojects.settings import Settings

DAGS: Final = PROJECT_ROOT / "dags"


def airflow_home(settings: Settings) -> Path:
    """Folder of Airflow's SQLite database, its logs and the generated password."""
    return settings.home / "airflow"


def airflow_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with what Airflow needs; an `AIRFLOW__…` variable that is set wins."""
    port = os.environ.get("AIRFLOW__API__PORT", "8080")
    return {
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": str(TIMEZONE),
        # A task is a process that may use a whole core.
        "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS": "majorprojects.orchestration.sqlite.CONNECT_ARGS",
        # Whoever opens the UI can start loads: this machine only, and by password even here,
        # because a machine may have several users.
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "GX_ANALYTICS_ENABLED": "False",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        **os.environ,
        "AIRFLOW_HOME": str(airflow_home(settings)),
        "MP_HOME": str(settings.home),
        "MP_INBOX": str(settings.inbox),
        "MP_LANDING": str(settings.landing),
        "MP_LEDGER": str(settings.ledger),
        "MP_OUTBOX": str(settings.outbox),
        "MP_WAREHOUSE": str(settings.warehouse),
    }


def airflow_command(*words: str) -> list[str]:
    """The `airflow …` of this Python environment, whatever the PATH holds."""
    return [sys.executable, "-m", "airflow", *words]


def prepare(environment: Mapping[str, str]) -> None:
    """Make Airflow's database and the pool of the builds, or bring them up to date.

    Raises:
        MachineError: a command failed; the message names its log.
    """
    log = Path(environment["AIRFLOW_HOME"]) / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    pool = ("pools", "set", WAREHOUSE_POOL, "1", "Whatever opens the file of a build")
    with log.open("w", encoding="utf-8") as out:
        for words in (("db", "migrate"), pool):
            done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
                airflow_command(*words),
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
            if done.returncode:
                raise MachineError(
                    f"`airflow {' '.join(words)}` failed: see {log}. A damaged database is made anew "
                    f"when {log.parent} is deleted; only the history of runs is lost."
                )
