"""rankings: what the offices publish, read from the current version of the warehouse."""

from majorprojects.rankings.read import RankedUnit, Ranking, read_ranking

__all__ = ["RankedUnit", "Ranking", "read_ranking"]
