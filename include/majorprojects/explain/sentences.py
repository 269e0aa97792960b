"""What the screen and the page say of an explanation in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from majorprojects.wording import INDICATORS, figure

if TYPE_CHECKING:
    from majorprojects.explain.explanation import Explanation
    from majorprojects.explain.lifts import Lift


def _named(names: Iterable[str]) -> str:
    """Indicators by their Chinese names, each once."""
    return "、".join(INDICATORS.get(name, name) for name in dict.fromkeys(names))


def held_against_cells(found: Explanation, *, is_read_again: bool) -> str:
    """The indicators whose items were held against what their cells say, or those whose cells are only shown."""
    return _named(
        one.indicator
        for one in found.indicators
        if one.is_read_again == is_read_again and one.items
    )


def lift_sentence(found: Explanation, lift: Lift) -> str:
    """What would lift the unit, or that nothing would."""
    if lift.untried_for:
        return f"未试算：其单元格还影响{_named(lift.untried_for)}"
    if lift.change is None:
        return "单个项目无法做到" if lift.is_of_one_item else "仅此一项无法前进"
    unit = "项" if found.kinds[lift.indicator].adds_up == "count" else ""
    item = "" if lift.item is None else f"仅{found.names.get(lift.item, lift.item)} "
    others = f"（同时计入{_named(lift.moves_too)}）" if lift.moves_too else ""
    return (
        f"{item}{'+' if lift.change > 0 else ''}{figure(lift.change)}{unit}"
        f"（至{figure(lift.numerator)}）→ 第{lift.league_rank}位{others}"
    )
