"""A still picture of an installation: everything is judged on one state, while work goes on beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from majorprojects.build import Build, plan_build
from majorprojects.build.version import WAREHOUSE_FILE, known_seals
from majorprojects.disk import writing
from majorprojects.errors import MachineError
from majorprojects.landing import day_folder, landing_days, landing_lock, link_landing
from majorprojects.ledger import Fault, verify_ledger
from majorprojects.publish import Published
from majorprojects.publish.version import current_link, quoted, read_published
from majorprojects.settings import Settings
from majorprojects.staging import scratch_folder
from majorprojects.tables import landing_schemas


@dataclass(frozen=True)
class Installation:
    """What is verified: the inbox, a picture of the landing, and the version that was current then.

    Attributes:
        blank: settings with the same inbox, whose landing is empty, for its recomputation.
        picture: settings whose landing is the picture.
        version: the folder that `current` pointed to; None where there is no such link.
        published: its manifest; None where nothing is published or the manifest cannot be read.
        known_seals: seals that the ledger had at some time, each with who says so.
    """

    blank: Settings
    picture: Settings
    version: Path | None
    published: Published | None
    known_seals: Mapping[str, str]

    @cached_property
    def ledger(self) -> tuple[int, list[Fault]]:
        """How many entries the ledger has, and what is wrong with it."""
        return verify_ledger(self.picture, self.known_seals)

    @cached_property
    def days(self) -> list[dt.date]:
        """Days of the landing."""
        return landing_days(self.picture)

    @cached_property
    def planned(self) -> Build | None:
        """What a build would make now; None of an empty landing."""
        return plan_build(self.picture) if self.days else None

    @property
    def is_built(self) -> bool:
        """Whether the current version was made from this landing and this ledger."""
        return (
            self.published is not None
            and self.planned is not None
            and self.published.build.sources == self.planned.sources
        )

    @property
    def warehouse_file(self) -> Path:
        """The DuckDB file of the current version.

        Raises:
            ValueError: nothing is published.
        """
        if self.version is None:
            raise ValueError("nothing is published")
        return self.version / WAREHOUSE_FILE

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection with the landing's tables as views in schema `landing`."""
        connection = duckdb.connect()
        connection.execute("create schema landing")
        for name, schema in landing_schemas().items():
            # A table of its own: DuckDB cannot push every filter into a scan of Arrow.
            connection.register("empty", schema.empty_table())
            connection.execute(f"create table empty_{name} as from empty")
            paths = [day_folder(self.picture.landing, day) / f"{name}.parquet" for day in self.days]
            files = ", ".join(quoted(path) for path in paths if path.exists())
            # Days of older templates have fewer columns.
            rows = f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"
            more = f" union all by name from {rows}" if files else ""
            connection.execute(f"create view landing.{name} as from empty_{name}{more}")
        return connection


def count_unlike(
    connection: duckdb.DuckDBPyConnection,
    one: duckdb.DuckDBPyRelation,
    other: duckdb.DuckDBPyRelation,
) -> int:
    """How many rows only one of two relations has; a row that it has more often counts too."""
    one.create_view("one")
    other.create_view("other")
    row = connection.execute("""
        select count(*) from (
            (from one except all from other) union all (from other except all from one)
        )
    """).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def pictured(settings: Settings, seals: Sequence[str] = ()) -> Iterator[Installation]:
    """Take the picture; it and what is recomputed from it goes with the block.

    Args:
        settings: of the installation.
        seals: seals of the ledger that were written down elsewhere.

    Raises:
        MachineError: the landing is in use for too long, or the disk is full.
    """
    with scratch_folder(settings) as scratch:
        with landing_lock(settings), writing(scratch, "nothing was changed"):
            link_landing(settings, scratch / "picture")
        mine = {"home": scratch, "warehouse": scratch / "warehouse"}
        link = current_link(settings)
        version = link.resolve() if link.is_symlink() else None
        try:
            published = read_published(version) if version else None
        except MachineError:  # damaged: what is checked of versions tells it
            published = None
        yield Installation(
            blank=settings.model_copy(update=mine | {"landing": scratch / "landing"}),
            picture=settings.model_copy(update=mine | {"landing": scratch / "picture"}),
            version=version,
            published=published,
            known_seals=known_seals(settings) | dict.fromkeys(seals, "the minutes"),
        )
