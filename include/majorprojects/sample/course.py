"""How a project goes: its money, state and people at any day of the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from majorprojects.sample.amounts import apportion, stream
from majorprojects.sample.facts import Facts
from majorprojects.sample.money import Budget
from majorprojects.sample.months import last_day, months_between
from majorprojects.sample.portfolio import Project

# Share of a year's investment by month in a steady unit, in percent: little about the Spring Festival.
_SEASON = (5, 5, 8, 8, 9, 10, 8, 8, 9, 9, 10, 11)
_SPRING_FESTIVALS = (date(2021, 2, 12), date(2022, 2, 1))


@dataclass(frozen=True)
class Reading:
    """The state of a project on a day; money in whole 万元."""

    month_investment: int
    ytd: int
    cumulative: int
    entered_ytd: int
    physical_pct: int
    status: str
    is_started: bool
    is_finished: bool
    workers: int


@dataclass(frozen=True)
class Course:
    """The way of one project through the years."""

    project: Project
    budget: Budget

    @cached_property
    def halted(self) -> tuple[date, ...]:
        """Months in which the site stands still."""
        rng = stream("halt", self.project.code)
        year, first = rng.choice((2021, 2021, 2022)), rng.randrange(4, 9)
        if self.project.named or year == 2022 or rng.random() > 0.07:
            return ()
        months = tuple(date(year, first + i, 1) for i in range(rng.randrange(2, 4)))
        calm = self._at_work(date(year, 1, 1)) and self._at_work(months[-1].replace(month=12))
        return months if calm else ()

    def _at_work(self, month: date) -> bool:
        project = self.project
        return project.actual_start <= last_day(month) and month <= project.actual_finish

    @cached_property
    def _shares(self) -> dict[date, float]:
        """Share of its year's investment that falls into each month."""
        shares: dict[date, float] = {}
        for year in (2021, 2022):
            rng = stream("season", self.project.code, year)
            weights = {}
            for month in months_between(date(year, 1, 1), date(year, 12, 1)):
                weight = _SEASON[month.month - 1] * rng.uniform(0.75, 1.3)
                if month.month >= 10:
                    weight *= self.project.unit.last_quarter
                if month.replace(day=1) == self.project.actual_start.replace(day=1):
                    weight *= max(0.1, 1 - self.project.actual_start.day / 31)
                works = self._at_work(month) and month not in self.halted
                weights[month] = weight if works else 0.0
            whole = sum(weights.values()) or 1.0
            shares |= {month: weight / whole for month, weight in weights.items()}
        return shares

    def _ytd(self, month: date, share_of_month: float) -> int:
        months = months_between(month.replace(month=1), month)
        share = sum(self._shares[m] for m in months) - self._shares[month] * (1 - share_of_month)
        return round(self.budget.completed[month.year] * share)

    def read(self, month: date, day: date, share_of_month: float = 1.0) -> Reading:
        """Read the state for a report month as it is on ``day``.

        Args:
            month: the report month.
            day: a day of that month; later events have not happened.
            share_of_month: share of the month's investment that is done by then.
        """
        project = self.project
        is_started = project.actual_start <= day and not project.cohort.withdrawn_in
        is_finished = is_started and project.actual_finish <= day
        ytd = self._ytd(month, share_of_month) if is_started else 0
        before = self._ytd(month, 0.0) if is_started else 0
        cumulative = self.budget.before_2021 + ytd
        if month.year > 2021:
            cumulative += self.budget.completed[2021]
        halted = month in self.halted
        at_work = is_started and not is_finished and not halted
        return Reading(
            month_investment=ytd - before,
            ytd=ytd,
            cumulative=cumulative,
            entered_ytd=self._entered(ytd, day) if is_started else 0,
            physical_pct=self._physical(cumulative, is_started, is_finished),
            status=self._status(is_started, is_finished, halted),
            is_started=is_started,
            is_finished=is_finished,
            workers=self._workers(month, ytd - before) if at_work else 0,
        )

    def _entered(self, ytd: int, day: date) -> int:
        """Investment in the official statistics: later and less than what is reported."""
        if (day - self.project.actual_start).days < 60:
            return 0
        return int(ytd * stream("entry", self.project.code).uniform(0.6, 0.97))

    def _physical(self, cumulative: int, is_started: bool, is_finished: bool) -> int:
        if not is_started or is_finished:
            return 100 if is_finished else 0
        return min(98, max(1, cumulative * 100 // self.budget.total))

    def _status(self, is_started: bool, is_finished: bool, halted: bool) -> str:
        if not is_started:
            return "未开工"
        if is_finished:
            return "投产" if self.project.category == "产业科技" else "竣工"
        return "停工" if halted else "在建"

    def _workers(self, month: date, investment: int) -> int:
        rng = stream("workers", self.project.code, month)
        crew: float = (investment / 30) ** 0.75 * rng.uniform(0.7, 1.3)
        return min(600, 8 + round(crew))


@dataclass(frozen=True)
class Resumption:
    """When each project works again after the Spring Festival of a year, by project code."""

    resumed_on: Mapping[tuple[int, str], date]

    def on(self, project: Project, month: date) -> date | None:
        """The day of the year of ``month`` on which the project works again."""
        return self.resumed_on.get((month.year, project.code))


def _resumed_early(facts: Facts, projects: Sequence[Project], year: int, target: int) -> set[str]:
    """Codes of the projects that work again by the day of the published rate."""
    of_unit = {
        unit.code: sorted(p.code for p in projects if p.unit.code == unit.code)
        for unit in facts.units.values()
    }
    sizes = [len(codes) for codes in of_unit.values()]
    wished = [len(of_unit[u.code]) * u.resumed for u in facts.units.values()]
    early: set[str] = set()
    counts = apportion(wished, target, [0] * len(sizes), sizes)
    for (unit, codes), count in zip(of_unit.items(), counts, strict=True):
        early |= set(stream("resumed", unit, year).sample(codes, count))
    return early


def make_resumption(facts: Facts, projects: Sequence[Project]) -> Resumption:
    """Let as many projects of the first batch work again on the day as was published.

    In 2021, of which nothing was published, the same share works again by the end of February.
    """
    days: dict[tuple[int, str], date] = {}
    for festival in _SPRING_FESTIVALS:
        year = festival.year
        asked = [p for p in projects if p.construction_type(year) and p.counts_for_the_city]
        known = [p for p in asked if p.known_from <= date(year, 2, 1)]
        target = round(float(facts.figures["F14"]) / 100 * len(known))
        early = _resumed_early(facts, known, year, target)
        for project in projects:
            rng = stream("resumption", project.code, year)
            if project.code in early or not project.counts_for_the_city:
                days[year, project.code] = festival + timedelta(days=rng.randrange(6, 17))
            else:
                # After the extra round (2022) or in March (2021).
                late = date(2022, 2, 19) if year == 2022 else date(2021, 3, 1)
                days[year, project.code] = late + timedelta(days=rng.randrange(0, 9))
    return Resumption(days)
