"""Bulletins: what each cadence tells, from the current version, a file a unit and tables for the city."""

from majorprojects.bulletins.cadence import Cadence, load_cadence
from majorprojects.bulletins.write import Bulletin, write_bulletin

__all__ = ["Bulletin", "Cadence", "load_cadence", "write_bulletin"]
