"""Rules for 引资争资 (submission_format §2: at least one figure)."""

from __future__ import annotations

from collections.abc import Mapping

import great_expectations.expectations as gxe
import pyarrow as pa
import pyarrow.compute as pc

from majorprojects.entities import load_entities
from majorprojects.validate.suites.check import Check, check

ANY_FIGURE = "any_figure"


def prepare(table: pa.Table, _frames: Mapping[str, pa.Table]) -> pa.Table:
    """Lay the first figure that the row holds beside it."""
    figures = [
        table[name].cast(pa.string()) for name in load_entities()["capital_attraction"].fields
    ]
    return table.append_column(ANY_FIGURE, pc.coalesce(*figures))


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return [
        check(
            "no_figure",
            "critical",
            gxe.ExpectColumnValuesToNotBeNull(column=ANY_FIGURE),
            field="domestic_capital_ytd",
            zh="本行没有一个可识别的数据，请至少填写一项。",
            en="The row holds no figure that can be read. Fill in at least one.",
        )
    ]
