"""Great Expectations, once an entity and batch: which rows fail which check."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

import pandas as pd

# Read when great_expectations is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig

from majorprojects.validate.suites.check import Check

logger = logging.getLogger(__name__)


class SuiteError(RuntimeError):
    """A check could not be carried out; its rows must not pass for accepted."""


def failing_rows(
    name: str, frame: pd.DataFrame, checks: Sequence[Check]
) -> list[tuple[Check, list[int]]]:
    """Run one suite over one frame.

    Returns, for each check that found something, the positions of the failing rows, in order.

    Raises:
        SuiteError: GX could not evaluate a check.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas(name)
    asset = source.add_dataframe_asset(name)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=name,
            data=asset.add_batch_definition_whole_dataframe(name),
            suite=context.suites.add(
                gx.ExpectationSuite(name=name, expectations=[c.expectation for c in checks])
            ),
        )
    )
    # COMPLETE gives every failing row; the named index makes each a number, not text.
    outcome = definition.run(
        batch_parameters={"dataframe": frame}, result_format={"result_format": "COMPLETE"}
    )
    results = {result.expectation_config.meta["check_id"]: result for result in outcome.results}
    failing = [(check, _rows(check, results[check.check_id])) for check in checks]
    logger.info("validate: %s, %d rows, %d checks", name, len(frame), len(checks))
    return [(check, rows) for check, rows in failing if rows]


def _rows(check: Check, result: Any) -> list[int]:
    if result.success:
        return []
    rows = result.result.get("unexpected_index_list")
    if not rows:
        raise SuiteError(f"check {check.check_id} could not be evaluated: {result.exception_info}")
    return sorted({int(row["row_id"]) for row in rows})
