"""What is published: the record of a version, and the way to the current one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
from pydantic import TypeAdapter, ValidationError

from majorprojects.build.version import BUILD_RECORD, WAREHOUSE_FILE, Build, versions_folder
from majorprojects.errors import DataError, MachineError

if TYPE_CHECKING:
    from majorprojects.settings import Settings

VERSION_RECORD: Final = "version.json"
MARTS_SCHEMA: Final = "marts"


@dataclass(frozen=True)
class Acceptance:
    """Why a version may follow the one before although no submission explains what differs.

    ``compared_with`` is the version that it was compared with, as a rule the one that was current until
    then. ``moves`` counts the totals, None where that version's could not be read; ``lost_files`` counts
    the files that it was told by and that are gone.
    """

    reason: str
    compared_with: str
    moves: int | None
    lost_files: int = 0


@dataclass(frozen=True)
class Published:
    """A version that passed the audit: the manifest `version.json`.

    ``mart_rows`` counts the rows of each mart; ``sha256`` is that of the DuckDB file. ``accepted``
    is there where a person had to accept that totals moved.
    """

    build: Build
    mart_rows: dict[str, int]
    sha256: str
    accepted: Acceptance | None = None

    @property
    def id(self) -> str:
        """Name of the version, the same as its build's."""
        return self.build.id


_RECORD: Final = TypeAdapter(Published)


def read_published(folder: Path) -> Published | None:
    """Read the manifest in a version's folder, None where it was never published.

    Raises:
        MachineError: the manifest is damaged.
    """
    file = folder / VERSION_RECORD
    try:
        return _RECORD.validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise _unreadable(file, error) from error


def newest_first(settings: Settings) -> list[Path]:
    """Folders of all versions, published or not, the one that was built last first."""
    records = versions_folder(settings).glob(f"[!.]*/{BUILD_RECORD}")
    made = {record.parent: record.stat().st_mtime_ns for record in records}
    return sorted(made, key=made.__getitem__, reverse=True)


def dump_published(published: Published) -> bytes:
    """Write a manifest as JSON; the same version gives the same bytes."""
    return _RECORD.dump_json(published, indent=2)


def current_link(settings: Settings) -> Path:
    """The link that readers follow."""
    return settings.warehouse / "current"


def published_folders(settings: Settings) -> list[Path]:
    """Folders of all versions that were published: the current one first, then the newest.

    The current one is named even where its folder is gone; none is before the first publication.
    """
    link = current_link(settings)
    current = [link.resolve()] if link.is_symlink() or link.exists() else []
    others = [folder.resolve() for folder in newest_first(settings) if read_published(folder)]
    return list(dict.fromkeys(current + others))


def read_current(settings: Settings) -> Published | None:
    """Read the manifest of the current version, None before the first publication."""
    return read_published(current_link(settings))


@contextmanager
def current_warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the current version read only; it stays open to its end, whatever is published.

    Raises:
        DataError: nothing was published yet.
        MachineError: the file is damaged.
    """
    # The link is followed here: DuckDB shares databases by path within a process, and would go on
    # showing the old version under the path of the link.
    file = current_link(settings).resolve() / WAREHOUSE_FILE
    if not file.exists():
        raise DataError(
            f"Nothing is published in {settings.warehouse}: run `majorprojects build` and "
            "`majorprojects publish` first."
        )
    try:
        with duckdb.connect(file, read_only=True) as connection:
            yield connection
    except duckdb.Error as error:
        raise _unreadable(file, error) from error


@contextmanager
def side_by_side(one: Path, other: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouses of two versions' folders, read only, as `one` and `other`.

    Raises:
        MachineError: a file is missing or damaged.
    """
    with duckdb.connect() as connection:
        for name, folder in (("one", one), ("other", other)):
            file = folder / WAREHOUSE_FILE
            try:
                connection.execute(f"attach {quoted(file)} as {name} (read_only)")
            except duckdb.Error as error:
                raise _unreadable(file, error) from error
        yield connection


def quoted(path: Path) -> str:
    """A path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def _unreadable(file: Path, error: Exception) -> MachineError:
    return MachineError(
        f"The file {file} cannot be read ({' '.join(str(error).split())[:200]}): remove "
        "that version's folder, then run `majorprojects build` and `majorprojects publish`."
    )
