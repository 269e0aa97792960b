"""What the city itself sends: rounds of observation, targets of the year, official statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePosixPath

from majorprojects.sample.amounts import apportion
from majorprojects.sample.course import Course
from majorprojects.sample.layout import lay_out
from majorprojects.sample.observations import make_rounds
from majorprojects.sample.register import plan_in
from majorprojects.sample.rows import Row, StatisticRow, TargetRow
from majorprojects.sample.world import World
from majorprojects.sample.writers import xlsx_bytes

_100M = 10_000  # 亿元 in 万元
_INVENTED = "（样例）"


@dataclass(frozen=True)
class CityWorkbook:
    """A workbook of the city: one sheet under a title, which is the file's name too."""

    received_on: date
    entity: str
    title: str
    rows: Sequence[Row]


def city_workbooks(world: World) -> list[CityWorkbook]:
    """All workbooks of the city in the order of their arrival."""
    books = [*_rounds(world), *_targets(world), *_statistics(world)]
    return sorted(books, key=lambda book: (book.received_on, book.title))


def city_file(world: World, book: CityWorkbook) -> tuple[PurePosixPath, bytes]:
    """Path in the inbox and bytes of a workbook of the city."""
    city = world.facts.city.unit
    sheet = world.facts.sheets[book.entity]
    grid = lay_out(book.entity, sheet, city, book.rows, title=book.title, month_text=None)
    folder = PurePosixPath(book.received_on.isoformat(), city.code)
    return folder / f"{book.title}.xlsx", xlsx_bytes([grid])


def _rounds(world: World) -> Iterator[CityWorkbook]:
    city = world.facts.city
    for seen, rows in make_rounds(world.facts, world.courses, world.facts.leagues):
        title = f"{city.unit.name}{seen.observed_on.year}年重点项目{seen.name}{_INVENTED}"
        yield CityWorkbook(seen.received_on, "observations", title, rows)


def _targets(world: World) -> Iterator[CityWorkbook]:
    facts = world.facts
    plan, city = facts.city.targets, facts.city.unit.name
    stated = [
        TargetRow(2022, target.indicator, city, facts.figures[target.figure], target.unit)
        for target in plan.stated
    ]
    yield CityWorkbook(plan.received_on[2022], "targets", f"{city}2022年年度目标", stated)
    for year in (2021, 2022):
        rows = list(_unit_targets(world, year))
        title = f"{city}{year}年各单位年度目标{_INVENTED}"
        yield CityWorkbook(plan.received_on[year], "targets", title, rows)


def _unit_targets(world: World, year: int) -> Iterator[TargetRow]:
    """Targets of each unit; those of 2021 come with their sum, which is the city's."""
    facts, capital = world.facts, world.capital
    planned = _by_unit(world, year, lambda course: plan_in(course, date(year, 1, 1)))
    counted = _by_unit(world, year, lambda _course: 1)
    if year == 2022:
        figures = facts.figures
        planned = _shared_out(planned, int(figures["F07"] * _100M), 100)
        counted = _shared_out(counted, int(figures["F06"]), 1)
    before = {2021: Decimal("0.93"), 2022: Decimal("1.1")}[year]

    def won(field: str, step: int) -> list[int]:
        """As much as the year brings in 2021 but for some percent, a tenth more in 2022."""
        results = [capital.of_year(code, 2021, field) for code in facts.units]
        return [-int(-result * before // step) * step for result in results]

    top500 = [capital.of_year(code, 2021, "top500_projects_ytd") for code in facts.units]
    top500 = _shared_out(top500, int(facts.figures["F09"]), 1) if year == 2022 else top500
    columns: list[tuple[str, str, Sequence[int | Decimal]]] = [
        ("重点项目完成投资", "亿元", [Decimal(amount) / _100M for amount in planned]),
        ("重点项目实施数", "个", counted),
        ("引进三类500强项目数", "个", top500),
        ("引资", "亿元", [Decimal(a) / _100M for a in won("domestic_capital_ytd", 1000)]),
        ("实际使用外资", "万美元", won("foreign_capital_ytd", 10)),
        ("争资", "万元", won("upper_level_funds_ytd", 100)),
    ]
    for indicator, unit, values in columns:
        for reporter, value in zip(facts.units.values(), values, strict=True):
            yield TargetRow(year, indicator, reporter.name, value, unit)
        stated = {target.indicator for target in facts.city.targets.stated}
        if year == 2021 or indicator not in stated:
            yield TargetRow(year, indicator, facts.city.unit.name, sum(values), unit)


def _by_unit(world: World, year: int, size: Callable[[Course], int]) -> list[int]:
    """Sum over the municipal key projects that each unit's first register of the year holds."""
    first = date(year, 1, 1)
    known = [
        c
        for c in world.courses
        if c.project.counts_for_the_city
        and c.project.construction_type(year)
        and c.project.known_from <= first
    ]
    return [sum(size(c) for c in known if c.project.unit.code == u) for u in world.facts.units]


def _shared_out(sizes: Sequence[int], total: int, step: int) -> list[int]:
    return apportion(sizes, total, [0] * len(sizes), [total] * len(sizes), step)


def _statistics(world: World) -> Iterator[CityWorkbook]:
    """Figures of a year as they are known in the next.

    The base of the growth F23 and the fixed asset investment of 2020 follow from what is stated of 2021.
    """
    facts, city = world.facts, world.facts.city.unit.name
    plan, figures = facts.city.statistics, facts.figures
    investment = _rounded(figures["F18"] * (1 + plan.fixed_asset_excess_pct / 100), "0.01")
    single = 100 * figures["F27"] / figures["F26"]
    provincial = sum(
        c.budget.completed[2021]
        for c in world.courses
        if c.project.level == "省重点" and c.project.construction_type(2021)
    )
    foreign = sum(world.capital.of_year(u, 2021, "foreign_capital_ytd") for u in facts.units)
    year_before = [
        ("固定资产投资(亿元)", _before(investment, figures["F19"], "0.01")),
        (
            "省重点项目完成投资(亿元)",
            _before(Decimal(provincial) / _100M, figures["F23"], "0.0001"),
        ),
    ]
    share, rank = "省单体项目中产业项目占比(%)", plan.single_industrial_rank
    growth, growth_rank = figures["F19"], int(figures["F20"])
    rows = {
        2020: [
            StatisticRow("2020年", name, city, value, None, None) for name, value in year_before
        ],
        2021: [
            StatisticRow("2021年", "固定资产投资(亿元)", city, investment, growth, growth_rank),
            StatisticRow("2021年", share, city, _rounded(single, "1"), None, rank),
            StatisticRow("2021年", "实际使用外资(万美元)", city, foreign, None, None),
        ],
    }
    for year, of_year in rows.items():
        title = f"{city}{year}年统计数据（含样例）"
        yield CityWorkbook(plan.received_on[year], "official_statistics", title, of_year)


def _before(value: Decimal, growth_pct: Decimal, step: str) -> Decimal:
    """The value of the year before, given the growth since."""
    return _rounded(value / (1 + growth_pct / 100), step)


def _rounded(value: Decimal, step: str) -> Decimal:
    return value.quantize(Decimal(step), ROUND_HALF_UP)
