"""An entry of the ledger, and where it lies.

```
ledger/
  000001/entry.json      what was published, appealed or decided, and the seal of the entry before
  000001/entry.sha256    the seal: sha256 of entry.json, as `sha256sum -c` reads it
  000001/…               the files that belong to it, each with its sha256 in entry.json
```

An entry is written once and never again: whoever changes a byte of it breaks its seal, and whoever
makes the seal anew breaks the chain, as the next entry holds the old one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from majorprojects.settings import TIMEZONE

ENTRY_FILE: Final = "entry.json"
SEAL_FILE: Final = "entry.sha256"
FIRST_SEAL: Final = "0" * 64  # what the first entry holds of the one before
WORK_PREFIX: Final = ".writing-"  # begins the name of a folder that is to become an entry
# Begins the names of a publication's tables of the month before as it was known that day: the
# published changes are from that one, however it was published.
PREVIOUS: Final = "previous_"


class Ruling(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What every entry has; the ledger itself fills it in.

    ``files`` has the sha256 of each file's bytes, ``previous`` is the seal of the entry before.
    ``entered_at`` is when it was written, whatever days it speaks of; the oldest entries lack it.
    """

    number: int = 0
    entered_at: dt.datetime | None = None
    files: dict[str, str] = field(default_factory=dict)
    previous: str = FIRST_SEAL


@dataclass(frozen=True, kw_only=True)
class Publication(_Entry):
    """A month's ranking as it was published; its rows are Parquet files beside it.

    ``rows`` has for each of them a sha256 over its rows, whatever file they lie in: a rebuild from
    the landing gives it again. A correction names the publication that it corrects and why, and the
    appeal that led to it, if one did.
    """

    kind: Literal["publication"] = "publication"
    report_month: dt.date
    published_at: dt.datetime
    correction_of: int | None = None
    reason: str | None = None
    appeal: int | None = None
    rulebook_id: str
    warehouse_version: str
    landing_fingerprint: str
    code_version: str
    last_received_on: dt.date
    rows: dict[str, str]

    @property
    def published_on(self) -> dt.date:
        """The day on which it was published."""
        return self.published_at.astimezone(TIMEZONE).date()


@dataclass(frozen=True, kw_only=True)
class Appeal(_Entry):
    """A unit's appeal (申诉) against a publication; its evidence are the files beside it.

    ``indicator`` is what it is about, None for the rank as a whole. ``window_ends_on`` is the last
    day on which it could be made, by the rulebook under which the month was published.
    """

    kind: Literal["appeal"] = "appeal"
    publication: int
    unit_code: str
    indicator: str | None
    grounds: str
    received_on: dt.date
    window_ends_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Decision(_Entry):
    """What became of an appeal, and why."""

    kind: Literal["decision"] = "decision"
    appeal: int
    ruling: Ruling
    reason: str
    decided_on: dt.date


Entry: TypeAlias = Publication | Appeal | Decision
_Tagged: TypeAlias = Annotated[Publication | Appeal | Decision, Field(discriminator="kind")]
_RECORD: Final[TypeAdapter[Entry]] = TypeAdapter(_Tagged)


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


def legible(name: str) -> str:
    """A file's name as text that can be shown and kept; bytes that are no UTF-8 as their numbers."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
