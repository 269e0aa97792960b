"""The publication ledger: what was published as a ranking, month by month, for ever (invariant I5)."""

from majorprojects.ledger.entry import Entry
from majorprojects.ledger.freeze import publish_ranking
from majorprojects.ledger.read import Fault, read_entries, verify_ledger

__all__ = ["Entry", "Fault", "publish_ranking", "read_entries", "verify_ledger"]
