"""A draft of a rulebook: rows in the form of the seeds, put into a copy of the dbt project."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TypeAlias

from majorprojects.errors import DataError

Row: TypeAlias = dict[str, str]

RULEBOOKS: Final = "rulebooks"
RULES: Final = "rulebook_rules"
BANDS: Final = "rulebook_bands"
UNNAMED: Final = "draft"


@dataclass(frozen=True)
class Draft:
    """A rulebook to rehearse: one that the seeds have, or rows that stand in its place.

    ``rules`` and ``bands`` replace those of the rulebook of the same name; None leaves them.
    """

    rulebook_id: str
    rules: tuple[Row, ...] | None = None
    bands: tuple[Row, ...] | None = None


def read_draft(rulebook: str, bands: Path | None, project: Path) -> Draft:
    """Read a draft.

    Args:
        rulebook: a CSV file with columns of the seed rulebook_rules, or the name of a rulebook
            that the seeds have. Without a column rulebook_id the rows make a rulebook of its own.
        bands: a CSV file with columns of the seed rulebook_bands; without it those that the seeds
            have under the same rulebook_id stay.
        project: the dbt project with the seeds.

    Raises:
        DataError: there is no such file or rulebook, or a file is not in the form of its seed.
    """
    path = Path(rulebook)
    known = [row["rulebook_id"] for row in _read(_seed(project, RULEBOOKS))]
    if rulebook in known:
        return Draft(rulebook, bands=_rows(bands, BANDS, project, rulebook) if bands else None)
    if not path.is_file():
        raise DataError(
            f"{rulebook} is neither a file nor a rulebook: name a CSV file or one of "
            f"{', '.join(known)}."
        )
    names = {row.get("rulebook_id") or UNNAMED for row in _read(path)}
    if len(names) != 1:
        raise DataError(
            f"{path} holds {len(names)} rulebooks: leave the rows of one that is to be rehearsed."
        )
    (name,) = names
    return Draft(
        name,
        rules=_rows(path, RULES, project, name),
        bands=_rows(bands, BANDS, project, name) if bands else None,
    )


def write_draft(draft: Draft, project: Path) -> None:
    """Put a draft into the seeds of a copy of the project."""
    for seed, rows in ((RULES, draft.rules), (BANDS, draft.bands)):
        if rows is not None:
            others = [
                row
                for row in _read(_seed(project, seed))
                if row["rulebook_id"] != draft.rulebook_id
            ]
            _write(_seed(project, seed), [*others, *rows])
    rulebooks = _read(_seed(project, RULEBOOKS))
    if draft.rules and all(row["rulebook_id"] != draft.rulebook_id for row in rulebooks):
        marks = sum((_weight(row) for row in draft.rules), Decimal(0))
        new = dict.fromkeys(rulebooks[0], "") | {"rulebook_id": draft.rulebook_id}
        _write(_seed(project, RULEBOOKS), [*rulebooks, new | {"full_marks": str(marks or "")}])


def _rows(path: Path, seed: str, project: Path, rulebook_id: str) -> tuple[Row, ...]:
    columns = list(_read(_seed(project, seed))[0])
    rows = _read(path)
    if unknown := sorted({str(column) for row in rows for column in row} - set(columns)):
        raise DataError(
            f"{path} has the unknown columns {', '.join(unknown)}: take those of the seed {seed}, "
            f"{', '.join(columns)}."
        )
    blank = dict.fromkeys(columns, "")
    return tuple(blank | row | {"rulebook_id": rulebook_id} for row in rows)


def _weight(row: Row) -> Decimal:
    try:
        return Decimal(row["weight"] or 0)
    except InvalidOperation as error:
        raise DataError(
            f"Rule {row['rule_id']} has no number as weight: {row['weight']}; write one."
        ) from error


def _seed(project: Path, name: str) -> Path:
    return project / "seeds" / f"{name}.csv"


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} is no CSV file in UTF-8: save it as one.") from error


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
