"""The publication ledger: what was published, appealed and decided, in order, for ever (invariant I5)."""

from majorprojects.ledger.entry import PREVIOUS, Appeal, Decision, Entry, Publication, Ruling
from majorprojects.ledger.link import Fault, entry_faults, read_link
from majorprojects.ledger.read import last_seal, read_entries
from majorprojects.ledger.verify import check_ledger, verify_ledger
from majorprojects.ledger.write import Ledger, open_ledger

__all__ = [
    "PREVIOUS",
    "Appeal",
    "Decision",
    "Entry",
    "Fault",
    "Ledger",
    "Publication",
    "Ruling",
    "check_ledger",
    "entry_faults",
    "last_seal",
    "open_ledger",
    "read_entries",
    "read_link",
    "verify_ledger",
]
