"""rankings: what the offices publish, read from the current version of the warehouse."""

from majorprojects.rankings.overview import CityRow, Mover, Overview, Reason, read_overview
from majorprojects.rankings.read import RankedUnit, Ranking, read_ranking

__all__ = [
    "CityRow",
    "Mover",
    "Overview",
    "RankedUnit",
    "Ranking",
    "Reason",
    "read_overview",
    "read_ranking",
]
