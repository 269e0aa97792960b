"""What the projects cost, plan and complete: all sums that were published are met to the unit.

Money is whole 万元 everywhere in the generator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from majorprojects.sample.amounts import apportion, stream
from majorprojects.sample.facts import Facts
from majorprojects.sample.portfolio import Project

_100M = 10_000  # 亿元 in 万元
_50M = 5_000  # the size from which a new start counts in F16
_STEP = 50  # clerks plan in fifties


@dataclass(frozen=True)
class Budget:
    """Money of one project in 万元; ``completed`` is the whole year's, also beyond the sample."""

    total: int
    before_2021: int
    plan: dict[int, int]
    completed: dict[int, int]


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def _noise(project: Project, name: str, spread: float) -> float:
    return stream(name, project.code).uniform(1 - spread, 1 + spread)


def _totals(facts: Facts, projects: Sequence[Project]) -> dict[str, int]:
    totals: dict[str, int] = {}
    wished: dict[str, float] = {}
    for project in projects:
        spread = stream("total", project.code).lognormvariate(0, 0.55)
        weight = facts.sizes[project.category] * (2.2 if project.level == "省重点" else 1.0)
        wished[project.code] = project.cohort.mean_total_10k * spread * weight
        if project.named:
            totals[project.code] = project.named.total_10k
        elif project.cohort.size == "small":
            totals[project.code] = round(min(max(wished[project.code], 1200), 4900) / 100) * 100
        elif not project.cohort.in_2022:
            totals[project.code] = max(_50M + 100, round(wished[project.code] / 100) * 100)

    def share_out(group: list[Project], target: int) -> None:
        rest = [project for project in group if project.code not in totals]
        target -= sum(totals[project.code] for project in group if project.code in totals)
        parts = apportion(
            [wished[project.code] for project in rest],
            target,
            [_50M + 100] * len(rest),
            [target] * len(rest),
            step=100,
        )
        totals.update(zip((project.code for project in rest), parts, strict=True))

    batch = [p for p in projects if p.counts_for_the_city and p.cohort.in_2022]
    starts = [p for p in batch if p.cohort.size == "started_above_50m"]
    share_out(starts, _whole(facts.figures["F17"] * _100M))
    share_out(batch, _whole(facts.figures["F02"] * _100M))
    return totals


