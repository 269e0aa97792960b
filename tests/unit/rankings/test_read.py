"""A month's ranking is read as the current version holds it."""

from datetime import date
from decimal import Decimal

import pytest

from majorprojects.errors import DataError
from majorprojects.rankings import read_ranking
from majorprojects.settings import Settings


def test_any_day_of_the_month_gives_its_units_the_best_first(ranked: Settings) -> None:
    ranking = read_ranking(ranked, date(2022, 2, 18))

    assert ranking.report_month == date(2022, 2, 1)
    assert [unit.unit_code for unit in ranking.units] == ["430424", "430426", "430408", "430499"]
    best = ranking.units[0]
    assert (best.name_zh, best.name_en) == ("衡东县", "Hengdong County")
    assert best.completion_ratio == Decimal("1.2345")
    assert best.total_score == Decimal("90.5")
    assert (best.project_count, best.league, best.rank_change) == (12, "county", None)


def test_a_unit_is_marked_while_its_appeal_is_open(ranked: Settings) -> None:
    units = read_ranking(ranked, date(2022, 2, 1)).units
    assert [unit.unit_code for unit in units if unit.is_appealed] == ["430426"]


def test_a_silent_unit_has_a_place_but_no_figures(ranked: Settings) -> None:
    silent = read_ranking(ranked, date(2022, 2, 1)).units[-1]
    assert silent.name_zh == "430499"
    assert silent.city_rank == 4
    assert silent.completion_ratio is silent.total_score is silent.project_count is None


def test_a_month_that_is_not_there_names_those_that_are(ranked: Settings) -> None:
    with pytest.raises(DataError, match="no ranking for 2022-03: it has 2022-01 to 2022-02"):
        read_ranking(ranked, date(2022, 3, 1))
