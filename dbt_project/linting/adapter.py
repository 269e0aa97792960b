"""What sqlfluff needs of dbt's dispatch: DuckDB's form of the one expression that goes through it."""

from collections.abc import Callable


def dispatch(macro: str) -> Callable[[str, str], str]:
    def known_value(which: str, expression: str) -> str:
        return f"{which}_value({expression} ignore nulls)"

    return known_value
