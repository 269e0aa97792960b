"""Whatever was reported, corrected, re-baselined and published in whatever order: publications can be made again."""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from majorprojects.build import build_version
from majorprojects.errors import DataError
from majorprojects.explain import Explanation, explain
from majorprojects.landing import landing_days
from majorprojects.ledger import Publication, read_entries
from majorprojects.publish import current_warehouse, publish_version
from majorprojects.publish.totals import read_moves
from majorprojects.publish.version import side_by_side
from majorprojects.rankings import publish_ranking, rebuild
from majorprojects.settings import DBT_PROJECT, TIMEZONE, Settings
from tests.chaos.conftest import SEED
from tests.conftest import settings_at
from tests.dbt.small_landing import Row, SmallLanding, progress, project

MONTHS = (dt.date(2022, 1, 1), dt.date(2022, 2, 1), dt.date(2022, 3, 1))
END = dt.date(2022, 5, 31)
# What a unit does in a month, each with its likelihood.
SILENT, CORRECTS, CORRECTS_EARLIER, REBASES = 0.1, 0.4, 0.2, 0.3


def _units() -> list[str]:
    with (DBT_PROJECT / "seeds" / "units.csv").open(encoding="utf-8", newline="") as file:
        return [row["unit_code"] for row in csv.DictReader(file) if row["league"]]


def _published_on(month: dt.date) -> dt.date:
    """The 8th of the next month."""
    return (month + dt.timedelta(days=31)).replace(day=8)


class _Unit:
    """A unit that reports, corrects and re-baselines as the dice fall."""

    def __init__(self, code: str, dice: random.Random) -> None:
        self.code, self.dice = code, dice
        self.plans = {
            f"{code}-{i}": dice.randrange(5_000, 50_000, 100) for i in range(dice.randint(1, 3))
        }
        self.done = dict.fromkeys(self.plans, 0)

    def hand_in(self, landing: SmallLanding, day: dt.date, month: dt.date, name: str) -> None:
        """A workbook with the register and the progress as the unit sees them that day."""
        landing.hand_in(
            str(day),
            self.code,
            f"{month:%Y-%m}",
            name=name,
            projects=[self._project(code, month) for code in self.plans],
            monthly_progress=[self._progress(code) for code in self.plans],
        )

    def _project(self, code: str, month: dt.date) -> Row:
        approval = None
        if self.dice.random() < REBASES:
            self.plans[code] = self.dice.randrange(5_000, 50_000, 100)
            approval = self.dice.choice([None, f"衡发{month.month}号"])
        return project(
            code,
            annual_plan=Decimal(self.plans[code]),
            planned_start=dt.date(2022, self.dice.randint(1, 6), 1),
            plan_change_approval=approval,
            plan_change_reason=approval and "调整",
        )

    def _progress(self, code: str) -> Row:
        self.done[code] += self.dice.randrange(0, 5_000)
        is_started = self.dice.random() < 0.7
        return progress(
            code,
            self.done[code],
            status="在建" if is_started else "未开工",
            is_resumed=self.dice.choice([None, True, False]),
        )


def random_history(dice: random.Random) -> SmallLanding:
    """Three months of all units: most report in time, many correct, some the month before."""
    landing = SmallLanding()
    units = [_Unit(code, dice) for code in _units()]
    for month in MONTHS:
        due = _published_on(month)
        for unit in units:
            if dice.random() < SILENT:
                continue
            unit.hand_in(landing, due - dt.timedelta(days=dice.randint(-3, 7)), month, "报表.xlsx")
            for about, likely in ((month, CORRECTS), (MONTHS[0], CORRECTS_EARLIER)):
                if dice.random() < likely:
                    day = due + dt.timedelta(days=dice.randint(1, 40))
                    unit.hand_in(landing, day, about, f"更正{about:%m}-{month:%m}.xlsx")
    return landing


