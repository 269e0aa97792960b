"""Who builds what: the projects of the sample, but for their money."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import uscc

from majorprojects.sample.amounts import stream
from majorprojects.sample.facts import Cohort, Facts, NamedProject, Unit
from majorprojects.sample.months import last_day, months_between

_LEVELS_OF_THE_CITY = ("省重点", "市重点")
_PUBLIC = ("社会民生", "生态文明", "城乡基础设施")


@dataclass(frozen=True)
class Seat:
    """A place in a cohort, which a named or an invented project takes."""

    cohort: Cohort
    level: str
    is_single: bool
    category: str | None


@dataclass(frozen=True)
class Project:
    """A project as filed; dates as planned and as they come true (None: not within the sample)."""

    code: str
    name: str
    unit: Unit
    cohort: Cohort
    named: NamedProject | None
    category: str
    level: str
    is_single: bool
    industry_chain: str | None
    location: str
    owner_name: str
    owner_uscc: str
    responsible_unit: str
    is_top500: bool
    filed_on: date
    known_from: date
    planned_start: date
    replanned_start: date | None
    planned_finish: date
    actual_start: date
    actual_finish: date

    @property
    def counts_for_the_city(self) -> bool:
        """Whether it is a municipal key project; a provincial one counts as municipal too."""
        return self.level in _LEVELS_OF_THE_CITY

    def construction_type(self, year: int) -> str | None:
        """建设性质 of the year, None where the project is in no register of it."""
        return self.cohort.in_2021 if year == 2021 else self.cohort.in_2022


def _seats(cohort: Cohort) -> Iterator[Seat]:
    singles = cohort.single_industrial + cohort.single_other
    for place in range(cohort.projects):
        level = "省重点" if place < cohort.provincial else cohort.level
        category = None
        if place < singles:
            category = "产业科技" if place < cohort.single_industrial else "城乡基础设施"
        yield Seat(cohort, level, place < singles, category)


def _seat_of(named: NamedProject, seats: list[Seat]) -> Seat:
    return next(
        seat
        for seat in seats
        if (seat.cohort.in_2021, seat.cohort.in_2022) == (named.in_2021, named.in_2022)
        and (seat.level, seat.is_single) == (named.level, named.is_single)
        and seat.category in (None, named.category)
        and seat.cohort.size != "small"
    )


def _deal(seats: list[Seat], units: list[Unit], dealt: Counter[str]) -> Iterator[tuple[Unit, Seat]]:
    """Give each seat to the unit that is furthest behind its weight."""
    for seat in seats:
        unit = min(units, key=lambda u: ((dealt[u.code] + 1) / u.weight, u.code))
        dealt[unit.code] += 1
        yield unit, seat


def _any_month(rng: random.Random, first: date, last: date) -> date:
    return rng.choice(list(months_between(first, last)))


def _early_month(rng: random.Random, first: date, last: date) -> date:
    """A month of the span, rather an early one: plans begin with the year."""
    return min(_any_month(rng, first, last) for _ in range(3))


@dataclass(frozen=True)
class _Invented:
    """What an invented project has where a named one has what the article states."""

    name: str
    category: str
    industry_chain: str | None
    location: str
    is_top500: bool
    planned_finish: date


class _Register:
    """Makes projects with names and codes that occur once."""

    def __init__(self, facts: Facts) -> None:
        self._words = facts.words
        self._names: set[str] = set()
        self._codes: set[str] = set()
        self._owners = 0

    def add(self, number: int, unit: Unit, seat: Seat, named: NamedProject | None) -> Project:
        rng = stream("project", number)
        cohort = seat.cohort
        what = named or self._invented(rng, unit, seat)
        start = _early_month(rng, cohort.start_from, cohort.start_to)
        restart = None
        if cohort.restart_from and cohort.restart_to:
            restart = _early_month(rng, cohort.restart_from, cohort.restart_to)
        known_from = cohort.known_from or date(2021 if cohort.in_2021 else 2022, 1, 1)
        filed_on = min(start, known_from) - timedelta(days=rng.randrange(20, 150))
        owner_name, owner_uscc = self._owner(unit, what.category)
        return Project(
            code=self._code(rng, unit, filed_on),
            name=what.name,
            unit=unit,
            cohort=cohort,
            named=named,
            category=what.category,
            level=seat.level,
            is_single=seat.is_single,
            industry_chain=what.industry_chain,
            location=what.location,
            owner_name=owner_name,
            owner_uscc=owner_uscc,
            responsible_unit=f"{unit.name}发展和改革局（样例）",
            is_top500=what.is_top500,
            filed_on=filed_on,
            known_from=known_from,
            planned_start=start,
            replanned_start=restart,
            planned_finish=last_day(what.planned_finish),
            actual_start=_actual_start(rng, unit, restart or start),
            actual_finish=_actual_finish(rng, last_day(what.planned_finish)),
        )

    def _invented(self, rng: random.Random, unit: Unit, seat: Seat) -> _Invented:
        category = seat.category or rng.choices(list(unit.mix), list(unit.mix.values()))[0]
        name, chain = self._name(rng, unit, category)
        return _Invented(
            name=name,
            category=category,
            industry_chain=chain,
            location=f"{unit.name}样例片区{rng.randrange(1, 10)}号地块",
            is_top500=category == "产业科技" and rng.random() < 0.06,
            planned_finish=_any_month(rng, seat.cohort.finish_from, seat.cohort.finish_to),
        )

    def _name(self, rng: random.Random, unit: Unit, category: str) -> tuple[str, str | None]:
        while True:
            topic, chain = rng.choice(self._words.topics[category])
            area = rng.choice(self._words.areas)
            stage = rng.choice(("", "", "", "一期", "二期"))
            name = f"{unit.short}{area}{topic}{stage}项目（样例）"
            if name not in self._names:
                self._names.add(name)
                return name, chain

    def _code(self, rng: random.Random, unit: Unit, filed_on: date) -> str:
        while True:
            region = rng.choices([unit.code, "430400", "430000"], [90, 8, 2])[0]
            kind = rng.choice(("01", "02", "03"))
            code = f"{filed_on:%y%m}-{region}-04-{kind}-{rng.randrange(100_000, 1_000_000)}"
            if code not in self._codes:
                self._codes.add(code)
                return code

    def _owner(self, unit: Unit, category: str) -> tuple[str, str]:
        """A name, and a code that passes its check and is plainly nobody's: zeros and a count."""
        self._owners += 1
        kind, head = ("建设管理中心", "12") if category in _PUBLIC else ("建设发展有限公司", "91")
        body = f"{head}{unit.code}{self._owners:09}"
        name = f"{unit.short}样例{self._owners:03}{kind}（虚构）"
        return name, body + str(uscc.calc_check_digit(body))


