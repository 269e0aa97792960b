"""Where the installation stands: what is published, what has landed, what came in last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from majorprojects.landing import landing_days, landing_fingerprint
from majorprojects.ledger import last_seal
from majorprojects.publish.version import (
    VERSION_RECORD,
    Published,
    current_link,
    current_warehouse,
    read_current,
)
from majorprojects.settings import TIMEZONE

if TYPE_CHECKING:
    from majorprojects.settings import Settings


@dataclass(frozen=True)
class Submission:
    """A file as the current version knows it."""

    received_on: date
    unit_code: str
    source_path: str
    outcome: str
    refusal_reason: str | None


@dataclass(frozen=True)
class Status:
    """Where the installation stands.

    ``days_behind`` counts the days of arrival between the last day of the current version and the
    last day of the landing: 0 where the version knows all days. ``is_current`` is stricter: the
    landing and the ledger are to the byte what the version was built from.
    """

    published: Published | None
    published_at: datetime | None
    landing_days: int
    first_day: date | None
    last_day: date | None
    is_current: bool
    days_behind: int | None
    last_submissions: tuple[Submission, ...]
    last_refusals: tuple[Submission, ...]


def read_status(settings: Settings, *, last: int = 5) -> Status:
    """Read the status, with the ``last`` submissions and refusals of the current version."""
    days = landing_days(settings)
    published = read_current(settings)
    return Status(
        published=published,
        published_at=_published_at(settings) if published else None,
        landing_days=len(days),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        is_current=bool(
            published
            and published.build.sources
            == (landing_fingerprint(settings), last_seal(settings.ledger))
        ),
        days_behind=(
            (days[-1] - published.build.last_received_on).days if published and days else None
        ),
        last_submissions=_last(settings, last) if published else (),
        last_refusals=_last(settings, last, refused=True) if published else (),
    )


def _published_at(settings: Settings) -> datetime:
    seconds = (current_link(settings) / VERSION_RECORD).stat().st_mtime
    return datetime.fromtimestamp(seconds, tz=TIMEZONE)


def _last(settings: Settings, count: int, *, refused: bool = False) -> tuple[Submission, ...]:
    with current_warehouse(settings) as connection:
        rows = connection.execute(
            """
            select received_on, unit_code, source_path, outcome, refusal_reason
            from marts.fct_submissions
            where outcome = 'refused' or not ?
            order by received_on desc, source_path desc
            limit ?
            """,
            [refused, count],
        ).fetchall()
    return tuple(Submission(*row) for row in rows)
