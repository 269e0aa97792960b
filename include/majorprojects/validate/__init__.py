"""Validate: frames of a batch → what is accepted, what is not and why."""

from majorprojects.validate.judge import rules_version, validate_batch

__all__ = ["rules_version", "validate_batch"]
