"""explain: why a unit stands where it stands, down to what it handed in, each step recomputed."""

from majorprojects.explain.apportion import Moved, Movement, Part, as_shown, points_as_shown
from majorprojects.explain.explanation import (
    ExplainedIndicator,
    Explanation,
    explain,
)
from majorprojects.explain.kinds import Kind
from majorprojects.explain.lifts import Lift
from majorprojects.explain.month import Item, Scored
from majorprojects.explain.recompute import Difference

__all__ = [
    "Difference",
    "ExplainedIndicator",
    "Explanation",
    "Item",
    "Kind",
    "Lift",
    "Moved",
    "Movement",
    "Part",
    "Scored",
    "as_shown",
    "explain",
    "points_as_shown",
]
