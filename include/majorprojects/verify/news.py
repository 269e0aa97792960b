"""I6: running again with nothing new changes nothing; or what is new."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majorprojects.ingest import inbox_days, inbox_files
from majorprojects.landing import read_day
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised, counted

_PROMISED: Final = Promised("I6", "a run with nothing new would change nothing")
_BUILD: Final = "run `majorprojects build` and `majorprojects publish`"


@_PROMISED.check
def verify_news(installation: Installation) -> Promise:
    """Nothing in the inbox waits for a load, by its path, and nothing in the landing or the code for a build."""
    if waiting := _waiting(installation):
        first, last = min(waiting), max(waiting)
        to = f" --to {last}" if last != first else ""
        return _PROMISED.behind(
            f"not loaded yet: {counted(sum(waiting.values()), 'file')} of {counted(len(waiting), 'day')}, "
            f"{first} to {last}",
            f"run `majorprojects run --received-on {first}{to}`",
        )
    planned, published = installation.planned, installation.published
    if planned is None:
        return _PROMISED.holds("no file has arrived yet")
    if published is None:
        return _PROMISED.behind("the landing waits for its first publication", _BUILD)
    if not installation.is_built:
        return _PROMISED.behind(
            f"the landing or the ledger has changed since {published.id} was built", _BUILD
        )
    if published.build.code_version != planned.code_version:
        return _PROMISED.behind(f"the code has changed since {published.id} was built", _BUILD)
    return _PROMISED.holds(
        f"{published.id} was made from this landing ({len(installation.days)} days, fingerprint "
        f"{planned.landing_fingerprint[:12]}) and this code ({planned.code_version[:12]})"
    )


def _waiting(installation: Installation) -> dict[dt.date, int]:
    """Days with files of the inbox that the landing does not know, and how many."""
    days = inbox_days(installation.blank, dt.date.min, dt.date.max)
    waiting = {}
    for day in days:
        known = {*read_day(installation.picture, day, "submissions")["source_path"].to_pylist()}
        new = sum(file.source_path not in known for file in inbox_files(installation.blank, day))
        if new:
            waiting[day] = new
    return waiting
