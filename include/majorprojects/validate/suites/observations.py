"""Rules for 现场观摩: none besides those that follow from its fields."""

from __future__ import annotations

from majorprojects.validate.suites.check import Check


def checks() -> list[Check]:
    """The checks of this sheet, besides those that follow from its fields."""
    return []
