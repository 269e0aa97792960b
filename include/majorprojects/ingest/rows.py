"""Which rows below a header are data, and why the others are none (submission_format §4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from majorprojects.entities import Entity
from majorprojects.ingest.forms import Form
from majorprojects.ingest.heading import Heading
from majorprojects.ingest.reader import Grid
from majorprojects.ingest.text import EMPTY_WORDS, Cell, begins_footer, cell_text, compact

# Under which fields a total may be called one; also under headers that are ignored, such as 序号.
_NAMES: Final = frozenset({"project_code", "project_name"})


@dataclass(frozen=True, slots=True)
class _Words:
    """What tells a row that is no data, and the columns (indices into its cells) where it stands."""

    totals: frozenset[str]
    footers: tuple[str, ...]
    data: list[int]
    names: list[int]
    keys: list[int]

    @classmethod
    def of(cls, heading: Heading, form: Form, entity: Entity) -> _Words:
        named = [
            (c.index, c.column.field if c.column else None, c.is_ignored) for c in heading.columns
        ]
        required = {name for name in entity.key if entity.fields[name].required}
        return cls(
            totals=frozenset(form.total_words),
            footers=form.footer_words,
            data=[index for index, _, is_ignored in named if not is_ignored],
            names=[index for index, name, is_ignored in named if is_ignored or name in _NAMES],
            keys=[index for index, name, _ in named if name in required],
        )


def data_rows(
    grid: Grid, heading: Heading, form: Form, entity: Entity
) -> tuple[list[list[Cell]], list[int], Counter[str]]:
    """Data rows with their numbers as the program shows them, and why the others were skipped."""
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    skipped: Counter[str] = Counter()
    blanks = 0
    words = _Words.of(heading, form, entity)
    for number, row in enumerate(
        grid.rows[heading.data_from :], grid.first_row + heading.data_from + 1
    ):
        reason = _skip_reason(row, words)
        if reason == "blank":
            blanks += 1
            continue
        # Blank rows count only between rows that hold something.
        skipped["blank"] += blanks
        blanks = 0
        if reason:
            skipped[reason] += 1
        else:
            rows.append(row)
            numbers.append(number)
    return rows, numbers, +skipped


def _skip_reason(row: list[Cell], words: _Words) -> str | None:
    first, text = next(
        ((i, text) for i, cell in enumerate(row) if compact(text := cell_text(cell))), (0, "")
    )
    if compact(text) in words.totals or any(
        compact(cell_text(row[i])) in words.totals for i in words.names if i < len(row)
    ):
        return "total"
    if begins_footer(text, words.footers) and not _has_key(row, first, text, words):
        return "footer"
    reason = "blank"
    for i in words.data:
        text = compact(cell_text(row[i])) if i < len(row) else ""
        if text not in EMPTY_WORDS:
            return None
        if text:
            reason = "nil"
    return reason


def _has_key(row: list[Cell], first: int, text: str, words: _Words) -> bool:
    """Whether a row whose first text begins like a footer is data all the same.

    Without a colon a remark may begin like this, too; a row of data has its key, with its digits.
    """
    keys = (cell_text(row[i]) for i in words.keys if i != first and i < len(row))
    return ":" not in compact(text) and any(char.isdigit() for key in keys for char in key)


def hold_merged_cells(grid: Grid, heading: Heading) -> dict[str, list[tuple[int, int]]]:
    """Let a vertically merged cell hold for each row that it covers; where, by field."""
    by_index = {c.index: c.column.field for c in heading.columns if c.column}
    merged: dict[str, list[tuple[int, int]]] = {}
    # Filled up to which row, by column: in a file made to, spans overlap; no row is filled twice.
    filled: dict[int, int] = {}
    for (top, left), (bottom, _) in sorted(grid.merges):
        first, x = top - grid.first_row, left - grid.first_column
        if bottom == top or first < heading.data_from or x not in by_index:
            continue
        last = min(bottom - grid.first_row, len(grid.rows) - 1)
        start = max(first + 1, filled.get(x, 0))
        if start > last:
            continue
        filled[x] = last + 1
        merged.setdefault(by_index[x], []).append((top + 1, bottom + 1))
        for row in grid.rows[start : last + 1]:
            row.extend([""] * (x + 1 - len(row)))
            row[x] = grid.rows[first][x]
    return merged
