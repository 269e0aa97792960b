"""How figures and terms are written for people, on the screen and on pages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

LEAGUES: Final = {"county": "县市组", "urban": "城区组", "park": "园区组"}
INDICATORS: Final = {
    "completion": "投资完成率",
    "start": "开工率",
    "full_year_start": "全年开工率",
    "resumption": "复工率",
    "commitment": "承诺兑现率",
    "issue_clearance": "问题销号率",
}


def half_up(value: Decimal | float, step: str) -> Decimal:
    """Round as offices do; Python's own formatting rounds a half to the even neighbour."""
    return Decimal(value).quantize(Decimal(step), ROUND_HALF_UP)


def percent(ratio: Decimal | float) -> str:
    """A ratio of 0-1 as percent to one place."""
    return f"{half_up(ratio * 100, '0.1')}%"
