"""What the stages say to each other about a file that was handed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Duplicate:
    """A file with the same bytes from the same unit as an earlier one: its rows count for nothing.

    Paths are those in the inbox, such as ``2022-02-18/430424/衡东县.xlsx``.
    """

    submission_id: str
    source_path: str
    first_source_path: str
