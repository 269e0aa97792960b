"""A publication's landing is that of the files it knew, whatever came into its days since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from majorprojects.landing import landing_days, landing_fingerprint, read_day
from majorprojects.ledger import Publication
from majorprojects.ledger.entry import entry_folder
from majorprojects.rankings.known import known_landing
from majorprojects.settings import Settings
from tests.dbt.small_landing import SmallLanding, progress

FIRST, LAST, LATER = dt.date(2022, 2, 1), dt.date(2022, 2, 8), dt.date(2022, 2, 20)


def _landing(folder: Path, days: dict[dt.date, list[str]]) -> list[str]:
    """Files of one unit by day, each with one project; their ids."""
    landing = SmallLanding()
    ids = [
        landing.hand_in(
            str(day), "430421", "2022-01", monthly_progress=[progress("p", 1)], name=name
        )
        for day, names in days.items()
        for name in names
    ]
    landing.write(folder)
    return ids


def _published(settings: Settings, known: list[str] | None) -> Publication:
    """Number 1, made of the landing as it stands."""
    folder = entry_folder(settings.ledger, 1)
    folder.mkdir(parents=True)
    if known is not None:
        pq.write_table(pa.table({"submission_id": known}), folder / "submissions.parquet")
    return Publication(
        number=1,
        report_month=dt.date(2022, 1, 1),
        published_at=dt.datetime(2022, 2, 8, 8, tzinfo=dt.UTC),
        rulebook_id="ours",
        warehouse_version="version",
        landing_fingerprint=landing_fingerprint(settings, LAST),
        code_version="code",
        last_received_on=LAST,
        rows={},
    )


def test_what_came_late_into_its_days_is_left_out(settings: Settings) -> None:
    known = _landing(settings.landing, {FIRST: ["a"], LAST: ["b"]})
    entry = _published(settings, known)
    backfilled = dt.date(2022, 2, 3)
    _landing(settings.landing, {FIRST: ["a", "late"], backfilled: ["c"], LAST: ["b"], LATER: ["d"]})
    with known_landing(settings, entry) as picture:
        assert landing_days(picture) == [FIRST, LAST]
        for name in ("submissions", "monthly_progress", "submission_columns"):
            found = [read_day(picture, day, name) for day in (FIRST, LAST)]
            assert {*pa.concat_tables(found)["submission_id"].to_pylist()} == {*known}
        assert (picture.landing / "empty" / "projects.parquet").exists()
    assert not picture.landing.exists()


def test_days_that_are_as_they_were_are_the_landing_itself(settings: Settings) -> None:
    entry = _published(settings, _landing(settings.landing, {FIRST: ["a"], LAST: ["b"]}))
    _landing(settings.landing, {LATER: ["c"]})
    with known_landing(settings, entry) as picture:
        assert picture == settings


def test_an_entry_that_does_not_say_what_it_knew_has_the_days(settings: Settings) -> None:
    _landing(settings.landing, {FIRST: ["a"], LAST: ["b"]})
    entry = _published(settings, None)
    _landing(settings.landing, {LAST: ["b", "late"]})
    with known_landing(settings, entry) as picture:
        assert picture == settings
