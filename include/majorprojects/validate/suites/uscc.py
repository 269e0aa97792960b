"""An expectation for 统一社会信用代码 (GB 32100-2015), by python-stdnum's check of form and check digit."""

from __future__ import annotations

from typing import Any

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import (
    ColumnMapMetricProvider,
    column_condition_partial,
)
from stdnum.cn import uscc


class ColumnValuesValidUscc(ColumnMapMetricProvider):  # type: ignore[misc]
    """Metric: which values are valid unified social credit codes."""

    condition_metric_name = "column_values.valid_uscc"

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column: Any, **_: Any) -> Any:  # noqa: N805 - GX calls it with the class
        return column.map(uscc.is_valid)


class ExpectColumnValuesToBeValidUscc(ColumnMapExpectation):  # type: ignore[misc]
    """Expect each value to be a valid unified social credit code."""

    map_metric = "column_values.valid_uscc"
