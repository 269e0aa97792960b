"""What the lists of a month show of an appeal."""

from datetime import date

from majorprojects import cli_overview
from majorprojects.cli_show import console
from majorprojects.rankings import read_ranking
from majorprojects.rankings.overview import Overview
from majorprojects.settings import Settings


def test_a_unit_on_a_list_is_marked_while_its_appeal_is_open(ranked: Settings) -> None:
    month = date(2022, 2, 1)
    best, appealed, *_ = read_ranking(ranked, month).units
    with console.capture() as shown:
        cli_overview.overview(Overview(month, (), (best,), (appealed,), ()))
    red, yellow = (line for line in shown.get().splitlines() if "list" in line)
    assert (best.is_appealed, "申诉中" in red) == (False, False)
    assert (appealed.is_appealed, "申诉中" in yellow) == (True, True)
