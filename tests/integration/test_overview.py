"""A month at a glance, on the whole sample."""

import datetime as dt
from pathlib import Path

import pytest

from majorprojects.rankings import read_overview, read_ranking
from majorprojects.settings import Settings

pytestmark = pytest.mark.integration

MONTHS = [dt.date(2021, month, 1) for month in range(2, 13)] + [dt.date(2022, 2, 1)]


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_reasons_of_a_mover_add_up_to_its_points(published_home: Path, month: dt.date) -> None:
    overview = read_overview(Settings(home=published_home), month)
    for mover in overview.movers:
        assert mover.league_rank != mover.previous_league_rank
        # A total is rounded to four places, what its rules add to it to six.
        assert abs(sum(reason.points for reason in mover.reasons) - mover.points) < 0.0002
    moves = [abs(mover.league_rank - mover.previous_league_rank) for mover in overview.movers]
    assert moves == sorted(moves, reverse=True)


def test_february_shows_the_city_of_the_article_and_the_lists_of_the_ranking(
    published_home: Path,
) -> None:
    settings = Settings(home=published_home)
    overview = read_overview(settings, dt.date(2022, 2, 28))
    projects = {(row.level, row.category): row.project_count for row in overview.city}
    assert projects["市重点", "all"] == 267
    assert (
        sum(n for (level, _), n in projects.items() if level == "all") == 2 * projects["all", "all"]
    )
    units = read_ranking(settings, overview.report_month).units
    listed = {unit.unit_code: unit.list_colour for unit in units if unit.list_colour}
    told = {unit.unit_code: "red" for unit in overview.red}
    assert told | {unit.unit_code: "yellow" for unit in overview.yellow} == listed
