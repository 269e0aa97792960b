"""The rulebooks', lights' and rankings' dbt models in a project of their own.

They and their seeds are copied; only what lies before them is given: the register of units as rows of
its seed, and seeds in place of models, under the columns and types that the core marts promise.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from majorprojects.settings import DBT_PROJECT

Row: TypeAlias = Mapping[str, object]

MARTS = DBT_PROJECT / "models" / "marts"
CONTRACTS = tuple(MARTS / name / f"_{name}__models.yml" for name in ("core", "systems", "city"))
INPUTS = (
    "dim_month",
    "dim_project",
    "fct_capital_attraction",
    "fct_commitments_monthly",
    "fct_investment",
    "fct_issues_monthly",
    "fct_observations",
    "fct_progress",
    "fct_targets",
)
# What the lights read has no contract.
LIGHT_INPUTS = {
    "int_progress__invested": {
        "project_code": "string",
        "report_month": "date",
        "month_end": "date",
        "time_progress_ratio": "decimal(18, 6)",
        "completion_ratio": "decimal(18, 6)",
        "ahead_of_schedule_pp": "decimal(18, 4)",
        "is_in_statistics": "boolean",
        "planned_start_date": "date",
        "actual_start_date": "date",
    },
    "int_progress__delayed": {
        "project_code": "string",
        "report_month": "date",
        "is_started": "boolean",
        "start_delay_days": "integer",
    },
}
# The headline figures read the register itself, which is not given here.
WITHOUT = shutil.ignore_patterns("int_figures*", "_figures*", "fct_headline*", "*unit_tests.yml")


@dataclass(frozen=True)
class RankingsProject:
    """A dbt project in a folder of its own, and the warehouse that it builds there."""

    folder: Path

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "MP_WAREHOUSE_FILE": str(self.folder / "warehouse.duckdb"),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        dbt = str(Path(sys.executable).with_name("dbt"))
        command = [dbt, "build", "--project-dir", ".", "--profiles-dir", ".", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def messages(self) -> list[str]:
        """What dbt says of the nodes that did not succeed."""
        text = (self.folder / "target" / "run_results.json").read_text(encoding="utf-8")
        return [
            result["message"]
            for result in json.loads(text)["results"]
            if result["status"] in ("error", "fail")
        ]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        import duckdb

        with duckdb.connect(str(self.folder / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def give(self, name: str, types: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Stand a seed of these rows in the place of the model `name`."""
        for model in self.folder.glob(f"models/**/{name}.sql"):
            model.unlink()
        seeds = self.folder / "seeds"
        write_csv(seeds / f"{name}.csv", list(types), rows)
        seed = {"name": name, "config": {"column_types": dict(types)}}
        (seeds / f"_{name}.yml").write_text(yaml.safe_dump({"version": 2, "seeds": [seed]}))

    def take(self, name: str) -> None:
        """Let the project's own model stand where a seed was given for it."""
        for seed in (f"{name}.csv", f"_{name}.yml"):
            (self.folder / "seeds" / seed).unlink(missing_ok=True)
        (model,) = DBT_PROJECT.glob(f"models/**/{name}.sql")
        copy = self.folder / model.relative_to(DBT_PROJECT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(model, copy)
        if contract := contracts().get(name):
            text = yaml.safe_dump({"version": 2, "models": [contract]})
            (copy.parent / f"_{name}.yml").write_text(text, encoding="utf-8")

    def add_rows(self, seed: str, rows: Iterable[Row]) -> None:
        path = self.folder / "seeds" / f"{seed}.csv"
        before: list[Row] = [*read_csv(path)]
        write_csv(path, list(before[0]), [*before, *rows])

    def copy_rulebook(self, rulebook_id: str, copy_id: str) -> None:
        """Write all rules and bands of a rulebook once more under another name."""
        for seed in ("rulebook_rules", "rulebook_bands"):
            rows = read_csv(self.folder / "seeds" / f"{seed}.csv")
            of_it = [row for row in rows if row["rulebook_id"] == rulebook_id]
            self.add_rows(seed, [row | {"rulebook_id": copy_id} for row in of_it])

    def change_row(self, seed: str, key: Mapping[str, str], **change: str) -> None:
        path = self.folder / "seeds" / f"{seed}.csv"
        rows = read_csv(path)
        changed = [row for row in rows if key.items() <= row.items()]
        if len(changed) != 1:
            raise LookupError(f"{len(changed)} rows of {seed} have {key}; name exactly one.")
        changed[0].update(change)
        write_csv(path, list(rows[0]), rows)


def make_project(
    folder: Path, *, units: Iterable[Row] = (), **inputs: Iterable[Row]
) -> RankingsProject:
    """Copy the models into an empty folder; an input that is not given is empty."""
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(DBT_PROJECT / name, folder / name)
    for part in (
        "macros",
        "tests/generic",
        "models/intermediate/rulebook",
        "models/intermediate/lights",
        "models/intermediate/indicators",
        "models/intermediate/rankings",
        "models/marts/rankings",
    ):
        shutil.copytree(DBT_PROJECT / part, folder / part, ignore=WITHOUT)
    (folder / "seeds").mkdir()
    for seed in (*DBT_PROJECT.glob("seeds/*rulebook*"), DBT_PROJECT / "seeds" / "units.csv"):
        shutil.copy(seed, folder / "seeds")
    project = RankingsProject(folder)
    project.take("dim_unit")
    project.take("fct_project_lights")
    project.take("int_capital__industrial_projects")
    register = read_csv(folder / "seeds" / "units.csv")
    types = dict.fromkeys(register[0], "string") | {"valid_from": "date", "valid_to": "date"}
    project.give("units", types, units)
    promised = {
        name: {column["name"]: column["data_type"] for column in contracts()[name]["columns"]}
        for name in INPUTS
    }
    for name, types in (promised | LIGHT_INPUTS).items():
        project.give(name, types, inputs.get(name, ()))
    return project


@cache
def contracts() -> dict[str, dict[str, Any]]:
    """What the models' YAML says of each mart that the rankings read."""
    return {
        model["name"]: model
        for path in CONTRACTS
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }


def months(*days: str) -> list[Row]:
    """Rows of dim_month for first days of months."""
    return [
        {
            "report_month": day,
            "year": day[:4],
            "quarter": (number + 2) // 3,
            "month_number": number,
            "time_progress_ratio": f"{number / 12:.6f}",
        }
        for day in days
        for number in [int(day[5:7])]
    ]


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
