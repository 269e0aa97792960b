"""The two assets that pass between DAGs."""

from __future__ import annotations

from airflow.sdk import Asset

LANDING = Asset("landing")
WAREHOUSE = Asset("warehouse")
