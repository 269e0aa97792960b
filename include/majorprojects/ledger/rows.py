"""The hash over a table's rows: the same from the warehouse, a rebuild, or the Parquet file of an entry."""

from __future__ import annotations

import hashlib

import duckdb


def rows_hash(rows: duckdb.DuckDBPyRelation) -> str:
    """sha256 over columns and rows, in the order of all columns."""
    digest = hashlib.sha256(repr(rows.columns).encode())
    ordered = rows.order("all")
    while chunk := ordered.fetchmany(10_000):
        for row in chunk:
            digest.update(repr([None if value is None else str(value) for value in row]).encode())
    return digest.hexdigest()
