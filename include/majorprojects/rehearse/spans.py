"""How firm a place is: the ranking computed again with inputs and weights a little moved.

The SQL is the project's own, as dbt compiled it; it runs over copies of its inputs in memory. So no
formula stands here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb

WEIGHT_FACTORS: Final = ("1.1", "0.9")

INPUTS: Final = "int_rankings__figures"
SCORES: Final = "fct_unit_indicators"
CHAIN: Final = (
    "int_rankings__measured",
    "int_rankings__stepped",
    SCORES,
    "int_rankings__totalled",
    "int_rankings__periods",
    "int_rankings__placed",
)

_UNMOVED: Final = {INPUTS: "unmoved_inputs", SCORES: "unmoved_scores"}

Ranks: TypeAlias = dict[tuple[date, str], int]


@dataclass(frozen=True)
class Span:
    """Best and worst place of a unit in its league.

    By inputs: its published figures move to the edge of their rounding (the rule's ``rounding``) in
    one direction and those of all others in the other. By weights: each weight alone is a tenth
    larger or smaller.
    """

    best_by_inputs: int
    worst_by_inputs: int
    best_by_weights: int
    worst_by_weights: int


def read_spans(
    warehouse: Path, manifest: Path, months: tuple[date, date]
) -> dict[tuple[date, str], Span]:
    """Compute the spans of all units in some months.

    It costs two passes over the rankings for each unit and each weight.

    Args:
        warehouse: the DuckDB file that was built.
        manifest: dbt's manifest of the same build.
        months: the first and the last month.
    """
    with _chain(warehouse, manifest, months) as chain:
        firm = chain.ranks()
        by_inputs = [firm, *chain.ranks_by_inputs()]
        by_weights = [firm, *chain.ranks_by_weights()]
    return {
        key: Span(
            *_ends(ranks[key] for ranks in by_inputs if key in ranks),
            *_ends(ranks[key] for ranks in by_weights if key in ranks),
        )
        for key in firm
    }


def _ends(ranks: Iterator[int]) -> tuple[int, int]:
    found = list(ranks)
    return min(found), max(found)


class _Chain:
    """The models from the indicators to the places, over inputs in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, nodes: dict[str, Any]) -> None:
        self._connection = connection
        self._code = {name: nodes[name]["compiled_code"] for name in CHAIN}
        self._relation = {name: nodes[name]["relation_name"] for name in (*CHAIN, INPUTS)}
        self._run(CHAIN)
        for name in (INPUTS, SCORES):
            connection.execute(f"create table {_UNMOVED[name]} as from {self._relation[name]}")

    def ranks(self) -> Ranks:
        """Places in the league as they are."""
        return {
            (month, unit): rank
            for month, unit, rank in self._connection.execute(
                f"""
                select report_month, unit_code, league_rank from {self._relation[CHAIN[-1]]}
                where period_type = 'month' and league_rank is not null
                """  # noqa: S608 - names of our own models
            ).fetchall()
        }

    def ranks_by_inputs(self) -> Iterator[Ranks]:
        """Places of one unit at a time, against all others."""
        units = self._connection.execute(
            "select distinct unit_code from unmoved_inputs order by 1"
        ).fetchall()
        for (unit,) in units:
            for step in (1, -1):
                self._replace(
                    INPUTS,
                    """
                    * exclude (direction, rounding) replace (
                        greatest(numerator + direction * rounding, 0)::decimal(18, 2) as numerator,
                        case
                            when denominator > rounding then denominator - direction * rounding
                            else denominator -- no input: the 1 of an amount
                        end::decimal(18, 2) as denominator
                    )
                    """,
                    """
                    select
                        unmoved_inputs.*,
                        case when unit_code = ? then ? else -? end as direction,
                        coalesce(roundings.rounding, 0) as rounding
                    from unmoved_inputs left join roundings using (indicator)
                    """,
                    [unit, step, step],
                )
                self._run(CHAIN)
                yield {key: rank for key, rank in self.ranks().items() if key[1] == unit}

    def ranks_by_weights(self) -> Iterator[Ranks]:
        """Places of all units, with one rule counting more or less than it does."""
        rules = self._connection.execute(
            "select distinct rule_id from unmoved_scores where weight is not null order by 1"
        ).fetchall()
        for (rule_id,) in rules:
            for factor in WEIGHT_FACTORS:
                self._replace(
                    SCORES,
                    """
                    * exclude (factor) replace (
                        (score * factor)::decimal(18, 4) as score,
                        (weight * factor)::decimal(9, 3) as weight
                    )
                    """,
                    """
                    select *, case when rule_id = ? then ?::decimal(2, 1) else 1 end as factor
                    from unmoved_scores
                    """,
                    [rule_id, factor],
                )
                self._run(CHAIN[CHAIN.index(SCORES) + 1 :])
                yield self.ranks()

    def _replace(
        self, model: str, columns: str, source: str, values: Sequence[object] = ()
    ) -> None:
        """Put a moved copy in the place of a model's rows."""
        relation = self._relation[model]
        self._connection.execute(
            f"create or replace table {relation} as select {columns} from ({source})",  # noqa: S608 - our own
            values,
        )

    def _run(self, names: Sequence[str]) -> None:
        for name in names:
            self._connection.execute(
                f"create or replace table {self._relation[name]} as {self._code[name]}"
            )


@contextmanager
def _chain(warehouse: Path, manifest: Path, months: tuple[date, date]) -> Iterator[_Chain]:
    nodes = {
        node["name"]: node
        for node in json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }
    by_id = {node["unique_id"]: node for node in nodes.values()}
    inputs = {
        by_id[parent]["relation_name"]
        for name in CHAIN
        for parent in nodes[name]["depends_on"]["nodes"]
        if by_id[parent]["name"] not in CHAIN
    }
    catalog, file = warehouse.stem, str(warehouse).replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as side (read_only)")
        connection.execute(f"attach ':memory:' as \"{catalog}\"")
        for schema in sorted({node["schema"] for node in nodes.values()}):
            connection.execute(f'create schema if not exists "{catalog}"."{schema}"')
        for relation in sorted(inputs):
            table = relation.replace(f'"{catalog}".', "side.", 1)
            monthly = "report_month" in connection.sql(f"from {table} limit 0").columns
            where = "where report_month between ? and ?" if monthly else ""
            connection.execute(
                f"create table {relation} as select * from {table} {where}",  # noqa: S608 - dbt's names
                months if monthly else (),
            )
        rules = nodes["int_rulebook__rules"]["relation_name"]
        units = nodes["int_rankings__units"]["relation_name"]
        connection.execute(
            f"""
            create table roundings as
            select indicator, max(rounding) as rounding from {rules}
            where topic = 'score' and rulebook_id in (select rulebook_id from {units})
            group by indicator
            """  # noqa: S608 - dbt's names
        )
        yield _Chain(connection, nodes)
