"""引资争资: capital and funds that the units win, year to date by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from majorprojects.sample.amounts import apportion, stream
from majorprojects.sample.facts import Facts
from majorprojects.sample.rows import CapitalRow

# Signing and paying cluster before the half-year's and the year's end.
_SEASON = (4, 4, 8, 7, 8, 12, 7, 7, 9, 8, 11, 15)


@dataclass(frozen=True)
class Capital:
    """What each unit wins of each figure by the end of each month of a year, by (unit, year, field)."""

    ytd: Mapping[tuple[str, int, str], tuple[int, ...]]

    def row(self, unit_code: str, month: date) -> CapitalRow:
        """The unit's row of a report month."""

        def read(field: str) -> int:
            return self.ytd[unit_code, month.year, field][month.month - 1]

        return CapitalRow(
            domestic_capital_ytd=read("domestic_capital_ytd"),
            foreign_capital_ytd=read("foreign_capital_ytd"),
            upper_level_funds_ytd=read("upper_level_funds_ytd"),
            signed_projects_ytd=read("signed_projects_ytd"),
            top500_projects_ytd=read("top500_projects_ytd"),
        )

    def of_year(self, unit_code: str, year: int, field: str) -> int:
        """What the unit won in the whole year."""
        return self.ytd[unit_code, year, field][-1]


def make_capital(facts: Facts) -> Capital:
    """Share the city's sums of a year out to the units, and each unit's to the months."""
    ytd: dict[tuple[str, int, str], tuple[int, ...]] = {}
    for field, plan in facts.capital.items():
        for year, total in plan.city.items():
            units = list(facts.units.values())
            wished = [
                unit.weight
                * plan.lean.get(unit.code, 1)
                * unit.pace[year]
                * stream("capital", field, unit.code, year).uniform(0.7, 1.3)
                for unit in units
            ]
            parts = apportion(wished, total, [0] * len(units), [total] * len(units), plan.step)
            for unit, part in zip(units, parts, strict=True):
                ytd[unit.code, year, field] = _months(unit.code, year, field, part, plan.step)
    return Capital(ytd)


def _months(unit_code: str, year: int, field: str, total: int, step: int) -> tuple[int, ...]:
    """The sum of the year as it grows month by month, in whole steps but where the sum is none."""
    rng = stream("capital by month", field, unit_code, year)
    weights = [weight * rng.uniform(0.4, 1.6) for weight in _SEASON]
    whole = sum(weights)
    grown = [round(total * share / whole / step) * step for share in accumulate(weights[:-1])]
    return (*(min(total, amount) for amount in grown), total)
