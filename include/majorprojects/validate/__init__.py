"""Validate: frames of a batch → what is accepted, what is not and why; receipts for the units."""

from majorprojects.validate.judge import validate_batch
from majorprojects.validate.receipts import mark_duplicates, write_receipts

__all__ = ["mark_duplicates", "validate_batch", "write_receipts"]
