"""Ingest: files of the inbox → frames of values with the place of each cell."""

from majorprojects.ingest.batch import ingest_days
from majorprojects.ingest.discover import cut_batches, inbox_days, inbox_files

__all__ = ["cut_batches", "inbox_days", "inbox_files", "ingest_days"]
