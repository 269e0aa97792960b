"""rankings: what the offices publish, from the current version of the warehouse, and what becomes of it."""

from majorprojects.rankings.appeals import (
    FiledAppeal,
    decide_appeal,
    file_appeal,
    read_appeals,
)
from majorprojects.rankings.freeze import publish_ranking, rebuild
from majorprojects.rankings.overview import CityRow, Mover, Overview, Reason, read_overview
from majorprojects.rankings.read import RankedUnit, Ranking, read_ranking

__all__ = [
    "CityRow",
    "FiledAppeal",
    "Mover",
    "Overview",
    "RankedUnit",
    "Ranking",
    "Reason",
    "decide_appeal",
    "file_appeal",
    "publish_ranking",
    "read_appeals",
    "read_overview",
    "read_ranking",
    "rebuild",
]
