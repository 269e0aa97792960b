"""The last look before readers see a version.

It holds the contract of the marts (docs: data dictionary), and no total moved away from the version
that readers see now unless a submission, or a person, says why (docs: runbook).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from majorprojects.build import Build
from majorprojects.errors import DataError, MachineError
from majorprojects.publish.totals import Move, Worth, read_lost_files, read_moves
from majorprojects.publish.version import MARTS_SCHEMA, Acceptance, side_by_side

logger = logging.getLogger(__name__)

_ACCEPT: Final = "accept it by `majorprojects publish --accept-moves 'why it is right'`"

# Mart → the landing table whose first row makes an empty mart a fault; "" = never empty,
# None = may be empty. BI tools rely on these names.
MARTS: Final[dict[str, str | None]] = {
    "dim_indicator": "",
    "dim_month": "submissions",
    "dim_project": "projects",
    "dim_project_history": None,
    "dim_project_owners": "projects",
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


def audit_moves(earlier: Sequence[Path], folder: Path, reason: str | None) -> Acceptance | None:
    """Compare a version with the one that readers see now, or where that is damaged with an older one.

    A new rulebook or new code is no submission: where it moves a total, a person says why that is
    right; so does one where files are gone.

    Args:
        earlier: folders of the versions that were published, the current one first; nothing is
            compared where there is none yet.
        folder: that of the version which is to follow.
        reason: why it may, whatever moved without a submission; it is needed for nothing else.

    Returns:
        What had to be accepted.

    Raises:
        DataError: a total moved and nothing explains it, files are gone, or nothing is left to compare
            with; and no reason is given.
    """
    if not earlier:
        return None
    for one in earlier:
        try:
            with side_by_side(one, folder) as connection:
                return _judge(connection, one, folder, reason)
        except MachineError as error:
            logger.warning("publish: %s is not compared with: %s", one.name, error)
    if reason is None:
        raise DataError(
            f"Version {folder.name} is not published: neither {earlier[0].name}, which is the current "
            "one, nor an older version can be read to compare its totals with. Bring one back, or "
            f"{_ACCEPT}."
        )
    return Acceptance(reason, earlier[0].name, None)


def _judge(
    connection: duckdb.DuckDBPyConnection, one: Path, folder: Path, reason: str | None
) -> Acceptance | None:
    lost: tuple[str, ...] = ()
    moves: list[Move] | None = None
    faults = []
    try:
        lost = read_lost_files(connection)
        moves = [move for move in read_moves(connection) if move.is_unexplained]
    except duckdb.Error as error:
        faults = [f"its totals cannot be compared with {one.name} ({_first_line(error)})"]
    if lost:
        faults.append(f"{len(lost)} of the files that {one.name} knows are gone, such as {lost[0]}")
    if moves:
        faults.append(_told(moves))
    if not faults:
        return None
    if reason is None:
        raise DataError(
            f"Version {folder.name} is not published: {'; '.join(faults)}. Run `majorprojects diff "
            f"{one.name} {folder.name}`; then mend the model or the landing and build again, or {_ACCEPT}."
        )
    return Acceptance(reason, one.name, None if moves is None else len(moves), len(lost))


def _told(moves: list[Move]) -> str:
    first = moves[0]
    others = f", nor {len(moves) - 1} more that moved" if len(moves) > 1 else ""
    month = f"{first.report_month:%Y-%m}"
    when = month if first.period_type == "month" else f"the {first.period_type} up to {month}"
    return (
        f"{first.total} of {first.unit_code} in {when} went from {_amount(first.before)} to "
        f"{_amount(first.after)}, and no submission explains it{others}"
    )


def _amount(value: Worth) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return "nothing" if value is None else str(value)


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
