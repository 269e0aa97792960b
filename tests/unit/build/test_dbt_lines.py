"""What is read from dbt's lines and results."""

import pytest

from majorprojects.build.dbt import Node, _fault, progress_of
from majorprojects.errors import DataError, MachineError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("07:45:01  3 of 12 OK created sql table model marts.dim_unit .. [OK in 0.05s]", (3, 12)),
        (
            "07:45:01  12 of 12 PASS not_null_dim_unit_unit_code .......... [PASS in 0.05s]",
            (12, 12),
        ),
        ("07:45:01  4 of 12 ERROR creating sql table model marts.x ..... [ERROR in 0.1s]", (4, 12)),
        ("07:45:01  5 of 12 SKIP relation marts.y ...................... [SKIP]", (5, 12)),
        ("07:45:01  3 of 12 START sql table model marts.dim_unit ....... [RUN]", None),
        ("07:45:01  Found 12 models, 3 seeds", None),
    ],
)
def test_only_a_line_that_ends_a_node_moves_the_bar(
    line: str, expected: tuple[int, int] | None
) -> None:
    assert progress_of(line) == expected


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (1, "Runtime Error in model x IO Error: No space left on device", MachineError),
        (1, "Runtime Error in model x Out of Memory Error: failed to allocate", MachineError),
        (-9, "", MachineError),
        (1, "Runtime Error in model x Binder Error: no such column", DataError),
        (2, "", DataError),
    ],
)
def test_a_fault_of_the_machine_may_be_tried_again(
    code: int, message: str, kind: type[Exception], tmp_path
) -> None:
    nodes = [Node("model x", "error", 0.1, message)] if message else []
    fault = _fault(
        code, ["07:45:01  Running", "07:45:02  Something broke"], nodes, tmp_path / "log"
    )
    assert type(fault) is kind
    assert "majorprojects build" in str(fault)
    assert "\n" not in str(fault)
