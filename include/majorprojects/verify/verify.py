"""Goes through the promises of docs/architecture.md on a live installation."""

from __future__ import annotations

from majorprojects.settings import Settings
from majorprojects.verify.counts import verify_counts
from majorprojects.verify.installation import pictured
from majorprojects.verify.landing import verify_landing
from majorprojects.verify.marts import verify_marts
from majorprojects.verify.news import verify_news
from majorprojects.verify.promise import Promise, State
from majorprojects.verify.rows import verify_rows
from majorprojects.verify.version import verify_version


def verify_installation(settings: Settings, *, quick: bool = False) -> list[Promise]:
    """Verify I1 to I4 and I6; nothing of the installation is changed, and work may go on beside.

    ``quick`` leaves out both recomputations (I3), which take as long as loading the whole inbox and
    one build.

    Raises:
        MachineError: the landing is in use for too long, or the disk or the memory gave way.
    """
    with pictured(settings) as installation:
        version = verify_version(installation)
        readable = version.state is State.HOLDS
        promises = [verify_counts(installation), version, verify_news(installation)]
        if not quick:
            promises.append(verify_landing(installation))
        if readable:
            promises.append(verify_rows(installation))
            if not quick:
                promises.append(verify_marts(installation))
    return sorted(promises, key=lambda promise: promise.invariant)
