"""How figures and terms are written for people, on the screen and on pages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

LEAGUES: Final = {"county": "县市组", "urban": "城区组", "park": "园区组"}
INDICATORS: Final = {
    "completion": "投资完成率",
    "first_plan_completion": "首次计划完成率",
    "baseline_completion": "批准计划完成率",
    "start": "开工率",
    "first_start": "首次计划开工率",
    "baseline_start": "批准计划开工率",
    "full_year_start": "全年开工率",
    "resumption": "复工率",
    "commitment": "承诺兑现率",
    "issue_clearance": "问题销号率",
    "issue_on_time": "问题按期销号率",
    "invested": "完成投资",
    "plan_size": "计划规模",
    "late_start": "逾期开工",
    "observation": "现场观摩",
    "domestic_capital": "引进内资",
    "foreign_capital": "利用外资",
    "upper_level_funds": "向上争资",
    "top500_projects": "引进500强项目",
    "industrial_projects": "产业项目",
    "industrial_investment": "产业投资",
}
# Columns of the register as its sheet names them, in the unit of the marts.
REGISTER: Final = {
    "unit_code": "责任单位",
    "project_name": "项目名称",
    "category": "项目类别",
    "level": "项目级别",
    "is_provincial_single": "省单体项目",
    "construction_type": "建设性质",
    "industry_chain": "产业链",
    "location": "建设地点",
    "owner_name": "建设单位",
    "total_investment_cny_10k": "总投资（万元）",
    "annual_plan_cny_10k": "年度计划投资（万元）",
    "planned_start_date": "计划开工时间",
    "planned_finish_date": "计划竣工时间",
    "filed_on": "备案日期",
    "withdrawn_on": "退库日期",
    "batch": "项目批次",
    "parent_project_code": "打包项目代码",
    "is_top500": "是否三类500强",
}
# The parts of a difference of totals that are no project's own.
PARTS: Final = {
    "applies": "本月起计分",
    "falls_away": "本月不计分",
    "limits": "封顶或保底",
    "others": "其他单位名次变化",
    "place": "自身名次变化",
    "rounding": "四舍五入",
    "rulebook": "规则或目标变化",
    "unexplained": "未能解释",
    "weights": "适用权重变化",
}
SILENT: Final = "本月未报送，率和得分均为空。"
NOTHING_BEFORE: Final = "与上月无可比得分。"


def half_up(value: Decimal | float, step: str) -> Decimal:
    """Round as offices do; Python's own formatting rounds a half to the even neighbour."""
    return Decimal(value).quantize(Decimal(step), ROUND_HALF_UP)


def percent(ratio: Decimal | float) -> str:
    """A ratio of 0-1 as percent to one place."""
    return f"{half_up(ratio * 100, '0.1')}%"


def figure(value: Decimal | None) -> str:
    """An amount or a count, with two places where it has any; a dash where there is none."""
    return "–" if value is None else f"{half_up(value, '0.01'):,}".removesuffix(".00")


def signed(points: Decimal) -> str:
    """Points won or lost, to two places."""
    shown = half_up(points, "0.01")
    return f"{'+' if shown > 0 else ''}{shown}"


def told(value: object) -> str:
    """What a cell says, as offices write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return figure(value)
    return "–" if value is None else str(value)
