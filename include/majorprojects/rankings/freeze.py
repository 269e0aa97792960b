"""Publish a month's ranking: freeze its rows and what they were made by into the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from majorprojects.build import Build, build_version, read_build, warehouse_file
from majorprojects.build.version import DISK_ERRORS, known_seals
from majorprojects.errors import DataError
from majorprojects.landing import landing_days, landing_fingerprint, landing_lock
from majorprojects.ledger import PREVIOUS, Ledger, Publication, Ruling, open_ledger
from majorprojects.ledger.rows import rows_hash
from majorprojects.publish import current_warehouse
from majorprojects.rankings.appeals import filed_appeals
from majorprojects.rankings.known import known_landing
from majorprojects.settings import TIMEZONE

if TYPE_CHECKING:
    from majorprojects.settings import Settings

_RULEBOOK: Final = (
    "rulebook_id in (select rulebook_id from marts.fct_rankings where report_month = $month)"
)
# What is frozen of a month: every row with every score, what each counts, and the rules that judged it.
FROZEN: Final = {
    "rankings": "from marts.fct_rankings where report_month = $month",
    "indicators": "from marts.fct_unit_indicators where report_month = $month",
    "items": "from marts.fct_indicator_items where report_month = $month",
    "rulebook": f"from marts.dim_rulebook where {_RULEBOOK}",
    "rulebook_bands": f"from marts.dim_rulebook_bands where {_RULEBOOK}",
}
# What is told beside it: other findings alone make no other ranking, nor does a file that changes none of its rows.
BESIDE: Final = {
    "findings": "from marts.fct_submission_findings where report_month = $month",
    # Of any month: a register of December says what counts in January.
    "submissions": "from (select submission_id, source_path from marts.fct_submissions)",
}


def publish_ranking(
    settings: Settings,
    month: dt.date,
    *,
    correction_of: int | None = None,
    reason: str | None = None,
    appeal: int | None = None,
    as_it_stands: bool = False,
    published_at: dt.datetime | None = None,
) -> Publication:
    """Freeze the ranking of a report month as the current version has it.

    A month that stands in the ledger with the same rows is not published again: its entry is returned.
    With other rows it is published only as a correction of the last publication of the month, with a
    reason; the earlier ones stay as they are. A version that does not know the landing as it is now is
    not published from: the audit may have stopped the one that does.

    Args:
        settings: where the warehouse and the ledger are.
        month: any day of the report month.
        correction_of: number of the publication that this one corrects.
        reason: why.
        appeal: number of the appeal that led to the correction.
        as_it_stands: publish from the current version whatever has landed since.
        published_at: now, unless a test says otherwise.

    Raises:
        DataError: nothing is published yet or it is behind, the month has no ranking, or it was
            published already.
        MachineError: the ledger is in use for longer than `lock_seconds`, or the disk is full.
    """
    first = month.replace(day=1)
    with (
        open_ledger(settings, known_seals(settings)) as ledger,
        current_warehouse(settings) as connection,
    ):
        build = _build(settings, connection)
        if not as_it_stands:
            _check_landing(settings, build)
        rulebook = _rulebook(connection, first)
        rows = freeze(connection, first)
        if standing := _standing(ledger, first, rows, correction_of, reason):
            if correction_of is not None or appeal is not None:
                raise DataError(
                    f"Nothing of {first:%Y-%m} has changed since number {standing.number}: build and "
                    "publish the correction first."
                )
            return standing
        if appeal is not None:
            _check_appeal(ledger, appeal, correction_of)
        return ledger.append(
            Publication(
                report_month=first,
                published_at=published_at or dt.datetime.now(TIMEZONE).replace(microsecond=0),
                correction_of=correction_of,
                reason=reason,
                appeal=appeal,
                rulebook_id=rulebook,
                warehouse_version=build.id,
                landing_fingerprint=build.landing_fingerprint,
                code_version=build.code_version,
                last_received_on=build.last_received_on,
                rows=rows,
            ),
            lambda folder: _lay_files(connection, first, folder),
            errors=DISK_ERRORS,
        )


def rebuild(settings: Settings, publication: Publication) -> dict[str, str]:
    """What the publication would freeze today, from the files that it knew (see ``Publication.rows``).

    Raises:
        DataError: the landing has nothing of that day any more, or cannot be built.
        MachineError: the disk, the memory or the lock gave way.
    """
    with known_landing(settings, publication) as known:
        build = build_version(known, as_of=publication.last_received_on)
        with duckdb.connect(warehouse_file(known, build), read_only=True) as connection:
            return freeze(connection, publication.report_month)


def freeze(connection: duckdb.DuckDBPyConnection, month: dt.date) -> dict[str, str]:
    """For each table that a publication freezes a sha256 over its columns and rows, in order."""
    return {name: rows_hash(rows) for name, rows in _tables(connection, month)}


def _build(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Build:
    """What the open version was made from."""
    (version,) = connection.execute(
        "select any_value(version) from marts.fct_model_runs"
    ).fetchone() or ("",)
    return read_build(settings, version)


def _check_landing(settings: Settings, build: Build) -> None:
    """Whether the version was built from the landing as it is; the ledger moves with each entry."""
    with landing_lock(settings):
        days, fingerprint = landing_days(settings), landing_fingerprint(settings)
    if fingerprint != build.landing_fingerprint:
        last = f"the last day of the landing is {days[-1]}" if days else "the landing is empty"
        raise DataError(
            f"The current version was built from another landing: its last day is {build.last_received_on}, "
            f"{last}. Run `majorprojects build` and `majorprojects publish`, then this command again; with "
            "--as-it-stands the ranking is published without what has landed since."
        )


def _rulebook(connection: duckdb.DuckDBPyConnection, month: dt.date) -> str:
    found = connection.execute(
        "select distinct rulebook_id from marts.fct_rankings where report_month = ?", [month]
    ).fetchall()
    if len(found) != 1 or found[0][0] is None:
        raise DataError(
            f"The current version judges no unit in {month:%Y-%m}, so there is nothing to publish: "
            "load its submissions, and see that a rulebook is in force for it."
        )
    return str(found[0][0])


def _standing(
    ledger: Ledger,
    month: dt.date,
    rows: dict[str, str],
    correction_of: int | None,
    reason: str | None,
) -> Publication | None:
    """The publication of these very rows; None where a new one is due.

    Raises:
        DataError: the month stands with other rows and this is no correction of it, or a correction
            of something else.
    """
    said = f"{month:%Y-%m}"
    last = _last_of(ledger.publications, month)
    # The month before may have been corrected since: that makes no other ranking of this month.
    if last and all(rows[name] == last.rows[name] for name in FROZEN if name in last.rows):
        return last
    if last is None:
        if correction_of is not None:
            raise DataError(f"{said} was never published: publish it without --correction-of.")
        return None
    if correction_of != last.number or not (reason and reason.strip()):
        raise DataError(
            f"{said} was published as number {last.number} on {last.published_at:%Y-%m-%d} with other "
            f"rows: publish a correction with --correction-of {last.number} --reason '…'."
        )
    return None


def _last_of(publications: Sequence[Publication], month: dt.date) -> Publication | None:
    of_month = [entry for entry in publications if entry.report_month == month]
    return of_month[-1] if of_month else None


def _check_appeal(ledger: Ledger, number: int, correction_of: int | None) -> None:
    """Whether the appeal is there, was upheld, and is about the month that is corrected."""
    filed = {one.appeal.number: one for one in filed_appeals(ledger.entries)}.get(number)
    months = {entry.number: entry.report_month for entry in ledger.publications}
    if filed is None:
        raise DataError(f"There is no appeal {number}: `majorprojects appeal list` names them.")
    if correction_of is None or filed.report_month != months[correction_of]:
        raise DataError(
            f"Appeal {number} is against publication {filed.appeal.publication}, another month: "
            "only a correction of that month can name it."
        )
    if filed.decision is None or filed.decision.ruling is not Ruling.UPHELD:
        said = f"was {filed.decision.ruling}" if filed.decision else "is not decided yet"
        raise DataError(
            f"Appeal {number} {said}: only one that was upheld leads to a correction. Decide it with "
            "`majorprojects appeal decide`, or leave out --appeal."
        )


def _lay_files(connection: duckdb.DuckDBPyConnection, month: dt.date, folder: Path) -> None:
    for name, rows in _tables(connection, month):
        rows.order("all").write_parquet(str(folder / f"{name}.parquet"), compression="zstd")


def _tables(
    connection: duckdb.DuckDBPyConnection, month: dt.date
) -> Iterator[tuple[str, duckdb.DuckDBPyRelation]]:
    before = (month - dt.date.resolution).replace(day=1)
    for prefix, of, queries in (("", month, FROZEN | BESIDE), (PREVIOUS, before, FROZEN)):
        for name, query in queries.items():
            params = {"month": of} if "$month" in query else None
            yield f"{prefix}{name}", connection.sql(query, params=params)
