"""Receipts: what a unit gets back for each file, from the landing; for duplicates, from the warehouse."""

from majorprojects.receipts.write import mark_duplicates, write_receipts

__all__ = ["mark_duplicates", "write_receipts"]
