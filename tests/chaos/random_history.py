"""A city that reports, corrects, re-baselines, promises, withdraws, hands over and votes as the dice fall."""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from majorprojects.settings import DBT_PROJECT
from tests.dbt.small_landing import Row, SmallLanding, progress, project

MONTHS: Final = (dt.date(2022, 1, 1), dt.date(2022, 2, 1), dt.date(2022, 3, 1))
DECEMBER: Final = dt.date(2021, 12, 1)
END: Final = dt.date(2022, 5, 31)
CITY: Final = "430400"
JUDGES: Final = ("评委01", "评委02", "评委90")
# What a unit does in a month, each with its likelihood.
SILENT, CORRECTS, CORRECTS_EARLIER, REBASES, BACKFILLED = 0.1, 0.4, 0.25, 0.3, 0.06
NO_REGISTER, OLD_FORM, WITHDRAWS, HANDS_OVER, FINISHES = 0.25, 0.15, 0.08, 0.08, 0.1
# And what becomes of a month that stands published when another one is published.
CORRECTED_BETWEEN, PUBLISHED_AGAIN = 0.6, 0.3


def units() -> list[str]:
    """Codes of the units that are ranked."""
    with (DBT_PROJECT / "seeds" / "units.csv").open(encoding="utf-8", newline="") as file:
        return [row["unit_code"] for row in csv.DictReader(file) if row["league"]]


@dataclass(frozen=True)
class RandomHistory:
    """What arrived, and when what was published.

    ``late`` are files that were not there yet on any of these days, though their folder has an
    earlier one. ``published`` has the days in order, each with its months; one that stands with
    other rows is corrected that day.
    """

    landing: SmallLanding
    late: frozenset[str]
    published: tuple[tuple[dt.date, tuple[dt.date, ...]], ...]

    def known_on(self, day: dt.date) -> SmallLanding:
        """What had arrived when that day's ranking was published."""
        return SmallLanding(
            {
                name: [
                    row
                    for row in rows
                    if row["received_on"] <= day and row["submission_id"] not in self.late
                ]
                for name, rows in self.landing.tables.items()
            }
        )


@dataclass
class _Unit:
    """A unit; ``plans`` are its projects with this year's plan, ``old`` one that is of last year alone."""

    code: str
    dice: random.Random
    plans: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, dt.date] = field(default_factory=dict)
    taken_over: set[str] = field(default_factory=set)

    @property
    def old(self) -> str:
        return f"{self.code}-OLD"

    def begin(self, landing: SmallLanding) -> None:
        """December: the register with which the year begins."""
        for number in range(self.dice.randint(1, 3)):
            self.plans[f"{self.code}-{number}"] = self.dice.randrange(5_000, 50_000, 100)
        codes = (*self.plans, self.old)
        landing.hand_in(
            "2022-01-05",
            self.code,
            f"{DECEMBER:%Y-%m}",
            projects=[project(code, planned_start=dt.date(2021, 10, 1)) for code in codes],
            monthly_progress=[progress(code, 100) for code in codes],
        )

    def hand_in(self, landing: SmallLanding, day: dt.date, month: dt.date, name: str) -> str:
        """A workbook as the unit sees its projects that day; it may lack the register, or columns of it."""
        has_register = self.dice.random() >= NO_REGISTER
        is_old_form = self.dice.random() < OLD_FORM
        return landing.hand_in(
            str(day),
            self.code,
            f"{month:%Y-%m}",
            name=name,
            projects=[self._project(code, month) for code in self.plans] if has_register else None,
            monthly_progress=[self._progress(code) for code in (*self.plans, self.old)],
            absent=("planned_start", "is_resumed") if is_old_form else (),
            commitments=[self._promise(code, month) for code in self.plans],
        )

    def finish(self, landing: SmallLanding, day: dt.date) -> None:
        """A late correction of December: the old project was ready by then."""
        landing.hand_in(
            str(day),
            self.code,
            f"{DECEMBER:%Y-%m}",
            name="年底更正.xlsx",
            monthly_progress=[progress(self.old, 200, status="竣工")],
        )

    def hand_over(self, other: _Unit) -> None:
        """Its last project goes to another unit, which files it with a number."""
        code, plan = self.plans.popitem()
        other.plans[code] = plan
        other.taken_over.add(code)

    def _project(self, code: str, month: dt.date) -> Row:
        approval = f"移交{code}" if code in self.taken_over else None
        if self.dice.random() < REBASES:
            self.plans[code] = self.dice.randrange(5_000, 50_000, 100)
            approval = approval or self.dice.choice([None, f"衡发{month.month}号"])
        if code not in self.withdrawn and self.dice.random() < WITHDRAWS:
            self.withdrawn[code] = dt.date(2022, self.dice.randint(1, month.month), 20)
        return project(
            code,
            annual_plan=Decimal(self.plans[code]),
            planned_start=dt.date(2022, self.dice.randint(1, 6), 1),
            plan_change_approval=approval,
            plan_change_reason=approval and "调整",
            withdrawn_on=self.withdrawn.get(code),
        )

    def _progress(self, code: str) -> Row:
        self.done[code] = self.done.get(code, 0) + self.dice.randrange(0, 5_000)
        is_started = self.dice.random() < 0.7
        return progress(
            code,
            self.done[code],
            status="在建" if is_started else "未开工",
            is_resumed=self.dice.choice([None, True, False]),
        )

    def _promise(self, code: str, month: dt.date) -> Row:
        return {
            "commitment_id": f"承诺{code}",
            "project_code": code,
            "commitment_type": "年度投资",
            "due_on": dt.date(2022, self.dice.randint(1, 4), 28),
            "promised_value": Decimal(self.dice.randrange(1_000, 9_000, 100)),
            "change_approval": self.dice.choice([None, None, f"衡承{month.month}号"]),
        }


