"""I5: what was published as a ranking can be shown again exactly as it was."""

from __future__ import annotations

from typing import Final

from majorprojects.ledger import verify_ledger as recompute
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised

_PROMISED: Final = Promised("I5", "every ranking stands as it was published")


def verify_ledger(installation: Installation) -> Promise:
    """Every seal and file of the ledger is as it was written, and each entry chains to the one before."""
    settings = installation.picture
    entries, faults = recompute(settings)
    if faults:
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return _PROMISED.broken(
            f"publication {first.entry}, {first.file}: {first.found}{more}",
            f"put {settings.ledger / first.entry} back from a copy of the ledger",
        )
    if not entries:
        return _PROMISED.holds("no ranking was published yet")
    return _PROMISED.holds(f"{entries} publications, their files, seals and chain are as written")
