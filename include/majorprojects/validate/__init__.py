"""Validate: frames of a batch → what is accepted, what is not and why."""

from majorprojects.validate.judge import validate_batch

__all__ = ["validate_batch"]