def _plans_2022(
    facts: Facts, projects: Sequence[Project], totals: dict[str, int]
) -> dict[str, int]:
    def weight(project: Project) -> float:
        pct = project.cohort.plan_2022_pct or 0
        return totals[project.code] * pct / 100 * _noise(project, "plan 2022", 0.25)

    batch = [p for p in projects if p.counts_for_the_city and p.cohort.in_2022]
    high = [int(totals[p.code] * 0.8) // _STEP * _STEP for p in batch]
    for place, project in enumerate(batch):
        # Some preparatory projects are in the list without a plan of their own.
        if project.cohort.in_2022 == "预备" and not project.named and place % 2:
            high[place] = 0
    low = [min(200, top) for top in high]
    target = _whole(facts.figures["F03"] * _100M)
    parts = apportion([weight(p) for p in batch], target, low, high, _STEP)
    plans = dict(zip((p.code for p in batch), parts, strict=True))
    for project in projects:
        if project.cohort.in_2022 and project.code not in plans:
            plans[project.code] = max(200, round(weight(project) / _STEP) * _STEP)
    return plans


def _plans_2021(
    facts: Facts, projects: Sequence[Project], totals: dict[str, int], next_year: dict[str, int]
) -> dict[str, int]:
    """Plans whose completion gives the investment of 2021 that the targets of 2022 rest on."""

    def weight(project: Project) -> float:
        pct = project.cohort.plan_2021_pct or 0
        return totals[project.code] * pct / 100 * _noise(project, "plan 2021", 0.2)

    figures = facts.figures
    completed = figures["F07"] / (1 + figures["F08"] / 100) * _100M
    target = _whole(completed / (figures["F25"] / 100) / _STEP) * _STEP
    city = [p for p in projects if p.counts_for_the_city and p.cohort.in_2021]
    high = [
        int((0.9 * totals[p.code] - next_year.get(p.code, 0)) / 1.2) // _STEP * _STEP for p in city
    ]
    low = [min(200, top) for top in high]
    parts = apportion([weight(p) for p in city], target, low, high, _STEP)
    plans = dict(zip((p.code for p in city), parts, strict=True))
    for project in projects:
        if project.cohort.in_2021 and project.code not in plans:
            plans[project.code] = max(200, round(weight(project) / _STEP) * _STEP)
    return plans


def _bounds_2021(project: Project, total: int, plan: int, next_plan: int) -> tuple[int, int]:
    """Least and most that the project can have completed in 2021."""
    if project.cohort.withdrawn_in or project.actual_start.year > 2021:
        return 0, 0
    high = min(int(plan * 1.95), int(total * 0.95) - next_plan)
    low = plan // 3
    if project.cohort.in_2021 == "新开工" and not project.cohort.in_2022:
        # Begun and finished within the year: the year's money is the whole cost.
        low, high = int(total * 0.93), min(int(plan * 1.95), int(total * 1.05))
    return min(low, high), high


def _completed_2021(
    facts: Facts,
    projects: Sequence[Project],
    totals: dict[str, int],
    plans: dict[int, dict[str, int]],
) -> dict[str, int]:
    figures, planned = facts.figures, plans[2021]
    in_year = [p for p in projects if p.cohort.in_2021]
    bounds = {
        p.code: _bounds_2021(p, totals[p.code], planned[p.code], plans[2022].get(p.code, 0))
        for p in in_year
    }

    def wish(project: Project) -> float:
        return planned[project.code] * project.unit.pace[2021] * _noise(project, "pace 2021", 0.22)

    def rate(group: list[Project], figure: str) -> int:
        return _whole(sum(planned[p.code] for p in group) * figures[figure] / 100)

    city = [p for p in in_year if p.counts_for_the_city]
    provincial = [p for p in city if p.level == "省重点"]
    municipal = [p for p in city if p.level != "省重点"]
    of_province = rate(provincial, "F22")
    completed = {
        p.code: min(bounds[p.code][1], max(bounds[p.code][0], round(wish(p)))) for p in in_year
    }
    for group, target in (
        (provincial, of_province),
        (municipal, rate(city, "F25") - of_province),
    ):
        low, high = zip(*(bounds[p.code] for p in group), strict=True)
        parts = apportion([wish(p) for p in group], target, low, high)
        completed.update(zip((p.code for p in group), parts, strict=True))
    return completed


def _before_2021(project: Project, total: int, completed: int, next_plan: int) -> int:
    """Investment before the sample begins, so that what is finished cost about its total."""
    if project.actual_start.year >= 2021:
        return 0
    least = total // 50
    final = total * stream("cost", project.code).uniform(0.95, 1.03)
    if not project.cohort.in_2022 or project.cohort.in_2022 == "竣工投产":
        return max(least, round(final) - completed - next_plan)
    wished = total * (project.cohort.before_pct or 0) / 100 * _noise(project, "before", 0.4)
    return max(least, min(round(wished), int(total * 0.97) - completed - next_plan))


def _completed_2022(project: Project, plan: int, left: int) -> int:
    """What the year will bring, of which the sample shows two months; ``left`` is still to spend."""
    if project.actual_start.year > 2022:
        return 0
    wish = plan * project.unit.pace[2022] * _noise(project, "pace 2022", 0.25)
    return max(0, min(round(wish), int(plan * 1.9), left))


def make_budgets(facts: Facts, projects: Sequence[Project]) -> dict[str, Budget]:
    """Give every project its money, by project code.

    Raises:
        DataError: the facts allow no way to reach a published sum.
    """
    totals = _totals(facts, projects)
    plans = {2022: _plans_2022(facts, projects, totals)}
    plans[2021] = _plans_2021(facts, projects, totals, plans[2022])
    completed = _completed_2021(facts, projects, totals, plans)
    budgets = {}
    for project in projects:
        code = project.code
        total, next_plan, done = totals[code], plans[2022].get(code, 0), completed.get(code, 0)
        before = _before_2021(project, total, done, next_plan)
        left = int(total * 1.05) - before - done
        budgets[code] = Budget(
            total=total,
            before_2021=before,
            plan={year: plan[code] for year, plan in plans.items() if code in plan},
            completed={2021: done, 2022: _completed_2022(project, next_plan, left)},
        )
    return budgets
