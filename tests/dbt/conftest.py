"""A warehouse built once from the small landing, by dbt in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.scenarios import small_landing
from tests.dbt_build import build

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing of all stories."""
    folder = tmp_path_factory.mktemp("small") / "landing"
    small_landing().write(folder)
    return folder


@pytest.fixture(scope="session")
def warehouse(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of all stories, as known at the end; dbt's unit tests have passed on the way."""
    return build(landing, tmp_path_factory.mktemp("warehouse"), unit_tests=True)


@pytest.fixture(scope="session")
def query(warehouse: Path) -> Ask:
    """Ask the warehouse: SQL and its parameters to rows."""
    import duckdb

    def ask(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    return ask
