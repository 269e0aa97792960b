"""The assets that pass between DAGs."""

from __future__ import annotations

from airflow.sdk import Asset

LANDING = Asset("landing")
LEDGER = Asset("ledger")
WAREHOUSE = Asset("warehouse")
