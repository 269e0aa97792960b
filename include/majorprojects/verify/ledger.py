"""I5: what was published as a ranking can be shown again exactly as it was, and made again."""

from __future__ import annotations

from typing import Final

from majorprojects.errors import DataError
from majorprojects.landing import landing_fingerprint
from majorprojects.ledger import Publication, read_entries
from majorprojects.rankings import rebuild
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised, State, counted

_PROMISED: Final = Promised("I5", "every ranking stands as it was published")
_REMADE: Final = Promised("I5", "every publication can be made again from landing and rulebook")


def verify_ledger(installation: Installation) -> Promise:
    """Every seal, file and row is as it was written, each entry chains to the one before, and none is gone."""
    entries, faults = installation.ledger
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return _PROMISED.broken(f"{faults[0]}{more}", faults[0].mend)
    if not entries:
        return _PROMISED.holds("no ranking was published yet")
    return _PROMISED.holds(
        f"{counted(entries, 'entry', 'entries')}, their files, rows, seals and chain are as written"
    )


@_REMADE.check
def verify_publications(installation: Installation) -> Promise:
    """A build as of each publication's day, by the code of today, gives the very rows that were published.

    Raises:
        MachineError: the disk is full, or dbt was killed.
    """
    if verify_ledger(installation).state is not State.HOLDS:
        return _REMADE.untold("the ledger was changed", "mend it as said above")
    entries = read_entries(installation.picture)
    published = [entry for entry in entries if isinstance(entry, Publication)]
    corrected = {entry.correction_of for entry in published}
    for entry in sorted(published, key=lambda one: one.last_received_on):
        if unlike := _unlike(installation, entry, is_corrected=entry.number in corrected):
            return unlike
    return _REMADE.holds(f"{counted(len(published), 'publication')} rebuilt, all rows the same")


def _unlike(
    installation: Installation, entry: Publication, *, is_corrected: bool
) -> Promise | None:
    """What is wrong where a publication is not made again."""
    named = f"publication {entry.number} ({entry.report_month:%Y-%m})"
    try:
        rows = rebuild(installation.picture, entry)
    except DataError as error:
        return _REMADE.broken(
            f"{named} cannot be built again ({error})", "see the log of the build"
        )
    other = [name for name, sha256 in entry.rows.items() if rows.get(name) != sha256]
    if not other:
        return None
    said = f"{named}: other rows in {', '.join(other)}"
    if (
        landing_fingerprint(installation.picture, entry.last_received_on)
        != entry.landing_fingerprint
    ):
        said = f"{said}, as days up to {entry.last_received_on} were loaded anew since"
        if is_corrected:
            return _REMADE.untold(said, "nothing: a later publication corrects it")
        return _REMADE.broken(said, "find what came late into them, and publish a correction")
    if installation.planned is None or installation.planned.code_version != entry.code_version:
        return _REMADE.untold(
            f"{said}, made by other code", "verify with the checkout that published it"
        )
    return _REMADE.broken(said, "publish a correction, and say why")
