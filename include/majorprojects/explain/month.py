"""A unit's month as the marts say it: its league, the rules, and what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from majorprojects.explain.score import Rule


@dataclass(frozen=True)
class Item:
    """One thing that an indicator counts, as in fct_indicator_items."""

    item: str
    project_code: str | None
    numerator: Decimal
    denominator: Decimal | None
    submission_id: str | None
    source_row: int | None
    plan_submission_id: str | None
    plan_source_row: int | None


@dataclass(frozen=True)
class Scored:
    """What the marts say of a unit's indicator under a rule, as in fct_unit_indicators."""

    unit_code: str
    rule_id: str | None
    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    target: Decimal | None
    score: Decimal | None
    weight: Decimal | None
    points_in_total: Decimal | None


@dataclass(frozen=True)
class Standing:
    """A unit of the league in the month, as in fct_rankings."""

    unit_code: str
    is_silent: bool
    total_score: Decimal | None
    completion_ratio: Decimal | None
    league_rank: int | None
    previous_league_rank: int | None
    score_change: Decimal | None


@dataclass(frozen=True)
class Month:
    """A unit's month: its league, the rules, what the marts say of all, and what the unit's counts."""

    report_month: date
    unit_code: str
    league: str
    rulebook_id: str | None
    rulebook_name_zh: str | None
    full_marks: Decimal | None
    null_policy: str | None
    rules: Mapping[str, Rule]
    standings: Mapping[str, Standing]
    scored: Mapping[str, tuple[Scored, ...]]
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    @property
    def own(self) -> Standing:
        """The unit itself."""
        return self.standings[self.unit_code]

    def rows_of(self, unit: str) -> dict[str, Scored]:
        """What the marts say of a unit under each rule."""
        return {row.rule_id: row for row in self.scored.get(unit, ()) if row.rule_id is not None}

    def values(self, indicator: str) -> dict[str, Fraction | None]:
        """The values of the whole league in an indicator, whatever rule reads them."""
        return {
            unit: None if row.value is None else Fraction(row.value)
            for unit, rows in self.scored.items()
            for row in rows
            if row.indicator == indicator
        }
