"""Read the facts of the sample: include/sample, and the two seeds that it must agree with."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import yaml

from majorprojects.sample.city_facts import CapitalPlan, City
from majorprojects.sample.facts import (
    Cohort,
    Deliveries,
    Facts,
    FaultPlan,
    NamedProject,
    SheetForm,
    Unit,
    Words,
)
from majorprojects.settings import DBT_PROJECT, SAMPLE_FACTS


def _rows(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: value or None for name, value in row.items()}


def _units(
    habits: dict[str, dict[str, object]],
    mixes: dict[str, dict[str, float]],
    register: dict[str, dict[str, str | None]],
) -> list[Unit]:
    units = []
    for code, habit in habits.items():
        name = str(register[code]["name_zh"])
        short = name[:2] if name[2:] in ("区", "市") and len(name) == 3 else name
        words = {**habit, "mix": mixes[str(habit["mix"])]}
        units.append(Unit.model_validate({"code": code, "name": name, "short": short, **words}))
    return units


def load_facts(folder: Path = SAMPLE_FACTS) -> Facts:
    """Read the facts of the sample.

    Raises:
        pydantic.ValidationError: a file has a key or a value that is not known.
    """

    def read(name: str) -> dict[str, dict[str, object]]:
        loaded: dict[str, dict[str, object]] = yaml.safe_load(
            (folder / name).read_text(encoding="utf-8")
        )
        return loaded

    raw = yaml.safe_load((folder / "units.yml").read_text(encoding="utf-8"))
    register = {str(row["unit_code"]): row for row in _rows(DBT_PROJECT / "seeds" / "units.csv")}
    return Facts(
        units={unit.code: unit for unit in _units(raw["units"], raw["mixes"], register)},
        leagues={code: str(register[code]["league"]) for code in raw["units"]},
        sizes=raw["sizes"],
        cohorts=tuple(Cohort.model_validate(row) for row in _rows(folder / "cohorts.csv")),
        named=tuple(
            NamedProject.model_validate(row) for row in _rows(folder / "named_projects.csv")
        ),
        words=Words.model_validate(read("words.yml")),
        deliveries=Deliveries.model_validate(read("deliveries.yml")),
        faults=FaultPlan.model_validate(read("faults.yml")),
        sheets={name: SheetForm.model_validate(body) for name, body in read("sheets.yml").items()},
        capital={
            name: CapitalPlan.model_validate(body) for name, body in read("capital.yml").items()
        },
        city=City.model_validate(read("city.yml")),
        figures={
            str(row["figure_id"]): Decimal(row["value"])
            for row in _rows(DBT_PROJECT / "seeds" / "seed_figures.csv")
            if row["value"]
        },
    )
