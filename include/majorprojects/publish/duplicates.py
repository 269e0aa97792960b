"""Tells the units which of their files were duplicates: only a whole warehouse knows that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from majorprojects.publish.version import current_warehouse
from majorprojects.submissions import Duplicate

if TYPE_CHECKING:
    from majorprojects.settings import Settings


def read_duplicates(settings: Settings) -> list[Duplicate]:
    """Read the duplicates of the current version, each with the file that it repeats."""
    with current_warehouse(settings) as connection:
        rows = connection.sql("""
            with sent as (
                select
                    submission_id,
                    source_path,
                    outcome,
                    first_value(source_path) over (
                        partition by unit_code, sha256 order by received_on, source_path
                    ) as first_source_path
                from marts.fct_submissions
                where outcome <> 'refused'
            )
            select submission_id, source_path, first_source_path
            from sent
            where outcome = 'duplicate'
            order by source_path
        """).fetchall()
    return [Duplicate(*row) for row in rows]


def tell_duplicates(settings: Settings) -> int:
    """Let the receipts say what the current version's duplicates are; returns how many changed."""
    from majorprojects.receipts import mark_duplicates  # its libraries are for this moment alone

    return mark_duplicates(settings, read_duplicates(settings))
