"""The landing as a place (docs/landing.md): its days, their bytes, and the lock of who changes it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from majorprojects.locks import exclusive
from majorprojects.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

_PREFIX: Final = "received_on="


def landing_days(settings: Settings) -> list[dt.date]:
    """Days that the landing holds, in order."""
    if not settings.landing.is_dir():
        return []
    return sorted(
        dt.date.fromisoformat(entry.name.removeprefix(_PREFIX))
        for entry in settings.landing.iterdir()
        if entry.name.startswith(_PREFIX)
    )


def landing_fingerprint(settings: Settings, until: dt.date = dt.date.max) -> str:
    """sha256 over the landing's days, tables and bytes: the same landing, the same fingerprint.

    With ``until`` it is that of the landing as it was when this was its last day.
    """
    digest = hashlib.sha256()
    for day in (day for day in landing_days(settings) if day <= until):
        for path in sorted(day_folder(settings.landing, day).glob("*.parquet")):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{day.isoformat()}/{path.name} {content}\n".encode())
    return digest.hexdigest()


def read_day(settings: Settings, day: dt.date, name: str) -> pa.Table:
    """A table of one day of the landing; empty where the landing does not hold the day.

    Who reads more than one table, or reads while others load, holds the lock.
    """
    import pyarrow.parquet as pq  # here: who asks only where the landing is need not wait for it

    from majorprojects.tables import landing_schemas

    path = day_folder(settings.landing, day) / f"{name}.parquet"
    if not path.exists():
        return landing_schemas()[name].empty_table()
    return pq.read_table(path, partitioning=None)


def day_folder(landing: Path, day: dt.date) -> Path:
    """Folder of a day's tables."""
    return landing / f"{_PREFIX}{day.isoformat()}"


def same_files(one: Path, other: Path) -> bool:
    """Whether two days hold the same bytes; rows are sorted, so then they hold the same rows."""
    names = {path.name for path in one.iterdir()}
    return names == {path.name for path in other.iterdir()} and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names
    )


def beside(folder: Path, what: Literal["new", "old"]) -> Path:
    """Where a day is written before it is renamed into place, or moved to make room."""
    return folder.with_name(f".{what}-{folder.name}")


@contextlib.contextmanager
def landing_lock(settings: Settings) -> Iterator[None]:
    """Hold the landing for one writer, or for a reader of a whole; also mends what a killed writer left.

    Raises:
        MachineError: another process holds it for longer than `lock_seconds`.
    """
    with exclusive(settings.landing, settings):
        _mend(settings.landing)
        yield


def link_landing(settings: Settings, folder: Path) -> None:
    """Make a still picture of the landing, for a reader that takes its time; the caller holds the lock.

    Files are linked, as they are replaced and never written again: the picture costs nothing.

    Raises:
        OSError: the folder cannot be written, or exists.
    """
    shutil.copytree(settings.landing, folder, copy_function=_link, ignore=_hidden)


def _hidden(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name.startswith(".")}


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)


def _mend(landing: Path) -> None:
    """Undo what a killed writer left: a day that was moved away comes back, a new one goes."""
    for old in landing.glob(f".old-{_PREFIX}*"):
        folder = landing / old.name.removeprefix(".old-")
        if folder.exists():
            shutil.rmtree(old)
        else:
            old.rename(folder)
    for new in landing.glob(f".new-{_PREFIX}*"):
        shutil.rmtree(new)
