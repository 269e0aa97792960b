"""`make up` for real: scheduler, DAG processor, triggerer and API server on loopback, and a backfill."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from majorprojects.ingest import inbox_files
from majorprojects.landing import landing_days
from majorprojects.orchestration.local import airflow_command, airflow_environment, airflow_home
from majorprojects.publish import read_current
from majorprojects.sample import write_sample
from majorprojects.settings import Settings

pytestmark = pytest.mark.integration

FIRST, LAST = dt.date(2021, 12, 1), dt.date(2022, 2, 28)
# One day of each month has files: what is tried here are the runs, not the reading.
DAYS = [dt.date(2021, 12, 4), dt.date(2022, 1, 4), dt.date(2022, 2, 4)]
READY_SECONDS, BACKFILL_SECONDS = 120, 420


class Airflow:
    """A running `make up`, asked over its REST API as a person's script would."""

    def __init__(self, settings: Settings) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.environment = airflow_environment(settings) | {
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__API__BASE_URL": self.url,
        }
        self.home = airflow_home(settings)
        self.home.mkdir(parents=True)
        with (self.home / "up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "majorprojects.orchestration.up"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._token = ""

    def said(self) -> str:
        return (self.home / "up.log").read_text(encoding="utf-8")

    def log_in(self) -> None:
        """With the password that `make up` tells."""
        words = self.said().split()
        password = words[words.index("password") + 1]
        answer = self.ask("/auth/token", {"username": "admin", "password": password})
        self._token = answer["access_token"]

    def dags(self) -> set[str]:
        return {dag["dag_id"] for dag in self.ask("/api/v2/dags")["dags"]}

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        found = self.ask(f"/api/v2/dags/{dag_id}/dagRuns?limit=200&order_by=id")
        return list(found["dag_runs"])

    def command(self, *words: str) -> str:
        done = subprocess.run(
            airflow_command(*words),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def stop(self) -> int:
        """Ctrl-C, as a person does; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def ask(self, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url + path,
            data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return dict(json.load(answer))


def _until(what: str, seconds: float, done: Any, airflow: Airflow) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert airflow.process.poll() is None, airflow.said()
        assert time.monotonic() < deadline, f"{what} took more than {seconds} s\n{airflow.said()}"
        time.sleep(1)


@pytest.fixture
def three_months(tmp_path: Path) -> Settings:
    """An installation with nothing loaded, whose inbox holds three days of the sample."""
    write_sample(tmp_path / "sample")
    settings = Settings(home=tmp_path / "home")
    for day in DAYS:
        shutil.copytree(tmp_path / "sample" / day.isoformat(), settings.inbox / day.isoformat())
    return settings


@pytest.fixture
def airflow(three_months: Settings) -> Iterator[Airflow]:
    airflow = Airflow(three_months)
    try:
        _until("make up", READY_SECONDS, lambda: "Airflow is up" in airflow.said(), airflow)
        yield airflow
    finally:
        if airflow.process.poll() is None:
            airflow.stop()


def test_a_backfill_over_three_months_fills_them_and_ctrl_c_ends_every_process(
    three_months: Settings, airflow: Airflow
) -> None:
    airflow.log_in()
    _until("parsing", READY_SECONDS, lambda: airflow.dags() >= {"ingest_submissions"}, airflow)
    # Each run starts at 02:00 of the day after the one that it reads.
    until = LAST + dt.timedelta(days=1)
    airflow.command(
        *("backfill", "create", "--dag-id", "ingest_submissions"),
        *("--from-date", FIRST.isoformat(), "--to-date", until.isoformat()),
    )
    wanted = (LAST - FIRST).days + 1

    def filled() -> bool:
        return _states(airflow)["success"] >= wanted and not _states(airflow)["failed"]

    _until("the backfill", BACKFILL_SECONDS, filled, airflow)
    assert landing_days(three_months) == DAYS
    files = sum(len(inbox_files(three_months, day)) for day in DAYS)

    def published() -> bool:
        version = read_current(three_months)
        return version is not None and version.mart_rows["fct_submissions"] == files

    _until("the last build", BACKFILL_SECONDS, published, airflow)
    builds = airflow.runs("build_warehouse")
    assert 1 <= len(builds) <= len(DAYS)  # one build may answer several pieces of news
    assert {run["state"] for run in builds} <= {"success", "running"}

    assert airflow.stop() == 0
    assert "Airflow is down." in airflow.said()
    assert _processes_of(three_months) == []


def _states(airflow: Airflow) -> Counter[str]:
    return Counter(
        run["state"] for run in airflow.runs("ingest_submissions") if run["run_type"] == "backfill"
    )


def _processes_of(settings: Settings) -> list[str]:
    """Command lines of what still runs with this installation's environment."""
    mark = f"MP_HOME={settings.home}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except (OSError, ProcessLookupError):  # it ended meanwhile, or is another user's
                continue
    return found
