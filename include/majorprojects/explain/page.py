"""The page of an explanation: what was reached, why it moved, and every cell that says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from majorprojects.explain.apportion import as_shown, points_as_shown
from majorprojects.explain.sentences import held_against_cells, lift_sentence
from majorprojects.pages import page_template
from majorprojects.wording import (
    INDICATORS,
    LEAGUES,
    NOTHING_BEFORE,
    PARTS,
    SILENT,
    figure,
    signed,
    told,
)

if TYPE_CHECKING:
    from majorprojects.explain.explanation import Explanation


def explanation_page(found: Explanation) -> str:
    """The page as HTML that needs nothing else."""
    return _fill()(
        found=found,
        moved=as_shown(found.movement) if found.movement else None,
        points=points_as_shown(
            [one.told.points_in_total for one in found.indicators], found.total_score
        ),
    )


@cache
def _fill() -> Callable[..., str]:
    return page_template(
        Path(__file__).with_name("explanation.html.jinja"),
        figure=figure,
        held_against_cells=held_against_cells,
        lift_sentence=lift_sentence,
        signed=signed,
        told=told,
        indicators=INDICATORS,
        leagues=LEAGUES,
        nothing_before=NOTHING_BEFORE,
        parts=PARTS,
        silent=SILENT,
    )
