"""Runs `dbt build` in a process of its own, on either engine: what tests of the project share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from majorprojects.ledger.tables import write_ledger_tables
from majorprojects.settings import DBT_PROJECT, Settings

# A landing of a few megabytes: compiling code for it costs Spark more than running it uncompiled.
_SMALL_DATA = """
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


def build(
    landing: Path,
    home: Path,
    *,
    target: str = "duckdb",
    as_of: str = "",
    unit_tests: bool = False,
    ledger: Path | None = None,
) -> Path:
    """Build the project from a landing.

    Returns:
        The warehouse file, on Spark the warehouse's folder.
    """
    home.mkdir(parents=True, exist_ok=True)
    file, folder = home / "warehouse.duckdb", home / "spark"
    # A ledger of its own, or none: then its tables are there and empty.
    write_ledger_tables(
        Settings(home=home, ledger=ledger or home / "ledger"), home / "ledger_tables", DBT_PROJECT
    )
    (home / "spark-defaults.conf").write_text(_SMALL_DATA, encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("dbt")),
        *("--no-use-colors", "build", "--target", target),
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--vars", json.dumps({"as_of": as_of, "version": "small", "rules_version": "small"})),
        *(() if unit_tests else ("--exclude-resource-type", "unit_test")),
    ]
    environment = {
        **os.environ,
        "MP_LANDING": str(landing),
        "MP_LEDGER_TABLES": str(home / "ledger_tables"),
        "MP_WAREHOUSE_FILE": str(file),
        "MP_SPARK_WAREHOUSE": str(folder),
        "SPARK_CONF_DIR": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
    }
    done = subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder if target == "spark" else file
