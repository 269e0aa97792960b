"""The last look before readers see a version.

It holds the contract of the marts (docs: data dictionary), and no total moved away from the version
that readers see now unless a submission, or a person, says why (docs: runbook).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from majorprojects.build.version import WAREHOUSE_FILE, Build
from majorprojects.errors import DataError
from majorprojects.publish.totals import Move, read_moves
from majorprojects.publish.version import MARTS_SCHEMA, Acceptance, side_by_side

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
    "fct_appeals": None,
    "fct_capital_attraction": None,
    "fct_city_overview": "monthly_progress",
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
    "fct_project_changes": None,
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


def audit_moves(current: Path, folder: Path, reason: str | None) -> Acceptance | None:
    """Compare the totals of a version with those of the current one.

    A new rulebook or new code is no submission: where it moves a total, a person says why that is
    right.

    Args:
        current: folder of the current version; nothing is compared where there is none yet.
        folder: that of the version which is to follow it.
        reason: why totals may move without a submission; it is needed for nothing else.

    Returns:
        What had to be accepted.

    Raises:
        DataError: a total moved, nothing explains it and no reason is given.
        MachineError: a version's file cannot be read.
    """
    if current == folder.resolve() or not (current / WAREHOUSE_FILE).exists():
        return None
    with side_by_side(current, folder) as connection:
        try:
            moves = [move for move in read_moves(connection) if move.is_unexplained]
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            what = f"its totals cannot be compared with {current.name} ({_first_line(error)})"
            accepted = None
        else:
            if not moves:
                return None
            what, accepted = _told(moves), len(moves)
    if reason is None:
        raise DataError(
            f"Version {folder.name} is not published: {what}. Run `majorprojects diff current "
            f"{folder.name}`; then mend the model and build again, or accept it by `majorprojects "
            "publish --accept-moves 'why it is right'`."
        )
    return Acceptance(reason, current.name, accepted)


def _told(moves: list[Move]) -> str:
    first = moves[0]
    others = f", nor {len(moves) - 1} more that moved" if len(moves) > 1 else ""
    before, after = (
        "nothing" if value is None else f"{value:,.2f}" for value in (first.before, first.after)
    )
    return (
        f"{first.total} of {first.unit_code} in {first.report_month:%Y-%m} went from {before} to "
        f"{after}, and no submission explains it{others}"
    )


def _first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0]


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
