"""explain: why a unit stands where it stands, down to what it handed in, each step recomputed."""

from majorprojects.explain.explanation import (
    ExplainedIndicator,
    Explanation,
    Kind,
    explain,
)
from majorprojects.explain.lifts import Lift
from majorprojects.explain.movement import Moved, Movement, Part
from majorprojects.explain.page import explanation_page
from majorprojects.explain.read import Item, Scored
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
    "explain",
    "explanation_page",
]
