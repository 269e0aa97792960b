"""A version of the warehouse: what it is made from, its id, and where it lies.

```
warehouse/
  versions/<id>/          a build that passed its tests; published once version.json lies in it
  versions/.building-*/   a build at work, or what a failed one left behind
  as_of/<day>/            side versions: the warehouse as it was known on a day
  current -> versions/<id>
```
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
from pydantic import TypeAdapter

from majorprojects import __version__
from majorprojects.errors import DataError
from majorprojects.ledger.entry import FIRST_SEAL
from majorprojects.locks import exclusive
from majorprojects.rules import rules_version

if TYPE_CHECKING:
    from majorprojects.settings import Settings

TARGET: Final = "duckdb"
WAREHOUSE_FILE: Final = "warehouse.duckdb"
BUILD_RECORD: Final = "build.json"
LOG_FILE: Final = "dbt.log"
PACKAGE: Final = Path(__file__).resolve().parents[1]

# What DuckDB and the system raise when the disk gives way.
DISK_ERRORS: Final = (OSError, duckdb.OperationalError, duckdb.FatalException)
# They make the warehouse as much as the models do: a new release of one asks for a new version.
_ENGINES: Final = ("dbt-core", "dbt-duckdb", "duckdb")
# What dbt and Python write beside the sources.
_NOT_CODE: Final = frozenset({"target", "logs", "dbt_packages", "__pycache__"})


@dataclass(frozen=True)
class Build:
    """A version that passed dbt's tests, and what it was made from.

    ``landing_rows`` counts the rows of each landing table that the build read, ``ledger_seal`` is
    the seal of the ledger's last entry. ``as_of`` is the day of a side version, which is never
    published.
    """

    id: str
    landing_fingerprint: str
    code_version: str
    target: str
    last_received_on: date
    landing_rows: dict[str, int]
    as_of: date | None = None
    ledger_seal: str = FIRST_SEAL

    @property
    def sources(self) -> tuple[str, str]:
        """What the rows come from: fingerprint of the landing, seal of the ledger."""
        return self.landing_fingerprint, self.ledger_seal


_RECORD: Final = TypeAdapter(Build)


def versions_folder(settings: Settings) -> Path:
    """Folder of all versions; those with a leading dot are not complete."""
    return settings.warehouse / "versions"


def build_folder(settings: Settings, build: Build) -> Path:
    """Folder of a version or of a side version."""
    if build.as_of is None:
        return versions_folder(settings) / build.id
    return settings.warehouse / "as_of" / build.as_of.isoformat()


def warehouse_file(settings: Settings, build: Build) -> Path:
    """The DuckDB file of a build."""
    return build_folder(settings, build) / WAREHOUSE_FILE


def read_build(settings: Settings, version_id: str) -> Build:
    """Read what is known of a version.

    Raises:
        DataError: there is no such version.
    """
    build = read_record(versions_folder(settings) / version_id)
    if build is None:
        raise DataError(
            f"There is no version {version_id}: `majorprojects status` names the current one, "
            "`majorprojects build` makes a new one."
        )
    return build


def read_record(folder: Path) -> Build | None:
    """Read the record of a complete build in a folder, None where there is none."""
    try:
        return _RECORD.validate_json((folder / BUILD_RECORD).read_bytes())
    except FileNotFoundError:
        return None


def known_seals(settings: Settings) -> dict[str, str]:
    """Seals that the ledger had when the versions were built that are kept, each with who says so."""
    known = {}
    for record in sorted(settings.warehouse.glob(f"*/[!.]*/{BUILD_RECORD}")):
        with suppress(ValueError):  # damaged: whoever looks at versions tells it
            if build := read_record(record.parent):
                known[build.ledger_seal] = f"version {record.parent.name}"
    return known


def write_record(folder: Path, build: Build) -> None:
    """Write a build's record; the same build gives the same bytes."""
    (folder / BUILD_RECORD).write_bytes(_RECORD.dump_json(build, indent=2))


def version_id(last_received_on: date, *inputs: str) -> str:
    """Name a version after its content, without a clock: the same inputs have the same id."""
    digest = hashlib.sha256("\n".join(inputs).encode()).hexdigest()
    return f"{last_received_on}-{digest[:8]}"


def code_version(project: Path) -> str:
    """Fingerprint of all code that decides what the warehouse holds (64 hex digits).

    It hashes the files themselves, so that an image without git knows it too. The rules of the
    intake belong to it: the warehouse says which files other rules judged.
    """
    digest = hashlib.sha256(f"{__version__} {rules_version()}".encode())
    for name in _ENGINES:
        digest.update(f"\n{name}=={version(name)}".encode())
    for root in (PACKAGE, project):
        for path in _sources(root):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"\n{path.relative_to(root).as_posix()} {content}".encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name not in _NOT_CODE and not name.startswith(".")
        )
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


@contextmanager
def warehouse_lock(settings: Settings) -> Iterator[None]:
    """Hold the warehouse: one build or publication at a time.

    Raises:
        MachineError: another process held it longer than ``settings.lock_seconds``.
    """
    with exclusive(settings.warehouse, settings):
        yield
