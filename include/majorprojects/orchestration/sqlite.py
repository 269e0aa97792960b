"""SQLite connections that take the write lock when they begin, for Airflow on one machine.

Airflow opens savepoints, reads inside them and then writes. SQLite cannot turn such a reader into a
writer once another process has written, and says "database is locked" at once, whatever the
timeout: `airflow backfill create` beside a running scheduler then leaves half of its runs behind
(apache/airflow#68699). With the lock taken first, processes wait for each other instead.
PostgreSQL, which a server uses, needs none of this.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> _Cursor:
        if sql.startswith("SAVEPOINT") and not self.connection.in_transaction:
            super().execute("BEGIN IMMEDIATE")
        super().execute(sql, parameters)
        return self


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


# Airflow's setting `[database] sql_alchemy_connect_args` names this mapping.
CONNECT_ARGS: Final[dict[str, Any]] = {
    "factory": _Connection,
    "isolation_level": "IMMEDIATE",
    "timeout": 60,  # seconds to wait for another process's transaction
}
