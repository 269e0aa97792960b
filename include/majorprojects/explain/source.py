"""Where an explanation is read from: the marts of the current version, or what a publication froze of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from majorprojects.errors import DataError
from majorprojects.ledger import PREVIOUS, Publication, entry_faults, read_entries, read_link
from majorprojects.ledger.entry import entry_folder
from majorprojects.publish.version import quoted

if TYPE_CHECKING:
    from majorprojects.settings import Settings

_MARTS: Final = {
    "rankings": "marts.fct_rankings",
    "indicators": "marts.fct_unit_indicators",
    "items": "marts.fct_indicator_items",
    "rulebook": "marts.dim_rulebook",
    "rulebook_bands": "marts.dim_rulebook_bands",
}
# Name of a table → what to select it from.
Tables = Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """The tables of a month and those of the month before, None where there are none.

    What arrived after ``last_day`` was not known to them.
    """

    tables: Tables
    of_before: Tables | None
    last_day: date = date.max


def current_source() -> Source:
    """The marts of the current version."""
    return Source(_MARTS, _MARTS)


def published_source(settings: Settings, number: int, month: date) -> Source:
    """The frozen tables of a publication, after the ledger's own look at its files.

    Raises:
        DataError: the entry is no publication of the month, is not as it was written, or does not hold
            what an explanation needs.
    """
    known = {entry.number: entry for entry in read_entries(settings)}
    entry = known.get(number)
    if not isinstance(entry, Publication) or entry.report_month != month:
        raise DataError(
            f"Entry {number} of the ledger is no publication of {month:%Y-%m}: give the month "
            "that it published, or another --publication."
        )
    folder = entry_folder(settings.ledger, number)
    if fault := next(entry_faults(read_link(folder, number), of_rows=False), None):
        raise DataError(
            f"Publication {number} is not as it was written, so it is not explained: {fault}. Run "
            f"`majorprojects verify`, and {fault.mend}."
        )
    now, before = (
        {name: f"read_parquet({quoted(folder / f'{prefix}{name}.parquet')})" for name in _MARTS}
        if all(f"{prefix}{name}.parquet" in entry.files for name in _MARTS)
        else None
        for prefix in ("", PREVIOUS)
    )
    if now is None:
        raise DataError(
            f"Publication {number} does not hold all that an explanation needs: run `majorprojects "
            "verify`, or explain the current version without --publication."
        )
    return Source(now, before, entry.last_received_on)
