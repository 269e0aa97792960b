"""A ledger of a few entries: real ones, with tables of a few rows."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.ledger import Appeal, Publication, open_ledger
from majorprojects.ledger.entry import dump_seal, seal_of
from majorprojects.ledger.rows import rows_hash
from majorprojects.settings import TIMEZONE, Settings
from tests.conftest import settings_at

_TABLES = {
    "rankings": "select unit, 80.5::decimal(9, 2) as score from range(430400, 430414) as units (unit)",
    "items": "select 'P-' || i as item, date '2022-01-31' as day from range(100) as items (i)",
}


def publish(settings: Settings, month: int) -> Publication:
    """Put a publication of a month into the ledger."""
    with open_ledger(settings, {}) as ledger, duckdb.connect() as connection:
        tables = {name: connection.sql(query).order("all") for name, query in _TABLES.items()}

        def lay_files(folder: Path) -> None:
            for name, rows in tables.items():
                rows.write_parquet(str(folder / f"{name}.parquet"))

        return ledger.append(
            Publication(
                report_month=dt.date(2022, month, 1),
                published_at=dt.datetime(2022, month + 1, 8, 8, tzinfo=TIMEZONE),
                rulebook_id="ours",
                warehouse_version="2022-02-04-00000000",
                landing_fingerprint="landing",
                code_version="code",
                last_received_on=dt.date(2022, month + 1, 4),
                rows={name: rows_hash(rows) for name, rows in tables.items()},
            ),
            lay_files,
        )


def appeal(
    settings: Settings,
    lay_files: Callable[[Path], Any],
    *,
    grounds: str = "漏记",
    errors: tuple[type[Exception], ...] = (OSError,),
) -> Appeal:
    """Put an appeal against the first publication into the ledger."""
    with open_ledger(settings, {}) as ledger:
        return ledger.append(
            Appeal(
                publication=1,
                unit_code="430424",
                indicator=None,
                grounds=grounds,
                received_on=dt.date(2022, 2, 9),
                window_ends_on=None,
            ),
            lay_files,
            errors=errors,
        )


def rewrite(folder: Path, **words: Any) -> None:
    """Let an entry say something else, and make its seal anew."""
    file = folder / "entry.json"
    said = json.loads(file.read_bytes()) | words
    file.write_text(json.dumps(said, indent=2, ensure_ascii=False), encoding="utf-8")
    (folder / "entry.sha256").write_bytes(dump_seal(seal_of(file.read_bytes())))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose ledger has three publications and, in between, an appeal with its evidence."""
    settings = settings_at(tmp_path_factory.mktemp("ledger") / "home")
    publish(settings, 1)
    appeal(settings, lambda folder: (folder / "证明.txt").write_text("开工令", encoding="utf-8"))
    publish(settings, 2)
    publish(settings, 3)
    return settings.home


@pytest.fixture
def kept(written: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of one's own."""
    return settings_at(shutil.copytree(written, tmp_path / "home"))