def random_history(dice: random.Random) -> RandomHistory:
    """Three months of all units: most report in time, many correct, some the months before."""
    landing = SmallLanding()
    late: set[str] = set()
    city = [_Unit(code, dice) for code in units()]
    for unit in city:
        unit.begin(landing)
    published = tuple(_publications(dice))
    for month, (published_on, _) in zip(MONTHS, published, strict=True):
        due = _due(month)
        for unit in city:
            if dice.random() < SILENT:
                continue
            unit.hand_in(landing, due - dt.timedelta(days=dice.randint(-3, 7)), month, "报表.xlsx")
            if unit.plans and dice.random() < HANDS_OVER:
                unit.hand_over(dice.choice([one for one in city if one is not unit]))
            for about, likely in ((month, CORRECTS), (MONTHS[0], CORRECTS_EARLIER)):
                if dice.random() < likely:
                    day = due + dt.timedelta(days=dice.randint(1, 40))
                    unit.hand_in(landing, day, about, f"更正{about:%m}-{month:%m}.xlsx")
            if month == MONTHS[1] and dice.random() < FINISHES:
                unit.finish(landing, due)
            if dice.random() < BACKFILLED:
                late.add(unit.hand_in(landing, due, month, f"补报{month:%m}.xlsx"))
        _vote(landing, dice, month, due)
        # Somebody always comes in the afternoon of the day.
        late.add(dice.choice(city).hand_in(landing, published_on, month, "下午更正.xlsx"))
    return RandomHistory(landing, frozenset(late), published)


def _due(month: dt.date) -> dt.date:
    """The 8th of the next month."""
    return (month + dt.timedelta(days=31)).replace(day=8)


def _publications(dice: random.Random) -> list[tuple[dt.date, tuple[dt.date, ...]]]:
    """Each month is published on some day; some that stand are corrected then, or published again."""
    found = []
    for number, month in enumerate(MONTHS):
        day = _due(month) + dt.timedelta(days=dice.randint(-3, 20))
        again = [one for one in MONTHS[:number] if dice.random() < CORRECTED_BETWEEN]
        twice = [month] if dice.random() < PUBLISHED_AGAIN else []
        found.append((day, (month, *again, *twice)))
    return found


def _vote(landing: SmallLanding, dice: random.Random, month: dt.date, due: dt.date) -> None:
    """A round of the month; now and then a judge's votes are corrected."""
    for number, judge in enumerate((*JUDGES, JUDGES[-1])):
        if number < len(JUDGES) or dice.random() < CORRECTS:
            seen = dice.sample(units(), 5)
            landing.hand_in(
                str(due + dt.timedelta(days=number * 10)),
                CITY,
                f"{month:%Y-%m}",
                name=f"观摩{month:%m}-{number}.xlsx",
                observations=[
                    {"round_id": f"{month:%Y%m}", "observed_on": month + dt.timedelta(days=20)}
                    | {"subject_unit_code": unit, "judge_id": judge, "vote_rank": rank}
                    for rank, unit in enumerate(seen, 1)
                ],
            )
