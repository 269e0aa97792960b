"""One entry of the ledger as it lies there, and what is wrong with it by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from majorprojects.ledger.entry import (
    ENTRY_FILE,
    SEAL_FILE,
    Entry,
    Publication,
    dump_seal,
    legible,
    load_entry,
    seal_of,
)
from majorprojects.ledger.rows import rows_hash


@dataclass(frozen=True)
class Fault:
    """What is wrong with the ledger: where, what was found, and what mends it, as a clause.

    ``stops`` is whether it has to be mended before anything is added to the ledger or built from it.
    """

    place: str
    found: str
    mend: str
    stops: bool = True

    def __str__(self) -> str:
        """Say where it is and what was found."""
        return f"{self.place}: {self.found}"


@dataclass(frozen=True)
class Link:
    """An entry as it lies there; what cannot be read of it is a fault."""

    number: int
    folder: Path
    content: bytes | Fault
    sealed: bytes | Fault
    entry: Entry | None

    @cached_property
    def seal(self) -> str | None:
        """The seal of its entry as that is now."""
        return None if isinstance(self.content, Fault) else seal_of(self.content)

    @property
    def told(self) -> str | None:
        """The seal that lies beside it."""
        return (
            None if isinstance(self.sealed, Fault) else self.sealed[:64].decode("ascii", "replace")
        )

    @property
    def previous(self) -> str | None:
        """The seal to which it is chained."""
        return None if self.entry is None else self.entry.previous

    @property
    def is_sealed(self) -> bool:
        """Whether its seal is that of its entry."""
        return self.seal is not None and self.sealed == dump_seal(self.seal)

    @property
    def is_sound(self) -> bool:
        """Whether it is an entry, sealed, and of its number."""
        return self.is_sealed and self.entry is not None and self.entry.number == self.number

    def fault(self, name: str, found: str) -> Fault:
        """What is wrong with a file of it."""
        return _fault(self.folder, self.number, name, found)


def read_link(folder: Path, number: int) -> Link:
    """Read an entry, however damaged it is."""
    content, sealed = (_content(folder, number, name) for name in (ENTRY_FILE, SEAL_FILE))
    entry = None
    if isinstance(content, bytes):
        try:
            entry = load_entry(content)
        except ValueError:
            content = _fault(folder, number, ENTRY_FILE, "it was changed: it is no entry any more")
    return Link(number, folder, content, sealed, entry)


def entry_faults(
    link: Link, vouched: Collection[str | None] = (), *, of_rows: bool = True
) -> Iterator[Fault]:
    """What is wrong with an entry by itself: its files, their rows if asked for, its number and its seal.

    Where its seal is not that of its entry, who vouches for one of them tells which was changed.
    """
    yield from (part for part in (link.content, link.sealed) if isinstance(part, Fault))
    if link.entry is None:
        return
    if isinstance(link.sealed, bytes) and not link.is_sealed:
        if link.seal in vouched:
            yield link.fault(SEAL_FILE, f"it was changed: the seal is {link.seal}")
        else:
            yield link.fault(ENTRY_FILE, f"it or its seal was changed: sha256 {link.seal}")
            return  # what it says of its files is not worth anything
    if link.entry.number != link.number:
        yield link.fault(ENTRY_FILE, f"it is that of number {link.entry.number}")
    there = {path.name for path in link.folder.iterdir()} - {ENTRY_FILE, SEAL_FILE}
    found = {
        name: _found(link.folder / name, link.entry.files.get(name))
        for name in sorted({*link.entry.files} | there)
    }
    if of_rows and isinstance(link.entry, Publication):
        tables = [name for name, said in found.items() if said is None]
        found |= _other_rows(link.folder, tables, link.entry.rows)
    yield from (link.fault(name, said) for name, said in found.items() if said)


def _content(folder: Path, number: int, name: str) -> bytes | Fault:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return _fault(folder, number, name, "it is missing")
    except OSError as error:
        return _fault(folder, number, name, f"it cannot be read ({error.strerror})")


def _fault(folder: Path, number: int, name: str, found: str) -> Fault:
    place = f"entry {number:06}, {legible(name)}"
    return Fault(place, found, f"put {folder} back from a copy of the ledger")


def _found(path: Path, told: str | None) -> str | None:
    """What is wrong with the bytes of a file."""
    if told is None:
        return "the entry does not know of it"
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return None if sha256 == told else f"it was changed: sha256 {sha256}, not {told}"


def _other_rows(folder: Path, tables: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Tables of a publication whose rows are not those that it says; their bytes are."""
    found = {}
    with duckdb.connect() as connection:
        for name in tables:
            path = folder / name
            try:
                rows = connection.read_parquet(str(path), hive_partitioning=False)
                if rows_hash(rows) != told.get(path.stem):
                    found[name] = "it was changed with its sha256: the entry says other rows"
            except duckdb.Error as error:
                found[name] = f"it cannot be read ({' '.join(str(error).split())[:200]})"
    return found
