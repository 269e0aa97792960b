"""The DAGs as Airflow parses them, and a way to run one of them without a scheduler."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from majorprojects.orchestration.local import airflow_command, airflow_environment, prepare
from majorprojects.sample import write_sample
from majorprojects.settings import Settings

DAGS = Path(__file__).resolve().parents[2] / "dags"

RunDag = Callable[..., str]


@pytest.fixture(scope="session")
def dags() -> dict[str, Any]:
    """Every DAG of the folder by its id; a file that cannot be parsed fails all tests."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(DAGS)
    assert bag.import_errors == {}
    return dict(bag.dags)


@pytest.fixture(scope="session")
def sample_inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("sample") / "inbox"
    write_sample(inbox)
    return inbox


@pytest.fixture
def home(tmp_path: Path, sample_inbox: Path) -> Settings:
    """An installation of its own over the sample inbox, nothing loaded yet."""
    return Settings(home=tmp_path / "home", inbox=sample_inbox)


@pytest.fixture
def run_dag(home: Settings) -> RunDag:
    """Run a DAG as `airflow dags test` does; returns what it said, or fails with it."""
    environment = airflow_environment(home)
    prepare(environment)

    def run(dag_id: str, *when: str, conf: dict[str, Any] | None = None) -> str:
        options = ["--conf", json.dumps(conf)] if conf else []
        done = subprocess.run(
            airflow_command("dags", "test", dag_id, *when, *options),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:]
        assert "state=success" in done.stdout, done.stdout[-4000:]
        return done.stdout

    return run
