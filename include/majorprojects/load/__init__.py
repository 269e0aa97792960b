"""Load: judged batches → the landing, one folder a day of arrival."""

from majorprojects.landing import landing_fingerprint, landing_lock
from majorprojects.load.batch import LoadSummary, load_batch

__all__ = ["LoadSummary", "landing_fingerprint", "landing_lock", "load_batch"]
