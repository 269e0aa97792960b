"""Load: a judged batch becomes the landing's days, each replaced whole by one rename."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import operator
import os
import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from majorprojects.disk import sync, writing
from majorprojects.errors import DataError
from majorprojects.landing import beside, day_folder, landing_lock, read_day, same_files
from majorprojects.settings import Settings
from majorprojects.staging import SCOPE_FILE, held_batch, read_end, remove_batch, write_end
from majorprojects.tables import JUDGED, landing_schemas, read_frame, sorted_table

logger = logging.getLogger(__name__)

_EMPTY: Final = "empty"


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did; counts of rows and files are those of the batch."""

    days: tuple[dt.date, ...]
    changed_days: tuple[dt.date, ...]
    files: int
    refused: int
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int

    def __add__(self, other: LoadSummary) -> LoadSummary:
        """What both loads did together."""
        mine, theirs = (
            [getattr(summary, field.name) for field in fields(summary)] for summary in (self, other)
        )
        return LoadSummary(*map(operator.add, mine, theirs))


_SUMMARY: Final = TypeAdapter(LoadSummary)


def load_batch(settings: Settings, batch: Path) -> LoadSummary:
    """Write the days of a judged batch into the landing and remove the batch's folder.

    A day whose bytes are the same is left as it is. Where the batch was of some units only, the other
    units' rows of the day stay. Files that arrived while the batch was read and that another run has
    loaded since stay too: the last word has the inbox, not who writes last.

    A batch that was loaded already is not loaded again: who asks once more, because the first who
    did so died before it could answer, gets the same answer.

    Raises:
        DataError: the batch's folder is gone.
        MachineError: the landing is in use for longer than `lock_seconds`, or the disk is full.
    """
    if batch.is_dir():
        with held_batch(batch):
            if batch.is_dir():  # still: who held it before may have loaded it
                return _load(settings, batch)
    if (end := read_end(batch)) is None:
        raise DataError(f"the batch {batch} is gone; run `majorprojects ingest` for its days")
    return _SUMMARY.validate_json(end)


def _load(settings: Settings, batch: Path) -> LoadSummary:
    scope = json.loads((batch / SCOPE_FILE).read_text(encoding="utf-8"))
    days = tuple(dt.date.fromisoformat(day) for day in scope["days"])
    tables = {name: read_frame(batch / JUDGED, name) for name in landing_schemas()}
    with landing_lock(settings):
        changed = _replace_days(settings, days, tables, scope["units"])
    summary = _summary(days, changed, tables["submissions"])
    write_end(batch, _SUMMARY.dump_json(summary))
    remove_batch(batch)
    logger.info("load: %d days, %d of them changed", len(days), len(changed))
    return summary


def _replace_days(
    settings: Settings,
    days: tuple[dt.date, ...],
    tables: dict[str, pa.Table],
    units: list[str] | None,
) -> tuple[dt.date, ...]:
    """Replace the days that changed, and name them."""
    changed = []
    with writing(settings.landing, "each of its days is whole, as it was or as it shall be"):
        _write_schemas(settings.landing)
        for day in days:
            if _replace_day(settings, day, _parts(settings, day, tables, units)):
                changed.append(day)
    return tuple(changed)


def _parts(
    settings: Settings, day: dt.date, tables: dict[str, pa.Table], units: list[str] | None
) -> dict[str, pa.Table]:
    """The day's tables: what the batch holds of it, and what of the landing stays beside."""
    parts = {
        name: table.filter(pc.equal(table["received_on"], day)) for name, table in tables.items()
    }
    stays, overtaken = _reconcile(settings, day, parts["submissions"], units)
    if not stays:
        return parts
    return {
        name: pa.concat_tables(
            [
                part.filter(pc.invert(_is_of(part, overtaken))),
                (there := read_day(settings, day, name)).filter(_is_of(there, stays)),
            ],
            promote_options="default",  # a day of older templates has fewer columns
        ).select(part.column_names)
        for name, part in parts.items()
    }


def _reconcile(
    settings: Settings, day: dt.date, mine: pa.Table, units: list[str] | None
) -> tuple[list[str], list[str]]:
    """Ids of landed files that stay although the batch lacks them, and of those that they overtake.

    A file of the batch's scope that the batch lacks is gone from the inbox, or it arrived after the
    batch was read: the inbox knows.
    """
    read = dict(
        zip(mine["source_path"].to_pylist(), mine["submission_id"].to_pylist(), strict=True)
    )
    stays, overtaken = [], []
    for row in read_day(settings, day, "submissions").to_pylist():
        path, known = row["source_path"], row["submission_id"]
        if units is not None and row["unit_code"] not in units:
            stays.append(known)
        elif read.get(path) != known and _sha256(settings.inbox / path) == row["sha256"]:
            stays.append(known)
            overtaken += [read[path]] if path in read else []
    return stays, overtaken


def _is_of(table: pa.Table, submissions: list[str]) -> pa.ChunkedArray:
    return pc.is_in(table["submission_id"], pa.array(submissions, pa.string()))


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _replace_day(settings: Settings, day: dt.date, parts: dict[str, pa.Table]) -> bool:
    """Replace a day; False where nothing changed or there is nothing to hold."""
    folder = day_folder(settings.landing, day)
    if not len(parts["submissions"]) and not folder.exists():
        return False
    new, old = beside(folder, "new"), beside(folder, "old")
    try:
        new.mkdir()
        for name, part in parts.items():
            _write(new / f"{name}.parquet", sorted_table(name, part))
        if folder.exists() and same_files(new, folder):
            shutil.rmtree(new)
            return False
        sync(new)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)  # makes room at once
        raise
    sync(settings.landing)
    shutil.rmtree(old, ignore_errors=True)
    return True


def _write_schemas(landing: Path) -> None:
    """Keep a file without rows for each table, so that a glob finds one before any day is loaded."""
    folder = landing / _EMPTY
    folder.mkdir(exist_ok=True)
    for name, schema in landing_schemas().items():
        path = folder / f"{name}.parquet"
        if not path.exists() or not pq.read_schema(path).equals(schema):
            _write(path.with_suffix(".tmp"), schema.empty_table())
            path.with_suffix(".tmp").replace(path)


def _write(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _summary(
    days: tuple[dt.date, ...], changed: tuple[dt.date, ...], submissions: pa.Table
) -> LoadSummary:
    def total(name: str) -> int:
        value: Any = pc.sum(submissions[name]).as_py()
        return value or 0

    return LoadSummary(
        days=days,
        changed_days=changed,
        files=len(submissions),
        refused=submissions["outcome"].to_pylist().count("refused"),
        rows_read=total("rows_read"),
        rows_accepted=total("rows_accepted"),
        rows_rejected=total("rows_rejected"),
        rows_skipped=total("rows_skipped"),
    )
