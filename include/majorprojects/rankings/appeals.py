"""Appeals (申诉) against a published ranking: filed with their evidence, decided once, kept for ever."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from majorprojects.build.version import DISK_ERRORS, known_seals
from majorprojects.errors import DataError
from majorprojects.ledger import (
    Appeal,
    Decision,
    Entry,
    Ledger,
    Publication,
    Ruling,
    open_ledger,
    read_entries,
)
from majorprojects.ledger.entry import ENTRY_FILE, SEAL_FILE, entry_folder, legible

if TYPE_CHECKING:
    from majorprojects.settings import Settings

# What a publication froze of the unit is copied to the appeal, so that it stands alone.
_EVIDENCE: Final = ("rankings", "indicators", "items")


@dataclass(frozen=True)
class FiledAppeal:
    """An appeal, what it is against, and what became of it; ``corrections`` are publications."""

    appeal: Appeal
    report_month: dt.date
    decision: Decision | None
    corrections: tuple[int, ...]

    @property
    def is_in_time(self) -> bool:
        """Whether it came within the window of the rulebook; always, where that has none."""
        ends_on = self.appeal.window_ends_on
        return ends_on is None or self.appeal.received_on <= ends_on


def file_appeal(
    settings: Settings,
    publication: int,
    unit_code: str,
    grounds: str,
    received_on: dt.date,
    *,
    today: dt.date,
    indicator: str | None = None,
    evidence: Sequence[Path] = (),
) -> FiledAppeal:
    """Put an appeal into the ledger, with the unit's published rows and the files it brought.

    An appeal that comes after the window is kept too, and marked.

    Args:
        settings: where the ledger is.
        publication: number of the publication that it is against.
        unit_code: who appeals.
        grounds: why, in the unit's words.
        received_on: day on which the appeal arrived.
        today: the day of the entry, the last on which it can have arrived.
        indicator: what it is about; the rank as a whole where it is not said.
        evidence: files to keep with it.

    Raises:
        DataError: there is no such publication, or the unit or the indicator is not in it; the
            grounds are empty; it arrived before the publication or after today; a file cannot be
            kept under its name.
        MachineError: the ledger is in use for longer than `lock_seconds`, or the disk is full.
    """
    if not grounds.strip():
        raise DataError("An appeal needs its grounds: say them with --grounds '…'.")
    with open_ledger(settings, known_seals(settings)) as ledger:
        against = _publication(ledger, publication)
        if not against.published_on <= received_on <= today:
            raise DataError(
                f"An appeal against publication {publication} of {against.published_on} cannot have arrived on "
                f"{received_on} (today is {today}): correct --received-on."
            )
        folder = entry_folder(settings.ledger, publication)
        _check_unit(folder, publication, unit_code, indicator)
        files = _named(evidence)
        appeal = ledger.append(
            Appeal(
                publication=publication,
                unit_code=unit_code,
                indicator=indicator,
                grounds=grounds.strip(),
                received_on=received_on,
                window_ends_on=_window_end(folder, against),
            ),
            lambda entry: _lay_evidence(folder, unit_code, files, entry),
            errors=DISK_ERRORS,
        )
    return FiledAppeal(appeal, against.report_month, None, ())


def decide_appeal(
    settings: Settings,
    appeal: int,
    ruling: Ruling,
    reason: str,
    decided_on: dt.date,
    *,
    today: dt.date,
) -> FiledAppeal:
    """Put the decision on an appeal into the ledger; it is decided once, between its arrival and today.

    Raises:
        DataError: there is no such appeal, it was decided already, the reason is empty, or the day
            cannot be.
        MachineError: the ledger is in use for longer than `lock_seconds`, or the disk is full.
    """
    if not reason.strip():
        raise DataError("A decision needs its reason: say it with --reason '…'.")
    with open_ledger(settings, known_seals(settings)) as ledger:
        filed = {one.appeal.number: one for one in filed_appeals(ledger.entries)}.get(appeal)
        if filed is None:
            raise DataError(f"There is no appeal {appeal}: `majorprojects appeal list` names them.")
        if decided := filed.decision:
            raise DataError(
                f"Appeal {appeal} was decided on {decided.decided_on} ({decided.ruling}): a new fact "
                "needs a new appeal."
            )
        if not filed.appeal.received_on <= decided_on <= today:
            raise DataError(
                f"Appeal {appeal}, which arrived on {filed.appeal.received_on}, cannot have been decided on "
                f"{decided_on} (today is {today}): correct --decided-on."
            )
        decision = ledger.append(
            Decision(appeal=appeal, ruling=ruling, reason=reason.strip(), decided_on=decided_on),
            lambda _: None,
        )
    return FiledAppeal(filed.appeal, filed.report_month, decision, filed.corrections)


def read_appeals(settings: Settings) -> list[FiledAppeal]:
    """All appeals, the oldest first.

    Raises:
        DataError: an entry of the ledger cannot be read.
    """
    return filed_appeals(read_entries(settings))


def filed_appeals(entries: Sequence[Entry]) -> list[FiledAppeal]:
    """The appeals among all entries of the ledger, the oldest first."""
    published = {one.number: one for one in entries if isinstance(one, Publication)}
    decisions = {one.appeal: one for one in entries if isinstance(one, Decision)}
    return [
        FiledAppeal(
            appeal,
            published[appeal.publication].report_month,
            decisions.get(appeal.number),
            tuple(n for n, one in published.items() if one.appeal == appeal.number),
        )
        for appeal in entries
        if isinstance(appeal, Appeal)
    ]


def _publication(ledger: Ledger, number: int) -> Publication:
    known = {entry.number: entry for entry in ledger.publications}
    if number not in known:
        have = ", ".join(map(str, known)) or "none yet"
        raise DataError(f"There is no publication {number}; the ledger has: {have}.")
    return known[number]


def _check_unit(folder: Path, number: int, unit_code: str, indicator: str | None) -> None:
    rows = _ask(
        folder / "indicators.parquet",
        "select distinct indicator from frozen where unit_code = ? order by indicator",
        unit_code,
    )
    if not rows:
        raise DataError(f"Publication {number} does not rank the unit {unit_code}: check the code.")
    if indicator is not None and (indicator,) not in rows:
        have = ", ".join(name for (name,) in rows)
        raise DataError(f"Publication {number} has no indicator {indicator}; it has: {have}.")


def _window_end(folder: Path, publication: Publication) -> dt.date | None:
    """Last day for appeals: the rulebook's days after the publication."""
    rows = _ask(
        folder / "rulebook.parquet",
        "select params from frozen where topic = 'appeal' and mode = 'window'",
    )
    if not rows:
        return None
    days = dict(pair.split("=") for pair in rows[0][0].split(", "))["size"]
    return publication.published_on + dt.timedelta(days=int(float(days)))


