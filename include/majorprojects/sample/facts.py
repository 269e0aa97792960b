"""The facts of the sample as typed objects: what include/sample and the seeds say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from majorprojects.sample.city_facts import CapitalPlan, City
from majorprojects.sample.fact import Fact, Month
from majorprojects.sample.form import Reporter


class Unit(Reporter):
    """A reporting unit and its habits."""

    short: str
    weight: float
    pace: dict[int, float]
    start_delay: tuple[int, int]
    last_quarter: float
    resumed: float
    arrives: tuple[int, int]
    arrives_in: dict[Month, int] = Field(default_factory=dict)
    mix: dict[str, float]


class Cohort(Fact):
    """Projects with the same course through the two years; shares are in percent of total."""

    level: str
    in_2021: str | None
    in_2022: str | None
    projects: int
    provincial: int
    single_industrial: int
    single_other: int
    size: Literal["large", "started_above_50m", "small"]
    mean_total_10k: int
    before_pct: float | None
    plan_2021_pct: float | None
    plan_2022_pct: float | None
    start_from: Month
    start_to: Month
    finish_from: Month
    finish_to: Month
    restart_from: Month | None
    restart_to: Month | None
    known_from: Month | None
    withdrawn_in: Month | None


class NamedProject(Fact):
    """A project that the article names; what the article does not state of it is invented."""

    figure_id: str
    unit_code: str
    name: str
    category: str
    level: str
    is_single: bool
    in_2021: str | None
    in_2022: str | None
    total_10k: int
    planned_finish: Month
    is_top500: bool
    industry_chain: str
    location: str
    progress_2022_02: str | None
    note: str


class ExtraRound(Fact):
    """A second workbook of every unit within a month."""

    month: Month
    day: date
    share_of_month: float
    name: str


class Combined(Fact):
    """Two months reported as one; there is no workbook for the first of them."""

    unit: str
    month: Month
    written: str


class Incident(Fact):
    """Something that happens to one unit's workbook of one month."""

    unit: str
    month: Month
    day: date
    name: str
    keeps_pct: int = 100
    stale_rows: int = 0


class Deliveries(Fact):
    """Report months of the sample, and what happens besides the monthly workbooks."""

    first_month: Month
    last_month: Month
    extra_round: ExtraRound
    combined: Combined
    repeated: Incident
    broken: Incident
    corrected: Incident


class RowFault(Fact):
    """A fault that stands in single rows."""

    kind: str
    sheet: str
    rows: int
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    set: dict[str, str | None] = Field(default_factory=dict)
    change: str | None = None
    quiet: bool = False
    signs: tuple[str, ...] = ()


class SheetFault(Fact):
    """A fault of a whole sheet."""

    kind: Literal["unknown_column", "progress_as_share", "money_unit_differs"]
    unit: str
    sheet: str
    months: tuple[Month, ...]
    header: str = ""
    value: str = ""
    row_2_unit: str = ""


class Unapproved(Fact):
    """Share of the lowered plans, and of the changed promises, that nobody approved."""

    plans: float
    promises: float


class FaultPlan(Fact):
    """All faults, with the first and last month in which loud and quiet ones may stand."""

    months: dict[Literal["loud", "quiet"], tuple[Month, Month]]
    unapproved: Unapproved
    faults: tuple[RowFault, ...]
    sheets: tuple[SheetFault, ...]


class SheetColumn(Fact):
    """A column of a sheet as the units write it."""

    field: str
    header: str
    width: int
    group: str = ""
    unit: str = ""
    plan_unit: bool = False


class SheetForm(Fact):
    """A sheet as it is written; ``total`` names the columns of the 合计 row, if it has one."""

    name: str
    numbered_name: str = ""
    title: str = ""
    total: tuple[str, ...] = ()
    columns: tuple[SheetColumn, ...]


class Difficulty(Fact):
    """Who answers for a kind of issue, and pairs of a description with a measure."""

    office: str
    texts: tuple[tuple[str, str], ...]


class Words(Fact):
    """Words of invented names and issues, and of 形象进度 by physical progress in percent."""

    areas: tuple[str, ...]
    topics: dict[str, tuple[tuple[str, str | None], ...]]
    stages: tuple[tuple[int, str], ...]
    issues: dict[str, Difficulty]


@dataclass(frozen=True)
class Facts:
    """Everything from which the sample is made.

    ``leagues`` names each unit's league, ``figures`` holds the published ones by id.
    """

    units: dict[str, Unit]
    leagues: dict[str, str]
    sizes: dict[str, float]
    cohorts: tuple[Cohort, ...]
    named: tuple[NamedProject, ...]
    words: Words
    deliveries: Deliveries
    faults: FaultPlan
    sheets: dict[str, SheetForm]
    capital: dict[str, CapitalPlan]
    city: City
    figures: dict[str, Decimal]
