"""Read the ledger, and recompute its chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from majorprojects.errors import DataError
from majorprojects.ledger.entry import (
    ENTRY_FILE,
    FIRST_SEAL,
    SEAL_FILE,
    Entry,
    dump_seal,
    load_entry,
    seal_of,
)

if TYPE_CHECKING:
    from majorprojects.settings import Settings


@dataclass(frozen=True)
class Fault:
    """What is wrong with an entry: the folder, the file of it, and what was found."""

    entry: str
    file: str
    found: str


def read_entries(settings: Settings) -> list[Entry]:
    """All entries, the oldest first; an empty list before the first.

    Raises:
        DataError: an entry cannot be read.
    """
    entries = []
    for folder in _folders(settings.ledger):
        try:
            entries.append(load_entry((folder / ENTRY_FILE).read_bytes()))
        except (OSError, ValueError) as error:
            raise DataError(
                f"Entry {folder.name} of the ledger cannot be read: run `majorprojects verify`, and put its "
                "folder back from a copy of the ledger."
            ) from error
    return entries


def verify_ledger(settings: Settings) -> tuple[int, list[Fault]]:
    """Recompute every seal, every file's hash and the chain; returns how many entries there are."""
    folders = list(_folders(settings.ledger))
    faults: list[Fault] = []
    previous = FIRST_SEAL
    for number, folder in enumerate(folders, 1):
        faults += _faults(folder, number, previous)
        previous = _told_seal(folder)
    return len(folders), faults


def last_seal(ledger: Path) -> str:
    """The seal to which the next entry is chained."""
    folders = list(_folders(ledger))
    return _told_seal(folders[-1]) if folders else FIRST_SEAL


def _folders(ledger: Path) -> Iterator[Path]:
    if ledger.is_dir():
        yield from sorted(p for p in ledger.iterdir() if p.is_dir() and not p.name.startswith("."))


def _told_seal(folder: Path) -> str:
    try:
        return (folder / SEAL_FILE).read_text(encoding="ascii").partition(" ")[0]
    except (OSError, ValueError):
        return ""


def _faults(folder: Path, number: int, previous: str) -> Iterator[Fault]:
    try:
        content = (folder / ENTRY_FILE).read_bytes()
        sealed = (folder / SEAL_FILE).read_bytes()
        entry = load_entry(content)
    except FileNotFoundError as error:
        yield Fault(folder.name, Path(str(error.filename)).name, "it is missing")
        return
    except ValueError:
        yield Fault(folder.name, ENTRY_FILE, "it was changed: it cannot be read any more")
        return
    if sealed != dump_seal(seal_of(content)):
        yield Fault(
            folder.name, ENTRY_FILE, f"it or its seal was changed: sha256 {seal_of(content)}"
        )
    if entry.number != number or folder.name != f"{number:06}":
        yield Fault(
            folder.name, ENTRY_FILE, f"it is number {entry.number}, but {number} comes here"
        )
    if entry.previous != previous:
        yield Fault(
            folder.name, ENTRY_FILE, "the entry before it is not the one that it was chained to"
        )
    for name in sorted(
        {*entry.files} | {p.name for p in folder.iterdir()} - {ENTRY_FILE, SEAL_FILE}
    ):
        yield from _file_faults(folder, name, entry.files.get(name))


def _file_faults(folder: Path, name: str, told: str | None) -> Iterator[Fault]:
    path = folder / name
    if told is None:
        yield Fault(folder.name, name, "the entry does not know of it")
    elif not path.is_file():
        yield Fault(folder.name, name, "it is missing")
    else:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 != told:
            yield Fault(folder.name, name, f"it was changed: sha256 {sha256}, not {told}")
