"""A warehouse built once from the small landing, by dbt in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenarios import small_landing

from majorprojects.settings import DBT_PROJECT

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


def build(landing: Path, home: Path, *, as_of: str = "") -> Path:
    """Build the project from a landing and return the warehouse file."""
    warehouse = home / "warehouse.duckdb"
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--no-use-colors",
        "build",
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--vars", json.dumps({"as_of": as_of, "version": "small"})),
        *("--exclude-resource-type", "unit_test"),
    ]
    environment = {
        **os.environ,
        "MP_LANDING": str(landing),
        "MP_WAREHOUSE_FILE": str(warehouse),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return warehouse


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing of all stories."""
    folder = tmp_path_factory.mktemp("small") / "landing"
    small_landing().write(folder)
    return folder


@pytest.fixture(scope="session")
def warehouse(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of all stories, as known at the end."""
    return build(landing, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def query(warehouse: Path) -> Ask:
    """Ask the warehouse: SQL and its parameters to rows."""

    import duckdb

    def ask(sql: str, *parameters: Any) -> Rows:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    return ask
