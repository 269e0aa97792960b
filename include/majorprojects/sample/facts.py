"""The facts of the sample as typed objects: what include/sample and the seeds say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from majorprojects.sample.months import month_of

Month = Annotated[date, BeforeValidator(month_of)]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(_Fact):
    """How a unit writes its workbook; the defaults are a plain .xlsx."""

    file: Literal["xlsx", "xls", "csv"] = "xlsx"
    file_name: str = "{name}{year}年{month}月重点项目月报.xlsx"
    sheet_names: Literal["plain", "numbered"] = "plain"
    header: Literal["plain", "grouped", "split"] = "plain"
    brackets: Literal["half", "full"] = "half"
    line_breaks: bool = False
    title_rows: int = 1
    margin: int = 0
    serial: bool = True
    subtotals: bool = False
    blank_rows: int = 0
    merge_categories: bool = False
    meta_cells: bool = False
    month: str = "{year}年{month}月"
    plan_unit: Literal["万元", "亿元"] = "万元"
    money_as_text: bool = False
    money_first: bool = False
    dates: Literal["cell", "dash", "slash", "dot", "zh", "compact"] = "cell"
    planned_months: bool = False
    empty: str = ""
    yes_no: tuple[str, str] = ("是", "否")
    guide_sheet: bool = False


class Unit(_Fact):
    """A reporting unit and its habits."""

    code: str
    name: str
    short: str
    weight: float
    pace: dict[int, float]
    start_delay: tuple[int, int]
    last_quarter: float
    resumed: float
    arrives: tuple[int, int]
    arrives_in: dict[Month, int] = {}
    mix: dict[str, float]
    form: Form


class Cohort(_Fact):
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


class NamedProject(_Fact):
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


class ExtraRound(_Fact):
    """A second workbook of every unit within a month."""

    month: Month
    day: date
    share_of_month: float
    name: str


class Combined(_Fact):
    """Two months reported as one; there is no workbook for the first of them."""

    unit: str
    month: Month
    written: str


class Incident(_Fact):
    """Something that happens to one unit's workbook of one month."""

    unit: str
    month: Month
    day: date
    name: str
    keeps_pct: int = 100
    stale_rows: int = 0


class Deliveries(_Fact):
    """Report months of the sample, and what happens besides the monthly workbooks."""

    first_month: Month
    last_month: Month
    extra_round: ExtraRound
    combined: Combined
    repeated: Incident
    broken: Incident
    corrected: Incident


class RowFault(_Fact):
    """A fault that stands in single rows."""

    kind: str
    sheet: str
    rows: int
    where: dict[str, tuple[str, ...]] = {}
    set: dict[str, str | None] = {}
    change: str | None = None
    quiet: bool = False


class SheetFault(_Fact):
    """A fault of a whole sheet."""

    kind: Literal["unknown_column", "progress_as_share", "money_unit_differs"]
    unit: str
    sheet: str
    months: tuple[Month, ...]
    header: str = ""
    value: str = ""
    row_2_unit: str = ""


class FaultPlan(_Fact):
    """All faults, with the first and last month in which loud and quiet ones may stand."""

    months: dict[Literal["loud", "quiet"], tuple[Month, Month]]
    faults: tuple[RowFault, ...]
    sheets: tuple[SheetFault, ...]


class SheetColumn(_Fact):
    """A column of a sheet as the units write it."""

    field: str
    header: str
    width: int
    group: str = ""
    unit: str = ""
    plan_unit: bool = False


class SheetForm(_Fact):
    """A sheet as the units write it; ``total`` names the columns of the 合计 row."""

    name: str
    numbered_name: str
    title: str
    total: tuple[str, ...]
    columns: tuple[SheetColumn, ...]


class Words(_Fact):
    """Words of invented names, and the text of 形象进度 by physical progress in percent."""

    areas: tuple[str, ...]
    topics: dict[str, tuple[tuple[str, str | None], ...]]
    stages: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Facts:
    """Everything from which the sample is made; ``figures`` are the published ones, by id."""

    units: dict[str, Unit]
    sizes: dict[str, float]
    cohorts: tuple[Cohort, ...]
    named: tuple[NamedProject, ...]
    words: Words
    deliveries: Deliveries
    faults: FaultPlan
    sheets: dict[str, SheetForm]
    figures: dict[str, Decimal]
