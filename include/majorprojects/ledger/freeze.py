"""Publish a month's ranking: freeze its rows and what they were made by into the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from majorprojects.build.version import read_build
from majorprojects.disk import sync, writing
from majorprojects.errors import DataError
from majorprojects.ledger.entry import (
    ENTRY_FILE,
    SEAL_FILE,
    Entry,
    dump_entry,
    dump_seal,
    entry_folder,
    seal_of,
)
from majorprojects.ledger.read import last_seal, read_entries, verify_ledger
from majorprojects.locks import exclusive
from majorprojects.publish import current_warehouse
from majorprojects.settings import TIMEZONE

if TYPE_CHECKING:
    import duckdb

    from majorprojects.settings import Settings

logger = logging.getLogger(__name__)

# What is frozen of a month: every row with every score, and the rules by which it was judged.
_TABLES: Final = {
    "rankings": "from marts.fct_rankings where report_month = $month",
    "indicators": "from marts.fct_unit_indicators where report_month = $month",
    "rulebook": "from marts.dim_rulebook where rulebook_id = $rulebook",
    "rulebook_bands": "from marts.dim_rulebook_bands where rulebook_id = $rulebook",
}


def publish_ranking(
    settings: Settings,
    month: dt.date,
    *,
    correction_of: int | None = None,
    reason: str | None = None,
    published_at: dt.datetime | None = None,
) -> Entry:
    """Freeze the ranking of a report month as the current version has it.

    A month that stands in the ledger with the same rows is not published again: its entry is returned.
    With other rows it is published only as a correction of the last publication of the month, with a
    reason; the earlier ones stay as they are.

    Args:
        settings: where the warehouse and the ledger are.
        month: any day of the report month.
        correction_of: number of the publication that this one corrects.
        reason: why.
        published_at: now, unless a test says otherwise.

    Raises:
        DataError: nothing is published yet, the month has no ranking, or it was published already.
        MachineError: the ledger is in use for longer than `lock_seconds`, or the disk is full.
    """
    first = month.replace(day=1)
    settings.ledger.mkdir(parents=True, exist_ok=True)
    with exclusive(settings.ledger, settings), current_warehouse(settings) as connection:
        entries = _sound_entries(settings)
        draft = _draft(settings, connection, first, len(entries) + 1, published_at)
        if standing := _standing(entries, draft, correction_of, reason):
            return standing
        entry = replace(draft, correction_of=correction_of, reason=reason)
        with writing(settings.ledger, "the ledger is as it was"):
            entry = _write(settings.ledger, connection, entry)
    logger.info("ledger: publication %d, %s", entry.number, f"{first:%Y-%m}")
    return entry


def _sound_entries(settings: Settings) -> list[Entry]:
    """The entries, if the ledger is as it was written: nothing is chained to what was changed."""
    _, faults = verify_ledger(settings)
    if faults:
        fault = faults[0]
        raise DataError(
            f"The ledger was changed: publication {fault.entry}, {fault.file}: {fault.found}. Put "
            f"{settings.ledger / fault.entry} back from a copy, then run the same command again."
        )
    return read_entries(settings)


def _draft(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    month: dt.date,
    number: int,
    published_at: dt.datetime | None,
) -> Entry:
    """The entry that a publication now would make, without its files."""
    (version,) = connection.execute(
        "select any_value(version) from marts.fct_model_runs"
    ).fetchone() or ("",)
    build = read_build(settings, version)
    return Entry(
        number=number,
        report_month=month,
        published_at=published_at or dt.datetime.now(TIMEZONE).replace(microsecond=0),
        correction_of=None,
        reason=None,
        rulebook_id=(rulebook := _rulebook(connection, month)),
        warehouse_version=build.id,
        landing_fingerprint=build.landing_fingerprint,
        code_version=build.code_version,
        last_received_on=build.last_received_on,
        rows={name: _rows_hash(connection, name, month, rulebook) for name in _TABLES},
        files={},
        previous=last_seal(settings.ledger),
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
    entries: Sequence[Entry], draft: Entry, correction_of: int | None, reason: str | None
) -> Entry | None:
    """The publication of these very rows; None where a new one is due.

    Raises:
        DataError: the month stands with other rows and this is no correction of it, or a correction
            of something else.
    """
    month = f"{draft.report_month:%Y-%m}"
    of_month = [entry for entry in entries if entry.report_month == draft.report_month]
    last = of_month[-1] if of_month else None
    if last and last.rows == draft.rows:
        return last
    if last is None:
        if correction_of is not None:
            raise DataError(f"{month} was never published: publish it without --correction-of.")
        return None
    if correction_of != last.number or not (reason and reason.strip()):
        raise DataError(
            f"{month} was published as number {last.number} on {last.published_at:%Y-%m-%d} with other "
            f"rows: publish a correction with --correction-of {last.number} --reason '…'."
        )
    return None


def _write(ledger: Path, connection: duckdb.DuckDBPyConnection, entry: Entry) -> Entry:
    """Write the entry beside the others and give it its name last."""
    for leftover in ledger.glob(".publishing-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=".publishing-", dir=ledger))
    work.chmod(0o755)
    files = {}
    for name in _TABLES:
        path = work / f"{name}.parquet"
        _select(connection, name, entry.report_month, entry.rulebook_id).write_parquet(
            str(path), compression="zstd"
        )
        with path.open("rb") as file:
            files[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    entry = replace(entry, files=files)
    content = dump_entry(entry)
    (work / ENTRY_FILE).write_bytes(content)
    (work / SEAL_FILE).write_bytes(dump_seal(seal_of(content)))
    for path in (*work.iterdir(), work):
        sync(path)
    work.rename(entry_folder(ledger, entry.number))
    sync(ledger)
    return entry


def _select(
    connection: duckdb.DuckDBPyConnection, name: str, month: dt.date, rulebook: str
) -> duckdb.DuckDBPyRelation:
    query = _TABLES[name]
    words = {k: v for k, v in {"month": month, "rulebook": rulebook}.items() if f"${k}" in query}
    return connection.sql(f"select * {query} order by all", params=words)


def _rows_hash(
    connection: duckdb.DuckDBPyConnection, name: str, month: dt.date, rulebook: str
) -> str:
    """sha256 over the columns and rows of a frozen table, in order."""
    relation = _select(connection, name, month, rulebook)
    digest = hashlib.sha256(repr(relation.columns).encode())
    for row in relation.fetchall():
        digest.update(repr([None if value is None else str(value) for value in row]).encode())
    return digest.hexdigest()
