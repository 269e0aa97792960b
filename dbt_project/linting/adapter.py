"""What sqlfluff needs of dbt's dispatch: DuckDB's form of the expressions that go through it."""

from collections.abc import Callable


def dispatch(macro: str) -> Callable[..., str]:
    def known_value(which: str, expression: str) -> str:
        return f"{which}_value({expression} ignore nulls)"

    def each_of(texts: str) -> str:
        return f"unnest(string_split({texts}, ','))"

    def sorted_texts(text: str) -> str:
        return f"string_agg(distinct {text}, ',' order by {text})"

    return {"known_value": known_value, "each_of": each_of, "sorted_texts": sorted_texts}[macro]
