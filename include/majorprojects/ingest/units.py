"""The unit register as ingest needs it: names and aliases, compared without white space."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from majorprojects.ingest.text import compact
from majorprojects.settings import DBT_PROJECT


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit; ``names`` holds its code, its name and its aliases, as compared."""

    unit_code: str
    name_zh: str
    names: frozenset[str]
    is_city: bool


@cache
def load_units(path: Path = DBT_PROJECT / "seeds" / "units.csv") -> dict[str, Unit]:
    """Read the register that dbt seeds `dim_unit` from, by unit code.

    The validity of an entry decides a unit's league, not whether its files are read: entries of one
    unit are taken together.
    """
    units: dict[str, Unit] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["unit_code"]
            names = {code, row["name_zh"], *filter(None, row["aliases_zh"].split("|"))}
            earlier = units[code].names if code in units else frozenset()
            units[code] = Unit(
                code,
                row["name_zh"],
                earlier | {compact(name) for name in names},
                is_city=row["unit_type"] == "city",
            )
    return units
