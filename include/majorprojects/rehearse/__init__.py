"""rehearse: past months under a rulebook that is not in force, beside the warehouse."""

from majorprojects.rehearse.compare import Cause, Place, RuleChange, TopThree, Unit
from majorprojects.rehearse.rehearse import Rehearsal, rehearse
from majorprojects.rehearse.spans import Span

__all__ = [
    "Cause",
    "Place",
    "Rehearsal",
    "RuleChange",
    "Span",
    "TopThree",
    "Unit",
    "rehearse",
]
