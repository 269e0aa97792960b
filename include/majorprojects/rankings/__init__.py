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
from majorprojects.rankings.restated import Restated, RestatedItem, Restatement, Told, read_restated

__all__ = [
    "CityRow",
    "FiledAppeal",
    "Mover",
    "Overview",
    "RankedUnit",
    "Ranking",
    "Reason",
    "Restated",
    "RestatedItem",
    "Restatement",
    "Told",
    "decide_appeal",
    "file_appeal",
    "publish_ranking",
    "read_appeals",
    "read_overview",
    "read_ranking",
    "read_restated",
    "rebuild",
]
