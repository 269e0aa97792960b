"""The project's own rules: layers, contracts, generic tests that can fail, and a clean linter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from majorprojects.settings import DBT_PROJECT, PROJECT_ROOT

Manifest = dict[str, Any]

_MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed", "marts"},
    "marts": {"intermediate", "marts", "seed"},
}


@pytest.fixture(scope="session")
def manifest(warehouse: Path) -> Manifest:
    """What dbt understood of the project."""
    text = (warehouse.parent / "target" / "manifest.json").read_text(encoding="utf-8")
    loaded: Manifest = json.loads(text)
    return loaded


def _layer(manifest: Manifest, unique_id: str) -> str:
    kind = unique_id.split(".", 1)[0]
    if kind != "model":
        return kind
    layer: str = manifest["nodes"][unique_id]["fqn"][1]
    return layer


def _models(manifest: Manifest) -> dict[str, dict[str, Any]]:
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


def test_layers_hold(manifest: Manifest) -> None:
    models = _models(manifest)
    assert {"stg_landing__projects", "fct_investment"} <= models.keys()
    crossings = [
        f"{name} reads {parent}"
        for name, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if _layer(manifest, parent) not in _MAY_READ[node["fqn"][1]]
        # Of the ledger's rows nothing is left to compute: they were marts when they were frozen.
        and "stg_ledger__" not in parent
    ]
    assert not crossings


def test_core_marts_do_not_depend_on_rankings(manifest: Manifest) -> None:
    models = _models(manifest)
    core = [
        n for n in models.values() if n["fqn"][2] not in ("rankings", "publications", "quality")
    ]
    crossings = [
        f"{node['name']} reads {parent}"
        for node in core
        for parent in node["depends_on"]["nodes"]
        if parent.startswith("model.") and manifest["nodes"][parent]["fqn"][2] == "rankings"
    ]
    assert not crossings


def test_names_say_the_layer(manifest: Manifest) -> None:
    prefixes = {"staging": ("stg_",), "intermediate": ("int_",), "marts": ("dim_", "fct_")}
    misnamed = [
        name
        for name, node in _models(manifest).items()
        if not name.startswith(prefixes[node["fqn"][1]])
    ]
    assert not misnamed


def test_every_mart_has_a_contract_a_key_and_descriptions(manifest: Manifest) -> None:
    keyed = {
        test["attached_node"]
        for test in manifest["nodes"].values()
        if test["resource_type"] == "test" and test["test_metadata"]["name"] in {"is_key", "unique"}
    }
    faults = []
    for name, node in _models(manifest).items():
        if node["fqn"][1] != "marts":
            continue
        if not node["contract"]["enforced"] or not node["description"]:
            faults.append(f"{name}: no contract or no description")
        if node["unique_id"] not in keyed and name != "fct_model_runs":
            faults.append(f"{name}: no key")
        faults += [
            f"{name}.{column['name']}: no description or type"
            for column in node["columns"].values()
            if not column["description"] or not column["data_type"]
        ]
    assert not faults


def test_no_model_knows_the_time(manifest: Manifest) -> None:
    clocks = ("current_date", "current_timestamp", "now()", "today()", "run_started_at")
    knowing = [
        name
        for name, node in _models(manifest).items()
        if any(clock in node["raw_code"].lower() for clock in clocks)
    ]
    assert not knowing


@pytest.mark.parametrize("model", ["int_months__thresholds", "int_months__as_of"])
def test_what_is_recognised_by_thresholds_is_in_the_seed(query: Any, model: str) -> None:
    rows = query(f"select * from intermediate.{model}")  # noqa: S608 - names from this file
    assert rows
    assert all(value is not None for row in rows for value in row)


@pytest.mark.parametrize(
    ("rows", "failures"),
    [
        pytest.param("(1, 'a'), (1, 'b'), (2, 'a')", 0, id="compound key"),
        pytest.param("(1, 'a'), (1, 'a')", 1, id="twice"),
        pytest.param("(1, null), (2, 'a')", 1, id="null in the key"),
    ],
)
def test_is_key_can_fail(manifest: Manifest, rows: str, failures: int) -> None:
    given = f"(from (values {rows}) as t(project_code, report_month))"

    assert _failures(manifest, "is_key_fct_investment", "marts.fct_investment", given) == failures


@pytest.mark.parametrize(
    ("spans", "failures"),
    [
        pytest.param("(null, '2022-05-31'), ('2022-06-01', null)", 0, id="follow each other"),
        pytest.param("(null, '2022-06-01'), ('2022-06-01', null)", 1, id="share a day"),
        pytest.param("(null, null), ('2022-06-01', null)", 1, id="the first goes on"),
        pytest.param("(null, '2022-05-31'), (null, '2022-06-30')", 1, id="both from the beginning"),
        pytest.param("('2022-06-01', '2022-05-31')", 1, id="ends before it begins"),
    ],
)
def test_no_overlap_can_fail(manifest: Manifest, spans: str, failures: int) -> None:
    columns = "'light' as rule_id, 'days' as parameter, cast(a as date) as valid_from,"
    given = f"(select {columns} cast(b as date) as valid_to from (values {spans}) as t(a, b))"  # noqa: S608

    assert _failures(manifest, "no_overlap_thresholds", "seeds.thresholds", given) == failures


def _failures(manifest: Manifest, test: str, relation: str, given: str) -> int:
    """How many rows fail a generic test: the SQL that dbt made of it, asked of other rows."""
    import duckdb

    (compiled,) = [
        node["compiled_code"]
        for node in manifest["nodes"].values()
        if node["name"].startswith(test)
    ]
    quoted = ".".join(f'"{name}"' for name in ("warehouse", *relation.split(".")))
    assert quoted in compiled
    return len(duckdb.sql(compiled.replace(quoted, given)).fetchall())


def test_sqlfluff_is_content() -> None:
    command = [str(Path(sys.executable).with_name("sqlfluff")), "lint", str(DBT_PROJECT / "models")]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
