"""A landing of a few rows and a dbt project of two models: real ones, only small."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from majorprojects.settings import Settings
from majorprojects.tables import from_rows, landing_schemas

_PROJECT = {
    "dbt_project.yml": """
        name: tiny
        version: "1.0"
        profile: tiny
        model-paths: [models]
        test-paths: [tests]
        models: {tiny: {+schema: marts, +materialized: table}}
    """,
    "profiles.yml": """
        tiny:
          target: duckdb
          outputs:
            duckdb:
              type: duckdb
              path: "{{ env_var('MP_WAREHOUSE_FILE') }}"
              schema: main
    """,
    "macros/generate_schema_name.sql": """
        {% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}
    """,
    "models/stg_submissions.sql": """
        {{ config(materialized='view', schema='staging') }}
        select submission_id, received_on
        from read_parquet('{{ env_var("MP_LANDING") }}/*/submissions.parquet')
        {% if var('as_of') %} where received_on <= date '{{ var("as_of") }}' {% endif %}
    """,
    "models/fct_submissions.sql": """
        select *, '{{ var("version") }}' as version from {{ ref('stg_submissions') }}
    """,
    "tests/nothing_is_without_an_id.sql": """
        select * from {{ ref('fct_submissions') }} where submission_id is null
    """,
}


def _add_day(settings: Settings, day: date, *submission_ids: str | None) -> None:
    """Put a day of arrival into the landing, as load does: with all tables."""
    for folder in ("empty", f"received_on={day}"):
        (settings.landing / folder).mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = [
        {"submission_id": name, "received_on": day} for name in submission_ids
    ]
    for table, schema in landing_schemas().items():
        pq.write_table(schema.empty_table(), settings.landing / "empty" / f"{table}.parquet")
        arrived = from_rows(schema, rows if table == "submissions" else [])
        pq.write_table(arrived, settings.landing / f"received_on={day}" / f"{table}.parquet")


@pytest.fixture
def add_day() -> Callable[..., None]:
    """Puts a day into a landing: (settings, day, *submission_ids)."""
    return _add_day


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dbt project that keeps to the contract of the runner."""
    for name, text in _PROJECT.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line.removeprefix(" " * 8) for line in text.splitlines()))
    return tmp_path / "project"