def _known_on(settings: Settings, home: Path, day: dt.date) -> Settings:
    """The installation as it was on a day: the landing of the days until then, and the ledger."""
    past = settings_at(home).model_copy(update={"ledger": settings.ledger})
    shutil.copytree(settings.landing / "empty", past.landing / "empty")
    for arrived in landing_days(settings):
        if arrived <= day:
            name = f"received_on={arrived}"
            shutil.copytree(settings.landing / name, past.landing / name)
    return past


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation that published each month on its day, and corrected what had changed in the end."""
    folder = tmp_path_factory.mktemp("history")
    settings = settings_at(folder / "now")
    random_history(random.Random(SEED)).write(settings.landing)  # noqa: S311 - a test's dice
    for month in MONTHS:
        day = _published_on(month)
        past = _known_on(settings, folder / str(day), day)
        publish_version(past, build_version(past))
        publish_ranking(past, month, published_at=_at(day))
    publish_version(settings, build_version(settings))
    for entry in [*_publications(settings)]:
        try:
            publish_ranking(settings, entry.report_month, published_at=_at(END))
        except DataError:
            publish_ranking(
                settings,
                entry.report_month,
                correction_of=entry.number,
                reason="迟报、更正",
                published_at=_at(END),
            )
    publish_version(settings, build_version(settings))
    return settings


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8), TIMEZONE)


def _publications(settings: Settings) -> Iterator[Publication]:
    yield from (entry for entry in read_entries(settings) if isinstance(entry, Publication))


def test_a_build_as_of_its_day_gives_each_publication_again(history: Settings) -> None:
    published = [*_publications(history)]
    assert len(published) > len(MONTHS)  # something was corrected
    for entry in published:
        assert rebuild(history, entry) == entry.rows, f"publication {entry.number}, seed {SEED}"


def test_restatements_are_what_differs_and_add_up_to_the_total(history: Settings) -> None:
    with current_warehouse(history) as warehouse:
        assert warehouse.sql("select count(*) from marts.fct_restatements").fetchall() > [(0,)]
        wrong = warehouse.execute(_WRONG_TOTALS).fetchall()
        unnamed = warehouse.execute(_UNNAMED).fetchall()
    assert wrong == [], f"seed {SEED}"
    assert unnamed == [], f"seed {SEED}"


@pytest.mark.parametrize("known", ["now", "as published"])
def test_why_a_total_moved_sums_to_the_difference(history: Settings, known: str) -> None:
    """Over rules and over projects, of what is known now and of what was published first."""
    first = {entry.report_month: entry.number for entry in reversed([*_publications(history)])}
    moved = 0
    for month in MONTHS[1:]:
        number = first[month] if known == "as published" else None
        for unit in _units():
            found = explain(history, unit, month, publication=number, cells=False)
            said = f"{unit} in {month:%Y-%m}, seed {SEED}"
            assert found.differences == (), said
            moved += _adds_up(found, said)
    assert moved, f"no total moved, seed {SEED}"


def _adds_up(found: Explanation, said: str) -> bool:
    """Check that each sum of the movement is its whole; whether there was any movement."""
    if found.movement is None:
        return False
    assert found.total_score is not None
    assert found.movement.points == found.total_score - found.movement.previous_total, said
    assert sum(rule.points for rule in found.movement.rules) == found.movement.points, said
    for rule in found.movement.rules:
        assert sum(part.points for part in rule.parts) == rule.points, f"{rule.rule_id}: {said}"
        unnamed = [part.points for part in rule.parts if part.kind == "rounding"]
        assert abs(sum(unnamed)) <= Decimal("0.001"), f"{rule.rule_id}: {said}"
    return bool(found.movement.points)


def test_every_move_has_its_file(history: Settings) -> None:
    """What late reports, corrections and re-baselines move from one publication to the next."""
    homes = [history.home.parent / str(_published_on(month)) for month in MONTHS]
    versions = [(settings_at(home).warehouse / "current").resolve() for home in homes]
    versions.append((history.warehouse / "current").resolve())
    explained = 0
    for one, other in pairwise(versions):
        with side_by_side(one, other) as connection:
            moves = read_moves(connection)
        assert [move for move in moves if move.is_unexplained] == [], f"seed {SEED}"
        explained += sum(bool(move.explained_by) for move in moves)
    assert explained, f"nothing moved, seed {SEED}"


# A published total, and what its restatements changed, is the total as known now.
_WRONG_TOTALS = """
    with changes as (
        select
            publication_id, unit_code,
            sum(coalesce(points_in_total, 0) - coalesce(published_points_in_total, 0)) as points
        from marts.fct_restatements
        group by all
    )
    select publication_id, unit_code, published.total_score, points, now.total_score
    from marts.fct_published_rankings as published
    left join changes using (publication_id, unit_code)
    join marts.fct_rankings as now using (unit_code, report_month)
    where abs(
        coalesce(published.total_score, 0) + coalesce(points, 0) - coalesce(now.total_score, 0)
    ) > 0.001
"""
# Figures that changed say by which files: none arrived before the publication.
_UNNAMED = """
    select restated.publication_id, restated.unit_code, restated.indicator
    from marts.fct_restatements as restated
    where changed_by = 'figures' and submission_ids is null
"""
