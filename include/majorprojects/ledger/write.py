"""Add entries to the ledger: the only code that writes there."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from majorprojects.disk import sync, writing
from majorprojects.errors import DataError
from majorprojects.ledger.entry import (
    ENTRY_FILE,
    SEAL_FILE,
    Appeal,
    Decision,
    Entry,
    Publication,
    dump_entry,
    dump_seal,
    entry_folder,
    seal_of,
)
from majorprojects.ledger.read import last_seal, read_entries, verify_ledger
from majorprojects.locks import exclusive

if TYPE_CHECKING:
    from majorprojects.settings import Settings

logger = logging.getLogger(__name__)

AnEntry = TypeVar("AnEntry", Publication, Appeal, Decision)


@dataclass(frozen=True)
class Ledger:
    """The ledger in the hands of its one writer: the entries, the oldest first."""

    folder: Path
    entries: tuple[Entry, ...]

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What was published, the oldest first."""
        return tuple(entry for entry in self.entries if isinstance(entry, Publication))

    def append(self, entry: AnEntry, lay_files: Callable[[Path], object]) -> AnEntry:
        """Write an entry behind the last one; it gets its name when all of it lies on the disk.

        Args:
            entry: without number, files and chain, which are given here.
            lay_files: writes the entry's files into a folder.

        Returns:
            The entry as it stands in the ledger.

        Raises:
            MachineError: the disk is full.
        """
        with writing(self.folder, "the ledger is as it was"):
            for leftover in self.folder.glob(".writing-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            work: Path = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
            work.chmod(0o755)
            lay_files(work)
            entry = replace(
                entry,
                number=len(self.entries) + 1,
                files={path.name: _sha256(path) for path in sorted(work.iterdir())},
                previous=last_seal(self.folder),
            )
            content = dump_entry(entry)
            (work / ENTRY_FILE).write_bytes(content)
            (work / SEAL_FILE).write_bytes(dump_seal(seal_of(content)))
            for path in (*work.iterdir(), work):
                sync(path)
            work.rename(entry_folder(self.folder, entry.number))
            sync(self.folder)
        logger.info("ledger: entry %d, %s", entry.number, entry.kind)
        return entry


@contextmanager
def open_ledger(settings: Settings) -> Iterator[Ledger]:
    """Hold the ledger for one writer, if it is as it was written: nothing is chained to what was changed.

    Raises:
        DataError: somebody changed it.
        MachineError: it is in use for longer than `lock_seconds`.
    """
    settings.ledger.mkdir(parents=True, exist_ok=True)
    with exclusive(settings.ledger, settings):
        _, faults = verify_ledger(settings)
        if faults:
            fault = faults[0]
            raise DataError(
                f"The ledger was changed: entry {fault.entry}, {fault.file}: {fault.found}. Put "
                f"{settings.ledger / fault.entry} back from a copy, then run the same command again."
            )
        yield Ledger(settings.ledger, tuple(read_entries(settings)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
