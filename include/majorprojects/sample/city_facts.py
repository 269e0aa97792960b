"""The facts of what the city itself sends, and of the sums that its units share: city.yml, capital.yml."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from majorprojects.sample.fact import Fact
from majorprojects.sample.form import Reporter


class CapitalPlan(Fact):
    """A figure of 引资争资: the city's sum by year, and how far a unit leans from its weight."""

    city: dict[int, int]
    step: int
    lean: dict[str, float]


class Round(Fact):
    """A round of 现场观摩; ``looks_back`` names the rounds whose places it sees again."""

    round_id: str
    name: str
    observed_on: date
    received_on: date
    by: Literal["rank", "score"]
    looks_back: tuple[str, ...] = ()


class ObservationPlan(Fact):
    """The judges, each with the unit that sent him, if one did, and the rounds."""

    judges: dict[str, str | None]
    extreme_judge: str
    rounds: tuple[Round, ...]


class StatedTarget(Fact):
    """A target of the city that the article states, by its figure."""

    figure: str
    indicator: str
    unit: str


class TargetPlan(Fact):
    """When the targets of a year arrive, and which of 2022 are stated."""

    received_on: dict[int, date]
    stated: tuple[StatedTarget, ...]


class StatisticsPlan(Fact):
    """When the statistics of a year arrive, and what the article leaves open."""

    received_on: dict[int, date]
    fixed_asset_excess_pct: Decimal
    single_industrial_rank: int


class City(Fact):
    """What the city sends from its own folder."""

    unit: Reporter
    observations: ObservationPlan
    targets: TargetPlan
    statistics: StatisticsPlan
