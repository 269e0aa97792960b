"""The last look before readers see a version: the contract of the marts (docs: data dictionary)."""

from __future__ import annotations

from typing import Final

import duckdb

from majorprojects.build.version import Build
from majorprojects.errors import DataError
from majorprojects.publish.version import MARTS_SCHEMA

# Mart → the landing table whose first row makes an empty mart a fault; "" = never empty,
# None = may be empty. BI tools rely on these names.
MARTS: Final[dict[str, str | None]] = {
    "dim_indicator": "",
    "dim_month": "submissions",
    "dim_project": "projects",
    "dim_project_history": None,
    "dim_rulebook": "",
    "dim_rulebook_bands": None,
    "dim_unit": "",
    "fct_city_overview": "monthly_progress",
    "fct_appeals": None,
    "fct_capital_attraction": None,
    "fct_commitments": None,
    "fct_commitments_monthly": None,
    "fct_data_quality": "monthly_progress",
    "fct_headline_figures": None,
    "fct_indicator_items": None,
    "fct_investment": "monthly_progress",
    "fct_issues": None,
    "fct_issues_monthly": None,
    "fct_model_runs": None,
    "fct_named_projects": None,
    "fct_observations": None,
    "fct_period_rankings": None,
    "fct_progress": "monthly_progress",
    "fct_project_lights": None,
    "fct_project_rankings": None,
    "fct_project_support": None,
    "fct_published_rankings": None,
    "fct_rankings": "monthly_progress",
    "fct_rejected_rows": None,
    "fct_restated_items": None,
    "fct_restatements": None,
    "fct_submission_findings": None,
    "fct_submissions": "submissions",
    "fct_support_measures": None,
    "fct_targets": None,
    "fct_unit_indicators": None,
}


def audit(connection: duckdb.DuckDBPyConnection, build: Build) -> dict[str, int]:
    """Check an open warehouse against the contract; returns the rows of each mart, by name.

    Raises:
        DataError: a mart is missing or empty, or not each file that arrived stands in
            `fct_submissions` once.
    """
    rows = _count_rows(connection)
    if missing := sorted(MARTS.keys() - rows.keys()):
        raise _refusal(build, f"the marts {', '.join(missing)} are missing")
    empty = [mart for mart, source in MARTS.items() if rows[mart] == 0 and _has_rows(build, source)]
    if empty:
        raise _refusal(build, f"the marts {', '.join(empty)} are empty although the landing is not")
    arrived = build.landing_rows.get("submissions", 0)
    if rows["fct_submissions"] != arrived:
        raise _refusal(
            build, f"{arrived} files arrived but fct_submissions has {rows['fct_submissions']} rows"
        )
    return rows


def _count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by table_name",
        [MARTS_SCHEMA],
    ).fetchall()
    return {name: connection.table(f"{MARTS_SCHEMA}.{name}").shape[0] for (name,) in tables}


def _has_rows(build: Build, source: str | None) -> bool:
    return source == "" or (source is not None and build.landing_rows.get(source, 0) > 0)


def _refusal(build: Build, what: str) -> DataError:
    return DataError(
        f"Version {build.id} is not published: {what}. Mend the model, then run "
        "`majorprojects build` and `majorprojects publish` again."
    )
