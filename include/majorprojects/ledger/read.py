"""Read the ledger."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from majorprojects.errors import DataError
from majorprojects.ledger.entry import (
    ENTRY_FILE,
    FIRST_SEAL,
    SEAL_FILE,
    Entry,
    entry_folder,
    load_entry,
)

if TYPE_CHECKING:
    from majorprojects.settings import Settings

_ENTRY_NAME: Final = re.compile(r"(?!000000)[0-9]{6}")


def read_entries(settings: Settings) -> list[Entry]:
    """All entries, the oldest first; an empty list before the first.

    Raises:
        DataError: an entry is missing or cannot be read.
    """
    entries = []
    for number in range(1, max(entry_folders(settings.ledger), default=0) + 1):
        folder = entry_folder(settings.ledger, number)
        try:
            entries.append(load_entry((folder / ENTRY_FILE).read_bytes()))
        except (OSError, ValueError) as error:
            raise DataError(
                f"Entry {folder.name} of the ledger cannot be read: run `majorprojects verify`, and put its "
                "folder back from a copy of the ledger."
            ) from error
    return entries


def last_seal(ledger: Path) -> str:
    """The seal to which the next entry is chained."""
    folders = entry_folders(ledger)
    if not folders:
        return FIRST_SEAL
    try:
        return (folders[max(folders)] / SEAL_FILE).read_text(encoding="ascii").partition(" ")[0]
    except (OSError, ValueError):
        return ""


def entry_folders(ledger: Path) -> dict[int, Path]:
    """The folders of the entries by number, in order; what bears another name is no entry."""
    if not ledger.is_dir():
        return {}
    return {int(path.name): path for path in sorted(ledger.iterdir()) if is_entry(path.name)}


def is_entry(name: str) -> bool:
    """Whether this is how the folder of an entry is named."""
    return _ENTRY_NAME.fullmatch(name) is not None
