"""The rows of the sheets: a dataclass an entity, its fields those of include/templates/entities.yml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What a cell may hold. Money is whole 万元; a text in place of another type is a fault.
Cell = str | int | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of 项目备案."""

    project_code: Cell
    project_name: Cell
    category: Cell
    level: Cell
    is_provincial_single: Cell
    construction_type: Cell
    industry_chain: Cell
    location: Cell
    owner_name: Cell
    owner_uscc: Cell
    total_investment: Cell
    annual_plan: Cell
    planned_start: Cell
    planned_finish: Cell
    is_top500: Cell
    responsible_unit: Cell
    responsible_leader: Cell
    parent_project_code: Cell
    filed_on: Cell
    batch: Cell
    plan_change_approval: Cell
    plan_change_reason: Cell
    withdrawn_on: Cell
    withdrawal_reason: Cell


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A row of 月度进展."""

    project_code: Cell
    project_name: Cell
    month_investment: Cell
    ytd_investment: Cell
    cumulative_investment: Cell
    statistical_ytd_investment: Cell
    progress_text: Cell
    physical_progress_pct: Cell
    status: Cell
    actual_start: Cell
    is_resumed: Cell
    resumed_on: Cell
    actual_finish: Cell
    workers_on_site: Cell
    remarks: Cell


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A row of 承诺事项."""

    commitment_id: Cell
    project_code: Cell
    commitment_type: Cell
    content: Cell
    due_on: Cell
    promised_value: Cell
    promised_by: Cell
    promised_on: Cell
    change_approval: Cell
    change_reason: Cell


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A row of 三张清单."""

    issue_id: Cell
    project_code: Cell
    category: Cell
    description: Cell
    raised_on: Cell
    measure: Cell
    responsible_unit: Cell
    responsible_person: Cell
    due_on: Cell
    status: Cell
    closed_on: Cell


@dataclass(frozen=True, slots=True)
class CapitalRow:
    """A row of 引资争资; foreign capital is in 万美元."""

    domestic_capital_ytd: Cell
    foreign_capital_ytd: Cell
    upper_level_funds_ytd: Cell
    signed_projects_ytd: Cell
    top500_projects_ytd: Cell


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A row of 支持措施."""

    project_code: Cell
    measure_type: Cell
    content: Cell
    amount: Cell
    dated_on: Cell
    status: Cell


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A row of 现场观摩."""

    round_id: Cell
    observed_on: Cell
    subject_unit_code: Cell
    project_code: Cell
    judge_id: Cell
    vote_rank: Cell
    score: Cell
    is_look_back: Cell


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row of 年度目标."""

    year: Cell
    indicator: Cell
    subject_unit_code: Cell
    target_value: Cell
    measure_unit: Cell


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """A row of 统计数据."""

    period: Cell
    indicator: Cell
    subject_unit_code: Cell
    value: Cell
    yoy_pct: Cell
    provincial_rank: Cell


Row = (
    RegisterRow
    | ProgressRow
    | CommitmentRow
    | IssueRow
    | CapitalRow
    | SupportRow
    | ObservationRow
    | TargetRow
    | StatisticRow
)
