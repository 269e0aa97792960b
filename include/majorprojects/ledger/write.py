"""Add entries to the ledger: the only code that writes there."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from majorprojects.disk import sync, writing
from majorprojects.errors import DataError
from majorprojects.ledger.entry import (
    ENTRY_FILE,
    SEAL_FILE,
    WORK_PREFIX,
    Appeal,
    Decision,
    Entry,
    Publication,
    dump_entry,
    dump_seal,
    entry_folder,
    seal_of,
)
from majorprojects.ledger.link import entry_faults, read_link
from majorprojects.ledger.read import last_seal, read_entries
from majorprojects.ledger.verify import check_ledger
from majorprojects.locks import exclusive
from majorprojects.settings import TIMEZONE

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

    def append(
        self,
        entry: AnEntry,
        lay_files: Callable[[Path], object],
        *,
        errors: tuple[type[Exception], ...] = (OSError,),
    ) -> AnEntry:
        """Write an entry behind the last one; it gets its name when all of it lies on the disk.

        Args:
            entry: without number, time, files and chain, which are given here.
            lay_files: writes the entry's files into a folder.
            errors: what it raises when the disk gives way.

        Returns:
            The entry as it stands in the ledger.

        Raises:
            DataError: it could not be read again as it was given, or its files could not.
            MachineError: the disk is full.
        """
        with writing(self.folder, "the ledger is as it was", errors=errors):
            for leftover in self.folder.glob(f"{WORK_PREFIX}*"):
                shutil.rmtree(leftover, ignore_errors=True)
            work: Path = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=self.folder))
            try:
                lay_files(work)
                entry = self._complete(entry, work)
                self._put(entry, work)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        logger.info("ledger: entry %d, %s", entry.number, entry.kind)
        return entry

    def _complete(self, entry: AnEntry, work: Path) -> AnEntry:
        return replace(
            entry,
            number=len(self.entries) + 1,
            entered_at=dt.datetime.now(TIMEZONE).replace(microsecond=0),
            files={path.name: _sha256(path) for path in sorted(work.iterdir())},
            previous=last_seal(self.folder),
        )

    def _put(self, entry: Entry, work: Path) -> None:
        """Seal an entry, see that it is whole, and give it its name."""
        try:
            content = dump_entry(entry)
        except ValueError as error:
            raise DataError(
                f"The entry cannot be written as UTF-8 ({error}): check its words and the terminal's encoding."
            ) from error
        (work / ENTRY_FILE).write_bytes(content)
        (work / SEAL_FILE).write_bytes(dump_seal(seal_of(content)))
        link = read_link(work, entry.number)
        if fault := next(entry_faults(link), None):
            raise DataError(f"The entry would not verify ({fault}), so it was not written.")
        if link.entry != entry:
            raise DataError("The entry cannot be read again as it was given: check its words.")
        work.chmod(0o755)
        for path in (*work.iterdir(), work):
            sync(path)
        work.rename(entry_folder(self.folder, entry.number))
        sync(self.folder)


@contextmanager
def open_ledger(settings: Settings, known: Mapping[str, str]) -> Iterator[Ledger]:
    """Hold the ledger for one writer, if it is as it was written: nothing is chained to what was changed.

    Args:
        settings: where the ledger is.
        known: seals that it had at some time, see `verify_ledger`.

    Raises:
        DataError: somebody changed it.
        MachineError: it is in use for longer than `lock_seconds`.
    """
    settings.ledger.mkdir(parents=True, exist_ok=True)
    with exclusive(settings.ledger, settings):
        check_ledger(settings, known)
        yield Ledger(settings.ledger, tuple(read_entries(settings)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