def _actual_start(rng: random.Random, unit: Unit, planned: date) -> date:
    first, last = unit.start_delay
    actual = planned + timedelta(days=rng.randrange(first, last + 1))
    return max(actual, date(planned.year, 1, 4))


def _actual_finish(rng: random.Random, planned: date) -> date:
    """Some weeks about the planned month's end; what is due in a December is done in it."""
    days = rng.randrange(-40, 3) if planned.month == 12 else rng.randrange(-25, 26)
    actual = planned + timedelta(days=days)
    return min(actual, date(planned.year, 12, 28))


def make_projects(facts: Facts) -> list[Project]:
    """Make all projects, named ones first, then those of each cohort unit by unit."""
    seats = [seat for cohort in facts.cohorts for seat in _seats(cohort)]
    places: list[tuple[Unit, Seat, NamedProject | None]] = []
    dealt: Counter[str] = Counter()
    for named in facts.named:
        seat = _seat_of(named, seats)
        seats.remove(seat)
        dealt[named.unit_code] += 1
        places.append((facts.units[named.unit_code], seat, named))
    places += [(unit, seat, None) for unit, seat in _deal(seats, [*facts.units.values()], dealt)]
    register = _Register(facts)
    return [register.add(number, *place) for number, place in enumerate(places)]
