"""Goes through the promises of docs/architecture.md on a live installation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from majorprojects.settings import Settings
from majorprojects.verify.counts import verify_counts
from majorprojects.verify.installation import pictured
from majorprojects.verify.landing import verify_landing
from majorprojects.verify.ledger import verify_ledger, verify_publications
from majorprojects.verify.marts import verify_marts
from majorprojects.verify.news import verify_news
from majorprojects.verify.promise import Promise
from majorprojects.verify.rows import verify_rows
from majorprojects.verify.version import verify_version

_ALL: Final = (
    verify_rows,
    verify_counts,
    verify_landing,
    verify_marts,
    verify_version,
    verify_ledger,
    verify_news,
)
_QUICK: Final = tuple(check for check in _ALL if check not in (verify_landing, verify_marts))


def verify_installation(
    settings: Settings,
    *,
    quick: bool = False,
    publications: bool = False,
    seals: Sequence[str] = (),
) -> list[Promise]:
    """Verify I1 to I6; nothing of the installation is changed, and work may go on beside.

    ``quick`` leaves out both recomputations (I3), which take as long as loading the whole inbox and
    one build. ``publications`` makes every publication of the ledger again, a build for each day.
    ``seals`` are seals of the ledger that were written down elsewhere: each must be in its chain.

    Raises:
        MachineError: the landing is in use for too long, or the disk or the memory gave way.
    """
    with pictured(settings, seals) as installation:
        checks = (*(_QUICK if quick else _ALL), *((verify_publications,) if publications else ()))
        return [check(installation) for check in checks]
