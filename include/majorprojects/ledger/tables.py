"""The ledger as tables, for a build to read: each publication, appeal and decision, and all that was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from majorprojects.ledger.entry import Appeal, Decision, Entry, Publication, entry_folder
from majorprojects.ledger.read import read_entries
from majorprojects.ledger.verify import check_ledger
from majorprojects.settings import TIMEZONE

if TYPE_CHECKING:
    from majorprojects.settings import Settings

# Frozen table → the mart that it was frozen from.
FROZEN_MARTS: Final = {
    "rankings": "fct_rankings",
    "indicators": "fct_unit_indicators",
    "items": "fct_indicator_items",
    "rulebook": "dim_rulebook",
    "findings": "fct_submission_findings",
    "submissions": "fct_submissions",
}

# The entry's folder is its number.
_PUBLICATION_ID: Final = (
    r"cast(regexp_extract(filename, '(\d+)[/\\][^/\\]*$', 1) as integer) as publication_id"
)

_TEXT, _DAY, _NUMBER = pa.string(), pa.date32(), pa.int32()
_PUBLICATIONS: Final = pa.schema(
    [
        ("publication_id", _NUMBER),
        ("report_month", _DAY),
        ("published_at", _TEXT),
        ("published_on", _DAY),
        ("correction_of", _NUMBER),
        ("reason", _TEXT),
        ("appeal_id", _NUMBER),
        ("rulebook_id", _TEXT),
        ("warehouse_version", _TEXT),
        ("landing_fingerprint", _TEXT),
        ("code_version", _TEXT),
        ("last_received_on", _DAY),
    ]
)
_APPEALS: Final = pa.schema(
    [
        ("appeal_id", _NUMBER),
        ("publication_id", _NUMBER),
        ("unit_code", _TEXT),
        ("indicator", _TEXT),
        ("grounds", _TEXT),
        ("received_on", _DAY),
        ("window_ends_on", _DAY),
        ("evidence_files", _NUMBER),
    ]
)
_DECISIONS: Final = pa.schema(
    [
        ("appeal_id", _NUMBER),
        ("ruling", _TEXT),
        ("reason", _TEXT),
        ("decided_on", _DAY),
    ]
)


def write_ledger_tables(settings: Settings, folder: Path, project: Path) -> None:
    """Write the ledger as one Parquet file a table; without entries the files are there, and empty.

    Frozen rows come in the columns that ``project`` promises of their marts today: a column that
    was added since is null, one that was dropped is left out.

    Raises:
        DataError: somebody changed the ledger: what it says now was never published.
        OSError: the folder cannot be written.
    """
    check_ledger(settings)
    folder.mkdir(parents=True, exist_ok=True)
    entries = read_entries(settings)
    for name, schema, rows in (
        ("publications", _PUBLICATIONS, map(_publication, _of(entries, Publication))),
        ("appeals", _APPEALS, map(_appeal, _of(entries, Appeal))),
        ("decisions", _DECISIONS, map(_decision, _of(entries, Decision))),
    ):
        pq.write_table(pa.Table.from_pylist(list(rows), schema), folder / f"{name}.parquet")
    publications = [
        entry_folder(settings.ledger, entry.number) for entry in _of(entries, Publication)
    ]
    for name, mart in FROZEN_MARTS.items():
        files = [path for one in publications if (path := one / f"{name}.parquet").exists()]
        _write_frozen(folder / f"published_{name}.parquet", files, _promised(project, mart))


def _of(entries: Iterable[Entry], kind: type[Any]) -> list[Any]:
    return [entry for entry in entries if isinstance(entry, kind)]


def _publication(entry: Publication) -> dict[str, Any]:
    return _alike(entry, _PUBLICATIONS) | {
        "publication_id": entry.number,
        "published_at": entry.published_at.astimezone(TIMEZONE).isoformat(),
        "published_on": entry.published_on,
        "appeal_id": entry.appeal,
    }


def _appeal(entry: Appeal) -> dict[str, Any]:
    return _alike(entry, _APPEALS) | {
        "appeal_id": entry.number,
        "publication_id": entry.publication,
        "evidence_files": len(entry.files),
    }


def _decision(entry: Decision) -> dict[str, Any]:
    return _alike(entry, _DECISIONS) | {"appeal_id": entry.appeal}


def _alike(entry: Entry, schema: pa.Schema) -> dict[str, Any]:
    """What the entry and the table call by the same name."""
    words = vars(entry)
    return {name: words[name] for name in schema.names if name in words}


def _promised(project: Path, mart: str) -> Mapping[str, str]:
    """Columns and types of a mart by its contract; empty where the project has no such mart."""
    for path in sorted(project.glob("models/marts/**/*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ()):
            if model["name"] == mart:
                return {column["name"]: column["data_type"] for column in model["columns"]}
    return {}


def _write_frozen(path: Path, files: Sequence[Path], promised: Mapping[str, str]) -> None:
    columns = {"publication_id": "integer", **promised}
    with duckdb.connect() as connection:
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        connection.execute(f"create table frozen ({typed})")
        if files:
            found = connection.read_parquet(
                [str(file) for file in files], union_by_name=True, filename=True
            )
            known = (f'"{name}"' for name in promised if name in found.columns)
            found.project(", ".join([_PUBLICATION_ID, *known])).create_view("found")
            connection.execute("insert into frozen by name from found")
        connection.table("frozen").order("all").write_parquet(str(path))
