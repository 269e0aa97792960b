"""A sheet as a grid of cells: what the three writers put into a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

ROW_HEIGHT: Final = 18  # points; of rows for which a grid says nothing else

Style = Literal[
    "plain", "title", "meta", "header", "text", "centre", "money", "money_100m", "number",
    "decimal", "share", "date", "total", "total_money", "total_money_100m", "footer",
]  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """A formula that adds up the rows ``first`` to ``last`` of its own column, and its value."""

    first: int
    last: int
    value: Decimal


Value = str | int | Decimal | date | Sum


@dataclass(frozen=True)
class Box:
    """A cell, or a merged range; rows and columns count from 0, the last ones are included."""

    row: int
    column: int
    value: Value
    style: Style
    last_row: int
    last_column: int

    @property
    def is_merged(self) -> bool:
        """Whether it covers more than one cell."""
        return (self.row, self.column) != (self.last_row, self.last_column)


@dataclass
class Grid:
    """A sheet: boxes in the order of writing, widths in characters, heights in points."""

    name: str
    boxes: list[Box] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    header_rows: tuple[int, int] | None = None
    is_hidden: bool = False

    def put(
        self,
        row: int,
        column: int,
        value: Value,
        style: Style,
        *,
        last_row: int | None = None,
        last_column: int | None = None,
    ) -> None:
        """Put a value into a cell, or into the range down to ``last_row`` and ``last_column``."""
        last_row = row if last_row is None else last_row
        last_column = column if last_column is None else last_column
        self.boxes.append(Box(row, column, value, style, last_row, last_column))
