"""An entry of the ledger, and where it lies.

```
ledger/
  000001/entry.json      what was published, from what, and the seal of the entry before
  000001/entry.sha256    the seal: sha256 of entry.json, as `sha256sum -c` reads it
  000001/*.parquet       the rows as published, each file's sha256 stands in entry.json
```

An entry is written once and never again: whoever changes a byte of it breaks its seal, and whoever
makes the seal anew breaks the chain, as the next entry holds the old one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

ENTRY_FILE: Final = "entry.json"
SEAL_FILE: Final = "entry.sha256"
FIRST_SEAL: Final = "0" * 64  # what the first entry holds of the one before


@dataclass(frozen=True)
class Entry:
    """A publication of a month's ranking.

    ``rows`` has for each frozen table a sha256 over its rows, whatever file they lie in: a rebuild
    from the landing gives it again. ``files`` has the sha256 of each file's bytes. ``previous`` is
    the seal of the entry before. A correction names the publication that it corrects and why.
    """

    number: int
    report_month: dt.date
    published_at: dt.datetime
    correction_of: int | None
    reason: str | None
    rulebook_id: str
    warehouse_version: str
    landing_fingerprint: str
    code_version: str
    last_received_on: dt.date
    rows: dict[str, str]
    files: dict[str, str]
    previous: str


_RECORD: Final = TypeAdapter(Entry)


def entry_folder(ledger: Path, number: int) -> Path:
    """Folder of an entry."""
    return ledger / f"{number:06}"


def dump_entry(entry: Entry) -> bytes:
    """An entry as JSON; the same entry gives the same bytes."""
    return _RECORD.dump_json(entry, indent=2) + b"\n"


def load_entry(content: bytes) -> Entry:
    """Read an entry.

    Raises:
        ValueError: the bytes are no entry.
    """
    return _RECORD.validate_json(content)


def seal_of(content: bytes) -> str:
    """The seal of an entry's bytes."""
    return hashlib.sha256(content).hexdigest()


def dump_seal(seal: str) -> bytes:
    """The seal as a line that `sha256sum -c` reads."""
    return f"{seal}  {ENTRY_FILE}\n".encode()