def _named(evidence: Sequence[Path]) -> dict[str, Path]:
    taken = {ENTRY_FILE, SEAL_FILE, *(f"{name}.parquet" for name in _EVIDENCE)}
    named: dict[str, Path] = {}
    for path in evidence:
        name = legible(path.name)
        if not path.is_file():
            raise DataError(
                f"There is no file {legible(str(path))}: check the path of the evidence."
            )
        if name != path.name:
            raise DataError(f"The name of the evidence {name} is not UTF-8: rename the file.")
        if name.casefold() in taken:
            raise DataError(
                f"The ledger has a file {name} of its own: rename that of the evidence."
            )
        if name in named:
            raise DataError(f"Two files of the evidence are named {name}: rename one of them.")
        named[name] = path
    return named


def _lay_evidence(folder: Path, unit_code: str, files: dict[str, Path], entry: Path) -> None:
    for name in _EVIDENCE:
        with duckdb.connect() as connection:
            rows = connection.sql(
                "select * from read_parquet($file) where unit_code = $unit order by all",
                params={"file": str(folder / f"{name}.parquet"), "unit": unit_code},
            )
            rows.write_parquet(str(entry / f"{name}.parquet"), compression="zstd")
    for name, path in files.items():
        shutil.copyfile(path, entry / name)


def _ask(file: Path, query: str, *words: str) -> list[tuple[str]]:
    with duckdb.connect() as connection:
        connection.read_parquet(str(file)).create_view("frozen")
        return connection.execute(query, list(words)).fetchall()
