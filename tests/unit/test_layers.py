"""Imports run one way: settings < stages < orchestration, cli < dags, and heavy ones stay home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import majorprojects

PACKAGE = Path(majorprojects.__file__).parent
STAGES = (
    "ingest",
    "validate",
    "load",
    "receipts",
    "ledger",
    "build",
    "publish",
    "rankings",
    "explain",
    "rehearse",
    "bulletins",
    "verify",
)

# What a stage may take from another one; each line is a piece of the flow, and none runs back.
EDGES = {
    ("publish", "build"): "what is published is a build",
    ("receipts", "ingest"): "a receipt shows the unit's sheets: they are read again, as they were",
    ("publish", "receipts"): "a build finds the duplicates, their receipts say so",
    ("rankings", "publish"): "rankings are read from the current version",
    ("explain", "publish"): "the current version is explained",
    ("explain", "ledger"): "or what was published, from its own frozen rows",
    ("rehearse", "build"): "a draft is built beside a build, in a copy of it",
    ("bulletins", "publish"): "bulletins are read from the current version",
    ("build", "ledger"): "a version holds what was published, beside what is known now",
    ("publish", "ledger"): "a version that lacks what was published since is behind",
    ("rankings", "ledger"): "what is published is frozen there",
    ("rankings", "build"): "a publication says what its version was made from",
    ("verify", "rankings"): "every publication is made again",
    ("verify", "ledger"): "its chain is recomputed",
    ("verify", "ingest"): "the landing is recomputed from the inbox, stage by stage",
    ("verify", "validate"): "as above",
    ("verify", "load"): "as above",
    ("verify", "build"): "the marts are recomputed from the landing",
    ("verify", "publish"): "what is verified is the current version",
}
# Library → the only places that may import it.
HOMES = {
    "great_expectations": {"validate"},
    "duckdb": {
        "build",
        "publish",
        "rankings",
        "explain",
        "bulletins",
        "rehearse",
        "verify",
        "ledger",
    },
    "airflow": {"orchestration"},
    "typer": {"cli"},
    "rich": {"cli"},
    "jinja2": {"pages"},
}
TOP = {"cli", "orchestration"}


def part_of(path: Path) -> str:
    """The stage or the module that a file belongs to; cli_show is a part of cli."""
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if name.startswith("cli_") else name


def imports() -> Iterator[tuple[str, str, str]]:
    """(part, imported module, place) of every import, also those inside functions."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [alias.name for alias in names]
                case ast.ImportFrom(module="majorprojects", names=names):
                    modules = [f"majorprojects.{alias.name}" for alias in names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case ast.ImportFrom():
                    pytest.fail(f"{path}:{node.lineno} is a relative import")
                case _:
                    continue
            for module in modules:
                yield part_of(path), module, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def inner() -> list[tuple[str, str, str]]:
    """(part, imported part, place) of the imports within the package."""
    found = []
    for part, module, place in imports():
        package, _, rest = module.partition(".")
        target = rest.split(".")[0]
        if package == "majorprojects" and target and not target.startswith("_"):
            target = "cli" if target.startswith("cli_") else target
            if target != part:
                found.append((part, target, place))
    return found


def test_stages_take_from_each_other_only_what_the_flow_needs() -> None:
    wrong = [
        f"{place}: {part} imports {target}"
        for part, target, place in inner()
        if part in STAGES and target in STAGES and (part, target) not in EDGES
    ]
    assert wrong == []


def test_no_edge_runs_back() -> None:
    assert all(STAGES.index(part) > STAGES.index(target) for part, target in EDGES)


def test_the_ground_knows_no_stage_and_nothing_below_knows_the_top() -> None:
    ground = {part for part, _, _ in inner()} - set(STAGES) - TOP - {"sample"}
    wrong = [
        f"{place}: {part} imports {target}"
        for part, target, place in inner()
        if (part in ground and target in STAGES) or (target in TOP and part != target)
    ]
    assert wrong == []


def test_heavy_libraries_stay_in_their_stage() -> None:
    wrong = [
        f"{place}: {part} imports {module}"
        for part, module, place in imports()
        if part not in HOMES.get(module.split(".")[0], {part})
    ]
    assert wrong == []


def test_dbt_is_only_ever_a_process() -> None:
    assert [place for _, module, place in imports() if module.split(".")[0] == "dbt"] == []
